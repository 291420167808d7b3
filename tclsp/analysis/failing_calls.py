"""Which calls the errors of the API come out of, and which clauses catch them."""

from collections.abc import Iterator

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.escapes import BROAD, Escapes, FoundCall
from tclsp.analysis.handed_functions import HandedFunctions
from tclsp.analysis.module import Unit
from tclsp.analysis.names import Names
from tclsp.analysis.ways import SDK


@define(eq=False)
class FailingCalls:
    """Knows the calls of a project."""

    escapes: Escapes
    handed: HandedFunctions

    @property
    def names(self) -> Names:
        """Resolves the names of the project."""
        return self.escapes.calls.inference.names

    def may_fail(self, block: s.Block, unit: Unit) -> bool:
        """Tell whether an API call may fail in a block, in functions that it calls included."""
        return any(
            isinstance(part, s.Call)
            and (self._touches_by(part, unit) or self.handed.calls_of(part, unit))
            for part in walks.all_expressions(block)
        ) or any(
            isinstance(statement, s.Try) and self.hides_call(statement, unit)
            for statement in walks.statements(block)
        )

    def calls_of(self, call: s.Call, unit: Unit) -> Iterator[FoundCall]:
        """Yield the API calls that a call makes, those inside functions of the project too."""
        yield from self.handed.calls_of(call, unit)
        found = list(self.escapes.of_expression(call, unit))
        callee = self.escapes.callee(call, unit)
        if found or callee is None:
            yield from found
            return
        # It keeps its errors to itself, and says by what it returns that something failed.
        for part in callee.nodes:
            if isinstance(part, s.Call):
                yield from self.escapes.of_expression(part, callee)

    def touches(self, unit: Unit) -> bool:
        """Tell whether a function makes API calls, itself or through others."""
        calls = (part for part in unit.nodes if isinstance(part, s.Call))
        return self.escapes.keeping.recursive(
            unit, "touches", False, lambda: any(self._touches_by(call, unit) for call in calls)
        )

    def _touches_by(self, call: s.Call, unit: Unit) -> bool:
        if self.escapes.calls.target(call, unit) is not None:
            return True
        callee = self.escapes.callee(call, unit)
        return callee is not None and self.touches(callee)

    def failing_call(self, calls: list[s.Call], unit: Unit) -> s.Call | None:
        """Return the innermost call that an API error comes out of."""
        return next((call for call in reversed(calls) if self._fails(call, unit)), None)

    def _fails(self, call: s.Call, unit: Unit) -> bool:
        return self.escapes.keeping.of(
            unit, ("fails", id(call)), lambda: self._is_of_api(call, unit)
        )

    def _is_of_api(self, call: s.Call, unit: Unit) -> bool:
        found = (*self.handed.calls_of(call, unit), *self.escapes.of_expression(call, unit))
        return any(each.target.kind != "raw" for each in found)

    def hides_call(self, node: s.Try, unit: Unit) -> bool:
        """Tell whether a clause names the SDK error though no API call is seen in its `try`."""
        named = any(
            self.names.is_sdk_error(name, unit)
            for clause in node.handlers
            if clause.types is not None
            for name in self.names.error_classes(clause.types, unit)
        )
        return named and not self._sees_call(node.body, unit)

    def _sees_call(self, block: s.Block, unit: Unit) -> bool:
        if any(found.target.kind != "raw" for found in self.escapes.of_block(block, unit)):
            return True
        return any(
            isinstance(part, s.Call) and self.handed.calls_of(part, unit)
            for part in walks.all_expressions(block)
        )

    def catches(self, types: s.Expression | None, error: str, unit: Unit) -> bool:
        """Tell whether a clause for these classes catches what a way raises."""
        if error == SDK:
            return self.escapes.catches(types, unit)
        classes = self.names.error_classes(types, unit)
        info = self.names.class_info(s.Name(error), unit)
        lineage = {each.name for each in self.names.lineage(info)} if info else {error}
        return any(name in BROAD or name.rpartition(".")[2] in lineage for name in classes)
