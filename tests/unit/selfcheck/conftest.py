"""The library of this installation with one entry written differently."""

from collections.abc import Callable

import pytest

from painpath.library import Library
from painpath.library.entries import read_entry
from painpath.selfcheck.mutate import Mutant, varied

With = Callable[[str, str, str], Library]


@pytest.fixture(scope="session")
def with_entry(library) -> With:
    """`with_entry("rules", "made_up", text)`: the library in which that entry says `text`."""

    def made(kind: str, name: str, text: str) -> Library:
        entry = read_entry(kind, f"{kind}/{name}.yaml", text)
        return Library(
            {**library.kinds, kind: {**library.kinds[kind], name: entry}}, library.version, library.root
        )

    return made


@pytest.fixture(scope="session")
def beside(library) -> With:
    """The same for an entry that the library itself would stumble over: everything else stays as it was built."""

    def made(kind: str, name: str, text: str) -> Library:
        return varied(library, Mutant("", kind, name, read_entry(kind, f"{kind}/{name}.yaml", text)))

    return made
