"""`tclsp catalog`: shows what the catalogue of error codes holds, builds it anew, adds to it."""

import argparse
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tclsp.cli.terminal import EXIT_FOUND
from tclsp.cli.trouble import EXIT_TROUBLE, complain

if TYPE_CHECKING:
    from tclsp.catalog.store import Catalog

SUMMARY = "Show what the catalogue of error codes holds, build it anew, or add to it."

_EPILOG = """\
The catalogue is built from two SDK packages, whose versions are pinned; `build` downloads them
(29 MB). It does nothing where the catalogue is up to date. Set TCLSP_CATALOG_SOURCES to a folder
that holds the two wheels to build without a network.

`add-actions` reads which codes each action is documented to answer; only the Go SDK lists them.
`explain` and `codes` use what it adds. To let `check` use it, write it into the project with
--output and name the file in the setting action-lists.

example:
  tclsp catalog add-actions https://github.com/TencentCloud/tencentcloud-sdk-go
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.epilog = _EPILOG
    tasks = parser.add_subparsers(dest="task", required=True, metavar="{info,build,add-actions}")
    tasks.add_parser("info", help="show the versions, counts and place of the catalogue")
    build = tasks.add_parser("build", help="build the catalogue if it is not up to date")
    build.add_argument("--force", action="store_true", help="build it in any case")
    adding = tasks.add_parser("add-actions", help="add the codes of each action from the Go SDK")
    adding.add_argument(
        "source",
        metavar="PATH_OR_GIT_URL",
        help="a checkout of TencentCloud/tencentcloud-sdk-go, or its URL (4 MB are fetched)",
    )
    adding.add_argument(
        "--output", metavar="FILE", help="the file to write (default: one in your data folder)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Show or build the catalogue, or add to it; return the exit code."""
    if arguments.task == "add-actions":
        from tclsp.cli.add_actions import add_actions

        return add_actions(arguments)
    from tclsp.catalog.failures import BuildFailed, CatalogMissing

    try:
        if arguments.task == "build":
            _build(force=arguments.force)
        else:
            _show()
    except (BuildFailed, CatalogMissing) as error:
        complain(str(error))
        return EXIT_TROUBLE
    return EXIT_FOUND


def _build(*, force: bool) -> None:
    from tclsp.catalog.build import build

    built = build(force=force, say=_say)
    if not built.new:
        print(f"{built.path} is up to date")


def _say(sentence: str) -> None:
    # Shown at once, for what it announces takes seconds.
    print(sentence, flush=True)


def _show() -> None:
    from tclsp.catalog.store import Catalog

    for label, value in _facts(Catalog.open()):
        print(f"{label:<9}  {value}")
    for value in _lists():
        print(f"{'lists':<9}  {value}")


def _facts(catalog: "Catalog") -> list[tuple[str, str]]:
    from tclsp.catalog.schema import SCHEMA_VERSION

    versions = catalog.sdk_versions()
    codes = catalog.codes()
    kinds = Counter(code.kind for code in codes)
    services = catalog.services()
    status = catalog.path.stat()
    written = datetime.fromtimestamp(status.st_mtime).astimezone()
    return [
        ("SDK", f"{versions.zh} (Chinese), {versions.en} (international, English)"),
        ("codes", f"{len(codes):,}: " + ", ".join(f"{n:,} {kind}" for kind, n in kinds.items())),
        ("families", f"{len(catalog.families()):,}"),
        ("services", f"{len(services):,}, in {_version_count(catalog):,} versions"),
        ("actions", f"{sum(len(catalog.actions(service)) for service in services):,}"),
        ("file", str(catalog.path)),
        ("size", f"{status.st_size / 1e6:.1f} MB"),
        ("written", f"{written:%Y-%m-%d %H:%M %Z}"),
        ("schema", SCHEMA_VERSION),
        ("sources", catalog.fingerprint()[:16]),
    ]


def _version_count(catalog: "Catalog") -> int:
    return sum(len(catalog.versions(service)) for service in catalog.services())


def _lists() -> list[str]:
    """Return what there is to say of each file of action lists in use."""
    from tclsp.cli.lists_in_use import list_files

    found = [_list_facts(path) for path in list_files()]
    return found or ["none of single actions; `tclsp catalog add-actions` adds them"]


def _list_facts(path: Path) -> str:
    from tclsp.catalog.action_lists import ActionLists, ActionListsDamaged

    try:
        lists = ActionLists.load(path)
    except ActionListsDamaged as error:
        return str(error)
    source = f"tencentcloud-sdk-go {lists.sdk_version}".rstrip()
    return f"{lists.actions():,} actions with {lists.pairs():,} codes, of {source}, in {path}"
