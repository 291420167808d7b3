"""What the server and its worker say to each other, as pickles over the worker's own pipes."""

from attrs import frozen

from tclsp.rules.finding import Finding
from tclsp.server.options import EditorOptions
from tclsp.server.packed_facts import PackedFacts
from tclsp.server.texts import Splice

# ---------------------------------------------------------------- to the worker


@frozen
class SetUp:
    """What all analyses depend on; sent first, and again when it changes."""

    options: EditorOptions
    folders: tuple[str, ...]


@frozen
class OpenText:
    """A document is open; `path` is where it lies or would lie, and names it from now on."""

    path: str
    number: int
    """Counts the texts of a document in the worker's sight; the client's versions need not."""
    utf8: bytes


@frozen
class ChangeText:
    """The text `number` of a document comes from the one before by these changes, in order."""

    path: str
    number: int
    splices: tuple[Splice, ...]


@frozen
class CloseText:
    """A document counts with what the disk has again."""

    path: str


@frozen
class FilesChanged:
    """Files on the disk may be others than before."""


@frozen
class CheckText:
    """Report on a document, as it stands when its turn comes."""

    path: str
    urgent: bool = True
    """Before all others that wait."""


@frozen
class CheckWorkspace:
    """Report on all files that matter, one after the other."""

    number: int


@frozen
class Forget:
    """Nobody waits for the report on the workspace of this number any more."""

    number: int


ToWorker = (
    SetUp | OpenText | ChangeText | CloseText | FilesChanged | CheckText | CheckWorkspace | Forget
)

ChangesState = SetUp | OpenText | ChangeText | CloseText | FilesChanged
"""Those after which a report may be another than before."""

# ---------------------------------------------------------------- from the worker


@frozen
class Started:
    """The worker looks at a file: what it dies of, should it die now."""

    path: str


@frozen
class TextReport:
    """What is to say of one file."""

    path: str
    number: int
    """That of the text of an open document; 0 of what the disk has."""
    findings: tuple[Finding, ...]
    facts: PackedFacts | None
    """None where the file does not matter or could not be analysed."""
    digest: bytes
    """That of the text that all spans are of."""
    state: int
    """How many messages that change what is to report had arrived."""
    utf8: bytes | None = None
    """This text, where no open document has it and a finding needs it."""
    trouble: str | None = None

    @property
    def is_of_disk(self) -> bool:
        """Whether it is about what the disk has, not about the text of an open document."""
        return self.number == 0


@frozen
class WorkspaceProgress:
    """How far the report on the workspace is; it is complete where both are the same."""

    number: int
    done: int
    total: int


@frozen
class Complaint:
    """Something that whoever set the project up should know."""

    sentence: str


FromWorker = Started | TextReport | WorkspaceProgress | Complaint
