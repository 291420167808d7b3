"""The words in codes, and in which codes each stands."""

import re
import sys
from array import array
from collections.abc import Iterable, Mapping
from functools import cache

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

_SAME_MEANING = {
    word: group[0]
    for group in (
        ("exist", "exists", "existed", "existing", "found", "find", "available"),
        ("exceed", "exceeds", "exceeded", "over", "beyond"),
        ("limit", "limits", "limited", "quota", "quotas", "max"),
        ("invalid", "illegal", "malformed", "wrong", "incorrect", "bad"),
        ("denied", "deny", "denies", "forbidden", "forbid", "unauthorized", "refused"),
        ("duplicate", "duplicated", "repeat", "repeated", "already"),
        ("insufficient", "lack", "shortage"),
        ("parameter", "parameters", "param", "params", "argument", "arguments"),
        ("unsupported", "unsupport"),
        ("operation", "operate", "action"),
        ("fail", "failed", "failure"),
    )
    for word in group
}


def words_of(code: str) -> frozenset[str]:
    """Return the words of a code, lower-case and those of one meaning as one word."""
    return frozenset(map(_plain, _WORD.findall(code)))


def places_of_words(codes: Iterable[str]) -> Mapping[str, "array[int]"]:
    """Return at which places, from 0, the codes with each word stand."""
    places: dict[str, array[int]] = {}
    for place, code in enumerate(codes):
        for word in words_of(code):
            places.setdefault(word, array("I")).append(place)
    return places


def packed(places: "array[int]") -> bytes:
    """Return places as `catalog.db` has them: four bytes each, the low one first."""
    return _turned(places).tobytes()


def unpacked(data: bytes) -> "array[int]":
    """Return what was `packed`."""
    return _turned(array("I", data))


def _turned(places: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        places = places[:]
        places.byteswap()
    return places


@cache
def _plain(written: str) -> str:
    word = written.lower()
    singular = word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word
    return _SAME_MEANING.get(word) or _SAME_MEANING.get(singular) or singular
