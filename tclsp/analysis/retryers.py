"""Whether code gives a client a retryer, which repeats by itself what the API refused.

A client's profile holds it: `ClientProfile(retryer=StandardRetryer())`, `profile.retryer = …`
(`tencentcloud/common/profile/client_profile.py`). Without one nothing is repeated.
"""

from tclsp.analysis import syntax as s
from tclsp.analysis import walks
from tclsp.analysis.module import Unit
from tclsp.analysis.spelling import last_name


def gives_retryer(unit: Unit) -> bool:
    """Tell whether a unit sets a retryer that may repeat."""
    for part in unit.nodes:
        if isinstance(part, s.Call) and any(
            argument.keyword == "retryer" and _may_repeat(argument.value)
            for argument in part.arguments
        ):
            return True
    return any(
        isinstance(target, s.Attribute) and target.name == "retryer"
        for statement in walks.statements(unit.body)
        if isinstance(statement, s.Assign) and statement.value and _may_repeat(statement.value)
        for target in statement.targets
    )


def _may_repeat(retryer: s.Expression) -> bool:
    if isinstance(retryer, s.Constant):
        return False
    made = retryer.function if isinstance(retryer, s.Call) else retryer
    return last_name(made) != "NoopRetryer"
