"""What every test may ask for. Not a place for records or expectations: those stand where they are used."""

import os
from pathlib import Path

import pytest

from painpath.library import Library, load_library

REPOSITORY = Path(__file__).resolve().parent.parent


def _absent(what: str, why: str) -> None:
    """Skip on a laptop, fail where everything must run (PAINPATH_CI is set)."""
    message = f"{what} is not there: {why}"
    if os.environ.get("PAINPATH_CI"):
        pytest.fail(message + " It must be there in CI.", pytrace=False)
    pytest.skip(message)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the source tree."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_patients() -> Path:
    """The folder of real-format FHIR records, kept beside the repository and never copied into it."""
    folder = REPOSITORY.parent / "shared" / "patients"
    if not folder.is_dir():
        _absent("../shared/patients", "the real-format records are kept beside the repository, not in it.")
    return folder


@pytest.fixture(scope="session")
def shared_claims() -> str:
    """The list of what articles state, kept beside the repository: a table with one claim a row."""
    page = REPOSITORY.parent / "shared" / "facts" / "claims.md"
    if not page.is_file():
        _absent("../shared/facts/claims.md", "the list of claims is kept beside the repository, not in it.")
    return page.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def library() -> Library:
    """The knowledge of this installation, loaded once a worker."""
    return load_library()
