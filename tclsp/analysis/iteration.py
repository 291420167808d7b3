"""Tells a loop that goes through things from one that sends the same request again.

What a call is given is followed back through the names that the loop binds. Where it comes to the
loop's target, to something taken from a queue, to an offset that grows, or to the answer of the
call itself (a page's token), the next turn sends another request.
"""

from collections.abc import Iterator

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.escapes import Escapes
from tclsp.analysis.links import Links, keys
from tclsp.analysis.module import Unit
from tclsp.analysis.spelling import last_name

_TAKES = frozenset(
    {"pop", "popleft", "popitem", "get_nowait", "next", "input", "raw_input", "recv", "receive"}
    | {"readline", "lpop", "rpop", "blpop", "brpop", "__next__", "anext", "__anext__", "read"}
    | {
        "poll",
        "consume",
        "fetchone",
        "get_message",
        "receive_message",
        "reserve",
        "dequeue",
        "accept",
        "next_page",
        "prompt",
        "take",
    }
)
"""Functions that give something else each time."""
_ASKS_FOR_WORK = frozenset({"input", "raw_input", "prompt", "recv", "accept", "blpop", "brpop"})
"""Functions by which a loop waits for what it is to do next."""
_ASIDE = frozenset(
    {"print", "debug", "info", "warning", "error", "exception", "critical", "log", "sleep", "wait"}
    | {"format", "min", "max", "range", "len", "str"}
)
"""Functions that are not the one which asks the API."""
_DEPTH = 3
"""How deep functions of the project are looked into."""


@define(eq=False)
class Iteration:
    """Judges the loops of a project."""

    escapes: Escapes

    def goes_through_things(
        self, loop: s.Loop, failed: list[s.Call | s.Try | s.If], unit: Unit
    ) -> bool:
        """Tell whether the calls of a loop that failed send other requests in its next turn."""
        asking = (part for part in walks.all_expressions(loop.body) if isinstance(part, s.Call))
        if any(last_name(part.function) in _ASKS_FOR_WORK for part in asking):
            return True
        return any(
            self._sends_another(loop, call, unit) for each in failed for call in _calls_in(each)
        )

    def mended(
        self, block: s.Block, failed: s.Call | s.Try | s.If, changed: frozenset[str], unit: Unit
    ) -> bool:
        """Tell whether what is set after a failure goes into the next request: another client."""
        if not changed or not isinstance(failed, s.Call):
            return False
        links = Links.of(block, unit, self.escapes.calls.inference.names)
        if any(not changed.isdisjoint(keys(each)) for each in links.behind(_given(failed))):
            return True
        callee = self.escapes.callee(failed, unit)
        own = {name for name in changed if name.startswith("self.")}
        return callee is not None and any(
            not own.isdisjoint(keys(part)) for part in callee.nodes if isinstance(part, s.Attribute)
        )

    def _sends_another(self, loop: s.Loop, call: s.Call, unit: Unit) -> bool:
        left_out = {n for n in _leaving(loop.body) if call.statement and n > call.statement}
        links = Links.of(loop.body, unit, self.escapes.calls.inference.names, left_out)
        changing = links.changing
        if loop.target is not None:
            changing.update(keys(loop.target))
        for expression in links.behind(_given(call)):
            if _takes(expression) or any(part is call for part in walks.walk(expression)):
                return True
            if not changing.isdisjoint(keys(expression)):
                return True
        return self._changes_inside(call, changing, unit, _DEPTH)

    def _changes_inside(self, call: s.Call, changing: set[str], unit: Unit, depth: int) -> bool:
        """Look into a function of the project: its locals begin anew, its object does not."""
        callee = self.escapes.callee(call, unit)
        if callee is None or callee is unit or depth == 0:
            return False
        links = Links.of(callee.body, callee, self.escapes.calls.inference.names)
        changing = {name for name in links.changing | changing if name.startswith("self.")}
        for part in callee.nodes:
            if not isinstance(part, s.Call):
                continue
            if self.escapes.calls.target(part, callee) is None:
                if self._changes_inside(part, changing, callee, depth - 1):
                    return True
                continue
            for expression in links.behind(_given(part)):
                if _takes(expression) or not changing.isdisjoint(keys(expression)):
                    return True
        return False


def _given(call: s.Call) -> list[s.Expression]:
    """Return what a call depends on: its arguments, and the object that it is a method of."""
    given = [argument.value for argument in call.arguments]
    if isinstance(call.function, s.Attribute):
        return [*given, call.function.value]
    return [*given, call.function]


def _leaving(block: s.Block, inside: bool = False) -> Iterator[int]:
    """Yield the numbers of the statements after which the loop is always left.

    `inside` another loop a `break` leaves only that one.
    """
    if any(_leaves(statement, inside) for statement in block):
        yield from (statement.number for statement in walks.statements(block))
        return
    for statement in (each for first in block for each in walks.with_elifs(first)):
        for inner in walks.blocks_but_elif(statement):
            yield from _leaving(inner, inside or isinstance(statement, s.Loop))


def _leaves(statement: s.Statement, inside: bool) -> bool:
    if isinstance(statement, s.Leave):
        return statement.kind == "break" and not inside
    return isinstance(statement, (s.Return, s.Raise))


def _takes(expression: s.Expression) -> bool:
    """Tell whether an expression takes something from a queue, a stream or a user."""
    for part in walks.walk(expression):
        if not isinstance(part, s.Call):
            continue
        name = last_name(part.function)
        is_bare = all(each.keyword for each in part.arguments)
        if name in _TAKES or (name == "get" and isinstance(part.function, s.Attribute) and is_bare):
            return True
    return False


def _calls_in(failed: s.Call | s.Try | s.If) -> Iterator[s.Call]:
    """Yield the calls that may have failed; of a raw answer one that is given all of it."""
    if isinstance(failed, s.Call):
        yield failed
    elif isinstance(failed, s.If):
        yield s.Call(s.Name("answer"), (s.Argument(failed.test),), 0, 0)
    else:
        for part in walks.all_expressions(failed.body):
            if isinstance(part, s.Call) and last_name(part.function) not in _ASIDE:
                yield part
