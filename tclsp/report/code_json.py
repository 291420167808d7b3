"""Error codes as JSON: the form that `tclsp codes` and `tclsp explain` hand out.

A code is `{code, family, kind, services: [{service, version, constant, description}],
description}`, its texts `{en, zh}`; an empty text is unknown in that language.
"""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tclsp.catalog.answer import Answer
from tclsp.catalog.explanation import Explanation
from tclsp.catalog.records import Code, Definition, Guidance
from tclsp.catalog.text import Text

if TYPE_CHECKING:
    from tclsp.catalog.action_lists import ActionLists


def codes_as_json(codes: Iterable[Code], *, escape: bool) -> str:
    """Return an array of codes, one line a code.

    `escape` writes all that is not ASCII as escapes, for consoles that lack it.
    """
    # json indents in Python, a hundred times slower than it writes a line in C.
    lines = ",\n".join(json.dumps(code_object(code), ensure_ascii=escape) for code in codes)
    return f"[\n{lines}\n]" if lines else "[]"


def code_object(code: Code) -> dict[str, Any]:
    """Return a code as an object."""
    return {
        "code": code.code,
        "family": code.family,
        "kind": code.kind,
        "services": [_definition_object(definition) for definition in code.services],
        "description": text_object(code.description),
    }


def explanation_object(explanation: Explanation) -> dict[str, Any]:
    """Return a code as an object, with what to know about it."""
    return {
        **code_object(explanation.code),
        "meaning": text_object(explanation.code.description),
        "causes": text_object(explanation.causes),
        "remedy": text_object(explanation.remedy),
        "retry": explanation.retry,
        "near": list(explanation.near),
    }


def actions_object(lists: "ActionLists", code: str) -> dict[str, Any]:
    """Return what an explanation gets besides: which actions are documented to answer a code.

    Each is `{service, version, action}`.
    """
    return {"actions": [action._asdict() for action in lists.documenting(code)]}


def family_object(family: str, guidance: Guidance | None, codes: Iterable[str]) -> dict[str, Any]:
    """Return a family that is no code by itself, as an object of a code whose `kind` is null.

    `near` are its codes.
    """
    nothing = Text(en="", zh="")
    meaning = text_object(guidance.meaning if guidance else nothing)
    return {
        "code": family,
        "family": family,
        "kind": None,
        "services": [],
        "description": meaning,
        "meaning": meaning,
        "causes": text_object(guidance.causes if guidance else nothing),
        "remedy": text_object(guidance.remedy if guidance else nothing),
        "retry": guidance.retry if guidance else None,
        "near": list(codes),
    }


def unknown_object(word: str, sentence: str, near: Iterable[str]) -> dict[str, Any]:
    """Return what is said where the catalogue lacks a code: why, and which are near."""
    return {"code": word, "error": sentence, "near": list(near)}


def answer_object(
    answer: Answer, explanation: Explanation | None, near: Iterable[str]
) -> dict[str, Any]:
    """Return an answer as an object.

    `explanation` is null for a success and for a code that the catalogue lacks; `near` are the
    codes that such a one is like.
    """
    return {
        "success": answer.success,
        "code": answer.code,
        "message": answer.message,
        "requestId": answer.request_id,
        "explanation": explanation_object(explanation) if explanation else None,
        "near": list(near),
    }


def text_object(text: Text) -> dict[str, str]:
    """Return a text as an object."""
    return {"en": text.en, "zh": text.zh}


def _definition_object(definition: Definition) -> dict[str, Any]:
    return {
        "service": definition.service,
        "version": definition.version,
        "constant": definition.constant,
        "description": text_object(definition.description),
    }
