"""Expressions of libcst in the reduced form of `tclsp.analysis.syntax`.

libcst makes each name anew wherever it stands; here the same text is one object, and takes its
memory once.
"""

from collections.abc import Callable
from sys import intern
from typing import Any, cast

import libcst as cst

from tclsp.analysis import syntax as s

DEEPEST = 400
"""Nesting beyond this is machine-made; Python's own stack would not survive it."""
_LONGEST = 600
"""A row of more operators than these is as bad: each is an operation on all those before it."""


class TooDeep(Exception):
    """The code nests deeper than is analysed."""


class ExpressionLowering:
    """Lowers expressions and counts them; `number` is that of the statement that they stand in."""

    def __init__(self) -> None:
        self.number = -1
        self.depth = 0
        self.strings = self.calls = self.attributes = self.subscripts = self.comparisons = 0

    def start(self) -> int:
        """Begin the next statement and return its number."""
        self.number += 1
        self.strings = self.calls = self.attributes = self.subscripts = self.comparisons = 0
        return self.number

    def optional(self, node: cst.CSTNode | None) -> s.Expression | None:
        """Lower an expression that may be missing."""
        return None if node is None else self.expression(node)

    def expression(self, node: cst.CSTNode) -> s.Expression:
        """Lower an expression; raise `TooDeep` where it nests beyond what people write."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooDeep
        lower = _EXPRESSION.get(type(node))
        result = s.Group(()) if lower is None else lower(self, node)
        self.depth -= 1
        return result

    def parameters(self, node: cst.Parameters) -> tuple[s.Parameter, ...]:
        """Lower the parameters of a function or lambda, in the order of the source."""
        found: list[cst.Param] = [*node.posonly_params, *node.params]
        if isinstance(node.star_arg, cst.Param):
            found.append(node.star_arg)
        found.extend(node.kwonly_params)
        if node.star_kwarg:
            found.append(node.star_kwarg)
        return tuple(
            s.Parameter(
                intern(param.name.value),
                self.optional(param.annotation and param.annotation.annotation),
                self.optional(param.default),
                cast("Any", param.star),
            )
            for param in found
        )

    def _attribute(self, node: cst.Attribute) -> s.Expression:
        ordinal = self.attributes
        self.attributes += 1
        value = self.expression(node.value)
        return s.Attribute(value, intern(node.attr.value), self.number, ordinal)

    def _call(self, node: cst.Call) -> s.Expression:
        ordinal = self.calls
        self.calls += 1
        function = self.expression(node.func)
        arguments = tuple(
            s.Argument(
                self.expression(argument.value),
                intern(argument.keyword.value) if argument.keyword else "",
                cast("Any", argument.star),
            )
            for argument in node.args
        )
        return s.Call(function, arguments, self.number, ordinal)

    def _string(self, node: cst.SimpleString) -> s.Expression:
        ordinal = self.strings
        self.strings += 1
        return s.String(intern(_text(node)), self.number, ordinal)

    def _format(self, node: cst.FormattedString | cst.TemplatedString) -> s.Expression:
        ordinal = self.strings
        self.strings += 1
        parts: list[s.Expression] = []
        for part in node.parts:
            self._format_part(part, parts, ordinal)
        return s.Format(tuple(parts), self.number, ordinal)

    def _format_part(self, part: cst.CSTNode, parts: list[s.Expression], ordinal: int) -> None:
        if isinstance(part, (cst.FormattedStringText, cst.TemplatedStringText)):
            parts.append(s.String(part.value, self.number, ordinal))
        elif isinstance(part, (cst.FormattedStringExpression, cst.TemplatedStringExpression)):
            parts.append(self.expression(part.expression))
            for inner in part.format_spec or ():
                self._format_part(inner, parts, ordinal)

    def _concatenated(self, node: cst.ConcatenatedString) -> s.Expression:
        pieces: list[s.Expression] = []
        current: cst.CSTNode = node
        while isinstance(current, cst.ConcatenatedString):
            pieces.append(self.expression(current.left))
            current = current.right
        pieces.append(self.expression(current))
        texts = [piece for piece in pieces if isinstance(piece, s.String)]
        first = cast("s.String | s.Format", pieces[0])
        if len(texts) == len(pieces):
            return s.String("".join(t.value for t in texts), first.statement, first.ordinal)
        return s.Format(tuple(pieces), first.statement, first.ordinal)

    def _subscript(self, node: cst.Subscript) -> s.Expression:
        ordinal = self.subscripts
        self.subscripts += 1
        value = self.expression(node.value)
        indices = [self._index(element.slice) for element in node.slice]
        index = indices[0] if len(indices) == 1 else s.Group(tuple(indices))
        return s.Subscript(value, index, self.number, ordinal)

    def _index(self, node: cst.BaseSlice) -> s.Expression:
        if isinstance(node, cst.Index):
            return self.expression(node.value)
        part = cast("cst.Slice", node)
        lower, upper = self.optional(part.lower), self.optional(part.upper)
        self.optional(part.step)
        return s.Slice(lower, upper)

    def _compare(self, node: cst.Comparison) -> s.Expression:
        ordinal = self.comparisons
        self.comparisons += 1
        left = self.expression(node.left)
        operators = tuple(_OPERATOR.get(type(t.operator), "?") for t in node.comparisons)
        rights = tuple(self.expression(target.comparator) for target in node.comparisons)
        return s.Compare(left, operators, rights, self.number, ordinal)

    def _boolean(self, node: cst.BooleanOperation) -> s.Expression:
        kind = type(node.operator)
        chain: list[cst.BaseExpression] = []
        current: cst.BaseExpression = node
        while isinstance(current, cst.BooleanOperation) and type(current.operator) is kind:
            chain.append(current.right)
            current = current.left
        chain.append(current)
        operands = tuple(self.expression(operand) for operand in reversed(chain))
        return s.Boolean("and" if kind is cst.And else "or", operands)

    def _binary(self, node: cst.BinaryOperation) -> s.Expression:
        chain: list[cst.BinaryOperation] = []
        current: cst.BaseExpression = node
        while isinstance(current, cst.BinaryOperation):
            chain.append(current)
            current = current.left
        if len(chain) > _LONGEST:
            raise TooDeep
        result = self.expression(current)
        for operation in reversed(chain):
            operator = _ARITHMETIC.get(type(operation.operator), "+")
            result = s.Binary(result, operator, self.expression(operation.right))
        return result

    def _unary(self, node: cst.UnaryOperation) -> s.Expression:
        operand = self.expression(node.expression)
        if isinstance(node.operator, cst.Not):
            return s.Not(operand)
        if isinstance(node.operator, cst.Minus) and isinstance(operand, s.Constant):
            return s.Constant("-" + operand.text)
        return s.Group((operand,))

    def _conditional(self, node: cst.IfExp) -> s.Expression:
        body = self.expression(node.body)
        test = self.expression(node.test)
        return s.Conditional(body, test, self.expression(node.orelse))

    def _mapping(self, node: cst.Dict) -> s.Expression:
        items: list[tuple[s.Expression | None, s.Expression]] = []
        for element in node.elements:
            if isinstance(element, cst.DictElement):
                items.append((self.expression(element.key), self.expression(element.value)))
            else:
                items.append((None, self.expression(element.value)))
        return s.Mapping(tuple(items))

    def _elements(self, node: cst.List | cst.Tuple | cst.Set, kind: Any) -> s.Expression:
        items: list[s.Expression] = []
        for element in node.elements:
            value = self.expression(element.value)
            items.append(s.Star(value) if isinstance(element, cst.StarredElement) else value)
        return s.Collection(kind, tuple(items))

    def _comprehension(self, node: cst.BaseComp) -> s.Expression:
        if isinstance(node, cst.DictComp):
            key, value = self.expression(node.key), self.expression(node.value)
            element: s.Expression = s.Group((key, value))
        else:
            element = self.expression(cast("cst.BaseSimpleComp", node).elt)
        targets: list[s.Expression] = []
        iterables: list[s.Expression] = []
        conditions: list[s.Expression] = []
        generator: cst.CompFor | None = node.for_in
        while generator is not None:
            targets.append(self.expression(generator.target))
            iterables.append(self.expression(generator.iter))
            conditions.extend(self.expression(condition.test) for condition in generator.ifs)
            generator = generator.inner_for_in
        return s.Comprehension(element, tuple(targets), tuple(iterables), tuple(conditions))

    def _yield(self, node: cst.Yield) -> s.Expression:
        if isinstance(node.value, cst.From):
            return s.Yield(self.expression(node.value.item))
        return s.Yield(self.optional(node.value))

    # ------------------------------------------------------------ patterns

    def pattern(self, node: cst.CSTNode) -> s.Expression:
        """Lower the pattern of a `case`; what it captures becomes a name."""
        if isinstance(node, cst.MatchValue):
            return self.expression(node.value)
        if isinstance(node, cst.MatchOr):
            return s.Alternatives(tuple(self.pattern(part.pattern) for part in node.patterns))
        if isinstance(node, cst.MatchAs):
            if node.pattern is not None:
                return self.pattern(node.pattern)
            return s.Name(intern(node.name.value) if node.name else "_")
        return s.Group(tuple(self._inner_patterns(node)))

    def _inner_patterns(self, node: cst.CSTNode) -> list[s.Expression]:
        """Lower the parts of a sequence, mapping or class pattern."""
        found: list[s.Expression] = []
        if isinstance(node, cst.MatchClass):
            found.append(self.expression(node.cls))
            found.extend(self.pattern(element.value) for element in node.patterns)
            found.extend(self.pattern(element.pattern) for element in node.kwds)
        elif isinstance(node, cst.MatchMapping):
            for element in node.elements:
                found.append(self.expression(element.key))
                found.append(self.pattern(element.pattern))
        elif isinstance(node, (cst.MatchList, cst.MatchTuple)):
            found.extend(
                self.pattern(element.value)
                for element in node.patterns
                if isinstance(element, cst.MatchSequenceElement)
            )
        return found


def _name(text: str) -> s.Expression:
    return s.Constant(text) if text in ("None", "True", "False") else s.Name(text)


def _text(node: cst.SimpleString) -> str:
    """Return the value of a string literal; bytes and what Python refuses become its raw text."""
    literal = node.value
    if "\\" not in literal and literal[0] in "\"'":
        width = 3 if literal[:3] in ('"""', "'''") and len(literal) >= 6 else 1
        return literal[width:-width]
    try:
        value = node.evaluated_value
    except (SyntaxError, ValueError):
        return node.raw_value
    return value if isinstance(value, str) else node.raw_value


_ARITHMETIC: dict[type[cst.CSTNode], str] = {
    cst.Modulo: "%",
    cst.BitOr: "|",
    cst.BitAnd: "&",
}
"""Those that are told apart; all others count as `+`."""
_OPERATOR: dict[type[cst.CSTNode], str] = {
    cst.Equal: "==",
    cst.NotEqual: "!=",
    cst.In: "in",
    cst.NotIn: "not in",
    cst.Is: "is",
    cst.IsNot: "is not",
    cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=",
    cst.LessThan: "<",
    cst.LessThanEqual: "<=",
}

_EXPRESSION: dict[type[cst.CSTNode], Callable[[ExpressionLowering, Any], s.Expression]] = {
    cst.Name: lambda _, node: _name(intern(node.value)),
    cst.Attribute: ExpressionLowering._attribute,
    cst.Call: ExpressionLowering._call,
    cst.SimpleString: ExpressionLowering._string,
    cst.FormattedString: ExpressionLowering._format,
    cst.TemplatedString: ExpressionLowering._format,
    cst.ConcatenatedString: ExpressionLowering._concatenated,
    cst.Integer: lambda _, node: s.Constant(intern(node.value)),
    cst.Float: lambda _, node: s.Constant(node.value),
    cst.Imaginary: lambda _, node: s.Constant(node.value),
    cst.Ellipsis: lambda _, __: s.Constant("..."),
    cst.Subscript: ExpressionLowering._subscript,
    cst.Comparison: ExpressionLowering._compare,
    cst.BooleanOperation: ExpressionLowering._boolean,
    cst.BinaryOperation: ExpressionLowering._binary,
    cst.UnaryOperation: ExpressionLowering._unary,
    cst.IfExp: ExpressionLowering._conditional,
    cst.Dict: ExpressionLowering._mapping,
    cst.List: lambda lowering, node: lowering._elements(node, "list"),
    cst.Tuple: lambda lowering, node: lowering._elements(node, "tuple"),
    cst.Set: lambda lowering, node: lowering._elements(node, "set"),
    cst.ListComp: ExpressionLowering._comprehension,
    cst.SetComp: ExpressionLowering._comprehension,
    cst.DictComp: ExpressionLowering._comprehension,
    cst.GeneratorExp: ExpressionLowering._comprehension,
    cst.Await: lambda lowering, node: s.Await(lowering.expression(node.expression)),
    cst.Lambda: lambda lowering, node: s.Lambda(
        lowering.parameters(node.params), lowering.expression(node.body)
    ),
    cst.NamedExpr: lambda lowering, node: s.Walrus(
        lowering.expression(node.target), lowering.expression(node.value)
    ),
    cst.Yield: ExpressionLowering._yield,
    cst.StarredElement: lambda lowering, node: s.Star(lowering.expression(node.value)),
    cst.From: lambda lowering, node: lowering.expression(node.item),
}
