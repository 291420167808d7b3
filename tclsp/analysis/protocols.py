"""Requests that the API does not take: plain HTTP, and methods other than GET and POST."""

import re
from collections.abc import Iterator
from typing import TypeAlias, TypeGuard

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.clients import Inference
from tclsp.analysis.module import Unit
from tclsp.analysis.places import Located
from tclsp.analysis.spelling import last_name, spelling

_HOST = re.compile(r"http://[\w.-]*tencentcloudapi\.com\b", re.IGNORECASE)
_PLAIN = re.compile(r"http://(?:[\w-]+\.)*$|http://(?:%s|\{\w*\})", re.IGNORECASE)
_METHODS = frozenset({"put", "delete", "patch", "head", "options"})
_TAKEN = frozenset({"GET", "POST"})
_GOES_NOWHERE = frozenset(
    {
        *("startswith", "replace", "removeprefix", "strip", "lstrip", "split", "partition", "find"),
        *("print", "debug", "info", "warning", "warn", "error", "exception", "critical", "log"),
    }
)
"""Functions that send nothing to an address that they are given."""
_PARAMETERS = ("protocol", "endpoint", "reqMethod", "reqTimeout", "keepAlive", "proxy")
"""The parameters of `HttpProfile` by their places (`tencentcloud/common/profile/http_profile.py`);
a root of the domains of one's own stands as a keyword."""

FoundFault: TypeAlias = tuple[Located, str]


@define(eq=False)
class Protocols:
    """Finds such requests in units."""

    inference: Inference

    def of_unit(self, unit: Unit) -> Iterator[FoundFault]:
        """Yield the nodes that say so, each with `http` or with the method."""
        ignored = _texts_that_go_nowhere(unit)
        for node in unit.nodes:
            if id(node) in ignored:
                continue
            match node:
                case s.String() if _HOST.match(node.value.strip()):
                    yield node, "http"
                case s.Format() if self._is_plain_format(node, unit):
                    yield node, "http"
                case s.Binary(s.String() as scheme, "+" | "%", rest):
                    if _PLAIN.match(scheme.value) and self._is_host(rest, unit):
                        yield scheme, "http"
                case s.Call():
                    yield from self._of_call(node, unit)
        for statement in walks.statements(unit.body):
            if isinstance(statement, s.Assign):
                yield from self._of_assignment(statement, unit)

    # ------------------------------------------------------------ URLs and methods

    def _is_plain_format(self, node: s.Format, unit: Unit) -> bool:
        first = node.parts[0] if node.parts else None
        if not isinstance(first, s.String) or not first.value.lower().startswith("http://"):
            return False
        rest = s.Group((s.String(first.value[7:], 0, 0), *node.parts[1:]))
        return self._is_host(rest, unit)

    def _is_host(self, expression: s.Expression, unit: Unit) -> bool:
        return self.inference.hosts.named_in(expression, unit) is not None

    def _of_call(self, call: s.Call, unit: Unit) -> Iterator[FoundFault]:
        function = call.function
        if self._is_profile(call, unit):
            yield from self._of_profile(call, unit)
        elif isinstance(function, s.Attribute):
            if function.name in _METHODS and self._is_sent(call, unit):
                yield function, function.name.upper()
            elif function.name == "format" and isinstance(function.value, s.String):
                texts = s.Group(tuple(argument.value for argument in call.arguments))
                if _PLAIN.match(function.value.value) and self._is_host(texts, unit):
                    yield function.value, "http"
            elif function.name == "request" and self._is_request(call, unit):
                method = call.arguments[0].value
                text = self.inference.names.text(method, unit)
                if text is not None and text.isalpha() and text.upper() not in _TAKEN:
                    yield call, text.upper()

    def _is_sent(self, call: s.Call, unit: Unit) -> bool:
        """Tell whether the address that a call is given is one of the API."""
        address = next((a.value for a in call.arguments if a.keyword in ("", "url")), None)
        return address is not None and self._is_host(address, unit)

    def _is_request(self, call: s.Call, unit: Unit) -> bool:
        """Recognise `requests.request(method, url)` and `connection.request(method, path)`."""
        if not call.arguments or call.arguments[0].keyword not in ("", "method"):
            return False
        if self.inference.hosts.of_http_call(call, unit) is not None:
            return True
        function = call.function
        if not isinstance(function, s.Attribute):
            return False
        return any(
            isinstance(value.expression, s.Call)
            and last_name(value.expression.function) == "HTTPSConnection"
            and self.inference.hosts.given_to(value.expression, value.unit) is not None
            for value in self.inference.names.values(function.value, unit)
        )

    # ------------------------------------------------------------ HttpProfile

    def _is_profile(self, call: s.Call, unit: Unit) -> bool:
        dotted = self.inference.names.dotted(call.function, unit) or ""
        return dotted.rpartition(".")[2] == "HttpProfile"

    def _of_profile(self, call: s.Call, unit: Unit) -> Iterator[FoundFault]:
        given = {argument.keyword: argument.value for argument in call.arguments}
        given.update(
            (name, argument.value)
            for name, argument in zip(_PARAMETERS, call.arguments, strict=False)
            if not argument.keyword and not argument.star
        )
        faults = list(self._faults_of(given.get("protocol"), given.get("reqMethod"), unit))
        if not faults:
            return
        owners = {
            name
            for statement in walks.statements(unit.body)
            if isinstance(statement, s.Assign)
            and statement.value is not None
            and any(part is call for part in walks.walk(statement.value))
            for target in statement.targets
            if (name := spelling(target)) is not None
        }
        if not self._may_lead_elsewhere(call, given, owners, unit):
            for written in faults:
                yield call, written

    def _of_assignment(self, node: s.Assign, unit: Unit) -> Iterator[FoundFault]:
        """Read `profile.protocol = "http"` and `profile.reqMethod = "PUT"`."""
        for target in node.targets:
            if not isinstance(target, s.Attribute) or node.value is None:
                continue
            if target.name not in ("protocol", "scheme", "reqMethod"):
                continue
            call = self._profile_behind(target.value, unit)
            if call is None:
                continue
            is_method = target.name == "reqMethod"
            scheme = None if is_method else node.value
            method = node.value if is_method else None
            faults = list(self._faults_of(scheme, method, unit))
            given = {argument.keyword: argument.value for argument in call.arguments}
            owners = {name for name in (spelling(target.value),) if name is not None}
            if faults and not self._may_lead_elsewhere(call, given, owners, unit):
                for written in faults:
                    yield target, written

    def _profile_behind(self, owner: s.Expression, unit: Unit) -> s.Call | None:
        for value in self.inference.names.values(owner, unit):
            if isinstance(value.expression, s.Call) and self._is_profile(value.expression, unit):
                return value.expression
        return None

    def _faults_of(
        self, scheme: s.Expression | None, method: s.Expression | None, unit: Unit
    ) -> Iterator[str]:
        names = self.inference.names
        text = names.text(scheme, unit) if scheme is not None else None
        if text is not None and text.lower().rstrip(":/") == "http":
            yield "http"
        text = names.text(method, unit) if method is not None else None
        if text is not None and text.upper() not in _TAKEN:
            yield text.upper()

    def _may_lead_elsewhere(
        self, call: s.Call, given: dict[str, s.Expression], owners: set[str], unit: Unit
    ) -> bool:
        """Tell whether a profile may lead to another host than one of the API's.

        `owners` are the names that it is bound to; the whole module may set its endpoint.
        """
        if "rootDomain" in given or any(argument.star for argument in call.arguments):
            return True
        self.inference.names.keeping.look_everywhere()
        endpoints = [given["endpoint"]] if "endpoint" in given else []
        endpoints_set = (
            (statement.value, each)
            for each in unit.module.units
            for statement in walks.statements(each.body)
            if isinstance(statement, s.Assign) and statement.value is not None
            for target in statement.targets
            if isinstance(target, s.Attribute)
            and target.name in ("endpoint", "rootDomain")
            and (spelling(target.value) in owners or _is_of_client_profile(target.value))
        )
        return any(not self._is_host(endpoint, unit) for endpoint in endpoints) or any(
            not self._is_host(endpoint, each) for endpoint, each in endpoints_set
        )


def _is_of_client_profile(owner: s.Expression) -> bool:
    return isinstance(owner, s.Attribute) and owner.name == "httpProfile"


def _texts_that_go_nowhere(unit: Unit) -> set[int]:
    """Return the ids of texts that are documentation, compared, or told to somebody."""
    found: set[int] = set()
    for statement in walks.statements(unit.body):
        if isinstance(statement, s.Evaluate) and isinstance(statement.value, (s.String, s.Format)):
            found.update(map(id, walks.walk(statement.value)))
    for node in unit.nodes:
        if isinstance(node, s.Compare):
            found.update(map(id, walks.walk(node)))
        elif _goes_nowhere(node):
            found.update(id(part) for a in node.arguments for part in walks.walk(a.value))
    return found


def _goes_nowhere(node: s.Expression) -> TypeGuard[s.Call]:
    return isinstance(node, s.Call) and last_name(node.function) in _GOES_NOWHERE
