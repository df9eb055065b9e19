"""Walking and filling in criteria."""

from painpath.criteria.tree import All, Any, AtLeastOf, FactIs, Not, Rung, Slot, parts, substitute, walk

A, B = FactIs("a", (1.0,)), FactIs("b", (1.0,))


def test_a_leaf_has_no_parts():
    assert parts(A) == ()


def test_walking_meets_every_node_parents_first():
    node = All((Not(A), Any((A, B))))

    assert walk(node) == [node, Not(A), A, Any((A, B)), A, B]


def test_slots_and_rungs_are_filled_in_wherever_they_stand():
    node = All((Not(Slot("signs")), Any((Rung("possible"),)), AtLeastOf(1, (Slot("signs"), Slot("test"), A))))

    filled = substitute(node, {"signs": A, "possible": B})

    assert filled == All((Not(A), Any((B,)), AtLeastOf(1, (A, Slot("test"), A))))
