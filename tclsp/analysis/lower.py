"""From a libcst tree to the reduced form of `tclsp.analysis.syntax`.

One plain recursion with a table from node type to function: visitors and `.children` cost as much
as the parse itself. Statements and expressions are met in the order of the source, which is what
their numbers and ordinals rest on (`tclsp.source.locations`).
"""

from collections.abc import Callable, Mapping, Sequence
from sys import intern
from typing import Any, cast

import libcst as cst
from attrs import frozen

from tclsp.analysis import syntax as s
from tclsp.analysis.lower_expressions import DEEPEST, ExpressionLowering, TooDeep


@frozen
class KnownBlock:
    """A block that was lowered before."""

    block: s.Block
    count: int
    """How many statements it holds, inner ones included."""


def lower(module: cst.Module) -> s.Block:
    """Return the statements of a parsed piece.

    Raises `TooDeep` where expressions or blocks nest beyond any code that people write.
    """
    return _Lowering({}).block(module.body)


def lower_around(module: cst.Module, known: Mapping[int, KnownBlock], count: int) -> s.Block | None:
    """Do the same, with blocks that are `known` in the place of some that were parsed.

    They go by the numbers of their first statements. None where one of them does not fit in, or
    the whole does not have as many statements as it should. Raises `TooDeep`.
    """
    lowering = _Lowering(known)
    block = lowering.block(module.body)
    if lowering.taken != len(known) or lowering.number + 1 != count:
        return None
    return block


class _Lowering(ExpressionLowering):
    """The counters of one piece."""

    def __init__(self, known: Mapping[int, KnownBlock]) -> None:
        super().__init__()
        self.known = known
        self.taken = 0

    def block(self, body: Sequence[cst.BaseStatement | cst.BaseSmallStatement]) -> s.Block:
        self.depth += 1
        if self.depth > DEEPEST:
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
        known = self.known.get(self.number + 1)
        if known is not None:
            self.number += known.count
            self.taken += 1
            return known.block
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
        bound = intern(name.value) if isinstance(name, cst.Name) else ""
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
        name = intern(node.name.value)
        body = self.suite(node.body)
        return s.Function(number, name, parameters, decorators, returns, body, asynchronous)

    def class_(self, node: cst.ClassDef, number: int) -> s.Statement:
        for decorator in node.decorators:
            self.expression(decorator.decorator)
        bases = tuple(self.expression(base.value) for base in node.bases)
        for keyword in node.keywords:
            self.expression(keyword.value)
        return s.Class(number, intern(node.name.value), bases, self.suite(node.body))


def _is_old_except(types: cst.BaseExpression | None) -> bool:
    """Tell Python 2's `except Error, name` from PEP 758's `except Error, OtherError`."""
    if not isinstance(types, cst.Tuple) or types.lpar or len(types.elements) != 2:
        return False
    last = types.elements[1].value
    return isinstance(last, cst.Name) and last.value[:1].islower()


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
