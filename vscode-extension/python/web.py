"""Downloads with the proxy, the certificates and the passwords that pip's settings name."""

import os
import re
import ssl
from base64 import b64encode
from html import escape
from netrc import NetrcParseError, netrc
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit
from urllib.request import HTTPSHandler, ProxyHandler, Request, build_opener, url2pathname

SECONDS = 60
RESERVED = ":/?#[]@!$&'()*+,;=~"


class Web:
    """Reads what addresses name, local ones included."""

    def __init__(self, settings):
        """Take proxy, certificates and trusted hosts from `settings`."""
        proxies = dict.fromkeys(("http", "https"), settings.proxy) if settings.proxy else None
        self._proxies = ProxyHandler(proxies)  # None: those of HTTPS_PROXY and its kin
        self._cert = settings.cert
        self._trusted = settings.trusted_hosts
        self._logins = {}  # by host and port, as links on a page come without them

    def text(self, address):
        """Return a page; for a folder one that links to its files."""
        if address.startswith("file:"):
            folder = local(address)
            if folder.is_dir() and not (folder / "index.html").exists():
                links = (f'<a href="{escape(file.as_uri())}"></a>' for file in folder.iterdir())
                return "".join(links)
            if folder.is_dir():
                return (folder / "index.html").read_text("utf-8")
        return self.read(address).decode("utf-8", "replace")

    def read(self, address):
        """Return what an address holds; raises OSError."""
        if address.startswith("file:"):
            return local(address).read_bytes()
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https"):
            raise OSError(f"{parts.scheme} is not supported")
        headers = {"Accept": "text/html, */*;q=0.1"}
        plain = quote(without_password(address), safe=RESERVED + "%")
        request = Request(plain, headers=headers)  # noqa: S310 - just looked at
        login = self._login(parts)
        if login:
            secret = b64encode(login.encode()).decode()
            request.add_unredirected_header("Authorization", f"Basic {secret}")
        opener = build_opener(self._proxies, HTTPSHandler(context=self._context(parts)))
        with opener.open(request, timeout=SECONDS) as answer:
            return answer.read()

    def _login(self, parts):
        """Return `name:password`: that of the address, else of an earlier one, else of netrc."""
        host = parts.netloc.rpartition("@")[2]
        if parts.username:
            self._logins[host] = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        elif host not in self._logins:
            self._logins[host] = login_of_netrc(parts.hostname)
        return self._logins[host]

    def _context(self, parts):
        context = ssl.create_default_context(cafile=self._cert or None)
        if parts.hostname in self._trusted or parts.netloc.rpartition("@")[2] in self._trusted:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def login_of_netrc(host):
    """Return what the user's netrc file, which pip reads, too, has for a host; else nothing."""
    names = [os.environ.get("NETRC") or "~/.netrc", "~/_netrc"]
    files = (Path(name).expanduser() for name in names)
    try:
        login = netrc(next(file for file in files if file.is_file())).authenticators(host)
    except (StopIteration, OSError, NetrcParseError, UnicodeDecodeError):
        return None
    return f"{login[0]}:{login[2]}" if login else None


def local(address):
    """Return the path that a `file:` address names."""
    return Path(url2pathname(urlsplit(address).path))


def without_password(address):
    """Return an address as it may be shown and sent."""
    return re.sub("(?<=//)[^/]*@", "", address, count=1)
