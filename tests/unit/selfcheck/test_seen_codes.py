"""Codes seen in two sources: what counts, what is a gap, what is an error."""

import pytest

from painpath.library.entries import read_code_systems, read_entry
from painpath.selfcheck import check
from painpath.selfcheck import everything as whole
from painpath.selfcheck.seen_codes import check_seen, count_seen, sources_of_codes, used_codes

FACT = 'says: made up\ntype: claim\ncodes: {snomed: ["%s"], snomed_is_no: ["%s"]}\n'
YES, NO = "73211009", "230572002"  # well formed; that they mean something else does not matter here
TWO = f'"{YES}": [synthea_modules, gm_sde_code_sets]'


def system(*lines: str, one_origin: str = "[]", name: str = "snomed"):
    """A file of `codes/` with these lines under `seen`."""
    listed = "".join(f"  {line}\n" for line in lines) or "  {}\n"
    text = f"name: made up\none_origin: {one_origin}\nseen:\n{listed}"
    return {name: read_entry("codes", f"codes/{name}.yaml", text)}


@pytest.fixture(scope="module")
def small(with_entry):
    """A library whose only codes are those of one fact."""
    library = with_entry("facts", "condition.made_up", FACT % (YES, NO))
    kinds = {"facts": {"condition.made_up": library.kinds["facts"]["condition.made_up"]}}
    return type("Small", (), {"kinds": kinds, "sources": library.sources, "root": library.root})


def kinds_of(library, systems) -> list[tuple[str, str]]:
    return sorted((finding.severity, finding.kind) for finding in check_seen(library, systems))


def test_a_code_that_no_file_lists_is_a_gap(small):
    assert kinds_of(small, {}) == [("gap", "code_not_seen"), ("gap", "code_not_seen")]


def test_a_code_seen_in_two_sources_is_no_gap(small):
    found = list(check_seen(small, system(TWO)))

    assert [finding.says.split()[1] for finding in found] == [NO]


def test_a_code_seen_in_one_source_is_a_gap_in_the_entry_that_uses_it(small):
    (found,) = check_seen(small, system(TWO, f'"{NO}": [gm_sde_code_sets]'))

    assert (found.kind, found.where, found.path) == (
        "code_seen_once",
        "facts/condition.made_up.yaml",
        "$.codes.snomed_is_no[0]",
    )
    assert "gm_sde_code_sets" in found.says


def test_two_sources_of_one_origin_count_once(small):
    together = "[[synthea_modules, gm_sde_code_sets]]"

    assert ("gap", "code_seen_once") in kinds_of(small, system(TWO, one_origin=together))


def test_a_source_of_another_origin_counts_beside_them(small):
    together = "[[synthea_modules, synthea_sample_records]]"
    line = f'"{YES}": [synthea_modules, synthea_sample_records, gm_sde_code_sets]'

    assert ("gap", "code_seen_once") not in kinds_of(small, system(line, one_origin=together))


def test_a_code_that_no_entry_uses_is_a_gap(small):
    assert ("gap", "code_unused") in kinds_of(small, system('"38341003": [synthea_modules]'))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('"73211008": [synthea_modules]', "check digit"),
        (f'"{YES}": [synthea_module]', "did you mean synthea_modules"),
        (f'"{YES}": [synthea_modules, synthea_modules]', "stands here twice"),
        (f'"{YES}": []', "names no source"),
    ],
)
def test_a_wrong_line_is_an_error_at_its_place(small, line, says):
    errors = [finding for finding in check_seen(small, system(line)) if finding.severity == "error"]

    assert [says in finding.says for finding in errors] == [True]
    assert errors[0].where == "codes/snomed.yaml"
    assert errors[0].path.startswith("$.seen.7321100")


def test_a_group_of_one_origin_names_sources_that_exist(small):
    errors = [f for f in check_seen(small, system(TWO, one_origin="[[nobody]]")) if f.severity == "error"]

    assert [finding.path for finding in errors] == ["$.one_origin[0][0]"]


def test_a_file_for_a_system_that_nobody_knows_is_an_error(small):
    assert ("error", "code") in kinds_of(small, system('"X1": [synthea_modules]', name="readcodes"))


def test_the_counts_add_up_to_the_codes_used(small):
    counts = count_seen(small, system(TWO))

    assert counts == {"in two sources or more": 1, "in one": 0, "in none": 1}


def test_sources_of_codes_are_used_sources():
    assert sources_of_codes(system(TWO)) == {"synthea_modules", "gm_sde_code_sets"}


def test_codes_of_instruments_are_used_codes(library):
    assert used_codes(library)[("loinc", "70274-6")][0].startswith(("facts/", "instruments/"))


def test_every_code_of_this_installation_was_seen(library):
    counts = count_seen(library, read_code_systems())

    assert counts["in none"] == 0
    assert counts["in one"] <= 43  # may only shrink, but for new codes that one public list alone shows


def test_a_file_that_cannot_be_read_is_an_error_at_the_nearest_line(library, tmp_path, monkeypatch):
    folder = tmp_path / "codes"
    folder.mkdir()
    (folder / "snomed.yaml").write_text('name: x\nseen:\n  "73211009": synthea\n', encoding="utf-8")
    monkeypatch.setattr(whole, "read_code_systems", lambda _: read_code_systems(tmp_path))

    errors = check(library).errors

    assert [(error.where, error.line) for error in errors] == [("codes/snomed.yaml", 2)]


def test_the_library_does_not_read_where_codes_were_seen(library):
    assert not library.kinds.get("codes")
