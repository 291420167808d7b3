"""`workspace/diagnostic`: the diagnostics of all files that matter, also of those not open.

The answer is held back while there is nothing new to say, for clients ask again as soon as they
have one. Results are sent while files are still being looked at, to a client that takes parts.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from attrs import define, field, frozen
from lsprotocol import types

from tclsp.catalog.text import Text
from tclsp.server.app import Server
from tclsp.server.diagnostics import diagnostics, result_id
from tclsp.server.session import Report
from tclsp.server.uris import normalised, uri_of
from tclsp.server.view import View

_TITLE = Text("tclsp: checking the workspace", "tclsp：正在检查工作区")
_FULL = types.WorkspaceFullDocumentDiagnosticReport


def register(server: Server) -> None:
    """Answer the request."""
    known = _KnownResults(server)

    def handler(params: types.WorkspaceDiagnosticParams) -> Any:
        return _Answer(server, known, params).give()

    server.on(types.WORKSPACE_DIAGNOSTIC, handler)


@frozen(eq=False)
class _Result:
    """The diagnostics of one document."""

    uri: str
    version: int | None
    items: list[types.Diagnostic]
    number: str


@define(eq=False)
class _KnownResults:
    """The diagnostics of reports, each found once."""

    _server: Server
    _known: dict[str, tuple[Report, _Result]] = field(factory=dict)

    def all(self) -> Iterator[_Result]:
        """Yield the present results, of open documents with their versions."""
        session = self._server.session
        for module in session.modules:
            report = session.reports.get(module.path)
            if report is not None and report.number == module.number:
                for document in module.documents:
                    view = partial(session.view, module, document.uri)
                    yield self._result(document.uri, document.version, report, view)
        if not session.options.workspace_diagnostics:
            return
        is_open = {module.path for module in session.modules}
        for path, report in session.closed.items():
            if path not in is_open:
                view = partial(session.view_of_closed, path, report)
                yield self._result(uri_of(path), None, report, view)

    def _result(
        self, uri: str, version: int | None, report: Report, view: Callable[[], View]
    ) -> _Result:
        known = self._known.get(uri)
        if known is None or known[0] is not report:
            items = diagnostics(view(), report.findings)
            known = report, _Result(uri, version, items, result_id(items))
            self._known[uri] = known
        return known[1]


@define(eq=False)
class _Answer:
    """The answer to one request."""

    _server: Server
    _results: _KnownResults
    _params: types.WorkspaceDiagnosticParams
    _sent: dict[str, str] = field(init=False)
    """The results that the client has, by URI in the one spelling."""
    _has_sent_parts: bool = False

    @_sent.default
    def _known_to_client(self) -> dict[str, str]:
        return {normalised(each.uri): each.value for each in self._params.previous_result_ids}

    async def give(self) -> types.WorkspaceDiagnosticReport:
        """Look at all files, and answer once there is something new."""
        if self._server.session.options.workspace_diagnostics:
            await self._look_at_all()
        is_first = not self._params.previous_result_ids
        while not (found := [*self._new(), *self._gone()]) and not is_first:
            await self._server.checks.workspace.news()
        if self._has_sent_parts:
            # The protocol wants all of it in parts then.
            self._send_part(found)
            found = []
        return types.WorkspaceDiagnosticReport(found)

    async def _look_at_all(self) -> None:
        workspace = self._server.checks.workspace
        progress = _Progress(self._server, self._params.work_done_token)
        progress.begin(asyncio.current_task())
        known = workspace.known()
        try:
            while not known.done():
                await workspace.news()
                progress.report(*workspace.progress)
                self._send_part(self._new())
        except asyncio.CancelledError:
            known.cancel()
            workspace.forget()
            raise
        finally:
            progress.end()

    def _send_part(self, results: Iterable[_FULL]) -> None:
        """Send results on the way, to a client that takes parts."""
        token = self._params.partial_result_token
        if token is not None and (found := list(results)):
            self._has_sent_parts = True
            part = types.WorkspaceDiagnosticReportPartialResult(found)
            self._server.progress(types.ProgressParams(token, part))

    def _new(self) -> Iterator[_FULL]:
        """Yield the results that the client does not have."""
        for result in self._results.all():
            uri = normalised(result.uri)
            known = self._sent.get(uri)
            if known == result.number or (known is None and not result.items):
                continue
            self._sent[uri] = result.number
            yield _FULL(result.uri, result.items, result.version, result_id=result.number)

    def _gone(self) -> Iterator[_FULL]:
        """Yield an empty result for each document that is not there any more."""
        there = {normalised(result.uri) for result in self._results.all()}
        nothing = result_id([])
        for uri, number in list(self._sent.items()):
            if uri not in there and number != nothing:
                self._sent[uri] = nothing
                yield _FULL(uri, [], result_id=nothing)


@define(eq=False)
class _Progress:
    """What the client shows while files are being looked at; nothing without a token."""

    _server: Server
    _token: types.ProgressToken | None

    def begin(self, task: "asyncio.Task[Any] | None") -> None:
        """Show that the work begins; the user may cancel it."""
        if self._token is None:
            return
        title = _TITLE.in_language(self._server.session.locale)
        progress = self._server.work_done_progress
        progress.begin(
            self._token, types.WorkDoneProgressBegin(title, cancellable=True, percentage=0)
        )
        if task is not None:
            progress.tokens[self._token].add_done_callback(lambda _: task.cancel())

    def report(self, done: int, total: int) -> None:
        """Show how far it is."""
        if self._token is not None and total:
            value = types.WorkDoneProgressReport(
                message=f"{done}/{total}", percentage=100 * done // total
            )
            self._server.work_done_progress.report(self._token, value)

    def end(self) -> None:
        """Show that it is done."""
        if self._token is not None:
            progress = self._server.work_done_progress
            progress.end(self._token, types.WorkDoneProgressEnd())
            progress.tokens.pop(self._token, None)
