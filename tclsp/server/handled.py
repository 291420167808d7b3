"""`tclsp/codes`, `tclsp/handled`: what the workspace does with which codes."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import define, frozen
from lsprotocol import types

from tclsp.analysis.code_uses import covers
from tclsp.analysis.facts import ApiCall, Handler
from tclsp.catalog.explanation import described
from tclsp.catalog.ranking import Wanted, ranked_codes
from tclsp.server.answered import own_codes
from tclsp.server.inlay_hints import shortened
from tclsp.server.own_requests import (
    CodeItem,
    CodesParams,
    CodesResult,
    HandledParams,
    HandledPlace,
    HandledResult,
    UnhandledCall,
)
from tclsp.server.references import UseInFile, deals_with, uses_in_workspace
from tclsp.server.view import WorkspaceView

_MOST = 200


def answer_codes(view: WorkspaceView, params: CodesParams) -> CodesResult:
    """Answer `tclsp/codes`."""
    return CodeTree.of(view).level(params)


def answer_handled(view: WorkspaceView, params: HandledParams) -> HandledResult:
    """Answer `tclsp/handled`."""
    tree = CodeTree.of(view)
    handled = [
        HandledPlace(each.location, each.use.code)
        for each in tree.uses
        if deals_with(each.use, params.code)
    ]
    return HandledResult(handled, list(tree.unhandled_calls(params.code, params.service)))


@frozen
class CallInFile:
    """An API call of the workspace, and the codes that its handlers name."""

    call: ApiCall
    location: types.Location
    named: tuple[str, ...]


@define
class CodeTree:
    """The services that the workspace calls, their families and codes."""

    view: WorkspaceView
    uses: list[UseInFile]
    calls: list[CallInFile]

    @classmethod
    def of(cls, view: WorkspaceView) -> "CodeTree":
        """Read the facts of the workspace."""
        return cls(view, list(uses_in_workspace(view)), list(_calls(view)))

    def level(self, params: CodesParams) -> CodesResult:
        """Return one level of the tree, or what fits a query."""
        if params.query:
            return self._found(params.query)
        if params.service is None:
            return CodesResult([self._service(each) for each in self._services()], False)
        names = self._codes_of(params.service)
        if params.family is None:
            families = sorted({code.partition(".")[0] for code in names})
            return CodesResult([self._family(each, params.service) for each in families], False)
        own = [code for code in names if code.partition(".")[0] == params.family]
        return CodesResult([self._code(each, params.service) for each in own], False)

    def unhandled_calls(self, code: str, service: str | None) -> Iterator[UnhandledCall]:
        """Yield the calls that can answer a code or family and whose handlers do not name it."""
        for each in self.calls:
            if service is not None and each.call.service != service:
                continue
            if self._can_answer(each.call, code) and not _names(each, code):
                yield UnhandledCall(each.location, each.call.service, each.call.action)

    # ------------------------------------------------------------ items

    def _service(self, service: str) -> CodeItem:
        families = {code.partition(".")[0] for code in self._codes_of(service)}
        handled = {code for each in self._calls_of(service) for code in each.named}
        package = f"tencentcloud.{self.view.catalog.package_of(service)}"
        return CodeItem("service", service, package, len(handled), False, len(families))

    def _family(self, family: str, service: str) -> CodeItem:
        codes = [c for c in self._codes_of(service) if c.partition(".")[0] == family]
        guidance = self.view.catalog.guidance(family)
        meaning = guidance.meaning.in_language(self.view.language) if guidance else ""
        return CodeItem(
            "family",
            family,
            shortened(meaning),
            self._handled(family),
            self._is_unhandled(family, service),
            len(codes),
        )

    def _code(self, code: str, service: str | None) -> CodeItem:
        found = self.view.catalog.code(code)
        services = (service,) if service else ()
        meaning = described(self.view.catalog, found, services).description if found else None
        text = meaning.in_language(self.view.language) if meaning else ""
        unhandled = service is not None and self._is_unhandled(code, service)
        return CodeItem("code", code, shortened(text), self._handled(code), unhandled, 0)

    def _found(self, query: str) -> CodesResult:
        wanted = Wanted(query.strip(), tuple(self._services()), prefix=False)
        ranking = ranked_codes(self.view.catalog, self.view.action_lists, wanted, _MOST)
        return CodesResult([self._code(each.code, None) for each in ranking.codes], ranking.cut)

    # ------------------------------------------------------------ what is known

    def _services(self) -> Sequence[str]:
        return sorted({each.call.service for each in self.calls if each.call.service})

    def _calls_of(self, service: str) -> list[CallInFile]:
        return [each for each in self.calls if each.call.service == service]

    def _codes_of(self, service: str) -> list[str]:
        # Of a service that nobody calls the actions are not known, and so all its codes count.
        actions = {each.call.action for each in self._calls_of(service)} or {""}
        return sorted(self._answered_by((service, action) for action in actions))

    def _can_answer(self, call: ApiCall, code: str) -> bool:
        if not call.service:
            return False
        answered = self._answered_by([(call.service, call.action)])
        return any(each == code or each.startswith(f"{code}.") for each in answered)

    def _answered_by(self, actions: Iterable[tuple[str, str]]) -> frozenset[str]:
        own, _ = own_codes(actions, self.view.catalog, self.view.action_lists)
        return own | self.view.catalog.of_every_service

    def _handled(self, code: str) -> int:
        return sum(deals_with(each.use, code) for each in self.uses)

    def _is_unhandled(self, code: str, service: str) -> bool:
        calls = self._calls_of(service)
        return bool(calls) and not any(_names(each, code) for each in calls)


def _calls(view: WorkspaceView) -> Iterator[CallInFile]:
    for file, text in view.workspace.located():
        named = _named_around(file.facts.handlers)
        for call in file.facts.calls:
            if call.span is not None:
                codes = named.get((call.span.start, call.action), ())
                yield CallInFile(call, text.location(call.span, view.positions), codes)


def _named_around(handlers: Sequence[Handler]) -> dict[tuple[int, str], tuple[str, ...]]:
    """Return the codes that the handlers of each call name, by its place and action."""
    named: dict[tuple[int, str], tuple[str, ...]] = {}
    for handler in handlers:
        codes = tuple(test.value for test in handler.tested)
        for call in handler.calls:
            if call.span is not None:
                key = call.span.start, call.action
                named[key] = (*named.get(key, ()), *codes)
    return named


def _names(call: CallInFile, code: str) -> bool:
    """Tell whether the handlers of a call name a code, its family or a code below it."""
    return any(covers(named, code) or named.startswith(f"{code}.") for named in call.named if named)
