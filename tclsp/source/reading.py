"""A text and what can be read of it without an analysis, each part when it is first asked for."""

import re
from functools import cached_property, lru_cache

from attrs import define, field

from tclsp.source.cursor import Cursor, cursor_at
from tclsp.source.expected_codes import ExpectedCodes, Form
from tclsp.source.literals import Literals, StringLiteral
from tclsp.source.spans import Span
from tclsp.source.surroundings import TryStatement, enclosing_try, imported_services
from tclsp.source.text import SourceText

_ACTION_CALL = re.compile(rb"\.\s*([A-Z]\w*)\s*\(")


@define(slots=False, eq=False)
class Reading:
    """A text that an editor shows; all offsets are byte offsets into its UTF-8 form."""

    source: SourceText
    _before: "Reading | None" = field(default=None, repr=False)
    """The reading of an earlier text, from which the strings of this one are found faster."""

    def after_edit(self, source: SourceText) -> "Reading":
        """Return the reading of the next text."""
        # One that nobody has asked for its strings would be of no help.
        return Reading(source, self if "literals" in self.__dict__ else self._before)

    @cached_property
    def literals(self) -> Literals:
        """Its strings and comments."""
        utf8, before = self.source.utf8, self._before
        found = Literals.of(utf8) if before is None else before.literals.after_edit(utf8)
        self._before = None
        return found

    @cached_property
    def services(self) -> tuple[tuple[str, str], ...]:
        """The services whose modules it imports, with their versions."""
        return imported_services(self.source.utf8)

    @cached_property
    def calls(self) -> tuple[tuple[Span, str], ...]:
        """The names of the methods that it calls and that are written like actions."""
        return tuple(
            (Span(*found.span(1)), found[1].decode())
            for found in _ACTION_CALL.finditer(self.source.utf8)
            if self.literals.string_at(found.start(1)) is None
            and self.literals.comment_at(found.start(1)) is None
        )

    def cursor(self, offset: int) -> Cursor:
        """Return what stands at an offset."""
        return cursor_at(self.source.utf8, self.literals, offset)

    def expected_code(self, string: StringLiteral) -> Form | None:
        """Return how a string is compared, if that is with an error's code."""
        return self._expected.of(string)

    @cached_property
    def _expected(self) -> ExpectedCodes:
        return ExpectedCodes(self.source.utf8, self.literals)

    def enclosing_try(self, offset: int) -> TryStatement | None:
        """Return the innermost `try` that an offset lies in, its handlers included."""
        return enclosing_try(self.source.utf8, self.literals, offset)

    def has_fields(self, string: StringLiteral) -> bool:
        """Tell whether parts of a string are put in when the code runs."""
        return "t" in string.prefix or ("f" in string.prefix and "{" in self.content(string))

    def content(self, string: StringLiteral) -> str:
        """Return what stands between the quotes of a string."""
        span = string.content
        return self.source.utf8[span.start : span.end].decode(errors="replace")


@lru_cache(maxsize=16)
def reading_of(source: SourceText) -> Reading:
    """Return the reading of a text; those of the last few texts are kept."""
    return Reading(source)
