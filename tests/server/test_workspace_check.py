"""Who waits for all files to be looked at, and when nobody does any more."""

import asyncio

from tclsp.server import messages
from tclsp.server.workspace_check import WorkspaceCheck


def test_the_work_ends_where_all_who_waited_have_gone() -> None:
    sent: list[messages.ToWorker] = []

    async def waiting_twice() -> None:
        check = WorkspaceCheck(sent.append, lambda _: None, lambda: False)
        first, second = check.known(), check.known()
        first.cancel()
        check.forget()
        assert check.is_running
        second.cancel()
        check.forget()
        assert not check.is_running

    asyncio.run(waiting_twice())
    assert sent == [messages.CheckWorkspace(1), messages.Forget(1)]
