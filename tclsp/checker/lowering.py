"""Reduces files to what the analysis looks at, each alone: the costly part, done in any process."""

from attrs import evolve, frozen

from tclsp.analysis.lowered import LoweredFile, lower_file
from tclsp.analysis.options import AnalysisOptions
from tclsp.checker import lowered_json
from tclsp.checker.faults import described_fault
from tclsp.source.outline import outline
from tclsp.source.text import SourceText, Undecodable
from tclsp.source.ties import Ties


@frozen
class LowerJob:
    """A file to reduce and all that its reduced form depends on."""

    path: str
    """Relative to its project."""
    data: bytes
    options: AnalysisOptions
    ties: Ties
    number: int = 0
    """Which of the jobs of a run it is."""

    def numbered(self, number: int) -> "LowerJob":
        """Return the same job with a number."""
        return evolve(self, number=number)

    def asks(self) -> str:
        """Return what it depends on besides the content, as a text."""
        wanted = None if self.ties.wanted is None else sorted(self.ties.wanted)
        return f"{self.options!r} {wanted} {sorted(self.ties.known)}"


@frozen
class LowerResult:
    """What became of a job."""

    number: int
    """That of the job."""
    lowered: LoweredFile | None = None
    """None where the file could not be read as text, or where only `text` came back."""
    text: str | None = None
    """The same as JSON, where that can be."""
    trouble: str | None = None
    """Why the file could not be reduced, where it could not."""


def lower(job: LowerJob) -> LowerResult:
    """Reduce a file. A fault of the checker itself becomes a trouble, never an error."""
    try:
        source = SourceText.decode(job.data)
    except Undecodable:
        return LowerResult(job.number)
    try:
        return LowerResult(job.number, lower_file(source, outline(source), job.options, job.ties))
    except Exception as error:  # One file must never stop the others.
        return LowerResult(job.number, trouble=described_fault(error))


def with_text(result: LowerResult) -> LowerResult:
    """Return a result with its JSON text."""
    text = None if result.lowered is None else lowered_json.write(result.lowered)
    return LowerResult(result.number, result.lowered, text, result.trouble)
