"""Handlers that tell errors by their code and let all others fall out silently."""

from tclsp.analysis.facts import Handler, Path


def lets_others_fall_out(handler: Handler) -> bool:
    """Tell whether tests of the code select some errors and nothing at all is done about others.

    TCL102 reports such a handler, so the rules about lost errors and RequestIds leave it alone.
    """
    dispatches = any(path.expected and path.selected for path in handler.paths)
    return dispatches and any(_falls_out(path) for path in handler.paths)


def _falls_out(path: Path) -> bool:
    if path.outcome != "falls" or path.own_statement:
        return False
    return not (path.expected or path.recorded or path.records or path.tried_again)
