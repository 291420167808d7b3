"""Attributes that are read of SDK errors and answers, and that these do not have."""

from collections.abc import Iterator

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.carrying import Carrying, Part
from tclsp.analysis.escapes import Escapes
from tclsp.analysis.handlers import FoundHandler
from tclsp.analysis.module import Unit

MEANT = {
    "request_id": "requestId",
    "requestID": "requestId",
    "request_Id": "requestId",
    "requestid": "requestId",
    "RequestId": "requestId",
    "RequestID": "requestId",
    "error_code": "code",
    "err_code": "code",
    "errorCode": "code",
    "Code": "code",
    "error_msg": "message",
    "err_msg": "message",
    "error_message": "message",
    "errorMessage": "message",
    "Message": "message",
    "msg": "message",
    "get_requestId": "get_request_id",
    "get_requestid": "get_request_id",
    "getRequestId": "get_request_id",
    "get_requestID": "get_request_id",
    "getCode": "get_code",
    "get_error_code": "get_code",
    "getMessage": "get_message",
    "get_msg": "get_message",
    "get_error_message": "get_message",
}
"""What is written for an attribute of the SDK error, and what it is called
(`tencentcloud/common/exception/tencent_cloud_sdk_exception.py`)."""

_OF_MODEL = frozenset({"requestId", "request_id", "requestID", "requestid"})


@define(eq=False)
class WrongAttributes:
    """Finds such attributes in a project."""

    escapes: Escapes
    carrying: Carrying

    def of_handler(self, handler: FoundHandler) -> Iterator[s.Attribute]:
        """Yield the attributes that a handler reads of an SDK error, which alone it catches."""
        if handler.kind != "named" or not handler.bound or not self._only_sdk_errors(handler):
            return
        if any(_binds(statement, handler.bound) for statement in walks.statements(handler.body)):
            return
        nodes = list(walks.all_expressions(handler.body))
        asked = {name for node in nodes for name in _asked_for(node)}
        for node in nodes:
            if (
                isinstance(node, s.Attribute)
                and isinstance(node.value, s.Name)
                and node.value.name == handler.bound
                and node.name in MEANT
                and node.name not in asked
            ):
                yield node

    def of_answers(self, unit: Unit) -> Iterator[s.Attribute]:
        """Yield `answer.requestId` where `answer` is the model that a typed call gave."""
        for node in unit.nodes:
            if (
                isinstance(node, s.Attribute)
                and node.name in _OF_MODEL
                and isinstance(node.value, s.Name)
                and self._is_model(node.value, unit)
            ):
                yield node

    def of_raw_answers(self, unit: Unit) -> Iterator[s.Subscript]:
        """Yield `answer["Response"]["Error"]["RequestId"]`: it stands beside `Error`."""
        if not self.carrying.speaks_of_answers(unit):
            return
        for node in unit.nodes:
            if (
                isinstance(node, s.Subscript)
                and isinstance(node.index, s.String)
                and node.index.value == "RequestId"
                and self.carrying.parts(node.value, {}, unit) == Part.CODE | Part.MESSAGE
            ):
                yield node

    def _only_sdk_errors(self, handler: FoundHandler) -> bool:
        """Tell whether every class caught is the SDK's own: a subclass may define more."""
        names = self.escapes.calls.inference.names
        module = handler.unit.module
        return all(
            names.is_sdk_error(each, handler.unit)
            and names.project.class_info(each, module) is None
            for each in handler.classes
        )

    def _is_model(self, name: s.Name, unit: Unit) -> bool:
        """Tell whether all that a name is bound to are answers of typed calls."""
        values = unit.assigned(name.name)
        if not values or name.name in unit.drawn:
            return False
        return all(self._is_typed_call(value, unit) for value in values)

    def _is_typed_call(self, value: s.Expression, unit: Unit) -> bool:
        if isinstance(value, s.Await):
            value = value.value
        if not isinstance(value, s.Call):
            return False
        target = self.escapes.calls.target(value, unit)
        if target is None or target.kind != "typed" or not target.service:
            return False
        return isinstance(value.function, s.Attribute) and value.function.name == target.action


def _asked_for(node: s.Expression) -> Iterator[str]:
    """Yield the names that `hasattr` and `getattr` ask for."""
    if not isinstance(node, s.Call) or not isinstance(node.function, s.Name):
        return
    if node.function.name in ("hasattr", "getattr"):
        yield from (a.value.value for a in node.arguments if isinstance(a.value, s.String))


def _binds(statement: s.Statement, name: str) -> bool:
    return isinstance(statement, s.Assign) and any(
        isinstance(target, s.Name) and target.name == name for target in statement.targets
    )
