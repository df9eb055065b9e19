"""The report of a trial in one patient by the items of CENT 2015: each filled with what is known, and "not known" where
nothing is. The titles of the items are our own words.

Source: vohra_2015_cent @ abstract; cent_checklist_copy @ items 1 to 5; consort_2010_checklist @ items 6 to 25.
"""

from __future__ import annotations

from painpath.followup.result import Interval
from painpath.followup.small_samples import percent
from painpath.followup.trial_form import Design
from painpath.followup.trial_result import ReportItem, TrialResult
from painpath.library import Library
from painpath.planning.dosing import say_amount
from painpath.planning.result import Sentence

ITEMS = 25
CENT = (
    "vohra_2015_cent @ abstract",
    "cent_checklist_copy @ items 1 to 5",
    "consort_2010_checklist @ items 6 to 25",
)


def report_items(library: Library, design: Design, result: TrialResult | None) -> tuple[ReportItem, ...]:
    """All items in order; of a trial that is not over (`result` None) those of its plan."""
    filled = _items(library, design, result)
    unknown = library.say("trial.not_known")
    return tuple(
        ReportItem(n, library.say(f"trial.cent_{n}"), filled.get(n, "") or unknown)
        for n in range(1, ITEMS + 1)
    )


def numbers(library: Library, result: TrialResult) -> list[Sentence]:
    """The numbers of a result in words: ranges, probabilities, chance, carry-over."""
    found = []
    for one in result.intervals:
        text = library.say("trial.interval", n=f"{100 * one.level:.0f}", text=_range(one))
        found.append(Sentence("interval", text, ("chen_2014_nof1 @ abstract",)))
    if result.p_meaningful is not None:
        sure = percent(result.p_meaningful)
        text = library.say("trial.p_pairs", n=sure, n_points=f"{result.meaningful:g}")
        found.append(Sentence("by_pairs", text, ()))
    if result.by_chance is not None:
        text = library.say("trial.by_chance", n=percent(result.by_chance))
        found.append(Sentence("by_chance", text, ()))
    if result.posterior is not None:
        ranges = "; ".join(f"{100 * one.level:.0f} %: {_range(one)}" for one in result.posterior.because)
        sure = percent(result.posterior.p_because)
        found.append(Sentence("posterior", library.say("trial.posterior", n=sure, text=ranges), ()))
    if result.between_periods is not None:
        text = library.say("trial.between", n=f"{result.between_periods:.1f}")
        found.append(Sentence("between", text, ()))
    if result.carry_over is not None:
        says = result.carry_over.says
        found.append(Sentence("carry_over", says, ("blackston_2019_nof1 @ abstract",)))
    return found


def _range(one: Interval) -> str:
    return f"{one.low:+.1f} to {one.high:+.1f}"


def _items(library: Library, design: Design, result: TrialResult | None) -> dict[int, str]:
    """What is known for each item, by number; what is not in it is not known here."""
    drug, other = design.names[0], design.names[1]
    points = f"{design.decision.meaningful:g}" if design.decision is not None else ""
    whole = _lengths(library, design)
    found = {
        1: library.say("trial.item_title", drug=drug, text_other=other),
        2: library.say("trial.item_aim", drug=drug, text_other=other, n=points),
        3: whole,
        4: library.say(
            "trial.item_patient",
            list=", ".join(design.diagnosis) or library.say("trial.not_known"),
            list_taken=", ".join(design.taken) or library.say("trial.none_recorded"),
        ),
        5: _doses(library, design),
        6: " ".join(f"{one.name}: {one.says}" for one in design.measures),
        7: " ".join(
            [library.say("trial.item_size", n=str(design.pairs)), *(one.says for one in design.stopping)]
        ),
        8: _order(library, design),
        9: library.say("trial.item_concealed"),
        10: library.say("trial.item_by_whom"),
        11: library.say("trial.item_blinding"),
        12: library.say("trial.item_methods"),
        24: library.say("trial.item_protocol"),
    }
    if result is None:
        return found
    judged = [period for period in result.periods if period.mean is not None]
    left = [
        f"{period.number} ({period.reason or library.say('trial.not_known')})"
        for period in result.periods
        if period.ended
    ]
    found |= {
        13: library.say(
            "trial.item_flow",
            n=str(len(result.periods)),
            n_judged=str(len(judged)),
            list=", ".join(left) or "0",
        ),
        14: library.say("trial.item_dates", date=result.periods[0].first, date_last=result.periods[-1].last)
        if result.periods
        else "",
        15: ""
        if result.run_in_mean is None
        else library.say("trial.item_baseline", n=f"{result.run_in_mean:.1f}"),
        16: library.say(
            "trial.item_analysed",
            n=str(result.complete_pairs),
            list=", ".join(f"{period.number}: {period.days}" for period in result.periods),
        ),
        17: " ".join(
            [*(one.says for one in result.says[:2]), *(said.says for said in numbers(library, result)[:2])]
        ),
        18: " ".join(said.says for said in numbers(library, result)[2:]),
        20: " ".join(one.says for one in result.warnings),
        21: library.say("trial.item_general"),
        22: result.says[-1].says if result.says else "",
    }
    return found


def _lengths(library: Library, design: Design) -> str:
    before = " ".join(f"{one.first} to {one.last}: {one.says}" for one in design.before)
    lead = library.say(
        "trial.lengths" if design.pairs else "trial.lengths_steps",
        n=str(design.pairs),
        n_days=str(design.period_days),
        n_masked=str(design.masked_days),
        n_judged=str(design.judged_days),
    )
    return f"{before} {lead}".strip()


def _doses(library: Library, design: Design) -> str:
    said = [f"{arm.name}: {say_amount(arm.dose)}" for arm in design.arms if arm.dose is not None]
    return "; ".join(said) or library.say("trial.with_key")


def _order(library: Library, design: Design) -> str:
    if design.kind == "reduction":
        return library.say("trial.item_no_order")
    if design.key is None:
        return library.say("trial.with_key")
    return library.say(
        "trial.item_order", text=library.say(f"trial.order_{design.key.order}"), n=str(design.key.seed)
    )
