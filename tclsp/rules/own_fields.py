"""Whether the answer of an action has a field of its own that is called like one of a failure."""

from tclsp.analysis.facts import AnswerRead
from tclsp.catalog.store import Catalog


def defines_field(read: AnswerRead, catalog: Catalog) -> bool:
    """Tell whether an action that may have been called defines the field that is read.

    Where the action is unknown, any action of the service may have been called.
    """
    if not read.actions:
        actions = catalog.actions(read.service) if read.service else ()
        return any(read.key in action.answer_fields for action in actions)
    return any(
        read.key in action.answer_fields
        for name in read.actions
        for service in _services(read, name, catalog)
        for action in catalog.action(service, name)
    )


def _services(read: AnswerRead, action: str, catalog: Catalog) -> frozenset[str]:
    return frozenset({read.service}) if read.service else catalog.services_with_action(action)
