"""What of an error an expression carries: the whole of it, its RequestId, its code, its message.

The SDK error's `str()`, `repr()` and `args` contain the RequestId, `str()` at its very end
(`tencentcloud/common/exception/tencent_cloud_sdk_exception.py`), so a text made of the object
carries all of it and a text that is cut does not.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.arguments import parameters_for, takers
from tclsp.analysis.module import Unit
from tclsp.analysis.names import Names

Parts: TypeAlias = int
"""Some of the parts of an error, as bits of `Part`."""


class Part:
    """The parts of an error. Plain numbers: these are combined a million times in a large tree."""

    NONE = 0
    OBJECT = 1
    """The object, a text of it, its traceback; the whole raw answer: the RequestId is inside."""
    REQUEST_ID = 2
    CODE = 4
    MESSAGE = 8
    CUT = 16
    """A text of the object of which a part is cut off."""
    FIXED = 32
    """A text of the code's own."""


RECORDING = Part.OBJECT | Part.REQUEST_ID
PARTIAL = Part.CODE | Part.MESSAGE | Part.CUT

Held: TypeAlias = Mapping[str, Parts]
"""What the local names hold at a point of a path."""

_ATTRIBUTES = {
    "code": Part.CODE,
    "get_code": Part.CODE,
    "error_code": Part.CODE,
    "message": Part.MESSAGE,
    "get_message": Part.MESSAGE,
    "msg": Part.MESSAGE,
    "error_msg": Part.MESSAGE,
    "requestId": Part.REQUEST_ID,
    "get_request_id": Part.REQUEST_ID,
    "request_id": Part.REQUEST_ID,
    "RequestId": Part.REQUEST_ID,
    "__class__": Part.NONE,
}
_EXISTING = frozenset({"code", "message", "requestId", "get_code", "get_message", "get_request_id"})
"""Those that the SDK error has; the others are what people take them to be called."""

_ARGUMENTS = {"0": Part.CODE, "1": Part.MESSAGE, "2": Part.REQUEST_ID}
_KEYS = {
    "Response": Part.OBJECT,
    "Error": Part.CODE | Part.MESSAGE,
    "RequestId": Part.REQUEST_ID,
    "Code": Part.CODE,
    "Message": Part.MESSAGE,
}
_TELLS_NOTHING = frozenset(
    {"len", "type", "isinstance", "issubclass", "hasattr", "callable", "id", "bool", "int", "any"}
)
_ASKS_TEXT = frozenset(
    {"startswith", "endswith", "find", "rfind", "index", "count", "isdigit", "isalpha", "keys"}
)
_CUTS_TEXT = frozenset(
    {"split", "rsplit", "partition", "rpartition", "splitlines", "group", "groups", "groupdict"}
)
_SEARCHES = frozenset({"re.search", "re.match", "re.findall", "re.fullmatch", "textwrap.shorten"})
_CURRENT_ERROR = frozenset({"traceback.format_exc", "sys.exc_info", "sys.exception"})


@define(eq=False)
class Carrying:
    """Answers what the expressions of a project carry."""

    names: Names

    def speaks_of_answers(self, unit: Unit) -> bool:
        """Tell whether a unit reads raw answers or codes without being handed an error.

        In all others nothing carries anything until a handler or a parameter brings an error.
        """
        return self.names.keeping.of(unit, "speaks", lambda: any(map(_speaks, unit.nodes)))

    def parts(self, expression: s.Expression, held: Held, unit: Unit, depth: int = 4) -> Parts:
        """Return what of the error an expression carries.

        `held` says what the local names hold at this point; `depth` how many functions of the
        project are still followed.
        """
        match expression:
            case s.Name(name):
                return self._of_name(name, held, unit, depth)
            case s.String():
                return Part.FIXED if expression.value.strip() else Part.NONE
            case s.Attribute():
                return self._of_attribute(expression, held, unit, depth)
            case s.Call():
                return self._of_call(expression, held, unit, depth)
            case s.Subscript():
                return self._of_subscript(expression, held, unit, depth)
            case s.Boolean("or", operands):
                return self._of_alternatives(operands, held, unit, depth)
            case s.Conditional():
                return self._of_conditional(expression, held, unit, depth)
            case s.Compare() | s.Not() | s.Lambda():
                return Part.NONE
        found = Part.NONE
        for part in walks.parts(expression):
            found |= self.parts(part, held, unit, depth)
        return found

    def cut_in(self, expression: s.Expression, held: Held, unit: Unit) -> s.Expression | None:
        """Return the innermost expression that cuts a part off a text of the error."""
        found: s.Expression | None = None
        for part in walks.walk(expression):
            if not isinstance(part, (s.Subscript, s.Call)):
                continue
            if self.parts(part, held, unit) & Part.CUT:
                inner = (self.parts(each, held, unit) for each in walks.parts(part))
                if any(each & Part.OBJECT for each in inner):
                    found = part
        return found

    def _of_name(self, name: str, held: Held, unit: Unit, depth: int) -> Parts:
        if name in held:
            return held[name]
        values = unit.assigned(name) if depth else ()
        if not values:
            return Part.NONE
        key = "carries", name, depth, frozenset(held.items())
        return self.names.keeping.of(unit, key, lambda: self._of_values(values, held, unit, depth))

    def _of_values(
        self, values: Sequence[s.Expression], held: Held, unit: Unit, depth: int
    ) -> Parts:
        found = Part.NONE
        for value in values:
            if _could_carry(value):
                found |= self.parts(value, held, unit, depth - 1) & ~Part.FIXED
        return found

    def _of_attribute(self, node: s.Attribute, held: Held, unit: Unit, depth: int) -> Parts:
        owner = self.parts(node.value, held, unit, depth)
        if owner & Part.OBJECT:
            return _ATTRIBUTES.get(node.name, Part.OBJECT)
        if isinstance(node.value, s.Name) and node.value.name in ("self", "cls"):
            return held.get(f"self.{node.name}", Part.NONE)
        return owner & ~Part.FIXED

    def _of_subscript(self, node: s.Subscript, held: Held, unit: Unit, depth: int) -> Parts:
        value, index = node.value, node.index
        if isinstance(value, s.Attribute) and value.name == "args":
            owner = self.parts(value.value, held, unit, depth)
            if owner & Part.OBJECT and isinstance(index, s.Constant):
                return _ARGUMENTS.get(index.text, Part.NONE)
        owner = self.parts(value, held, unit, depth)
        if isinstance(index, s.String):
            return _of_key(index.value, owner)
        if isinstance(index, s.Slice) and not _keeps_end(index):
            return _cut(owner)
        return owner

    def _of_alternatives(
        self, operands: tuple[s.Expression, ...], held: Held, unit: Unit, depth: int
    ) -> Parts:
        """Of `a or b`, a part of the error that is always there is what stands."""
        found = Part.NONE
        for operand in operands:
            found |= self.parts(operand, held, unit, depth)
            if found & (RECORDING | PARTIAL):
                return found
        return found

    def _of_conditional(self, node: s.Conditional, held: Held, unit: Unit, depth: int) -> Parts:
        body = self.parts(node.body, held, unit, depth)
        if body & (RECORDING | PARTIAL) and _asks_for_attribute(node.test):
            return body
        return body | self.parts(node.orelse, held, unit, depth)

    # ------------------------------------------------------------ calls

    def _of_call(self, call: s.Call, held: Held, unit: Unit, depth: int) -> Parts:
        dotted = self.names.dotted(call.function, unit) or ""
        if dotted in _CURRENT_ERROR:
            return Part.OBJECT
        if dotted in _TELLS_NOTHING:
            return Part.NONE
        if dotted == "getattr" and len(call.arguments) >= 2:
            return self._of_getattr(call, held, unit, depth)
        if dotted in _SEARCHES:
            return _cut(self._of_arguments(call, held, unit, depth))
        if isinstance(call.function, s.Attribute):
            return self._of_method(call, call.function, held, unit, depth)
        if isinstance(call.function, s.Call):
            return self.parts(call.function, held, unit, depth)
        return self._of_result(call, held, unit, depth)

    def _of_getattr(self, call: s.Call, held: Held, unit: Unit, depth: int) -> Parts:
        owner = self.parts(call.arguments[0].value, held, unit, depth)
        name = self.names.text(call.arguments[1].value, unit) or ""
        found = _ATTRIBUTES.get(name, Part.NONE) if owner & Part.OBJECT else Part.NONE
        if found and name in _EXISTING:
            return found
        defaults = call.arguments[2:]
        return self.parts(defaults[0].value, held, unit, depth) if defaults else Part.NONE

    def _of_method(
        self, call: s.Call, function: s.Attribute, held: Held, unit: Unit, depth: int
    ) -> Parts:
        owner = self.parts(function.value, held, unit, depth)
        if not owner & (RECORDING | PARTIAL):
            if function.name in ("get_code", "get_request_id"):
                return _ATTRIBUTES[function.name]
            if function.name == "get" and _asks_for_response(call):
                return Part.OBJECT
            if function.name == "get" and self._looks_up_code(call, held, unit, depth):
                defaults = (self.parts(a.value, held, unit, depth) for a in call.arguments[1:])
                return next(defaults, Part.NONE)
            return owner & Part.FIXED | self._of_result(call, held, unit, depth)
        if function.name in _ASKS_TEXT:
            return Part.NONE
        if function.name in _CUTS_TEXT:
            return _cut(owner)
        if function.name == "get" and call.arguments:
            key = call.arguments[0].value
            return _of_key(key.value, owner) if isinstance(key, s.String) else owner
        if owner & Part.OBJECT and function.name in _ATTRIBUTES:
            return _ATTRIBUTES[function.name]
        return owner | self._of_arguments(call, held, unit, depth)

    def _looks_up_code(self, call: s.Call, held: Held, unit: Unit, depth: int) -> bool:
        """Tell whether a call is `TABLE.get(e.code, default)`: what it gives is not the code."""
        keys = call.arguments[:1]
        return any(self.parts(key.value, held, unit, depth) == Part.CODE for key in keys)

    def _of_arguments(self, call: s.Call, held: Held, unit: Unit, depth: int) -> Parts:
        found = Part.NONE
        for argument in call.arguments:
            found |= self.parts(argument.value, held, unit, depth)
        return found

    def _of_result(self, call: s.Call, held: Held, unit: Unit, depth: int) -> Parts:
        """Return what the result of a call carries: what the function makes of its arguments."""
        given = self._of_arguments(call, held, unit, depth)
        callee = self.names.callee(call, unit)
        if not given & (RECORDING | PARTIAL) or callee is None or depth == 0:
            return given
        inner = self.received(call, callee, held, unit, depth)
        key = "returns", depth, frozenset(inner.items())
        return self.names.keeping.of(callee, key, lambda: self._of_returned(callee, inner, depth))

    def _of_returned(self, callee: Unit, held: Held, depth: int) -> Parts:
        found = Part.NONE
        for value in callee.returned:
            found |= self.parts(value, held, callee, depth - 1)
        return found

    def received(self, call: s.Call, callee: Unit, held: Held, unit: Unit, depth: int) -> Held:
        """Return what the parameters of a function of the project hold in one call of it."""
        parameters = parameters_for(call, callee)
        result: dict[str, Parts] = {each.name: Part.NONE for each in parameters}
        for index, argument in enumerate(call.arguments):
            parts = self.parts(argument.value, held, unit, depth)
            for parameter in takers(parameters, argument, index):
                result[parameter.name] |= parts
        return result


def _speaks(expression: s.Expression) -> bool:
    if isinstance(expression, s.String):
        return expression.value in ("Response", "Error")
    return isinstance(expression, s.Attribute) and expression.name in (
        "get_code",
        "get_request_id",
    )


def _could_carry(value: s.Expression) -> bool:
    """Leave out plain literals, which most assignments are."""
    return not isinstance(value, (s.Constant, s.String, s.Lambda))


def _of_key(key: str, owner: Parts) -> Parts:
    """Return what `answer[key]` carries, for an answer or a part of one.

    Whatever has a `Response` inside is a raw answer.
    """
    if owner & Part.OBJECT or key == "Response":
        return _KEYS.get(key, Part.NONE)
    if owner & (Part.CODE | Part.MESSAGE):
        if key == "RequestId":
            # It stands beside `Error`: a fault, but not one of forgetting the RequestId.
            return Part.REQUEST_ID
        return _KEYS.get(key, owner) & (Part.CODE | Part.MESSAGE)
    return owner & ~Part.FIXED


def _asks_for_response(call: s.Call) -> bool:
    key = call.arguments[0].value if call.arguments else None
    return isinstance(key, s.String) and key.value == "Response"


def _cut(owner: Parts) -> Parts:
    if owner & Part.OBJECT:
        return owner & ~Part.OBJECT | Part.CUT
    return owner


def _keeps_end(index: s.Slice) -> bool:
    """Tell whether a slice keeps the end of a text, where the RequestId stands."""
    return index.upper is None


def _asks_for_attribute(test: s.Expression) -> bool:
    return (
        isinstance(test, s.Call)
        and isinstance(test.function, s.Name)
        and test.function.name == "hasattr"
    )
