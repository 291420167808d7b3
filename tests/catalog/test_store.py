"""Look-ups, on a small catalogue that is known in full and on the real one."""

import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tclsp.catalog.records import Code, Kind
from tclsp.catalog.store import Catalog, CatalogMissing, SdkVersions
from tclsp.catalog.text import Text

COMMON = [
    "AuthFailure.InvalidSecretId",
    "AuthFailure.MFAFailure",
    "AuthFailure.SecretIdNotFound",
    "AuthFailure.SignatureExpire",
    "AuthFailure.SignatureFailure",
    "AuthFailure.TokenFailure",
    "AuthFailure.UnauthorizedOperation",
    "DryRunOperation",
    "FailedOperation",
    "InternalError",
    "InvalidAction",
    "InvalidParameter",
    "InvalidParameterValue",
    "LimitExceeded",
    "MissingParameter",
    "NoSuchVersion",
    "RequestLimitExceeded",
    "ResourceInUse",
    "ResourceInsufficient",
    "ResourceNotFound",
    "ResourceUnavailable",
    "UnauthorizedOperation",
    "UnknownParameter",
    "UnsupportedOperation",
    "UnsupportedProtocol",
    "UnsupportedRegion",
]
GATEWAY = [
    "RequestLimitExceeded.UinLimitExceeded",
    "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
    "RequestLimitExceeded.IPLimitExceeded",
    "AuthFailure.InvalidAuthorization",
    "IpInBlacklist",
    "IpNotInWhitelist",
    "NoSuchProduct",
    "RequestSizeLimitExceeded",
    "ResponseSizeLimitExceeded",
    "ServiceUnavailable",
    "InvalidRequest",
    "ActionOffline",
    "AuthFailure",
]
CLIENT = [
    "ClientError",
    "ClientError.MetadataError",
    "ClientNetworkError",
    "ClientParamsError",
    "ClientSideError",
    "ServerNetworkError",
    "InvalidCredential",
]


def test_a_code_is_all_that_both_sdks_say(small: Catalog) -> None:
    code = small.code("InternalError")

    assert code is not None
    assert (code.family, code.kind) == ("InternalError", "common")
    assert [(one.service, one.description) for one in code.services] == [
        ("autoscaling", Text(en="", zh="内部错误")),
        ("cvm", Text(en="", zh="内部错误。")),
        ("mdl", Text(en="Internal error.", zh="")),
    ]
    assert {one.constant for one in code.services} == {"INTERNALERROR"}


def test_the_text_of_the_only_service_stands_for_the_code(small: Catalog) -> None:
    code = small.code("FailedOperation.DiskFull")

    assert code is not None
    assert code.description == Text(en="The disk is full.", zh="磁盘已满。")
    assert code.services[0].description == code.description


def test_a_trailing_dot_is_part_of_a_code(small: Catalog) -> None:
    code = small.code("InternalError.")

    assert code is not None
    assert (code.family, code.services[0].constant) == ("InternalError", "INTERNALERROR_")
    assert "InternalError." in small.subcodes("InternalError", ["cvm"])


def test_what_does_not_exist_is_nothing(small: Catalog) -> None:
    assert small.code("Nothing") is None
    assert not small.exists("internalerror")
    assert small.kind("Nothing") is None
    assert small.source("Nothing") == ""
    assert small.guidance("Nothing") is None
    assert small.services_defining("Nothing") == frozenset()
    assert small.services_with_action("Nothing") == frozenset()
    assert small.actions("nothing") == ()
    assert small.action("cvm", "Nothing") == ()
    assert small.versions("nothing") == ()
    assert small.clients("NothingClient") == ()
    assert small.code_of_constant("cvm", "2017-03-12", "NOTHING") is None
    assert not small.is_service("nothing")
    assert not small.is_family("Nothing")
    assert not small.is_family("InternalError.")


def test_services_and_their_actions(small: Catalog) -> None:
    assert small.sdk_versions() == SdkVersions(zh="3.1.1", en="3.0.9")
    assert small.services() == ("autoscaling", "cvm", "mdl")
    assert small.versions("cvm") == ("2017-03-12",)
    assert small.clients("CvmClient") == (("cvm", "2017-03-12"),)
    assert small.services_with_action("RunInstances") == {"autoscaling", "cvm"}
    run, send = small.actions("cvm")
    assert run.summary == Text(
        en="This API is used to create instances.", zh="本接口用于创建实例。"
    )
    assert (run.client, run.endpoint) == ("CvmClient", "cvm.tencentcloudapi.com")
    assert run.answer_fields == {"Error"}
    assert send.summary == Text(en="", zh="下发命令。")
    assert send.answer_fields == {"Code", "Message"}
    assert small.action("cvm", "RunInstances") == (run,)
    assert small.actions("cvm", "2018-01-01") == ()


def test_the_endpoint_abroad_stands_where_there_is_no_other(small: Catalog) -> None:
    assert small.actions("mdl")[0].endpoint == "mdl.intl.tencentcloudapi.com"


def test_a_service_is_known_by_its_name_in_the_api_too(small: Catalog) -> None:
    assert small.is_service("as")
    assert small.versions("as") == ("2018-04-19",)
    assert small.actions("as") == small.actions("autoscaling")
    assert "ResourceNotFound.GroupNotFound" in small.subcodes("ResourceNotFound", ["as"])
    assert [code.code for code in small.codes(service="as", family="ResourceNotFound")] == [
        "ResourceNotFound.GroupNotFound"
    ]


def test_a_constant_names_its_code(small: Catalog) -> None:
    assert small.code_of_constant("cvm", "2017-03-12", "INTERNALERROR_") == "InternalError."
    assert small.code_of_constant("cvm", "2016-01-01", "INTERNALERROR_") is None


def test_subcodes_are_those_that_the_services_can_answer(small: Catalog) -> None:
    assert small.subcodes("ResourceNotFound", None) == ()
    assert small.subcodes("ResourceNotFound", ["cvm"]) == ("ResourceNotFound.InstanceNotFound",)
    assert small.subcodes("ResourceNotFound", ["cvm", "autoscaling"]) == (
        "ResourceNotFound.GroupNotFound",
        "ResourceNotFound.InstanceNotFound",
    )
    assert small.subcodes("RequestLimitExceeded", None) == tuple(
        sorted(code for code in GATEWAY if code.startswith("RequestLimitExceeded."))
    )
    assert small.subcodes("ClientError", ["cvm"]) == ()


def test_codes_are_selected_by_all_conditions(small: Catalog) -> None:
    def names(**conditions: str) -> list[str]:
        return [code.code for code in small.codes(**conditions)]

    assert names(service="mdl") == ["InternalError", "InvalidParameter.Id"]
    assert names(family="ResourceNotFound", service="cvm") == ["ResourceNotFound.InstanceNotFound"]
    assert names(text="DISK") == ["FailedOperation.DiskFull"]
    assert names(text="伸缩") == ["ResourceNotFound.GroupNotFound"]
    assert names(text="disk", service="mdl") == []
    answered = names(action="RunInstances")
    assert {"ResourceNotFound.GroupNotFound", "FailedOperation.DiskFull"} < set(answered)
    assert {*COMMON, *GATEWAY} < set(answered)
    assert not {"InvalidParameter.Id", "ClientError"} & set(answered)
    assert "ResourceNotFound.GroupNotFound" not in names(action="RunInstances", service="cvm")
    assert "FailedOperation.DiskFull" in names(action="RunInstances", service="cvm")
    assert names() == sorted(names())
    assert len(names()) == len({*COMMON, *GATEWAY, *CLIENT}) + 6


def test_a_quote_in_a_text_is_a_quote(small: Catalog) -> None:
    assert small.codes(text="' OR 1 --") == []
    assert small.codes(text="%") == []


def test_a_prefix_is_completed_in_any_case_with_own_codes_first(small: Catalog) -> None:
    assert small.with_prefix("resourcenotfound.") == [
        "ResourceNotFound.GroupNotFound",
        "ResourceNotFound.InstanceNotFound",
    ]
    assert small.with_prefix("ResourceNotFound.", ["cvm"]) == [
        "ResourceNotFound.InstanceNotFound",
        "ResourceNotFound.GroupNotFound",
    ]
    assert len(small.with_prefix("", limit=3)) == 3
    assert small.with_prefix("Nothing") == []


@pytest.mark.parametrize(
    "odd", ["ResourceNotFound\0", "R%", "Resource_", "x" * 60_000, "\ud800", "错"]
)
def test_a_prefix_may_be_any_text(small: Catalog, odd: str) -> None:
    assert small.with_prefix(odd) == []


@pytest.mark.parametrize(
    ("kind", "codes"), [("common", COMMON), ("gateway", GATEWAY), ("client", CLIENT)]
)
def test_listed_codes_are_of_their_kind_and_have_a_source(
    catalog: Catalog, kind: Kind, codes: list[str]
) -> None:
    for code in codes:
        assert catalog.kind(code) == kind
        assert catalog.source(code)
        found = catalog.code(code)
        assert found is not None
        assert found.kind == kind


def test_nothing_else_is_listed(all_codes: list[Code]) -> None:
    listed = {code.code for code in all_codes if code.kind != "service"}

    assert listed == {*COMMON, *GATEWAY, *CLIENT}


def test_families_are_what_stands_before_a_dot(catalog: Catalog, all_codes: list[Code]) -> None:
    assert catalog.families() == {code.code.split(".")[0] for code in all_codes}
    assert catalog.is_family("FailedOperation")
    assert catalog.is_family("IpInBlacklist")
    assert not catalog.is_family("FailedOperation.")
    assert not catalog.is_family("AuthFailure.TokenFailure")


def test_guidance_is_of_the_code_or_else_of_its_family(catalog: Catalog) -> None:
    own = catalog.guidance("AuthFailure.SignatureExpire")
    of_family = catalog.guidance("FailedOperation.NoSuchSubcode")

    assert own is not None
    assert own.subject == "AuthFailure.SignatureExpire"
    assert of_family is not None
    assert of_family.subject == "FailedOperation"
    assert of_family.retry in ("never", "after-fix", "with-backoff")
    assert all((of_family.meaning.en, of_family.causes.zh, of_family.remedy.en))


@given(st.integers(0, 12_000))
def test_every_code_is_found_by_each_way(
    catalog: Catalog, all_codes: list[Code], place: int
) -> None:
    code = all_codes[place]

    assert catalog.exists(code.code)
    assert catalog.code(code.code) == code
    assert catalog.kind(code.code) == code.kind
    assert catalog.is_family(code.family)
    assert code.code in catalog.with_prefix(code.code)
    assert catalog.services_defining(code.code) == {one.service for one in code.services}
    for one in code.services:
        assert catalog.code_of_constant(one.service, one.version, one.constant) == code.code
        assert one.version in catalog.versions(one.service)
        if "." in code.code:
            assert code.code in catalog.subcodes(code.family, [one.service])


@given(st.text())
def test_no_text_is_too_odd_to_be_looked_up(catalog: Catalog, text: str) -> None:
    found = catalog.with_prefix(text, limit=5)

    assert all(code.lower().startswith(text.lower()) for code in found)
    assert catalog.exists(text) == (catalog.code(text) is not None)
    assert isinstance(catalog.nearest(text), tuple)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    missing = Catalog.open(tmp_path / "catalog.db")

    with pytest.raises(CatalogMissing, match=r"^There is no catalogue at .*; run `tclsp catalog"):
        missing.exists("InternalError")


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    path.write_bytes(b"no database" * 100)

    with pytest.raises(CatalogMissing, match=r"cannot be read \(.*run `tclsp catalog build"):
        Catalog.open(path).exists("InternalError")


def test_a_file_of_another_schema_says_what_to_do(small: Catalog, tmp_path: Path) -> None:
    path = Path(shutil.copy(small.path, tmp_path))
    database = sqlite3.connect(path)
    with database:
        database.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    database.close()

    with pytest.raises(CatalogMissing, match="of another version of tclsp; run `tclsp catalog"):
        Catalog.open(path).exists("InternalError")


def test_a_path_may_hold_any_character(small: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "目录 ?mode=rwc#100%.db"
    path.write_bytes(small.path.read_bytes())

    assert Catalog.open(path).exists("InternalError")


def test_threads_share_a_catalogue(small: Catalog) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(small.exists, ["InternalError"] * 40))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_process_opens_the_file_by_itself(small: Catalog) -> None:
    program = (
        "import os, sys; from pathlib import Path; from tclsp.catalog.store import Catalog\n"
        "catalog = Catalog.open(Path(sys.argv[1])); catalog.exists('A')\n"
        "child = os.fork()\n"
        "found = catalog.exists('InternalError')\n"
        "if child == 0: os._exit(0 if found else 1)\n"
        "sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )

    subprocess.run([sys.executable, "-c", program, str(small.path)], check=True)


def test_looking_up_loads_no_builder(small: Catalog) -> None:
    program = (
        "import sys; from pathlib import Path; from tclsp.catalog.store import Catalog\n"
        "Catalog.open(Path(sys.argv[1])).code('InternalError')\n"
        "loaded = {'tomllib', 'tomli', 'zipfile', 'rapidfuzz'} & set(sys.modules)\n"
        "sys.exit(' '.join(loaded) or 0)\n"
    )

    subprocess.run([sys.executable, "-c", program, str(small.path)], check=True)
