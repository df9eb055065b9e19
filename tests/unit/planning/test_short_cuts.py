"""What a plan leaves unasked changes nothing: it says the same as one for which everything is asked."""

from datetime import date
from importlib.resources import files

import pytest

from painpath.criteria import Asking
from painpath.edges.document.plain import document_of
from painpath.facts import Order
from painpath.library import Library
from painpath.pipeline import Request, run_assess, run_plan
from painpath.planning.judge import UNSAFE, Proposal, dangers, grounded, judge

TODAY = date(2026, 11, 20)
DEMO = files("painpath.edges.cli").joinpath("demo.yaml").read_bytes()
NOTHING = b"{schema: painpath.facts/1, facts: {}}"
OLD = b"""
schema: painpath.facts/1
patient: {age: 82, sex: female}
complete: [condition, medication, allergy]
facts:
  pain.present: yes
  condition.diabetic_polyneuropathy: yes
  condition.epilepsy: yes
  condition.heart_failure: yes
  renal.creatinine_clearance: 12 mL/min
  hepatic.child_pugh_class: c
  medication.tramadol: yes
  medication.sertraline: yes
  medication.warfarin: yes
"""
PEOPLE = {"demo": DEMO, "nothing known": NOTHING, "old and ill": OLD}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("jurisdiction", ["US", "UK"])
def test_dangers_are_the_unsafe_reasons_of_the_whole_judgement(
    library: Library, who: str, jurisdiction: str
) -> None:
    asking = run_assess(PEOPLE[who], library, Request(TODAY))._asking
    for name, drug in library.drugs.items():
        order = Order(drug.substance, route=drug.route, entry=name)
        for indication in ("painful_diabetic_polyneuropathy", ""):
            proposal = Proposal(order, name, indication, "start", jurisdiction)
            whole = judge(asking, library, proposal)

            found = dangers(asking, library, proposal)

            assert found == grounded(asking, library, proposal, whole, UNSAFE), name


@pytest.mark.parametrize("who", PEOPLE)
def test_a_plan_that_asks_what_nothing_touches_is_the_same(
    library: Library, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = document_of("plan", run_plan(PEOPLE[who], library, Request(TODAY)))
    monkeypatch.setattr(Asking, "untouched", lambda self, reach: False)

    asked = document_of("plan", run_plan(PEOPLE[who], library, Request(TODAY)))

    assert asked == usual
