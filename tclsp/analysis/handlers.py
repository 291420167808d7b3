"""Finds handlers: clauses, `suppress`, branches for a raw answer's `Error`."""

from collections.abc import Iterator
from typing import Literal

from attrs import define, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.carrying import PARTIAL, RECORDING, Held, Part, Parts
from tclsp.analysis.clients import RawAnswer
from tclsp.analysis.escapes import BROAD, Escapes, FoundCall
from tclsp.analysis.module import Unit
from tclsp.analysis.origins import origins
from tclsp.analysis.paths import Paths
from tclsp.analysis.trails import Trail

_FOLLOW = 5
"""How many names are followed."""


@frozen(eq=False)
class Around:
    """The loop around a handler, and what follows it."""

    loop: s.Loop
    after: s.Block


@frozen(eq=False)
class FoundHandler:
    """A handler with its place and the code that it consists of."""

    kind: Literal["named", "broad", "suppress", "raw"]
    unit: Unit
    number: int
    """Its statement: the clause, the `with`, the `if`."""
    call: s.Call | None
    """The call of `suppress`."""
    classes: tuple[str, ...]
    bound: str
    held: Held
    body: s.Block
    final: s.Block
    """The `finally` that runs after it."""
    calls: tuple[FoundCall, ...]
    around: Around | None


@define(eq=False)
class Handlers:
    """Finds and follows the handlers of a project."""

    escapes: Escapes
    paths: Paths

    def of_unit(self, unit: Unit) -> tuple[FoundHandler, ...]:
        """Return the handlers of a unit in the order of the source."""
        return self.escapes.keeping.of(
            unit, "handlers", lambda: tuple(self._of_block(unit.body, unit, None))
        )

    def _of_block(
        self, block: s.Block, unit: Unit, around: Around | None
    ) -> Iterator[FoundHandler]:
        for index, first in enumerate(block):
            for node in walks.with_elifs(first):
                after = block[index + 1 :] if node is first else ()
                yield from self._of_statement(node, after, unit, around)
                inside = Around(node, after) if isinstance(node, s.Loop) else around
                for inner in walks.blocks_but_elif(node):
                    yield from self._of_block(inner, unit, inside)

    def _of_statement(
        self, node: s.Statement, after: s.Block, unit: Unit, around: Around | None
    ) -> Iterator[FoundHandler]:
        if isinstance(node, s.Try):
            yield from self._clauses(node, unit, around)
        elif isinstance(node, s.With):
            yield from self._suppress(node, unit, around)
        elif isinstance(node, s.If):
            yield from self._raw(node, after, unit, around)

    # ------------------------------------------------------------ clauses

    def _clauses(self, node: s.Try, unit: Unit, around: Around | None) -> Iterator[FoundHandler]:
        names = self.paths.carrying.names
        calls: tuple[FoundCall, ...] | None = None
        for clause in node.handlers:
            classes = names.error_classes(clause.types, unit)
            named = any(names.is_sdk_error(name, unit) for name in classes)
            if not named and not BROAD.intersection(classes):
                continue
            if calls is None:
                calls = tuple(self.escapes.of_block(node.body, unit))
            if named or calls:
                held = {clause.name: Part.OBJECT} if clause.name else {}
                kind: Literal["named", "broad"] = "named" if named else "broad"
                yield FoundHandler(
                    kind=kind,
                    unit=unit,
                    number=clause.number,
                    call=None,
                    classes=classes,
                    bound=clause.name,
                    held=held,
                    body=clause.body,
                    final=node.final,
                    calls=calls,
                    around=around,
                )
            return

    def _suppress(self, node: s.With, unit: Unit, around: Around | None) -> Iterator[FoundHandler]:
        call = self.escapes.suppressed(node, unit)
        if call is None:
            return
        names = self.paths.carrying.names
        classes = tuple(
            name
            for argument in call.arguments
            for name in names.error_classes(argument.value, unit)
        )
        calls = tuple(self.escapes.of_block(node.body, unit))
        if not calls and not any(names.is_sdk_error(name, unit) for name in classes):
            return
        yield FoundHandler(
            kind="suppress",
            unit=unit,
            number=node.number,
            call=call,
            classes=classes,
            bound="",
            held={},
            body=(),
            final=(),
            calls=calls,
            around=around,
        )

    # ------------------------------------------------------------ raw answers

    def _raw(
        self, node: s.If, after: s.Block, unit: Unit, around: Around | None
    ) -> Iterator[FoundHandler]:
        if not self.paths.carrying.speaks_of_answers(unit):
            return
        test, body = node.test, node.body
        without = node.orelse or (after if _always_leaves(node.body) else ())
        if isinstance(test, s.Not):
            test, body = test.operand, without
        answer = self._tested_answer(test, unit)
        negative = isinstance(test, s.Compare) and test.operators[0] in ("not in", "is")
        if negative:
            body = without
        if answer is None or not body or self._is_sdk_dict(answer, unit):
            return
        roots = self._roots(answer, unit)
        held = {root: self._part_of_answer(root, unit) for root in sorted(roots)}
        calls = tuple(
            found
            for root in sorted(roots)
            for value in unit.assigned(root)
            for found in self.escapes.of_expression(value, unit)
            if found.target.kind == "raw"
        )
        yield FoundHandler(
            kind="raw",
            unit=unit,
            number=node.number,
            call=None,
            classes=(),
            bound=next((root for root, parts in held.items() if parts == Part.OBJECT), ""),
            held=held,
            body=body,
            final=(),
            calls=calls,
            around=around,
        )

    def _tested_answer(self, test: s.Expression, unit: Unit) -> s.Expression | None:
        """Return the expression whose `Error` a condition asks for."""
        if isinstance(test, s.Boolean):
            for operand in test.operands:
                found = self._tested_answer(operand, unit)
                if found is not None:
                    return found
            return None
        if isinstance(test, s.Compare):
            return self._compared_answer(test, unit)
        if self._is_error_part(test, unit) or self._is_code_of_error(test, unit):
            return test
        return None

    def _compared_answer(self, test: s.Compare, unit: Unit) -> s.Expression | None:
        operator, right = test.operators[0], test.rights[0]
        if operator in ("in", "not in"):
            asks = isinstance(test.left, s.String) and test.left.value == "Error"
            carries = self.paths.carrying.parts(right, {}, unit)
            return right if asks and carries & Part.OBJECT else None
        if operator in ("is not", "!=", "is") and isinstance(right, s.Constant):
            return test.left if self._is_error_part(test.left, unit) else None
        return None

    def _is_error_part(self, expression: s.Expression, unit: Unit) -> bool:
        if not isinstance(expression, (s.Name, s.Call, s.Subscript)):
            return False
        parts = self.paths.carrying.parts(expression, {}, unit)
        return parts == Part.CODE | Part.MESSAGE

    def _is_code_of_error(self, expression: s.Expression, unit: Unit) -> bool:
        """Tell whether a local holds the `Code` of an `Error`, which is empty where none is."""
        if not isinstance(expression, s.Name):
            return False
        owners = [_owner_of_code(value) for value in unit.assigned(expression.name)]
        return any(owner is not None and self._is_error_part(owner, unit) for owner in owners)

    def _roots(self, expression: s.Expression, unit: Unit) -> set[str]:
        """Return the local names that hold the answer which an expression is a part of."""
        found: set[str] = set()
        level = [expression]
        for _ in range(_FOLLOW):
            names = {name for each in level if (name := _root(each))} - found
            found |= names
            level = [
                value
                for name in names
                for value in unit.assigned(name)
                if self.paths.carrying.parts(value, {}, unit) & (RECORDING | PARTIAL)
            ]
        return found

    def _part_of_answer(self, root: str, unit: Unit) -> Parts:
        """Return what of an answer a local holds: its `Error`, or all of it."""
        return self.paths.carrying.parts(s.Name(root), {}, unit) or Part.OBJECT

    def _is_sdk_dict(self, answer: s.Expression, unit: Unit) -> bool:
        """Tell whether an answer comes from an SDK client, which has raised any error before."""
        return any(
            target.kind != "raw"
            for root in self._roots(answer, unit)
            for target in origins(s.Name(root), unit, self.escapes)
        )

    def raw_service(self, handler: FoundHandler) -> str:
        """Return the service whose raw answer a handler deals with, or an empty text."""
        for root in sorted(handler.held):
            for value in handler.unit.assigned(root):
                found = self.escapes.calls.inference.kind(value, handler.unit)
                if isinstance(found, RawAnswer):
                    return found.service
        return ""

    # ------------------------------------------------------------ ways through

    def ways(self, handler: FoundHandler) -> list[Trail]:
        """Return the ways through a handler, its `finally` included."""
        if handler.kind == "suppress":
            return [Trail({})]
        key = "ways", handler.kind, handler.number
        return self.escapes.keeping.of(handler.unit, key, lambda: self._ways(handler))

    def _ways(self, handler: FoundHandler) -> list[Trail]:
        # What the handler is found by counts, too.
        self.of_unit(handler.unit)
        if handler.unit.function is None:
            # What it binds may be read in any unit of the module.
            self.escapes.keeping.look_everywhere()
        return self.paths.through(handler.body, handler.held, handler.unit)


def _root(expression: s.Expression) -> str:
    """Return the name that an object is reached from: `x` of `x.y["z"]`; empty for no name."""
    while isinstance(expression, (s.Subscript, s.Attribute, s.Call)):
        expression = expression.function if isinstance(expression, s.Call) else expression.value
    return expression.name if isinstance(expression, s.Name) else ""


def _owner_of_code(expression: s.Expression) -> s.Expression | None:
    """Return what `Code` is got from by `.get("Code")`, which gives something where it lacks."""
    match expression:
        case s.Call(s.Attribute(owner, "get"), (s.Argument(s.String("Code")), *_)):
            return owner
    return None


def _always_leaves(body: s.Block) -> bool:
    """Tell whether what follows a branch only runs when the branch was not taken."""
    last = body[-1]
    while isinstance(last, s.If):
        if not last.orelse or not _always_leaves(last.body):
            return False
        last = last.orelse[-1]
    if isinstance(last, s.Leave):
        return last.kind in ("break", "continue")
    return isinstance(last, (s.Return, s.Raise))
