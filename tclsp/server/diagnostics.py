"""Findings as the client shows them, and how it gets them if it does not ask."""

from collections.abc import Callable, Iterable
from hashlib import blake2b

from attrs import define, field
from lsprotocol import types

from tclsp.catalog.text import Language
from tclsp.rules.finding import Finding, Severity
from tclsp.server.modules import Module
from tclsp.server.offered import SOURCE
from tclsp.server.session import Report, Session
from tclsp.server.view import View

_SEVERITIES: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}
_UNNECESSARY = frozenset({"TCL001", "TCL105", "TCL106"})
"""The rules that report code that does nothing: editors fade it out."""


def diagnostics(view: View, findings: Iterable[Finding]) -> list[types.Diagnostic]:
    """Return the findings of a document; their spans are of the view's text."""
    return [diagnostic(view, finding) for finding in findings if view.shows(finding.span)]


def diagnostic(view: View, finding: Finding) -> types.Diagnostic:
    """Return one finding."""
    client = view.client
    result = types.Diagnostic(
        view.range(finding.span),
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

    def publish(self, module: Module, report: Report) -> None:
        """Send what is new about a module."""
        if self._session.client.pull_diagnostics:
            return
        for document in module.documents:
            view = self._session.view(module, document.uri)
            self._send(document.uri, document.version, diagnostics(view, report.findings))

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
