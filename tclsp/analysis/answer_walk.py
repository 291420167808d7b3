"""Walks along the code of a project and notes what it reads of answers."""

from collections.abc import Iterator, Mapping

from attrs import define, evolve, field

from tclsp.analysis import syntax as s
from tclsp.analysis.answer_events import Events, Form, Read, Status, keys
from tclsp.analysis.answer_sources import AnswerSources
from tclsp.analysis.answers import WHOLE, Answer, Origin, either, item
from tclsp.analysis.module import Module, Unit

_DEPTH = 6
"""How many functions are entered one from another."""

_STATUS = frozenset({"status_code", "status", "ok", "is_success", "is_error", "code"})
_TEXTS = frozenset({"text", "content", "data", "body"})
_KEYS_OF_MODELS = frozenset({"Error"})
_CATCH_ABSENCE = frozenset({"KeyError", "LookupError"})
_BROAD = frozenset({"Exception", "BaseException"})
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
class State:
    """What holds at a point of the code."""

    held: dict[str, Answer] = field(factory=dict)
    """The answers in local names and in `self.NAME`."""
    checked: set[Origin] = field(factory=set)
    """Those whose `Error` was looked at on the way."""
    present: set[tuple[Origin, str]] = field(factory=set)
    """The keys whose presence was asked for."""
    alive: bool = True

    def copy(self) -> "State":
        """Return a state that changes by itself."""
        return State(dict(self.held), set(self.checked), set(self.present), self.alive)

    def join(self, *others: "State") -> None:
        """Become what holds where several ways meet."""
        ways = [each for each in others if each.alive]
        self.alive = bool(ways)
        if not ways:
            return
        names = {name for way in ways for name in way.held}
        merged = {name: either([way.held.get(name) for way in ways]) for name in names}
        self.held = {name: answer for name, answer in merged.items() if answer is not None}
        self.checked = set().union(*(way.checked for way in ways))
        self.present = set().union(*(way.present for way in ways))


@define(eq=False)
class Outcome:
    """What a function does with answers, from the view of its caller."""

    returned: Answer | None = None
    checked: set[Origin] = field(factory=set)


@define(eq=False)
class AnswerWalk:
    """Walks along the functions of a project."""

    sources: AnswerSources
    events: Events = field(factory=Events)
    _outcomes: dict[tuple[object, ...], Outcome] = field(factory=dict)
    _copies: dict[tuple[int, Origin], Origin] = field(factory=dict)
    _matters: dict[int, bool] = field(factory=dict)

    def module(self, module: Module) -> None:
        """Walk along the code of a module: its module-level code as one, then each function."""
        state = State()
        for unit in module.units:
            if unit.function is None and self._is_of_interest(unit):
                _Steps(self, unit, state, _tested_names(unit), 0).block(unit.body)
                state.alive = True
        for unit in module.units:
            if unit.function is not None and self._is_of_interest(unit):
                self._judges_of_results(unit, self.outcome(unit, {}, 0))

    def _judges_of_results(self, unit: Unit, outcome: Outcome) -> None:
        """Walk along the functions that a retry decorator hands a function's answers to."""
        if outcome.returned is None or unit.function is None:
            return
        for decorator in unit.function.decorators:
            for judge in _judging_functions(decorator):
                callee = self.sources.escapes.callee(s.Call(judge, (), 0, 0), unit)
                if callee is not None and callee.parameters:
                    self.outcome(callee, {callee.parameters[0].name: outcome.returned}, 1)

    def outcome(
        self,
        unit: Unit,
        given: Mapping[str, Answer],
        depth: int,
        checked: frozenset[Origin] = frozenset(),
    ) -> Outcome:
        """Walk along a function whose parameters hold the given answers.

        `checked` are those of them whose `Error` the caller has looked at.
        """
        held = ((name, *_spelled(given[name])) for name in sorted(given))
        known = (id(unit), checked, *held)
        if known not in self._outcomes:
            self._outcomes[known] = Outcome()
            state = State(dict(given), set(checked))
            steps = _Steps(self, unit, state, _tested_names(unit), depth)
            steps.block(unit.body)
            self._outcomes[known] = Outcome(either(list(steps.returned)), steps.seen_checked)
        return self._outcomes[known]

    def copied(self, answer: Answer, call: s.Call) -> Answer:
        """Return the answer of one call of a function that returns answers."""
        origins = frozenset(
            self._copies.setdefault((id(call), origin), evolve(origin)) for origin in answer.origins
        )
        return evolve(answer, origins=origins)

    def copies(self, call: s.Call, origins: set[Origin]) -> set[Origin]:
        """Return what the given answers are called at a call."""
        return {
            copy for origin in origins if (copy := self._copies.get((id(call), origin))) is not None
        }

    def _is_of_interest(self, unit: Unit) -> bool:
        """Tell whether a unit can come by an answer: by a call, or by a function that does."""
        key = id(unit)
        if key not in self._matters:
            self._matters[key] = False
            self._matters[key] = unit.function is None or any(
                self._brings(part, unit) for part in unit.nodes if isinstance(part, s.Call)
            )
        return self._matters[key]

    def _brings(self, call: s.Call, unit: Unit) -> bool:
        if self.sources.of_call(call, [], unit) is not None:
            return True
        callee = self.sources.escapes.callee(call, unit)
        if callee is None:
            return False
        return self._is_of_interest(callee) or any(
            self.sources.host(argument.value, unit) for argument in call.arguments
        )


@define(eq=False)
class _Steps:
    """Walks along one unit."""

    walk: AnswerWalk
    unit: Unit
    state: State
    tested_names: frozenset[str]
    depth: int
    returned: list[Answer | None] = field(factory=list)
    seen_checked: set[Origin] = field(factory=set)
    _number: int = 0
    _guards: int = 0
    """How many `try` around catch the absence of a key."""
    _judging: bool = False
    """Whether a condition is being read."""
    _absence: bool = False
    """Whether what `.get` gives is asked about later."""
    _tolerant: bool = False

    # ------------------------------------------------------------ statements

    def block(self, block: s.Block) -> None:
        """Walk along statements until one leaves."""
        for node in block:
            if not self.state.alive:
                return
            self._number = node.number
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
                self._values(s.expressions(node))
                self.state.alive = False
            case s.Leave(_, "break" | "continue"):
                self.state.alive = False
            case s.Assert():
                self._condition(node.test)
            case s.If():
                self._condition(node.test)
                self._branches(node.body, node.orelse)
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
        self._absence = bool(names & self.tested_names)
        found = self.value(node.value) if node.value is not None else None
        self._absence = False
        for target in node.targets:
            if isinstance(target, s.Collection) and isinstance(node.value, s.Collection):
                for inner, part in zip(target.items, node.value.items, strict=False):
                    self._bind(inner, self._quiet(part))
            else:
                self._bind(target, found)

    def _bind(self, target: s.Expression, found: Answer | None) -> None:
        name = _spelling(target)
        if name is None:
            self.value(target)
            self._hand_on(found)
            return
        if found is None:
            self.state.held.pop(name, None)
        else:
            self.state.held[name] = found
        if not isinstance(target, s.Name):
            self._hand_on(found)

    def _quiet(self, expression: s.Expression) -> Answer | None:
        """Return what a part of a display is, which was walked along before."""
        name = _spelling(expression)
        return self.state.held.get(name) if name else None

    def _return(self, node: s.Return) -> None:
        if node.value is not None:
            self._absence = _is_bare_get(node.value)
            self._judging = isinstance(node.value, (s.Attribute, s.Compare, s.Boolean, s.Not))
            found = self.value(node.value)
            self._judging = self._absence = False
            if found is not None and found.level in WHOLE:
                self.walk.events.returned |= keys(found.origins)
            self.returned.append(found)
        self.state.alive = False

    def _branches(self, *blocks: s.Block) -> None:
        ways = []
        before = self.state
        for each in blocks:
            self.state = before.copy()
            self.block(each)
            ways.append(self.state)
        before.join(*ways)
        self.state = before

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
        names = self.walk.sources.escapes.calls.inference.names
        classes = set(names.error_classes(clause.types, self.unit))
        if classes & _CATCH_ABSENCE:
            return True
        if not classes & _BROAD:
            return False
        return any(
            isinstance(part, s.Name) and part.name in self.state.held
            for part in s.all_expressions(clause.body)
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
        found = self.value(node.subject)
        self._look(found)
        self._branches(*(case.body for case in node.cases), ())

    def _condition(self, test: s.Expression) -> None:
        self._judging = True
        self._judge_status(self.value(test))
        self._judging = False

    # ------------------------------------------------------------ expressions

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
            case s.Compare():
                self._compare(expression)
                return None
            case s.Comprehension():
                self._values(expression.iterables)
                self._values(expression.conditions)
                self.value(expression.element)
                return None
            case s.Collection() | s.Mapping() | s.Yield():
                for each in self._values(s.parts(expression)):
                    self._hand_on(each)
                return None
        self._values(s.parts(expression))
        return None

    def _attribute(self, node: s.Attribute) -> Answer | None:
        name = _spelling(node)
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
        names = self.walk.sources.escapes.calls.inference.names
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
            self.walk.events.unwrapped |= keys(found.origins)
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
        if _is_named(function, "hasattr", "getattr") and given and given[0] is not None:
            return self._asked_attribute(call, given[0])
        found = self.walk.sources.of_call(call, given, self.unit)
        if found is None:
            found = self.walk.sources.unpacked(call, owner, given, self.unit)
        if found is not None:
            return found
        return self._helper(call, owner, given)

    def _method(
        self, call: s.Call, function: s.Attribute, owner: Answer
    ) -> tuple[Answer | None] | None:
        """Read `.get(key)` and `raise_for_status()`; `None` where it is another method."""
        if function.name == "raise_for_status":
            self.walk.events.note_status(Status(call, self.unit, owner.origins))
            return (None,)
        if function.name not in ("get", "pop") or owner.level not in ("body", "response"):
            return None
        names = self.walk.sources.escapes.calls.inference.names
        key = names.text(call.arguments[0].value, self.unit) if call.arguments else None
        if key is None:
            return (None,)
        self._read(call, owner, key, "get", tested=self._judging, tolerant=_has_fallback(call))
        return (item(owner, key),)

    def _asked_attribute(self, call: s.Call, owner: Answer) -> Answer | None:
        names = self.walk.sources.escapes.calls.inference.names
        key = names.text(call.arguments[1].value, self.unit) if len(call.arguments) > 1 else None
        if owner.level == "object" and key in _KEYS_OF_MODELS:
            self._read(call, owner, key or "", "attribute", tested=True)
        return None

    def _helper(
        self, call: s.Call, owner: Answer | None, given: list[Answer | None]
    ) -> Answer | None:
        """Follow a function of the project; one that cannot be seen may look at the `Error`."""
        callee = self.walk.sources.escapes.callee(call, self.unit)
        whole = [each for each in (owner, *given) if each is not None and each.level in WHOLE]
        if callee is None:
            if owner is None and _is_named(call.function, *_ONLY_TELL):
                return None
            if owner is not None and owner.level in ("body", "response"):
                whole = [each for each in whole if each is not owner]
            for each in whole:
                self._look(each, seen=False)
                self._hand_on(each)
            return None
        if self.depth >= _DEPTH:
            for each in whole:
                self._look(each, seen=False)
                self._hand_on(each)
            return None
        received = dict(self._received(call, callee, given))
        own = {origin for each in received.values() for origin in each.origins}
        checked = frozenset(self.state.checked & own)
        outcome = self.walk.outcome(callee, received, self.depth + 1, checked)
        self._note_checked(outcome.checked & own)
        if outcome.returned is None:
            return None
        if outcome.returned.origins & own:
            return outcome.returned
        found = self.walk.copied(outcome.returned, call)
        self._note_checked(self.walk.copies(call, outcome.checked))
        return found

    def _received(
        self, call: s.Call, callee: Unit, given: list[Answer | None]
    ) -> Iterator[tuple[str, Answer]]:
        """Yield the parameters of a function that get an answer or the API's host."""
        names = [parameter.name for parameter in callee.parameters]
        if callee.owner is not None and names[:1] and names[0] in ("self", "cls"):
            names = names[1:]
        for index, (argument, found) in enumerate(zip(call.arguments, given, strict=True)):
            name = argument.keyword or (names[index] if index < len(names) else "")
            answer = found or self.walk.sources.host(argument.value, self.unit)
            if name and answer is not None and not argument.star:
                yield name, answer

    # ------------------------------------------------------------ notes

    def _read(
        self,
        node: s.Expression,
        owner: Answer,
        key: str,
        form: Form,
        *,
        tested: bool,
        tolerant: bool = False,
    ) -> None:
        if owner.level not in ("body", "response", "object"):
            return
        absent_is_seen = form == "membership" or (form == "get" and (tested or self._absence))
        asked = all((origin, key) in self.state.present for origin in owner.origins)
        read = Read(
            node=node,
            number=self._number,
            unit=self.unit,
            answer=owner,
            key=key,
            form=form,
            tested=tested,
            checked=owner.origins <= self.state.checked,
            handled=bool(self._guards) or absent_is_seen or asked,
            tolerant=tolerant or self._tolerant,
        )
        self.walk.events.note_read(read)
        if key == "Error":
            self._look(owner)

    def _look(self, found: Answer | None, *, seen: bool = True) -> None:
        """Note that `Error` is looked at, here or, not `seen`, where that is only possible."""
        if found is None or found.level not in WHOLE:
            return
        self._note_checked(set(found.origins))
        if seen:
            self.walk.events.looked |= keys(found.origins)

    def _note_checked(self, origins: set[Origin]) -> None:
        self.state.checked |= origins
        self.seen_checked |= origins

    def _hand_on(self, found: Answer | None) -> None:
        if found is not None and found.level in WHOLE:
            self.walk.events.handed_on |= keys(found.origins)

    def _judge_status(self, found: Answer | None) -> None:
        if found is not None and found.level == "status" and found.node is not None:
            self.walk.events.note_status(Status(found.node, self.unit, found.origins))


def _tested_names(unit: Unit) -> frozenset[str]:
    """Return the names that some condition of a unit asks about; module-level code is one."""
    units = [unit]
    if unit.function is None:
        units = [each for each in unit.module.units if each.function is None]
    return frozenset(
        part.name
        for each in units
        for test in _conditions(each)
        for part in s.walk(test)
        if isinstance(part, s.Name)
    )


def _conditions(unit: Unit) -> Iterator[s.Expression]:
    for node in s.statements(unit.body):
        if isinstance(node, (s.If, s.Assert)):
            yield node.test
        elif isinstance(node, s.Loop) and node.target is None:
            yield node.subject
    for part in unit.nodes:
        if isinstance(part, s.Conditional):
            yield part.test
        elif isinstance(part, s.Compare):
            yield part


def _judging_functions(decorator: s.Expression) -> Iterator[s.Expression]:
    """Yield what `retry_on_result=` and `retry_if_result(...)` name."""
    for part in s.walk(decorator):
        if isinstance(part, s.Call):
            judges = _is_named(part.function, "retry_if_result", "retry_if_not_result")
            for argument in part.arguments:
                if judges or argument.keyword == "retry_on_result":
                    yield argument.value


def _spelling(target: s.Expression) -> str | None:
    if isinstance(target, s.Name):
        return target.name
    if isinstance(target, s.Attribute) and isinstance(target.value, s.Name):
        return f"{target.value.name}.{target.name}"
    return None


def _spelled(answer: Answer) -> tuple[object, ...]:
    return (answer.kind, answer.level, answer.origins)


def _is_named(function: s.Expression, *names: str) -> bool:
    return isinstance(function, (s.Name, s.Attribute)) and function.name in names


def _is_bare_get(value: s.Expression) -> bool:
    """Recognise `x.get(key)`: whoever is given `None` may ask."""
    return (
        isinstance(value, s.Call)
        and isinstance(value.function, s.Attribute)
        and value.function.name == "get"
        and len(value.arguments) == 1
    )


def _has_fallback(call: s.Call) -> bool:
    """Tell whether `.get(key, default)` falls back to something that is not empty."""
    default = call.arguments[1].value if len(call.arguments) > 1 else None
    return isinstance(default, (s.Name, s.Call, s.Attribute, s.Subscript))


def _suppresses_absence(manager: s.Expression) -> bool:
    return (
        isinstance(manager, s.Call)
        and _is_named(manager.function, "suppress")
        and any(_is_named(argument.value, "KeyError") for argument in manager.arguments)
    )
