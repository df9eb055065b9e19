"""Build hook: a wheel brings the knowledge and the messages as one binary file each, so that its first run is fast.

An sdist and an editable install get none: there the YAML files may be edited, and caches are made beside them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedCaches(BuildHookInterface[Any]):
    """Writes the caches into a folder of its own and has them included."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the files of a wheel are gathered."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        try:
            from painpath.library import entries, texts
        finally:
            sys.path.pop(0)
        self._folder = tempfile.TemporaryDirectory()
        for module in (entries, texts):
            made = Path(self._folder.name) / module.SHIPPED.name
            module.write_shipped(made)
            build_data["force_include"][str(made)] = f"painpath/{module.SHIPPED.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling's signature
        """After the wheel is written."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()
