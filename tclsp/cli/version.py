"""What `--version` says."""

import tclsp
from tclsp.catalog.store import Catalog, CatalogMissing


def version_text() -> str:
    """Return the version of the program, and those of the SDKs that its catalogue is made of."""
    try:
        sdks = Catalog.open().sdk_versions()
    except CatalogMissing as error:
        return f"tclsp {tclsp.__version__}\n{error}"
    return (
        f"tclsp {tclsp.__version__}\n"
        f"catalogue: tencentcloud-sdk-python {sdks.zh}, "
        f"tencentcloud-sdk-python-intl-en {sdks.en}"
    )
