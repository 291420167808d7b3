"""Findings as the client shows them, and how it gets them if it does not ask."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b

from attrs import define, field
from lsprotocol import types

from tclsp.catalog.text import Language
from tclsp.rules.finding import Finding, Severity
from tclsp.server.capabilities import SOURCE
from tclsp.server.modules import Module
from tclsp.server.session import Report, Session
from tclsp.server.view import View
from tclsp.source.spans import Span

_SEVERITIES: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}
_AT_ONCE = 50
"""How many findings take about 2 ms."""
_UNNECESSARY = frozenset({"TCL001", "TCL105", "TCL106"})
"""The rules that report code that does nothing: editors fade it out."""


def diagnostics(view: View, findings: Iterable[Finding]) -> list[types.Diagnostic]:
    """Return the findings of a document; their spans are of the view's text."""
    return [diagnostic(view, finding) for finding in findings if view.shows(finding.span)]


async def diagnostics_in_turns(view: View, findings: Sequence[Finding]) -> list[types.Diagnostic]:
    """Return the same as `diagnostics`, and let other messages be handled in between."""
    items: list[types.Diagnostic] = []
    for start in range(0, len(findings), _AT_ONCE):
        if start:
            await asyncio.sleep(0)
        items += diagnostics(view, findings[start : start + _AT_ONCE])
    return items


def diagnostic(view: View, finding: Finding) -> types.Diagnostic:
    """Return one finding."""
    client = view.client
    result = types.Diagnostic(
        view.range(_shown(view, finding)),
        message(finding, view.language),
        severity=_severity(view, finding),
        code=finding.code,
        source=SOURCE,
    )
    # Not at the top, here and below: they load every rule, which the start need not wait for.
    from tclsp.report.rule_pages import rule_url

    page = rule_url(finding.code) if client.code_descriptions else None
    if page is not None:
        result.code_description = types.CodeDescription(page)
    if client.diagnostic_tags and finding.code in _UNNECESSARY:
        result.tags = [types.DiagnosticTag.Unnecessary]
    if client.related_information and finding.related:
        result.related_information = [
            types.DiagnosticRelatedInformation(
                view.location(related.span), related.message.in_language(view.language)
            )
            for related in finding.related
        ]
    return result


def _shown(view: View, finding: Finding) -> Span:
    """Return the part to mark: of one that cannot be read, and may be being typed, a line."""
    span = finding.span
    if finding.code != "TCL002":
        return span
    line_end = view.source.utf8.find(b"\n", span.start, span.end)
    return span if line_end < 0 else Span(span.start, line_end)


def message(finding: Finding, language: Language) -> str:
    """Return what is wrong, and what to write instead."""
    parts = (finding.message.in_language(language), finding.remedy.in_language(language))
    return "\n".join(part for part in parts if part)


def result_id(items: list[types.Diagnostic]) -> str:
    """Return the same text for diagnostics that look the same."""
    return blake2b(repr(items).encode(), digest_size=12).hexdigest()


def _severity(view: View, finding: Finding) -> types.DiagnosticSeverity:
    from tclsp.checker.selection import severity_of
    from tclsp.rules.registry import rule

    declaration = rule(finding.code)
    if declaration is None:
        return types.DiagnosticSeverity.Warning
    return _SEVERITIES[severity_of(declaration, view.settings.severity, finding.severity)]


@define(eq=False)
class DocumentDiagnostics:
    """`textDocument/publishDiagnostics`, for a client that does not ask for diagnostics."""

    _session: Session
    _send_to_client: Callable[[types.PublishDiagnosticsParams], None]
    _sent: dict[str, tuple[int | None, str]] = field(factory=dict)
    """The version and the result that the client has, by the URI of a document."""
    _tasks: set[asyncio.Task[None]] = field(factory=set)

    def publish(self, module: Module, report: Report) -> None:
        """Send what is new about a module, soon, unless something newer is known by then."""
        if self._session.client.pull_diagnostics:
            return
        task = asyncio.ensure_future(self._publish(module, report))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _publish(self, module: Module, report: Report) -> None:
        for document in tuple(module.documents):
            if not self._is_newest(module, report):
                return
            view = self._session.view(module, document.uri)
            items = await diagnostics_in_turns(view, report.findings)
            if not self._is_newest(module, report):
                return
            self._send(document.uri, document.version, items)

    def _is_newest(self, module: Module, report: Report) -> bool:
        if self._session.modules.at(module.path) is not module or module.number != report.number:
            return False
        return self._session.reports.get(module.path) is report

    def withdraw(self, uris: Iterable[str]) -> None:
        """Have nothing shown any more of documents that are closed."""
        for uri in uris:
            if uri in self._sent:
                self._send(uri, None, [])
                del self._sent[uri]

    def _send(self, uri: str, version: int | None, items: list[types.Diagnostic]) -> None:
        state = version, result_id(items)
        if self._sent.get(uri) != state:
            self._sent[uri] = state
            self._send_to_client(types.PublishDiagnosticsParams(uri, items, version))
