"""Which API calls let their error out of a block, followed through functions."""

from collections.abc import Iterable, Iterator

from attrs import define, field, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.calls import Calls, Target
from tclsp.analysis.clients import Instance
from tclsp.analysis.keeping import Keeping
from tclsp.analysis.module import Unit
from tclsp.analysis.spelling import is_partial, last_name

_RUNNERS = frozenset({"to_thread", "run_in_executor", "run_sync", "run_in_threadpool"})
"""They run the function that they are given; its error arrives where they are awaited."""

BROAD = frozenset({"Exception", "BaseException", "builtins.Exception", "builtins.BaseException"})


@frozen(eq=False)
class FoundCall:
    """An API call with the place where it stands."""

    call: s.Call
    target: Target
    unit: Unit


@define(eq=False)
class Escapes:
    """Follows the errors of API calls through the functions of a project."""

    calls: Calls

    keeping: Keeping = field(init=False)

    @keeping.default
    def _of_project(self) -> Keeping:
        return self.calls.inference.names.keeping

    def of_unit(self, unit: Unit) -> tuple[FoundCall, ...]:
        """Return the API calls whose errors leave a function, those of what it calls included."""
        return self.keeping.of(unit, "escapes", lambda: tuple(self._followed(self._parts_of(unit))))

    def of_block(self, block: s.Block, unit: Unit) -> list[FoundCall]:
        """Return the API calls whose errors leave a block, each once."""
        return self._followed(self._of_block(block, unit))

    def of_expression(self, expression: s.Expression, unit: Unit) -> list[FoundCall]:
        """Return the API calls that evaluating an expression makes, through functions too."""
        return self._followed(self._of_expression(expression, unit))

    def _followed(self, parts: "Iterable[FoundCall | Unit]") -> list[FoundCall]:
        """Put the calls of functions in their places.

        Without recursion: functions may call each other in circles and in chains of any length.
        """
        found: dict[int, FoundCall] = {}
        seen: set[int] = set()
        pending = [iter(parts)]
        while pending:
            part = next(pending[-1], None)
            if part is None:
                pending.pop()
            elif isinstance(part, FoundCall):
                found.setdefault(id(part.call), part)
            elif id(part) not in seen:
                seen.add(id(part))
                pending.append(iter(self._parts_of(part)))
        return list(found.values())

    def _parts_of(self, unit: Unit) -> "tuple[FoundCall | Unit, ...]":
        """Return what leaves a function; the functions that it runs stand for their calls."""
        return self.keeping.of(unit, "leaves", lambda: tuple(self._of_block(unit.body, unit)))

    def _of_block(self, block: s.Block, unit: Unit) -> "Iterator[FoundCall | Unit]":
        for statement in (each for first in block for each in walks.with_elifs(first)):
            for expression in walks.expressions(statement):
                yield from self._of_expression(expression, unit)
            if isinstance(statement, s.Try):
                yield from self._of_try(statement, unit)
            elif isinstance(statement, s.With) and self.suppressed(statement, unit):
                continue
            else:
                for inner in walks.blocks_but_elif(statement):
                    yield from self._of_block(inner, unit)

    def _of_expression(self, expression: s.Expression, unit: Unit) -> "Iterator[FoundCall | Unit]":
        for call, target in self.calls.in_expression(expression, unit):
            yield FoundCall(call, target, unit)
        for part in walks.walk(expression):
            if isinstance(part, s.Call):
                yield from (callee for callee in self._run_by(part, unit) if callee is not unit)

    def _run_by(self, call: s.Call, unit: Unit) -> Iterator[Unit]:
        """Yield the functions of the project that a call runs: its own, and one handed over."""
        callee = self.callee(call, unit)
        if callee is not None:
            yield callee
        if last_name(call.function) in _RUNNERS:
            for argument in call.arguments:
                handed = self.handed(argument.value, unit)
                if handed is not None:
                    yield handed

    def handed(self, argument: s.Expression, unit: Unit) -> Unit | None:
        """Return the function of the project that an argument names, plainly or by `partial`."""
        if isinstance(argument, s.Call) and argument.arguments:
            return self.handed(argument.arguments[0].value, unit) if is_partial(argument) else None
        if not isinstance(argument, (s.Name, s.Attribute)):
            return None
        return self.callee(s.Call(argument, (), 0, 0), unit)

    def callee(self, call: s.Call, unit: Unit) -> Unit | None:
        """Return the function of the project that a call runs, methods of known objects too."""
        # Under what is called: the call itself is the key of its target.
        return self.keeping.of(unit, call.function, lambda: self._callee(call, unit))

    def _callee(self, call: s.Call, unit: Unit) -> Unit | None:
        inference = self.calls.inference
        found = inference.names.callee(call, unit)
        if found is not None or not isinstance(call.function, s.Attribute):
            return found
        owner = inference.kind(call.function.value, unit)
        if isinstance(owner, Instance):
            return inference.names.method(owner.info, call.function.name)
        return None

    def _of_try(self, node: s.Try, unit: Unit) -> "Iterator[FoundCall | Unit]":
        inner = list(self._of_block(node.body, unit))
        catching = next((c for c in node.handlers if self.catches(c.types, unit)), None)
        if catching is None or _raises_again(catching):
            yield from inner
        for clause in node.handlers:
            yield from self._of_block(clause.body, unit)
        yield from self._of_block(node.orelse, unit)
        yield from self._of_block(node.final, unit)

    def catches(self, types: s.Expression | None, unit: Unit) -> bool:
        """Tell whether a clause for these classes catches the SDK error."""
        names = self.calls.inference.names
        return any(
            name in BROAD or names.is_sdk_error(name, unit)
            for name in names.error_classes(types, unit)
        )

    def suppressed(self, node: s.With, unit: Unit) -> s.Call | None:
        """Return the `suppress(...)` of a `with` that swallows the SDK error."""
        for manager, _ in node.items:
            if not isinstance(manager, s.Call):
                continue
            dotted = self.calls.inference.names.dotted(manager.function, unit)
            if dotted not in ("contextlib.suppress", "suppress"):
                continue
            if any(self.catches(argument.value, unit) for argument in manager.arguments):
                return manager
        return None


def _raises_again(clause: s.Except) -> bool:
    """Tell whether a clause lets the error that it caught go on, on one of its ways at least."""
    for statement in walks.statements(clause.body):
        if not isinstance(statement, s.Raise):
            continue
        error = statement.error
        if error is None or (isinstance(error, s.Name) and error.name == clause.name):
            return True
    return False
