"""Reading action lists from a checkout of the Go SDK, TencentCloud/tencentcloud-sdk-go.

Since version 1.0.181 the comment above each method in `tencentcloud/<service>/<version>/client.go`
ends with the codes that the action can answer, once above the method and, in newer versions, once
more above its twin that takes a context. The SDKs for other languages have no such lists.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tclsp.catalog.action_lists import ActionLists, ListedAction
from tclsp.catalog.failures import CheckoutUnusable
from tclsp.catalog.go_names import package_of

REPOSITORY = "TencentCloud/tencentcloud-sdk-go"
FILES = ("tencentcloud/*/*/client.go", "tencentcloud/common/http/request.go")
"""What is read of the checkout: the clients, and the file that knows the version of the SDK."""

Progress = Callable[[int, int], None]
"""Told how many of how many files are read."""

_HEADING = re.compile(r"^//[ \t]*可能返回的错误码[:：][ \t]*$", re.MULTILINE)
_MODULE = '"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"'
_INTERNATIONAL = "tencentcloud-sdk-go-intl-en/"
_API_VERSION = re.compile(r'^const APIVersion = "(\d{4}-\d\d-\d\d)"', re.MULTILINE)
_ACTION = re.compile(r'\.WithApiInfo\("[^"]*", APIVersion, "(\w+)"\)')
_LIST = re.compile(
    rf"{_HEADING.pattern}\n(?P<lines>(?://.*\n)*)func \(c \*Client\) (?P<method>\w+)\(",
    re.MULTILINE,
)
_CODE = re.compile(r'^//[ \t]*\w+[ \t]*=[ \t]*"([\w.-]+)"', re.MULTILINE | re.ASCII)
_SDK_VERSION = re.compile(r'"SDK_GO_([\w.-]+)"')
_CONTEXT = "WithContext"


def read_go_sdk(folder: Path, name: str, progress: Progress) -> ActionLists:
    """Return the action lists of the checkout in `folder`, which sentences call `name`.

    Raise CheckoutUnusable where it is another repository, not whole, or without lists.
    """
    paths = _clients(folder, name)
    lists: dict[ListedAction, set[str]] = {}
    for done, path in enumerate(paths):
        progress(done, len(paths))
        for action, codes in _lists_of(path, f"{path.relative_to(folder).as_posix()} in {name}"):
            lists.setdefault(action, set()).update(codes)
    progress(len(paths), len(paths))
    version = _sdk_version(folder)
    if not lists:
        raise CheckoutUnusable(
            f"{name} lists no error codes (SDK {version or 'of unknown version'}); "
            "take version 1.0.181, of June 2021, or a later one"
        )
    return ActionLists.of(lists, version)


def _clients(folder: Path, name: str) -> list[Path]:
    """Return the client of each service version, in a fixed order."""
    versions = sorted(
        one for one in (folder / "tencentcloud").glob("*/v*") if re.fullmatch(r"v\d{8}", one.name)
    )
    clients = [one / "client.go" for one in versions if (one / "client.go").is_file()]
    if not clients:
        raise CheckoutUnusable(
            f"{name} is no checkout of {REPOSITORY}: "
            "it has no tencentcloud/<service>/<version>/client.go"
        )
    for one in versions:
        if not (one / "client.go").is_file() and any(one.glob("*.go")):
            raise CheckoutUnusable(
                f"the checkout {name} is not whole: "
                f"{one.relative_to(folder).as_posix()} has no client.go; check it out again"
            )
    return clients


def _lists_of(path: Path, name: str) -> Iterator[tuple[ListedAction, set[str]]]:
    text = _text_of(path, name)
    if _MODULE not in text:
        raise CheckoutUnusable(_why_foreign(text, name))
    version = _API_VERSION.search(text)
    found = list(_LIST.finditer(text))
    whole = len(found) == len(_HEADING.findall(text)) and text.rstrip().endswith("}")
    if version is None or not whole:
        raise CheckoutUnusable(f"{name} is not whole; check it out again")
    service = package_of(path.parts[-3])
    actions = set(_ACTION.findall(text))
    for one in found:
        action = _action_of(one["method"], actions)
        yield ListedAction(service, version[1], action), set(_CODE.findall(one["lines"]))


def _text_of(path: Path, name: str) -> str:
    try:
        # Universal line ends: git may have written those of Windows.
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CheckoutUnusable(f"{name} is not UTF-8; check it out again") from error
    except OSError as error:
        raise CheckoutUnusable(f"{name} cannot be read: {error.strerror or error}") from error


def _why_foreign(text: str, name: str) -> str:
    if not text.strip("\0 \n"):
        return f"{name} is empty; check it out again"
    if _INTERNATIONAL in text:
        return f"{name} is of the international SDK, whose lists differ; take {REPOSITORY}"
    return f"{name} is no client of {REPOSITORY}; give a checkout of that"


def _action_of(method: str, actions: set[str]) -> str:
    base = method.removesuffix(_CONTEXT)
    return base if base in actions and method not in actions else method


def _sdk_version(folder: Path) -> str:
    try:
        text = (folder / FILES[1]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        # Only shown to people; a sparse checkout may lack the file.
        return ""
    match = _SDK_VERSION.search(text)
    return match[1] if match else ""
