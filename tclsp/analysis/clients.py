"""What kind of SDK object an expression is: a client, a request, an answer."""

import re
from typing import TypeAlias

from attrs import define, field, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.hosts import Hosts
from tclsp.analysis.module import ClassInfo, Unit, Value
from tclsp.analysis.names import Names
from tclsp.analysis.spelling import last_name, spelling

_DEPTH = 6
"""How many assignments, returns and attributes are followed."""

_CLIENT = re.compile(r"(?:^|\.)tencentcloud\.(\w+)\.v(\d{8})\.\w+_client(?:_async)?\.(\w+Client)$")
_REQUEST = re.compile(r"(?:^|\.)tencentcloud\.(\w+)\.v(\d{8})\.models\.(\w+)Request$")
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


@frozen
class Client:
    """A client of one service."""

    service: str
    version: str
    """As the API writes it; empty where unknown."""


@frozen
class CommonClient:
    """A `CommonClient`; `service` is empty where it is no literal."""

    service: str
    version: str


@frozen
class Request:
    """A request model."""

    service: str
    version: str
    action: str


@frozen(eq=False)
class Instance:
    """An object of a class of the project."""

    info: ClassInfo


@frozen
class RawAnswer:
    """What an HTTP library gives for a call to the API: the response, or its JSON body."""

    service: str


Kind: TypeAlias = Client | CommonClient | Request | Instance | RawAnswer


@define(eq=False)
class Inference:
    """Finds the kinds of the expressions of a project."""

    names: Names
    hosts: Hosts = field(init=False)

    @hosts.default
    def _make_hosts(self) -> Hosts:
        return Hosts(self.names)

    def kind(self, expression: s.Expression, unit: Unit, depth: int = _DEPTH) -> Kind | None:
        """Return the SDK kind of an expression, or `None` where it is not known."""
        if depth == 0:
            return None
        match expression:
            case s.Name():
                return self._of_name(expression, unit, depth)
            case s.Attribute():
                return self._of_attribute(expression, unit, depth)
            case s.Call():
                return self._of_call(expression, unit, depth)
            case s.Await() | s.Walrus():
                return self.kind(expression.value, unit, depth)
            case s.Boolean():
                return self._first(expression.operands, unit, depth)
            case s.Conditional():
                return self._first((expression.body, expression.orelse), unit, depth)
        return None

    def _first(self, candidates: tuple[s.Expression, ...], unit: Unit, depth: int) -> Kind | None:
        for candidate in candidates:
            found = self.kind(candidate, unit, depth - 1)
            if found is not None:
                return found
        return None

    def _of_values(self, values: list[Value], depth: int) -> Kind | None:
        for value in values:
            found = self.kind(value.expression, value.unit, depth - 1)
            if found is not None:
                return found
        return None

    def _of_name(self, name: s.Name, unit: Unit, depth: int) -> Kind | None:
        if name.name in ("self", "cls") and unit.owner is not None:
            return Instance(unit.owner)
        around: Unit | None = unit
        while around is not None and name.name not in around.values:
            parameter = around.parameter(name.name)
            if parameter is not None:
                return self._of_annotation(parameter.annotation, around)
            around = around.parent
        return self.names.of_values(
            unit,
            ("kind", name.name, depth),
            lambda: self.names.values(name, unit),
            lambda values: self._of_values(values, depth),
        )

    def _of_attribute(self, node: s.Attribute, unit: Unit, depth: int) -> Kind | None:
        owner = self.kind(node.value, unit, depth - 1)
        if not isinstance(owner, Instance):
            return self.names.of_values(
                unit,
                ("kind", spelling(node), depth),
                lambda: self.names.values(node, unit),
                lambda values: self._of_values(values, depth),
            )
        return self._of_own_attribute(owner.info, node.name, unit, depth)

    def _of_own_attribute(self, owner: ClassInfo, name: str, unit: Unit, depth: int) -> Kind | None:
        """Return the kind of an attribute of an object of the project, which `unit` reads."""
        annotation = next(
            (
                each.annotations[name]
                for each in self.names.lineage(owner)
                if name in each.annotations
            ),
            None,
        )
        if annotation is not None:
            found = self._of_annotation(annotation.expression, annotation.unit)
            if found is not None:
                return found
        found = self.names.of_values(
            unit,
            ("kind", owner.qualified, name, depth),
            lambda: self.names.class_attribute(owner, name),
            lambda values: self._of_values(values, depth),
        )
        if found is not None:
            return found
        method = self.names.method(owner, name)
        if method is not None and _is_property(method):
            return self._of_return(method, depth)
        return None

    def _of_annotation(self, annotation: s.Expression | None, unit: Unit) -> Kind | None:
        if annotation is None:
            return None
        for part in walks.walk(annotation):
            for name in _names_in(part):
                found = self._of_class(self.names.dotted(name, unit), (), unit)
                if found is not None:
                    return found
        return None

    def _of_class(
        self, dotted: str | None, arguments: tuple[s.Argument, ...], unit: Unit
    ) -> Kind | None:
        if not dotted:
            return None
        found = _of_sdk_class(dotted, arguments)
        if found is not None:
            return found
        info = self.names.project.class_info(dotted, unit.module)
        return None if info is None else self.of_own_class(info, arguments)

    def of_own_class(self, info: ClassInfo, arguments: tuple[s.Argument, ...] = ()) -> Kind:
        """Return what a class of the project is: a client where it derives from one."""
        for each in self.names.lineage(info):
            for base in each.bases:
                dotted = self.names.dotted(base, each.unit)
                if dotted is None or dotted in (each.name, each.qualified):
                    continue
                found = _of_sdk_class(dotted, arguments)
                if isinstance(found, (Client, CommonClient)):
                    return found
        return Instance(info)

    def _of_call(self, call: s.Call, unit: Unit, depth: int) -> Kind | None:
        found = self._of_class(self.names.dotted(call.function, unit), call.arguments, unit)
        if isinstance(found, CommonClient):
            return self._with_texts(found, call, unit)
        if found is not None:
            return found
        answer = self._answer(call, unit, depth)
        if answer is not None:
            return answer
        callee = self.names.callee(call, unit) or self._method(call, unit, depth)
        if callee is not None and callee is not unit:
            return self._of_return(callee, depth)
        return None

    def _method(self, call: s.Call, unit: Unit, depth: int) -> Unit | None:
        if not isinstance(call.function, s.Attribute):
            return None
        owner = self.kind(call.function.value, unit, depth - 1)
        if isinstance(owner, Instance):
            return self.names.method(owner.info, call.function.name)
        return None

    def _with_texts(self, found: CommonClient, call: s.Call, unit: Unit) -> CommonClient:
        """Fill service and version from positional or keyword arguments, constants followed."""
        texts = {"service": found.service, "version": found.version}
        for name, argument in zip(("service", "version"), call.arguments, strict=False):
            if not argument.keyword:
                texts[name] = self.names.text(argument.value, unit) or ""
        for argument in call.arguments:
            if argument.keyword in texts:
                texts[argument.keyword] = self.names.text(argument.value, unit) or ""
        return CommonClient(texts["service"], texts["version"])

    def _of_return(self, function: Unit, depth: int) -> Kind | None:
        node = function.function
        if node is not None and node.returns is not None:
            found = self._of_annotation(node.returns, function)
            if found is not None and not isinstance(found, Instance):
                return found
        return self._first(tuple(function.returned), function, depth)

    # ------------------------------------------------------------ raw HTTP

    def _answer(self, call: s.Call, unit: Unit, depth: int) -> RawAnswer | None:
        service = self.hosts.of_http_call(call, unit)
        if service is not None:
            return RawAnswer(service)
        function = call.function
        if isinstance(function, s.Attribute) and function.name in ("json", "read", "decode"):
            found = self.kind(function.value, unit, depth - 1)
            return found if isinstance(found, RawAnswer) else None
        if self.names.dotted(function, unit) in ("json.loads", "json.load") and call.arguments:
            body = call.arguments[0].value
            if isinstance(body, s.Attribute) and body.name in ("text", "content"):
                body = body.value
            found = self.kind(body, unit, depth - 1)
            return found if isinstance(found, RawAnswer) else None
        return None


def _names_in(annotation: s.Expression) -> list[s.Expression]:
    """Return the name that a part of an annotation is, or the names in a quoted one."""
    if isinstance(annotation, s.String):
        return [_named(dotted) for dotted in _DOTTED.findall(annotation.value)]
    return [annotation] if isinstance(annotation, (s.Name, s.Attribute)) else []


def _named(dotted: str) -> s.Expression:
    root, *names = dotted.split(".")
    found: s.Expression = s.Name(root)
    for name in names:
        found = s.Attribute(found, name, 0, 0)
    return found


def _of_sdk_class(
    dotted: str, arguments: tuple[s.Argument, ...]
) -> Client | CommonClient | Request | None:
    client = _CLIENT.search(dotted)
    if client:
        return Client(client[1], _version(client[2]))
    request = _REQUEST.search(dotted)
    if request:
        return Request(request[1], _version(request[2]), request[3])
    if dotted.rpartition(".")[2] == "CommonClient" and _is_sdk_name(dotted):
        texts = [_literal(argument.value) for argument in arguments[:2]]
        texts += [""] * (2 - len(texts))
        return CommonClient(texts[0], texts[1])
    return None


def _is_sdk_name(dotted: str) -> bool:
    return "tencentcloud" in dotted.lower() or dotted == "CommonClient"


def _is_property(unit: Unit) -> bool:
    decorators = unit.function.decorators if unit.function else ()
    return any(last_name(each).endswith("property") for each in decorators)


def _version(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def _literal(expression: s.Expression) -> str:
    return expression.value if isinstance(expression, s.String) else ""
