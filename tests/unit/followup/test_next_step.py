"""The rules of the next step, walked over the whole grid of ways in which a treatment may stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from typing import get_args

import pytest

from painpath.followup.next_step import (
    ORDER,
    Around,
    Bother,
    Response,
    Standing,
    Trial,
    fits,
    next_steps,
)
from painpath.followup.result import NextStep, Three
from painpath.library import Library
from painpath.library.schema import TrialState

OFFERED = ("gabapentin", "pregabalin", "duloxetine", "venlafaxine", "amitriptyline", "nortriptyline", "tens")
#: a gabapentinoid, an SNRI, a tricyclic and one of none of these classes
DRUGS = ("pregabalin", "duloxetine", "amitriptyline", "lidocaine")
#: a drug, and whether the plan offers others
WALKED = (*product(DRUGS, (True,)), ("pregabalin", False), ("lidocaine", False))
#: neither side of four weeks is missing, nor is an unknown time
AT_TARGET = (None, 0.0, 27.0, 28.0, 100.0)
TAKEN = (None, 20.0, 200.0)


def grid() -> Iterator[Standing]:
    words = [get_args(word) for word in (Trial, Response, Bother, Three)]
    for trial, response, harm, room, at_target, taken in product(*words, AT_TARGET, TAKEN):
        yield Standing(trial, response, harm, room, at_target, taken)


def steps_of(
    library: Library, standing: Standing, drug: str = "pregabalin", offered: tuple[str, ...] = OFFERED
) -> tuple[NextStep, ...]:
    return next_steps(library, standing, Around(drug, offered, "2027-01-01"))


def acts(library: Library, standing: Standing, drug: str = "pregabalin") -> set[str]:
    return {step.act for step in steps_of(library, standing, drug)}


@pytest.fixture(scope="module")
def walked(library: Library) -> dict[tuple[str, bool], list[tuple[Standing, tuple[NextStep, ...]]]]:
    """Every standing with its steps, drug by drug."""
    found = defaultdict(list)
    for drug, others in WALKED:
        for standing in grid():
            found[drug, others].append(
                (standing, steps_of(library, standing, drug, OFFERED if others else ()))
            )
    return found


def test_every_standing_has_one_to_three_steps(walked: dict) -> None:
    wrong = [
        (key, standing, [step.because for step in steps])
        for key, rows in walked.items()
        for standing, steps in rows
        if not 1 <= len(steps) <= 3
    ]
    assert wrong == []


#: steps that no treatment that stands so may get: what is known of it, and the steps
NEVER = {
    "severe harm is not gone on with, raised, added to or waited out": (
        lambda s: s.harm == "severe",
        {"continue", "wait", "step_up", "combine"},
    ),
    "side effects nobody asked about are not none": (lambda s: s.harm == "unknown", {"step_up", "combine"}),
    "no room is no room": (lambda s: s.room != "yes", {"step_up"}),
    "an unknown response settles nothing": (
        lambda s: s.response == "unknown",
        {"switch", "taper", "step_up", "combine", "continue"},
    ),
    "too early is too early": (
        lambda s: s.trial == "running" and (s.days_at_target is None or s.days_at_target < 28),
        {"switch", "combine", "step_up"},
    ),
    "short of the target nothing has failed": (lambda s: s.trial == "below_target", {"switch", "combine", "step_up"}),
    "an unknown trial has not failed": (lambda s: s.trial == "unknown", {"switch", "combine", "step_up", "wait"}),
    "without severe harm nothing is stopped before a fair trial": (
        lambda s: s.harm != "severe" and s.trial in ("below_target", "unknown"),
        {"taper"},
    ),
    "worse or lost is explained before it is called a failure": (
        lambda s: s.harm != "severe" and s.response in ("worse", "lost"),
        {"taper"},
    ),
    "what helps is not changed": (lambda s: s.response == "good", {"switch", "taper", "step_up", "combine", "wait"}),
    "a full trial is not waited for": (lambda s: s.trial in ("enough", "enough_for_some"), {"wait"}),
    "worse is looked into, not raised": (
        lambda s: s.response in ("worse", "lost"),
        {"step_up", "combine", "switch", "continue", "wait", "reduce"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("law", NEVER)
def test_what_never_follows(walked: dict, law: str) -> None:
    stands_so, barred = NEVER[law]
    met = 0
    for rows in walked.values():
        for standing, steps in rows:
            if stands_so(standing):
                met += 1
                assert {step.act for step in steps}.isdisjoint(barred), (standing, steps)
    assert met > 0


def test_steps_told_together_agree(walked: dict) -> None:
    for rows in walked.values():
        for standing, steps in rows:
            told = {step.act for step in steps}
            assert not ("taper" in told and told & {"continue", "step_up", "combine", "wait", "reduce"}), (
                standing
            )
            assert not ("wait" in told and told & {"switch", "combine", "step_up", "reduce"}), standing
            assert not ("step_up" in told and told & {"reduce", "switch", "continue"}), standing
            assert len({step.says for step in steps}) == len(steps), standing
            assert [ORDER.index(step.act) for step in steps] == sorted(
                ORDER.index(step.act) for step in steps
            )


def test_every_rule_speaks_for_some_standing(library: Library, walked: dict) -> None:
    spoke = {step.because[0] for rows in walked.values() for _, steps in rows for step in steps}
    assert spoke == set(library.rules_of("next_step"))


def test_severe_harm_is_always_answered(walked: dict) -> None:
    for rows in walked.values():
        for standing, steps in rows:
            if standing.harm == "severe":
                assert {step.act for step in steps} & {"reduce", "taper"}, standing


def test_every_unknown_that_matters_is_asked_about(library: Library) -> None:
    assert acts(library, Standing()) == {"ask"}
    stands = {
        "trial": "enough",
        "response": "partial",
        "harm": "none",
        "room": "yes",
        "days_at_target": 100.0,
    }
    assert "ask" not in acts(library, Standing(**stands))
    for unknown in ("trial", "response", "harm", "room"):
        assert "ask" in acts(library, Standing(**stands | {unknown: "unknown"})), unknown
    running = stands | {"trial": "running", "days_at_target": None}
    assert acts(library, Standing(**running)) == {"ask"}


def test_the_early_look_is_at_four_weeks(library: Library) -> None:
    def at(day: float, room: Three) -> set[str]:
        return acts(library, Standing("running", "none", "none", room, day))

    assert at(27, "yes") == at(27, "no") == at(27, "unknown") == {"wait"}
    assert at(28, "yes") == {"step_up"}
    assert at(28, "no") == {"switch", "taper"}
    assert at(28, "unknown") == {"ask"}


def test_only_pairs_with_evidence_are_combined(library: Library) -> None:
    standing = Standing("enough", "partial", "none", "no", 100.0)
    partners = {
        drug: {
            name
            for step in steps_of(library, standing, drug)
            if step.act == "combine"
            for name in step.options
        }
        for drug in DRUGS
    }
    assert partners == {
        "pregabalin": {"duloxetine", "venlafaxine", "amitriptyline", "nortriptyline"},
        "duloxetine": {"gabapentin", "pregabalin"},
        "amitriptyline": {"gabapentin", "pregabalin"},
        "lidocaine": set(),
    }


def test_a_switch_goes_to_another_class(library: Library) -> None:
    (switch,) = (
        s for s in steps_of(library, Standing("enough", "none", "none", "no", 100.0)) if s.act == "switch"
    )
    assert set(switch.options) == {"duloxetine", "venlafaxine", "amitriptyline", "nortriptyline"}


def test_a_trial_of_less_is_due_after_half_a_year_of_a_gabapentinoid(library: Library) -> None:
    long = Standing("enough", "good", "none", "no", 100.0, 200.0)
    short = Standing("enough", "good", "none", "no", 100.0, 150.0)
    assert acts(library, long) == {"continue", "reduce"}
    assert acts(library, long, "duloxetine") == acts(library, short) == {"continue"}


def test_or_is_a_further_way_to_stand() -> None:
    on = TrialState(trial=["enough"], or_=[TrialState(trial=["running"], at_target_for_at_least="4 wk")])
    assert fits(on, Standing("enough"))
    assert fits(on, Standing("running", days_at_target=28.0))
    assert not fits(on, Standing("running", days_at_target=27.0))
    assert not fits(on, Standing("running"))
    assert not fits(on, Standing("below_target", days_at_target=28.0))


def test_an_unknown_time_is_asked_for_by_name() -> None:
    on = TrialState(time_at_target=["unknown"])
    assert fits(on, Standing())
    assert not fits(on, Standing(days_at_target=0.0))
