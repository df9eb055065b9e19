"""What the library knows before a diary is read: the drug's effect for one new person, and how pain varies by itself.

The effect is the nearest body of evidence against a dummy (drug + cause, drug + any, class + cause, class + any), in
points of 10, with the spread for *one new person*: the error of the mean, how trials differ, how people differ. Nothing
here is a clinical number: the numbers are in `knowledge/effects` and `knowledge/priors`, each with its source.

How an entry becomes points, the first that it has:

- a mean difference, on 0 to 10 or 0 to 100: as it stands;
- a standardised difference: times the standard deviation of the change without the drug in this cause;
- counts or percentages: ln(odds ratio) * sqrt(3) / pi standard deviations (an effect is thought to move a logistic
  curve without changing its width), then as above;
- a risk difference or a number needed to treat without percentages: the same, with the known response to a dummy.

A tenth is taken off for trials that were never published (`kept_of_effect`).
Source: cochrane_handbook_smd_odds @ 12.6.3
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec

from painpath.assessment.words import cites
from painpath.followup.model import Noise, Prior
from painpath.library import Library
from painpath.library.schema import Effect, Estimate, PriorKnowledge

#: outcomes that say something of pain relief, the nearest to points first
_OUTCOMES = (
    "pain_intensity",
    "at_least_50_percent_relief",
    "more_than_50_percent_relief",
    "at_least_moderate_relief",
    "effective_relief",
    "at_least_30_percent_relief",
)
#: how the things are called that look like the treatment and are not
_DUMMIES = ("placebo", "sham", "control patch", "cream without", "gel without", "capsaicin 0.04")
_NOT_ONLY = ("usual", " or ", "other", "none")
#: units of a mean difference, and what makes them points of 10
_SCALES = {"0 to 10": 1.0, "points": 1.0, "0 to 100": 0.1, "mm of 0 to 100": 0.1}
#: half the width of a 95 % interval in standard deviations
_HALF = 1.96


class KnownPrior(msgspec.Struct, frozen=True):
    """A prior with where it comes from: the entry of the effect, how near it is, how it became points, the sources."""

    prior: Prior
    effect: str
    nearest: str
    method: str
    cite: tuple[str, ...]


def prior_of(
    library: Library, treatment: str, cause: str, *, blinded: bool = False, anyway_from: int | None = None
) -> KnownPrior | None:
    """What is known of `treatment` in `cause` before the diary is read; None where no trial against a dummy is known.

    `blinded`: the patient does not know which periods hold the drug, so nothing comes and goes with knowing.
    `anyway_from`: the ordinal day from which improvement without the drug is expected (a blinded trial: its first day).
    """
    anyway = _entry(library, "anyway", cause)
    spread = _sd(anyway)
    for entry_id, effect, nearest in _candidates(library, treatment, cause):
        found = _points(library, effect, spread)
        if found is None:
            continue
        mean, error, method = found
        kept = _mean(_entry(library, "kept_of_effect", cause))
        people = _mean(_entry(library, "between_patients", cause))
        expected = _entry(library, "expectation", cause)
        expectation, expectation_sd = (
            (0.0, 0.0) if blinded else (_mean(expected) * spread, _sd(expected) * spread)
        )
        used = [
            anyway,
            *(
                _entry(library, about, cause)
                for about in ("kept_of_effect", "between_patients", "daily_spread")
            ),
            *(_entry(library, about, cause) for about in ("lag", "drift", "tails", "onset")),
            *([] if blinded else [expected]),
        ]
        prior = Prior(
            drug=kept * mean,
            drug_sd=math.hypot(kept * error, people),
            # What comes with knowing is part of what a dummy does; it is not counted twice.
            anyway=_mean(anyway) - expectation,
            anyway_sd=math.sqrt(spread**2 - expectation_sd**2),
            noise=noise_of(library, cause),
            expectation=expectation,
            expectation_sd=expectation_sd,
            onset_days=_mean(_entry(library, "onset", cause)),
            anyway_from=anyway_from,
            stop_widths=(
                _mean(_entry(library, "stop_no_benefit", cause)),
                _mean(_entry(library, "stop_not_tolerated", cause)),
            ),
        )
        sources = dict.fromkeys(
            (*cites(effect.cite), *(cite for entry in used for cite in cites(entry.cite)))
        )
        return KnownPrior(prior, entry_id, nearest, method, tuple(sources))
    return None


def noise_of(library: Library, cause: str) -> Noise:
    """How pain varies by itself in one person."""
    spread, lag = _entry(library, "daily_spread", cause), _entry(library, "lag", cause)
    return Noise(
        spread=_mean(spread),
        spread_log_sd=_sd(spread),
        lag=_mean(lag),
        lag_sd=_sd(lag),
        drift=_mean(_entry(library, "drift", cause)),
        tails=tuple(float(value) for value in _entry(library, "tails", cause).values),
    )


class Call(msgspec.Struct, frozen=True):
    """When "because of the drug" may be said: from this probability, this share settled by the own days."""

    probability: float
    own_share: float

    def allows(self, p_because: float, own_share: float) -> bool:
        """Whether it may be said."""
        return p_because >= self.probability and own_share >= self.own_share


def because_call(library: Library) -> Call:
    """When "because of the drug" may be said; docs/calibration.md shows how often that is wrong."""
    probability = _mean(_entry(library, "because_call", "any"))
    return Call(probability, _mean(_entry(library, "because_own_share", "any")))


# --------------------------------------------------------------------------------------------- which body of evidence


def _candidates(library: Library, treatment: str, cause: str) -> Iterator[tuple[str, Effect, str]]:
    """Effects against a dummy, the nearest first: (entry, effect, how near)."""
    drug = library.drugs.get(treatment)
    own = {treatment} if drug is None else {treatment, drug.substance}
    above = frozenset() if drug is None else library.above.get(drug.substance, frozenset())
    ranked: list[tuple[tuple[int, int, int, int, str], Effect, str]] = []
    for entry_id, effect in library.effects.items():
        if effect.of not in own and effect.of not in above:
            continue
        if effect.outcome not in _OUTCOMES or not _against_dummy(effect):
            continue
        itself = effect.of in own
        if cause in effect.in_:
            near, word = (0, "drug_and_cause") if itself else (2, "class_and_cause")
        elif "any" in effect.in_:
            near, word = (1, "drug_and_any") if itself else (3, "class_and_any")
        else:
            continue
        # One dose among several says less of the drug than all doses together.
        dosed = 1 if effect.dose else 0
        rank = (near, _OUTCOMES.index(effect.outcome), dosed, -(effect.year or 0), entry_id)
        ranked.append((rank, effect, word))
    ranked.sort(key=lambda item: item[0])
    for rank, effect, word in ranked:
        yield rank[-1], effect, word


def _against_dummy(effect: Effect) -> bool:
    named = effect.comparator.lower()
    return named.startswith(_DUMMIES) and not any(word in named for word in _NOT_ONLY)


# --------------------------------------------------------------------------------------------- into points


def _points(library: Library, effect: Effect, spread: float) -> tuple[float, float, str] | None:
    """Gain [points], its error as of one new trial [points], and how it was reached."""
    trials = _mean(_entry(library, "between_trials", "any"))
    sign = 1.0 if effect.gain == "positive" else -1.0
    if effect.outcome == "pain_intensity":
        if effect.md is not None and effect.md.value is not None and effect.unit in _SCALES:
            error = _error(effect.md)
            scale = _SCALES[effect.unit]
            if error is not None:
                return sign * scale * effect.md.value, math.hypot(scale * error, trials), "mean_difference"
        if effect.smd is not None and effect.smd.value is not None:
            error = _error(effect.smd)
            if error is not None:
                return sign * spread * effect.smd.value, math.hypot(spread * error, trials), "standardised"
        return None
    shares = _shares(library, effect)
    if shares is None:
        return None
    treated, control, error, method = shares
    mean = _deviations(treated, control) * spread
    interval = effect.prediction_interval
    if interval.get("measure") == "risk_difference":
        low, high = (float(str(interval[end])) for end in ("low", "high"))
        ends = [_deviations(_proper(control + difference), control) * spread for difference in (low, high)]
        return mean, (ends[1] - ends[0]) / (2 * _HALF), f"{method}, prediction interval"
    return mean, math.hypot(error * spread, trials), method


def _shares(library: Library, effect: Effect) -> tuple[float, float, float, str] | None:
    """Responders treated and not (0 to 1), the error of the gain [standard deviations], how it was reached."""
    treated = control = None
    if effect.events.get("drug") and effect.events.get("control"):
        (a, n), (b, m) = effect.events["drug"], effect.events["control"]
        # Half a person more in every cell, so that no one or everyone still gives a number.
        treated, control = (a + 0.5) / (n + 1), (b + 0.5) / (m + 1)
        error = math.sqrt(1 / (a + 0.5) + 1 / (n - a + 0.5) + 1 / (b + 0.5) + 1 / (m - b + 0.5))
        return treated, control, error * math.sqrt(3) / math.pi, "counts"
    if "drug" in effect.percent and "control" in effect.percent:
        treated, control = (_proper(float(effect.percent[arm]) / 100) for arm in ("drug", "control"))
        if effect.people:
            half = effect.people / 2
            error = math.sqrt(sum(1 / (half * p * (1 - p)) for p in (treated, control)))
            return treated, control, error * math.sqrt(3) / math.pi, "percentages"
    base = _mean(_entry(library, "control_response", "any"))
    if effect.rd is not None and effect.rd.value is not None and _error(effect.rd) is not None:
        low, high = (_proper(base + float(end)) for end in (effect.rd.low or 0.0, effect.rd.high or 0.0))
        error = (_deviations(high, base) - _deviations(low, base)) / (2 * _HALF)
        return _proper(base + effect.rd.value), base, error, "risk_difference"
    nnt = effect.nnt
    if nnt is not None and nnt.value and nnt.low and nnt.high and 0 < nnt.low <= nnt.value <= nnt.high:
        ends = [_proper(base + 1 / float(end)) for end in (nnt.high, nnt.low)]
        error = (_deviations(ends[1], base) - _deviations(ends[0], base)) / (2 * _HALF)
        return _proper(base + 1 / nnt.value), base, error, "number_needed_to_treat"
    return None


def _deviations(treated: float, control: float) -> float:
    """How far the curve has moved [standard deviations]: ln(odds ratio) * sqrt(3) / pi.

    Source: cochrane_handbook_smd_odds @ 12.6.3
    """
    odds = treated / (1 - treated) / (control / (1 - control))
    return math.log(odds) * math.sqrt(3) / math.pi


def _proper(share: float) -> float:
    """A share that has odds: not below one, nor above 99, of a hundred."""
    return min(max(share, 0.01), 0.99)


def _error(estimate: Estimate) -> float | None:
    if estimate.low is None or estimate.high is None:
        return None
    return abs(estimate.high - estimate.low) / (2 * _HALF)


# --------------------------------------------------------------------------------------------- entries


def _entry(library: Library, about: str, cause: str) -> PriorKnowledge:
    """The entry about this, the one for the cause before the one for any."""
    found = [entry for entry in library.priors.values() if entry.about == about]
    for entry in found:
        if cause in entry.in_:
            return entry
    for entry in found:
        if "any" in entry.in_:
            return entry
    raise AssertionError(f"knowledge/priors lacks an entry about {about}")


def _mean(entry: PriorKnowledge) -> float:
    assert entry.mean is not None, f"an entry about {entry.about} needs a mean"
    return float(entry.mean)


def _sd(entry: PriorKnowledge) -> float:
    assert entry.sd is not None, f"an entry about {entry.about} needs an sd"
    return float(entry.sd)
