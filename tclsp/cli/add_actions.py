"""`tclsp catalog add-actions`: adds which codes each action answers, from the Go SDK."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tclsp.catalog.action_lists import ActionLists
from tclsp.catalog.failures import CheckoutUnusable
from tclsp.catalog.go_repository import check_finished, clone, is_url, without_password
from tclsp.catalog.go_sdk import read_go_sdk
from tclsp.catalog.user_data import user_action_lists
from tclsp.cli.progress import ProgressBar
from tclsp.cli.terminal import EXIT_FOUND
from tclsp.cli.trouble import EXIT_TROUBLE, complain


def add_actions(arguments: argparse.Namespace) -> int:
    """Read the checkout or the URL and write the lists; return the exit code.

    What was written before stays until the new file is whole.
    """
    target = user_action_lists() if arguments.output is None else Path(arguments.output)
    try:
        _check_target(target, chosen=arguments.output is not None)
        lists = _read(arguments.source)
        _save(lists, target)
    except (CheckoutUnusable, _Unwritable) as error:
        complain(str(error))
        return EXIT_TROUBLE
    source = f"tencentcloud-sdk-go {lists.sdk_version}".rstrip()
    print(
        f"Wrote the lists of {lists.actions():,} actions ({lists.pairs():,} codes, {source}) "
        f"to {target}"
    )
    return EXIT_FOUND


class _Unwritable(Exception):
    """The file cannot be written."""


def _check_target(target: Path, *, chosen: bool) -> None:
    """Raise _Unwritable where writing must fail, before minutes are spent on a download."""
    if target.is_dir():
        raise _Unwritable(f"cannot write {target}: it is a folder")
    if chosen and not target.parent.is_dir():
        raise _Unwritable(f"cannot write {target}: there is no folder {target.parent}")


def _read(source: str) -> ActionLists:
    progress = ProgressBar(sys.stderr, dumb=os.environ.get("TERM") == "dumb")
    folder = Path(source)
    try:
        if not folder.exists() and is_url(source):
            return _read_url(source, progress)
        _check_folder(folder, source)
        return read_go_sdk(folder, source, progress)
    finally:
        progress.clear()


def _read_url(url: str, progress: ProgressBar) -> ActionLists:
    with tempfile.TemporaryDirectory(prefix="tclsp-") as temporary:
        folder = Path(temporary) / "checkout"
        clone(url, folder, progress)
        return read_go_sdk(folder, without_password(url), progress)


def _check_folder(folder: Path, name: str) -> None:
    if not folder.exists():
        raise CheckoutUnusable(
            f"there is no folder {name} (a git URL begins with https://, ssh:// or git@)"
        )
    if not folder.is_dir():
        raise CheckoutUnusable(f"{name} is no folder; give that of a checkout, or a git URL")
    check_finished(folder, name)


def _save(lists: ActionLists, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lists.save(target)
    except OSError as error:
        raise _Unwritable(f"cannot write {target}: {error.strerror or error}") from error
