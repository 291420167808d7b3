"""Notes what the code of one function reads of answers, with what holds at that point."""

from attrs import define, field

from tclsp.analysis import syntax as s
from tclsp.analysis.answer_events import Events, Form, Read, Status, keys
from tclsp.analysis.answer_sources import AnswerSources
from tclsp.analysis.answer_state import Functions, State
from tclsp.analysis.answers import WHOLE, Answer, Origin
from tclsp.analysis.module import Unit
from tclsp.analysis.places import Located
from tclsp.analysis.spelling import spelling


@define(eq=False)
class AnswerNotes:
    """The state of a walk along one unit, and what is noted on it."""

    sources: AnswerSources
    events: Events
    functions: Functions
    unit: Unit
    state: State
    depth: int
    """How many functions were entered to come here."""
    returned: list[Answer | None] = field(factory=list)
    seen_checked: set[Origin] = field(factory=set)
    _guards: int = 0
    """How many `try` around catch the absence of a key."""
    _judging: bool = False
    """Whether a condition is being read."""
    _absence: bool = False
    """Whether what `.get` gives is asked about later."""
    _tolerant: bool = False

    def _read(
        self,
        node: Located,
        owner: Answer,
        key: str,
        form: Form,
        *,
        tested: bool,
        tolerant: bool = False,
    ) -> None:
        inside = owner.level
        if inside not in ("body", "response", "object"):
            return
        absent_is_seen = form == "membership" or (form == "get" and (tested or self._absence))
        asked = all((origin, key) in self.state.present for origin in owner.origins)
        read = Read(
            node=node,
            unit=self.unit,
            answer=owner,
            inside=inside,
            key=key,
            form=form,
            tested=tested,
            checked=owner.origins <= self.state.checked,
            handled=bool(self._guards) or absent_is_seen or asked,
            tolerant=tolerant or self._tolerant,
        )
        self.events.note_read(read)
        if key == "Error":
            self._look(owner)

    def _look(self, found: Answer | None, *, seen: bool = True) -> None:
        """Note that `Error` is looked at, here or, not `seen`, where that is only possible."""
        if found is None or found.level not in WHOLE:
            return
        self._note_checked(set(found.origins))
        if seen:
            self.events.looked |= keys(found.origins)

    def _note_checked(self, origins: set[Origin]) -> None:
        self.state.checked |= origins
        self.seen_checked |= origins

    def _hand_on(self, found: Answer | None) -> None:
        if found is not None and found.level in WHOLE:
            self.events.handed_on |= keys(found.origins)

    def _judge_status(self, found: Answer | None) -> None:
        if found is not None and found.level == "status" and found.node is not None:
            self.events.note_status(Status(found.node, self.unit, found.origins))

    def _bind(self, target: s.Expression, found: Answer | None) -> None:
        name = spelling(target)
        if name is None:
            self._hand_on(found)
            return
        if found is None:
            self.state.held.pop(name, None)
        else:
            self.state.held[name] = found
        if not isinstance(target, s.Name):
            self._hand_on(found)
