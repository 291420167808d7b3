"""`tclsp explain CODE`: what an error code means and what to do about it."""

import argparse

from tclsp.catalog.explanation import NEAR_LIMIT, described
from tclsp.catalog.explanation import explain_code as explanation_of
from tclsp.catalog.store import Catalog
from tclsp.cli.catalog_names import package_of
from tclsp.cli.lists_in_use import lists_in_use
from tclsp.cli.terminal import (
    EXIT_FOUND,
    EXIT_NOTHING,
    page_style,
    print_json,
    table_style,
)
from tclsp.cli.trouble import complain
from tclsp.report.code_json import actions_object, explanation_object, family_object, unknown_object
from tclsp.report.code_table import code_table
from tclsp.report.code_text import code_page, family_page


def explain_code(word: str, arguments: argparse.Namespace) -> int:
    """Explain the error code `word`, or name the nearest ones; return the exit code."""
    catalog = Catalog.open()
    services = asked_services(catalog, arguments)
    explanation = explanation_of(catalog, word, services)
    if explanation is None and catalog.is_family(word):
        return _explain_family(catalog, word, arguments)
    if explanation is None:
        return _no_such_code(catalog, word, services, arguments)
    lists = lists_in_use()
    if arguments.format == "json":
        found = explanation_object(explanation)
        print_json(found if lists is None else {**found, **actions_object(lists, word)})
    else:
        subcodes = len(_subcodes(catalog, word))
        style = page_style(arguments.language)
        actions = () if lists is None else lists.documenting(word, services)
        print("\n".join(code_page(explanation, services, subcodes, actions, style)))
    return EXIT_FOUND


def asked_services(catalog: Catalog, arguments: argparse.Namespace) -> tuple[str, ...]:
    """Return the service of `--service`, if any; raise UnknownName where it is none."""
    if arguments.service is None:
        return ()
    return (package_of(catalog, arguments.service),)


def _explain_family(catalog: Catalog, family: str, arguments: argparse.Namespace) -> int:
    guidance = catalog.guidance(family)
    codes = _subcodes(catalog, family)
    if arguments.format == "json":
        print_json(family_object(family, guidance, codes))
    else:
        print("\n".join(family_page(family, guidance, codes, page_style(arguments.language))))
    return EXIT_FOUND


def _subcodes(catalog: Catalog, family: str) -> list[str]:
    return [code.code for code in catalog.codes(family=family) if code.code != family]


def _no_such_code(
    catalog: Catalog, word: str, services: tuple[str, ...], arguments: argparse.Namespace
) -> int:
    near = catalog.nearest(word, services, NEAR_LIMIT)
    sentence = f"no error code is called {word}"
    sentence += f"; the nearest is {near[0]}" if near else ", and none is like it"
    if arguments.format == "json":
        print_json(unknown_object(word, sentence, near))
        return EXIT_NOTHING
    complain(sentence)
    codes = [described(catalog, code, services) for code in map(catalog.code, near) if code]
    if codes:
        print("\n".join(code_table(codes, table_style(arguments.language))))
    return EXIT_NOTHING
