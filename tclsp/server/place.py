"""What a request about one place of a document is answered from."""

from functools import cached_property

from attrs import define
from lsprotocol import types

from tclsp.analysis.in_play import InPlay, in_play, named_codes
from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.store import Catalog
from tclsp.catalog.text import Language
from tclsp.server.view import View
from tclsp.source.reading import Reading


@define(slots=False, eq=False)
class Place:
    """A byte offset of a text, and what is known for it."""

    reading: Reading
    offset: int
    catalog: Catalog
    lists: ActionLists
    language: Language

    @cached_property
    def in_play(self) -> InPlay:
        """The services and actions around the place."""
        return in_play(self.reading, self.offset, self.catalog)

    @cached_property
    def named(self) -> frozenset[str]:
        """The codes and families that the handlers around the place name."""
        return named_codes(self.reading, self.offset, self.catalog)


def place_of(view: View, position: types.Position) -> Place:
    """Return the place of a position in a document."""
    return Place(
        view.reading,
        view.offset(position),
        view.catalog,
        view.action_lists,
        view.language,
    )
