"""Writes something at the end of a text, in the form that the text has."""

import re
from string import Formatter

from attrs import frozen
from tree_sitter import Node

from tclsp.rules.finding import Edit
from tclsp.rules.fixes.context import FixContext, inserted, replaced
from tclsp.source.spans import Span

STRINGS = frozenset({"string", "concatenated_string"})
_BLANK_END = re.compile(rb"(?:\\[nrt]|\s)*\Z")
_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "…")
_WIDE = ("：", "。", "！", "？")
"""Signs that hold their blank."""
_PLAIN_FIELD = re.compile(r"\A\d*\Z")
_UNTOUCHED_IN_F_STRINGS = re.compile(r"[\\{}\r\n#]")


@frozen
class Addition:
    """What is written at the end of a text."""

    value: str
    """An expression without quotes."""
    label: str = ""
    """What stands before the value: `RequestId `."""
    explains: bool = False
    """Whether the text is an announcement of the value: `failed: …`."""

    def after(self, text: str, place: str) -> str:
        """Return what to write behind `text`, with `place` where the value comes."""
        stripped = text.rstrip()
        if not stripped and not text:
            return f", {self.label}{place}"
        if stripped.endswith((":", "：")) or stripped.endswith(_SENTENCE_ENDS):
            blank = "" if text != stripped or stripped.endswith(_WIDE) else " "
            return f"{blank}{self.label}{place}"
        if self.explains:
            return f": {self.label}{place}"
        return f", {self.label}{place}"


def longer(node: Node, addition: Addition, context: FixContext) -> tuple[Edit, ...]:
    """Return the edits that add to the text that an expression makes; none where it makes none."""
    if node.type in STRINGS:
        return _literal(node, addition, context)
    if node.type == "parenthesized_expression" and len(node.named_children) == 1:
        return longer(node.named_children[0], addition, context)
    if node.type == "binary_operator":
        return _operation(node, addition, context)
    if node.type == "call":
        return _format(node, addition, context)
    return ()


def interpolated(node: Node, addition: Addition, context: FixContext) -> tuple[Edit, ...]:
    """Return the edits that make an f-string of an expression and the addition."""
    text = context.text(node)
    quote = next((each for each in (context.quote, '"', "'") if each not in text), None)
    if quote is None or _UNTOUCHED_IN_F_STRINGS.search(text):
        return ()
    rest = addition.after("", f"{{{addition.value}}}")
    return (replaced(node, f"f{quote}{{{text}}}{rest}{quote}"),)


def last_part(node: Node) -> Node:
    """Return the last string of those that stand side by side."""
    return node if node.type == "string" else node.named_children[-1]


def is_f_string(string: Node, context: FixContext) -> bool:
    """Tell whether a string literal is an f-string."""
    return "f" in _prefix(string, context)


def content(node: Node, context: FixContext) -> str:
    """Return what is written between the quotes of a string, or of several side by side."""
    parts = [node] if node.type == "string" else node.named_children
    return "".join(
        context.source.utf8[part.children[0].end_byte : part.children[-1].start_byte].decode()
        for part in parts
        if part.type == "string"
    )


def with_place(node: Node, addition: Addition, place: str, context: FixContext) -> Edit | None:
    """Return the edit that writes a place for the value at the end of a string, `%s` or `{}`."""
    string = last_part(node)
    if string.type != "string" or "b" in _prefix(string, context):
        return None
    start, end = string.children[0].end_byte, string.children[-1].start_byte
    pieces = [child for child in string.children if child.type == "interpolation"]
    if pieces:
        start = pieces[-1].end_byte
    tail = context.source.utf8[start:end]
    blank = _BLANK_END.search(tail)
    blanks = blank[0] if blank else b""
    if b"\\" not in blanks and b"\n" not in blanks and b"\r" not in blanks:
        blanks = b""
    text = tail[: len(tail) - len(blanks)].decode()
    return inserted(end - len(blanks), addition.after(text, place))


def _prefix(string: Node, context: FixContext) -> str:
    return context.text(string.children[0]).rstrip("\"'").lower()


def _literal(node: Node, addition: Addition, context: FixContext) -> tuple[Edit, ...]:
    string = last_part(node)
    if string.type != "string":
        return ()
    prefix = _prefix(string, context)
    edit = with_place(node, addition, f"{{{addition.value}}}", context)
    if edit is None:
        return ()
    if "f" in prefix:
        return (edit,)
    if "{" in context.text(string) or "}" in context.text(string):
        return _joined(node, addition, context)
    start = string.start_byte
    named = Span(start, start + 1) if prefix == "u" else Span(start, start)
    return (Edit(named, "f"), edit)


def _joined(node: Node, addition: Addition, context: FixContext) -> tuple[Edit, ...]:
    quote = context.quote
    rest = addition.after("", f"{{{addition.value}}}")
    return (inserted(node.end_byte, f" + f{quote}{rest}{quote}"),)


def _operation(node: Node, addition: Addition, context: FixContext) -> tuple[Edit, ...]:
    left, operator, right = (node.child_by_field_name(each) for each in _OPERATION)
    if left is None or operator is None or right is None:
        return ()
    if operator.type == "%" and left.type in STRINGS:
        return _percent(node, left, right, addition, context)
    if operator.type == "+" and right.type in STRINGS:
        return _literal(right, addition, context)
    if operator.type == "+" and _is_text(left, context):
        return _joined(node, addition, context)
    return ()


_OPERATION = ("left", "operator", "right")


def _is_text(node: Node, context: FixContext) -> bool:
    """Tell whether an operand of a `+` shows that a text is made."""
    if node.type == "binary_operator":
        return any(_is_text(child, context) for child in node.named_children)
    return node.type in STRINGS or context.text(node).startswith("str(")


def _percent(
    node: Node, left: Node, right: Node, addition: Addition, context: FixContext
) -> tuple[Edit, ...]:
    place = with_place(left, addition, "%s", context)
    if place is None or is_f_string(last_part(left), context):
        return ()
    if right.type in ("tuple", "parenthesized_expression") and right.named_children:
        last = right.named_children[-1]
        return (place, inserted(last.end_byte, f", {addition.value}"))
    if right.type in ("attribute", "call", "subscript"):
        return (
            place,
            inserted(right.start_byte, "("),
            inserted(right.end_byte, f", {addition.value})"),
        )
    return _joined(node, addition, context)


def _format(call: Node, addition: Addition, context: FixContext) -> tuple[Edit, ...]:
    """Add to `"…".format(…)`."""
    function = call.child_by_field_name("function")
    arguments = call.child_by_field_name("arguments")
    if function is None or arguments is None or function.type != "attribute":
        return ()
    string, name = (function.child_by_field_name(each) for each in ("object", "attribute"))
    if string is None or name is None or context.text(name) != "format":
        return ()
    if string.type not in STRINGS:
        return ()
    field = _next_field(string, arguments, context)
    if field is None:
        return _joined(call, addition, context)
    place = with_place(string, addition, f"{{{field}}}", context)
    positional = positional_arguments(arguments)
    if place is None or not arguments.named_children:
        return ()
    if _PLAIN_FIELD.match(field):
        if not positional:
            return _joined(call, addition, context)
        return (place, appended(positional[-1], addition.value, context))
    last = [child for child in arguments.named_children if child.type != "comment"][-1]
    return (place, appended(last, f"{field}={addition.value}", context))


def _next_field(string: Node, arguments: Node, context: FixContext) -> str | None:
    """Return how the format string is to name one more value; `None` where that is unknown."""
    if any(child.type.endswith("splat") for child in arguments.named_children):
        return None
    try:
        parsed = list(Formatter().parse(content(string, context)))
    except ValueError:
        return None
    names = [name for _, name, _, _ in parsed if name is not None]
    if not names:
        return None
    if "" in names:
        return ""
    if all(name[:1].isdigit() for name in names):
        return str(len(positional_arguments(arguments)))
    return "request_id" if "request_id" not in names else None


def positional_arguments(arguments: Node) -> list[Node]:
    """Return the positional arguments of a call, starred ones too."""
    skipped = ("comment", "keyword_argument", "dictionary_splat")
    return [child for child in arguments.named_children if child.type not in skipped]


def appended(node: Node, text: str, context: FixContext) -> Edit:
    """Return the edit that writes one more item behind an item, on a line of its own like it."""
    if context.starts_line(node):
        return inserted(node.end_byte, f",\n{context.indent_of(node)}{text}")
    return inserted(node.end_byte, f", {text}")
