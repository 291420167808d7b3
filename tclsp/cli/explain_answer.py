"""`tclsp explain FILE`: whether a call succeeded, what its code means, which RequestId to quote."""

import argparse
import sys
from pathlib import Path

from tclsp.catalog.answer import Answer, read_answer
from tclsp.catalog.explanation import NEAR_LIMIT, explain_code
from tclsp.catalog.store import Catalog
from tclsp.cli.explain_code import asked_services
from tclsp.cli.terminal import EXIT_FOUND, page_style, print_json
from tclsp.cli.trouble import EXIT_TROUBLE, complain
from tclsp.report.answer_text import failure_page, success_page, unknown_failure_page
from tclsp.report.code_json import answer_object


def explain_standard_input(arguments: argparse.Namespace) -> int:
    """Explain the answer on standard input; return the exit code."""
    return _explain(read_answer(sys.stdin.buffer.read(), "standard input"), arguments)


def explain_file(path: Path, arguments: argparse.Namespace) -> int:
    """Explain the answer in a file; return the exit code."""
    try:
        content = path.read_bytes()
    except OSError as error:
        complain(f"cannot read {path}: {error.strerror}")
        return EXIT_TROUBLE
    return _explain(read_answer(content, str(path)), arguments)


def _explain(answer: Answer, arguments: argparse.Namespace) -> int:
    if answer.code is None:
        _print_success(answer, arguments)
    else:
        _print_failure(answer, answer.code, arguments)
    return EXIT_FOUND


def _print_success(answer: Answer, arguments: argparse.Namespace) -> None:
    if arguments.format == "json":
        print_json(answer_object(answer, None, ()))
    else:
        print("\n".join(success_page(answer, page_style(arguments.language))))


def _print_failure(answer: Answer, code: str, arguments: argparse.Namespace) -> None:
    catalog = Catalog.open()
    services = asked_services(catalog, arguments)
    explanation = explain_code(catalog, code, services)
    near = explanation.near if explanation else catalog.nearest(code, services, NEAR_LIMIT)
    style = page_style(arguments.language)
    if arguments.format == "json":
        print_json(answer_object(answer, explanation, near))
    elif explanation:
        print("\n".join(failure_page(answer, explanation, services, style)))
    else:
        family = catalog.guidance(code.partition(".")[0])
        print("\n".join(unknown_failure_page(answer, family, near, style)))
