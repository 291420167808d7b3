"""The step of the package's build that makes the catalogue of error codes."""

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds `tclsp/catalog/catalog.db` before a distribution or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the catalogue unless it is up to date; end the build with one sentence if not."""
        # The package is not installed yet: it is imported from this source tree.
        sys.path.insert(0, self.root)
        try:
            from tclsp.catalog.build import BuildFailed, build
        finally:
            sys.path.remove(self.root)
        try:
            build(say=self.app.display_info)
        except BuildFailed as error:
            self.app.abort(str(error))
