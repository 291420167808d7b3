"""Fixes files in rounds: apply what can be applied at once, check again, and so on.

Each fix must keep the file parsing and must make its finding go away; one that does not is dropped
with a note, and the file is as if it had never been offered.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import define, field, frozen

from tclsp.checker.applied_edits import applied, distinct, edits_of, parses, together
from tclsp.checker.batch import Batch
from tclsp.checker.notes import Notes
from tclsp.checker.result import FileReport, Located
from tclsp.source.text import SourceText, Undecodable, Unencodable

ROUNDS = 10
"""So many times a file is fixed and checked again."""

_Key = tuple[str, str, str, tuple[str, ...]]
"""A fix wherever its finding moves: file, rule, line, replacements."""


@frozen
class FixedFile:
    """A file that fixes change."""

    path: str
    """As it is shown."""
    absolute: str
    before: bytes
    after: bytes
    fixed: tuple[Located, ...]
    """The findings that are gone."""
    report: FileReport
    """That of the file as it was."""


@define
class Fixing:
    """The fixing of the files of one run; nothing is written."""

    batch: Batch
    """Has checked the files once."""
    unsafe: bool
    notes: Notes
    before: dict[str, bytes] = field(factory=dict)
    """The contents of the files that are looked at, by absolute path."""
    _now: dict[str, bytes] = field(factory=dict)
    _fixed: dict[str, list[Located]] = field(factory=dict)
    _dropped: set[_Key] = field(factory=set)
    _left: dict[str, set[str]] = field(factory=dict)
    """The rules whose fixes do not settle, by file."""
    _reports: dict[str, FileReport] = field(factory=dict)

    def run(self, reports: Sequence[FileReport], left_alone: frozenset[str]) -> list[FixedFile]:
        """Fix what the reports offer, but for the files `left_alone`; return what changed."""
        first = {each.absolute: each for each in reports}
        self._reports = dict(first)
        for path in self._reports:
            data = self.batch.content(path)
            if path not in left_alone and data is not None and self._may_fix(path, data):
                self.before[path] = self._now[path] = data
        quiet, self.batch.notes = self.batch.notes, Notes()
        try:
            self._settle()
        finally:
            self.batch.notes = quiet
        return [
            FixedFile(first[path].path, path, before, self._now[path], tuple(fixed), first[path])
            for path, before in self.before.items()
            if (fixed := self._fixed.get(path)) and before != self._now[path]
        ]

    @property
    def reports(self) -> list[FileReport]:
        """The reports of the files as they are now, sorted by path."""
        return sorted(self._reports.values(), key=lambda report: report.path)

    def _may_fix(self, path: str, data: bytes) -> bool:
        report = self._reports[path]
        if not any(self._wanted(finding, path) for finding in report.findings):
            return False
        try:
            source = SourceText.decode(data)
            if source.encode(source.utf8) == data and parses(source):
                return True
        except (Undecodable, Unencodable):
            return False
        self.notes.add(report.path, "not fixed: Python cannot read the whole file")
        return False

    def _settle(self) -> None:
        """Go through the rounds; a file that ten do not settle starts anew without those rules."""
        while True:
            for _ in range(ROUNDS):
                offered = self._offered()
                if not offered:
                    return
                self._round(offered)
            for path, findings in self._offered().items():
                codes = {finding.code for finding in findings}
                self._left.setdefault(path, set()).update(codes)
                self._fixed.pop(path, None)
                self._check({path: self.before[path]})
                self.notes.add(
                    self._reports[path].path,
                    f"fixes of {', '.join(sorted(codes))} left out: they do not settle",
                )

    def _offered(self) -> dict[str, list[Located]]:
        """Return the findings to mend in the next round, by file."""
        offered: dict[str, list[Located]] = {}
        for path in self._now:
            wanted = [each for each in self._reports[path].findings if self._wanted(each, path)]
            chosen = together(wanted, edits_of)
            if chosen:
                offered[path] = chosen
        return offered

    def _wanted(self, finding: Located, path: str) -> bool:
        fix = finding.fix
        if fix is None or not fix.fix_all or not (fix.safe or self.unsafe):
            return False
        if finding.code in self._left.get(path, ()):
            return False
        return _key(finding, path) not in self._dropped

    def _round(self, offered: Mapping[str, list[Located]]) -> None:
        old_reports, old_contents = dict(self._reports), dict(self._now)
        changed = {path: self._changed(path, findings) for path, findings in offered.items()}
        self._check({path: data for path, data in changed.items() if data is not None})
        for path, findings in offered.items():
            done = changed[path] is not None and _are_gone(
                findings, old_reports[path], self._reports.get(path)
            )
            if done:
                self._fixed.setdefault(path, []).extend(findings)
                continue
            self._reports[path] = old_reports[path]
            self._check({path: old_contents[path]})
            self._one_by_one(path, findings)

    def _one_by_one(self, path: str, findings: list[Located]) -> None:
        """Apply the first fix that holds alone; drop those before it that do not."""
        old_report, old_content = self._reports[path], self._now[path]
        for finding in findings:
            data = self._changed(path, [finding])
            if data is not None:
                self._check({path: data})
                if _are_gone([finding], old_report, self._reports.get(path)):
                    self._fixed.setdefault(path, []).append(finding)
                    return
                self._reports[path] = old_report
                self._check({path: old_content})
                reason = "it does not mend the finding"
            else:
                reason = "the file could not hold it"
            self._dropped.add(_key(finding, path))
            place = f"{old_report.path}:{finding.start.row}:{finding.start.column}"
            self.notes.add(place, f"fix of {finding.code} left out: {reason}")

    def _changed(self, path: str, findings: list[Located]) -> bytes | None:
        """Return the bytes of a file with fixes; `None` where they are no Python or no text."""
        source = SourceText.decode(self._now[path])
        edits = distinct(edit for finding in findings for edit in edits_of(finding))
        utf8 = applied(source.utf8, edits)
        try:
            data = source.encode(utf8)
            return data if parses(SourceText.decode(data)) else None
        except (Undecodable, Unencodable):
            return None

    def _check(self, contents: Mapping[str, bytes]) -> None:
        if not contents:
            return
        self._now.update(contents)
        self._reports.update((each.absolute, each) for each in self.batch.check_again(contents))


def _are_gone(findings: list[Located], old: FileReport, new: FileReport | None) -> bool:
    """Tell whether a file has so many findings of their rules less."""
    if new is None:
        return False
    before = Counter(finding.code for finding in old.findings)
    after = Counter(finding.code for finding in new.findings)
    fixed = Counter(finding.code for finding in findings)
    return all(after[code] <= before[code] - count for code, count in fixed.items())


def _key(finding: Located, path: str) -> _Key:
    replacements = tuple(edit.replacement for edit in edits_of(finding))
    return path, finding.code, finding.line, replacements
