"""Which action lists the commands of the catalogue use, as far as somebody has added any."""

from pathlib import Path
from typing import TYPE_CHECKING

from tclsp.catalog.user_data import user_action_lists
from tclsp.cli.trouble import complain

if TYPE_CHECKING:
    from tclsp.catalog.action_lists import ActionLists

_SETTING = b"action-lists"


def lists_in_use() -> "ActionLists | None":
    """Return the lists of the project of the working folder, else those of the user, if any.

    A file that cannot be used is said on standard error and left out.
    """
    lists = None
    for path in list_files():
        found = _load(path)
        if found is not None:
            lists = found if lists is None else lists.merged_with(found)
    return lists


def list_files() -> tuple[Path, ...]:
    """Return the files that the settings of the working folder name, else the user's, if any."""
    named = _named_by_settings(Path.cwd())
    if named:
        return named
    own = user_action_lists()
    return (own,) if own.is_file() else ()


def _load(path: Path) -> "ActionLists | None":
    # Not at the top: most users have none.
    from tclsp.catalog.action_lists import ActionLists, ActionListsDamaged

    try:
        return ActionLists.load(path)
    except ActionListsDamaged as error:
        complain(str(error))
        return None


def _named_by_settings(folder: Path) -> tuple[Path, ...]:
    # Reading settings takes long, and few projects name lists: so look first whether one may.
    folders = (folder, *folder.parents)
    settings = [above / name for above in folders for name in ("tclsp.toml", "pyproject.toml")]
    if not any(_may_name_lists(file) for file in settings):
        return ()
    from tclsp.checker.project import Projects
    from tclsp.checker.settings_error import SettingsError

    try:
        project = Projects().of_folder(str(folder))
    except SettingsError as error:
        complain(*error.problems)
        return ()
    if project.settings is None or project.root is None:
        return ()
    return tuple(Path(project.root, name) for name in project.settings.action_lists)


def _may_name_lists(file: Path) -> bool:
    try:
        return _SETTING in file.read_bytes()
    except OSError:
        return False
