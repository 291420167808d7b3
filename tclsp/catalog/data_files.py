"""The data of the catalogue that is ours: listed codes with their sources, and the guidance."""

import sys
from pathlib import Path
from typing import Any, get_args

from attrs import frozen

from tclsp.catalog.failures import BuildFailed
from tclsp.catalog.records import Guidance, Kind, Retry
from tclsp.catalog.text import Text

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LISTED_KINDS: tuple[Kind, ...] = ("client", "common", "gateway")
"""Kinds whose codes are listed by us, the one that counts where several hold first."""

_TEXTS = ("meaning", "causes", "remedy")
_LANGUAGES = {"en", "zh"}


@frozen
class ListedCode:
    """A code that any service may answer or that the SDK raises by itself."""

    code: str
    kind: Kind
    source: str
    """The page of the documentation or the file of the SDK that it was taken from."""


def data_files(folder: Path) -> list[Path]:
    """Return the files that this module reads below `folder`, in a fixed order."""
    lists = [folder / f"{kind}.toml" for kind in LISTED_KINDS]
    return [*lists, *sorted((folder / "guidance").glob("*.toml"))]


def read_listed_codes(folder: Path) -> list[ListedCode]:
    """Read `client.toml`, `common.toml` and `gateway.toml`, each code once, by precedence."""
    listed: dict[str, ListedCode] = {}
    for kind in LISTED_KINDS:
        path = folder / f"{kind}.toml"
        for code, source in _load(path).get("codes", {}).items():
            if not isinstance(source, str) or not source:
                raise BuildFailed(
                    f'{path}: "{code}" has no source; write "{code}" = "page or file".'
                )
            listed.setdefault(code, ListedCode(code, kind, source))
    return list(listed.values())


def read_guidance(folder: Path) -> list[Guidance]:
    """Read all files of `guidance/`; raise `BuildFailed` at the first entry that is not whole."""
    entries: dict[str, Guidance] = {}
    for path in sorted((folder / "guidance").glob("*.toml")):
        for subject, entry in _load(path).items():
            if subject in entries:
                raise BuildFailed(f'{path}: ["{subject}"] stands in another file too; keep one.')
            entries[subject] = _guidance(subject, entry, f'{path}: ["{subject}"]')
    return list(entries.values())


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BuildFailed(f"{path} is not valid TOML: {error}.") from error
    except OSError as error:
        raise BuildFailed(f"{path} cannot be read: {error.strerror}.") from error


def _guidance(subject: str, entry: object, place: str) -> Guidance:
    if not isinstance(entry, dict):
        raise BuildFailed(f"{place} is no table; give it {_wanted()}.")
    unknown = entry.keys() - {*_TEXTS, "retry"}
    if unknown:
        raise BuildFailed(f"{place} has the unknown key {min(unknown)}; it takes {_wanted()}.")
    retry: Retry | None = next(
        (name for name in get_args(Retry) if name == entry.get("retry")), None
    )
    if retry is None:
        raise BuildFailed(f"{place} needs retry: one of {', '.join(get_args(Retry))}.")
    meaning, causes, remedy = (_two_languages(entry, name, place) for name in _TEXTS)
    return Guidance(subject=subject, meaning=meaning, causes=causes, remedy=remedy, retry=retry)


def _two_languages(entry: dict[str, Any], name: str, place: str) -> Text:
    texts = entry.get(name)
    if (
        not isinstance(texts, dict)
        or texts.keys() != _LANGUAGES
        or not all(isinstance(text, str) and text.strip() for text in texts.values())
    ):
        raise BuildFailed(
            f"{place} needs the texts {name}.en and {name}.zh, and no other language."
        )
    return Text(en=texts["en"], zh=texts["zh"])


def _wanted() -> str:
    texts = [f"{name}.{language}" for name in _TEXTS for language in sorted(_LANGUAGES)]
    return ", ".join([*texts, "retry"])
