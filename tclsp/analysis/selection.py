"""Which errors a condition selects: comparisons of the code or the message, class checks."""

from collections.abc import Iterator

from attrs import define, evolve, field

from tclsp.analysis import syntax as s
from tclsp.analysis.carrying import Carrying, Held, Part, Parts
from tclsp.analysis.code_comparisons import CodeComparisons
from tclsp.analysis.code_literals import CodeLiterals
from tclsp.analysis.comparisons import (
    NOTHING,
    Comparison,
    LiteralNode,
    MessageComparison,
    Selection,
    has_literals,
    selecting,
    together,
    turned,
)
from tclsp.analysis.error_texts import ErrorTexts
from tclsp.analysis.facts import Operator
from tclsp.analysis.module import Unit

_TEXTS = Part.MESSAGE | Part.OBJECT | Part.CUT
"""What a test on the message reads."""
_FOLLOW = 4
"""How many names are followed."""
_NEGATIVE = {"!=": "==", "not in": "in", "is not": "is"}
_PREDICATES: dict[str, Operator] = {
    "startswith": "startswith",
    "endswith": "endswith",
    "__contains__": "substring",
}


@define(eq=False)
class Selections:
    """Reads the conditions of a project."""

    carrying: Carrying
    texts: ErrorTexts = field(init=False)
    _literals: CodeLiterals = field(init=False)
    _codes: CodeComparisons = field(init=False)

    @_literals.default
    def _make_literals(self) -> CodeLiterals:
        return CodeLiterals(self.carrying.names)

    @_codes.default
    def _make_codes(self) -> CodeComparisons:
        return CodeComparisons(self._literals)

    @texts.default
    def _make_texts(self) -> ErrorTexts:
        return ErrorTexts(self.carrying)

    def of(
        self, test: s.Expression, held: Held, unit: Unit, followed: tuple[str, ...] = ()
    ) -> Selection:
        """Return what a condition selects, given what the local names hold.

        `followed` are the names whose values led to it.
        """
        match test:
            case s.Not():
                return turned(self.of(test.operand, held, unit, followed))
            case s.Boolean():
                return self._of_boolean(test, held, unit, followed)
            case s.Compare():
                return self._of_compare(test, held, unit)
            case s.Call():
                return self._of_call(test, held, unit, followed)
            case s.Walrus() | s.Await():
                return self.of(test.value, held, unit, followed)
            case s.Name() | s.Subscript():
                return self._of_value(test, held, unit, followed)
        return NOTHING

    def _of_boolean(
        self, test: s.Boolean, held: Held, unit: Unit, followed: tuple[str, ...]
    ) -> Selection:
        found = [self.of(operand, held, unit, followed) for operand in test.operands]
        if test.operator == "or":
            return turned(together([turned(each) for each in found]))
        return together(found)

    def literals(self, expression: s.Expression, unit: Unit) -> Iterator[LiteralNode]:
        """Yield the texts and SDK constants that an expression is or holds, names followed."""
        return self._literals.of(expression, unit)

    # ------------------------------------------------------------ comparisons

    def _of_compare(self, test: s.Compare, held: Held, unit: Unit) -> Selection:
        if len(test.operators) != 1:
            return NOTHING
        operator, left, right = test.operators[0], test.left, test.rights[0]
        if operator in _NEGATIVE:
            positive = evolve(test, operators=(_NEGATIVE[operator],))
            return turned(self._of_compare(positive, held, unit))
        if operator in (">=", ">", "=="):
            found = self._of_find(test, held, unit)
            if found is not None:
                return found
        if operator == "==":
            return self._of_equality(test, left, right, held, unit)
        if operator == "in":
            return self._of_membership(test, left, right, held, unit)
        return NOTHING

    def _of_equality(
        self, test: s.Compare, left: s.Expression, right: s.Expression, held: Held, unit: Unit
    ) -> Selection:
        for code, other in ((left, right), (right, left)):
            parts = self._compared(code, held, unit)
            if parts == Part.CODE:
                if isinstance(other, s.Constant):
                    return NOTHING
                if _is_nothing(other):
                    return Selection(when_true=True)
                return selecting(self._codes.of("==", code, other, unit))
            if parts & _TEXTS:
                found = self._of_message("==", code, other, test, held, unit)
                if isinstance(other, s.String) or has_literals(found):
                    return found
        return NOTHING

    def _of_membership(
        self, test: s.Compare, left: s.Expression, right: s.Expression, held: Held, unit: Unit
    ) -> Selection:
        searched = self._compared(right, held, unit)
        if self._compared(left, held, unit) == Part.CODE:
            if isinstance(right, s.String):
                return Selection(when_true=True)
            return selecting(self._codes.of("in", left, right, unit))
        if searched == Part.CODE:
            return selecting(self._codes.of("substring", right, left, unit))
        if searched & _TEXTS:
            return self._of_message("substring", right, left, test, held, unit)
        found = self._of_message("in", left, right, test, held, unit)
        return found if has_literals(found) else NOTHING

    def _of_message(
        self,
        operator: Operator,
        text: s.Expression,
        literals: s.Expression,
        node: s.Compare | s.Call | s.Subscript,
        held: Held,
        unit: Unit,
    ) -> Selection:
        """Return what a test selects that asks for literals in a text of the error."""
        if not self.texts.is_text(text, held, unit):
            return Selection(when_true=True)
        named = tuple(self.literals(literals, unit)) or tuple(self._literals.drawn(literals, unit))
        message = MessageComparison(operator, named, text, node)
        return Selection(when_true=True, messages=(message,))

    def _of_find(self, test: s.Compare, held: Held, unit: Unit) -> Selection | None:
        """Read `code.find("X") >= 0`, `> -1`, `== -1`."""
        call, bound = test.left, test.rights[0]
        if not (isinstance(call, s.Call) and isinstance(call.function, s.Attribute)):
            return None
        if call.function.name not in ("find", "rfind", "index", "count") or not call.arguments:
            return None
        parts = self._compared(call.function.value, held, unit)
        if not parts & (Part.CODE | Part.MESSAGE | Part.OBJECT):
            return None
        argument = call.arguments[0].value
        if not isinstance(bound, s.Constant) or not isinstance(argument, s.String):
            return None
        text = call.function.value
        if parts == Part.CODE:
            found = selecting(self._codes.of("substring", text, argument, unit))
        else:
            found = self._of_message("substring", text, argument, test, held, unit)
        return turned(found) if (test.operators[0], bound.text) == ("==", "-1") else found

    def _compared(self, expression: s.Expression, held: Held, unit: Unit) -> Parts:
        """Return what an expression carries of the error; texts beside it do not matter."""
        return self.carrying.parts(expression, held, unit) & ~Part.FIXED

    # ------------------------------------------------------------ calls

    def _of_call(
        self, call: s.Call, held: Held, unit: Unit, followed: tuple[str, ...]
    ) -> Selection:
        function = call.function
        if isinstance(function, s.Name) and function.name == "isinstance":
            return self._of_class_check(call, held, unit)
        if isinstance(function, s.Name) and function.name == "hasattr":
            subject = call.arguments[0].value if call.arguments else None
            if subject and self._compared(subject, held, unit) & Part.OBJECT:
                return Selection(impossible="false")
            return NOTHING
        if isinstance(function, s.Name) and function.name in ("any", "all", "bool"):
            return self._of_any(call, held, unit, followed)
        if isinstance(function, s.Attribute):
            found = self._of_method(call, function, held, unit)
            if found is not None:
                return found
        return self._of_predicate(call, held, unit)

    def _of_method(
        self, call: s.Call, function: s.Attribute, held: Held, unit: Unit
    ) -> Selection | None:
        argument = call.arguments[0].value if call.arguments else None
        if argument is None:
            return None
        owner = self._compared(function.value, held, unit)
        if function.name in _PREDICATES and owner == Part.CODE:
            operator = _PREDICATES[function.name]
            return selecting(self._codes.of(operator, function.value, argument, unit))
        if function.name in _PREDICATES and owner & (Part.MESSAGE | Part.OBJECT):
            operator = _PREDICATES[function.name]
            return self._of_message(operator, function.value, argument, call, held, unit)
        if function.name in ("match", "search", "fullmatch"):
            return self._of_search(call, function, held, unit)
        if function.name == "get" and self._compared(argument, held, unit) == Part.CODE:
            return selecting(self._codes.of("key", argument, function.value, unit))
        if function.name == "get" and self.texts.is_text(argument, held, unit):
            found = self._of_message("key", argument, function.value, call, held, unit)
            return found if has_literals(found) else None
        return None

    def _of_search(
        self, call: s.Call, function: s.Attribute, held: Held, unit: Unit
    ) -> Selection | None:
        """Read `re.search(PATTERN, text)` and `PATTERN.search(text)`."""
        subject = call.arguments[min(1, len(call.arguments) - 1)].value
        pattern = call.arguments[0].value if len(call.arguments) > 1 else function.value
        parts = self._compared(subject, held, unit)
        if parts == Part.CODE:
            return Selection(when_true=True)
        if not parts & (Part.MESSAGE | Part.OBJECT):
            return None
        return self._of_message("match", subject, pattern, call, held, unit)

    def _of_class_check(self, call: s.Call, held: Held, unit: Unit) -> Selection:
        if len(call.arguments) != 2:
            return NOTHING
        subject, classes = (argument.value for argument in call.arguments)
        if not self._compared(subject, held, unit) & Part.OBJECT:
            return NOTHING
        names = self.carrying.names.error_classes(classes, unit)
        if any(self.carrying.names.is_sdk_error(name, unit) for name in names):
            return Selection(impossible="false")
        if not names or any(name in ("Exception", "BaseException") for name in names):
            return NOTHING
        return Selection(impossible="true")

    def _of_any(self, call: s.Call, held: Held, unit: Unit, followed: tuple[str, ...]) -> Selection:
        """Read `any(code == known for known in KNOWN)` and `any(part in code for …)`."""
        argument = call.arguments[0].value if call.arguments else None
        if not isinstance(argument, s.Comprehension):
            return NOTHING if argument is None else self.of(argument, held, unit, followed)
        found = self.of(argument.element, held, unit, followed)
        drawn = tuple(
            literal for iterable in argument.iterables for literal in self.literals(iterable, unit)
        )
        filled: list[Comparison] = []
        for comparison in found.comparisons:
            literals = comparison.literals
            if not literals and self._codes.compared_part(comparison.subject, unit) != "other":
                literals = drawn
            filled.append(evolve(comparison, literals=literals))
        messages = (evolve(each, literals=each.literals or drawn) for each in found.messages)
        return evolve(found, comparisons=tuple(filled), messages=tuple(messages))

    def _of_predicate(self, call: s.Call, held: Held, unit: Unit) -> Selection:
        """A function that is asked about the error or its code selects, whatever it asks."""
        for argument in call.arguments:
            if self._compared(argument.value, held, unit) & (Part.OBJECT | Part.CODE):
                return Selection(when_true=True)
        return NOTHING

    def _of_value(
        self, test: s.Expression, held: Held, unit: Unit, followed: tuple[str, ...]
    ) -> Selection:
        """Follow a local name that was bound to a condition."""
        if isinstance(test, s.Subscript) and self._compared(test.index, held, unit) == Part.CODE:
            return selecting(self._codes.of("key", test.index, test.value, unit))
        if isinstance(test, s.Subscript) and self.texts.is_text(test.index, held, unit):
            found_key = self._of_message("key", test.index, test.value, test, held, unit)
            return found_key if has_literals(found_key) else NOTHING
        if not isinstance(test, s.Name) or test.name in followed or len(followed) == _FOLLOW:
            return NOTHING
        values = unit.assigned(test.name)
        found = [self.of(value, held, unit, (*followed, test.name)) for value in values]
        return Selection(
            when_true=any(each.when_true for each in found),
            when_false=bool(found) and all(each.when_false for each in found),
            comparisons=tuple(comparison for each in found for comparison in each.comparisons),
            messages=tuple(message for each in found for message in each.messages),
        )


def _is_nothing(expression: s.Expression) -> bool:
    """`code == ""` asks whether there is a code, not which."""
    return isinstance(expression, s.String) and not expression.value
