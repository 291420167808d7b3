"""`tclsp explain RULE`: what a rule of the checker reports, and why."""

import argparse

from tclsp.cli.terminal import EXIT_FOUND, EXIT_NOTHING, page_style, print_json
from tclsp.cli.trouble import complain
from tclsp.report.code_json import unknown_object
from tclsp.report.rule_json import rule_object
from tclsp.report.rule_text import rule_page
from tclsp.rules.registry import RULES, rule


def explain_rule(word: str, arguments: argparse.Namespace) -> int:
    """Explain the rule with the code or name `word`; return the exit code."""
    found = rule(word)
    if found is None:
        return _no_such_rule(word, arguments)
    if arguments.format == "json":
        print_json(rule_object(found))
    else:
        print("\n".join(rule_page(found, page_style(arguments.language))))
    return EXIT_FOUND


def _no_such_rule(word: str, arguments: argparse.Namespace) -> int:
    codes = [known.code for known in RULES]
    sentence = f"no rule is called {word}; there are {', '.join(codes)}"
    if arguments.format == "json":
        print_json(unknown_object(word, sentence, codes))
    else:
        complain(sentence)
    return EXIT_NOTHING
