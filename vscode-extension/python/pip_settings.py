"""Where pip would download from, by its variables and settings files, read without pip."""

import os
import sys
from configparser import Error, RawConfigParser
from pathlib import Path
from typing import NamedTuple


class Settings(NamedTuple):
    """What counts for a download."""

    index_url: str
    extra_index_urls: list
    find_links: list
    no_index: bool
    proxy: str
    cert: str
    trusted_hosts: list


def read_settings():
    """Read the files, then the variables, which go before them."""
    values = {}
    for file in files():
        values.update(values_of(file))
    for name, value in os.environ.items():
        if name.startswith("PIP_") and value:
            values[name[4:].lower().replace("_", "-")] = value
    return Settings(
        index_url=values.get("index-url", "https://pypi.org/simple"),
        extra_index_urls=values.get("extra-index-url", "").split(),
        find_links=[as_page(place) for place in values.get("find-links", "").split()],
        no_index=values.get("no-index", "").lower() in ("1", "true", "yes", "on"),
        proxy=values.get("proxy", ""),
        cert=values.get("cert", ""),
        trusted_hosts=values.get("trusted-host", "").split(),
    )


def files():
    """List the settings files in pip's order: of the machine, the user, this Python."""
    chosen = os.environ.get("PIP_CONFIG_FILE")
    if chosen == os.devnull:
        return []
    home = Path.home()
    if os.name == "nt":
        machine = [Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData"), "pip", "pip.ini")]
        user = [home / "pip" / "pip.ini", Path(os.environ.get("APPDATA", home), "pip", "pip.ini")]
    else:
        shared = os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
        own = os.environ.get("XDG_CONFIG_HOME") or home / ".config"
        machine = [Path(folder, "pip", "pip.conf") for folder in shared.split(":")]
        machine.append(Path("/etc/pip.conf"))
        user = [home / ".pip" / "pip.conf", Path(own, "pip", "pip.conf")]
        if sys.platform == "darwin":
            machine.insert(0, Path("/Library/Application Support/pip/pip.conf"))
            user.append(home / "Library" / "Application Support" / "pip" / "pip.conf")
    site = Path(sys.prefix, "pip.ini" if os.name == "nt" else "pip.conf")
    return [*machine, *user, site, *([Path(chosen)] if chosen else [])]


def values_of(file):
    """Return what a file sets for all commands, and for `install`; nothing if it has mistakes."""
    parser = RawConfigParser()
    try:
        parser.read(file, encoding="utf-8")
    except (Error, OSError, UnicodeDecodeError):
        return {}
    sections = [parser[name] for name in ("global", "install") if parser.has_section(name)]
    return {key.replace("_", "-"): value for section in sections for key, value in section.items()}


def as_page(place):
    """Return the address of a place that is given as an address or as a path."""
    return place if "://" in place else Path(place).expanduser().resolve().as_uri()
