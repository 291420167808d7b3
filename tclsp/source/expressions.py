"""Finds the expressions of a statement in tree-sitter's tree, in the order of the source.

What counts and what does not is told in `tclsp.source.locations`.
"""

from collections.abc import Callable, Iterator

from tree_sitter import Node

from tclsp.source.libcst_order import Kind
from tclsp.source.statements import Statement, header_nodes

_KINDS: dict[str, Kind] = {
    "string": "string",
    "call": "call",
    "attribute": "attribute",
    "member_type": "attribute",
    "subscript": "subscript",
    "generic_type": "subscript",
    "comparison_operator": "comparison",
    "identifier": "name",
}
_UNCOUNTED = frozenset(
    {
        "import_statement",
        "import_from_statement",
        "future_import_statement",
        "type_alias_statement",
        "global_statement",
        "nonlocal_statement",
    }
)


def of_statement(statement: Statement, code: bytes) -> Iterator[tuple[Kind, int, int]]:
    """Yield kind, start and end of the expressions of a statement, without those of its body."""
    pending = list(reversed(_roots(statement)))
    while pending:
        node = pending.pop()
        if node.type == "dotted_name":
            yield from _dotted(node)
            continue
        kind = _KINDS.get(node.type)
        if kind is not None:
            yield kind, _start(node, code), node.end_byte
        pending.extend(reversed(_INSIDE.get(node.type, _named)(node)))


def _start(node: Node, code: bytes) -> int:
    """Return where an expression starts; in `[*a.b]` tree-sitter gives it the `*`."""
    if code[node.start_byte : node.start_byte + 1] != b"*":
        return node.start_byte
    inner: Node | None = node
    while inner is not None and inner.type not in ("list_splat", "list_splat_pattern"):
        inner = inner.child(0)
    splatted = inner and inner.child(1)
    return splatted.start_byte if splatted else node.start_byte


def _roots(statement: Statement) -> list[Node]:
    kind = statement.node.type
    if kind in _UNCOUNTED:
        return []
    nodes = header_nodes(statement)
    if kind in ("function_definition", "class_definition"):
        return [node for node in nodes if node.type not in ("identifier", "type_parameter")]
    if kind == "except_clause":
        return [inner for node in nodes for inner in _caught(node)]
    return nodes


def _caught(node: Node) -> list[Node]:
    return node.named_children[:1] if node.type == "as_pattern" else [node]


def _named(node: Node) -> list[Node]:
    return node.named_children


def _first(node: Node) -> list[Node]:
    return node.named_children[:1]


def _after_first(node: Node) -> list[Node]:
    return node.named_children[1:]


def _value(node: Node) -> list[Node]:
    value = node.child_by_field_name("value")
    return [] if value is None else [value]


def _parameters(node: Node) -> list[Node]:
    """Return the parameters that can hold expressions: those with an annotation or a default."""
    plain = ("identifier", "list_splat_pattern", "dictionary_splat_pattern")
    return [child for child in node.named_children if child.type not in plain]


def _bound(node: Node) -> list[Node]:
    """Of `value as target` leave out the target of a pattern, which is a bare name."""
    value, *rest = node.named_children
    return [value, *(child for child in rest if child.type != "identifier")]


def _patterns(node: Node) -> list[Node]:
    """Leave out a name alone: it captures."""
    return [
        child
        for child in node.named_children
        if child.type != "dotted_name" or child.named_child_count > 1
    ]


def _keyword_pattern(node: Node) -> list[Node]:
    return _patterns(node)[1:]


def _nothing(_: Node) -> list[Node]:
    return []


_INSIDE: dict[str, Callable[[Node], list[Node]]] = {
    "attribute": _first,
    "member_type": _first,
    "keyword_argument": _value,
    "parameters": _parameters,
    "lambda_parameters": _parameters,
    "default_parameter": _value,
    "typed_parameter": _after_first,
    "typed_default_parameter": _after_first,
    "as_pattern": _bound,
    "case_pattern": _patterns,
    "keyword_pattern": _keyword_pattern,
    "splat_pattern": _nothing,
}


def _dotted(node: Node) -> Iterator[tuple[Kind, int, int]]:
    """Yield what `a.b.c` in a pattern stands for: attributes, the outermost first, and a name."""
    start = node.start_byte
    *outer, first = [(start, child.end_byte) for child in reversed(node.named_children)]
    for span in outer:
        yield "attribute", *span
    yield "name", *first
