"""Tells whether an expression reads like an error's code, by its tokens."""

import re

from tclsp.source.tokens import TokenLine

CASES = frozenset({"lower", "upper", "casefold", "strip"})
"""Methods of texts that leave a code a code."""
_SPLITS = frozenset({"split", "rsplit", "partition"})
_ERRORS = frozenset({"error", "Error", "err", "e"})
_CODE_NAME = re.compile(r"(?:^|_)(?:e|err|error|api|sdk|tc|exc|ex)?_?code$", re.IGNORECASE)
_GETTER = re.compile(r"^(?:get_)?(?:err|error)?_?code(?:_of)?$", re.IGNORECASE)
_OTHER_CODES = re.compile(r"(?:status|exit|return|http|zip|country|lang|qr|en)_?code$", re.I)


def is_code_name(name: str) -> bool:
    """Tell whether a variable or an attribute is called like an error's code."""
    if _OTHER_CODES.search(name):
        return False
    return bool(_CODE_NAME.search(name)) or name.lower() in ("code", "errcode", "errorcode")


def ends_with_code(line: TokenLine, index: int) -> bool:
    """Tell whether the expression that ends at a token reads like an error's code."""
    while line.texts(index) == ")" and line.texts(index - 1) == "(":
        name = line.texts(index - 2)
        if name not in CASES:
            # COS, whose errors have codes of their own, has a method of that name.
            is_of_cos = name == "get_error_code" and line.texts(index - 3) == "."
            return bool(_GETTER.match(name)) and not is_of_cos
        index -= 4
    if line.texts(index) == "]":
        # `args` alone is any tuple; `e.args[0]` is a code.
        is_args = line.texts(index - 3) == "args" and line.texts(index - 4) == "."
        return is_args or _is_key(line, index - 1)
    if line.texts(index) == ")":
        return _ends_in_brackets(line, index)
    # The status of a sent message has a `Code`, too; only errors in answers count.
    is_field = line.texts(index) == "Code" and line.texts(index - 2) not in _ERRORS
    return is_code_name(line.texts(index)) and not is_field


def ends_with_family(line: TokenLine, index: int) -> bool:
    """Tell the same of a code's family: `e.code.split(".")[0]`."""
    first = line.at(index - 1)
    if line.texts(index) != "]" or first is None or first.text != "0":
        return False
    if line.texts(index - 2) != "[" or line.texts(index - 3) != ")":
        return False
    opened = _opening(line, index - 3)
    is_split = line.texts(opened - 1) in _SPLITS and line.texts(opened - 2) == "."
    return is_split and ends_with_code(line, opened - 3)


def starts_with_code(line: TokenLine, index: int) -> bool:
    """Tell whether the expression that starts at a token reads like an error's code."""
    while line.texts(index) == "(":
        index += 1
    while line.at(index) is not None:
        following = line.texts(index + 1)
        if _is_key(line, index) and following in ("]", ")", ","):
            return True
        if is_code_name(line.texts(index)) or _GETTER.match(line.texts(index)):
            return True
        if following not in (".", "[", "("):
            return False
        index += 2
    return False


def _ends_in_brackets(line: TokenLine, index: int) -> bool:
    """Judge `(e.code or "")`, `.get("Code")`, `getattr(e, "code", "")` by their parts."""
    opened = _opening(line, index)
    inside = range(opened + 1, index)
    if line.texts(opened - 1) in ("get", "getattr"):
        return any(_is_key(line, each) for each in inside)
    return line.texts(opened - 1) in ("", "if", "and", "or", "not", "=", "(", "str") and any(
        ends_with_code(line, each) for each in inside if line.texts(each + 1) in (")", "or")
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


def _is_key(line: TokenLine, index: int) -> bool:
    token = line.at(index)
    return token is not None and token.kind == "string" and token.text in ("Code", "code")
