"""The guidance texts: who has one, and that each is fit to be shown."""

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import tomlkit

import tclsp.catalog

CATALOG = Path(tclsp.catalog.__file__).parent
FIELDS = ("meaning", "causes", "remedy")

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
LARGE_FAMILIES = [
    "AuthFailure",
    "FailedOperation",
    "InternalError",
    "InvalidParameter",
    "InvalidParameterValue",
    "LimitExceeded",
    "MissingParameter",
    "OperationDenied",
    "RequestLimitExceeded",
    "ResourceInUse",
    "ResourceInsufficient",
    "ResourceNotFound",
    "ResourceUnavailable",
    "UnauthorizedOperation",
    "UnsupportedOperation",
]
"""The families with more than 20 codes at SDK 3.1.195, the gateway's codes counted."""


def read(name: str) -> dict[str, Any]:
    text = (CATALOG / "guidance" / name).read_text(encoding="utf-8")
    return tomlkit.parse(text).unwrap()


FILES = {
    name: read(name) for name in ("common.toml", "gateway.toml", "client.toml", "families.toml")
}
ENTRIES = {subject: entry for file in FILES.values() for subject, entry in file.items()}


def sentences(entry: dict[str, Any]) -> set[str]:
    """The sentences of an entry's meaning and remedy in both languages."""
    texts = [text for field in ("meaning", "remedy") for text in entry[field].values()]
    parts = (part.strip() for text in texts for part in re.split(r"(?<=[.!?])\s+|[。！？]", text))
    return {part for part in parts if part}


@pytest.mark.parametrize(
    ("file", "codes"),
    [("common.toml", COMMON), ("gateway.toml", GATEWAY), ("client.toml", CLIENT)],
)
def test_each_kind_of_code_has_its_file(file: str, codes: list[str]) -> None:
    assert sorted(FILES[file]) == sorted(codes)


def test_no_subject_is_spoken_of_twice() -> None:
    assert len(ENTRIES) == sum(map(len, FILES.values()))


@pytest.mark.parametrize("family", LARGE_FAMILIES)
def test_a_large_family_has_an_entry(family: str) -> None:
    assert family in ENTRIES


@pytest.mark.parametrize("subject", ENTRIES)
def test_an_entry_is_complete_and_in_both_languages(subject: str) -> None:
    entry = ENTRIES[subject]
    assert set(entry) == {*FIELDS, "retry"}
    assert entry["retry"] in {"never", "after-fix", "with-backoff"}
    for field in FIELDS:
        assert set(entry[field]) == {"en", "zh"}
        english, chinese = entry[field]["en"], entry[field]["zh"]
        assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", english)
        assert re.search(r"[\u4e00-\u9fff]", chinese)
        assert english.endswith(".")
        assert chinese.endswith("。")
        assert english == english.strip()
        assert chinese == chinese.strip()


@pytest.mark.parametrize("subject", ENTRIES)
def test_a_text_says_something_and_fits_a_hover(subject: str) -> None:
    for field in FIELDS:
        assert 30 <= len(ENTRIES[subject][field]["en"]) <= 460
        assert 12 <= len(ENTRIES[subject][field]["zh"]) <= 220


def test_no_two_entries_share_a_sentence() -> None:
    shared = {
        (one, other): common
        for one, other in combinations(ENTRIES, 2)
        if (common := sentences(ENTRIES[one]) & sentences(ENTRIES[other]))
    }
    assert shared == {}


def test_no_fixed_text_is_only_the_name_again() -> None:
    """A meaning such as "Invalid parameter." tells nobody anything."""
    for subject, entry in ENTRIES.items():
        words = set(re.findall(r"[a-z]+", re.sub(r"([A-Z])", r" \1", subject).lower()))
        said = set(re.findall(r"[a-z]+", entry["meaning"]["en"].lower()))
        assert len(said - words) >= 6, subject


@pytest.mark.parametrize(
    ("subject", "retry"),
    [
        ("RequestLimitExceeded.IPLimitExceeded", "with-backoff"),
        ("ClientNetworkError", "with-backoff"),
        ("AuthFailure.SignatureExpire", "after-fix"),
        ("LimitExceeded", "after-fix"),
        ("DryRunOperation", "never"),
        ("InvalidAction", "never"),
    ],
)
def test_whether_repeating_helps(subject: str, retry: str) -> None:
    assert ENTRIES[subject]["retry"] == retry
