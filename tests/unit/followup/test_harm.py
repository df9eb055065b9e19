"""Side effects: since when against the doses, what is expected, what to do, what is urgent first."""

import pytest
from tests.unit.followup.conftest import dose

from painpath.assessment.assess import red_flags
from painpath.followup.doses import Setting, exposures
from painpath.followup.harm import balance, harms
from painpath.followup.result import Change, Harm, Threshold
from painpath.library import Settings

PDN = Setting("painful_diabetic_polyneuropathy", "US")
TAKEN = {"medication.pregabalin": dose(300, "2026-09-01")}


@pytest.fixture
def found(asking, library):
    """The unwanted effects of pregabalin, begun on 1 September."""

    def build(**facts):
        asked = asking({**TAKEN, **{name.replace("__", "."): value for name, value in facts.items()}})
        (exposure,) = exposures(asked, library, PDN)
        return harms(asked, library, exposure, red_flags(asked, library, Settings(as_of="2026-11-20")))

    return build


def test_what_began_after_the_first_dose_and_is_listed_is_expected(found):
    (harm,) = found(symptom__dizziness={"is": "yes", "since": "2026-09-04"})

    assert (harm.fact, harm.expected, harm.since) == ("symptom.dizziness", "yes", "2026-09-04")
    assert "3 days after the first dose" in harm.says
    assert "21 of 100" in harm.says
    assert "placebo 5 of 100" in harm.says


def test_what_was_there_before_is_not_put_on_the_drug(found):
    (harm,) = found(symptom__dizziness={"is": "yes", "since": "2026-03-01"})

    assert harm.expected == "no"
    assert "before the first dose" in harm.says


def test_a_vague_date_leaves_it_open(found):
    (harm,) = found(symptom__dizziness={"is": "yes", "since": "2026"})

    assert harm.expected == "unknown"


def test_what_the_entry_does_not_list_may_still_be_one(found):
    (harm,) = found(symptom__palpitations={"is": "yes", "since": "2026-09-04"})

    assert harm.expected == "unknown"
    assert "does not mean" in harm.says


def test_what_is_absent_or_not_known_gives_no_line(found):
    assert found(symptom__dizziness="no", symptom__nausea="unknown") == ()


def test_a_symptom_of_the_nerve_pain_is_no_side_effect(found):
    assert found(symptom__burning={"is": "yes", "since": "2026-09-04"}) == ()


def test_something_gone_before_the_first_dose_is_not_told(found):
    assert found(symptom__dizziness={"is": "yes", "since": "2026-03-01", "until": "2026-04-01"}) == ()


def test_something_that_has_gone_says_so(found):
    (harm,) = found(symptom__dizziness={"is": "yes", "since": "2026-09-04", "until": "2026-09-20"})

    assert "gone" in harm.says


def test_a_drug_that_is_stepped_down_is_not_stopped_at_once(found):
    (harm,) = found(symptom__dizziness={"is": "yes", "since": "2026-09-04"})

    assert "Do not stop pregabalin at once" in harm.do


def test_what_a_red_flag_is_about_stands_first(found):
    listed = found(
        symptom__dizziness={"is": "yes", "since": "2026-09-04"},
        symptom__rash_on_drug={"is": "yes", "since": "2026-11-15"},
        symptom__mucosal_sores={"is": "yes", "since": "2026-11-15"},
        symptom__fever={"is": "yes", "since": "2026-11-15"},
    )

    assert listed[0].fact == "symptom.rash_on_drug"
    assert listed[0].do != listed[1].do


def harm(severity: str) -> Harm:
    return Harm("symptom.dizziness", "Dizziness", "", severity, "yes", "", "", ())


def change(passed: str) -> Change:
    return Change("f", "n", None, None, None, None, (Threshold("percent_30", "", passed, None, ()),), "")


@pytest.mark.parametrize("passed", ["yes", "no", "unknown"])
@pytest.mark.parametrize("severities", [(), ("mild",), ("",), ("mild", ""), ("severe", "mild")])
def test_benefit_and_harm_become_one_sentence(library, passed, severities):
    said = balance(library, change(passed), tuple(harm(one) for one in severities))

    assert said.endswith(".")
    assert ("dizziness" in said) is bool(severities)


def test_a_side_effect_whose_severity_nobody_wrote_is_not_called_mild(library):
    assert "mild" not in balance(library, change("yes"), (harm("mild"), harm("")))


def test_without_a_change_it_cannot_be_told_whether_it_helps(library):
    assert "cannot be told" in balance(library, None, ())


@pytest.mark.parametrize(
    ("trouble", "there"), [("severe", True), ("mild", True), ("none", False), ("unknown", False)]
)
def test_trouble_that_is_not_named_is_not_called_none(library, trouble, there):
    said = balance(library, change("yes"), (), trouble)

    assert ("side effects" in said) is there
    assert ("no side effect" in said) is not there
