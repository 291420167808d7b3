"""Where code names a host of the API, and which service that is the host of."""

import re
from collections.abc import Iterator

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.module import Unit, Value
from tclsp.analysis.names import Names
from tclsp.analysis.spelling import last_name, spelling

_FOLLOW = 4
"""How many names are followed."""
_HOST = re.compile(r"(?:([a-z0-9]+)(?:\.[a-z0-9-]+)?\.)?(?:internal\.)?tencentcloudapi\.com", re.I)
_HTTP_METHODS = frozenset(
    {"post", "get", "request", "urlopen", "Request", "HTTPSConnection", "HTTPConnection", "fetch"}
)


@define(eq=False)
class Hosts:
    """Finds the hosts in a project; a service is empty where its host does not say which it is."""

    names: Names

    def of_http_call(self, call: s.Call, unit: Unit) -> str | None:
        """Return the service that a raw HTTP call goes to; None where it is none to the API."""
        return self.given_to(call, unit) if last_name(call.function) in _HTTP_METHODS else None

    def given_to(self, call: s.Call, unit: Unit) -> str | None:
        """Return the service whose host a call is given; None where it is given none."""
        looks_up = isinstance(call.function, s.Attribute) and call.function.name == "get"
        for index, argument in enumerate(call.arguments[:3]):
            if looks_up and index and not argument.keyword:
                # The default of `environ.get(name, default)` is no place to send anything to.
                continue
            service = self.named_in(argument.value, unit)
            if service is not None:
                return service
        return None

    def named_in(self, expression: s.Expression, unit: Unit, depth: int = _FOLLOW) -> str | None:
        """Return the service whose host stands in a text, names followed; None without one."""
        for part in walks.walk(expression):
            if isinstance(part, s.String):
                found = _HOST.search(part.value)
                if found:
                    return (found[1] or "").lower()
            elif isinstance(part, (s.Name, s.Attribute)) and depth:
                service = self._behind(part, unit, depth - 1)
                if service is not None:
                    return service
        return None

    def _behind(self, name: s.Name | s.Attribute, unit: Unit, depth: int) -> str | None:
        def find(values: list[Value]) -> str | None:
            services = (self.named_in(each.expression, each.unit, depth) for each in values)
            return next((service for service in services if service is not None), None)

        key = "host", spelling(name), depth
        return self.names.of_values(unit, key, lambda: self._texts(name, unit), find)

    def _texts(self, name: s.Name | s.Attribute, unit: Unit) -> Iterator[Value]:
        """Yield what a name or attribute is bound to, the default of a parameter included."""
        yield from self.names.values(name, unit)
        parameter = unit.parameter(name.name) if isinstance(name, s.Name) else None
        if parameter is not None and parameter.default is not None:
            yield Value(parameter.default, unit)
