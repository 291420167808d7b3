"""What a request about one place of a document is answered from."""

from functools import cached_property

from attrs import define

from tclsp.analysis.facts import ModuleFacts
from tclsp.analysis.in_play import InPlay, in_play
from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.store import Catalog
from tclsp.catalog.text import Language
from tclsp.source.reading import Reading


@define(slots=False, eq=False)
class Place:
    """A byte offset of a text, and what is known for it."""

    reading: Reading
    offset: int
    catalog: Catalog
    lists: ActionLists
    language: Language
    facts: ModuleFacts | None = None
    """Those of this very text; None while the text is newer than the last analysis."""

    @cached_property
    def in_play(self) -> InPlay:
        """The services and actions around the place."""
        return in_play(self.reading, self.offset, self.catalog)
