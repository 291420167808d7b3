"""Which codes the actions called around a code test are documented to answer."""

from tclsp.analysis.facts import CodeTest
from tclsp.catalog.action_lists import ActionLists


def documented_codes(test: CodeTest, lists: ActionLists) -> frozenset[str] | None:
    """Return the codes in the lists of all actions called; `None` where one has no list."""
    if not test.actions:
        return None
    found: set[str] = set()
    for service, action in test.actions:
        codes = lists.codes(service, action) if service and action else None
        if codes is None:
            return None
        found |= codes
    return frozenset(found)
