"""What of a unit runs where its own code catches SDK errors: in a `try`, `suppress`, a `with`."""

import builtins
import re
from collections.abc import Iterator

from attrs import define, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.clients import Instance
from tclsp.analysis.escapes import Escapes
from tclsp.analysis.module import ClassInfo, Unit
from tclsp.analysis.spelling import called_name

MAY_CATCH = re.compile(
    r"error|exception|exc_|except|catch|suppress|swallow|ignore|safe|fallback|guard|handle|raises"
    r"|resilien|protect|(?<!re)try(?!er)",
    re.I,
)
"""Names of decorators and context managers that, unseen, may well catch what passes them."""

_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]+")


@frozen(eq=False)
class Evaluated:
    """An expression of a statement."""

    expression: s.Expression
    statement: s.Statement
    caught: bool
    """Whether the unit catches an SDK error of it."""


@define(eq=False)
class Catching:
    """Goes through units, and tells what is caught in them."""

    escapes: Escapes

    def through(self, unit: Unit) -> Iterator[Evaluated]:
        """Yield the expressions of all statements of a unit, nested functions left out."""
        # Not by recursion: an `elif` is a block in a block, and there can be thousands.
        pending: list[tuple[s.Block, bool]] = [(unit.body, False)]
        while pending:
            block, caught = pending.pop()
            for statement in block:
                for expression in walks.expressions(statement):
                    yield Evaluated(expression, statement, caught)
                if isinstance(statement, s.Try):
                    pending += self._blocks_of_try(statement, caught, unit)
                else:
                    swallowed = isinstance(statement, s.With) and self._swallows(statement, unit)
                    pending += [(inner, caught or swallowed) for inner in walks.blocks(statement)]

    def _blocks_of_try(
        self, node: s.Try, caught: bool, unit: Unit
    ) -> Iterator[tuple[s.Block, bool]]:
        # A `return` in the `finally` ends every error that passes it.
        caught = caught or any(isinstance(each, s.Return) for each in walks.statements(node.final))
        yield node.body, caught or any(self._catches(each, unit) for each in node.handlers)
        for clause in node.handlers:
            yield clause.body, caught
        yield node.orelse, caught
        yield node.final, caught

    def _catches(self, clause: s.Except, unit: Unit) -> bool:
        """Tell whether a clause catches the SDK error, or names classes that are not known."""
        if self.escapes.catches(clause.types, unit):
            return True
        names = self.escapes.calls.inference.names
        return any(_is_no_class(name) for name in names.error_classes(clause.types, unit))

    # ------------------------------------------------------------ context managers

    def _swallows(self, node: s.With, unit: Unit) -> bool:
        if self.escapes.suppressed(node, unit) is not None:
            return True
        return any(self._manager_catches(manager, unit) for manager, _ in node.items)

    def _manager_catches(self, manager: s.Expression, unit: Unit) -> bool:
        inference = self.escapes.calls.inference
        kind = inference.kind(manager, unit)
        if isinstance(kind, Instance):
            return self._exit_catches(kind.info)
        if not isinstance(manager, s.Call):
            return False
        made = self.escapes.callee(manager, unit)
        if made is not None:
            return self.yields_caught(made)
        if inference.names.dotted(manager.function, unit) in ("contextlib.suppress", "suppress"):
            return False
        return MAY_CATCH.search(called_name(manager.function)) is not None

    def yields_caught(self, made: Unit) -> bool:
        """Tell whether a `@contextmanager` function catches what happens at its `yield`.

        While that is looked for, those that use the function themselves count as catching nothing.
        """

        def look() -> bool:
            return any(
                each.caught
                and any(isinstance(part, s.Yield) for part in walks.walk(each.expression))
                for each in self.through(made)
            )

        return self.escapes.keeping.recursive(made, "catches at its yield", False, look)

    def _exit_catches(self, info: ClassInfo) -> bool:
        names = self.escapes.calls.inference.names
        leave = names.method(info, "__exit__") or names.method(info, "__aexit__")
        if leave is None:
            return bool(info.bases)
        return any(
            not (isinstance(value, s.Constant) and value.text in ("None", "False"))
            for value in leave.returned
        )


def _is_no_class(dotted: str) -> bool:
    """Tell whether a name that stands for no known class may be a tuple of classes."""
    last = dotted.rpartition(".")[2]
    if _CONSTANT.fullmatch(last):
        return True
    return "." not in dotted and last[:1].islower() and not hasattr(builtins, last)
