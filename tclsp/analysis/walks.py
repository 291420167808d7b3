"""Walks over the reduced form of the code (`tclsp.analysis.syntax`)."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, TypeGuard

from tclsp.analysis.syntax import (
    Alternatives,
    Assert,
    Assign,
    Attribute,
    Await,
    Binary,
    Block,
    Boolean,
    Call,
    Class,
    Collection,
    Compare,
    Comprehension,
    Conditional,
    Evaluate,
    Expression,
    Format,
    Function,
    Group,
    If,
    Lambda,
    Loop,
    Mapping,
    Match,
    Not,
    Raise,
    Return,
    Slice,
    Star,
    Statement,
    Subscript,
    Try,
    Walrus,
    With,
    Yield,
)

_Parts: TypeAlias = tuple[Expression, ...]


def _present(*found: Expression | None) -> _Parts:
    return tuple(part for part in found if part is not None)


_EXPRESSION_PARTS: dict[type[Any], Callable[[Any], _Parts]] = {
    Attribute: lambda node: (node.value,),
    Star: lambda node: (node.value,),
    Await: lambda node: (node.value,),
    Walrus: lambda node: (node.value,),
    Call: lambda node: (node.function, *(argument.value for argument in node.arguments)),
    Format: lambda node: node.parts,
    Group: lambda node: node.parts,
    Subscript: lambda node: (node.value, node.index),
    Slice: lambda node: _present(node.lower, node.upper),
    Compare: lambda node: (node.left, *node.rights),
    Boolean: lambda node: node.operands,
    Not: lambda node: (node.operand,),
    Conditional: lambda node: (node.body, node.test, node.orelse),
    Binary: lambda node: (node.left, node.right),
    Collection: lambda node: node.items,
    Mapping: lambda node: _present(*(part for item in node.items for part in item)),
    Comprehension: lambda node: (node.element, *node.iterables, *node.conditions),
    Lambda: lambda node: (node.body,),
    Yield: lambda node: _present(node.value),
    Alternatives: lambda node: node.patterns,
}


def parts(expression: Expression) -> tuple[Expression, ...]:
    """Return the expressions directly inside `expression`, in the order of the source."""
    inside = _EXPRESSION_PARTS.get(type(expression))
    return inside(expression) if inside else ()


def operands(operation: Binary) -> tuple[Expression, ...]:
    """Return what a row of one operator joins: it nests, and may do so deeper than Python calls."""
    found: list[Expression] = [operation.right]
    left = operation.left
    while isinstance(left, Binary) and left.operator == operation.operator:
        found.append(left.right)
        left = left.left
    return (left, *reversed(found))


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield `expression` and everything inside it, outer before inner."""
    pending = [expression]
    while pending:
        current = pending.pop()
        yield current
        # `parts` written out: this is the innermost loop of the analysis.
        inside = _EXPRESSION_PARTS.get(type(current))
        if inside is not None:
            pending.extend(reversed(inside(current)))


_STATEMENT_PARTS: dict[type[Any], Callable[[Any], _Parts]] = {
    Evaluate: lambda node: (node.value,),
    Assert: lambda node: (node.test,),
    Assign: lambda node: _present(*node.targets, node.value),
    Return: lambda node: _present(node.value),
    Raise: lambda node: _present(node.error, node.cause),
    If: lambda node: (node.test,),
    Loop: lambda node: (node.subject,),
    With: lambda node: tuple(manager for manager, _ in node.items),
    Match: lambda node: (node.subject, *_present(*(case.guard for case in node.cases))),
    Function: lambda node: (
        *node.decorators,
        *_present(*(parameter.default for parameter in node.parameters)),
    ),
    Class: lambda node: node.bases,
}


def expressions(statement: Statement) -> tuple[Expression, ...]:
    """Return the expressions of the statement itself, without those of its blocks."""
    own = _STATEMENT_PARTS.get(type(statement))
    return own(statement) if own else ()


_STATEMENT_BLOCKS: dict[type[Any], Callable[[Any], tuple[Block, ...]]] = {
    If: lambda node: (node.body, node.orelse),
    Loop: lambda node: (node.body, node.orelse),
    Try: lambda node: (
        node.body,
        *(clause.body for clause in node.handlers),
        node.orelse,
        node.final,
    ),
    With: lambda node: (node.body,),
    Match: lambda node: tuple(case.body for case in node.cases),
}


def blocks(statement: Statement) -> tuple[Block, ...]:
    """Return the blocks inside a statement, those of nested functions and classes left out."""
    inside = _STATEMENT_BLOCKS.get(type(statement))
    return inside(statement) if inside else ()


def has_elif(statement: Statement) -> TypeGuard[If]:
    """Tell whether a statement is an `if` whose other side is nothing but an `if`: an `elif`."""
    return (
        isinstance(statement, If)
        and len(statement.orelse) == 1
        and isinstance(statement.orelse[0], If)
    )


def with_elifs(statement: Statement) -> Iterator[Statement]:
    """Yield a statement, and of an `if` its `elif`s: such chains can be thousands long."""
    yield statement
    while has_elif(statement):
        statement = statement.orelse[0]
        yield statement


def blocks_but_elif(statement: Statement) -> tuple[Block, ...]:
    """Return the blocks inside a statement, for a walk along `with_elifs`."""
    return (statement.body,) if has_elif(statement) else blocks(statement)


def statements(block: Block) -> Iterator[Statement]:
    """Yield every statement of a block, outer before inner, nested functions not entered."""
    pending = list(reversed(block))
    while pending:
        current = pending.pop()
        yield current
        for inner in reversed(blocks(current)):
            pending.extend(reversed(inner))


def all_expressions(block: Block) -> Iterator[Expression]:
    """Yield every expression of a block, outer before inner, nested functions not entered."""
    for statement in statements(block):
        for expression in expressions(statement):
            yield from walk(expression)
