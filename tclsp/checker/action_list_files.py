"""The action lists that the settings of a project name."""

import os
from functools import lru_cache
from pathlib import Path

from tclsp.catalog.action_lists import ActionLists, ActionListsDamaged
from tclsp.checker.settings import Settings
from tclsp.checker.settings_error import SettingsError
from tclsp.checker.stamps import Stamp, stamp_of


def action_lists_of(settings: Settings, root: str | None) -> ActionLists:
    """Return the lists of a project together; `root` is the folder of its settings file.

    Raises SettingsError for a file that cannot be read or is damaged.
    """
    if not settings.action_lists or root is None:
        return ActionLists.none()
    paths = tuple(os.path.join(root, name) for name in settings.action_lists)
    return _together(paths, tuple(map(stamp_of, paths)))


@lru_cache(maxsize=8)
def _together(paths: tuple[str, ...], _: tuple[Stamp | None, ...]) -> ActionLists:
    """Return the lists of files with these stamps: an editor goes on while they change."""
    lists = ActionLists.none()
    try:
        for path in paths:
            lists = lists.merged_with(ActionLists.load(Path(path)))
    except ActionListsDamaged as error:
        raise SettingsError(str(error)) from error
    return lists
