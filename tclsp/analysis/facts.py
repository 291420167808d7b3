"""The facts of one module: what its code does with the answers of Tencent Cloud.

They are plain records without trees, so that they can be cached and sent between processes.
"""

from attrs import frozen

from tclsp.source.spans import Span


@frozen
class Gap:
    """A part of the file that could not be analysed."""

    span: Span
    reason: str


@frozen
class ModuleFacts:
    """All facts of one module."""

    gaps: tuple[Gap, ...] = ()
