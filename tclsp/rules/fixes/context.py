"""What a fix is made from: the text of the file and its tree, the facts, the catalogue."""

import re
from collections.abc import Iterator
from functools import cached_property

from attrs import define, evolve
from tree_sitter import Node

from tclsp.analysis.facts import Handler, ModuleFacts
from tclsp.catalog.store import Catalog
from tclsp.rules.finding import Edit, Fix
from tclsp.source import trees
from tclsp.source.spans import Span
from tclsp.source.text import SourceText

_LINE_END = re.compile(r"\r\n|\n|\r")
_BLANKS = re.compile(rb"[ \t\f]*")
_INDENTED = re.compile(rb":[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)(?P<indent>[ \t]+)(?=\S)")


@define(eq=False)
class FixContext:
    """One file whose findings are to be mended. Offsets are those of `source.utf8`."""

    source: SourceText
    facts: ModuleFacts
    catalog: Catalog

    @cached_property
    def root(self) -> Node:
        """The tree of the whole file."""
        return trees.parse_names(trees.with_newlines(self.source.utf8)).root_node

    @cached_property
    def quote(self) -> str:
        """The quotes that the file prefers."""
        text = self.source.utf8
        return "'" if text.count(b"'") > text.count(b'"') else '"'

    @cached_property
    def indent(self) -> str:
        """One level of indentation as the file writes it."""
        found = _INDENTED.search(self.source.utf8)
        return found["indent"].decode() if found else "    "

    def text(self, node: Node) -> str:
        """Return what stands at a node."""
        return self.source.utf8[node.start_byte : node.end_byte].decode()

    def indent_of(self, node: Node) -> str:
        """Return the blanks that the line of a node starts with."""
        start = self.source.line_start(self.source.position(node.start_byte).row)
        found = _BLANKS.match(self.source.utf8, start)
        return found[0].decode() if found else ""

    def line_end(self, node: Node) -> int:
        """Return the end of the line that a node ends on, behind a comment there."""
        return self.source.line_end(self.source.row_of(node.end_byte))

    def starts_line(self, node: Node) -> bool:
        """Tell whether only blanks stand before a node on its line."""
        start = self.source.line_start(self.source.row_of(node.start_byte))
        return not self.source.utf8[start : node.start_byte].strip(b" \t\f")

    def node(self, span: Span, *kinds: str) -> Node | None:
        """Return the node of one of these kinds that stands just at `span`."""
        node = self.root.descendant_for_byte_range(span.start, span.end)
        while node is not None and (node.start_byte, node.end_byte) == (span.start, span.end):
            if node.type in kinds:
                return node
            node = node.parent
        return None

    def around(self, offset: int, *kinds: str) -> Node | None:
        """Return the innermost node of one of these kinds that holds the character at `offset`."""
        node = self.root.descendant_for_byte_range(offset, offset + 1)
        while node is not None and node.type not in kinds:
            node = node.parent
        return node

    def handler_at(self, span: Span) -> Handler | None:
        """Return the handler whose `except` line stands at `span`."""
        return next((each for each in self.facts.handlers if each.span == span), None)

    def with_line_ends(self, fix: Fix) -> Fix:
        """Write the new lines of a fix as the file ends its lines nearby."""
        return evolve(fix, edits=tuple(map(self._with_line_ends, fix.edits)))

    def _with_line_ends(self, edit: Edit) -> Edit:
        if "\n" not in edit.replacement:
            return edit
        text = self.source.text
        at = len(self.source.utf8[: edit.span.start].decode())
        found = _LINE_END.search(text, at)
        if found is None:
            found = next(iter(reversed(list(_LINE_END.finditer(text)))), None)
        ends = found[0] if found else "\n"
        return evolve(edit, replacement=edit.replacement.replace("\n", ends))


def inserted(offset: int, text: str) -> Edit:
    """Return the edit that inserts `text`."""
    return Edit(Span(offset, offset), text)


def replaced(node: Node, text: str) -> Edit:
    """Return the edit that writes `text` in place of a node."""
    return Edit(Span(node.start_byte, node.end_byte), text)


def within(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, in the order of the source."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(current.children))
