"""Where broken code may be cut, by its letters: at definitions, and where statements start.

The code that is given is a part of a file, from the start of a line on; all offsets are into it.
"""

import re

from tclsp.source import trees

# `@author: …` in a docstring is no decorator.
_OPENING = rb"(?:(?P<decorator>@[ \t]*[\w.]*[ \t]*(?:[(\[#]|\r?$))|(?:async[ \t]+)?def\b|class\b)"
_TOP_LEVEL = re.compile(rb"^(?:" + _OPENING + rb"|if[ \t]+__name__\b)", re.MULTILINE)
_DEEPER = re.compile(rb"^(?P<indent>[ \t]+)" + _OPENING, re.MULTILINE)
_CODE_LINE = re.compile(rb"^([ \t]*)(?=[^\s#])", re.MULTILINE)
_CONTINUES = re.compile(rb"[)\]}]|(?:elif|else|except|finally|case)\b")
_DEFINITION = re.compile(rb"[ \t]*(?:async[ \t]+)?def\b")
CLASS_NAME = re.compile(rb"^[ \t]*class[ \t]+(\w+)", re.MULTILINE)
TOKEN = re.compile(
    rb"(?P<comment>#[^\n]*)"
    rb"|(?P<long>(?P<quotes>\'\'\'|\"\"\")(?:\\.|[^\\])*?(?P=quotes))"
    rb"|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"",
    re.DOTALL,
)
"""Comments and strings, where no tree can be trusted to tell them from code."""


def top_level(code: bytes) -> list[int]:
    """Return where definitions that are not indented start, and what runs a script."""
    return _without_decorated(list(_TOP_LEVEL.finditer(code)))


def deeper_definitions(code: bytes) -> list[int]:
    """Return where the least indented of the deeper definitions start."""
    outer = len(indent_of(code))
    found = [match for match in _DEEPER.finditer(code) if len(match["indent"]) > outer]
    least = min((len(match["indent"]) for match in found), default=0)
    return _without_decorated([match for match in found if len(match["indent"]) == least])


def _without_decorated(openings: list["re.Match[bytes]"]) -> list[int]:
    """Return where definitions start, those with decorators at the first of these."""
    offsets: list[int] = []
    decorated = False
    for opening in openings:
        if not decorated:
            offsets.append(opening.start())
        decorated = opening["decorator"] is not None
    return offsets


def statement_lines(code: bytes, in_class: bool) -> list[int]:
    """Return where statements start: of the class's body, else as deep as the code starts."""
    outer = len(indent_of(code))
    deeper = [len(match[1]) for match in _CODE_LINE.finditer(code) if len(match[1]) > outer]
    level = min(deeper, default=outer) if in_class else outer
    levels = range(level, level + 1)
    return lines_at(code, levels) or lines_at(code, levels, may_continue=True)


def lines_at(code: bytes, levels: range, *, may_continue: bool = False) -> list[int]:
    """Return where lines with such an indentation start, but for the first one.

    With `may_continue` also those that do not look like the start of a statement.
    """
    code = TOKEN.sub(_without_lines, code)
    return [
        match.start()
        for match in _CODE_LINE.finditer(code)
        if match.start() > 0
        and len(match[1]) in levels
        and (may_continue or not _CONTINUES.match(code, match.end()))
    ]


def _without_lines(token: "re.Match[bytes]") -> bytes:
    return token[0].replace(b"\n", b" ") if token["long"] else token[0]


def indent_of(code: bytes) -> bytes:
    """Return the blanks before the first line that is neither empty nor a comment."""
    first = _CODE_LINE.search(code)
    return first[1] if first else b""


def without_decorators(code: bytes) -> bytes:
    """Return the code from its first line that is no decorator on."""
    first = re.search(rb"^[ \t]*(?=[^\s#@])", code, re.MULTILINE)
    return code[first.start() :] if first else code


def is_function(code: bytes) -> bool:
    """Tell whether code is a function with a sound header."""
    if _DEFINITION.match(code) is None:
        return False
    header = code.partition(b"\n")[0].strip()
    return not trees.parse(header + b"\n pass\n").root_node.has_error
