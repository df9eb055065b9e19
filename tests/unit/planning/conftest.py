"""The small knowledge for these tests."""

from pathlib import Path

import pytest
from tests.unit.library.small import Files, Knowledge, small_library


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    """Builds the small library with some entries added or replaced."""

    def build(files: Files | None = None) -> object:
        return small_library(tmp_path, files)

    return build
