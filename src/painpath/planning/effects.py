"""Benefit and harm in plain numbers: the nearest body of evidence (drug and cause, drug and any, class and any).

"Of 100" is said only where counts or both percentages exist; a newer estimate without counts stands beside with its
year. Nothing is converted: no baseline risk is made up.
"""

from __future__ import annotations

from painpath.assessment.words import cites, name_of
from painpath.criteria.explain import number
from painpath.library import Library
from painpath.library.schema import Effect
from painpath.planning.result import Benefit

RELIEF = (
    "at_least_50_percent_relief",
    "more_than_50_percent_relief",
    "at_least_moderate_relief",
    "effective_relief",
    "at_least_30_percent_relief",
)
WITHDRAWAL = "withdrawal_adverse"
#: counted in trials, and neither relief nor harm
NO_HARM = ("pain_intensity", "sleep", "any_adverse", "function", "disability", "balance", "quality_of_life")
#: an effect, what it was measured for (the drug or a class), and how near that is
_Found = tuple[Effect, str, str]


def benefit_of(library: Library, treatment: str, cause: str) -> tuple[Benefit, ...]:
    """What trials found of relief, the nearest body first, then its newest estimate if that is another."""
    return library.remember(("benefit", treatment, cause), lambda: _benefit(library, treatment, cause))


def _benefit(library: Library, treatment: str, cause: str) -> tuple[Benefit, ...]:
    found: list[Benefit] = []
    for effect, name, nearest in _nearest(library, treatment, cause, RELIEF)[:2]:
        found.append(_said(library, (effect, name, nearest), treatment, harm=False))
    if not found:
        for effect, name, nearest in _nearest(library, treatment, cause, ("pain_intensity",))[:1]:
            found.append(_said(library, (effect, name, nearest), treatment, harm=False))
    return tuple(found)


def harm_of(library: Library, treatment: str, cause: str) -> tuple[Benefit, ...]:
    """How many stopped because of side effects, and the named side effects that trials counted."""
    return library.remember(("harm", treatment, cause), lambda: _harm(library, treatment, cause))


def _harm(library: Library, treatment: str, cause: str) -> tuple[Benefit, ...]:
    found: dict[str, Benefit] = {}
    for effect, name, nearest in _nearest(library, treatment, cause, None):
        if effect.outcome in RELIEF or effect.outcome in NO_HARM:
            continue
        found.setdefault(effect.outcome, _said(library, (effect, name, nearest), treatment, harm=True))
    return tuple(sorted(found.values(), key=lambda harm: harm.outcome != WITHDRAWAL))[:5]


def _nearest(library: Library, treatment: str, cause: str, outcomes: tuple[str, ...] | None) -> list[_Found]:
    drug = library.drugs.get(treatment)
    names = [treatment]
    itself = {treatment} if drug is None else {treatment, drug.substance}
    if drug is not None:
        if drug.substance not in names:
            names.append(drug.substance)
        names += sorted(library.above.get(drug.substance, frozenset()) - set(names))
    ranked: list[tuple[tuple[int, int, int, int], Effect, str, str]] = []
    for effect in _by_treatment(library, tuple(names)):
        if outcomes is not None and effect.outcome not in outcomes:
            continue
        own = effect.of in itself
        if cause in effect.in_:
            nearness, word = (0, "drug_and_cause") if own else (2, "class_and_cause")
        elif "any" in effect.in_:
            nearness, word = (1, "drug_and_any") if own else (3, "class_and_any")
        else:
            continue
        counted = 0 if effect.events or len(effect.percent) == 2 else 1
        outcome = outcomes.index(effect.outcome) if outcomes is not None else 0
        ranked.append(((nearness, counted, outcome, -(effect.year or 0)), effect, effect.of, word))
    ranked.sort(key=lambda item: item[0])
    if outcomes is None or len(ranked) < 2:
        return [(effect, name, word) for _, effect, name, word in ranked]
    # The nearest first; then the newest one of the same nearness if it is newer.
    first = ranked[0]
    newer = [r for r in ranked[1:] if r[0][0] == first[0][0] and (r[1].year or 0) > (first[1].year or 0)]
    kept = [first, *sorted(newer, key=lambda r: -(r[1].year or 0))[:1]]
    return [(effect, name, word) for _, effect, name, word in kept]


def _by_treatment(library: Library, names: tuple[str, ...]) -> list[Effect]:
    index = library.remember(("effects",), lambda: _index(library))
    return [effect for name in names for effect in index.get(name, [])]


def _index(library: Library) -> dict[str, list[Effect]]:
    index: dict[str, list[Effect]] = {}
    for effect in library.effects.values():
        index.setdefault(effect.of, []).append(effect)
    return index


def _percents(effect: Effect) -> tuple[float, float] | None:
    if effect.events.get("drug") and effect.events.get("control"):
        (a, n), (b, m) = effect.events["drug"], effect.events["control"]
        return 100.0 * a / n, 100.0 * b / m
    if "drug" in effect.percent and "control" in effect.percent:
        return float(effect.percent["drug"]), float(effect.percent["control"])
    return None


def _said(library: Library, found: _Found, treatment: str, *, harm: bool) -> Benefit:
    effect, name, nearest = found
    label = library.drugs[treatment].name if treatment in library.drugs else treatment.replace("_", " ")
    if nearest.startswith("class"):
        label = name_of(library, f"medication.{name}")
    percents = _percents(effect)
    number_needed = effect.nnh if harm else effect.nnt
    what = effect.outcome.replace("_", " ")
    parts: list[str] = []
    if percents is not None:
        treated, control = round(percents[0]), round(percents[1])
        slots = {
            "drug": label,
            "n_treated": str(treated),
            "n_control": str(control),
            "n_more": str(max(treated - control, 0)),
            "text_effect": what,
            "text_comparator": effect.comparator,
        }
        if harm:
            key = "harm.withdrawal_of_100" if effect.outcome == WITHDRAWAL else "harm.of_100"
        elif effect.outcome not in RELIEF[:2]:
            key = "effect.of_100_other"
        else:
            open_label = "open" in f"{effect.design} {effect.comparator}"
            key = "benefit.of_100_open" if open_label else "benefit.of_100"
            if not open_label and effect.comparator != "placebo":
                key = "effect.of_100_other"
                slots["text_effect"] = library.say("effect.half_gone")
        parts.append(library.say(key, **slots))
    elif number_needed is not None and number_needed.value is not None:
        slots = {
            "drug": label,
            "n_nnt": str(round(number_needed.value)),
            "n_nnh": str(round(number_needed.value)),
            "n_low": str(round(number_needed.low)) if number_needed.low is not None else "",
            "n_high": str(round(number_needed.high)) if number_needed.high is not None else "",
            "text_effect": what,
        }
        bounded = number_needed.low is not None and number_needed.high is not None
        ending = "" if bounded else "_no_interval"
        if harm:
            word = "withdrawal_nnh" if effect.outcome == WITHDRAWAL else "nnh"
            parts.append(library.say(f"harm.{word}{ending}", **slots))
        else:
            word = "nnt" if effect.outcome in RELIEF[:2] else "nnt_other"
            parts.append(library.say(f"benefit.{word}{ending}", **slots))
    elif not harm and effect.md is not None and effect.md.value is not None and effect.md.low is not None:
        parts.append(_difference(library, effect, label))
    elif effect.says:
        parts.append(library.say("benefit.no_number", drug=label, text_says=effect.says))
    else:
        parts.append(library.say("benefit.no_number", drug=label, text_says=""))
    if effect.dose:
        parts.append(library.say("effect.dose", dose=effect.dose))
    if not harm and effect.trials is not None and effect.people is not None:
        body = library.say(
            "benefit.body",
            text_body=_body(library, effect),
            n_year=str(effect.year or ""),
            n_trials=str(effect.trials),
            n_people=str(effect.people),
            text_certainty=library.say(f"certainty.{effect.certainty or 'unknown'}"),
        )
        parts.append(body)
    interval = effect.prediction_interval
    if not harm and isinstance(interval.get("high"), (int, float)):
        high = round(100 * float(str(interval["high"])))
        low = round(100 * float(str(interval.get("low", 0))))
        if low <= 0:
            parts.append(library.say("benefit.prediction_no_gain", n_high=str(high)))
        else:
            parts.append(library.say("benefit.prediction", n_low=str(low), n_high=str(high)))
    return Benefit(
        says=" ".join(parts),
        outcome=effect.outcome,
        nearest=nearest,
        year=effect.year,
        certainty=effect.certainty,
        drug_percent=None if percents is None else round(percents[0], 1),
        control_percent=None if percents is None else round(percents[1], 1),
        nnt=None if number_needed is None else number_needed.value,
        cite=cites(effect.cite),
    )


def _difference(library: Library, effect: Effect, label: str) -> str:
    """A mean difference in words; an interval that holds both signs says that it may be chance."""
    found = effect.md
    assert found is not None, "only an effect with a mean difference is asked"
    assert found.value is not None, "only one with a value"
    assert found.low is not None, "only one with an interval"
    low, high = found.low, found.low if found.high is None else found.high
    slots = {
        "drug": label,
        "n_points": number(abs(found.value)),
        "text_scale": effect.unit or library.say("effect.pain_scale"),
        "text_comparator": effect.comparator,
    }
    if low * high < 0:
        # The end that lies on the side of the estimate is the gain; the other end is how much worse it may be.
        gain, loss = (low, high) if found.value < 0 else (high, low)
        return library.say(
            "benefit.mean_difference_open", **slots, n_gain=number(abs(gain)), n_loss=number(abs(loss))
        )
    ends = sorted((abs(low), abs(high)))
    return library.say("benefit.mean_difference", **slots, n_low=number(ends[0]), n_high=number(ends[1]))


def _body(library: Library, effect: Effect) -> str:
    names = [library.causes[c].name if c in library.causes else c.replace("_", " ") for c in effect.in_]
    return library.say("effect.any_cause") if names == ["any"] else ", ".join(names)
