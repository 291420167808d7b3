"""Handlers with many ways: ways are joined, and rules say the same as of each way alone."""

import random

import pytest

from tclsp.analysis import paths
from tclsp.analysis.analyse import analyse
from tclsp.analysis.options import AnalysisOptions
from tclsp.rules.registry import check
from tclsp.rules.rule import RuleContext
from tclsp.source.outline import outline
from tclsp.source.text import SourceText
from tests.rules.examples import catalog

SDK = "from tencentcloud.common.exception.tencent_cloud_sdk_exception import *\n"
HEAD = """

def order(client, request, queue):
    text = tip = None
    try:
        return client.RunInstances(request)
    except TencentCloudSDKException as error:
"""
CONDITIONS = (
    'error.code == "ResourceInsufficient"',
    'error.code != "InvalidParameter"',
    'error.code in ("ClientNetworkError", "ServerNetworkError")',
    'error.code == "ClientNetworkError"',
    "queue.full()",
    "request",
    "text",
    "isinstance(error, ValueError)",
)
STATEMENTS = (
    "pass",
    "queue.clear()",
    'logger.error("failed")',
    'logger.info("failed: %s", error.code)',
    'logger.warning("failed: %s", error.message)',
    "print(str(error)[:20])",
    "text = error.message",
    "tip = str(error)",
    "text = 5",
    "queue.put(error.code)",
    "tell(error)",
    "hint(error.message)",
    "queue.put(error)",
    "return text",
    "return None",
    "raise",
    'raise RuntimeError("failed")',
    "raise RuntimeError(error.code) from None",
    "sys.exit(1)",
)
HELPERS = """

def tell(error):
    if error.code == "InternalError":
        print(error.message)
        return
    if error.code == "LimitExceeded":
        logger.error(error.code)


def hint(text):
    if text:
        logger.info(text)
"""


def findings(code: str) -> list[str]:
    source = SourceText.of(code)
    facts = analyse(source, outline(source), AnalysisOptions(), catalog())
    return sorted(
        f"{found.code} {found.span} {found.message.en}"
        for found in check(facts, RuleContext(catalog()))
    )


def handler(draw: random.Random) -> str:
    """Write a handler of up to 7 conditions, which make up to 128 ways."""
    lines: list[str] = []
    for _ in range(draw.randint(3, 7)):
        lines.append(f"if {draw.choice(CONDITIONS)}:")
        lines += (f"    {draw.choice(STATEMENTS)}" for _ in range(draw.randint(1, 2)))
        if draw.random() < 0.3:
            lines.append(draw.choice(STATEMENTS[:12]))
    lines.append(draw.choice(STATEMENTS))
    after = draw.choice(("", "    print(text)\n", "    return tip\n"))
    return HEAD + "".join(f"        {line}\n" for line in lines) + after


@pytest.mark.parametrize("seed", range(16))
def test_joined_ways_give_the_findings_of_each_way_alone(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(seed)  # noqa: S311 - the same code in every run
    for _ in range(4):
        code = SDK + handler(draw) + HELPERS
        monkeypatch.setattr(paths, "FEW", 1_000_000)
        apart = findings(code)
        monkeypatch.setattr(paths, "FEW", 1)
        assert findings(code) == apart, code
