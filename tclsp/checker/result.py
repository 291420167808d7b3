"""What the check of a file gives: findings with the places and lines that a person reads."""

from attrs import frozen

from tclsp.catalog.text import Language, Text
from tclsp.rules.finding import Severity
from tclsp.source.spans import Position, Span


@frozen
class LocatedEdit:
    """Replaces the text between two places."""

    start: Position
    end: Position
    replacement: str
    span: Span
    """The same place in byte offsets."""


@frozen
class LocatedFix:
    """A fix whose edits are given by row and column."""

    title: Text
    edits: tuple[LocatedEdit, ...]
    safe: bool
    fix_all: bool = True
    """Whether a run that fixes whatever it can may apply it; else a person chooses it."""


@frozen
class LocatedNote:
    """Another place that explains a finding."""

    position: Position
    message: Text


@frozen
class Located:
    """A finding as it is reported: where a person finds it and how grave it is."""

    code: str
    name: str
    severity: Severity
    start: Position
    end: Position
    line: str
    """The line that it starts on, without its end."""
    message: Text
    remedy: Text
    related: tuple[LocatedNote, ...] = ()
    fix: LocatedFix | None = None

    def order(self) -> tuple[int, int, str, str]:
        """Return what findings of one file are sorted by."""
        return (self.start.row, self.start.column, self.code, self.message.en)


@frozen
class FileReport:
    """The findings of one file."""

    path: str
    """As it is shown."""
    absolute: str
    language: Language | None
    """What the settings of the file ask for."""
    findings: tuple[Located, ...] = ()
    trouble: str | None = None
    """Why the file could not be checked, where it could not."""
