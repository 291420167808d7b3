"""One file of a project whose files change: what is known of it, as far as somebody asked."""

from attrs import define, field

from tclsp.analysis.lowered import LoweredFile
from tclsp.checker.discovery import SourceFile
from tclsp.checker.kept_chunks import KeptChunks
from tclsp.checker.kept_pieces import KeptPieces
from tclsp.checker.linked_files import Tie
from tclsp.checker.stamps import Stamp
from tclsp.source import prefilter
from tclsp.source.outline import Outline, outline
from tclsp.source.text import SourceText
from tclsp.source.ties import Ties
from tclsp.source.warm import outline_after


@define(eq=False)
class LiveFile:
    """What is known of one file, as far as somebody asked."""

    file: SourceFile
    stamp: Stamp | None = None
    open: SourceText | None = None
    """Its text in the editor."""
    data: bytes | None = None
    """Kept of files that are linked; else read when it is wanted."""
    matters: bool | None = None
    handles: bool | None = None
    """Whether it may handle errors for a whole application."""
    ties: tuple[Tie, ...] | None = None
    chunks: KeptChunks = field(factory=KeptChunks)
    outlined: tuple[SourceText, Outline] | None = None
    """The last text of an open one that was outlined, with its outline."""
    _before: SourceText | None = None
    """A text of an open one from which the outline of later ones can be found, if it is wanted."""
    lowered: tuple[Ties, LoweredFile] | None = None
    pieces: KeptPieces | None = None

    def put(self, source: SourceText) -> None:
        """Take its text in the editor."""
        self.forget()
        if self.outlined is None and self._before is None:
            self._before = self.open
        self.open = source

    def close(self) -> None:
        """Go back to what the disk has."""
        self.forget()
        self.open = self.outlined = self._before = self.pieces = None

    def rest(self) -> None:
        """Forget what helps with the next edit alone, as far as it can be found again.

        The tree of a text takes 25 times its memory. That of a broken text may go back to a
        sound one, which is not there any more.
        """
        if self.pieces is not None:
            self.pieces.rest()
        if self.outlined is not None and self.outlined[1].is_sound:
            self.outlined = None

    def forget(self) -> None:
        """Forget what was known of its content."""
        self.data = self.matters = self.handles = self.ties = self.lowered = None

    def read(self) -> bytes | None:
        """Return its content, of an open one as UTF-8; None where it cannot be read."""
        if self.open is not None:
            return self.open.utf8
        if self.data is not None:
            return self.data
        try:
            return prefilter.read(self.file.absolute)
        except OSError:
            return None

    def source(self) -> SourceText | None:
        """Return its text. Raises Undecodable."""
        if self.open is not None:
            return self.open
        data = self.read()
        return None if data is None else SourceText.decode(data)

    def names(self, words: tuple[bytes, ...]) -> bool:
        """Tell whether it names the SDK, the API or one of `words`, and so matters by itself."""
        if self.matters is None:
            data = self.read()
            self.matters = data is not None and prefilter.matters(data, words)
        return self.matters

    def may_handle_for_all(self) -> bool:
        """Tell whether it may register a handler of errors for a whole application."""
        if self.handles is None:
            data = self.read()
            self.handles = data is not None and prefilter.may_handle_for_all(data)
        return self.handles

    def outline_of(self, source: SourceText) -> Outline:
        """Return the outline of its text; of an open one, with what the last edit left alone."""
        if self.open is None:
            return outline(source)
        if self.outlined is None:
            first = source if self._before is None else self._before
            self.outlined = first, outline(first)
            self._before = None
        if self.outlined[0] is not source:
            self.outlined = source, outline_after(source, *self.outlined)
        return self.outlined[1]
