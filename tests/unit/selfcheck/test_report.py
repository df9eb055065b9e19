"""The report of a check: errors with file and line, counts, gaps apart."""

import pytest

from painpath.library.entries import KNOWLEDGE
from painpath.selfcheck import check
from painpath.selfcheck import everything as whole
from painpath.selfcheck.result import Finding, Report, error, gap
from painpath.selfcheck.thin import check_thin, used_facts


@pytest.fixture(scope="module")
def report(library):
    return check(library)


def test_errors_and_gaps_are_kept_apart():
    report = Report(
        (error("link", "rules/a.yaml", "$", "wrong"), gap("question", "facts/b.yaml", "$", "thin"))
    )

    assert [finding.where for finding in report.errors] == ["rules/a.yaml"]
    assert [finding.where for finding in report.gaps] == ["facts/b.yaml"]


def test_the_text_says_file_and_line_of_errors_and_counts_gaps():
    report = Report(
        (
            Finding("error", "link", "rules/a.yaml", "$.cite", "wrong", 7),
            gap("question", "facts/b.yaml", "$", "thin"),
        ),
        {"gaps": {"question": 1}, "cases": {}},
        "abc",
    )

    text = report.as_text()

    assert "rules/a.yaml:7: wrong" in text
    assert "gaps: question 1" in text
    assert "cases: none" in text
    assert text.endswith("knowledge abc: 1 errors, 1 gaps")
    assert "facts/b.yaml" not in text
    assert "facts/b.yaml:1: thin [gap]" in report.as_text(gaps=True)


def test_an_error_is_placed_at_its_line(library, monkeypatch):
    path = "$.rungs[0].when"
    monkeypatch.setattr(
        whole, "check_links", lambda _: [error("link", "rules/neuropsig_grade.yaml", path, "x")]
    )
    lines = (KNOWLEDGE / "rules/neuropsig_grade.yaml").read_text(encoding="utf-8").splitlines()

    finding = check(library).errors[0]

    assert "when:" in lines[finding.line - 1]


def test_cases_wait_until_every_criterion_can_be_read(library, monkeypatch):
    fault = error("criterion", "rules/neuropsig_grade.yaml", "$", "x")
    monkeypatch.setattr(whole, "check_links", lambda _: [fault])

    report = check(library)

    assert report.counts["cases"]["run"] == 0
    assert "no_case" not in report.counts["gaps"]


@pytest.mark.parametrize(
    "chapter", ["entries", "cases", "sources", "sources read", "our own choices", "gaps"]
)
def test_the_counts_have_chapters(report, chapter):
    assert report.counts[chapter]


def test_conventions_are_counted_apart(report):
    assert "convention" not in report.counts["sources"]


def test_a_review_that_is_overdue_on_the_day_is_a_gap(library):
    on_time = {finding.kind for finding in check_thin(library, "2026-11-20")}
    late = {finding.kind for finding in check_thin(library, "2099-01-01")}

    assert "review_overdue" not in on_time
    assert "review_overdue" in late


def test_a_rule_without_a_false_case_is_a_gap(with_entry):
    text = """
kind: shared
when: {fact: condition.epilepsy, is: yes}
cite: finnerup_2016 @ figure 2
cases: [{facts: {condition.epilepsy: yes}, is: yes}, {facts: {}, is: unknown}]
"""

    findings = list(check_thin(with_entry("rules", "made_up", text), ""))

    assert [f.says for f in findings if "made_up" in f.where] == ["the rule has no case that says no"]


def test_a_drug_without_anything_is_thin_in_every_word(with_entry):
    text = "name: made up\nsubstance: metformin\nroute: oral\n"

    kinds = {f.kind for f in check_thin(with_entry("drugs", "made_up", text), "") if "made_up" in f.where}

    assert {"no_action", "no_regimens", "no_trial", "no_taper", "no_product", "not_reviewed"} <= kinds


def test_facts_that_a_criterion_asks_are_used(library):
    assert {
        "condition.epilepsy",
        "pain.sites",
        "renal.creatinine_clearance",
        "answer.dn4.burning",
    } <= used_facts(library)
