"""Silences the findings that comments ask to silence, and reports the comments that do nothing."""

import re
from collections.abc import Collection, Iterable, Iterator

from attrs import Factory, define

from tclsp.catalog.text import Text
from tclsp.checker.directives import Directive, read_directives
from tclsp.rules.finding import Edit, Finding, Fix
from tclsp.rules.registry import RULES
from tclsp.source.outline import Outline
from tclsp.source.spans import Span
from tclsp.source.text import SourceText

UNUSED = "TCL001"
"""The rule that reports suppressions that suppress nothing, or that cannot be read."""

_LINE_END = re.compile(rb"\r\n|\n|\r")
_ON_BY_DEFAULT = frozenset(rule.code for rule in RULES if rule.default)
_REMOVE = Text("Remove what suppresses nothing", "删除不起作用的抑制注释")
_REWRITE = Text(
    "Write it as `# tclsp: ignore[TCL201] reason`, or `ignore-file` for the whole file.",
    "请写成 `# tclsp: ignore[TCL201] 原因`，对整个文件则用 `ignore-file`。",
)
_REMEDY = Text(
    "Remove it, or put it on a line of the statement that the finding stands on.",
    "删除它，或把它放到问题所在语句的某一行上。",
)


@define
class Suppression:
    """A directive, the rows that it silences, and which codes it did silence."""

    directive: Directive
    first_row: int
    last_row: int
    used: set[str] = Factory(set)

    def covers(self, row: int) -> bool:
        """Whether it silences findings that start on `row`."""
        return self.directive.whole_file or self.first_row <= row <= self.last_row

    def names(self, code: str) -> bool:
        """Whether it silences findings of the rule `code`."""
        if self.directive.fault is not None:
            return False
        return self.directive.silences_all or any(r.code == code for r in self.directive.rules)


def find_suppressions(source: SourceText, outline: Outline) -> list[Suppression]:
    """Find the suppressions in the comments of a file."""
    directives = [
        directive
        for comment in outline.comments
        for directive in read_directives(source.utf8[comment.start : comment.end], comment.start)
    ]
    if not directives:
        return []
    statements = [
        (source.row_of(each.start), source.row_of(each.end)) for each in outline.statements
    ]
    return [
        Suppression(each, *_rows_of(source.row_of(each.span.start), statements))
        for each in directives
    ]


def _rows_of(row: int, statements: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Return the first and last row of the statement that a comment stands on or behind."""
    around = [(first, last) for first, last in statements if first <= row <= last]
    return min(around, key=_height, default=(row, row))


def _height(rows: tuple[int, int]) -> int:
    return rows[1] - rows[0]


def silence(
    findings: Iterable[Finding], suppressions: list[Suppression], source: SourceText
) -> list[Finding]:
    """Return the findings that no suppression silences, and note on each what it silenced."""
    kept = []
    for finding in findings:
        row = source.row_of(finding.span.start)
        silencers = [s for s in suppressions if s.covers(row) and s.names(finding.code)]
        for suppression in silencers:
            suppression.used.add(finding.code)
        if not silencers:
            kept.append(finding)
    return kept


def unused_suppressions(
    suppressions: list[Suppression],
    source: SourceText,
    enabled: Collection[str],
    gaps: Iterable[Span],
) -> Iterator[Finding]:
    """Yield a finding for each suppression that silenced nothing, or that cannot be read.

    A rule that does not run says nothing about its suppressions, and neither does a part of the
    file that was not analysed.
    """
    gaps = tuple(gaps)
    for suppression in suppressions:
        finding = _judge(suppression, source, enabled, gaps)
        if finding is not None and not _is_silenced(suppression, suppressions, source):
            yield finding


def _judge(
    suppression: Suppression, source: SourceText, enabled: Collection[str], gaps: tuple[Span, ...]
) -> Finding | None:
    directive = suppression.directive
    if directive.fault is not None:
        message = Text(
            f"This `tclsp` comment {directive.fault.en}; it suppresses nothing",
            f"此 `tclsp` 注释{directive.fault.zh}；它不起任何作用",
        )
        return Finding(UNUSED, directive.span, message, _REWRITE)
    if _lies_in_gap(suppression, source, gaps):
        return None
    if directive.silences_all:
        if suppression.used or not _ON_BY_DEFAULT.issubset(enabled):
            return None
        message = Text("This comment suppresses nothing", "此注释没有抑制任何问题")
        return Finding(UNUSED, directive.span, message, _REMEDY, fix=_removal(directive, source))
    return _judge_list(suppression, source, enabled)


def _judge_list(
    suppression: Suppression, source: SourceText, enabled: Collection[str]
) -> Finding | None:
    directive = suppression.directive
    unknown = [each for each in directive.rules if each.code is None]
    idle = [
        each
        for each in directive.rules
        if each.code in enabled and each.code not in suppression.used and each.code != UNUSED
    ]
    if not unknown and not idle:
        return None
    sentences = []
    if unknown:
        names = ", ".join(f"`{each.written}`" for each in unknown)
        sentences.append(Text(f"There is no rule {names}", f"不存在规则 {names}"))
    if idle:
        sentences.append(_not_reported([each.written for each in idle]))
    message = Text(
        "; ".join(sentence.en for sentence in sentences),
        "；".join(sentence.zh for sentence in sentences),
    )
    kept = [each.written for each in directive.rules if each not in unknown and each not in idle]
    if kept and directive.items is not None:
        fix = Fix(_REMOVE, (Edit(directive.items, ", ".join(kept)),), safe=True)
    else:
        fix = _removal(directive, source)
    return Finding(UNUSED, directive.span, message, _REMEDY, fix=fix)


def _not_reported(names: list[str]) -> Text:
    joined = ", ".join(f"`{name}`" for name in names)
    verb, them = ("is", "it") if len(names) == 1 else ("are", "them")
    return Text(
        f"{joined} {verb} not reported here; naming {them} suppresses nothing",
        f"此处没有报告 {joined}，抑制它不起作用",
    )


def _lies_in_gap(suppression: Suppression, source: SourceText, gaps: tuple[Span, ...]) -> bool:
    if suppression.directive.whole_file:
        return bool(gaps)
    return any(
        suppression.covers(source.row_of(offset)) for gap in gaps for offset in (gap.start, gap.end)
    ) or any(gap.start <= suppression.directive.span.start < gap.end for gap in gaps)


def _is_silenced(judged: Suppression, suppressions: list[Suppression], source: SourceText) -> bool:
    """Whether a suppression silences the report on `judged`; by itself only if it names TCL001."""
    row = source.row_of(judged.directive.span.start)
    return any(
        each.covers(row)
        and each.names(UNUSED)
        and not (each is judged and each.directive.silences_all)
        for each in suppressions
    )


def _removal(directive: Directive, source: SourceText) -> Fix:
    """Make the fix that removes a directive, and its line where nothing else stands on it."""
    text = source.utf8
    start, end = directive.span.start, directive.span.end
    line_start = source.line_start(source.row_of(start))
    line_end = _LINE_END.search(text, end)
    stop = line_end.start() if line_end else len(text)
    before = text[line_start:start]
    behind = text[end:stop]
    if behind.strip():
        # Another tool's directive follows: it takes the place of this one.
        end += len(behind) - len(behind.lstrip())
    elif before.strip():
        start = line_start + len(before.rstrip())
        end = stop
    else:
        start = line_start
        end = line_end.end() if line_end else len(text)
    return Fix(_REMOVE, (Edit(Span(start, end), ""),), safe=True)
