"""`textDocument/references`, `workspace/symbol`: the uses of a code over the workspace."""

from collections.abc import Iterator

from attrs import frozen
from lsprotocol import types

from tclsp.analysis.code_uses import CodeUse, code_uses, covers, matches
from tclsp.server.named_codes import code_at
from tclsp.server.place import place_of
from tclsp.server.positions import Positions
from tclsp.server.shown_text import ShownText
from tclsp.server.view import View, WorkspaceView
from tclsp.source.reading import reading_of

_MOST_SYMBOLS = 500


@frozen(eq=False)
class UseInFile:
    """A use of a code in one of the files."""

    use: CodeUse
    _text: ShownText
    _positions: Positions

    @property
    def location(self) -> types.Location:
        """Where it stands; long lines take their time, so ask for those that are answered."""
        return self._text.location(self.use.span, self._positions)


def answer_references(view: View, position: types.Position) -> list[types.Location]:
    """Answer `textDocument/references` for a code, a family or a constant."""
    named = code_at(place_of(view, position))
    if named is None:
        return []
    sought = named.code.rstrip(".")
    return [found.location for found in uses_in_workspace(view) if matches(found.use, sought)]


def answer_workspace_symbols(view: WorkspaceView, query: str) -> list[types.SymbolInformation]:
    """Answer `workspace/symbol`: where codes that hold the query are named."""
    sought = query.lower()
    found = (each for each in uses_in_workspace(view) if sought in each.use.code.lower())
    return [
        types.SymbolInformation(
            location=each.location,
            name=each.use.code,
            kind=types.SymbolKind.EnumMember,
        )
        for each, _ in zip(found, range(_MOST_SYMBOLS), strict=False)
    ]


def deals_with(use: CodeUse, code: str) -> bool:
    """Tell whether a use is a test of a code or family, of its family, or of a code below it."""
    return use.form != "named" and (matches(use, code) or covers(use.code, code))


def uses_in_workspace(view: WorkspaceView) -> Iterator[UseInFile]:
    """Yield the uses of codes in the files that matter, by path and place."""
    for _, text in view.workspace.located():
        for use in code_uses(reading_of(text.source), view.catalog):
            yield UseInFile(use, text, view.positions)
