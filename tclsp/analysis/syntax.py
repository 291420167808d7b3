"""Python code reduced to what the analysis looks at.

libcst keeps every blank and comma of a file. This form keeps names, literals, calls and control
flow, is several times smaller, and holds no link to a tree, so that trees can be dropped as soon as
they are lowered (`tclsp.analysis.lower`).

Every statement has a `number`: its place in a pre-order walk over the statements of its piece.
Expressions that a finding can stand at have an `ordinal` as well: how many expressions of the same
kind stand before them in the same statement. `tclsp.source.locations` turns both into spans.
"""

from collections.abc import Callable, Iterator
from typing import Any, Literal, TypeAlias, TypeGuard

from attrs import frozen

# ---------------------------------------------------------------- expressions


@frozen(eq=False)
class Name:
    """A plain name."""

    name: str


@frozen(eq=False)
class Attribute:
    """`value.name`."""

    value: "Expression"
    name: str
    statement: int
    ordinal: int


@frozen(eq=False)
class Argument:
    """One argument of a call."""

    value: "Expression"
    keyword: str = ""
    """Empty for a positional argument."""
    star: Literal["", "*", "**"] = ""


@frozen(eq=False)
class Call:
    """`function(arguments)`."""

    function: "Expression"
    arguments: tuple[Argument, ...]
    statement: int
    ordinal: int


@frozen(eq=False)
class String:
    """A string without interpolation; parts that Python joins are one."""

    value: str
    statement: int
    ordinal: int
    """That of its first part."""


@frozen(eq=False)
class Format:
    """An f-string."""

    parts: "tuple[Expression, ...]"
    """The interpolated expressions, and the texts between them as `String`."""
    statement: int
    ordinal: int


@frozen(eq=False)
class Constant:
    """A number, `None`, `True`, `False` or `...`, as it is written."""

    text: str


@frozen(eq=False)
class Subscript:
    """`value[index]`."""

    value: "Expression"
    index: "Expression"
    statement: int
    ordinal: int


@frozen(eq=False)
class Slice:
    """`lower:upper` inside a subscript."""

    lower: "Expression | None"
    upper: "Expression | None"


@frozen(eq=False)
class Compare:
    """`left operator right`, chained comparisons included."""

    left: "Expression"
    operators: tuple[str, ...]
    rights: "tuple[Expression, ...]"
    statement: int
    ordinal: int


@frozen(eq=False)
class Boolean:
    """`a and b and c`, `a or b or c`."""

    operator: Literal["and", "or"]
    operands: "tuple[Expression, ...]"


@frozen(eq=False)
class Not:
    """`not operand`."""

    operand: "Expression"


@frozen(eq=False)
class Conditional:
    """`body if test else orelse`."""

    body: "Expression"
    test: "Expression"
    orelse: "Expression"


@frozen(eq=False)
class Binary:
    """An arithmetic operation; `%` formats where its left side is a text.

    The operator is `%`, `|`, `&`, or `+` for all others.
    """

    left: "Expression"
    operator: str
    right: "Expression"


@frozen(eq=False)
class Collection:
    """A list, tuple or set display."""

    kind: Literal["list", "tuple", "set"]
    items: "tuple[Expression, ...]"


@frozen(eq=False)
class Mapping:
    """A dict display; a key is `None` before `**value`."""

    items: "tuple[tuple[Expression | None, Expression], ...]"


@frozen(eq=False)
class Comprehension:
    """A comprehension or a generator expression."""

    element: "Expression"
    targets: "tuple[Expression, ...]"
    iterables: "tuple[Expression, ...]"
    conditions: "tuple[Expression, ...]"


@frozen(eq=False)
class Star:
    """`*value` outside a call."""

    value: "Expression"


@frozen(eq=False)
class Await:
    """`await value`."""

    value: "Expression"


@frozen(eq=False)
class Lambda:
    """A lambda."""

    parameters: "tuple[Parameter, ...]"
    body: "Expression"


@frozen(eq=False)
class Walrus:
    """`(target := value)`."""

    target: "Expression"
    value: "Expression"


@frozen(eq=False)
class Yield:
    """`yield value`, `yield from value`."""

    value: "Expression | None"


@frozen(eq=False)
class Group:
    """Any other expression: only its parts matter."""

    parts: "tuple[Expression, ...]"


@frozen(eq=False)
class Alternatives:
    """A pattern of a `case`: `A | B`."""

    patterns: "tuple[Expression, ...]"


Expression: TypeAlias = (
    Name
    | Attribute
    | Call
    | String
    | Format
    | Constant
    | Subscript
    | Slice
    | Compare
    | Boolean
    | Not
    | Conditional
    | Binary
    | Collection
    | Mapping
    | Comprehension
    | Star
    | Await
    | Lambda
    | Walrus
    | Yield
    | Group
    | Alternatives
)

# ---------------------------------------------------------------- statements


@frozen(eq=False)
class Parameter:
    """A parameter of a function."""

    name: str
    annotation: Expression | None = None
    default: Expression | None = None


@frozen(eq=False)
class Evaluate:
    """An expression, an `assert`'s message, a `del`: evaluated, nothing bound."""

    number: int
    value: Expression


@frozen(eq=False)
class Assert:
    """`assert test`."""

    number: int
    test: Expression


@frozen(eq=False)
class Assign:
    """An assignment of any kind."""

    number: int
    targets: tuple[Expression, ...]
    value: Expression | None
    annotation: Expression | None = None
    augmented: bool = False


@frozen(eq=False)
class Return:
    """`return value`."""

    number: int
    value: Expression | None


@frozen(eq=False)
class Raise:
    """`raise error from cause`."""

    number: int
    error: Expression | None
    cause: Expression | None


@frozen(eq=False)
class Leave:
    """`pass`, `break`, `continue` and what binds nothing of interest (`global`)."""

    number: int
    kind: Literal["pass", "break", "continue", "other"]


@frozen(eq=False)
class Import:
    """An import: pairs of the bound name and the dotted name that it stands for."""

    number: int
    bindings: tuple[tuple[str, str], ...]


@frozen(eq=False)
class If:
    """`if`; an `elif` is an `If` alone in `orelse`."""

    number: int
    test: Expression
    body: "tuple[Statement, ...]"
    orelse: "tuple[Statement, ...]"


@frozen(eq=False)
class Loop:
    """`for` and `while`."""

    number: int
    target: Expression | None
    """`None` for `while`."""
    subject: Expression
    """What is iterated over, or the condition."""
    body: "tuple[Statement, ...]"
    orelse: "tuple[Statement, ...]"


@frozen(eq=False)
class Except:
    """One `except` clause."""

    number: int
    types: Expression | None
    """`None` for a bare `except:`."""
    name: str
    """Empty where the error is not bound."""
    body: "tuple[Statement, ...]"
    old: bool = False
    """Whether it is Python 2's `except A, e`, which libcst reads as a tuple."""


@frozen(eq=False)
class Try:
    """`try` with its clauses."""

    number: int
    body: "tuple[Statement, ...]"
    handlers: tuple[Except, ...]
    orelse: "tuple[Statement, ...]"
    final: "tuple[Statement, ...]"


@frozen(eq=False)
class With:
    """`with` and `async with`: pairs of the manager and its target."""

    number: int
    items: tuple[tuple[Expression, Expression | None], ...]
    body: "tuple[Statement, ...]"


@frozen(eq=False)
class Case:
    """One `case` of a `match`."""

    number: int
    pattern: Expression
    guard: Expression | None
    body: "tuple[Statement, ...]"


@frozen(eq=False)
class Match:
    """`match subject`."""

    number: int
    subject: Expression
    cases: tuple[Case, ...]


@frozen(eq=False)
class Function:
    """`def` and `async def`."""

    number: int
    name: str
    parameters: tuple[Parameter, ...]
    decorators: tuple[Expression, ...]
    returns: Expression | None
    body: "tuple[Statement, ...]"
    asynchronous: bool


@frozen(eq=False)
class Class:
    """`class`."""

    number: int
    name: str
    bases: tuple[Expression, ...]
    body: "tuple[Statement, ...]"


Statement: TypeAlias = (
    Evaluate
    | Assert
    | Assign
    | Return
    | Raise
    | Leave
    | Import
    | If
    | Loop
    | Try
    | With
    | Match
    | Function
    | Class
)

Block: TypeAlias = tuple[Statement, ...]

# ---------------------------------------------------------------- walks


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
