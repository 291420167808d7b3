"""What a condition says about an error whose code is known: true, false, or not to be told."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from attrs import define, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.carrying import Held
from tclsp.analysis.comparisons import NOTHING, Comparison, LiteralNode, Selection
from tclsp.analysis.module import Unit
from tclsp.analysis.selection import Selections

Known: TypeAlias = str
"""What a name holds: `true` or `false` for what counts so, `none`, or `text:` and the text."""


@frozen
class Verdict:
    """What a condition says about one error."""

    truth: bool | None = None
    """`None` where that cannot be told."""
    named: bool = False
    """Whether a test names the code, or asks something unseen about the error."""

    @property
    def negated(self) -> "Verdict":
        """The verdict of `not condition`."""
        return Verdict(None if self.truth is None else not self.truth, self.named)


OPEN = Verdict()
"""A condition that has nothing to do with the error."""
_CONSTANTS = {"None": "none", "True": "true", "False": "false"}
_UNSEEN = Verdict(None, named=True)


@frozen(eq=False)
class Situation:
    """What is known where a condition stands."""

    code: str
    """The code of the error; a family stands for any of its codes."""
    held: Held
    """What the local names hold of the error."""
    known: Mapping[str, Known]
    unit: Unit


@define(eq=False)
class Verdicts:
    """Judges the conditions of a project."""

    selections: Selections
    ask: Callable[[s.Call, Situation], Verdict | None]
    """Judges a call of a predicate of the project; `None` where it is not to be seen."""
    named: dict[str, None]
    """The literals that the conditions judged so far name, in order."""

    def of(self, test: s.Expression, at: Situation) -> Verdict:
        """Return what a condition says."""
        match test:
            case s.Not():
                return self.of(test.operand, at).negated
            case s.Boolean():
                return _joined(test.operator, [self.of(each, at) for each in test.operands])
            case s.Await() | s.Walrus():
                return self.of(test.value, at)
            case s.Constant():
                return Verdict(test.text not in ("False", "None", "0"))
            case s.String():
                return Verdict(bool(test.value))
            case s.Name() | s.Attribute() if name_of(test) in at.known:
                return Verdict(counts_as_true(at.known[name_of(test)]))
            case s.Collection() | s.Mapping():
                return Verdict(bool(test.items))
            case s.Compare():
                told = _of_known(test, at)
                if told is not None:
                    return Verdict(told)
        return self._of_leaf(test, at)

    def _of_leaf(self, test: s.Expression, at: Situation) -> Verdict:
        if isinstance(test, s.Call) and not _is_any(test):
            asked = self.ask(test, at)
            if asked is not None:
                return asked
        selection = self.selections.of(test, at.held, at.unit)
        if selection.impossible:
            return Verdict(selection.impossible == "false")
        if selection is NOTHING or not (selection.when_true or selection.when_false):
            return OPEN
        return self._of_selection(test, selection, at)

    def _of_selection(self, test: s.Expression, selection: Selection, at: Situation) -> Verdict:
        if not selection.comparisons:
            return self._of_text(test, selection, at)
        compared = [self._of_comparison(each, at.code) for each in selection.comparisons]
        if None in compared:
            return _UNSEEN
        matched = any(compared)
        return Verdict(matched if selection.when_true else not matched, named=matched)

    def _of_comparison(self, comparison: Comparison, code: str) -> bool | None:
        """Tell whether a code is among the literals of a comparison."""
        if not comparison.literals:
            return None
        values = [_value(literal) for literal in comparison.literals]
        self.named.update(dict.fromkeys(filter(None, values)))
        return any(_meets(comparison.operator, code, value) for value in values)

    def _of_text(self, test: s.Expression, selection: Selection, at: Situation) -> Verdict:
        """Judge a test of the message or text: a code in it is looked for like the code itself."""
        if isinstance(test, s.Call) and not _reads_text(test):
            return _UNSEEN
        fragments = [each for each in self._texts(test, at.unit) if each]
        if not fragments:
            return _UNSEEN
        self.named.update(dict.fromkeys(each for each in fragments if each[:1].isupper()))
        matched = any(
            _meets("substring", at.code.casefold(), each.casefold()) for each in fragments
        )
        return Verdict(matched if selection.when_true else not matched, named=matched)

    def _texts(self, test: s.Expression, unit: Unit) -> Iterator[str]:
        for part in walks.walk(test):
            if isinstance(part, s.String):
                yield part.value
            elif isinstance(part, s.Comprehension):
                for iterable in part.iterables:
                    yield from map(_value, self.selections.literals(iterable, unit))
            elif isinstance(part, s.Compare):
                for side in (part.left, *part.rights):
                    if isinstance(side, s.Name):
                        yield from map(_value, self.selections.literals(side, unit))


def _joined(operator: str, verdicts: list[Verdict]) -> Verdict:
    """Return the verdict of conditions that `and` or `or` joins; what is decided ends it."""
    ends = operator == "or"
    named = False
    truths: list[bool | None] = []
    for each in verdicts:
        named = named or each.named
        truths.append(each.truth)
        if each.truth is ends:
            return Verdict(ends, named)
    return Verdict(None if None in truths else not ends, named)


def _of_known(test: s.Compare, at: Situation) -> bool | None:
    """Judge `name is None`, `name is not None` and the like."""
    operator, right = test.operators[0], test.rights[0]
    known = at.known.get(name_of(test.left))
    if known is None or len(test.operators) != 1:
        return None
    if operator in ("in", "not in") and isinstance(right, s.Collection):
        texts = {f"text:{each.value}" for each in right.items if isinstance(each, s.String)}
        return (known in texts) is (operator == "in") if known != "true" else None
    if isinstance(right, s.String) and known != "true":
        same = known == f"text:{right.value}"
    elif isinstance(right, s.Constant) and right.text in _CONSTANTS:
        same = known == _CONSTANTS[right.text]
    else:
        return None
    if operator in ("is", "=="):
        return same
    return not same if operator in ("is not", "!=") else None


def name_of(expression: s.Expression) -> str:
    """Return `x` or `self.x`, by which is kept what is known; empty for anything else."""
    if isinstance(expression, s.Name):
        return expression.name
    if isinstance(expression, s.Attribute) and isinstance(expression.value, s.Name):
        return f"self.{expression.name}" if expression.value.name == "self" else ""
    return ""


def counts_as_true(known: Known) -> bool:
    """Tell whether a condition takes what is known as true."""
    return known == "true" or (known.startswith("text:") and known != "text:")


def _meets(operator: str, code: str, value: str) -> bool:
    """Tell whether a code meets a literal; a family meets its own subcodes too."""
    if not value:
        return False
    family = code.casefold()
    folded = value.casefold()
    if folded == family or folded.startswith(f"{family}."):
        return True
    if operator == "startswith":
        return family.startswith(folded)
    if operator in ("substring", "match"):
        return folded.rstrip(".") in family
    return operator == "endswith" and family.endswith(folded)


def _value(literal: LiteralNode) -> str:
    """Return the code of a literal; of a constant of the SDK, whose name spells it."""
    if isinstance(literal.node, s.String):
        return literal.value
    return literal.value.rpartition(".")[2].replace("_", ".")


def _is_any(call: s.Call) -> bool:
    return isinstance(call.function, s.Name) and call.function.name in ("any", "all", "bool")


def _reads_text(call: s.Call) -> bool:
    if _is_any(call):
        return True
    return isinstance(call.function, s.Attribute) and call.function.name in (
        "startswith",
        "endswith",
        "__contains__",
        "match",
        "search",
        "fullmatch",
        "get",
    )
