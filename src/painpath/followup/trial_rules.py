"""The rules of a trial in one patient, written before it starts: what is measured, when it stops, how it is decided."""

from __future__ import annotations

from collections.abc import Iterable

from painpath.assessment.words import cites, name_of
from painpath.criteria.explain import number
from painpath.criteria.values import current as is_current
from painpath.facts import NO, Status
from painpath.followup.trial_checks import Checked, Ground, entries_of
from painpath.followup.trial_form import Decision, Design, Kind, Measure, Standing
from painpath.library import Library
from painpath.planning.result import Reason, Sentence

PAIN = "pain.intensity_average"


def blank(ground: Ground, checked: Checked, kind: Kind) -> Design:
    """A design without periods: what was checked, the rules that would hold, and where it stands."""
    library, wanted, assessment = ground.library, ground.wanted, ground.assessment
    status: Standing = "refused" if checked.bars else "held" if checked.ask else "ready"
    names = [library.drugs[wanted.drug].name]
    names.append(library.drugs[wanted.against].name if kind == "two_drugs" else wanted.against)
    if kind == "on_off":
        names[1] = library.say("trial.nothing")
    doubtful = ("recommended_against", "specialist_only", "outside_guideline")
    notes = [
        Sentence("appropriateness", verdict.appropriateness_says, ())
        for verdict in checked.verdicts
        if verdict.appropriateness in doubtful
    ]
    causes = [cause.name for cause in assessment.causes if cause.answer == "yes"]
    return Design(
        status=status,
        status_says=library.say(f"trial.status_{status}"),
        kind=kind,
        drug=wanted.drug,
        against=wanted.against,
        indication=ground.indication,
        names=tuple(names),
        verdicts=tuple(verdict.verdict for verdict in checked.verdicts),
        reasons=_once(reason for verdict in checked.verdicts for reason in verdict.reasons),
        red_flags=tuple(flag for flag in assessment.red_flags if flag.answer == "yes"),
        bars=tuple(dict.fromkeys(checked.bars)),
        ask=checked.ask,
        notes=tuple(notes),
        pairs=0,
        masked_days=0,
        judged_days=0,
        period_days=0,
        before=(),
        periods=(),
        arms=(),
        measures=_measures(library),
        stopping=_stopping(ground, kind),
        decision=_decision(ground, kind),
        diagnosis=tuple(causes),
        taken=_taken(ground),
        key=None,
        settings=ground.settings,
        knowledge_version=library.version,
        intended_use=library.say("plan.intended_use"),
    )


def _once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each reason once, by its rule."""
    found: dict[str, Reason] = {}
    for reason in reasons:
        found.setdefault(reason.rule, reason)
    return tuple(found.values())


def _taken(ground: Ground) -> tuple[str, ...]:
    """What else is taken now, by name."""
    record, library = ground.assessment._asking.record, ground.library
    own = {library.drugs[entry].substance for entry in entries_of(ground.wanted)}
    found = []
    for drug, courses in record.courses.items():
        current = [
            course
            for course in courses
            if course.status not in (Status.NOT_TAKEN, Status.PLANNED)
            and is_current(course, record.as_of) is not NO
        ]
        if current and drug not in own:
            found.append(name_of(library, f"medication.{drug}"))
    return tuple(sorted(found))


def _measures(library: Library) -> tuple[Measure, ...]:
    return (
        Measure(PAIN, library.say("trial.daily_pain"), "daily", library.say("trial.measure_pain")),
        Measure("score.peg", library.instruments["peg"].name, "weekly", library.say("trial.measure_peg")),
        Measure("", library.say("trial.side_effects"), "when", library.say("trial.measure_side_effects")),
        Measure("", library.say("trial.doses"), "daily", library.say("trial.measure_doses")),
        Measure("", library.say("trial.rescue"), "when", library.say("trial.measure_rescue")),
    )


def _stopping(ground: Ground, kind: Kind) -> tuple[Sentence, ...]:
    """The stopping rule, written before the start."""
    library, figures = ground.library, ground.figures
    rise, days = figures["leave_rise"], figures["leave_days"]
    leave = library.say("trial.stop_leave", n_points=number(rise.value), n_days=number(days.value))
    cite = (*cites(rise.cite), *cites(days.cite))
    said = [
        Sentence("danger", library.say("trial.stop_danger"), ()),
        Sentence("leave", leave, tuple(dict.fromkeys(cite))),
        Sentence("not_borne", library.say("trial.stop_not_borne"), ()),
        Sentence("wish", library.say("trial.stop_wish"), ()),
        Sentence("not_at_once", library.say("trial.stop_not_at_once"), ()),
    ]
    # Of a reduction a step that is worse has its own rule: one step back.
    return tuple(one for one in said if kind != "reduction" or one.id not in ("leave", "not_borne"))


def _decision(ground: Ground, kind: Kind) -> Decision:
    """The rule by which it is decided, written before the start."""
    library, figures = ground.library, ground.figures
    points = ground.wanted.meaningful
    cite: tuple[str, ...] = ("painpath_convention @ n_of_1_decision",)
    if points is None:
        listed = library.instruments["nrs"].important_difference
        known = [one for one in (listed if isinstance(listed, list) else [listed]) if one and one.points]
        points, cite = float(known[0].points or 0), cites(known[0].cite)
    keep, drop = figures["keep_above"], figures["drop_below"]
    slots = {
        "n_points": number(points),
        "n_sure": number(100 * float(keep.value)),
        "n_unsure": number(100 * float(drop.value)),
    }
    which = "reduction" if kind == "reduction" else "pairs"
    says = library.say(f"trial.decide_{which}", **slots)
    return Decision(
        meaningful=points,
        keep_above=float(keep.value),
        drop_below=float(drop.value),
        days_in_week=int(figures["days_in_week"].value),
        least_pairs=int(figures["pairs"].value),
        says=(
            Sentence("decide", says, (*cite, *cites(keep.cite))),
            Sentence("at_once", library.say("trial.decide_at_once"), ("nof1_lessons_2006 @ abstract",)),
        ),
    )
