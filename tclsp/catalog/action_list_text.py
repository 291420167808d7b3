"""The form of a file of action lists.

    # tclsp action lists, form 1
    # from tencentcloud-sdk-go 1.3.166
    # 2 actions, 3 codes, checksum 2c1f0a5e
    # Written by `tclsp catalog add-actions`; do not edit it, write it anew.

    cvm 2017-03-12 RunInstances
    InternalError
    InvalidZone.MismatchRegion

    sms 2021-01-11 SendSms
    InternalError

The checksum is CRC-32 of what stands below the head, so damage by a merge or an editor is found
without a look at each line. Actions stand in the order of service, version and name, codes in that
of their spelling. The same SDK gives the same bytes.
"""

import os
import re
import zlib
from pathlib import Path
from typing import NamedTuple

from tclsp.catalog.failures import ActionListsDamaged

_FORM = "1"
_FIRST_LINE = "# tclsp action lists, form "
_HEAD = re.compile(
    r"# tclsp action lists, form \S+\n"
    r"# from tencentcloud-sdk-go(?: (?P<sdk_version>[^\n]+))?\n"
    r"# (?P<actions>\d+) actions, (?P<pairs>\d+) codes, checksum (?P<checksum>[0-9a-f]{8})\n"
    r"#[^\n]*\n"
)
_REMEDY = "write it anew with `tclsp catalog add-actions`"


class Content(NamedTuple):
    """What a file holds."""

    body: str
    """For each action a line end, `service version action`, and its codes, each with a line end."""
    actions: int
    pairs: int
    """How many codes there are in all lists together."""
    sdk_version: str
    """Empty where it is unknown."""


def read(path: Path) -> Content:
    """Read a file; raise ActionListsDamaged."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ActionListsDamaged(
            f"{path}: the action lists cannot be read: {error.strerror or error}"
        ) from error
    if b"\r" in data:
        # git may have checked the file out with the line ends of Windows.
        data = data.replace(b"\r\n", b"\n")
    text = data.decode("utf-8", "replace")
    if not text.startswith(_FIRST_LINE):
        raise ActionListsDamaged(f"{path}: this is no file of action lists; {_REMEDY}")
    if text.partition("\n")[0] != _FIRST_LINE + _FORM:
        raise ActionListsDamaged(
            f"{path}: the action lists are of another version of tclsp; {_REMEDY}"
        )
    content = _parsed(text)
    if content is None:
        raise ActionListsDamaged(f"{path}: the action lists are not whole; {_REMEDY}")
    return content


def _parsed(text: str) -> Content | None:
    """Return what `text` holds; None where it is not as it was written."""
    head = _HEAD.match(text)
    if head is None:
        return None
    body = text[head.end() :]
    if _checksum(body) != head["checksum"]:
        return None
    return Content(body, int(head["actions"]), int(head["pairs"]), head["sdk_version"] or "")


def _checksum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"


def write(path: Path, content: Content) -> None:
    """Write beside `path` and move over it, so that nobody ever sees half a file; raise OSError."""
    # Not at the top: a look-up need not wait for it.
    import tempfile

    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    written = Path(name)
    try:
        written.write_bytes(_text(content).encode())
        written.chmod(0o644)
        written.replace(target)
    finally:
        written.unlink(missing_ok=True)


def _text(content: Content) -> str:
    source = f"tencentcloud-sdk-go {content.sdk_version}".rstrip()
    return (
        f"{_FIRST_LINE}{_FORM}\n"
        f"# from {source}\n"
        f"# {content.actions} actions, {content.pairs} codes, checksum {_checksum(content.body)}\n"
        f"# Written by `tclsp catalog add-actions`; do not edit it, write it anew.\n{content.body}"
    )
