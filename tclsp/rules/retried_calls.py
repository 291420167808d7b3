"""How a message names what a retry repeats."""

from tclsp.analysis.facts import Retry
from tclsp.catalog.text import Text

_KINDS = {
    "loop": Text("This loop", "该循环"),
    "decorator": Text("This decorator", "该装饰器"),
    "recursion": Text("This function calls itself and", "该函数调用自身，"),
    "call": Text("This retry", "该重试"),
}


def repeats_what(retry: Retry) -> Text:
    """Return the beginning of a sentence: `This loop sends DescribeInstances again`."""
    kind = _KINDS[retry.kind]
    actions = sorted({call.action for call in retry.calls if call.action})
    if len(actions) != 1:
        return Text(f"{kind.en} sends the request again", f"{kind.zh}会再次发送请求")
    return Text(f"{kind.en} sends `{actions[0]}` again", f"{kind.zh}会再次发送 `{actions[0]}`")
