"""The ratchet of the mutation test: changes of an entry that no case notices are listed, and the list only shrinks."""

from pathlib import Path

import pytest

from painpath.library import load_library
from painpath.selfcheck.mutate import KINDS, survivors

LIST = Path(__file__).resolve().parents[2] / "house" / "mutation_survivors.txt"


def kept(kind: str) -> set[str]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line.startswith(f"{kind}/")}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_change_of_a_number_goes_unnoticed_that_is_not_on_the_list(kind):
    new = set(survivors(load_library(), kind)) - kept(kind)

    assert sorted(new) == [], "add a case to the entry that fails when this is mistyped"


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_list_holds_nothing_that_a_case_notices_by_now(kind):
    gone = kept(kind) - set(survivors(load_library(), kind))

    assert sorted(gone) == [], "take these lines out of mutation_survivors.txt"
