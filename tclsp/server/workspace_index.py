"""What the files of the workspace do with answers: the facts of each, as last analysed."""

from collections.abc import Iterator, Mapping

from attrs import Factory, define, frozen

from tclsp.analysis.facts import ModuleFacts
from tclsp.server.packed_facts import PackedFacts
from tclsp.server.shown_text import ShownText
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


@define(eq=False)
class WorkspaceIndex:
    """The files of the workspace that matter, by their absolute paths."""

    files: Mapping[str, IndexedFile] = Factory(dict)
    """Replaced as a whole where something changes, so a view keeps what it has seen."""
    open_texts: Mapping[str, ShownText] = Factory(dict)
    """Those of the open documents, by their paths."""

    def located(self) -> Iterator[tuple[IndexedFile, ShownText]]:
        """Yield the files whose facts are of their present texts, sorted by path."""
        for path in sorted(self.files):
            file, text = self.files[path], self.open_texts.get(path) or _text_on_disk(path)
            if text is not None and digest_of(text.source.utf8) == file.digest:
                yield file, text


def _text_on_disk(path: str) -> ShownText | None:
    try:
        return ShownText(uri_of(path), SourceText.decode(prefilter.read(path)))
    except (OSError, Undecodable):
        return None
