"""Which codes are offered first, in the built catalogue."""

import pytest

from tclsp.catalog.action_lists import ActionLists, ListedAction
from tclsp.catalog.ranking import Ranking, Wanted, ranked_codes
from tclsp.catalog.store import Catalog

NO_LISTS = ActionLists.none()


@pytest.fixture(scope="module")
def built() -> Catalog:
    return Catalog.open()


def offered(built: Catalog, wanted: Wanted, lists: ActionLists = NO_LISTS) -> list[str]:
    return [each.code for each in ranked_codes(built, lists, wanted, 100).codes]


def test_codes_of_the_service_go_before_common_ones(built: Catalog) -> None:
    found = ranked_codes(built, NO_LISTS, Wanted("AuthFailure", ("cvm",)), 100).codes
    groups = [each.group for each in found if each.code.startswith("AuthFailure")]
    assert groups == sorted(groups, key=["service", "common", "other"].index)
    assert set(groups) == {"service", "common", "other"}


def test_codes_of_the_action_go_first(built: Catalog) -> None:
    action = ListedAction("cvm", "2017-03-12", "RunInstances")
    lists = ActionLists.of({action: ["ResourceInsufficient.CloudDiskSoldOut"]}, "1.0")
    wanted = Wanted("", ("cvm",), (("cvm", "RunInstances"),))
    assert offered(built, wanted, lists)[0] == "ResourceInsufficient.CloudDiskSoldOut"


def test_what_is_handled_already_comes_last(built: Catalog) -> None:
    wanted = Wanted("AuthFailure.S", handled=frozenset({"AuthFailure.SecretIdNotFound"}))
    found = ranked_codes(built, NO_LISTS, wanted, 100).codes
    assert found[-1].code == "AuthFailure.SecretIdNotFound"
    assert found[-1].handled
    assert not found[0].handled


@pytest.mark.parametrize("typed", ["requestlimit", "UinLimit", "rlexuin"])
def test_the_middle_of_a_word_is_enough(built: Catalog, typed: str) -> None:
    assert "RequestLimitExceeded.UinLimitExceeded" in offered(built, Wanted(typed))


def test_after_a_dot(built: Catalog) -> None:
    found = offered(built, Wanted("AuthFailure."))
    assert found
    assert all(code.startswith("AuthFailure.") for code in found)


def test_families_are_offered_for_prefixes_only(built: Catalog) -> None:
    assert not built.exists("AuthFailure.")
    family = next(iter(built.pure_families))
    assert family not in offered(built, Wanted(family))
    assert offered(built, Wanted(family, prefix=True))[0] == family
    assert offered(built, Wanted("Auth", ("cvm",), prefix=True))[0] == "AuthFailure"


def test_a_long_list_is_cut(built: Catalog) -> None:
    assert ranked_codes(built, NO_LISTS, Wanted(), 10).cut
    assert ranked_codes(built, NO_LISTS, Wanted("no such code at all"), 10) == Ranking(
        (), cut=False
    )
