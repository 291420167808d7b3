"""Python code reduced to what the analysis looks at.

libcst keeps every blank and comma of a file. This form keeps names, literals, calls and control
flow, is several times smaller, and holds no link to a tree, so that trees can be dropped as soon as
they are lowered (`tclsp.analysis.lower`).

Every statement has a `number`: its place in a pre-order walk over the statements of its piece.
Expressions that a finding can stand at have an `ordinal` as well: how many expressions of the same
kind stand before them in the same statement. `tclsp.source.locations` turns both into spans.
"""

from typing import Literal, TypeAlias

from attrs import frozen

# ---------------------------------------------------------------- expressions


@frozen(eq=False, weakref_slot=False)
class Name:
    """A plain name."""

    name: str


@frozen(eq=False, weakref_slot=False)
class Attribute:
    """`value.name`."""

    value: "Expression"
    name: str
    statement: int
    ordinal: int


@frozen(eq=False, weakref_slot=False)
class Argument:
    """One argument of a call."""

    value: "Expression"
    keyword: str = ""
    """Empty for a positional argument."""
    star: Literal["", "*", "**"] = ""


@frozen(eq=False, weakref_slot=False)
class Call:
    """`function(arguments)`."""

    function: "Expression"
    arguments: tuple[Argument, ...]
    statement: int
    ordinal: int


@frozen(eq=False, weakref_slot=False)
class String:
    """A string without interpolation; parts that Python joins are one."""

    value: str
    statement: int
    ordinal: int
    """That of its first part."""


@frozen(eq=False, weakref_slot=False)
class Format:
    """An f-string."""

    parts: "tuple[Expression, ...]"
    """The interpolated expressions, and the texts between them as `String`."""
    statement: int
    ordinal: int


@frozen(eq=False, weakref_slot=False)
class Constant:
    """A number, `None`, `True`, `False` or `...`, as it is written."""

    text: str


@frozen(eq=False, weakref_slot=False)
class Subscript:
    """`value[index]`."""

    value: "Expression"
    index: "Expression"
    statement: int
    ordinal: int


@frozen(eq=False, weakref_slot=False)
class Slice:
    """`lower:upper` inside a subscript."""

    lower: "Expression | None"
    upper: "Expression | None"


@frozen(eq=False, weakref_slot=False)
class Compare:
    """`left operator right`, chained comparisons included."""

    left: "Expression"
    operators: tuple[str, ...]
    rights: "tuple[Expression, ...]"
    statement: int
    ordinal: int


@frozen(eq=False, weakref_slot=False)
class Boolean:
    """`a and b and c`, `a or b or c`."""

    operator: Literal["and", "or"]
    operands: "tuple[Expression, ...]"


@frozen(eq=False, weakref_slot=False)
class Not:
    """`not operand`."""

    operand: "Expression"


@frozen(eq=False, weakref_slot=False)
class Conditional:
    """`body if test else orelse`."""

    body: "Expression"
    test: "Expression"
    orelse: "Expression"


@frozen(eq=False, weakref_slot=False)
class Binary:
    """An arithmetic operation; `%` formats where its left side is a text.

    The operator is `%`, `|`, `&`, or `+` for all others.
    """

    left: "Expression"
    operator: str
    right: "Expression"


@frozen(eq=False, weakref_slot=False)
class Collection:
    """A list, tuple or set display."""

    kind: Literal["list", "tuple", "set"]
    items: "tuple[Expression, ...]"


@frozen(eq=False, weakref_slot=False)
class Mapping:
    """A dict display; a key is `None` before `**value`."""

    items: "tuple[tuple[Expression | None, Expression], ...]"


@frozen(eq=False, weakref_slot=False)
class Comprehension:
    """A comprehension or a generator expression."""

    element: "Expression"
    targets: "tuple[Expression, ...]"
    iterables: "tuple[Expression, ...]"
    conditions: "tuple[Expression, ...]"


@frozen(eq=False, weakref_slot=False)
class Star:
    """`*value` outside a call."""

    value: "Expression"


@frozen(eq=False, weakref_slot=False)
class Await:
    """`await value`."""

    value: "Expression"


@frozen(eq=False, weakref_slot=False)
class Lambda:
    """A lambda."""

    parameters: "tuple[Parameter, ...]"
    body: "Expression"


@frozen(eq=False, weakref_slot=False)
class Walrus:
    """`(target := value)`."""

    target: "Expression"
    value: "Expression"


@frozen(eq=False, weakref_slot=False)
class Yield:
    """`yield value`, `yield from value`."""

    value: "Expression | None"


@frozen(eq=False, weakref_slot=False)
class Group:
    """Any other expression: only its parts matter."""

    parts: "tuple[Expression, ...]"


@frozen(eq=False, weakref_slot=False)
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


@frozen(eq=False, weakref_slot=False)
class Parameter:
    """A parameter of a function."""

    name: str
    annotation: Expression | None = None
    default: Expression | None = None
    star: Literal["", "*", "**"] = ""


@frozen(eq=False, weakref_slot=False)
class Evaluate:
    """An expression, an `assert`'s message, a `del`: evaluated, nothing bound."""

    number: int
    value: Expression


@frozen(eq=False, weakref_slot=False)
class Assert:
    """`assert test`."""

    number: int
    test: Expression


@frozen(eq=False, weakref_slot=False)
class Assign:
    """An assignment of any kind."""

    number: int
    targets: tuple[Expression, ...]
    value: Expression | None
    annotation: Expression | None = None
    augmented: bool = False


@frozen(eq=False, weakref_slot=False)
class Return:
    """`return value`."""

    number: int
    value: Expression | None


@frozen(eq=False, weakref_slot=False)
class Raise:
    """`raise error from cause`."""

    number: int
    error: Expression | None
    cause: Expression | None


@frozen(eq=False, weakref_slot=False)
class Leave:
    """`pass`, `break`, `continue` and what binds nothing of interest (`global`)."""

    number: int
    kind: Literal["pass", "break", "continue", "other"]


@frozen(eq=False, weakref_slot=False)
class Import:
    """An import: pairs of the bound name and the dotted name that it stands for."""

    number: int
    bindings: tuple[tuple[str, str], ...]


@frozen(eq=False, weakref_slot=False)
class If:
    """`if`; an `elif` is an `If` alone in `orelse`."""

    number: int
    test: Expression
    body: "tuple[Statement, ...]"
    orelse: "tuple[Statement, ...]"


@frozen(eq=False, weakref_slot=False)
class Loop:
    """`for` and `while`."""

    number: int
    target: Expression | None
    """`None` for `while`."""
    subject: Expression
    """What is iterated over, or the condition."""
    body: "tuple[Statement, ...]"
    orelse: "tuple[Statement, ...]"


@frozen(eq=False, weakref_slot=False)
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


@frozen(eq=False, weakref_slot=False)
class Try:
    """`try` with its clauses."""

    number: int
    body: "tuple[Statement, ...]"
    handlers: tuple[Except, ...]
    orelse: "tuple[Statement, ...]"
    final: "tuple[Statement, ...]"


@frozen(eq=False, weakref_slot=False)
class With:
    """`with` and `async with`: pairs of the manager and its target."""

    number: int
    items: tuple[tuple[Expression, Expression | None], ...]
    body: "tuple[Statement, ...]"


@frozen(eq=False, weakref_slot=False)
class Case:
    """One `case` of a `match`."""

    number: int
    pattern: Expression
    guard: Expression | None
    body: "tuple[Statement, ...]"


@frozen(eq=False, weakref_slot=False)
class Match:
    """`match subject`."""

    number: int
    subject: Expression
    cases: tuple[Case, ...]


@frozen(eq=False, weakref_slot=False)
class Function:
    """`def` and `async def`."""

    number: int
    name: str
    parameters: tuple[Parameter, ...]
    decorators: tuple[Expression, ...]
    returns: Expression | None
    body: "tuple[Statement, ...]"
    asynchronous: bool


@frozen(eq=False, weakref_slot=False)
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
