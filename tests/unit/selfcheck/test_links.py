"""Names and citations that lead nowhere are found, with the nearest that exists."""

import pytest

from painpath.selfcheck.links import check_links
from painpath.selfcheck.sources import check_sources

CITE = "cite: finnerup_2016 @ figure 2"
RULE = """
name: made up
kind: education
cite: finnerup_2016 @ figure 2
rules:
  - id: {id}
    when: {when}
    severity: {severity}
    says: made up
    cite: {cite}
"""


def therapy(**words: str) -> str:
    filled = {
        "id": "made_up_rule",
        "when": "{fact: condition.epilepsy, is: yes}",
        "severity": "avoid",
        "cite": "finnerup_2016 @ figure 2",
    } | words
    text = RULE
    for word, value in filled.items():
        text = text.replace("{" + word + "}", value)
    return text


def found(library, where="made_up"):
    return [finding for finding in check_links(library) if where in finding.where]


def test_an_entry_whose_names_exist_has_no_finding(with_entry):
    assert found(with_entry("therapies", "made_up", therapy())) == []


@pytest.mark.parametrize(
    ("kind", "text", "says", "path"),
    [
        ("effects", f"of: gabapentinn\noutcome: pain\n{CITE}", "did you mean gabapentin", "$.of"),
        (
            "coverage",
            f"payer: x\nwhat: [tense]\nsays: x\n{CITE}",
            "no class or substance or drug or therapy",
            "$.what[0]",
        ),
        (
            "products",
            f"substance: x\njurisdiction: MARS\nform: tablet\nstrengths: [1 mg]\n{CITE}",
            "no substance 'x'",
            "$.substance",
        ),
        (
            "substances",
            f"name: x\nroles: {{no_such_role: finnerup_2016 @ figure 2}}\n{CITE}",
            "no class",
            "$.roles.no_such_role",
        ),
        (
            "genes",
            f"name: x\nphenoconversion: [{{taking: nothing_such}}]\n{CITE}",
            "no class or substance",
            "$.phenoconversion[0].taking",
        ),
    ],
)
def test_a_name_that_does_not_exist_is_an_error(with_entry, kind, text, says, path):
    findings = found(with_entry(kind, "made_up", text))

    assert any(says in finding.says and finding.path == path for finding in findings), findings


@pytest.mark.parametrize(
    ("cite", "says"),
    [
        ("finnerup_2061 @ figure 2", "did you mean finnerup_2016"),
        ("finnerup_2016", "names no place"),
        ("painpath_convention @ no_such_choice", "has no place 'no_such_choice'"),
    ],
)
def test_a_citation_that_leads_nowhere_is_an_error(with_entry, cite, says):
    findings = found(with_entry("therapies", "made_up", therapy(cite=cite)))

    assert any(says in finding.says and finding.path == "$.rules[0].cite" for finding in findings), findings


def test_a_criterion_that_cannot_be_read_is_an_error_with_its_place(with_entry):
    findings = found(
        with_entry("therapies", "made_up", therapy(when="{any: [{fact: condition.epilepsi, is: yes}]}"))
    )

    assert [(finding.kind, finding.path) for finding in findings] == [
        ("criterion", "$.rules[0].when.any[0].fact")
    ]


def test_two_rules_of_one_id_are_an_error(with_entry):
    findings = found(with_entry("therapies", "made_up", therapy(id="tens_pacemaker")), "therapies/")

    assert any("taken by" in finding.says for finding in findings)


@pytest.mark.parametrize("severity", ["contraindicated", "avoid"])
def test_a_source_without_named_authors_never_backs_a_contraindication_alone(with_entry, severity):
    library = with_entry(
        "therapies", "made_up", therapy(severity=severity, cite="neurorehab_wiki_tens @ item 2")
    )

    findings = [finding for finding in check_sources(library, ()) if "made_up" in finding.where]

    assert [finding.severity for finding in findings] == (["error"] if severity == "contraindicated" else [])


def test_a_source_that_cannot_be_found_again_is_an_error(with_entry):
    findings = list(check_sources(with_entry("sources", "made_up", "title: x\nkind: trial\n"), ()))

    assert {"needs a doi, pmid, pmc or address by which it can be found again", "is cited nowhere"} <= {
        finding.says for finding in findings if "made_up" in finding.where
    }


def test_a_convention_without_reasons_is_an_error(with_entry):
    findings = list(check_sources(with_entry("sources", "made_up", "title: x\nkind: convention\n"), ()))

    assert any("lists its places" in finding.says for finding in findings if "made_up" in finding.where)
