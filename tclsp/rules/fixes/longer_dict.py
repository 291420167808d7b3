"""Writes the RequestId into a dict of the parts of an error, in the style of its keys."""

from tree_sitter import Node

from tclsp.rules.finding import Edit
from tclsp.rules.fixes.context import FixContext
from tclsp.rules.fixes.longer_text import appended

_STYLES = {"snake": "request_id", "camel": "requestId", "pascal": "RequestId"}


def with_request_id(node: Node, value: str, context: FixContext) -> tuple[Edit, ...]:
    """Return the edits that add the RequestId to a dict or to `dict(…)`."""
    if node.type == "dictionary":
        return _display(node, value, context)
    if node.type == "call":
        return _call(node, value, context)
    return ()


def _display(node: Node, value: str, context: FixContext) -> tuple[Edit, ...]:
    pairs = [child for child in node.named_children if child.type == "pair"]
    keys = [key for pair in pairs if (key := pair.child_by_field_name("key")) is not None]
    names = [context.text(key) for key in keys if key.type == "string"]
    if not names:
        return ()
    quote = names[-1][-1]
    written = _key([name.strip("\"'") for name in names])
    if written is None:
        return ()
    return (appended(pairs[-1], f"{quote}{written}{quote}: {value}", context),)


def _call(node: Node, value: str, context: FixContext) -> tuple[Edit, ...]:
    arguments = node.child_by_field_name("arguments")
    if arguments is None:
        return ()
    given = [child for child in arguments.named_children if child.type != "comment"]
    if not given or any(child.type != "keyword_argument" for child in given):
        return ()
    names = [name for child in given if (name := child.child_by_field_name("name")) is not None]
    key = _key([context.text(name) for name in names])
    return () if key is None else (appended(given[-1], f"{key}={value}", context),)


def _key(names: list[str]) -> str | None:
    """Return the key in the style of others; `None` where it is there already."""
    key = _STYLES[_style(names)]
    same = {name.replace("_", "").lower() for name in names}
    return None if "requestid" in same else key


def _style(names: list[str]) -> str:
    if any("_" in name for name in names):
        return "snake"
    if any(name[:1].isupper() for name in names):
        return "pascal"
    return "camel" if any(name != name.lower() for name in names) else "snake"
