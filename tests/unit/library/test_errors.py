"""What an author reads when an entry is wrong: file, line, what was found, what to write."""

from pathlib import Path

import pytest
from tests.unit.library.small import write

from painpath.library import KnowledgeError, KnowledgeErrors, load_library
from painpath.library.entries import line_of, read_entry


def complaints(root: Path, files: dict[str, str]) -> list[str]:
    """What is said about a knowledge of only these entries."""
    write(root, files)
    with pytest.raises((KnowledgeError, KnowledgeErrors)) as caught:
        load_library(root)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (
            {"classes/tca": "name: tricyclics\nisa: [antidepressant]\n"},
            "classes/tca.yaml:1: Object contains unknown field `isa` (at $)",
        ),
        (
            {"drugs/a": "name: a\nsubstance: a\nrules:\n  - id: b\n    sayz: c\n"},
            "drugs/a.yaml:4: Object contains unknown field `sayz` (at $.rules[0])",
        ),
        ({"classes/tca": "is_a: [b]\n"}, "classes/tca.yaml:1: Object missing required field `name` (at $)"),
        (
            {"classes/tca": "name: a\nis_a: b\n"},
            "classes/tca.yaml:2: Expected `array`, got `str` (at $.is_a)",
        ),
        (
            {"facts/a.b": "says: a\ntype: number\n"},
            "facts/a.b.yaml:2: Invalid enum value 'number' (at $.type)",
        ),
        (
            {"products/a": "substance: a\njurisdiction: US\nform: b\ncite: c\nstrengths:\n  - 1 mg\n  - 2\n"},
            "products/a.yaml:7: Expected `str`, got `int` (at $.strengths[1])",
        ),
        ({"classes/tca": "name: a\nname: b\n"}, "classes/tca.yaml:2: the key 'name' stands here twice"),
        (
            {"classes/tca": "name: &n a\nnote: *n\n"},
            "classes/tca.yaml:1: anchors and aliases are not used here: write it out",
        ),
        (
            {"classes/TCA": "name: a"},
            "classes/TCA.yaml:1: the file name is the id: lower case words joined by _ (facts: topic.name)",
        ),
        ({"classes/tca": ""}, None),
    ],
)
def test_an_entry_that_does_not_fit_is_named_with_file_and_line(tmp_path, files, says):
    if says is None:
        (tmp_path / "classes").mkdir()
        (tmp_path / "classes" / "tca.yaml").touch()
        files, says = {}, "classes/tca.yaml:1: Expected `object`, got `null` (at $)"

    assert complaints(tmp_path, files) == [says]


def test_all_entries_that_are_wrong_are_named_in_one_go(tmp_path):
    wrong = {"classes/a": "nam: a", "classes/b": "name: [", "facts/c.d": "says: c\ntype: claim"}

    assert [line.partition(": ")[0] for line in complaints(tmp_path, wrong)] == [
        "classes/a.yaml:1",
        "classes/b.yaml:2",
    ]


FACT = "{says: a, type: claim}"


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (
            {
                "rules/r": "kind: shared\ncite: c\nwhen:\n  all:\n    - {fact: a.b, is: yes}\n"
                "    - {fact: a.x, is: yes}"
            },
            "rules/r.yaml:6: ",
        ),
        ({"rules/r": "kind: shared\ncite: c\nwhen: {fact: a.b, is: maybe}"}, "rules/r.yaml:3: "),
        ({"rules/r": "kind: shared\ncite: c\nwhen: {rule: s}"}, "rules/r.yaml:3: no rule 's'"),
        ({"rules/r": "kind: shared\ncite: c\nwhen: {al: []}"}, "rules/r.yaml:3: no criterion word in ['al']"),
        (
            {"facts/a.c": "says: a\ntype: claim\nderived:\n  from_criterion: {taking: aspirin}"},
            "facts/a.c.yaml:4: no drug or class 'aspirin'",
        ),
    ],
)
def test_a_criterion_that_cannot_be_read_is_named_with_its_line(tmp_path, files, says):
    (found,) = complaints(tmp_path, {"facts/a.b": FACT, **files})

    assert found.startswith(says)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (
            {
                "facts/a.x": "{says: x, type: claim, derived: {from_criterion: {fact: a.y, is: yes}}}",
                "facts/a.y": "{says: y, type: claim, derived: {from_criterion: {rule: r}}}",
                "rules/r": "{kind: shared, cite: c, when: {not: {fact: a.x, is: yes}}}",
            },
            "facts/a.x.yaml:1: goes round in a circle: a.x -> a.y -> r -> a.x",
        ),
        (
            {
                "rules/r": "{kind: shared, cite: c, when: {rule: s}}",
                "rules/s": "{kind: shared, cite: c, when: {any: [{rule: r}]}}",
            },
            "rules/r.yaml:1: goes round in a circle: r -> s -> r",
        ),
        (
            {
                "facts/a.x": "{says: x, type: quantity, unit: '1', derived: {scale: {of: a.y, times: 2}}}",
                "facts/a.y": "{says: y, type: quantity, unit: '1', derived: {score: {items: {a.x: 1}}}}",
            },
            "facts/a.x.yaml:1: goes round in a circle: a.x -> a.y -> a.x",
        ),
        (
            {
                "facts/a.x": "{says: x, type: claim, derived: {from_criterion:"
                " {change: a.x, falls_by: {at_least: '1'}, over_at_most: 3 mo}}}",
                "facts/a.y": FACT,
            },
            None,
        ),
        (
            {"classes/a": "{name: a, is_a: [b]}", "classes/b": "{name: b, is_a: [a]}"},
            "classes/a.yaml:1: goes round in a circle: a -> b -> a",
        ),
        (
            {"anatomy/a": "{name: a, parts: [b]}", "anatomy/b": "{name: b, parts: [a]}"},
            "anatomy/a.yaml:1: is a part of itself",
        ),
    ],
)
def test_what_follows_from_itself_is_a_knowledge_error(tmp_path, files, says):
    (found,) = complaints(tmp_path, files)

    assert says is None or found == says


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "core: name the regions where this pain is typical"),
        ("core: [foot], at_least: 2", "at_least: between 1 and the 1 regions of the core"),
        ("core: [foot], opposite: [foot]", "opposite: goes with `sides: one`"),
        ("core: [foot], may: [fin]", "no region 'fin'"),
    ],
)
def test_a_territory_that_cannot_be_asked_is_a_knowledge_error(tmp_path, written, says):
    files = {"anatomy/foot": "{name: foot}", "anatomy/area": f"{{name: area, kind: nerve, {written}}}"}

    (found,) = complaints(tmp_path, files)

    assert found == f"anatomy/area.yaml:1: {says}"


@pytest.mark.parametrize(
    ("derived", "line", "says"),
    [
        ("score: {}", 5, "write {items: {fact: weight}}"),
        ("score: {items: {a.zz: 1}}", 5, "no fact 'a.zz'"),
        (
            "score:\n    items:\n      a.n: 1\n      a.o: heavy",
            8,
            "a weight is a number, or points for every option",
        ),
        ("score: {items: {a.o: [1, 2]}}", 5, "a weight is a number, or points for every option"),
        ("score: {items: {a.o: {low: 1}}}", 5, "a weight is a number, or points for every option"),
        ("lookup: {of: a.n}", 5, "write {of: fact, table: [{below: 4, is: ...}, {is: ...}]}"),
        ("lookup: {of: a.n, table: [{below: 4, is: low}, {is: vast}]}", 5, "a.t has no option 'vast'"),
        ("lookup: {of: a.zz, table: [{is: low}]}", 5, "no fact 'a.zz'"),
        ("scale: {of: a.zz, times: 2}", 5, "no fact 'a.zz'"),
        ("count: {of: [a.c, a.zz]}", 5, "no fact 'a.zz'"),
        ("change: {of: a.n, over: a while}", 5, "not a span of time: 'a while'"),
        ("duration: {since: a.d}", 4, "a duration is counted in d, wk, mo or a; found 'mm'"),
        ("from_criterion: {fact: a.c}", 5, "say what is asked of a.c"),
        ("formula: e_equals_mc2", 5, "no formula 'e_equals_mc2'; there are"),
        ("{}", 5, "no formula None; there are"),
        ("formula: cockcroft_gault", 5, "no fact 'patient.age'"),
    ],
)
def test_a_derivation_that_cannot_be_made_is_named_with_its_line(tmp_path, derived, line, says):
    kind = "ordered\noptions: [low, high]" if "lookup" in derived else "quantity\nunit: mm"
    head = f"says: t\ntype: {kind}\nderived:\n  {derived}\n"
    files = {
        "facts/a.n": "{says: n, type: quantity, unit: '1'}",
        "facts/a.o": "{says: o, type: ordered, options: [low, middle, high]}",
        "facts/a.c": FACT,
        "facts/a.d": "{says: d, type: date}",
        "facts/a.t": head,
    }

    (found,) = complaints(tmp_path, files)

    assert says in found
    assert found.startswith("facts/a.t.yaml:")
    assert abs(int(found.split(":")[1]) - line) <= 1


def test_a_cut_that_is_neither_quantity_nor_option_is_a_knowledge_error(tmp_path):
    drug = (
        "name: a\nsubstance: a\nregimens:\n  - {by: renal.clearance, cuts: [60 mL/min, about 30], rows: []}"
    )

    assert complaints(tmp_path, {"drugs/a": drug}) == [
        "drugs/a.yaml:1: regimens[0].cuts: not a quantity or option: 'about 30'"
    ]


def test_an_error_carries_file_line_and_message_apart():
    with pytest.raises(KnowledgeError) as caught:
        read_entry("classes", "classes/a.yaml", "name: a\nnote: 5\n")

    found = caught.value
    assert (found.file, found.line, found.message) == (
        "classes/a.yaml",
        2,
        "Expected `str`, got `int` (at $.note)",
    )


@pytest.mark.parametrize(("path", "line"), [("$.a.b", 3), ("$.a.c", 2), ("$.x[0].y", 1), ("", 1)])
def test_a_path_without_a_line_of_its_own_takes_its_parents(path, line):
    assert line_of(path, {"$": 1, "$.a": 2, "$.a.b": 3}) == line


@pytest.mark.parametrize("name", ["drug/x.yaml", "drugs/x.yml", "notes.txt"])
def test_a_file_that_would_be_ignored_is_refused(tmp_path, name):
    path = tmp_path / "knowledge" / name
    path.parent.mkdir(parents=True)
    path.write_text("name: x", encoding="utf-8")

    with pytest.raises(KnowledgeErrors) as caught:
        load_library(tmp_path / "knowledge")

    assert str(caught.value).startswith(name.partition("/")[0])
