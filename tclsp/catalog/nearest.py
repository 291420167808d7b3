"""The codes that were probably meant by one that does not exist.

Two things make codes near: their spelling (a letter more, another case) and the words in them
(`FailedOperation.InstanceNotExist` where the service says `ResourceNotFound.InstanceNotFound`).
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from heapq import nlargest
from typing import Protocol

from attrs import define, field
from rapidfuzz import fuzz, process

from tclsp.catalog.code_words import words_of

_CANDIDATES = 30
"""How many codes each way of searching may propose."""
_COMMON_WORD = 900
"""A word in more codes than that tells too little to search by it."""
_NOT_NEAR = 60.0
"""Below this a code is no suggestion any more; 100 is the same spelling or the same words."""
_OWN_SERVICE = 14.0
"""How much further away a code of the given services may be and still come first."""


class Codes(Protocol):
    """All codes, in the order of their places, which count from 0."""

    def all(self) -> Sequence[str]:
        """Return the codes."""

    def with_word(self, word: str) -> Sequence[int]:
        """Return the places of the codes with a word in them."""

    def counts(self, words: Collection[str]) -> Mapping[str, int]:
        """Return in how many codes each of some words stands, of those that stand in any."""


def nearest(known: Codes, code: str, own: Set[str], limit: int) -> tuple[str, ...]:
    """Return up to `limit` codes near `code`, the nearest first, never `code` itself.

    The same code in another case goes before all; codes in `own` go before others that are
    about equally near.
    """
    return _Search(known, known.all()).nearest(code, own, limit)


@define(eq=False)
class _Search:
    """One search."""

    known: Codes
    codes: Sequence[str]
    weights: dict[str, float] = field(factory=dict)
    """How much the words tell that were met so far: rare ones more than frequent ones."""

    def nearest(self, code: str, own: Set[str], limit: int) -> tuple[str, ...]:
        spelling, words = code.lower(), words_of(code)
        self._weigh(words)
        # Each look into a set hashes a text of its own, so not where there is nothing to find.
        own_places = [place for place, each in enumerate(self.codes) if each in own] if own else []
        candidates = self._candidates(spelling, words, own_places)
        self._weigh({word for place in candidates for word in words_of(self.codes[place])})
        ranked = []
        for place in candidates:
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
            places = self.known.with_word(word)
            if len(places) <= _COMMON_WORD:
                for place in places:
                    shared[place] += self.weights[word]
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
        return sum(map(self.weights.__getitem__, words))

    def _weigh(self, words: Set[str]) -> None:
        new = words - self.weights.keys()
        counts = self.known.counts(new)
        for word in new:
            self.weights[word] = math.log(1 + len(self.codes) / counts.get(word, 1))


def _behind_family(code: str) -> str:
    return code.partition(".")[2] or code
