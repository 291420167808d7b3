"""Walks along the statements of one function, in the order in which they run."""

from attrs import define, evolve

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.answer_events import keys
from tclsp.analysis.answer_state import State
from tclsp.analysis.answer_values import AnswerValues
from tclsp.analysis.answers import WHOLE, Answer
from tclsp.analysis.spelling import last_name, spelling

_CATCH_ABSENCE = frozenset({"KeyError", "LookupError"})
_BROAD = frozenset({"Exception", "BaseException"})


@define(eq=False)
class AnswerSteps(AnswerValues):
    """Walks along the statements of one unit."""

    def block(self, block: s.Block) -> None:
        """Walk along statements until one leaves."""
        for node in block:
            if not self.state.alive:
                return
            self._statement(node)

    def _statement(self, node: s.Statement) -> None:
        match node:
            case s.Assign():
                self._assign(node)
            case s.Evaluate():
                self.value(node.value)
            case s.Return():
                self._return(node)
            case s.Raise():
                self._values(walks.expressions(node))
                self.state.alive = False
            case s.Leave(_, "break" | "continue"):
                self.state.alive = False
            case s.Assert():
                self._condition(node.test)
            case _:
                self._compound(node)

    def _compound(self, node: s.Statement) -> None:
        match node:
            case s.If():
                self._chain(node)
            case s.Loop():
                self._loop(node)
            case s.Try():
                self._try(node)
            case s.With():
                self._with(node)
            case s.Match():
                self._match(node)

    def _assign(self, node: s.Assign) -> None:
        names = {target.name for target in node.targets if isinstance(target, s.Name)}
        if self.state.held and names:
            self._absence = bool(names & self.functions.tested_names(self.unit))
        found = self.value(node.value) if node.value is not None else None
        self._absence = False
        for target in node.targets:
            if isinstance(target, s.Collection) and isinstance(node.value, s.Collection):
                for inner, part in zip(target.items, node.value.items, strict=False):
                    self._bind(inner, self._quiet(part))
            else:
                self._bind(target, found)

    def _quiet(self, expression: s.Expression) -> Answer | None:
        """Return what a part of a display is, which was walked along before."""
        name = spelling(expression)
        return self.state.held.get(name) if name else None

    def _return(self, node: s.Return) -> None:
        if node.value is not None:
            self._absence = _is_bare_get(node.value)
            self._judging = isinstance(node.value, (s.Attribute, s.Compare, s.Boolean, s.Not))
            found = self.value(node.value)
            self._judging = self._absence = False
            if found is not None and found.level in WHOLE:
                self.events.returned |= keys(found.origins)
            self.returned.append(found)
        self.state.alive = False

    def _chain(self, node: s.If) -> None:
        """Walk along an `if` and its `elif`, of which there may be more than Python can nest."""
        ways = []
        while True:
            self._condition(node.test)
            below = self.state.copy()
            self.block(node.body)
            ways.append(self.state)
            self.state = below
            if len(node.orelse) != 1 or not isinstance(node.orelse[0], s.If):
                break
            node = node.orelse[0]
        self.block(node.orelse)
        self.state.join(*ways, self.state.copy())

    def _loop(self, node: s.Loop) -> None:
        if node.target is None:
            self._condition(node.subject)
        else:
            self.value(node.subject)
            if isinstance(node.target, s.Name):
                self.state.held.pop(node.target.name, None)
        before = self.state
        self.state = before.copy()
        self.block(node.body)
        inside = evolve(self.state, alive=True)
        endless = isinstance(node.subject, s.Constant) and node.target is None
        before.join(inside) if endless else before.join(before.copy(), inside)
        self.state = before
        if node.target is None:
            # It is asked again after each turn, of what that has bound.
            self._condition(node.subject)
        self.block(node.orelse)

    def _try(self, node: s.Try) -> None:
        guarded = any(self._catches_absence(clause) for clause in node.handlers)
        self._guards += guarded
        before = self.state.copy()
        self.block(node.body)
        self._guards -= guarded
        after = self.state
        if after.alive:
            self.block(node.orelse)
        ways = [after]
        for clause in node.handlers:
            self.state = before.copy()
            self.state.join(before.copy(), evolve(after, alive=True))
            self.block(clause.body)
            ways.append(self.state)
        self.state = State()
        self.state.join(*ways)
        if not self.state.alive:
            self.state = evolve(after.copy(), alive=True)
            self.block(node.final)
            self.state.alive = False
        else:
            self.block(node.final)

    def _catches_absence(self, clause: s.Except) -> bool:
        """Tell whether a clause deals with a missing key: by name, or with the answer at hand."""
        names = self.sources.escapes.calls.inference.names
        classes = set(names.error_classes(clause.types, self.unit))
        if classes & _CATCH_ABSENCE:
            return True
        if not classes & _BROAD:
            return False
        return any(
            isinstance(part, s.Name) and part.name in self.state.held
            for part in walks.all_expressions(clause.body)
        )

    def _with(self, node: s.With) -> None:
        guarded = False
        for manager, target in node.items:
            found = self.value(manager)
            if isinstance(target, s.Name):
                self._bind(target, found)
            guarded |= _suppresses_absence(manager)
        self._guards += guarded
        self.block(node.body)
        self._guards -= guarded

    def _match(self, node: s.Match) -> None:
        self._look(self.value(node.subject))
        ways = []
        for case in node.cases:
            if case.guard is not None:
                self._condition(case.guard)
            below = self.state.copy()
            self.block(case.body)
            ways.append(self.state)
            self.state = below
        self.state.join(*ways, self.state.copy())


def _is_bare_get(value: s.Expression) -> bool:
    """Recognise `x.get(key)`: whoever is given `None` may ask."""
    return (
        isinstance(value, s.Call)
        and isinstance(value.function, s.Attribute)
        and value.function.name == "get"
        and len(value.arguments) == 1
    )


def _suppresses_absence(manager: s.Expression) -> bool:
    return (
        isinstance(manager, s.Call)
        and last_name(manager.function) == "suppress"
        and any(last_name(argument.value) == "KeyError" for argument in manager.arguments)
    )
