"""Refactorings of sound code; `│` is the cursor."""

import ast

import pytest

from tclsp.analysis.analyse import analyse
from tclsp.analysis.options import AnalysisOptions
from tclsp.catalog.action_lists import ActionLists
from tclsp.checker.applied_edits import applied
from tclsp.checker.settings import Settings
from tclsp.server.client import Client
from tclsp.server.options import EditorOptions
from tclsp.server.packed_facts import PackedFacts
from tclsp.server.positions import Positions
from tclsp.server.refactorings import refactorings
from tclsp.server.view import View
from tclsp.server.workspace_index import WorkspaceIndex
from tclsp.source.outline import outline
from tclsp.source.reading import Reading
from tclsp.source.spans import Span
from tclsp.source.text import SourceText
from tests.server.places import CURSOR, PRELUDE, catalog

CLIENT = 'client = cvm_client.CvmClient(credential.Credential("i", "k"), "r")\n'


def offered(example: str) -> dict[str, str]:
    """Return what each refactoring makes of an example, by its title."""
    before, _, after = (PRELUDE + CLIENT + example).partition(CURSOR)
    source = SourceText.of(before + after)
    facts = analyse(source, outline(source), AnalysisOptions(), catalog())
    view = View(
        catalog=catalog(),
        action_lists=ActionLists.none(),
        language="en",
        client=Client(),
        options=EditorOptions(),
        positions=Positions("utf-16"),
        workspace=WorkspaceIndex(),
        uri="file:///app.py",
        version=1,
        reading=Reading(source),
        settings=Settings(),
        packed_facts=PackedFacts.of(facts),
        facts_source=source,
    )
    offset = len(before.encode())
    made = {
        fix.title.en: applied(source.utf8, fix.edits).decode()
        for fix in refactorings(view, Span(offset, offset))
    }
    for text in made.values():
        ast.parse(text)
    return made


def test_the_errors_of_a_call_are_handled_family_by_family() -> None:
    text = offered("\ndef start(request):\n    return client.Run│Instances(request)\n")[
        "Handle the errors of RunInstances"
    ]
    assert "    try:\n        return client.RunInstances(request)\n" in text
    assert "    except TencentCloudSDKException as error:\n" in text
    assert 'if error.code.split(".")[0] == "InvalidParameterValue":' in text
    assert text.count("        raise\n") == 7
    assert text.count("logger.error(") + text.count("logging.error(") == 7


def test_a_call_that_is_handled_is_left_alone() -> None:
    code = "try:\n    client.Run│Instances(1)\nexcept TencentCloudSDKException:\n    raise\n"
    assert offered(code) == {}


def test_a_code_becomes_the_constant_of_the_sdk() -> None:
    made = offered(
        "try:\n    client.RunInstances(1)\nexcept TencentCloudSDKException as e:\n"
        '    if e.code == "EniNotAllowed│ChangeSubnet":\n        raise\n'
    )
    text = made["Write `errorcodes.ENINOTALLOWEDCHANGESUBNET`"]
    assert "if e.code == errorcodes.ENINOTALLOWEDCHANGESUBNET:" in text


def test_the_family_is_compared_in_place_of_a_code() -> None:
    made = offered(
        "try:\n    client.RunInstances(1)\nexcept TencentCloudSDKException as e:\n"
        '    if e.code == "AuthFailure.Signature│Expire":\n        raise\n'
    )
    text = made['Compare the family with "AuthFailure"']
    assert 'if e.code.split(".")[0] == "AuthFailure":' in text


@pytest.mark.parametrize("code", ['print("Auth│Failure")', "x = │1", "│"])
def test_nothing_elsewhere(code: str) -> None:
    assert offered(code) == {}
