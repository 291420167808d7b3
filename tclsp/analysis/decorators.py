"""Decorators that catch what the function which they decorate raises."""

from collections.abc import Iterator

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis.catching import MAY_CATCH
from tclsp.analysis.handed_over import HandedOver
from tclsp.analysis.module import ClassInfo, Unit
from tclsp.analysis.spelling import called_name

_REGISTERING = frozenset({"errorhandler", "app_errorhandler", "exception_handler", "on_exception"})
"""They make a function a handler, or repeat it; none catches for good."""


@define(eq=False)
class Decorators:
    """Judges the decorators of a project's functions."""

    handed: HandedOver

    def catch(self, unit: Unit) -> bool:
        """Tell whether a decorator of a function catches its errors, or may well do so."""
        decorators = unit.function.decorators if unit.function else ()
        around = unit.parent or unit
        keeping = self.handed.sites.catching.escapes.keeping
        return keeping.of(
            unit, "is caught", lambda: any(self._catches(each, around) for each in decorators)
        )

    def _catches(self, decorator: s.Expression, unit: Unit) -> bool:
        function = decorator.function if isinstance(decorator, s.Call) else decorator
        escapes = self.handed.sites.catching.escapes
        for argument in decorator.arguments if isinstance(decorator, s.Call) else ():
            # A retry that answers in the place of the error; Celery's list of what it repeats.
            if argument.keyword == "retry_error_callback":
                return True
            if argument.keyword == "autoretry_for" and escapes.catches(argument.value, unit):
                return True
        made = escapes.callee(s.Call(function, (), 0, 0), unit)
        if made is not None:
            return self._wrapper_catches(made)
        info = escapes.calls.inference.names.class_info(function, unit)
        if info is not None:
            return self._class_catches(info)
        name = called_name(function)
        return name not in _REGISTERING and MAY_CATCH.search(name) is not None

    def _wrapper_catches(self, made: Unit) -> bool:
        """Tell whether a decorator, or the one that it makes, catches what it decorates.

        One that nowhere calls what it is given either gives it back or hides it: the former is
        told by its `return`.
        """
        calling = [
            sites
            for unit in (made, *_nested(made))
            for parameter in unit.parameters
            if (sites := list(self.handed.calling(unit, parameter.name)))
        ]
        if calling:
            return any(all(site.caught for site in sites) for sites in calling)
        return not any(_gives_back(unit) for unit in (made, *_nested(made)))

    def _class_catches(self, info: ClassInfo) -> bool:
        names = self.handed.sites.catching.escapes.calls.inference.names
        call = names.method(info, "__call__")
        return call is None or self._wrapper_catches(call)


def _nested(unit: Unit) -> Iterator[Unit]:
    for inner in unit.children.values():
        yield inner
        yield from _nested(inner)


def _gives_back(unit: Unit) -> bool:
    parameters = {parameter.name for parameter in unit.parameters}
    return any(isinstance(value, s.Name) and value.name in parameters for value in unit.returned)
