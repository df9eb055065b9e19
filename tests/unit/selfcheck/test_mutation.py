"""The ratchet of the mutation test: changes of an entry that no case notices are listed, and the list only shrinks."""

from pathlib import Path

import pytest

from painpath.selfcheck.mutate import KINDS, survivors

LIST = Path(__file__).resolve().parents[2] / "house" / "mutation_survivors.txt"


def kept(kind: str) -> set[str]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line.startswith(f"{kind}/")}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_list_of_changes_that_no_case_notices_holds(kind, library):
    found, listed = set(survivors(library, kind)), kept(kind)

    new, gone = sorted(found - listed), sorted(listed - found)
    assert new == [], "add a case to the entry that fails when this is mistyped"
    assert gone == [], "a case notices these by now: take them out of mutation_survivors.txt"
