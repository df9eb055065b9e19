"""The small library for these tests."""

import pytest
from tests.unit.intake.small import make_library

from painpath.library import Library


@pytest.fixture(scope="session")
def library(tmp_path_factory) -> Library:
    """A library with a few facts, drugs and regions."""
    return make_library(tmp_path_factory.mktemp("knowledge"))
