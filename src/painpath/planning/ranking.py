"""The suggested order inside one line of a guideline: visible tie-breakers, looked at in a declared order.

First what else the person has (which the drug treats or worsens), then what it interacts with, then a finding that a
randomised comparison tied to a better effect, what was tried, what the person wants, doses a day, and what it costs.
A later tier decides only where the earlier ones are equal. The line itself is never crossed.
"""

from __future__ import annotations

from msgspec.structs import replace

from painpath.assessment.result import Assessment
from painpath.criteria.explain import number
from painpath.facts import YES
from painpath.library import Library
from painpath.planning.options import Context
from painpath.planning.result import Offer

#: in the order in which they decide
TIERS = ("comorbidity", "interaction", "phenotype", "tried", "preference")
_LEVELS = {"low": 0, "middle": 1, "high": 2}
#: not named by the guideline: behind everything that it names
_NO_LINE, _BY_SPECIALIST = 7, 5
_Points = tuple[float, ...]


def ranked(context: Context, assessment: Assessment, offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """The offers in the suggested order, each with the sentences that say why it was moved."""
    found: list[tuple[tuple[int, int, _Points, str], Offer]] = []
    for offer in offers:
        points, said = _points(context, assessment, offer)
        line = offer.line if offer.line is not None else _NO_LINE
        specialist = _BY_SPECIALIST if offer.recommendation == "specialist_only" else 0
        drug = 0 if offer.id in context.library.drugs else 1
        key = (drug, line + specialist, points, offer.id)
        found.append((key, replace(offer, tie_breakers=said)))
    found.sort(key=lambda item: item[0])
    return tuple(offer for _, offer in found)


def _points(context: Context, assessment: Assessment, offer: Offer) -> tuple[_Points, tuple[str, ...]]:
    """What each tier says, lower is better; and the sentences."""
    library = context.library
    tiers = dict.fromkeys(TIERS, 0.0)
    said: list[str] = []
    names = {offer.id}
    if offer.id in library.drugs:
        names |= library.above.get(library.drugs[offer.id].substance, frozenset())
    for rule in library.rules_of("tie_breaker").values():
        up, down = bool(names & set(rule.favours)), bool(names & set(rule.disfavours))
        if rule.when is None or not (up or down):
            continue
        if context.asking.ask(library.criterion(rule.when)) is not YES:
            continue
        tiers[rule.tier or "comorbidity"] += down - up
        word = "tie_breaker.favours" if up else "tie_breaker.disfavours"
        said.append(library.say(word, text_says=rule.says))
    together = [reason for reason in offer.cautions if reason.rule in library.interactions]
    if together:
        tiers["interaction"] += len(together)
        said.append(library.say("tie_breaker.interactions", n=str(len(together))))
    for text in _finding(library, assessment, offer):
        tiers["phenotype"] -= 1
        said.append(library.say("tie_breaker.favours", text_says=text))
    burden, cost = _burden(offer), _cost(context, offer)
    if offer.calendar and burden > 1:
        said.append(library.say("tie_breaker.doses", n=number(burden)))
    if cost in _LEVELS:
        said.append(library.say(f"tie_breaker.cost_{cost}"))
    points = (*(tiers[tier] for tier in TIERS), burden, float(_LEVELS.get(cost, _LEVELS["middle"])))
    return points, tuple(said)


def _finding(library: Library, assessment: Assessment, offer: Offer) -> list[str]:
    """Findings of this person that a randomised comparison tied to a better effect of this treatment."""
    found = []
    for mechanism in assessment.mechanisms:
        entry = library.mechanisms.get(mechanism.id)
        if entry is None or mechanism.answer != "yes":
            continue
        found += [edge.says for edge in entry.edges if edge.reorders == "yes" and edge.to == offer.id]
    return found


def _burden(offer: Offer) -> float:
    """Doses a day once the usual dose is reached; what is not taken daily burdens less."""
    return offer.calendar[-1].times_per_day if offer.calendar else 0.0


def _cost(context: Context, offer: Offer) -> str:
    """The level of cost in this country; "" where no source was found."""
    library = context.library
    entry = library.drugs.get(offer.id) or library.therapies.get(offer.id)
    here = context.settings.jurisdiction
    return next((cost.level for cost in entry.cost if cost.jurisdiction == here), "") if entry else ""
