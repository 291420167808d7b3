"""API calls: which call expressions send a request to Tencent Cloud, and to what."""

import re
from collections.abc import Iterator
from typing import Literal

from attrs import define, evolve, field, frozen

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.clients import Client, CommonClient, Inference, Request
from tclsp.analysis.futures import Futures
from tclsp.analysis.keeping import Keeping
from tclsp.analysis.module import Module, Unit
from tclsp.analysis.spelling import is_partial, is_super, last_name
from tclsp.catalog.store import Catalog

_ACTION = re.compile(r"[A-Z][A-Za-z0-9]*$")
_GENERIC = frozenset({"call", "call_json", "call_sse", "call_octet_stream", "call_and_deserialize"})
_LATER = frozenset(
    {"submit", "Thread", "Timer", "apply_async", "delay", "add_job", "map", "register", "partial"}
)
"""Callables that run what they are given at another time: the error does not arrive here."""


@frozen(eq=False)
class Target:
    """What an API call asks for; a field is empty where the code does not say."""

    kind: Literal["typed", "common", "dynamic", "raw"]
    service: str
    version: str
    action: str


@define(eq=False)
class Calls:
    """Finds the API calls of a project."""

    inference: Inference
    catalog: Catalog
    _keeping: Keeping = field(init=False)
    _services: dict[int, frozenset[str] | None] = field(factory=dict)

    @_keeping.default
    def _of_project(self) -> Keeping:
        return self.inference.names.keeping

    def target(self, call: s.Call, unit: Unit) -> Target | None:
        """Return what a call asks the API for, or `None` where it is no API call."""
        # There are so many of them that a key without a name tells in the memory.
        return self._keeping.of(unit, call, lambda: self._target(call, unit))

    def _target(self, call: s.Call, unit: Unit) -> Target | None:
        raw = self.inference.hosts.of_http_call(call, unit)
        if raw is not None:
            return Target("raw", self.catalog.package_of(raw), "", "")
        found = self._of_function(call.function, call, unit) or self._handed_over(call, unit)
        return found and evolve(found, service=self.catalog.package_of(found.service))

    def given_method(self, call: s.Call, unit: Unit) -> tuple[int, s.Attribute] | None:
        """Return the client's method that a call hands over, with the place of the argument.

        `None` where the call asks the API itself, as `client.DescribeZones(request)` does.
        """
        if self._of_function(call.function, call, unit) is not None:
            return None
        for index, argument in enumerate(call.arguments):
            method = method_inside(argument.value)
            if method is not None and isinstance(self.inference.kind(method.value, unit), Client):
                return index, method
        return None

    def in_expression(
        self, expression: s.Expression, unit: Unit
    ) -> Iterator[tuple[s.Call, Target]]:
        """Yield the API calls that evaluating an expression makes; lambdas run elsewhere."""
        pending = [expression]
        while pending:
            part = pending.pop()
            if isinstance(part, s.Lambda) or hands_errors_on(part):
                continue
            if isinstance(part, s.Call):
                target = self.target(part, unit)
                if target is not None:
                    yield part, target
            pending.extend(reversed(walks.parts(part)))

    # ------------------------------------------------------------ the ways to call

    def _of_function(self, function: s.Expression, call: s.Call, unit: Unit) -> Target | None:
        if isinstance(function, s.Attribute):
            if function.name in _GENERIC:
                return self._generic(function, call, unit)
            if function.name == "result":
                return self._of_future(function.value, unit)
            if _ACTION.match(function.name):
                return self._typed(function, call, unit)
            return None
        if isinstance(function, s.Call):
            return self._dynamic(function, unit)
        if isinstance(function, s.Name):
            return self._through_name(function, call, unit)
        return None

    def _typed(self, function: s.Attribute, call: s.Call, unit: Unit) -> Target | None:
        action = function.name
        receiver = self.inference.kind(function.value, unit)
        if isinstance(receiver, Client):
            return Target("typed", receiver.service, receiver.version, action)
        for argument in call.arguments[:1]:
            request = self.inference.kind(argument.value, unit)
            if isinstance(request, Request) and request.action == action:
                return Target("typed", request.service, request.version, action)
        if receiver is not None or not call.arguments:
            return None
        return self._by_action_name(function, action, unit)

    def _by_action_name(self, function: s.Attribute, action: str, unit: Unit) -> Target | None:
        """Recognise an unknown receiver by the action's name, in modules that import the SDK."""
        imported = self._imported_services(unit.module)
        if imported is None or self._is_imported(function.value, unit):
            return None
        offering = self.catalog.services_with_action(action)
        if not offering:
            return None
        known = sorted(offering & imported) or (sorted(offering) if len(offering) == 1 else [])
        return Target("typed", known[0] if len(known) == 1 else "", "", action)

    def _is_imported(self, expression: s.Expression, unit: Unit) -> bool:
        """Tell whether an expression is a module or class that an import names."""
        dotted = self.inference.names.dotted(expression, unit)
        if dotted is None:
            return False
        root = dotted.partition(".")[0]
        module = unit.module
        return root in {name.partition(".")[0] for name in module.imports.values()} or (
            root in module.classes
        )

    def _imported_services(self, module: Module) -> frozenset[str] | None:
        """Return the services whose SDK packages a module imports; `None` where it has none."""
        key = id(module)
        if key not in self._services:
            self._services[key] = _services_imported_by(module)
        return self._services[key]

    def _generic(self, function: s.Attribute, call: s.Call, unit: Unit) -> Target | None:
        action = self._action_argument(call, unit)
        receiver = self.inference.kind(function.value, unit)
        if isinstance(receiver, (Client, CommonClient)):
            return Target("common", receiver.service, receiver.version, action)
        if receiver is not None or self._imported_services(unit.module) is None:
            return None
        if function.name == "call" and not self.catalog.services_with_action(action):
            return None
        if is_super(function.value):
            return None
        return Target("common", "", "", action)

    def _action_argument(self, call: s.Call, unit: Unit) -> str:
        for index, argument in enumerate(call.arguments):
            if argument.keyword == "action" or (index == 0 and not argument.keyword):
                return self.inference.names.text(argument.value, unit) or ""
        return ""

    def _dynamic(self, function: s.Call, unit: Unit) -> Target | None:
        """Recognise `getattr(client, action)(request)`."""
        if not _is_getattr(function):
            return None
        owner, name = function.arguments[0].value, function.arguments[1].value
        receiver = self.inference.kind(owner, unit)
        action = self.inference.names.text(name, unit) or ""
        if isinstance(receiver, Client):
            return Target("dynamic", receiver.service, receiver.version, action)
        if (
            receiver is None
            and self._imported_services(unit.module) is not None
            and _is_called_client(owner)
        ):
            return Target("dynamic", "", "", action)
        return None

    def _through_name(self, name: s.Name, call: s.Call, unit: Unit) -> Target | None:
        """Follow `method = client.DescribeX` or `method = getattr(client, action)`."""
        for value in self.inference.names.values(name, unit):
            expression = value.expression
            if isinstance(expression, s.Attribute) and _ACTION.match(expression.name):
                return self._typed(expression, call, value.unit)
            if isinstance(expression, s.Call) and _is_getattr(expression):
                return self._dynamic(expression, value.unit)
        return None

    def _of_future(self, future: s.Expression, unit: Unit) -> Target | None:
        """Recognise `future.result()` of a call that was submitted to a pool."""
        for submitted in Futures(self.inference.names).submitted(future, unit):
            target = self._given(submitted, unit)
            if target is not None:
                return target
        return None

    def _handed_over(self, call: s.Call, unit: Unit) -> Target | None:
        """Recognise `asyncio.to_thread(client.Action, request)` and helpers given a method."""
        if last_name(call.function) in _LATER:
            return None
        return self._given(call, unit)

    def _given(self, call: s.Call, unit: Unit) -> Target | None:
        """Return what the client's method asks for that is among the arguments of a call."""
        for argument in call.arguments:
            method = method_inside(argument.value)
            if method is None:
                continue
            receiver = self.inference.kind(method.value, unit)
            if isinstance(receiver, Client):
                return Target("typed", receiver.service, receiver.version, method.name)
        return None


def hands_errors_on(part: s.Expression) -> bool:
    """Recognise `gather(..., return_exceptions=True)`: the errors come as its result."""
    return isinstance(part, s.Call) and any(
        argument.keyword == "return_exceptions"
        and isinstance(argument.value, s.Constant)
        and argument.value.text == "True"
        for argument in part.arguments
    )


def _services_imported_by(module: Module) -> frozenset[str] | None:
    after = [
        names[names.index("tencentcloud") + 1 :]
        for unit in module.units
        for dotted in unit.imports.values()
        if "tencentcloud" in (names := dotted.split("."))
    ]
    if not after:
        return None
    return frozenset(names[0] for names in after if names)


def method_inside(argument: s.Expression) -> s.Attribute | None:
    """Return the `client.Action` that an argument hands over, plainly, by partial or lambda."""
    if isinstance(argument, s.Attribute) and _ACTION.match(argument.name):
        return argument
    if isinstance(argument, s.Lambda) and isinstance(argument.body, s.Call):
        return method_inside(argument.body.function)
    if isinstance(argument, s.Call) and is_partial(argument) and argument.arguments:
        return method_inside(argument.arguments[0].value)
    return None


def _is_getattr(call: s.Call) -> bool:
    return (
        isinstance(call.function, s.Name)
        and call.function.name == "getattr"
        and len(call.arguments) >= 2
    )


def _is_called_client(expression: s.Expression) -> bool:
    return "client" in last_name(expression).lower()
