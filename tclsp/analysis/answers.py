"""What an expression holds of an answer: which answer it is, and how deep inside it.

A raw answer is the JSON of an HTTP call to the API. An SDK dict is what `call_json` and
`json.loads(client.call(...))` give; both have `Response` around their fields. A model dict is
`json.loads(resp.to_json_string())`, whose fields stand on top.
"""

from typing import Literal, TypeAlias

from attrs import evolve, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis.calls import Target

AnswerKind: TypeAlias = Literal["raw", "dict", "model"]

Level: TypeAlias = Literal[
    "host", "connection", "http", "status", "text", "object", "body", "response", "error"
]
"""`host` is a text with the API's host, `connection` what is opened to it, `http` the response of
the HTTP library, `status` its status, `text` the JSON as text, `object` a response model, `body`
the dict with `Response` inside, `response` the dict with the fields."""

WHOLE: frozenset[Level] = frozenset({"http", "text", "object", "body", "response"})
"""The levels at which `Error` can be looked at by whoever is given the value."""


@frozen(eq=False)
class Origin:
    """One answer: a call that gives it, or a call of a function that returns it."""

    kind: AnswerKind
    target: Target
    call: s.Call
    """The call that sends the request."""
    method: str
    """The name of the method called: `call_json`."""
    key: str
    """Names the call that sends the request, the same in every run: path, piece and numbers."""


@frozen
class Answer:
    """A value that is an answer or a part of one."""

    origins: frozenset[Origin]
    """Those that it may come from."""
    kind: AnswerKind
    level: Level
    node: s.Attribute | s.Call | None = None
    """Of a status: the expression that reads it."""

    def at(self, level: Level, node: s.Attribute | s.Call | None = None) -> "Answer":
        """Return the value that is reached at another level of the same answer."""
        return evolve(self, level=level, node=node)


def item(answer: Answer, key: str) -> Answer | None:
    """Return what a key of an answer gives, as far as it is followed."""
    if answer.level == "body" and key == "Response":
        return answer.at("response")
    if answer.level in ("response", "body") and key == "Error":
        return answer.at("error")
    return None


def either(found: list[Answer | None]) -> Answer | None:
    """Return what one of several values is, where those that are answers agree.

    A text and the dict made of it are the dict: code that takes both makes one of them.
    """
    known = [each for each in found if each is not None]
    if not known:
        return None
    levels = {each.level for each in known}
    if levels == {"text", "body"}:
        levels = {"body"}
    if len(levels) > 1 or len({each.kind for each in known}) > 1:
        return None
    origins = frozenset(origin for each in known for origin in each.origins)
    return Answer(origins, known[0].kind, levels.pop(), known[0].node)
