"""From a libcst tree to the reduced form of `tclsp.analysis.syntax`.

One plain recursion with a table from node type to function: visitors and `.children` cost as much
as the parse itself. Statements and expressions are met in the order of the source, which is what
their numbers and ordinals rest on (`tclsp.source.locations`).
"""

from collections.abc import Callable, Sequence
from typing import Any, cast

import libcst as cst

from tclsp.analysis import syntax as s

_DEEPEST = 400
"""Nesting beyond this is machine-made; Python's own stack would not survive it."""


class TooDeep(Exception):
    """The code nests deeper than is analysed."""


def lower(module: cst.Module) -> s.Block:
    """Return the statements of a parsed piece.

    Raises `TooDeep` where expressions or blocks nest beyond any code that people write.
    """
    return _Lowering().block(module.body)


class _Lowering:
    """The counters of one piece."""

    def __init__(self) -> None:
        self.number = -1
        self.depth = 0
        self.strings = self.calls = self.attributes = self.subscripts = 0

    # ------------------------------------------------------------ statements

    def start(self) -> int:
        """Begin the next statement and return its number."""
        self.number += 1
        self.strings = self.calls = self.attributes = self.subscripts = 0
        return self.number

    def block(self, body: Sequence[cst.BaseStatement | cst.BaseSmallStatement]) -> s.Block:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise TooDeep
        result: list[s.Statement] = []
        for node in body:
            if isinstance(node, cst.SimpleStatementLine):
                result.extend(self.small(small) for small in node.body)
            elif isinstance(node, cst.BaseSmallStatement):
                result.append(self.small(node))
            else:
                result.append(self.compound(node))
        self.depth -= 1
        return tuple(result)

    def suite(self, body: cst.BaseSuite) -> s.Block:
        return self.block(cast("Sequence[cst.BaseStatement]", body.body))

    def clause(self, node: cst.Else | cst.Finally | None) -> s.Block:
        """Lower an `else` or a `finally`, which take a number of their own."""
        if node is None:
            return ()
        self.start()
        return self.suite(node.body)

    def small(self, node: cst.BaseSmallStatement) -> s.Statement:
        number = self.start()
        lower = _SMALL.get(type(node))
        if lower is None:
            return s.Leave(number, "other")
        return lower(self, node, number)

    def compound(self, node: cst.BaseStatement) -> s.Statement:
        number = self.start()
        return _COMPOUND[type(node)](self, node, number)

    def if_(self, node: cst.If, number: int) -> s.Statement:
        """Lower an `if` with all its `elif`s by iteration: such chains can be thousands long."""
        branches: list[tuple[int, s.Expression, s.Block]] = []
        current: cst.If | cst.Else | None = node
        while isinstance(current, cst.If):
            if branches:
                number = self.start()
            test = self.expression(current.test)
            branches.append((number, test, self.suite(current.body)))
            current = current.orelse
        orelse = self.clause(current)
        for number, test, body in reversed(branches):
            orelse = (s.If(number, test, body, orelse),)
        return orelse[0]

    def for_(self, node: cst.For, number: int) -> s.Statement:
        target, subject = self.expression(node.target), self.expression(node.iter)
        return s.Loop(number, target, subject, self.suite(node.body), self.clause(node.orelse))

    def while_(self, node: cst.While, number: int) -> s.Statement:
        test = self.expression(node.test)
        return s.Loop(number, None, test, self.suite(node.body), self.clause(node.orelse))

    def try_(self, node: cst.Try | cst.TryStar, number: int) -> s.Statement:
        body = self.suite(node.body)
        handlers = tuple(self.except_(handler) for handler in node.handlers)
        orelse = self.clause(node.orelse)
        return s.Try(number, body, handlers, orelse, self.clause(node.finalbody))

    def except_(self, node: cst.ExceptHandler | cst.ExceptStarHandler) -> s.Except:
        number = self.start()
        types = self.expression(node.type) if node.type else None
        name = node.name.name if node.name else None
        bound = name.value if isinstance(name, cst.Name) else ""
        return s.Except(number, types, bound, self.suite(node.body), _is_old_except(node.type))

    def with_(self, node: cst.With, number: int) -> s.Statement:
        items = tuple(
            (self.expression(item.item), self.optional(item.asname and item.asname.name))
            for item in node.items
        )
        return s.With(number, items, self.suite(node.body))

    def match_(self, node: cst.Match, number: int) -> s.Statement:
        subject = self.expression(node.subject)
        return s.Match(number, subject, tuple(self.case(case) for case in node.cases))

    def case(self, node: cst.MatchCase) -> s.Case:
        number = self.start()
        pattern = self.pattern(node.pattern)
        guard = self.optional(node.guard)
        return s.Case(number, pattern, guard, self.suite(node.body))

    def function(self, node: cst.FunctionDef, number: int) -> s.Statement:
        decorators = tuple(self.expression(decorator.decorator) for decorator in node.decorators)
        parameters = self.parameters(node.params)
        returns = self.expression(node.returns.annotation) if node.returns else None
        asynchronous = node.asynchronous is not None
        name = node.name.value
        body = self.suite(node.body)
        return s.Function(number, name, parameters, decorators, returns, body, asynchronous)

    def class_(self, node: cst.ClassDef, number: int) -> s.Statement:
        for decorator in node.decorators:
            self.expression(decorator.decorator)
        bases = tuple(self.expression(base.value) for base in node.bases)
        for keyword in node.keywords:
            self.expression(keyword.value)
        return s.Class(number, node.name.value, bases, self.suite(node.body))

    # ------------------------------------------------------------ expressions

    def optional(self, node: cst.CSTNode | None) -> s.Expression | None:
        return None if node is None else self.expression(node)

    def expression(self, node: cst.CSTNode) -> s.Expression:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise TooDeep
        lower = _EXPRESSION.get(type(node))
        result = s.Group(()) if lower is None else lower(self, node)
        self.depth -= 1
        return result

    def parameters(self, node: cst.Parameters) -> tuple[s.Parameter, ...]:
        found: list[cst.Param] = [*node.posonly_params, *node.params]
        if isinstance(node.star_arg, cst.Param):
            found.append(node.star_arg)
        found.extend(node.kwonly_params)
        if node.star_kwarg:
            found.append(node.star_kwarg)
        return tuple(
            s.Parameter(
                param.name.value,
                self.optional(param.annotation and param.annotation.annotation),
                self.optional(param.default),
            )
            for param in found
        )

    def attribute(self, node: cst.Attribute) -> s.Expression:
        ordinal = self.attributes
        self.attributes += 1
        return s.Attribute(self.expression(node.value), node.attr.value, self.number, ordinal)

    def call(self, node: cst.Call) -> s.Expression:
        ordinal = self.calls
        self.calls += 1
        function = self.expression(node.func)
        arguments = tuple(
            s.Argument(
                self.expression(argument.value),
                argument.keyword.value if argument.keyword else "",
                cast("Any", argument.star),
            )
            for argument in node.args
        )
        return s.Call(function, arguments, self.number, ordinal)

    def string(self, node: cst.SimpleString) -> s.Expression:
        ordinal = self.strings
        self.strings += 1
        return s.String(_text(node), self.number, ordinal)

    def format(self, node: cst.FormattedString | cst.TemplatedString) -> s.Expression:
        ordinal = self.strings
        self.strings += 1
        parts: list[s.Expression] = []
        for part in node.parts:
            self.format_part(part, parts, ordinal)
        return s.Format(tuple(parts), self.number, ordinal)

    def format_part(self, part: cst.CSTNode, parts: list[s.Expression], ordinal: int) -> None:
        if isinstance(part, (cst.FormattedStringText, cst.TemplatedStringText)):
            parts.append(s.String(part.value, self.number, ordinal))
        elif isinstance(part, (cst.FormattedStringExpression, cst.TemplatedStringExpression)):
            parts.append(self.expression(part.expression))
            for inner in part.format_spec or ():
                self.format_part(inner, parts, ordinal)

    def concatenated(self, node: cst.ConcatenatedString) -> s.Expression:
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

    def subscript(self, node: cst.Subscript) -> s.Expression:
        ordinal = self.subscripts
        self.subscripts += 1
        value = self.expression(node.value)
        indices = [self.index(element.slice) for element in node.slice]
        index = indices[0] if len(indices) == 1 else s.Group(tuple(indices))
        return s.Subscript(value, index, self.number, ordinal)

    def index(self, node: cst.BaseSlice) -> s.Expression:
        if isinstance(node, cst.Index):
            return self.expression(node.value)
        part = cast("cst.Slice", node)
        return s.Slice(self.optional(part.lower), self.optional(part.upper))

    def compare(self, node: cst.Comparison) -> s.Expression:
        left = self.expression(node.left)
        operators = tuple(_OPERATOR.get(type(t.operator), "?") for t in node.comparisons)
        rights = tuple(self.expression(target.comparator) for target in node.comparisons)
        return s.Compare(left, operators, rights)

    def boolean(self, node: cst.BooleanOperation) -> s.Expression:
        kind = type(node.operator)
        chain: list[cst.BaseExpression] = []
        current: cst.BaseExpression = node
        while isinstance(current, cst.BooleanOperation) and type(current.operator) is kind:
            chain.append(current.right)
            current = current.left
        chain.append(current)
        operands = tuple(self.expression(operand) for operand in reversed(chain))
        return s.Boolean("and" if kind is cst.And else "or", operands)

    def binary(self, node: cst.BinaryOperation) -> s.Expression:
        chain: list[cst.BinaryOperation] = []
        current: cst.BaseExpression = node
        while isinstance(current, cst.BinaryOperation):
            chain.append(current)
            current = current.left
        result = self.expression(current)
        for operation in reversed(chain):
            operator = "%" if isinstance(operation.operator, cst.Modulo) else "+"
            result = s.Binary(result, operator, self.expression(operation.right))
        return result

    def unary(self, node: cst.UnaryOperation) -> s.Expression:
        operand = self.expression(node.expression)
        if isinstance(node.operator, cst.Not):
            return s.Not(operand)
        if isinstance(node.operator, cst.Minus) and isinstance(operand, s.Constant):
            return s.Constant("-" + operand.text)
        return s.Group((operand,))

    def conditional(self, node: cst.IfExp) -> s.Expression:
        body = self.expression(node.body)
        test = self.expression(node.test)
        return s.Conditional(body, test, self.expression(node.orelse))

    def mapping(self, node: cst.Dict) -> s.Expression:
        items: list[tuple[s.Expression | None, s.Expression]] = []
        for element in node.elements:
            if isinstance(element, cst.DictElement):
                items.append((self.expression(element.key), self.expression(element.value)))
            else:
                items.append((None, self.expression(element.value)))
        return s.Mapping(tuple(items))

    def elements(self, node: cst.List | cst.Tuple | cst.Set, kind: Any) -> s.Expression:
        items: list[s.Expression] = []
        for element in node.elements:
            value = self.expression(element.value)
            items.append(s.Star(value) if isinstance(element, cst.StarredElement) else value)
        return s.Collection(kind, tuple(items))

    def comprehension(self, node: cst.BaseComp) -> s.Expression:
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

    def yield_(self, node: cst.Yield) -> s.Expression:
        if isinstance(node.value, cst.From):
            return s.Yield(self.expression(node.value.item))
        return s.Yield(self.optional(node.value))

    # ------------------------------------------------------------ patterns

    def pattern(self, node: cst.CSTNode) -> s.Expression:
        if isinstance(node, cst.MatchValue):
            return self.expression(node.value)
        if isinstance(node, cst.MatchOr):
            return s.Alternatives(tuple(self.pattern(part.pattern) for part in node.patterns))
        if isinstance(node, cst.MatchAs):
            if node.pattern is not None:
                return self.pattern(node.pattern)
            return s.Name(node.name.value if node.name else "_")
        return s.Group(tuple(self.inner_patterns(node)))

    def inner_patterns(self, node: cst.CSTNode) -> list[s.Expression]:
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


def _is_old_except(types: cst.BaseExpression | None) -> bool:
    """Tell Python 2's `except Error, name` from PEP 758's `except Error, OtherError`."""
    if not isinstance(types, cst.Tuple) or types.lpar or len(types.elements) != 2:
        return False
    last = types.elements[1].value
    return isinstance(last, cst.Name) and last.value[:1].islower()


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

_COMPOUND: dict[type[cst.CSTNode], Callable[[_Lowering, Any, int], s.Statement]] = {
    cst.If: _Lowering.if_,
    cst.For: _Lowering.for_,
    cst.While: _Lowering.while_,
    cst.Try: _Lowering.try_,
    cst.TryStar: _Lowering.try_,
    cst.With: _Lowering.with_,
    cst.Match: _Lowering.match_,
    cst.FunctionDef: _Lowering.function,
    cst.ClassDef: _Lowering.class_,
}


def _return(lowering: _Lowering, node: cst.Return, number: int) -> s.Statement:
    return s.Return(number, lowering.optional(node.value))


def _raise(lowering: _Lowering, node: cst.Raise, number: int) -> s.Statement:
    error = lowering.optional(node.exc)
    return s.Raise(number, error, lowering.optional(node.cause.item) if node.cause else None)


def _assign(lowering: _Lowering, node: cst.Assign, number: int) -> s.Statement:
    targets = tuple(lowering.expression(target.target) for target in node.targets)
    return s.Assign(number, targets, lowering.expression(node.value))


def _annotated(lowering: _Lowering, node: cst.AnnAssign, number: int) -> s.Statement:
    target = lowering.expression(node.target)
    annotation = lowering.expression(node.annotation.annotation)
    return s.Assign(number, (target,), lowering.optional(node.value), annotation)


def _augmented(lowering: _Lowering, node: cst.AugAssign, number: int) -> s.Statement:
    target = lowering.expression(node.target)
    return s.Assign(number, (target,), lowering.expression(node.value), augmented=True)


def _evaluate(lowering: _Lowering, node: cst.Expr, number: int) -> s.Statement:
    return s.Evaluate(number, lowering.expression(node.value))


def _delete(lowering: _Lowering, node: cst.Del, number: int) -> s.Statement:
    lowering.expression(node.target)
    return s.Leave(number, "other")


def _assert(lowering: _Lowering, node: cst.Assert, number: int) -> s.Statement:
    test = lowering.expression(node.test)
    if node.msg is not None:
        lowering.expression(node.msg)
    return s.Assert(number, test)


def _import(_: _Lowering, node: cst.Import, number: int) -> s.Statement:
    bindings: list[tuple[str, str]] = []
    for alias in node.names:
        dotted = _dotted(alias.name)
        if alias.asname:
            bindings.append((_bound(alias.asname), dotted))
        else:
            root = dotted.split(".")[0]
            bindings.append((root, root))
    return s.Import(number, tuple(bindings))


def _import_from(_: _Lowering, node: cst.ImportFrom, number: int) -> s.Statement:
    module = "." * len(node.relative) + (_dotted(node.module) if node.module else "")
    if isinstance(node.names, cst.ImportStar):
        return s.Import(number, (("*" + module, module),))
    joined = module if module.endswith(".") else module + "."
    return s.Import(
        number,
        tuple(
            (
                _bound(alias.asname) if alias.asname else _dotted(alias.name),
                joined + _dotted(alias.name),
            )
            for alias in node.names
        ),
    )


def _bound(name: cst.AsName) -> str:
    return name.name.value if isinstance(name.name, cst.Name) else ""


def _dotted(node: cst.CSTNode) -> str:
    names: list[str] = []
    while isinstance(node, cst.Attribute):
        names.append(node.attr.value)
        node = node.value
    names.append(node.value if isinstance(node, cst.Name) else "")
    return ".".join(reversed(names))


_SMALL: dict[type[cst.CSTNode], Callable[[_Lowering, Any, int], s.Statement]] = {
    cst.Expr: _evaluate,
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: _augmented,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Assert: _assert,
    cst.Del: _delete,
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.Pass: lambda _, __, number: s.Leave(number, "pass"),
    cst.Break: lambda _, __, number: s.Leave(number, "break"),
    cst.Continue: lambda _, __, number: s.Leave(number, "continue"),
}

_EXPRESSION: dict[type[cst.CSTNode], Callable[[_Lowering, Any], s.Expression]] = {
    cst.Name: lambda _, node: (
        s.Constant(node.value) if node.value in ("None", "True", "False") else s.Name(node.value)
    ),
    cst.Attribute: _Lowering.attribute,
    cst.Call: _Lowering.call,
    cst.SimpleString: _Lowering.string,
    cst.FormattedString: _Lowering.format,
    cst.TemplatedString: _Lowering.format,
    cst.ConcatenatedString: _Lowering.concatenated,
    cst.Integer: lambda _, node: s.Constant(node.value),
    cst.Float: lambda _, node: s.Constant(node.value),
    cst.Imaginary: lambda _, node: s.Constant(node.value),
    cst.Ellipsis: lambda _, __: s.Constant("..."),
    cst.Subscript: _Lowering.subscript,
    cst.Comparison: _Lowering.compare,
    cst.BooleanOperation: _Lowering.boolean,
    cst.BinaryOperation: _Lowering.binary,
    cst.UnaryOperation: _Lowering.unary,
    cst.IfExp: _Lowering.conditional,
    cst.Dict: _Lowering.mapping,
    cst.List: lambda lowering, node: lowering.elements(node, "list"),
    cst.Tuple: lambda lowering, node: lowering.elements(node, "tuple"),
    cst.Set: lambda lowering, node: lowering.elements(node, "set"),
    cst.ListComp: _Lowering.comprehension,
    cst.SetComp: _Lowering.comprehension,
    cst.DictComp: _Lowering.comprehension,
    cst.GeneratorExp: _Lowering.comprehension,
    cst.Await: lambda lowering, node: s.Await(lowering.expression(node.expression)),
    cst.Lambda: lambda lowering, node: s.Lambda(
        lowering.parameters(node.params), lowering.expression(node.body)
    ),
    cst.NamedExpr: lambda lowering, node: s.Walrus(
        lowering.expression(node.target), lowering.expression(node.value)
    ),
    cst.Yield: _Lowering.yield_,
    cst.From: lambda lowering, node: lowering.expression(node.item),
}
