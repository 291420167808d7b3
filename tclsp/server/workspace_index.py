"""What the files of the workspace do with answers: the facts of each, as last analysed."""

from collections.abc import Iterator, Mapping

from attrs import Factory, define, frozen

from tclsp.analysis.facts import ModuleFacts
from tclsp.server.packed_facts import PackedFacts
from tclsp.server.texts import digest_of
from tclsp.server.uris import uri_of
from tclsp.source import prefilter
from tclsp.source.text import SourceText, Undecodable


@frozen(eq=False)
class IndexedFile:
    """A file that matters, whether it is open or not."""

    path: str
    """Absolute."""
    packed_facts: PackedFacts
    digest: bytes
    """That of the text that the spans of the facts are of."""

    @property
    def facts(self) -> ModuleFacts:
        """Its facts."""
        return self.packed_facts.facts

    @property
    def uri(self) -> str:
        """Its URI, in the one spelling."""
        return uri_of(self.path)


@define(eq=False)
class WorkspaceIndex:
    """The files of the workspace that matter, by their absolute paths."""

    files: Mapping[str, IndexedFile] = Factory(dict)
    """Replaced as a whole where something changes, so a view keeps what it has seen."""
    texts: Mapping[str, SourceText] = Factory(dict)
    """Those of the open documents, by their paths."""

    def source_of(self, file: IndexedFile) -> SourceText | None:
        """Return the text that the facts of a file are of; None where that is gone.

        Reads the disk for a file that is not open.
        """
        source = self.texts.get(file.path)
        if source is None:
            try:
                source = SourceText.decode(prefilter.read(file.path))
            except (OSError, Undecodable):
                return None
        return source if digest_of(source.utf8) == file.digest else None

    def located(self) -> Iterator[tuple[IndexedFile, SourceText]]:
        """Yield the files whose facts are of their present texts, sorted by path."""
        for path in sorted(self.files):
            source = self.source_of(self.files[path])
            if source is not None:
                yield self.files[path], source
