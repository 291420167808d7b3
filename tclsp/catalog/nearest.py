"""The codes that were probably meant by one that does not exist.

Two things make codes near: their spelling (a letter more, another case) and the words in them
(`FailedOperation.InstanceNotExist` where the service says `ResourceNotFound.InstanceNotFound`).
"""

import math
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from functools import cache
from heapq import nlargest

from attrs import frozen
from rapidfuzz import fuzz, process

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

_NONE = array("I")
_CANDIDATES = 30
"""How many codes each way of searching may propose."""
_COMMON_WORD = 900
"""A word in more codes than that tells too little to search by it."""
_NOT_NEAR = 60.0
"""Below this a code is no suggestion any more; 100 is the same spelling or the same words."""
_OWN_SERVICE = 14.0
"""How much further away a code of the given services may be and still come first."""


@frozen
class Neighbours:
    """All codes, prepared for the search of the nearest ones."""

    codes: Sequence[str]
    _codes_with: dict[str, "array[int]"]
    """The places of the codes with a word in them."""

    @classmethod
    def of(cls, codes: Sequence[str]) -> "Neighbours":
        """Prepare the search among codes."""
        codes_with: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for place, code in enumerate(codes):
            for word in words_of(code):
                codes_with[word].append(place)
        # From now on there is a word to look for now and then, no longer one of all codes.
        _plain.cache_clear()
        return cls(codes, dict(codes_with))

    def nearest(self, code: str, own: Set[str], limit: int) -> tuple[str, ...]:
        """Return up to `limit` codes near `code`, the nearest first, never `code` itself.

        The same code in another case goes before all; codes in `own` go before others that are
        about equally near.
        """
        spelling, words = code.lower(), words_of(code)
        own_places = [place for place, each in enumerate(self.codes) if each in own]
        ranked = []
        for place in self._candidates(spelling, words, own_places):
            found = self.codes[place]
            score = self._score(spelling, words, place)
            if score < _NOT_NEAR or found == code:
                continue
            is_own = found in own
            other_case = found.lower() == spelling
            ranked.append((not other_case, -score - _OWN_SERVICE * is_own, not is_own, found))
        return tuple(found for *_, found in sorted(ranked)[:limit])

    def _candidates(
        self, spelling: str, words: frozenset[str], own_places: Sequence[int]
    ) -> set[int]:
        near = process.extract(
            spelling,
            self.codes,
            scorer=fuzz.ratio,
            processor=str.lower,
            limit=_CANDIDATES,
            score_cutoff=_NOT_NEAR,
        )
        near_own = process.extract(
            spelling,
            {place: self.codes[place] for place in own_places},
            scorer=fuzz.ratio,
            processor=str.lower,
            limit=_CANDIDATES,
        )
        shared = self._weight_of_shared_words(words)
        shared_own = [place for place in own_places if place in shared]
        return {
            *(place for _, _, place in near),
            *(place for _, _, place in near_own),
            *nlargest(_CANDIDATES, shared, key=shared.__getitem__),
            *nlargest(_CANDIDATES, shared_own, key=shared.__getitem__),
        }

    def _weight_of_shared_words(self, words: Iterable[str]) -> dict[int, float]:
        """Return how much each code has in common with some words, where it has any."""
        shared: dict[int, float] = defaultdict(float)
        for word in words:
            places = self._codes_with.get(word, _NONE)
            if len(places) > _COMMON_WORD:
                continue
            weight = self._weight(word)
            for place in places:
                shared[place] += weight
        return shared

    def _score(self, spelling: str, words: frozenset[str], place: int) -> float:
        other = self.codes[place].lower()
        # A long family that both share says little; what stands behind it counts as much again.
        whole = fuzz.ratio(spelling, other)
        behind = fuzz.ratio(_behind_family(spelling), _behind_family(other))
        by_spelling = (whole + behind) / 2
        by_words = self._likeness(words, words_of(self.codes[place]))
        return max(by_spelling, by_words) * 0.8 + min(by_spelling, by_words) * 0.2

    def _likeness(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Compare two sets of words: 100 for the same, rare words count more than frequent ones."""
        total = self._weight_of(one) + self._weight_of(other)
        return 200 * self._weight_of(one & other) / total if total else 0.0

    def _weight_of(self, words: Iterable[str]) -> float:
        return sum(map(self._weight, words))

    def _weight(self, word: str) -> float:
        return math.log(1 + len(self.codes) / (len(self._codes_with.get(word, _NONE)) or 1))


def words_of(code: str) -> frozenset[str]:
    """Return the words of a code, lower-case and those of one meaning as one word."""
    return frozenset(map(_plain, _WORD.findall(code)))


def _behind_family(code: str) -> str:
    return code.partition(".")[2] or code


@cache
def _plain(written: str) -> str:
    word = written.lower()
    singular = word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word
    return _SAME_MEANING.get(word) or _SAME_MEANING.get(singular) or singular
