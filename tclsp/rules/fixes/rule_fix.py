"""How a rule declares that its findings can be mended."""

from collections.abc import Callable

from attrs import frozen

from tclsp.catalog.text import Text
from tclsp.rules.finding import Finding, Fix
from tclsp.rules.fixes.context import FixContext


@frozen
class RuleFix:
    """The fix of a rule."""

    what: Text
    """What it does, as a sentence for the page of the rule."""
    build: Callable[[Finding, FixContext], Fix | None]
    """Makes the fix of a finding; `None` where the code is not of a form that it can mend."""
    safe: bool = False
    """Whether it changes nothing but the reported fault."""
    fix_all: bool = True
    """Whether a run that fixes whatever it can may apply it; else a person chooses it."""

    def of(self, finding: Finding, context: FixContext) -> Fix | None:
        """Return the fix of a finding, with the line ends of the file."""
        fix = self.build(finding, context)
        return None if fix is None else context.with_line_ends(fix)
