"""Whatever somebody types: a server that followed it says what one says that opens the result.

The editor here keeps its texts as strings and places as indices into them, so that it shares no
code with the server.
"""

import itertools
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field

from tests.server.client import PULL, Client
from tests.server.columns import position_of
from tests.server.test_clients import CODE

ENCODINGS = ("utf-8", "utf-16", "utf-32")
LONG = 5000
TOKENS = (
    "错😀",
    "\n",
    "\r\n",
    "\r",
    "\f",
    "    ",
    '"',
    "'''",
    "(",
    "#",
    "\\",
    "x = 1\n",
    "def f():\n",
)


def position(text: str, index: int, encoding: str) -> dict[str, int]:
    line, character = position_of(text, index, encoding)
    return {"line": line, "character": character}


@define
class Typist:
    """Somebody who types into one text, and takes most of the nonsense back."""

    text: str
    encoding: str
    chance: random.Random
    version: int = 1
    _nonsense: list[tuple[int, int]] = field(factory=list)
    """Index and length of what is to be deleted next."""

    def changes(self) -> list[dict[str, Any]]:
        """Type a little; return that as the changes of one message, each on top of the last."""
        self.version += 1
        return [self._change() for _ in range(self.chance.randrange(1, 4))]

    def insert(self, index: int, new: str) -> dict[str, Any]:
        return self._replace(index, index, new)

    def _change(self) -> dict[str, Any]:
        if self._nonsense and self.chance.random() < 0.8:
            start, length = self._nonsense.pop()
            return self._replace(start, start + length, "")
        self._nonsense.clear()
        kind = self.chance.randrange(5)
        index = self.chance.randrange(len(self.text) + 1)
        if kind == 0:
            return self._nonsensical(index)
        if kind == 1:
            return self._replace(index, index + self.chance.randrange(8), "错")
        if kind == 2:
            self.text = self.text.replace("😀", "😀错", 1)
            return {"text": self.text}
        start = self.text.rfind("\n", 0, index) + 1
        end = self.text.find("\n", index) + 1 or len(self.text)
        line = self.text[start:end]
        if kind == 3 and len(self.text) < LONG:
            return self.insert(start, line)
        return self._replace(start, end, line.replace("raise", "pass").replace("==", "!="))

    def _nonsensical(self, index: int) -> dict[str, Any]:
        token = self.chance.choice(TOKENS)
        change = self.insert(index, token)
        where = self.text.find(token, max(index - 1, 0))
        around = self.text[where - 1 : where + 1], self.text[where + len(token) - 1 :][:2]
        if "\r\n" not in around:
            self._nonsense.append((where, len(token)))
        return change

    def _replace(self, start: int, end: int, new: str) -> dict[str, Any]:
        start, end = self._place(start), self._place(end)
        ends = [position(self.text, each, self.encoding) for each in (start, end)]
        self.text = self.text[:start] + new + self.text[end:]
        return {"range": {"start": ends[0], "end": ends[1]}, "text": new}

    def _place(self, index: int) -> int:
        """Return the nearest index that a cursor can stand at."""
        index = min(index, len(self.text))
        return index - 1 if self.text[index - 1 : index + 1] == "\r\n" else index


def started(client: Client, folder: Path, encoding: str) -> Client:
    capabilities = {**PULL, "general": {"positionEncodings": [encoding]}}
    options = {"debounce": 5, "inlayHints": True, "codeLens": True}
    client.initialize(folder, capabilities, initializationOptions=options)
    return client


def said(client: Client, texts: dict[str, str], encoding: str) -> Iterator[tuple[str, Any]]:
    """Yield all that a server says of documents, given by their URIs."""
    for uri, text in texts.items():
        document = {"textDocument": {"uri": uri}}
        yield uri, client.pull(uri)["items"]
        end = position(text, len(text), encoding)
        whole = {"range": {"start": {"line": 0, "character": 0}, "end": end}}
        yield uri, client.request("textDocument/inlayHint", {**document, **whole})
        yield uri, client.request("textDocument/codeLens", document)
        yield uri, client.request("textDocument/documentLink", document)
        interesting = re.finditer(r'"[\w.]+"|\w+\.requestId|Instances|TCL\d+|错', text)
        for found in itertools.islice(interesting, 60):
            place = position(text, found.start() + 1, encoding)
            for method in ("hover", "documentHighlight", "references"):
                params = {**document, "position": place, "context": {"includeDeclaration": True}}
                yield f"{uri} {place}", client.request(f"textDocument/{method}", params)
    yield "symbols", client.request("workspace/symbol", {"query": ""})


def check(client: Client, fresh: Client, texts: dict[str, str], encoding: str) -> None:
    answers = list(said(client, texts, encoding))
    assert answers == list(said(fresh, texts, encoding))
    assert any("code" in item for _, answer in answers if answer for item in answer)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_document(folder: Path, encoding: str, seed: int) -> None:
    uri = (folder / "a.py").as_uri()
    typist = Typist(CODE, encoding, random.Random(seed))  # noqa: S311
    with Client.start(folder) as client, Client.start(folder) as fresh:
        started(client, folder, encoding).open(uri, CODE)
        for _ in range(60):
            params = {"contentChanges": typist.changes()}
            document = {"uri": uri, "version": typist.version}
            client.notify("textDocument/didChange", {"textDocument": document, **params})
            if typist.chance.random() < 0.2:
                client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        # What is broken must not hide the rest.
        change = typist.insert(0, CODE + "\n")
        document = {"uri": uri, "version": typist.version + 1}
        client.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [change]}
        )
        started(fresh, folder, encoding).open(uri, typist.text)
        check(client, fresh, {uri: typist.text}, encoding)


# ---------------------------------------------------------------- notebooks


@define
class Notebook:
    """A notebook in an editor."""

    uri: str
    encoding: str
    chance: random.Random
    cells: dict[str, Typist] = field(factory=dict)
    """By their URIs, in order."""
    languages: dict[str, str] = field(factory=dict)
    version: int = 1
    _number: int = 0

    def new_cell(self, text: str, languages: tuple[str, ...] = ("python",)) -> str:
        self._number += 1
        uri = f"{self.uri}#c{self._number}"
        self.cells[uri] = Typist(text, self.encoding, self.chance)
        self.languages[uri] = self.chance.choice(languages)
        return uri

    def opened(self) -> dict[str, Any]:
        """Return the parameters of `notebookDocument/didOpen` as it is now."""
        return {
            "notebookDocument": {
                "uri": self.uri,
                "notebookType": "jupyter-notebook",
                "version": self.version,
                "cells": [self._cell(uri) for uri in self.cells],
            },
            "cellTextDocuments": [self._item(uri) for uri in self.cells],
        }

    def changed(self) -> dict[str, Any]:
        """Type into cells, or add, move and remove some; return that as one message."""
        self.version += 1
        kind = self.chance.randrange(6)
        cells: dict[str, Any] = {}
        if kind == 0:
            new = self.new_cell(self.chance.choice(CELLS), ("python", "python", "markdown"))
            cells["structure"] = self._added(new, self.chance.randrange(len(self.cells)))
        elif kind == 1 and len(self.cells) > 3:
            cells["structure"] = self._removed()
        elif kind == 2:
            cells["structure"] = self._moved()
        if kind > 1:
            typed = self.chance.sample(list(self.cells), 2)
            cells["textContent"] = [self._typed(uri) for uri in typed]
        document = {"uri": self.uri, "version": self.version}
        return {"notebookDocument": document, "change": {"cells": cells}}

    def with_sound_code_first(self) -> dict[str, Any]:
        """Add a cell; what is broken must not hide it."""
        self.version += 1
        cells = {"structure": self._added(self.new_cell(CODE), 0)}
        document = {"uri": self.uri, "version": self.version}
        return {"notebookDocument": document, "change": {"cells": cells}}

    def _added(self, new: str, place: int) -> dict[str, Any]:
        uris = [uri for uri in self.cells if uri != new]
        self._order([*uris[:place], new, *uris[place:]])
        array = {"start": place, "deleteCount": 0, "cells": [self._cell(new)]}
        return {"array": array, "didOpen": [self._item(new)]}

    def _removed(self) -> dict[str, Any]:
        uris = list(self.cells)
        place = self.chance.randrange(len(uris))
        del self.cells[uris[place]]
        array = {"start": place, "deleteCount": 1}
        return {"array": array, "didClose": [{"uri": uris[place]}]}

    def _moved(self) -> dict[str, Any]:
        uris = list(self.cells)
        place = self.chance.randrange(len(uris) - 1)
        pair = [uris[place + 1], uris[place]]
        self._order([*uris[:place], *pair, *uris[place + 2 :]])
        cells = [self._cell(uri) for uri in pair]
        return {"array": {"start": place, "deleteCount": 2, "cells": cells}}

    def _typed(self, uri: str) -> dict[str, Any]:
        changes = self.cells[uri].changes()
        return {"document": {"uri": uri, "version": self.cells[uri].version}, "changes": changes}

    def _order(self, uris: list[str]) -> None:
        self.cells = {uri: self.cells[uri] for uri in uris}

    def _cell(self, uri: str) -> dict[str, Any]:
        return {"kind": 1 if self.languages[uri] == "markdown" else 2, "document": uri}

    def _item(self, uri: str) -> dict[str, Any]:
        typist, language = self.cells[uri], self.languages[uri]
        return {
            "uri": uri,
            "languageId": language,
            "version": typist.version,
            "text": typist.text,
        }


CELLS = [*CODE.split("\n\n\n"), "%time 错 = 1\n", "# 错😀", ""]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_notebook(folder: Path, encoding: str) -> None:
    notebook = Notebook((folder / "n.ipynb").as_uri(), encoding, random.Random(7))  # noqa: S311
    for text in CELLS:
        notebook.new_cell(text)
    with Client.start(folder) as client, Client.start(folder) as fresh:
        started(client, folder, encoding)
        client.notify("notebookDocument/didOpen", notebook.opened())
        for _ in range(60):
            client.notify("notebookDocument/didChange", notebook.changed())
        client.notify("notebookDocument/didChange", notebook.with_sound_code_first())
        started(fresh, folder, encoding)
        fresh.notify("notebookDocument/didOpen", notebook.opened())
        texts = {uri: cell.text for uri, cell in notebook.cells.items()}
        check(client, fresh, texts, encoding)
