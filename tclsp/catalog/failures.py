"""What can go wrong with the catalogue; each message is one sentence that says what to do."""


class BuildFailed(Exception):
    """The catalogue could not be built."""


class CatalogMissing(Exception):
    """There is no catalogue, or one that this version of tclsp cannot read."""


class ActionListsDamaged(Exception):
    """A file of action lists cannot be read or is not as it was written."""


class CheckoutUnusable(Exception):
    """A folder or a URL gives no checkout of the Go SDK that action lists can be read from."""
