"""Tells whether a string stands where an error code is expected, by the letters around it.

Unlike the analysis this works in the middle of unfinished code; what it says decides about help
only, never about findings.
"""

import re
from typing import Literal

from attrs import frozen

from tclsp.source.literals import Literals, StringLiteral
from tclsp.source.tokens import TokenLine, tokens_around

Form = Literal["==", "in", "startswith", "substring", "case", "key", "assigned"]

_METHODS: dict[str, Form] = {
    "startswith": "startswith",
    "removeprefix": "startswith",
    "endswith": "substring",
    "find": "substring",
    "index": "substring",
    "count": "substring",
}
_COLLECTIONS = frozenset({"set", "frozenset", "tuple", "list"})
_CASES = frozenset({"lower", "upper", "casefold", "strip"})
_CODE_NAME = re.compile(r"(?:^|_)(?:e|err|error|api|sdk|tc|exc|ex)?_?code$", re.IGNORECASE)
_GETTER = re.compile(r"^(?:get_)?(?:err|error)?_?code(?:_of)?$", re.IGNORECASE)
_OTHER_CODES = re.compile(r"(?:status|exit|return|http|zip|country|lang|qr|en)_?code$", re.I)
_CODE_IN_TEXT = (
    r"(?:\b(?:\w+\.)*(?:get_code\(\)|\w*code)|\[[\"']Code[\"']\]|\.get\([\"']Code[\"'][^()\n]*\))"
)


@frozen
class ExpectedCode:
    """A string in the place of a code."""

    form: Form
    string: StringLiteral


def expected_code(utf8: bytes, literals: Literals, string: StringLiteral) -> ExpectedCode | None:
    """Return how a string of a text is compared, if that is with an error's code."""
    if "b" in string.prefix or len(string.quote) == 3:
        return None
    line = tokens_around(utf8, literals, string.span)
    form = None if line is None else _form(line, utf8)
    return None if form is None else ExpectedCode(form, string)


def _form(line: TokenLine, utf8: bytes) -> Form | None:
    index = line.index
    return (
        _compared_before(line, index - 1)
        or _compared_after(line, index + 1)
        or _in_brackets(line, utf8)
        or _in_case(line, index - 1)
        or _assigned(line, index - 1, utf8)
    )


def _compared_before(line: TokenLine, index: int) -> Form | None:
    """Judge `SUBJECT ==`, `SUBJECT in` that end at a token."""
    if line.texts(index) in ("==", "!="):
        return "==" if _ends_with_code(line, index - 1) else None
    if line.texts(index) == "in":
        before = index - 2 if line.texts(index - 1) == "not" else index - 1
        return "in" if _ends_with_code(line, before) else None
    return None


def _compared_after(line: TokenLine, index: int) -> Form | None:
    """Judge `== SUBJECT`, `in SUBJECT` that start at a token."""
    form: Form = "=="
    if line.texts(index) == "not":
        index += 1
    if line.texts(index) == "in":
        form = "substring"
    elif line.texts(index) not in ("==", "!="):
        return None
    return form if _starts_with_code(line, index + 1) else None


def _in_brackets(line: TokenLine, utf8: bytes) -> Form | None:
    """Judge an item of a collection, an argument, or the key of a dict."""
    brackets = list(line.open_brackets)
    if not brackets or line.texts(line.index - 1) not in ("(", "[", "{", ",", "*"):
        return None
    while brackets:
        bracket = brackets.pop()
        before = bracket - 1
        if line.texts(before) in _COLLECTIONS:
            before -= 1
        found = _compared_before(line, before) or _argument_of(line, before)
        if found is not None:
            return found
        if line.texts(bracket) == "{" and line.texts(line.index + 1) == ":":
            return _key(line, bracket, utf8)
        assigned = _assigned(line, before, utf8)
        if assigned is not None:
            return assigned
        if line.texts(before) not in ("(", "[", "{", "|", "+"):
            return None
    return None


def _argument_of(line: TokenLine, index: int) -> Form | None:
    """Judge `SUBJECT.startswith` that ends at a token."""
    form = _METHODS.get(line.texts(index))
    if form is None or line.texts(index - 1) != ".":
        return None
    return form if _ends_with_code(line, index - 2) else None


def _key(line: TokenLine, bracket: int, utf8: bytes) -> Form | None:
    """Judge a key by how the dict is looked up, at once or by its name."""
    name = _name_assigned(line, bracket - 1)
    looked_up = rf"\s*(?:\[|\.get\()\s*[^\n,\]]*?{_CODE_IN_TEXT}"
    text = utf8.decode(errors="replace")
    before = rf"(?:\b{re.escape(name)}|\}})" if name else r"\}"
    return "key" if re.search(before + looked_up, text, re.IGNORECASE) else None


def _in_case(line: TokenLine, index: int) -> Form | None:
    """Judge `case "│"` and `case "A" | "│"` by the subject of the `match` above."""
    while line.texts(index) in ("|", "(", "[", ",") or _is_string(line, index):
        index -= 1
    if line.texts(index) != "case":
        return None
    while index >= 0 and line.texts(index) != "match":
        index -= 1
    colon = index
    while line.at(colon) is not None and line.texts(colon) != ":":
        colon += 1
    return "case" if index >= 0 and _ends_with_code(line, colon - 1) else None


def _assigned(line: TokenLine, index: int, utf8: bytes) -> Form | None:
    """Judge `NAME =` that ends at a token by what the text compares the name with."""
    name = _name_assigned(line, index)
    if not name:
        return None
    escaped = rf"(?:\w+\.)*{re.escape(name)}\b"
    compared = (
        _CODE_IN_TEXT + rf"\s*(?:==|!=|\bin\b|\bnot\s+in\b|\.startswith\()\s*{escaped}",
        rf"\b{re.escape(name)}\s*(?:==|!=)\s*{_CODE_IN_TEXT}",
    )
    text = utf8.decode(errors="replace")
    return "assigned" if any(re.search(each, text, re.IGNORECASE) for each in compared) else None


def _name_assigned(line: TokenLine, index: int) -> str:
    """Return the name that `NAME = ` or `NAME: type = ` ending at a token sets, or nothing."""
    if line.texts(index) != "=":
        return ""
    start = index
    while (token := line.at(start - 1)) is not None and token.kind != "newline":
        start -= 1
    names = [token.text for token in line.tokens[start:index] if token.kind == "name"]
    if ":" in [line.texts(each) for each in range(start, index)]:
        return names[0] if names else ""
    return names[-1] if names else ""


# ---------------------------------------------------------------- subjects


def _ends_with_code(line: TokenLine, index: int) -> bool:
    """Tell whether the expression that ends at a token reads like an error's code."""
    while line.texts(index) == ")" and line.texts(index - 1) == "(":
        if line.texts(index - 2) not in _CASES:
            return bool(_GETTER.match(line.texts(index - 2)))
        index -= 4
    if line.texts(index) == "]":
        return _is_key(line, index - 1) or (line.texts(index - 3) == "args")
    if line.texts(index) == ")":
        return _ends_in_brackets(line, index)
    return _is_code_name(line.texts(index))


def _ends_in_brackets(line: TokenLine, index: int) -> bool:
    """Judge `(e.code or "")`, `.get("Code")`, `getattr(e, "code", "")` by their parts."""
    opened = _opening(line, index)
    inside = range(opened + 1, index)
    if line.texts(opened - 1) in ("get", "getattr"):
        return any(_is_key(line, each) for each in inside)
    return line.texts(opened - 1) in ("", "if", "and", "or", "not", "=", "(", "str") and any(
        _ends_with_code(line, each) for each in inside if line.texts(each + 1) in (")", "or")
    )


def _opening(line: TokenLine, index: int) -> int:
    depth = 0
    while index >= 0:
        text = line.texts(index)
        depth += (text == ")") - (text == "(")
        if depth == 0:
            return index
        index -= 1
    return 0


def _starts_with_code(line: TokenLine, index: int) -> bool:
    """Tell whether the expression that starts at a token reads like an error's code."""
    while line.texts(index) == "(":
        index += 1
    while line.at(index) is not None:
        following = line.texts(index + 1)
        if _is_key(line, index) and following in ("]", ")", ","):
            return True
        if _is_code_name(line.texts(index)) or _GETTER.match(line.texts(index)):
            return True
        if following not in (".", "[", "("):
            return False
        index += 2
    return False


def _is_code_name(name: str) -> bool:
    if _OTHER_CODES.search(name):
        return False
    return bool(_CODE_NAME.search(name)) or name.lower() in ("code", "errcode", "errorcode")


def _is_key(line: TokenLine, index: int) -> bool:
    token = line.at(index)
    return token is not None and token.kind == "string" and token.text in ("Code", "code")


def _is_string(line: TokenLine, index: int) -> bool:
    token = line.at(index)
    return token is not None and token.kind == "string"
