"""Which modules and classes the SDK has, and what a wrong name was meant to be."""

import re
from collections.abc import Sequence

from tclsp.catalog.store import Catalog

_COMMON = frozenset(
    {
        "abstract_client",
        "abstract_client_async",
        "abstract_model",
        "circuit_breaker",
        "common_client",
        "common_client_async",
        "credential",
        "exception",
        "exception.tencent_cloud_sdk_exception",
        "http",
        "http.pre_conn",
        "http.request",
        "http.request_async",
        "profile",
        "profile.client_profile",
        "profile.http_profile",
        "retry",
        "retry_async",
        "sign",
    }
)
"""The modules below `tencentcloud/common`."""

_VERSION = re.compile(r"v\d{8}")
_OF_VERSION = ("models", "errorcodes")


def right_name(dotted: str, catalog: Catalog) -> str | None:
    """Return what an imported name was meant to be; `None` where the SDK has it.

    An empty text where nothing is near. Names inside modules are judged for client classes only.
    """
    names = dotted.split(".")[1:]
    if names[0].startswith("_"):
        return None
    if names[0] == "common":
        return _right_common(names[1:])
    versions = catalog.versions(names[0])
    if not versions or catalog.package_of(names[0]) != names[0]:
        return _right_service(names, catalog)
    return _right_in_service(names, [_folder(version) for version in versions], catalog)


def _right_common(names: list[str]) -> str | None:
    known = {""} | _COMMON
    if ".".join(names) in known or ".".join(names[:-1]) in known - {
        "",
        "exception",
        "http",
        "profile",
    }:
        return None
    if names[0] == "exception" and names[1:] == ["TencentCloudSDKException"]:
        return None
    module = names if names[-1].islower() else names[:-1]
    near = _nearest(".".join(module), sorted(_COMMON), 0.7)
    if not near:
        return ""
    return ".".join(["tencentcloud.common", near, *names[len(module) :]])


def _right_service(names: list[str], catalog: Catalog) -> str | None:
    package = catalog.package_of(names[0])
    if package != names[0]:
        return ".".join(["tencentcloud", package, *names[1:]])
    near = _nearest(names[0], catalog.services(), 0.75)
    right = ".".join(["tencentcloud", near, *names[1:]]) if near else ""
    if len(names) == 1 or not _VERSION.fullmatch(names[1]):
        return right
    # In the right form it may be a service that another version of the SDK has.
    versions = [_folder(version) for version in catalog.versions(near)] if near else []
    return right if names[1] in versions else None


def _right_in_service(names: list[str], versions: list[str], catalog: Catalog) -> str | None:
    service = names[0]
    if len(names) == 1 or (len(names) == 2 and names[1] in versions):
        return None
    newest = versions[-1]
    if names[1] not in versions:
        rest = names[2:] if _VERSION.fullmatch(names[1]) else names[1:]
        return ".".join(["tencentcloud", service, newest, *rest])
    modules = (f"{service}_client", f"{service}_client_async", *_OF_VERSION)
    if names[2] not in modules:
        near = _nearest(names[2], modules, 0.6)
        return ".".join(["tencentcloud", service, names[1], near, *names[3:]]) if near else ""
    if len(names) == 4 and names[2].startswith(f"{service}_client"):
        return _right_client(names, catalog)
    return None


def _right_client(names: list[str], catalog: Catalog) -> str | None:
    name = names[3]
    if not name.endswith("Client") or (names[0], _written(names[1])) in catalog.clients(name):
        return None
    own = sorted({action.client for action in catalog.actions(names[0], _written(names[1]))})
    return ".".join(["tencentcloud", *names[:3], own[0]]) if own else ""


def _folder(version: str) -> str:
    return "v" + version.replace("-", "")


def _written(folder: str) -> str:
    return f"{folder[1:5]}-{folder[5:7]}-{folder[7:]}"


def _nearest(name: str, names: Sequence[str], likeness: float) -> str | None:
    """Return the name that is most like another one, from 0 to 1, if any is as much like it."""
    # Loaded for a wrong name only.
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, names, 1, likeness)), None)
