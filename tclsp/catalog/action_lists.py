"""Which codes each action is documented to answer, from a file that `add-actions` wrote.

The catalogue knows what a service can answer; these lists, where somebody has added them, say it
of the single action. The file is text, one code a line in a fixed order, so that a project can
commit it and the diff of a newer one shows what has changed. It is read whole in some ten
milliseconds, after which a look-up takes microseconds.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from tclsp.catalog import action_list_text
from tclsp.catalog.action_list_text import Content
from tclsp.catalog.failures import ActionListsDamaged
from tclsp.catalog.go_names import package_of

__all__ = ["ActionLists", "ActionListsDamaged", "ListedAction"]


class ListedAction(NamedTuple):
    """An action of a service version that has a list."""

    service: str
    """The name of the service's package: `autoscaling`."""
    version: str
    """As the API writes it: `2017-03-12`."""
    action: str


class ActionLists:
    """The codes of each action, as far as they are documented; use `load`, `of` or `none`.

    Codes that every action can answer (common ones, the gateway's) are in a list only if the
    action's documentation names them.
    """

    def __init__(self, content: Content) -> None:
        self._content = content

    @classmethod
    def none(cls) -> "ActionLists":
        """Return lists of no action at all."""
        return cls(Content(body="", actions=0, pairs=0, sdk_version=""))

    @classmethod
    def of(cls, lists: Mapping[ListedAction, Collection[str]], sdk_version: str) -> "ActionLists":
        """Return the lists of these actions; an empty list counts as none."""
        ordered = [(" ".join(action), sorted(set(lists[action]))) for action in sorted(lists)]
        blocks = [f"\n{key}\n" + "\n".join(codes) + "\n" for key, codes in ordered if codes]
        pairs = sum(len(codes) for _, codes in ordered)
        return cls(Content("".join(blocks), len(blocks), pairs, sdk_version))

    @classmethod
    def load(cls, path: Path) -> "ActionLists":
        """Read a file; raise ActionListsDamaged where it cannot be read or is not whole."""
        return cls(action_list_text.read(path))

    def save(self, path: Path) -> None:
        """Write a file that `load` reads, all of it or nothing; raise OSError."""
        action_list_text.write(path, self._content)

    def merged_with(self, other: "ActionLists") -> "ActionLists":
        """Return the lists of both; an action that both list answers what either says."""
        if not other.actions():
            return self
        if not self.actions():
            return other
        codes: dict[ListedAction, set[str]] = {}
        for block in (*self._blocks, *other._blocks):
            codes.setdefault(_action_of(block), set()).update(_codes_of(block))
        versions = dict.fromkeys(filter(None, (self.sdk_version, other.sdk_version)))
        return ActionLists.of(codes, ", ".join(versions))

    @property
    def sdk_version(self) -> str:
        """The version of the Go SDK that they come from; empty where it is unknown."""
        return self._content.sdk_version

    def actions(self) -> int:
        """Return how many actions have a list, counted once for each service version."""
        return self._content.actions

    def pairs(self) -> int:
        """Return how many pairs of an action and a code there are."""
        return self._content.pairs

    def codes(self, service: str, action: str, version: str | None = None) -> frozenset[str] | None:
        """Return the codes that an action is documented to answer; None where it has no list.

        `service` is the name of the package or that in the API. Without a version, the codes of
        all versions of the service that list the action.
        """
        package = package_of(service)
        versions = self._versions_of(package) if version is None else (version,)
        found = [self._block(f"{package} {one} {action}\n") for one in versions]
        lists = [_codes_of(block) for block in found if block]
        return frozenset[str]().union(*lists) if lists else None

    def documenting(self, code: str, services: Collection[str] = ()) -> tuple[ListedAction, ...]:
        """Return the actions whose list holds a code: by service, version and name.

        Those of the given services, named as packages, come first. It looks through all lists,
        which takes some milliseconds.
        """
        holding = (block for block in self._blocks if code in block)
        found = [_action_of(block) for block in holding if code in _codes_of(block)]
        return tuple(sorted(found, key=lambda action: action.service not in services))

    def _block(self, start: str) -> str:
        """Return the one block that begins with `start`; empty where none does."""
        place = bisect_left(self._blocks, start)
        found = self._blocks[place : place + 1]
        return found[0] if found and found[0].startswith(start) else ""

    def _versions_of(self, package: str) -> Iterator[str]:
        start = f"{package} "
        place = bisect_left(self._blocks, start)
        while place < len(self._blocks) and self._blocks[place].startswith(start):
            version = self._blocks[place].split(" ", 2)[1]
            yield version
            # The sign after the blank: the first block behind those of this version.
            place = bisect_left(self._blocks, f"{package} {version}!", place)

    @cached_property
    def _blocks(self) -> list[str]:
        """For each action, in their order, `service version action` and its codes, a line each."""
        body = self._content.body
        return body[1:-1].split("\n\n") if body else []


def _action_of(block: str) -> ListedAction:
    return ListedAction(*block.partition("\n")[0].split(" "))


def _codes_of(block: str) -> list[str]:
    return block.split("\n")[1:]
