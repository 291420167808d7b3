"""The requests about code actions: what is offered, and the edit of what is chosen."""

from collections.abc import Awaitable
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from tclsp.server.answering import answer_checked, when_checked
from tclsp.server.app import Server
from tclsp.server.own_requests import WrongParams
from tclsp.server.view import View


def register(server: Server) -> None:
    """Answer the requests."""

    async def resolve(action: types.CodeAction) -> types.CodeAction:
        if action.edit is None:
            action.edit = await edit_of_choice(server, action.data)
        return action

    answer_checked(server, types.TEXT_DOCUMENT_CODE_ACTION, _offered)
    server.on(types.CODE_ACTION_RESOLVE, resolve)


def edit_of_choice(server: Server, data: object) -> Awaitable[types.WorkspaceEdit]:
    """Return what gives the edit of an offer, from the data that the client hands back.

    It ends with the error `ContentModified` where the offer does not hold any more.
    """
    # Not at the top: it loads every rule, which the start need not wait for.
    from tclsp.server.choices import choice_of
    from tclsp.server.code_actions import NotOfThisText, chosen_edit

    try:
        choice = choice_of(data)
    except WrongParams as error:
        raise JsonRpcInvalidParams(str(error)) from error

    def edit(view: View) -> types.WorkspaceEdit:
        try:
            return chosen_edit(view, choice)
        except NotOfThisText as error:
            code = types.LSPErrorCodes.ContentModified
            message = f'"{choice.title}" is not of this text any more; ask again'
            raise JsonRpcException(message, code=code) from error

    return when_checked(server, server.module(choice.uri), choice.uri, edit)


def _offered(view: View, params: types.CodeActionParams) -> Any:
    from tclsp.server.code_actions import answer_code_actions

    return answer_code_actions(view, params)
