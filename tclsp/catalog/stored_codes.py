"""All codes of a catalogue, as the search for near ones wants them."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from attrs import define

from tclsp.catalog.catalog_file import CatalogFile
from tclsp.catalog.code_words import unpacked


@define(eq=False)
class StoredCodes:
    """The codes and their words, left in the file as far as that is fast enough."""

    file: CatalogFile

    def all(self) -> Sequence[str]:
        """Return the codes in the order of their places."""
        return self._joined.split("\n")

    @cached_property
    def _joined(self) -> str:
        # A quarter of the memory of as many texts.
        return "\n".join(code for (code,) in self.file.rows("SELECT code FROM code ORDER BY id"))

    def with_word(self, word: str) -> Sequence[int]:
        """Return the places of the codes with a word in them."""
        rows = self.file.rows("SELECT places FROM word WHERE word = ?", word)
        return unpacked(rows[0][0]) if rows else ()

    def counts(self, words: Collection[str]) -> Mapping[str, int]:
        """Return in how many codes each of some words stands, of those that stand in any."""
        marks = ", ".join("?" * len(words))
        query = f"SELECT word, codes FROM word WHERE word IN ({marks})"  # noqa: S608 - marks alone
        return dict(self.file.rows(query, *words))
