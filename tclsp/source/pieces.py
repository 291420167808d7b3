"""Cuts sound code into pieces that libcst parses one by one.

A piece is whole lines: one statement, or a run of short simple statements with only blank lines
between them. A class is cut again: its head (decorators to the line before its body) and the
statements of its body. Comments between pieces belong to none of them.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from attrs import evolve, frozen
from tree_sitter import Node

from tclsp.source import trees
from tclsp.source.spans import Span

HEADER = b"class _:\n"
"""Stands before an indented piece: one level takes any indentation, so nothing is dedented."""

LONGEST_PIECE = 1 << 20
"""Bytes. Above it libcst needs many seconds; only generated data is that long."""

_LONGEST_RUN = 2048
"""Bytes of simple statements that are parsed together, to save the fixed cost of a parse."""
_DEEPEST_CLASS = 20

_FORM_FEEDS = re.compile(rb"(?<!\\)(\r?\n)([ \t]*\f[ \t\f]*)")


@frozen
class Piece:
    """A part of a file that is parsed by itself."""

    span: Span
    """Whole lines of the file."""
    kind: Literal["code", "class-head"]
    scope: tuple[str, ...]
    """The names of the classes around it, outermost first."""
    indented: bool
    code: str
    """What is given to `libcst.parse_module`.

    Its text with the header `class _:` before it if it is indented, and with `pass` as the body of
    a class head. `span.start + offset - header` is the place in the file of a byte offset into its
    UTF-8 form.
    """
    header: int
    """How many bytes of `code` the synthetic header takes: 9 or 0."""
    sound: bool = True
    """False where tree-sitter found an error in it; libcst is the judge, and mostly agrees."""


@frozen
class _Lines:
    """Whole lines with statements on them."""

    start: int
    end: int
    nodes: tuple[Node, ...]


def cut(
    text: bytes, blocks: Sequence[Node], base: int, scope: tuple[str, ...], in_class: bool
) -> Iterator[Piece]:
    """Yield the pieces of `text`, of which `blocks` are the statements, in order.

    `base` is the place in the file of `text`'s first byte.
    """
    statements = [node for node in blocks if node.type not in trees.NO_STATEMENT]
    if not statements:
        return
    lines = list(_share_lines(text, statements))
    if any(node.type == "line_continuation" for node in blocks):
        # A lone backslash binds lines together in ways that no cut survives.
        lines = [_Lines(lines[0].start, lines[-1].end, tuple(statements))]
        first = min(node.start_byte for node in blocks)
        lines = [evolve(lines[0], start=min(lines[0].start, _line_start(text, first)))]
    for group in _join_runs(text, lines):
        # tree-sitter lets broken code have indented statements where none may be.
        indented = in_class or _starts_blank(text, group)
        owner = trees.defined_class(group.nodes[0]) if len(group.nodes) == 1 else None
        body = owner and _separate_body(text, owner)
        if owner is None or body is None or len(scope) >= _DEEPEST_CLASS:
            yield piece_of(text, Span(group.start, group.end), base, scope, indented)
            continue
        yield from _cut_class(text, group, owner, body, base, scope, indented)


def _cut_class(
    text: bytes,
    group: _Lines,
    owner: Node,
    body: Node,
    base: int,
    scope: tuple[str, ...],
    indented: bool,
) -> Iterator[Piece]:
    first = trees.statements_of(body)[0].start_byte
    body_line = _line_start(text, first)
    indent = text[body_line:first].rpartition(b"\f")[2]
    head = Span(group.start, body_line)
    yield class_head(text, head, base, scope, indented, indent)
    name = owner.child_by_field_name("name")
    inner = (*scope, (name.text or b"").decode() if name else "")
    yield from cut(text, body.children, base, inner, in_class=True)


def class_head(
    text: bytes, span: Span, base: int, scope: tuple[str, ...], indented: bool, indent: bytes
) -> Piece:
    """Make the piece of a class's head, with `pass` indented by `indent` as its body."""
    piece = piece_of(text, span, base, scope, indented)
    return evolve(piece, kind="class-head", code=piece.code + (indent + b"pass\n").decode())


def piece_of(
    text: bytes,
    span: Span,
    base: int,
    scope: tuple[str, ...],
    indented: bool,
    *,
    sound: bool = True,
) -> Piece:
    """Make the piece of some lines of `text`."""
    header = HEADER if indented else b""
    code = text[span.start : span.end]
    if b"\f" in code:
        code = _FORM_FEEDS.sub(_blanks_first, code)
    return Piece(
        Span(base + span.start, base + span.end),
        "code",
        scope,
        indented,
        (header + code).decode(),
        len(header),
        sound,
    )


def _blanks_first(match: "re.Match[bytes]") -> bytes:
    """A form feed starts a line anew for Python, not for libcst: move it out of the indentation."""
    after_last = match[2].rpartition(b"\f")[2]
    return b" " * (len(match[2]) - len(after_last)) + match[1] + after_last


def _share_lines(text: bytes, statements: list[Node]) -> Iterator[_Lines]:
    """Yield the lines of each statement; those that share a line come together."""
    nodes = [statements[0]]
    start, end = _code_start(text, nodes[0]), _line_end(text, nodes[0].end_byte)
    for node in statements[1:]:
        if node.start_byte >= end:
            yield _Lines(start, end, tuple(nodes))
            nodes = []
            start = _code_start(text, node)
        nodes.append(node)
        if node.end_byte > end or len(nodes) == 1:
            end = _line_end(text, node.end_byte)
    yield _Lines(start, end, tuple(nodes))


def _join_runs(text: bytes, lines: list[_Lines]) -> Iterator[_Lines]:
    """Join neighbouring short simple statements."""
    run = lines[0]
    for each in lines[1:]:
        joined = (
            _is_simple(run)
            and _is_simple(each)
            and each.end - run.start <= _LONGEST_RUN
            and _starts_blank(text, run) == _starts_blank(text, each)
            and not text[run.end : each.start].strip()
        )
        if joined:
            run = _Lines(run.start, each.end, run.nodes + each.nodes)
        else:
            yield run
            run = each
    yield run


def _starts_blank(text: bytes, lines: _Lines) -> bool:
    return text[lines.start : lines.start + 1] in (b" ", b"\t")


def _is_simple(lines: _Lines) -> bool:
    # Of the last one only: a run is simple by the way it came about.
    kind = lines.nodes[-1].type
    return kind not in trees.COMPOUND and kind != "decorated_definition"


def _separate_body(text: bytes, owner: Node) -> Node | None:
    """Return the body of a class if it starts on a line of its own below the header."""
    body = owner.child_by_field_name("body")
    if body is None or not trees.statements_of(body):
        return None
    children = owner.children
    if any(child.type == "line_continuation" for child in children):
        return None
    colon = next((child for child in reversed(children) if child.type == ":"), None)
    first = trees.statements_of(body)[0].start_byte
    return body if colon and b"\n" in text[colon.end_byte : first] else None


def _line_start(text: bytes, offset: int) -> int:
    return text.rfind(b"\n", 0, offset) + 1


def _code_start(text: bytes, node: Node) -> int:
    """Return the start of a statement's line, behind form feeds, which start a line anew."""
    start = _line_start(text, node.start_byte)
    return start + text[start : node.start_byte].rfind(b"\f") + 1


def _line_end(text: bytes, offset: int) -> int:
    if text[offset - 1 : offset] == b"\n":
        return offset
    return text.find(b"\n", offset) + 1 or len(text)
