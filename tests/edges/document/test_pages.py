"""What stands on the first page, and that nothing that was found is lost on the way to the reader."""

import re

import pytest
from msgspec.structs import replace
from tests.edges.cli.conftest import DIABETIC
from tests.edges.document.conftest import DAY

from painpath.edges.document.assessment_page import assessment_page
from painpath.edges.document.page import cited
from painpath.edges.document.plan_page import plan_page
from painpath.edges.document.sources import link_of, source_lines
from painpath.edges.document.text import render_text
from painpath.edges.document.verdict_page import verdict_page
from painpath.pipeline import Request, run_check_order, run_plan
from painpath.planning import Proposed


def text_of(page):
    return " ".join(render_text(page, width=10_000).split())


def first_of(page):
    return text_of(replace(page, details=(), sources=()))


def test_a_danger_prints_its_card_and_no_drug(library, urgent_plan):
    page = plan_page(library, urgent_plan)
    first = first_of(page)

    assert "Whom to call" in first
    assert "No drug plan is printed" in first
    for drug in ("gabapentin", "duloxetine", "amitriptyline", "Held until"):
        assert drug not in text_of(page)


def test_the_first_page_of_a_plan_says_status_offers_care_and_whom_to_call(library, diabetic_plan):
    first = first_of(plan_page(library, diabetic_plan))

    for words in ("Status: ready to plan", "Painful diabetic polyneuropathy", "What may be offered", "Care that always",
                  "When to call", "For licensed clinicians", diabetic_plan.knowledge_version):  # fmt: skip
        assert words in first


def test_every_drug_offered_stands_on_the_first_page_with_its_first_dose(library, diabetic_plan):
    first = first_of(plan_page(library, diabetic_plan)).lower()
    drugs = [offer for offer in diabetic_plan.offered if offer.dose]

    assert drugs
    for offer in drugs:
        assert offer.name.lower() in first
        assert offer.dose.lower() in first


def test_one_element_of_each_kind_stands_on_the_first_page_and_the_rest_is_named_or_counted(
    library, diabetic_plan
):
    page = plan_page(library, diabetic_plan)
    first, whole = first_of(page).lower(), text_of(page).lower()

    assert [element.kind for element in diabetic_plan.elements] == [
        "physical",
        "psychological",
        "self_management",
    ]
    assert all(element.name.lower() in first for element in diabetic_plan.elements)
    assert all(offer.name.lower() in whole for offer in diabetic_plan.offered)


def test_nothing_found_is_lost(library, real_plan):
    text = text_of(plan_page(library, real_plan)).lower()

    for item in (*real_plan.offered, *real_plan.held, *real_plan.excluded):
        assert item.name.lower() in text
    for line in (*real_plan.unread, *(ask.question for ask in real_plan.assessment.ask)):
        assert " ".join(line.split()).lower() in text


def test_every_reason_of_an_exclusion_is_printed(library, diabetic_plan):
    text = text_of(plan_page(library, diabetic_plan))

    for item in diabetic_plan.excluded:
        for why in item.why:
            assert " ".join(why.says.split()).rstrip(".") in text


def test_every_citation_has_its_source_listed_once(library, real_plan):
    page = plan_page(library, real_plan)
    named = [cite.partition("@")[0].strip() for cite in cited((*page.first, *page.details))]

    assert [source.id for source in page.sources] == list(dict.fromkeys(named))


def test_every_number_in_brackets_leads_to_a_source(library, diabetic_plan):
    page = plan_page(library, diabetic_plan)
    body = render_text(replace(page, sources=()), width=100)

    assert re.findall(r"\[\d", body) == []
    marks = re.findall(r"\[([\d, ]+)\]", render_text(page, width=10_000))
    numbers = {int(n) for found in marks for n in found.split(",")}
    assert numbers == set(range(1, len(page.sources) + 1))


def test_entries_that_nobody_reviewed_carry_the_watermark(library, diabetic_plan):
    assert any(not offer.reviewed for offer in diabetic_plan.offered)
    assert "Not yet reviewed by a clinician" in first_of(plan_page(library, diabetic_plan))


def test_entries_whose_review_is_overdue_on_the_day_are_named(library, diabetic_plan):
    late = replace(diabetic_plan, settings=replace(diabetic_plan.settings, as_of="2031-01-01"))
    _, _, names = first_of(plan_page(library, late)).partition("is past its date: ")

    assert "duloxetine" in names.partition(".")[0]
    assert "is past its date" not in first_of(plan_page(library, diabetic_plan))


def test_a_dangerous_combination_stands_before_the_questions(library, shared_patients):
    data = (shared_patients / "brenda_jackson.json").read_bytes()
    first = first_of(plan_page(library, run_plan(data, library, Request(DAY, as_of="last"))))

    assert first.index("Dangerous together") < first.index("What to ask next") < first.index("When to call")
    assert re.search(
        "Taken together here: [^.]*(oxycodone[^.]*chlordiazepoxide|chlordiazepoxide[^.]*oxycodone)", first
    )


def test_no_pain_recorded_offers_no_drug(library, shared_patients):
    data = (shared_patients / "twyla_moen.json").read_bytes()
    first = first_of(plan_page(library, run_plan(data, library, Request(DAY, as_of="last"))))

    assert "Status: no pain recorded" in first
    assert "First dose" not in first


def test_suicidality_prints_the_numbers_and_that_nobody_watches(library):
    data = b"as_of: 2026-11-20\npatient: {age: 50}\nfacts: {mood.suicidal_ideation: yes, pain.present: yes}"
    first = first_of(plan_page(library, run_plan(data, library, Request(DAY, jurisdiction="UK"))))

    assert "116 123" in first
    assert "not watched" in first


def test_an_assessment_names_its_causes_and_questions(library, real_plan):
    found = real_plan.assessment
    text = text_of(assessment_page(library, found))

    for cause in found.causes:
        if cause.suspected == "yes":
            assert cause.name.lower() in text.lower()
    assert all(ask.question in text for ask in found.ask)


@pytest.mark.parametrize("status", ["ready", "urgent"])
def test_an_assessment_says_its_status(library, diabetic_plan, urgent_plan, status):
    plan = diabetic_plan if status == "ready" else urgent_plan
    text = text_of(assessment_page(library, plan.assessment))

    assert plan.status_says in text
    assert ("Whom to call" in text) == (status == "urgent")


@pytest.mark.parametrize(
    ("drug", "dose", "words"),
    [
        ("pregabalin", "75 mg twice daily", "Most a day for this person"),
        ("pregabalin", "a handful", "The dose was not understood"),
        ("gabapentn", "", "Did you mean"),
        ("pregabalin", "900 mg twice daily", "more than"),
    ],
)
def test_a_verdict_says_why_and_what_holds(library, drug, dose, words):
    data = f"{DIABETIC}  renal.creatinine_clearance: 45 mL/min\n".encode()
    verdict = run_check_order(data, library, Request(DAY), Proposed(drug, dose))
    text = text_of(verdict_page(library, verdict))

    assert words in text
    assert "What was not checked" in text
    for why in verdict.reasons:
        assert " ".join(why.says.split()).rstrip(".") in text


def test_a_cited_source_says_how_it_was_read(library):
    (line,) = source_lines(library, ("finnerup_2016 @ figure 2", "finnerup_2016 @ footnote d"))

    assert line.places == ("figure 2", "footnote d")
    assert "read in part" in line.how
    assert line.link.startswith("https://doi.org/")


def test_a_source_without_an_entry_is_named_as_such(library):
    (line,) = source_lines(library, ("nobody_1900 @ page 1",))

    assert line.how == "This source has no entry."


@pytest.mark.parametrize(
    ("given", "link"),
    [
        (("10.1/x", "1", "PMC1", "a.org"), "https://doi.org/10.1/x"),
        (("", "1", "PMC1", "a.org"), "https://pmc.ncbi.nlm.nih.gov/articles/PMC1/"),
        (("", "1", "", "a.org"), "https://pubmed.ncbi.nlm.nih.gov/1/"),
        (("", "", "", "a.org/b"), "https://a.org/b"),
        (("", "", "", "javascript:alert(1)"), ""),
        (("", "", "", "Centene clinical policy CP.PMN.33 (readkong copies)"), ""),
        (("", "", "", "https://github.com (file found by exact string)"), ""),
        (("", "", "", "https://a.org/b?c=1#d"), "https://a.org/b?c=1#d"),
        (("", "", "", ""), ""),
    ],
)
def test_a_source_is_linked_at_its_most_lasting_address(given, link):
    assert link_of(*given) == link
