"""Which code action a client has chosen: enough to make the offer again, and to see if it holds."""

from typing import Any

from attrs import frozen
from lsprotocol import types

from tclsp.server.own_requests import WrongParams
from tclsp.server.texts import digest_of
from tclsp.server.view import View

_OTHERS = "the data of the code action are not those of this server"


@frozen
class Choice:
    """An offer that was made."""

    uri: str
    """Of the document or cell that was asked about."""
    text: str
    """That of `text_id`."""
    range: types.Range
    """What was asked about."""
    number: int
    """How many offers came before it."""
    title: str


def text_id(view: View) -> str:
    """Return what tells the text of a view from every other; of a notebook, that of all cells."""
    return digest_of(view.source.utf8).hex()


def choice_as_json(choice: Choice) -> dict[str, Any]:
    """Return a choice as the client hands it back."""
    start, end = choice.range.start, choice.range.end
    return {
        "uri": choice.uri,
        "text": choice.text,
        "range": [start.line, start.character, end.line, end.character],
        "number": choice.number,
        "title": choice.title,
    }


def choice_of(data: object) -> Choice:
    """Return the choice that a client hands back; raises WrongParams."""
    if not isinstance(data, dict):
        raise WrongParams("the data of the code action are missing")
    uri, text, title = data.get("uri"), data.get("text"), data.get("title")
    number, place = data.get("number"), _range_of(data.get("range"))
    if not (isinstance(uri, str) and isinstance(text, str) and isinstance(title, str)):
        raise WrongParams(_OTHERS)
    if not isinstance(number, int) or place is None:
        raise WrongParams(_OTHERS)
    return Choice(uri, text, place, number, title)


def _range_of(place: object) -> types.Range | None:
    if not isinstance(place, list) or len(place) != 4:
        return None
    try:
        return types.Range(types.Position(*place[:2]), types.Position(*place[2:]))
    except ValueError:
        return None
