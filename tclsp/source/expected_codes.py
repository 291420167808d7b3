"""Tells whether a string stands where an error code is expected, by the letters around it.

Unlike the analysis this works in the middle of unfinished code; what it says decides about help
only, never about findings.
"""

from itertools import islice
from typing import Literal

from attrs import define, field, frozen

from tclsp.source.code_subjects import (
    ends_with_code,
    ends_with_family,
    starts_with_code,
)
from tclsp.source.compared_names import ComparedNames
from tclsp.source.literals import Literals, StringLiteral
from tclsp.source.tokens import TokenLine, Tokens

Form = Literal["==", "in", "startswith", "substring", "family", "case", "key", "assigned"]
"""How a string is compared with an error's code, or with its family."""

_METHODS: dict[str, Form] = {
    "startswith": "startswith",
    "removeprefix": "startswith",
    "endswith": "substring",
    "find": "substring",
    "index": "substring",
    "count": "substring",
}
_ASSERTIONS: dict[str, Form] = {
    "assertEqual": "==",
    "assertNotEqual": "==",
    "assertIn": "substring",
    "assertNotIn": "substring",
}
_SDK_ERROR = "TencentCloudSDKException"
_BEFORE_TESTS = frozenset({"if", "elif", "while", "assert"})
_COLLECTIONS = frozenset({"set", "frozenset", "tuple", "list"})
_LONGEST_TARGET = 40
"""How many tokens may stand between the start of a line and the `=` of an assignment."""
_MOST_ITEMS = 50
"""How many strings without brackets around them are taken for a tuple."""
_DEEPEST = 10


@define(eq=False)
class ExpectedCodes:
    """The places of a text in which codes are expected."""

    _utf8: bytes
    _literals: Literals
    _tokens: Tokens = field(init=False)
    _names: ComparedNames = field(init=False)

    @_tokens.default
    def _tokens_of_text(self) -> Tokens:
        return Tokens(self._utf8, self._literals)

    @_names.default
    def _names_of_text(self) -> ComparedNames:
        return ComparedNames(self._utf8)

    def of(self, string: StringLiteral) -> Form | None:
        """Return how a string is compared, if that is with an error's code."""
        if "b" in string.prefix or self._has_lines(string):
            return None
        line = self._tokens.around(string.span)
        return None if line is None else _Judge(line, self._names).form()

    def _has_lines(self, string: StringLiteral) -> bool:
        # One that is not finished runs to the end of the text.
        content = string.content
        return string.closed and self._utf8.find(b"\n", content.start, content.end) >= 0


@frozen
class _Judge:
    """Judges a string by the tokens around it."""

    line: TokenLine
    names: ComparedNames

    def form(self) -> Form | None:
        line, index = self.line, self.line.index
        if line.is_string(index - 1) or line.is_string(index + 1):
            return None  # It is but a part of the text that is compared.
        return (
            self._compared_before(index - 1)
            or self._compared_after(index + 1)
            or self._in_brackets()
            or self._in_case()
            or self._assigned(index - 1)
        )

    def _compared_before(self, index: int) -> Form | None:
        """Judge `SUBJECT ==`, `SUBJECT in` that end at a token."""
        line = self.line
        form: Form = "=="
        before = index - 1
        if line.texts(index) == "in":
            form = "in"
            before -= line.texts(before) == "not"
        elif line.texts(index) not in ("==", "!=") and not self._is_half_written(index):
            return None
        if ends_with_code(line, before):
            return form
        if ends_with_family(line, before):
            return "family"
        # `for each in`, where the text compares `each`.
        is_loop = form == "in" and line.texts(before - 1) == "for"
        return self.names.compared.get(line.texts(before)) if is_loop else None

    def _compared_after(self, index: int) -> Form | None:
        """Judge `== SUBJECT`, `in SUBJECT` that start at a token."""
        line = self.line
        form: Form = "=="
        if line.texts(index) == "not":
            index += 1
        if line.texts(index) == "in":
            form = "substring"
        elif line.texts(index) not in ("==", "!="):
            return None
        return form if starts_with_code(line, index + 1) else None

    def _is_half_written(self, index: int) -> bool:
        """Tell whether a token is the `=` of a test, which Python has no use for: `if x = `."""
        line = self.line
        if line.texts(index) != "=" or line.is_in_brackets(index):
            return False
        for each in range(index - 1, -1, -1):
            if line.is_in_brackets(each):
                continue
            if line.texts(each) in _BEFORE_TESTS:
                return True
            if line.statement.tokens[each].kind == "newline" or line.texts(each) in (":", ";"):
                return False
        return False

    # ------------------------------------------------------------ in brackets

    def _in_brackets(self) -> Form | None:
        """Judge an item of a collection, an argument, or the key of a dict."""
        line = self.line
        previous = line.texts(line.index - 1)
        for bracket in islice(line.brackets_around(), _DEEPEST):
            beside = self._argument(bracket) if previous in ("(", ",", "=") else None
            if beside is not None:
                return beside
            if previous not in ("(", "[", "{", ",", "*", "else"):
                return None
            before = self._before_operands(bracket - 1)
            if line.texts(before) in _COLLECTIONS:
                before -= 1
            found = self._compared_before(before) or self._method(before)
            if found is not None:
                return found
            assigned = self._key(bracket) or self._assigned(before)
            if assigned is not None:
                return assigned
            if line.texts(before) not in ("(", "[", "{", "|", "+", ",", "*"):
                return None
        return None

    def _before_operands(self, index: int) -> int:
        """Return the index before `OTHER |`, `OTHER +` that end at a token."""
        line = self.line
        while line.texts(index) in ("|", "+") and (name := line.at(index - 1)) is not None:
            if name.kind != "name":
                break
            index -= 2
            while line.texts(index) == ".":
                index -= 2
        return index

    def _method(self, index: int) -> Form | None:
        """Judge `SUBJECT.startswith` that ends at a token."""
        form = _METHODS.get(self.line.texts(index))
        if form is None or self.line.texts(index - 1) != ".":
            return None
        return form if ends_with_code(self.line, index - 2) else None

    def _argument(self, bracket: int) -> Form | None:
        """Judge an argument by the function and by what stands beside it."""
        line, index = self.line, self.line.index
        called = line.texts(bracket - 1)
        if called == _SDK_ERROR:
            is_first = index == bracket + 1 or line.texts(index - 2) == "code"
            return "==" if is_first and not self._is_sentence() else None
        if line.texts(index - 1) == "=" and line.texts(index - 2) in ("error_code", "err_code"):
            return "=="
        if called not in _ASSERTIONS:
            return None
        if line.texts(index - 1) == "," and ends_with_code(line, index - 2):
            return "=="
        first = index == bracket + 1 and line.texts(index + 1) == ","
        return _ASSERTIONS[called] if first and starts_with_code(line, index + 2) else None

    def _is_sentence(self) -> bool:
        token = self.line.at(self.line.index)
        return token is not None and " " in token.text

    def _key(self, bracket: int) -> Form | None:
        """Judge a key by how the dict is looked up, at once or by its name."""
        line = self.line
        if line.texts(bracket) != "{":
            return None
        end = line.statement.closing.get(bracket)
        if end is not None:
            if line.texts(end + 1) == "[" and starts_with_code(line, end + 2):
                return "key"
            if line.texts(end + 2) == "get" and starts_with_code(line, end + 4):
                return "key"
        name = self._name_assigned(bracket - 1)
        return "key" if name and name in self.names.looked_up else None

    # ------------------------------------------------------------ cases and assignments

    def _in_case(self) -> Form | None:
        """Judge `case "│"` and `case "A" | "│"` by the subject of the `match` above."""
        line = self.line
        pattern = line.statement.pattern
        if line.index not in pattern:
            return None
        if line.texts(line.index - 1) not in ("case", "|", "(", "[", ","):
            return None
        end = pattern.start - 1
        return "case" if ends_with_code(line, end - (line.texts(end) == ":")) else None

    def _assigned(self, index: int) -> Form | None:
        """Judge `NAME =` that ends at a token by what the text compares the name with."""
        line = self.line
        if line.texts(index) == "else":
            index = self._before_ternary(index)
        index = self._before_operands(index)
        for _ in range(_MOST_ITEMS):
            if line.texts(index) != "," or not line.is_string(index - 1):
                break
            index -= 2
        name = self._name_assigned(index)
        return self.names.compared.get(name) if name else None

    def _before_ternary(self, index: int) -> int:
        """Return the index before `"A" if x else` that ends at a token."""
        for each in range(index - 1, max(index - _LONGEST_TARGET, 0), -1):
            if self.line.texts(each) == "if":
                return each - 2
        return index

    def _name_assigned(self, index: int) -> str:
        """Return the name that `NAME = ` or `NAME: type = ` ending at a token sets, or nothing."""
        line = self.line
        if line.texts(index) != "=":
            return ""
        start = index
        while (token := line.at(start - 1)) is not None and token.kind != "newline":
            if index - start > _LONGEST_TARGET:
                return line.texts(index - 1)
            start -= 1
        tokens = [token for token in line.statement.tokens[start:index] if token.kind == "name"]
        names = [token.text for token in tokens]
        if ":" in [line.texts(each) for each in range(start, index)]:
            return names[0] if names else ""
        return names[-1] if names else ""
