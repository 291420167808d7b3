"""Reads the comments that silence findings: `# tclsp: ignore[TCL201] reason`, `ignore-file`."""

import re
from collections.abc import Iterator

from attrs import frozen

from tclsp.catalog.text import Text
from tclsp.rules.registry import rule
from tclsp.source.spans import Span

# One comment can hold several directives, of several tools, each behind its own `#`.
_DIRECTIVE = re.compile(
    rb"(?:^|(?<=\s))#[ \t]*tclsp[ \t]*(?P<colon>:?)[ \t]*"
    rb"(?P<word>[A-Za-z-]+)(?P<rest>(?:(?!\s#).)*)",
    re.IGNORECASE | re.DOTALL,
)
_LIST = re.compile(rb"[ \t]*\[(?P<items>[^\]]*)\]")
_ITEM = re.compile(rb"[^\s,]+")
_FORM = "# tclsp: ignore[TCL201]"


@frozen
class ListedRule:
    """A rule named in a directive."""

    written: str
    span: Span
    code: str | None
    """None where there is no such rule."""


@frozen
class Directive:
    """A comment, or a part of one, that silences findings."""

    span: Span
    """From its `#` to its end."""
    whole_file: bool
    rules: tuple[ListedRule, ...]
    """Empty for one that silences everything."""
    items: Span | None
    """What stands between the brackets."""
    fault: Text | None = None
    """Why it cannot be read; then it silences nothing."""

    @property
    def silences_all(self) -> bool:
        """Whether it names no rules and so means every one."""
        return not self.rules


def may_hold_directives(text: bytes) -> bool:
    """Whether `text` names this program at all."""
    return b"tclsp" in text.lower()


def read_directives(comment: bytes, offset: int) -> Iterator[Directive]:
    """Yield the directives in `comment`, which starts at the byte `offset` of its file."""
    for match in _DIRECTIVE.finditer(comment):
        directive = _read(match, offset)
        if directive is not None:
            yield directive


def _read(match: re.Match[bytes], offset: int) -> Directive | None:
    word = match["word"].decode("ascii").lower()
    listed = _LIST.match(match["rest"])
    known = word in ("ignore", "ignore-file")
    if not (known or word.startswith("ign") or match["rest"].startswith(b"[")):
        return None  # A sentence that speaks of this program.
    if not match["colon"] and listed is None:
        return None
    span = Span(offset + match.start(), offset + match.start() + len(match[0].rstrip()))
    fault = _fault(match, word, known=known, has_list=listed is not None)
    if listed is None or fault is not None:
        return Directive(span, word == "ignore-file", (), None, fault)
    start = offset + match.start("rest") + listed.start("items")
    rules = tuple(_listed(item, start) for item in _ITEM.finditer(listed["items"]))
    fault = (
        None
        if rules
        else Text(
            f"names no rule between the brackets; write `{_FORM}`",
            f"方括号内没有规则；请写成 `{_FORM}`",
        )
    )
    return Directive(
        span, word == "ignore-file", rules, Span(start, start + len(listed["items"])), fault
    )


def _fault(match: re.Match[bytes], word: str, *, known: bool, has_list: bool) -> Text | None:
    rest = match["rest"].strip()
    if not known:
        return Text(
            f"`{word}` is not known; write `{_FORM}`", f"`{word}` 无法识别；请写成 `{_FORM}`"
        )
    if not match["colon"]:
        return Text(f"lacks its colon; write `{_FORM}`", f"缺少冒号；请写成 `{_FORM}`")
    if has_list:
        return None
    if rest.startswith(b"["):
        return Text(f"lacks its `]`; write `{_FORM}`", f"缺少 `]`；请写成 `{_FORM}`")
    first = _ITEM.search(rest.lstrip(b":=("))
    if first is not None and rule(first[0].decode("utf-8", "replace").rstrip(")")):
        return Text(
            f"must have its rules in brackets; write `{_FORM}`",
            f"规则必须写在方括号内；请写成 `{_FORM}`",
        )
    return None


def _listed(item: re.Match[bytes], start: int) -> ListedRule:
    written = item[0].decode("utf-8", "replace")
    found = rule(written)
    span = Span(start + item.start(), start + item.end())
    return ListedRule(written, span, found.code if found else None)
