"""Definition, highlights, hints, lenses and links in short examples."""

from pathlib import Path

import pytest

from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.installed_sdk import InstalledSdk
from tclsp.server.code_lenses import call_lenses
from tclsp.server.definition import definitions
from tclsp.server.document_links import page_links
from tclsp.server.highlights import highlights
from tclsp.server.inlay_hints import code_hints, shortened
from tclsp.source.spans import Span
from tests.server.places import at_cursor, catalog, text_of

CODE = """
def start(client, request):
    try:
        return client.RunInstances(request)
    except TencentCloudSDKException as e:
        if e.code == "AuthFailure.Sig│natureExpire":
            raise
        if e.code.startswith("AuthFailure."):  # tclsp: ignore[TCL108]
            return "AuthFailure.SignatureExpire"
        if e.code == errorcodes.ENINOTALLOWEDCHANGESUBNET:
            raise
"""


def test_definition_leads_to_the_installed_sdk(tmp_path: Path) -> None:
    service = tmp_path / "cvm" / "v20170312"
    service.mkdir(parents=True)
    (service / "errorcodes.py").write_text(
        "\nENINOTALLOWEDCHANGESUBNET = 'EniNotAllowedChangeSubnet'\n", encoding="utf-8"
    )
    (service / "cvm_client.py").write_text(
        "class CvmClient:\n    def RunInstances(self):\n        pass\n", encoding="utf-8"
    )
    sdk = InstalledSdk(tmp_path)
    plain = CODE.replace("│", "")
    constant = definitions(at_cursor(plain.replace("ENINOT", "ENI│NOT")), sdk)
    action = definitions(at_cursor(plain.replace("RunIn", "Run│In")), sdk)
    assert [(line.path.name, line.row) for line in constant] == [("errorcodes.py", 2)]
    assert [(line.path.name, line.row) for line in action] == [("cvm_client.py", 2)]
    assert definitions(at_cursor(CODE), None) == []
    assert definitions(at_cursor(CODE), sdk) == []


def test_highlights_of_a_code_and_of_a_family() -> None:
    place = at_cursor(CODE)
    found = [text_of(place, use.span.start, use.span.end) for use in highlights(place)]
    assert found == ["AuthFailure.SignatureExpire"] * 2
    family = at_cursor(CODE.replace("│", "").replace('"AuthFailure."', '"AuthFail│ure."'))
    found = [text_of(family, use.span.start, use.span.end) for use in highlights(family)]
    assert found == ["AuthFailure.SignatureExpire", "AuthFailure.", "AuthFailure.SignatureExpire"]


def test_hints_stand_behind_the_quotes() -> None:
    place = at_cursor(CODE)
    whole = Span(0, len(place.reading.source.utf8))
    hints = list(code_hints(place.reading, whole, catalog(), "en"))
    before = [text_of(place, hint.offset - 8, hint.offset) for hint in hints]
    assert before == ['eExpire"', 'eExpire"', "GESUBNET"]
    assert all(0 < len(hint.text) <= 48 for hint in hints)
    assert list(code_hints(place.reading, Span(0, 10), catalog(), "en")) == []


@pytest.mark.parametrize(
    "code", ['e.code == """{}"""', 'e.code == "{}', "e.code == rb'' or e.code == r'{}'"]
)
def test_hints_stand_behind_any_quotes(code: str) -> None:
    line = code.format("AuthFailure.SignatureExpire")
    place = at_cursor(f"{line}│\n")
    whole = Span(0, len(place.reading.source.utf8))
    (hint,) = code_hints(place.reading, whole, catalog(), "en")
    assert hint.offset == place.offset


def test_a_meaning_is_shortened_to_its_first_sentence() -> None:
    assert shortened("One.  Two.") == "One"
    assert shortened("只有一句。还有一句。") == "只有一句"
    assert shortened("word " * 20) == "word word word word word word word word word wo…"


def test_a_lens_counts_what_is_handled() -> None:
    place = at_cursor(CODE)
    (lens,) = call_lenses(place.reading, catalog(), ActionLists.none(), "en")
    assert text_of(place, lens.span.start, lens.span.end) == "RunInstances"
    assert lens.title.startswith("RunInstances: ")
    assert lens.title.endswith(" families, 2 handled here")


def test_links() -> None:
    place = at_cursor(CODE)
    links = {
        text_of(place, link.span.start, link.span.end): link.url
        for link in page_links(place.reading, catalog())
    }
    assert set(links) == {"RunInstances", "TCL108"}
    assert links["TCL108"].endswith("/rules/TCL108.md")
