"""The URIs of documents, which clients spell in more than one way."""

from pygls import uris


def normalised(uri: str) -> str:
    """Return the one spelling of a URI that documents are found by.

    `file:///c%3A/a.py` and `file:///C:/a.py` are the same file.
    """
    path = path_of(uri)
    if path is not None:
        # The cells of a notebook may differ by their fragments alone.
        _, mark, fragment = uri.partition("#")
        return uri_of(path) + mark + fragment
    try:
        return uris.urlunparse(uris.urlparse(uri))
    except ValueError:
        return uri


def path_of(uri: str) -> str | None:
    """Return the path of a `file:` URI; None for every other one."""
    try:
        return uris.to_fs_path(uri) or None
    except ValueError:
        return None


def uri_of(path: str) -> str:
    """Return the URI of an absolute path."""
    try:
        return uris.from_fs_path(path) or path
    except ValueError:
        # pygls takes two slashes at the start for a host, and misses the third one behind it.
        return uris.urlunparse(("file", "", path, "", "", ""))
