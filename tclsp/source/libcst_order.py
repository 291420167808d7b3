"""Counts statements and expressions in libcst's tree as `tclsp.source.locations` says.

`FIELDS` is the order of the source: for each class of libcst its fields that hold expressions, as
they are printed. A walk that follows it and counts what `KINDS` names gets the same numbers as
tree-sitter's side. What is not in it holds nothing that counts.

`locate` gives the places of all of them by libcst's own positions. They cost more than the parse;
they are for the rare code that libcst can read and tree-sitter cannot.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

if TYPE_CHECKING:
    import libcst as cst

Kind: TypeAlias = Literal["string", "call", "attribute", "subscript", "comparison", "name"]

KINDS: dict[str, Kind] = {
    "SimpleString": "string",
    "FormattedString": "string",
    "TemplatedString": "string",
    "Call": "call",
    "Attribute": "attribute",
    "Subscript": "subscript",
    "Comparison": "comparison",
    "Name": "name",
}

_EXPRESSION_FIELDS: dict[str, tuple[str, ...]] = {
    "Arg": ("value",),
    "Annotation": ("annotation",),
    "Attribute": ("value",),
    "Await": ("expression",),
    "BinaryOperation": ("left", "right"),
    "BooleanOperation": ("left", "right"),
    "Call": ("func", "args"),
    "CompFor": ("target", "iter", "ifs", "inner_for_in"),
    "CompIf": ("test",),
    "Comparison": ("left", "comparisons"),
    "ComparisonTarget": ("comparator",),
    "ConcatenatedString": ("left", "right"),
    "Dict": ("elements",),
    "DictComp": ("key", "value", "for_in"),
    "DictElement": ("key", "value"),
    "Element": ("value",),
    "FormattedString": ("parts",),
    "FormattedStringExpression": ("expression", "format_spec"),
    "From": ("item",),
    "GeneratorExp": ("elt", "for_in"),
    "IfExp": ("body", "test", "orelse"),
    "Index": ("value",),
    "Lambda": ("params", "body"),
    "List": ("elements",),
    "ListComp": ("elt", "for_in"),
    "NamedExpr": ("target", "value"),
    "Param": ("annotation", "default"),
    "Parameters": ("posonly_params", "params", "star_arg", "kwonly_params", "star_kwarg"),
    "Set": ("elements",),
    "SetComp": ("elt", "for_in"),
    "Slice": ("lower", "upper", "step"),
    "StarredDictElement": ("value",),
    "StarredElement": ("value",),
    "Subscript": ("value", "slice"),
    "SubscriptElement": ("slice",),
    "TemplatedString": ("parts",),
    "TemplatedStringExpression": ("expression", "format_spec"),
    "Tuple": ("elements",),
    "UnaryOperation": ("expression",),
    "Yield": ("value",),
}
_PATTERN_FIELDS: dict[str, tuple[str, ...]] = {
    "MatchAs": ("pattern",),
    "MatchClass": ("cls", "patterns", "kwds"),
    "MatchKeywordElement": ("pattern",),
    "MatchList": ("patterns",),
    "MatchMapping": ("elements",),
    "MatchMappingElement": ("key", "pattern"),
    "MatchOr": ("patterns",),
    "MatchOrElement": ("pattern",),
    "MatchSequenceElement": ("value",),
    "MatchTuple": ("patterns",),
    "MatchValue": ("value",),
}
_STATEMENT_FIELDS: dict[str, tuple[str, ...]] = {
    "AnnAssign": ("target", "annotation", "value"),
    "AsName": ("name",),
    "Assert": ("test", "msg"),
    "Assign": ("targets", "value"),
    "AssignTarget": ("target",),
    "AugAssign": ("target", "value"),
    "ClassDef": ("decorators", "bases", "keywords"),
    "Decorator": ("decorator",),
    "Del": ("target",),
    "ExceptHandler": ("type",),
    "ExceptStarHandler": ("type",),
    "Expr": ("value",),
    "For": ("target", "iter"),
    "FunctionDef": ("decorators", "params", "returns"),
    "If": ("test",),
    "Match": ("subject",),
    "MatchCase": ("pattern", "guard"),
    "Raise": ("exc", "cause"),
    "Return": ("value",),
    "While": ("test",),
    "With": ("items",),
    "WithItem": ("item", "asname"),
}
FIELDS = _EXPRESSION_FIELDS | _PATTERN_FIELDS | _STATEMENT_FIELDS

BODIES: dict[str, tuple[str, ...]] = {
    "ClassDef": ("body",),
    "Else": ("body",),
    "ExceptHandler": ("body",),
    "ExceptStarHandler": ("body",),
    "Finally": ("body",),
    "For": ("body", "orelse"),
    "FunctionDef": ("body",),
    "If": ("body", "orelse"),
    "IndentedBlock": ("body",),
    "Match": ("cases",),
    "MatchCase": ("body",),
    "Module": ("body",),
    "SimpleStatementLine": ("body",),
    "SimpleStatementSuite": ("body",),
    "Try": ("body", "handlers", "orelse", "finalbody"),
    "TryStar": ("body", "handlers", "orelse", "finalbody"),
    "While": ("body", "orelse"),
    "With": ("body",),
}
"""The fields with the statements and clauses inside a statement, in the order of the source."""

_UNNUMBERED = frozenset({"Module", "IndentedBlock", "SimpleStatementLine", "SimpleStatementSuite"})
_CONSTANTS = frozenset({"None", "True", "False"})


@frozen
class Located:
    """A statement and its expressions, as byte offsets into the code."""

    start: int
    end: int
    """For a compound statement, after the colon of its header."""
    expressions: tuple[tuple[Kind, int, int], ...]


def numbered_statements(module: "cst.Module") -> Iterator["cst.CSTNode"]:
    """Yield the statements and clauses of a module in the order of their numbers."""
    for node in _walk(module, BODIES):
        if type(node).__name__ not in _UNNUMBERED:
            yield node


def numbered_expressions(statement: "cst.CSTNode") -> Iterator[tuple[Kind, "cst.CSTNode"]]:
    """Yield the expressions of a statement that count, in the order of their numbers."""
    for node in _walk(statement, FIELDS):
        kind = KINDS.get(type(node).__name__)
        if kind is not None and getattr(node, "value", None) not in _CONSTANTS:
            yield kind, node


def locate(code: str) -> list[Located]:
    """Return the statements of `code` with their places; none where libcst refuses it."""
    import libcst as cst
    from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

    try:
        module = cst.parse_module(code)
    except cst.ParserSyntaxError:
        return []
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    places = wrapper.resolve(ByteSpanPositionProvider)

    def end(node: cst.CSTNode) -> int:
        return places[node].start + places[node].length

    def located(statement: cst.CSTNode) -> Located:
        blank = getattr(statement, "whitespace_before_colon", None)
        blank = blank or getattr(statement, "whitespace_after_test", None)
        return Located(
            places[statement].start,
            end(statement) if blank is None else end(blank) + len(":"),
            tuple(
                (kind, places[node].start, end(node))
                for kind, node in numbered_expressions(statement)
            ),
        )

    return [located(statement) for statement in numbered_statements(wrapper.module)]


def _walk(root: "cst.CSTNode", fields: dict[str, tuple[str, ...]]) -> Iterator["cst.CSTNode"]:
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        inner: list[cst.CSTNode] = []
        for name in fields.get(type(node).__name__, ()):
            value = getattr(node, name)
            if isinstance(value, Sequence):
                inner.extend(value)
            elif value is not None:
                inner.append(value)
        pending.extend(reversed(inner))
