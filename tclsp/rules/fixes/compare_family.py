"""Compares the family of a code instead of the whole code or a part of it."""

from tree_sitter import Node

from tclsp.analysis.facts import CodeTest
from tclsp.catalog.text import Text
from tclsp.rules.finding import Edit, Finding, Fix
from tclsp.rules.fixes.context import FixContext, inserted, replaced
from tclsp.rules.fixes.rule_fix import RuleFix

_POSTFIX = frozenset({"attribute", "call", "identifier", "subscript", "parenthesized_expression"})
"""What `.split` can be written behind."""
_COLLECTIONS = frozenset({"tuple", "list", "set"})
_LOOSE = frozenset(
    {"if_statement", "elif_clause", "while_statement", "boolean_operator", "not_operator"}
    | {"parenthesized_expression", "return_statement", "assignment", "if_clause"}
)
"""What a comparison can stand in as a call can."""


def _build(finding: Finding, context: FixContext) -> Fix | None:
    literal = context.node(finding.span, "string")
    test = _test_of(finding, context)
    if literal is None or literal.parent is None or test is None:
        return None
    edits = _edits(literal, test, context)
    if not edits:
        return None
    family = context.text(literal)
    return Fix(
        title=Text(f"Compare the family with {family}", f"改为比较大类 {family}"),
        edits=edits,
        safe=False,
    )


def _test_of(finding: Finding, context: FixContext) -> CodeTest | None:
    return next(
        (
            test
            for test in context.facts.tests
            if any(literal.span == finding.span for literal in test.literals)
        ),
        None,
    )


def _edits(literal: Node, test: CodeTest, context: FixContext) -> tuple[Edit, ...]:
    family = _family(literal, context)
    if test.operator in ("==", "!="):
        return _exact(literal, family)
    if test.operator in ("in", "not in"):
        return _in_collection(literal, family, context)
    if test.operator == "substring":
        return _substring(literal, family, context)
    if test.operator in ("startswith", "endswith"):
        return _method(literal, family, context)
    return ()


def _family(literal: Node, context: FixContext) -> str:
    """Return what cuts the family out of a code, in the quotes of a literal."""
    quote = "'" if context.text(literal).endswith("'") else '"'
    return f".split({quote}.{quote})[0]"


def _exact(side: Node, family: str) -> tuple[Edit, ...]:
    """Cut the family out of what is compared with `side`, which is or holds the literal."""
    comparison = side.parent
    if comparison is None or comparison.type != "comparison_operator":
        return ()
    sides = comparison.named_children
    others = [each for each in sides if each.id != side.id]
    if len(sides) != 2 or len(others) != 1 or others[0].type not in _POSTFIX:
        return ()
    return (inserted(others[0].end_byte, family),)


def _in_collection(literal: Node, family: str, context: FixContext) -> tuple[Edit, ...]:
    collection = literal.parent
    if collection is None or collection.type not in _COLLECTIONS:
        return ()
    items = [child for child in collection.named_children if child.type != "comment"]
    if any(item.type != "string" or "." in context.text(item) for item in items):
        return ()  # A whole code in it would not match any more.
    return _exact(collection, family)


def _substring(literal: Node, family: str, context: FixContext) -> tuple[Edit, ...]:
    comparison = literal.parent
    if comparison is None or comparison.type != "comparison_operator":
        return ()
    if len(comparison.named_children) != 2 or len(comparison.children) != 3:
        return ()
    left, operator, right = comparison.children
    if left.id != literal.id or right.type not in _POSTFIX:
        return ()
    sign = {"in": "==", "not in": "!="}.get(operator.type)
    if sign is None:
        return ()
    text = f"{context.text(right)}{family} {sign} {context.text(literal)}"
    return (replaced(comparison, text),)


def _method(literal: Node, family: str, context: FixContext) -> tuple[Edit, ...]:
    arguments = literal.parent
    call = arguments.parent if arguments else None
    if arguments is None or call is None or call.type != "call":
        return ()
    function = call.child_by_field_name("function")
    code = function.child_by_field_name("object") if function else None
    if len(arguments.named_children) != 1 or code is None or code.type not in _POSTFIX:
        return ()
    text = f"{context.text(code)}{family} == {context.text(literal)}"
    if call.parent is None or call.parent.type not in _LOOSE:
        text = f"({text})"
    return (replaced(call, text),)


COMPARE_FAMILY = RuleFix(
    what=Text(
        'Compares `code.split(".")[0]` with the family, in whatever form the code has.',
        '改为比较 `code.split(".")[0]`，保留错误码原来的写法。',
    ),
    build=_build,
)
