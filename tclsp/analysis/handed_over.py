"""What becomes of functions that are given to other functions: who runs them, and who catches."""

from collections.abc import Iterator

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.arguments import parameters_for, taker
from tclsp.analysis.module import Unit
from tclsp.analysis.sites import Site, Sites
from tclsp.analysis.spelling import called_name

RUNNERS = frozenset(
    {
        "to_thread",
        "run_in_executor",
        "run_sync",
        "run_in_threadpool",
        "sync_to_async",
        "run",
        "Fire",
        "wrapper",
        "map",
        "imap",
        "imap_unordered",
        "starmap",
        "filter",
        "apply",
        "start_soon",
        "retry_call",
        "call_with_retry",
        "run_until_complete",
    }
)
"""They run the function that they are given; its error arrives where their answer is taken."""


@define(eq=False)
class HandedOver:
    """Follows functions that are arguments."""

    sites: Sites

    def arrives(self, site: Site, argument: s.Argument, index: int) -> bool:
        """Tell whether the error of a function given to a call arrives at the call.

        Not where the function called catches it, keeps the function for later, or is not known.
        """
        escapes = self.sites.catching.escapes
        callee = escapes.callee(site.call, site.unit)
        if callee is None:
            return called_name(site.call.function) in RUNNERS
        parameter = taker(parameters_for(site.call, callee), argument, index)
        return parameter is not None and self.raised_by(callee, parameter.name)

    def raised_by(self, unit: Unit, parameter: str) -> bool:
        """Tell whether a function calls what a parameter holds and lets its error out.

        Functions nested in it count: a decorator calls in its wrapper what it decorates.
        """
        sites = list(self.calling(unit, parameter))
        return bool(sites) and not all(site.caught for site in sites)

    def calling(self, unit: Unit, parameter: str) -> Iterator[Site]:
        """Yield where a function, or one nested in it, runs what a parameter holds."""
        for site in self.sites.of_unit(unit):
            function = site.call.function
            called = isinstance(function, s.Name) and function.name == parameter
            if called or (called_name(function) in RUNNERS and _is_given(site.call, parameter)):
                yield site
        for inner in unit.children.values():
            if inner.parameter(parameter) is None:
                yield from self.calling(inner, parameter)


def _is_given(call: s.Call, name: str) -> bool:
    return any(
        isinstance(part, s.Name) and part.name == name
        for argument in call.arguments
        for part in walks.walk(argument.value)
    )
