"""`tclsp codes`: lists the error codes of the Tencent Cloud API."""

import argparse
import sys
from typing import TYPE_CHECKING

from tclsp.cli.terminal import (
    EXIT_FOUND,
    EXIT_NOTHING,
    add_language,
    table_style,
)
from tclsp.cli.trouble import EXIT_TROUBLE, complain
from tclsp.report.console import is_utf8

if TYPE_CHECKING:
    from tclsp.catalog.records import Code
    from tclsp.catalog.store import Catalog

SUMMARY = "List the error codes of the Tencent Cloud API."

_EPILOG = """\
Without a filter every code is listed; several filters narrow each other down.
The exit code is 0 if there are such codes, 1 if there are none, 2 for an unknown name.

examples:
  tclsp codes expire                     codes that speak of expiry
  tclsp codes --service cvm              what CVM defines
  tclsp codes --family AuthFailure       all codes of a family
  tclsp codes --action RunInstances      what an action can answer
  tclsp codes --format json > codes.json

What an action can answer is known of its service, or, with the lists that
`tclsp catalog add-actions` adds, of the action itself.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.epilog = _EPILOG
    parser.add_argument(
        "text",
        nargs="?",
        default="",
        metavar="TEXT",
        help="only codes that have this in their name or description",
    )
    parser.add_argument("--service", help="only codes that this service defines: cvm, redis, ...")
    parser.add_argument("--family", help="only codes of this family: AuthFailure, ...")
    parser.add_argument("--action", help="only what this action can answer: RunInstances, ...")
    add_language(parser)
    parser.add_argument("--format", choices=("table", "json"), default="table")


def run(arguments: argparse.Namespace) -> int:
    """List codes; return the exit code."""
    from tclsp.catalog.store import CatalogMissing
    from tclsp.cli.catalog_names import UnknownName

    try:
        codes = _chosen(arguments)
    except (CatalogMissing, UnknownName) as error:
        complain(str(error))
        return EXIT_TROUBLE
    if arguments.format == "json":
        from tclsp.report.code_json import codes_as_json

        print(codes_as_json(codes, escape=not is_utf8(sys.stdout)))
    elif codes:
        from tclsp.report.code_table import code_table

        print("\n".join(code_table(codes, table_style(arguments.language))))
    else:
        complain("no error code fits; leave out a filter, or try a shorter text")
    return EXIT_FOUND if codes else EXIT_NOTHING


def _chosen(arguments: argparse.Namespace) -> "list[Code]":
    from tclsp.catalog.explanation import described
    from tclsp.catalog.store import Catalog
    from tclsp.cli.catalog_names import check_action, check_family, package_of

    catalog = Catalog.open()
    service = None if arguments.service is None else package_of(catalog, arguments.service)
    if arguments.family is not None:
        check_family(catalog, arguments.family)
    if arguments.action is not None:
        check_action(catalog, arguments.action, service)
    codes = catalog.codes(
        arguments.text, service=service, family=arguments.family, action=arguments.action
    )
    if arguments.action is not None:
        codes = _narrowed(catalog, codes, arguments.action, service)
    return [described(catalog, code, (service,) if service else ()) for code in codes]


def _narrowed(
    catalog: "Catalog", codes: "list[Code]", action: str, service: str | None
) -> "list[Code]":
    """Return what the action can answer by the action lists; without any all that its services do.

    Of several services with such an action only `service` counts, if one is given.
    """
    from tclsp.cli.lists_in_use import lists_in_use

    lists = lists_in_use()
    if lists is None:
        return codes
    from tclsp.catalog.action_codes import narrowed_to_action

    offering = catalog.services_with_action(action) if service is None else (service,)
    actions = [found for one in offering for found in catalog.action(one, action)]
    return narrowed_to_action(codes, actions, lists)
