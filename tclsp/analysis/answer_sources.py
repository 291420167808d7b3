"""Where answers come from: HTTP calls to the API, calls of SDK clients, and what unpacks them."""

from functools import cache

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis.answers import Answer, AnswerKind, Level, Origin
from tclsp.analysis.calls import Target
from tclsp.analysis.clients import Client, CommonClient
from tclsp.analysis.escapes import Escapes
from tclsp.analysis.module import Unit
from tclsp.analysis.spelling import last_name

_OPENERS = frozenset(
    {
        "Request",
        "HTTPSConnection",
        "HTTPConnection",
        "HTTPSConnectionPool",
        "HTTPConnectionPool",
        "ClientSession",
        "Client",
        "AsyncClient",
        "Session",
    }
)
"""Callables that are given the host and send nothing yet."""
_SENDERS = frozenset(
    {"getresponse", "get", "post", "request", "send", "urlopen", "open", "fetch", "stream", "put"}
)
_TO_DICT = frozenset({"json"})
_TO_TEXT = frozenset({"read", "text", "decode", "encode", "strip", "result"})
_DUMPS = frozenset({"str", "repr", "dumps", "deepcopy", "copy"})
_KEEPS_KEYS = frozenset({"dict", "list", "set", "tuple", "sorted"})
_JSON_METHODS = frozenset({"call_json"})


@define(eq=False)
class AnswerSources:
    """Finds the calls that give an answer, and follows what unpacks it."""

    escapes: Escapes

    def of_call(self, call: s.Call, given: list[Answer | None], unit: Unit) -> Answer | None:
        """Return the answer that a call gives by itself.

        `given` is what its arguments are, in their order.
        """
        name = last_name(call.function)
        if self.escapes.callee(call, unit) is None:
            raw = self._raw(call, name, given, unit)
            if raw is not None:
                return raw
        target = self.escapes.calls.target(call, unit) or self._of_own_client(call, unit)
        if target is None or target.kind == "raw":
            return None
        if target.kind == "common":
            if name in _JSON_METHODS:
                return self._answer("dict", target, "body", call, unit)
            return self._answer("dict", target, "text", call, unit) if name == "call" else None
        if target.kind == "typed" and name != target.action:
            return None
        return self._answer("model", target, "object", call, unit)

    def unpacked(
        self, call: s.Call, owner: Answer | None, given: list[Answer | None], unit: Unit
    ) -> Answer | None:
        """Return what a method of an answer, or a function that is given one, makes of it."""
        name = last_name(call.function)
        if owner is not None and owner.level == "connection" and name in _SENDERS:
            target = next(iter(owner.origins)).target
            return self._answer("raw", target, "http", call, unit)
        if owner is not None:
            return _of_method(owner, name)
        first = given[0] if given else None
        if first is None:
            return None
        if name in ("loads", "load") and first.level in ("text", "http", "body"):
            return first.at("response" if first.kind == "model" else "body")
        if name in _DUMPS:
            keeps = name in ("deepcopy", "copy") or first.level == "http"
            return first if keeps else first.at("text")
        if name in _KEEPS_KEYS and first.level in ("body", "response"):
            return first
        return None

    def _raw(
        self, call: s.Call, name: str, given: list[Answer | None], unit: Unit
    ) -> Answer | None:
        calls = self.escapes.calls
        service = calls.inference.hosts.of_http_call(call, unit)
        host = next((each for each in given if each and each.level in ("host", "connection")), None)
        if service is None and name in _OPENERS:
            service = calls.inference.hosts.given_to(call, unit)
        sends = name in _SENDERS or name in _OPENERS
        if service is None and host is not None and sends:
            service = next(iter(host.origins)).target.service
        if service is None:
            return None
        target = Target("raw", calls.catalog.package_of(service), "", "")
        level: Level = "connection" if name in _OPENERS else "http"
        return self._answer("raw", target, level, call, unit)

    def _of_own_client(self, call: s.Call, unit: Unit) -> Target | None:
        """Recognise `self.call_json(...)` in a class that derives from a client."""
        match call.function:
            case s.Attribute(s.Name("self"), "call" | "call_json") if unit.owner is not None:
                kind = self.escapes.calls.inference.of_own_class(unit.owner)
                if isinstance(kind, (Client, CommonClient)):
                    service = self.escapes.calls.catalog.package_of(kind.service)
                    return Target("common", service, kind.version, self._action(call, unit))
        return None

    def _action(self, call: s.Call, unit: Unit) -> str:
        names = self.escapes.calls.inference.names
        return (names.text(call.arguments[0].value, unit) or "") if call.arguments else ""

    def host(self, argument: s.Expression, unit: Unit) -> Answer | None:
        """Return the host of the API that an argument names, so that a helper can be followed."""
        hosts = self.escapes.calls.inference.hosts
        service = self.escapes.keeping.of(
            unit, ("host", argument), lambda: hosts.named_in(argument, unit)
        )
        if service is None:
            return None
        return _host(service, self.escapes.calls.catalog.package_of(service))

    def _answer(
        self, kind: AnswerKind, target: Target, level: Level, call: s.Call, unit: Unit
    ) -> Answer:
        key = f"{unit.module.path}:{unit.piece}:{call.statement}:{call.ordinal}"
        origin = Origin(kind, target, call, last_name(call.function), key)
        return Answer(frozenset({origin}), kind, level)


@cache
def _host(service: str, package: str) -> Answer:
    """Return the answer that a host will give: one for each service, whoever names it."""
    call = s.Call(s.Name(service), (), 0, 0)
    origin = Origin("raw", Target("raw", package, "", ""), call, "", f"host {service}")
    return Answer(frozenset({origin}), "raw", "host")


def _of_method(owner: Answer, name: str) -> Answer | None:
    match owner.level:
        case "connection":
            return owner if name == "prepare" else None
        case "http":
            if name in _TO_DICT:
                return owner.at("body")
            if name == "getcode":
                return owner.at("status")
            return owner.at("text") if name in _TO_TEXT else None
        case "text":
            return owner if name in _TO_TEXT else None
        case "object":
            if name == "to_json_string":
                return owner.at("text")
            return owner.at("response") if name == "_serialize" else None
        case "body" | "response":
            return owner if name in ("copy", "keys") else None
    return None
