"""What can go wrong with the catalogue; each message is one sentence that says what to do."""


class BuildFailed(Exception):  # noqa: N818 - the name is the sentence
    """The catalogue could not be built."""


class CatalogMissing(Exception):  # noqa: N818
    """There is no catalogue, or one that this version of tclsp cannot read."""
