"""Reads expressions: what of an answer each of them is, and what it reads of it."""

from collections.abc import Iterator

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.answer_events import Status, keys
from tclsp.analysis.answer_notes import AnswerNotes
from tclsp.analysis.answers import WHOLE, Answer, either, item
from tclsp.analysis.arguments import parameters_for, taker
from tclsp.analysis.module import Unit
from tclsp.analysis.spelling import last_name, spelling

_DEPTH = 6
"""How many functions are entered one from another."""
_STATUS = frozenset({"status_code", "status", "ok", "is_success", "is_error", "code"})
_TEXTS = frozenset({"text", "content", "data", "body"})
_KEYS_OF_MODELS = frozenset({"Error"})
_ONLY_TELL = frozenset(
    {
        *("print", "pprint", "str", "repr", "len", "type", "isinstance", "list", "dict", "bool"),
        *("any", "all", "sorted", "enumerate", "zip", "id", "hasattr", "getattr", "dumps", "dump"),
        *("debug", "info", "warning", "warn", "error", "exception", "critical", "log"),
        *("loads", "load", "iter", "next", "format", "write", "closing"),
    }
)
"""Functions that are given an answer and do not look at its `Error`."""


@define(eq=False)
class AnswerValues(AnswerNotes):
    """Reads the expressions of one unit."""

    def _condition(self, test: s.Expression) -> None:
        self._judging = True
        self._judge_status(self.value(test))
        self._judging = False

    def _values(self, expressions: tuple[s.Expression, ...]) -> list[Answer | None]:
        return [self.value(each) for each in expressions]

    def value(self, expression: s.Expression) -> Answer | None:
        """Note what an expression reads and return what it is."""
        match expression:
            case s.Name():
                return self.state.held.get(expression.name)
            case s.Attribute():
                return self._attribute(expression)
            case s.Subscript():
                return self._subscript(expression)
            case s.Call():
                return self._call(expression)
            case s.Await():
                return self.value(expression.value)
            case s.Walrus():
                found = self.value(expression.value)
                self._bind(expression.target, found)
                return found
            case s.Boolean():
                return self._boolean(expression)
            case s.Conditional():
                return self._conditional(expression)
        self._inside(expression)
        return None

    def _inside(self, expression: s.Expression) -> None:
        """Note what an expression reads that is no answer itself."""
        match expression:
            case s.Compare():
                self._compare(expression)
            case s.Comprehension():
                self._values(expression.iterables)
                self._values(expression.conditions)
                self.value(expression.element)
            case s.Binary():
                self._values(walks.operands(expression))
            case s.Collection() | s.Mapping() | s.Yield():
                for each in self._values(walks.parts(expression)):
                    self._hand_on(each)
            case _:
                self._values(walks.parts(expression))

    def _attribute(self, node: s.Attribute) -> Answer | None:
        name = spelling(node)
        if name in self.state.held:
            return self.state.held[name]
        owner = self.value(node.value)
        if owner is None:
            return None
        if owner.level == "http" and node.name in _STATUS:
            found = owner.at("status", node)
            if self._judging:
                self._judge_status(found)
            return found
        if owner.level == "http" and node.name in _TEXTS:
            return owner.at("text")
        if owner.level == "object" and node.name in _KEYS_OF_MODELS:
            self._read(node, owner, node.name, "attribute", tested=self._judging)
        return None

    def _subscript(self, node: s.Subscript) -> Answer | None:
        owner = self.value(node.value)
        self.value(node.index)
        names = self.sources.escapes.calls.inference.names
        key = names.text(node.index, self.unit)
        if owner is None or key is None:
            return None
        self._read(node, owner, key, "subscript", tested=self._judging)
        return item(owner, key)

    def _boolean(self, node: s.Boolean) -> Answer | None:
        judging, tolerant = self._judging, self._tolerant
        self._tolerant = tolerant or node.operator == "or"
        found = [self.value(each) for each in node.operands]
        self._judging, self._tolerant = judging, tolerant
        if node.operator == "and":
            return found[-1]
        return next((each for each in found if each is not None), None)

    def _conditional(self, node: s.Conditional) -> Answer | None:
        judging = self._judging
        self._condition(node.test)
        self._judging = judging
        return either([self.value(node.body), self.value(node.orelse)])

    def _compare(self, node: s.Compare) -> None:
        judging, self._judging = self._judging, True
        left = self.value(node.left)
        self._judge_status(left)
        for operator, right in zip(node.operators, node.rights, strict=True):
            found = self.value(right)
            self._judge_status(found)
            if operator in ("in", "not in") and isinstance(node.left, s.String):
                self._membership(node.left, found)
        self._judging = judging

    def _membership(self, key: s.String, found: Answer | None) -> None:
        if found is None or found.level not in WHOLE:
            return
        if found.level in ("text", "http", "object"):
            if "Error" in key.value and found.kind == "raw":
                self._look(found)
            return
        self._read(key, found, key.value, "membership", tested=True)
        if key.value == "Response":
            self.events.unwrapped |= keys(found.origins)
        self.state.present |= {(origin, key.value) for origin in found.origins}

    # ------------------------------------------------------------ calls

    def _call(self, call: s.Call) -> Answer | None:
        function = call.function
        owner = self.value(function.value) if isinstance(function, s.Attribute) else None
        if isinstance(function, (s.Call, s.Subscript, s.Lambda)):
            self.value(function)
        judging, self._judging = self._judging, False
        given = [self.value(argument.value) for argument in call.arguments]
        self._judging = judging
        if owner is not None and isinstance(function, s.Attribute):
            special = self._method(call, function, owner)
            if special is not None:
                return special[0]
        if last_name(function) in ("hasattr", "getattr") and given and given[0] is not None:
            return self._asked_attribute(call, given[0])
        found = self.sources.of_call(call, given, self.unit)
        if found is None:
            found = self.sources.unpacked(call, owner, given, self.unit)
        if found is not None:
            return found
        return self._helper(call, owner, given)

    def _method(
        self, call: s.Call, function: s.Attribute, owner: Answer
    ) -> tuple[Answer | None] | None:
        """Read `.get(key)` and `raise_for_status()`; `None` where it is another method."""
        if function.name == "raise_for_status":
            self.events.note_status(Status(call, self.unit, owner.origins))
            return (None,)
        if function.name not in ("get", "pop") or owner.level not in ("body", "response"):
            return None
        names = self.sources.escapes.calls.inference.names
        key = names.text(call.arguments[0].value, self.unit) if call.arguments else None
        if key is None:
            return (None,)
        self._read(call, owner, key, "get", tested=self._judging, tolerant=_has_fallback(call))
        return (item(owner, key),)

    def _asked_attribute(self, call: s.Call, owner: Answer) -> Answer | None:
        names = self.sources.escapes.calls.inference.names
        key = names.text(call.arguments[1].value, self.unit) if len(call.arguments) > 1 else None
        if owner.level == "object" and key in _KEYS_OF_MODELS:
            self._read(call, owner, key or "", "attribute", tested=True)
        return None

    def _helper(
        self, call: s.Call, owner: Answer | None, given: list[Answer | None]
    ) -> Answer | None:
        """Follow a function of the project; one that cannot be seen may look at the `Error`."""
        callee = self.sources.escapes.callee(call, self.unit)
        whole = [each for each in (owner, *given) if each is not None and each.level in WHOLE]
        if callee is None:
            if owner is None and last_name(call.function) in _ONLY_TELL:
                return None
            if owner is not None and owner.level in ("body", "response"):
                whole = [each for each in whole if each is not owner]
            for each in whole:
                self._look(each, seen=False)
                self._hand_on(each)
            return None
        if self.depth >= _DEPTH:
            # From elsewhere this function may be nearer, and its callee followed.
            self.sources.escapes.keeping.look_everywhere()
            for each in whole:
                self._look(each, seen=False)
                self._hand_on(each)
            return None
        received = dict(self._received(call, callee, given))
        own = {origin for each in received.values() for origin in each.origins}
        checked = frozenset(self.state.checked & own)
        outcome = self.functions.outcome(callee, received, self.depth + 1, checked)
        self._note_checked(outcome.checked & own)
        if outcome.returned is None:
            return None
        if outcome.returned.origins & own:
            return outcome.returned
        found = self.functions.copied(outcome.returned, call, self.unit)
        self._note_checked(self.functions.copies(call, self.unit, outcome.checked))
        return found

    def _received(
        self, call: s.Call, callee: Unit, given: list[Answer | None]
    ) -> Iterator[tuple[str, Answer]]:
        """Yield the parameters of a function that get an answer or the API's host."""
        parameters = parameters_for(call, callee)
        if callee.parent is self.unit:
            yield from self.state.held.items()
        for index, (argument, found) in enumerate(zip(call.arguments, given, strict=True)):
            parameter = taker(parameters, argument, index)
            answer = found or self.sources.host(argument.value, self.unit)
            if parameter is not None and parameter.star != "**" and answer is not None:
                yield parameter.name, answer


def _has_fallback(call: s.Call) -> bool:
    """Tell whether `.get(key, default)` falls back to something that is not empty."""
    default = call.arguments[1].value if len(call.arguments) > 1 else None
    return isinstance(default, (s.Name, s.Call, s.Attribute, s.Subscript))
