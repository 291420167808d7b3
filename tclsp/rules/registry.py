"""All rules, by code and by name."""

from collections.abc import Iterable, Iterator

from attrs import evolve

from tclsp.analysis.facts import ModuleFacts
from tclsp.rules.finding import Finding
from tclsp.rules.fixes.context import FixContext
from tclsp.rules.rule import Rule, RuleContext
from tclsp.rules.tcl001_unused_suppression import UNUSED_SUPPRESSION
from tclsp.rules.tcl002_not_analysed import NOT_ANALYSED
from tclsp.rules.tcl101_unhandled_call import UNHANDLED_CALL
from tclsp.rules.tcl102_unhandled_family import UNHANDLED_FAMILY
from tclsp.rules.tcl103_required_family import REQUIRED_FAMILY
from tclsp.rules.tcl104_swallowed_error import SWALLOWED_ERROR
from tclsp.rules.tcl105_unreachable_handler import UNREACHABLE_HANDLER
from tclsp.rules.tcl106_unreachable_branch import UNREACHABLE_BRANCH
from tclsp.rules.tcl107_family_exact_match import FAMILY_EXACT_MATCH
from tclsp.rules.tcl108_family_collision import FAMILY_COLLISION
from tclsp.rules.tcl201_request_id_not_logged import REQUEST_ID_NOT_LOGGED
from tclsp.rules.tcl202_request_id_dropped import REQUEST_ID_DROPPED
from tclsp.rules.tcl203_request_id_not_logged_raw import REQUEST_ID_NOT_LOGGED_RAW
from tclsp.rules.tcl204_no_such_attribute import NO_SUCH_ATTRIBUTE
from tclsp.rules.tcl301_unknown_code import UNKNOWN_CODE
from tclsp.rules.tcl302_code_not_in_service import CODE_NOT_IN_SERVICE
from tclsp.rules.tcl303_prefer_constant import PREFER_CONSTANT
from tclsp.rules.tcl304_code_not_in_action import CODE_NOT_IN_ACTION
from tclsp.rules.tcl305_malformed_sdk_error import MALFORMED_SDK_ERROR
from tclsp.rules.tcl306_no_such_sdk_name import NO_SUCH_SDK_NAME
from tclsp.rules.tcl401_error_not_checked import ERROR_NOT_CHECKED
from tclsp.rules.tcl402_http_status_only import HTTP_STATUS_ONLY
from tclsp.rules.tcl403_wrong_response_path import WRONG_RESPONSE_PATH
from tclsp.rules.tcl404_message_matching import MESSAGE_MATCHING
from tclsp.rules.tcl405_unsupported_protocol import UNSUPPORTED_PROTOCOL
from tclsp.rules.tcl406_dead_error_check import DEAD_ERROR_CHECK
from tclsp.rules.tcl501_retry_permanent_error import RETRY_PERMANENT_ERROR
from tclsp.rules.tcl502_retry_without_backoff import RETRY_WITHOUT_BACKOFF
from tclsp.rules.tcl503_dry_run_as_failure import DRY_RUN_AS_FAILURE
from tclsp.rules.tcl504_network_error_never_raised import NETWORK_ERROR_NEVER_RAISED

RULES: tuple[Rule, ...] = (
    UNUSED_SUPPRESSION,
    NOT_ANALYSED,
    UNHANDLED_CALL,
    UNHANDLED_FAMILY,
    REQUIRED_FAMILY,
    SWALLOWED_ERROR,
    UNREACHABLE_HANDLER,
    UNREACHABLE_BRANCH,
    FAMILY_EXACT_MATCH,
    FAMILY_COLLISION,
    REQUEST_ID_NOT_LOGGED,
    REQUEST_ID_DROPPED,
    REQUEST_ID_NOT_LOGGED_RAW,
    NO_SUCH_ATTRIBUTE,
    UNKNOWN_CODE,
    CODE_NOT_IN_SERVICE,
    PREFER_CONSTANT,
    CODE_NOT_IN_ACTION,
    MALFORMED_SDK_ERROR,
    NO_SUCH_SDK_NAME,
    ERROR_NOT_CHECKED,
    HTTP_STATUS_ONLY,
    WRONG_RESPONSE_PATH,
    MESSAGE_MATCHING,
    UNSUPPORTED_PROTOCOL,
    DEAD_ERROR_CHECK,
    RETRY_PERMANENT_ERROR,
    RETRY_WITHOUT_BACKOFF,
    DRY_RUN_AS_FAILURE,
    NETWORK_ERROR_NEVER_RAISED,
)
"""In the order of their codes."""

_BY_NAME = {key: rule for rule in RULES for key in (rule.code.lower(), rule.name)}


def rule(code_or_name: str) -> Rule | None:
    """Return the rule with a code (`TCL104`, any case) or a name (`swallowed-error`)."""
    return _BY_NAME.get(code_or_name.lower())


def with_fix(finding: Finding, context: FixContext) -> Finding:
    """Return a finding with its fix, where its rule has one for it."""
    declared = rule(finding.code)
    if finding.fix is not None or declared is None or declared.fix is None:
        return finding
    return evolve(finding, fix=declared.fix.of(finding, context))


def check(
    facts: ModuleFacts, context: RuleContext, rules: Iterable[Rule] = RULES
) -> Iterator[Finding]:
    """Yield the findings of `rules` on the facts of one module, rule by rule."""
    for each in rules:
        yield from each.check(facts, context)
