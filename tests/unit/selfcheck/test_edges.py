"""Edges finding -> mechanism -> target -> treatment: graded and cited, and none but the firmest moves an offer."""

from datetime import date

import msgspec
import pytest

from painpath.assessment import assess
from painpath.library import KnowledgeError, Library, schema
from painpath.pipeline import Request, read_record
from painpath.planning import plan
from painpath.selfcheck.edges import FIRM, check_edges, may_reorder
from painpath.selfcheck.walk import parts

EDGE = {
    "to": "sodium_channel",
    "grade": "B",
    "claim": "explains",
    "design": "randomised_trial",
    "says": "made up",
    "cite": "finnerup_2016 @ figure 2",
}
RECORD = """
as_of: 2026-11-20
patient: {age: 60, sex: male}
complete: [condition, medication, allergy]
facts:
  pain.present: yes
  pain.sites: [foot_left, foot_right]
  pain.intensity_average: 7
  condition.type_2_diabetes: yes
  condition.diabetic_polyneuropathy: yes
  renal.creatinine_clearance: 90 mL/min
  symptom.spontaneous_pain: yes
  symptom.electric_shock: yes
  examination.pinprick_loss: yes
  examination.brush_allodynia: yes
  examination.heat_allodynia: yes
  test.qst_irritable_nociceptor: yes
  test.conditioned_pain_modulation_poor: yes
"""


def mechanism(**edge: str) -> str:
    words = {word: said for word, said in (EDGE | edge).items() if said}
    body = "".join(f"\n    {word}: {said}" for word, said in words.items())
    return f"name: made up\nsays: made up\ncite: finnerup_2016 @ figure 2\nedges:\n  -{body[4:]}\n"


def found(library) -> list[str]:
    return [finding.says for finding in check_edges(library) if "made_up" in finding.where]


def edges_of(library):
    for kind, entries in library.kinds.items():
        for name, entry in entries.items():
            for part in parts(entry):
                if isinstance(part.part, (schema.Edge, schema.TargetTreatment)):
                    yield f"{kind}/{name}", part.part


def test_an_edge_whose_study_carries_its_grade_has_no_finding(with_entry):
    assert found(with_entry("mechanisms", "made_up", mechanism())) == []


@pytest.mark.parametrize("word", ["cite", "grade", "design", "says"])
def test_an_edge_without_cite_grade_design_or_words_is_refused(with_entry, word):
    with pytest.raises(KnowledgeError, match=word):
        with_entry("mechanisms", "made_up", mechanism(**{word: ""}))


def test_an_edge_with_an_empty_cite_is_refused(with_entry):
    assert "cite" in found(with_entry("mechanisms", "made_up", mechanism(cite="[]")))[0]


@pytest.mark.parametrize("grade", ["A", "B", "X"])
@pytest.mark.parametrize("design", ["observational", "post_hoc", "experiment", "review", "expert"])
def test_a_grade_that_speaks_of_trials_needs_a_trial(with_entry, grade, design):
    assert found(with_entry("mechanisms", "made_up", mechanism(grade=grade, design=design)))


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        ({"claim": "predicts", "grade": "A", "design": "randomised_comparison"}, True),
        ({"claim": "predicts", "grade": "B", "design": "randomised_comparison"}, True),
        ({"claim": "predicts", "grade": "C", "design": "observational"}, False),
        ({"claim": "predicts", "grade": "X", "design": "randomised_comparison"}, False),
        ({"claim": "predicts", "grade": "B", "design": "randomised_trial"}, False),
        ({"claim": "predicts", "grade": "B", "design": "meta_analysis"}, False),
        ({"claim": "relieves", "grade": "A", "design": "randomised_comparison"}, False),
        ({"claim": "explains", "grade": "A", "design": "randomised_comparison"}, False),
    ],
)
def test_only_a_randomised_comparison_that_predicts_may_move_the_order(with_entry, words, allowed):
    edge = {"to": "oxcarbazepine", "reorders": "yes", **words}
    says = found(with_entry("mechanisms", "made_up", mechanism(**edge)))

    assert (says == []) == allowed


def test_a_finding_leads_to_a_mechanism_and_to_nothing_else(with_entry):
    symptom = mechanism(to="pregabalin", claim="relieves", grade="C", design="observational")
    says = found(with_entry("symptoms", "made_up", symptom.replace("says:", "plain:", 1)))

    assert any("leads to a mechanism" in text for text in says)


@pytest.mark.parametrize("named", ["", "    what: pregabalin\n    called: pregabalin\n"])
def test_a_treatment_at_a_target_is_named_once(with_entry, named):
    text = (
        "name: made up\nplain: made up\nsays: made up\ncite: finnerup_2016 @ figure 2\ntreatments:\n"
        "  - grade: D\n    design: review\n    says: made up\n    cite: finnerup_2016 @ figure 2\n" + named
    )

    assert "one of the two" in found(with_entry("targets", "made_up", text))[0]


@pytest.mark.parametrize(("favours", "refused"), [("[lidocaine_patch]", True), ("[oxcarbazepine]", False)])
def test_a_tie_breaker_favours_by_a_mechanism_only_what_a_firm_edge_backs(with_entry, favours, refused):
    rule = (
        "kind: tie_breaker\nwhen: {fact: test.qst_irritable_nociceptor, is: yes}\nsays: made up\n"
        f"favours: {favours}\ncite: finnerup_2016 @ figure 2\n"
    )

    assert bool(found(with_entry("rules", "made_up", rule))) == refused


def test_no_edge_below_b_may_move_the_order_of_offers(library):
    moving = [(where, edge) for where, edge in edges_of(library) if edge.reorders == "yes"]

    assert moving
    assert [where for where, edge in moving if edge.grade not in FIRM or not may_reorder(edge)] == []


def test_every_edge_has_a_source_and_a_grade(library):
    bare = [where for where, edge in edges_of(library) if not edge.cite or not edge.grade]

    assert bare == []


def _weakened(library: Library) -> Library:
    """The same library without any edge below grade B."""
    kinds = {
        kind: {name: _firm(entry) for name, entry in entries.items()}
        for kind, entries in library.kinds.items()
    }
    return Library(kinds, library.version, library.root)


def _firm(entry: schema.Entry) -> schema.Entry:
    if isinstance(entry, (schema.Symptom, schema.Mechanism, schema.WorkupEntry)):
        return msgspec.structs.replace(entry, edges=[e for e in entry.edges if e.grade in FIRM])
    if isinstance(entry, schema.Target):
        return msgspec.structs.replace(entry, treatments=[t for t in entry.treatments if t.grade in FIRM])
    return entry


def test_without_the_edges_below_b_every_offer_stands_where_it_stood(library):
    def offers(knowledge):
        _, record, settings = read_record(RECORD.encode(), knowledge, Request(today=date(2026, 11, 20)))
        made = plan(assess(record, knowledge, settings), knowledge, settings)
        return [(offer.id, offer.line) for offer in made.offered]

    assert offers(_weakened(library)) == offers(library) != []


def test_every_symptom_points_to_a_fact_that_is_asked_in_plain_words(library):
    silent = [
        name
        for name, symptom in library.symptoms.items()
        if (entry := library.fact_entry(symptom.fact)) is None or entry.question is None
    ]

    assert silent == []


def test_research_only_entries_favour_no_treatment(library):
    loud = [
        (where, edge)
        for where, edge in edges_of(library)
        if edge.reorders == "yes"
        and getattr(library.mechanisms.get(where.split("/")[1]), "research", "no") == "yes"
    ]

    assert loud == []
