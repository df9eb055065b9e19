"""The form of codes and their check digits."""

import pytest

from painpath.selfcheck.codes import fault, faults
from painpath.selfcheck.shared_codes import check_codes


@pytest.mark.parametrize(
    ("system", "code"),
    [
        ("loinc", "2160-0"),
        ("loinc", "72514-3"),
        ("loinc", "LA15173-0"),
        ("snomed", "73211009"),
        ("snomed", "1511000119107"),
        ("icd10cm", "E11.42"),
        ("icd10cm", "M79.2"),
        ("icd10cm", "I10"),
        ("icd11", "8E43.0"),
        ("rxnorm", "7804"),
        ("atc", "N02AA05"),
        ("atc", "N02A"),
        ("snomed_is_yes", "77386006"),
    ],
)
def test_a_right_code_has_no_fault(system, code):
    assert fault(system, code) == ""


@pytest.mark.parametrize(
    ("system", "code", "says"),
    [
        ("loinc", "2160-1", "check digit"),
        ("loinc", "21600", "write digits, a hyphen"),
        ("snomed", "73211008", "check digit"),
        ("snomed", "7321", "6 to 18 digits"),
        ("icd10cm", "E11,42", "such as E11.42"),
        ("rxnorm", "RX7804", "digits only"),
        ("atc", "N2AA05", "such as N02AA05"),
        ("icd9", "250.6", "no code system"),
    ],
)
def test_a_wrong_code_is_named_with_what_to_write(system, code, says):
    assert says in fault(system, code)


def test_two_swapped_digits_are_found_by_the_check_digit_of_snomed():
    assert fault("snomed", "73210119") != ""


def test_faults_are_placed():
    assert [at for at, _ in faults({"loinc": ["2160-0", "2160-1"]})] == [".loinc[1]"]


CLAIM = """
says: made up
type: claim
codes: {codes}
"""


def found(library, word):
    return [finding for finding in check_codes(library) if word in finding.where or word in finding.says]


def test_a_loinc_code_of_two_facts_is_an_error(with_entry):
    library = with_entry("facts", "lab.made_up", CLAIM.replace("{codes}", '{loinc: ["2160-0"]}'))

    assert {finding.severity for finding in found(library, "lab.made_up")} == {"error"}


def test_an_icd_code_of_two_unrelated_facts_is_a_gap(with_entry):
    library = with_entry("facts", "condition.made_up", CLAIM.replace("{codes}", '{icd10cm: ["G40"]}'))

    assert {finding.severity for finding in found(library, "condition.made_up")} <= {"gap"}
    assert found(library, "condition.made_up")


def test_a_code_of_a_parent_and_its_child_is_no_finding(with_entry):
    text = CLAIM.replace("{codes}", '{icd10cm: ["G40.999"]}')
    library = with_entry("facts", "condition.made_up", text + "is_a: [condition.epilepsy]\n")

    assert not found(library, "condition.made_up")


def test_a_code_that_stands_twice_in_an_entry_is_an_error(with_entry):
    text = CLAIM.replace("{codes}", '{icd10cm: ["Z99.81", "Z99.81"]}')
    library = with_entry("facts", "condition.made_up", text)

    assert "stands here twice" in found(library, "made_up")[0].says


def test_a_code_for_an_answer_that_the_fact_does_not_have_is_an_error(with_entry):
    text = CLAIM.replace("{codes}", '{snomed_is_perhaps: ["77386006"]}')
    library = with_entry("facts", "condition.made_up", text)

    assert any("'perhaps' is no answer" in finding.says for finding in found(library, "made_up"))


def test_a_wrong_loinc_code_of_an_instrument_is_an_error(with_entry, library):
    text = "name: made up\nscore: score.dn4\ncite: bouhassira_2005_dn4 @ abstract\nloinc: {total: 2160-1}\n"

    assert any(
        "check digit" in finding.says
        for finding in found(with_entry("instruments", "made_up", text), "made_up")
    )
