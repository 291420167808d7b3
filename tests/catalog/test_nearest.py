"""Which codes are suggested for one that does not exist."""

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from tclsp.catalog.code_words import packed, places_of_words, unpacked, words_of
from tclsp.catalog.nearest import nearest
from tclsp.catalog.records import Code
from tclsp.catalog.store import Catalog
from tclsp.catalog.stored_codes import StoredCodes


@frozen
class Few:
    """A handful of codes in place of those of the catalogue."""

    codes: tuple[str, ...]

    def all(self) -> tuple[str, ...]:
        return self.codes

    def with_word(self, word: str) -> Sequence[int]:
        return places_of_words(self.codes).get(word, ())

    def counts(self, words: Collection[str]) -> Mapping[str, int]:
        found = places_of_words(self.codes)
        return {word: len(found[word]) for word in words if word in found}


def among(*codes: str) -> Few:
    return Few(codes)


@pytest.mark.parametrize(
    ("written", "services", "meant"),
    [
        ("AuthFailure.SignatureExpired", [], "AuthFailure.SignatureExpire"),
        ("AuthFailure.SignatureExpir", [], "AuthFailure.SignatureExpire"),
        ("AuthFailur.SignatureExpire", [], "AuthFailure.SignatureExpire"),
        ("authfailure.SIGNATUREEXPIRE", [], "AuthFailure.SignatureExpire"),
        ("UnauthorisedOperation", [], "UnauthorizedOperation"),
        ("RequestLimitExceed", [], "RequestLimitExceeded"),
        ("AuthFailure.SecretIdNotExist", [], "AuthFailure.SecretIdNotFound"),
        ("FailedOperation.InstanceNotExist", [], "FailedOperation.InstanceNotFound"),
        ("InvalidInstanceId.NotExist", ["cvm"], "InvalidInstanceId.NotFound"),
        ("LimitExceeded.Frequency", ["sms"], "LimitExceeded.DeliveryFrequencyLimit"),
        ("ClientNetworkErrors", ["cvm"], "ClientNetworkError"),
    ],
)
def test_the_code_that_was_meant_comes_first(
    catalog: Catalog, written: str, services: list[str], meant: str
) -> None:
    assert catalog.nearest(written, services)[0] == meant


def test_a_word_that_the_service_says_in_another_family_is_found(catalog: Catalog) -> None:
    near = catalog.nearest("FailedOperation.InstanceNotExist", ["redis"])

    assert "ResourceNotFound.InstanceNotExists" in near[:2]


def test_own_codes_come_first_when_about_equally_near() -> None:
    few = among("A.DiskFull", "B.DiskFull", "C.SomethingElse")

    assert nearest(few, "X.DiskFull", {"B.DiskFull"}, 5) == ("B.DiskFull", "A.DiskFull")
    assert nearest(few, "X.DiskFull", {"A.DiskFull"}, 5) == ("A.DiskFull", "B.DiskFull")


def test_the_same_code_in_another_case_goes_before_own_codes() -> None:
    few = among("A.DiskFull", "A.DiskFuller")

    assert nearest(few, "a.diskfull", {"A.DiskFuller"}, 1) == ("A.DiskFull",)


@pytest.mark.parametrize("nonsense", ["", ".", "xyzzy", "Throttling", "错误", "a" * 5000])
def test_nothing_is_better_than_anything(catalog: Catalog, nonsense: str) -> None:
    assert catalog.nearest(nonsense) == ()


def test_the_catalogue_knows_the_words_of_all_its_codes(
    catalog: Catalog, all_codes: list[Code]
) -> None:
    stored = StoredCodes(catalog._file)
    places = places_of_words(code.code for code in all_codes)

    assert stored.all() == [code.code for code in all_codes]
    assert stored.counts(list(places)[:500]) == {
        word: len(places[word]) for word in list(places)[:500]
    }
    for word in ("instance", "sms", "nosuchword"):
        assert list(stored.with_word(word)) == list(places.get(word, []))


def test_places_are_packed_the_same_way_on_every_machine() -> None:
    places = array("I", [1, 256])
    assert packed(places) == b"\1\0\0\0\0\1\0\0"
    assert unpacked(packed(places)) == places


def test_words_of_one_meaning_are_one_word() -> None:
    assert words_of("FailedOperation.InstancesNotFound") == words_of(
        "FailOperation.InstanceNotExist"
    )
    assert words_of("InvalidVPCId2") == {"invalid", "vpc", "id", "2"}


@given(st.integers(0, 12_000), st.sampled_from([str.upper, str.lower, str.swapcase]))
def test_the_other_case_of_a_code_leads_to_it(
    catalog: Catalog, all_codes: list[Code], place: int, change: Callable[[str], str]
) -> None:
    code = all_codes[place].code
    written = change(code)

    near = catalog.nearest(written)

    assert written not in near
    assert written == code or near[0].lower() == code.lower()


@given(st.integers(0, 12_000), st.integers(0, 100), st.booleans())
def test_a_letter_more_or_less_leads_back(
    catalog: Catalog, all_codes: list[Code], place: int, letter: int, more: bool
) -> None:
    code = all_codes[place].code
    letter %= len(code)
    written = code[:letter] + (code[letter] * 2 if more else "") + code[letter + 1 :]

    assert code in catalog.nearest(written, limit=10)
