"""What a condition selects: comparisons of an error's code or text with literals."""

from typing import Literal

from attrs import evolve, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis.facts import Operator
from tclsp.analysis.module import Unit


@frozen(eq=False)
class LiteralNode:
    """A literal or SDK constant in a test, with the unit that it stands in."""

    node: s.String | s.Attribute
    unit: Unit
    value: str
    """The text; for a constant `errorcodes.X` its dotted name."""


@frozen(eq=False)
class Comparison:
    """A comparison of an error's code with literals."""

    operator: Operator
    literals: tuple[LiteralNode, ...]
    subject: s.Expression
    """What is compared."""
    folded: bool = False
    family_only: bool = False


@frozen(eq=False)
class MessageComparison:
    """A comparison of an error's message, or of a text made of the error, with literals."""

    operator: Operator
    literals: tuple[LiteralNode, ...]
    subject: s.Expression
    """What is compared."""
    node: s.Compare | s.Call | s.Subscript | s.String
    """The comparison as a whole; of a `case` its literal."""


@frozen(eq=False)
class Selection:
    """What is known on the two sides of a condition."""

    when_true: bool = False
    """Whether the true side deals with an expected error."""
    when_false: bool = False
    comparisons: tuple[Comparison, ...] = ()
    messages: tuple[MessageComparison, ...] = ()
    impossible: Literal["", "true", "false"] = ""
    """The side that no SDK error takes: a class check excludes it."""


NOTHING = Selection()


def together(found: list[Selection]) -> Selection:
    """Return the selection of conditions that hold together."""
    impossible: Literal["", "true", "false"] = ""
    if any(each.impossible == "true" for each in found):
        impossible = "true"
    elif all(each.impossible == "false" for each in found):
        impossible = "false"
    failing = [each for each in found if each.impossible != "false"]
    return Selection(
        when_true=any(each.when_true for each in found),
        when_false=bool(failing) and all(each.when_false for each in failing),
        comparisons=tuple(comparison for each in found for comparison in each.comparisons),
        messages=tuple(message for each in found for message in each.messages),
        impossible=impossible,
    )


def selecting(comparison: Comparison) -> Selection:
    """Return the selection of a comparison."""
    return Selection(when_true=True, comparisons=(comparison,))


def turned(found: Selection) -> Selection:
    """Return the selection of a negated condition."""
    impossible: dict[str, Literal["", "true", "false"]] = {
        "": "",
        "true": "false",
        "false": "true",
    }
    negative: dict[Operator, Operator] = {"==": "!=", "!=": "==", "in": "not in", "not in": "in"}
    return Selection(
        found.when_false,
        found.when_true,
        tuple(
            evolve(each, operator=negative.get(each.operator, each.operator))
            for each in found.comparisons
        ),
        found.messages,
        impossible[found.impossible],
    )


def has_literals(found: Selection) -> bool:
    """Tell whether literals are known that a text of the error is compared with."""
    return any(message.literals for message in found.messages)
