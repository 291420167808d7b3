"""Downloads the wheel of pip into a folder and prints its path, for a Python that has no pip.

Usage: fetch_pip.py FOLDER

It comes from where pip itself would take it: pip's variables and settings files name the index,
the proxy and the certificates. What is downloaded is compared with the hash that the index tells.
"""

import hashlib
import sys
from html.parser import HTMLParser
from http.client import HTTPException
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from pip_settings import Settings, read_settings
from web import Web, without_password

FAILURES = (OSError, HTTPException, ValueError)


class Links(HTMLParser):
    """The links of an index page: the attributes of each `a`."""

    def __init__(self, page):
        """Read `page`, the text of a page."""
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Take note of a link."""
        if tag == "a" and dict(attrs).get("href"):
            self.found.append(dict(attrs))


def main():
    """Download what the command line asks for, or end with one sentence."""
    settings = read_settings()
    web = Web(settings)
    failures = []
    wheels = {}
    for place in places(settings):
        wheels.update(wheels_at(place, web, failures))
    if not wheels:
        sys.exit("This Python has no pip, and none was found. " + "; ".join(failures))
    url = wheels[max(wheels)]
    try:
        print(download(web, url, Path(sys.argv[1])))
    except FAILURES as error:
        sys.exit(f"pip could not be downloaded from {without_password(url)}: {error}")


def places(settings: Settings):
    """List the pages that may link to wheels of pip."""
    indexes = [] if settings.no_index else [settings.index_url, *settings.extra_index_urls]
    return [f"{index.rstrip('/')}/pip/" for index in indexes] + settings.find_links


def wheels_at(place, web, failures):
    """Find the wheels on the page of that address; why it cannot be read is added to `failures`."""
    try:
        return wheels_on(web.text(place), place)
    except FAILURES as error:
        failures.append(f"{without_password(place)}: {error}")
        return {}


def wheels_on(page, address):
    """Find the wheels of pip on a page that this Python can use, by version."""
    wheels = {}
    for link in Links(page).found:
        url = urljoin(address, link["href"])
        name = unquote(urlsplit(url).path).rsplit("/", 1)[-1]
        if not (name.startswith("pip-") and name.endswith("-py3-none-any.whl")):
            continue
        version = numbers(name.split("-")[1])
        usable = "data-yanked" not in link and fits(link.get("data-requires-python") or "")
        if version is not None and usable:
            wheels[version] = url
    return wheels


def fits(requirement):
    """Tell whether this Python is recent enough: `>=3.9`."""
    oldest = [part.strip()[2:] for part in requirement.split(",") if part.strip().startswith(">=")]
    return all(sys.version_info[:3] >= (numbers(version) or ()) for version in oldest)


def numbers(version):
    """Return `25.0.1` as numbers; None for a pre-release."""
    parts = version.strip().split(".")
    return tuple(map(int, parts)) if all(part.isdigit() for part in parts) else None


def download(web, url, folder):
    """Download a wheel and compare its hash."""
    address, fragment = urldefrag(url)
    content = web.read(address)
    algorithm, _, expected = fragment.partition("=")
    if algorithm in hashlib.algorithms_guaranteed:
        found = hashlib.new(algorithm, content).hexdigest()
        if found != expected:
            raise OSError(f"its {algorithm} is {found} instead of {expected}")
    wheel = folder / unquote(urlsplit(address).path).rsplit("/", 1)[-1]
    wheel.write_bytes(content)
    return wheel


main()
