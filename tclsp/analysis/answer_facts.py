"""The facts about answers: what is read of them, and what judges whether they succeeded."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import TypeVar

from attrs import define

from tclsp.analysis import syntax as s
from tclsp.analysis.answer_events import Events, Read, Status, keys
from tclsp.analysis.answer_sources import AnswerSources
from tclsp.analysis.answer_walk import AnswerWalk
from tclsp.analysis.escapes import Escapes
from tclsp.analysis.facts import AnswerRead, StatusTest
from tclsp.analysis.module import Module, Unit
from tclsp.analysis.places import Places
from tclsp.analysis.project import Project

_ACTION = re.compile(r"[A-Z][A-Za-z0-9]+")

_Noted = TypeVar("_Noted", Read, Status)


@define(eq=False)
class AnswerFacts:
    """Walks along a whole project once, and gives the facts of each module."""

    project: Project
    escapes: Escapes

    def reads(self, module: Module, places: Places) -> tuple[AnswerRead, ...]:
        """Return what the code of a module reads of answers, in the order of the source."""
        found = (self._read(each, places) for each in self._reads.get(id(module), ()))
        return tuple(sorted(found, key=_start))

    def statuses(self, module: Module, places: Places) -> tuple[StatusTest, ...]:
        """Return the tests of the status of answers whose `Error` nobody looks at."""
        found = (
            StatusTest(places.expression(each.unit.piece, each.node), tuple(sorted(named)))
            for each in self._statuses.get(id(module), ())
            if (named := keys(each.origins)) <= self._by_status
        )
        return tuple(sorted(found, key=_start))

    # ------------------------------------------------------------ of the whole project

    @cached_property
    def _events(self) -> Events:
        walk = AnswerWalk(AnswerSources(self.escapes))
        for module in self.project.modules:
            walk.module(module)
        return walk.events

    @cached_property
    def _reads(self) -> dict[int, list[Read]]:
        return _by_module(self._events.reads.values())

    @cached_property
    def _statuses(self) -> dict[int, list[Status]]:
        return _by_module(self._events.statuses.values())

    @cached_property
    def _by_status(self) -> set[str]:
        """The keys of the answers that only the status judges."""
        return _judged_by_status(self._events)

    @cached_property
    def _tolerated(self) -> frozenset[str]:
        """The keys of the answers that are read with and without `Response`."""
        return self._events.unwrapped - _only_in_response(self._events)

    @cached_property
    def _own_methods(self) -> frozenset[str]:
        """The methods of the project's classes that derive from others."""
        return frozenset(
            name
            for module in self.project.modules
            for info in module.classes.values()
            if info.bases
            for name in info.methods
        )

    # ------------------------------------------------------------ of one read

    def _read(self, read: Read, places: Places) -> AnswerRead:
        origins = read.answer.origins
        named = keys(origins)
        targets = [origin.target for origin in origins]
        services = {target.service for target in targets}
        actions = {target.action for target in targets} - {""}
        return AnswerRead(
            span=places.expression(read.unit.piece, read.node),
            key=read.key,
            answer=read.answer.kind,
            inside=read.inside,
            form=read.form,
            tested=read.tested,
            checked=read.checked,
            handled=read.handled,
            tolerant=read.tolerant or bool(named & self._tolerated),
            by_status=named <= self._by_status,
            calls=tuple(sorted(named)),
            function=read.unit.name,
            service=services.pop() if len(services) == 1 else "",
            actions=tuple(sorted(actions)) or self._spelled_actions(read.unit),
            redefined=any(origin.method in self._own_methods for origin in origins),
        )

    def _spelled_actions(self, unit: Unit) -> tuple[str, ...]:
        """Return the actions that the code around a raw answer spells out."""
        catalog = self.escapes.calls.catalog

        def find() -> tuple[str, ...]:
            texts = (part.value for part in unit.nodes if isinstance(part, s.String))
            actions = (text for text in texts if _ACTION.fullmatch(text))
            return tuple(sorted(filter(catalog.services_with_action, actions)))

        return self.escapes.keeping.of(unit, "spelled actions", find)


def _by_module(found: Iterable[_Noted]) -> dict[int, list[_Noted]]:
    """Return what was noted in each module, by its id."""
    by_module: dict[int, list[_Noted]] = {}
    for each in found:
        by_module.setdefault(id(each.unit.module), []).append(each)
    return by_module


def _judged_by_status(events: Events) -> set[str]:
    """Return the keys of the answers whose success the status alone decides."""
    judged = {key for each in events.statuses.values() for key in keys(each.origins)}
    raw = [each for each in events.reads.values() if each.answer.kind == "raw"]
    fields = [each for each in raw if each.key not in ("Response", "RequestId")]
    careful = {key for each in fields if each.handled for key in keys(each.answer.origins)}
    read = {key for each in fields if not each.handled for key in keys(each.answer.origins)}
    seen = judged - events.looked - events.handed_on - careful
    return {key for key in seen if key in read or key not in events.returned}


def _only_in_response(events: Events) -> set[str]:
    """Return the keys of the model dicts of which nothing but `Response` is ever asked for."""
    models = [each for each in events.reads.values() if each.answer.kind == "model"]
    on_top = {k for each in models if each.key != "Response" for k in keys(each.answer.origins)}
    return {key for each in models for key in keys(each.answer.origins)} - on_top


def _start(each: AnswerRead | StatusTest) -> int:
    return each.span.start
