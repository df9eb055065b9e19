"""What a plan begins with: the drugs of the guideline's first line that fit, and those before them that wait.

No order of its own: the offers come as they were ranked.
"""

from __future__ import annotations

from painpath.planning.result import Held, Offer

#: what a guideline gives a place to
PLACED = ("recommended", "option")


def first_drugs(offered: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """The drugs of the best line that is offered, in their order."""
    drugs = [offer for offer in offered if offer.dose and offer.recommendation in PLACED]
    return tuple(offer for offer in drugs if offer.line == drugs[0].line)


def begun_first(offered: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """The one drug that is begun where nobody chose: the first of the first step, else the first with a calendar."""
    drugs = first_drugs(offered) or tuple(offer for offer in offered if offer.calendar)
    return drugs[:1]


def waiting_first(offered: tuple[Offer, ...], held: tuple[Held, ...]) -> tuple[Held, ...]:
    """Drugs that the guideline puts before every drug offered and that only wait for an answer, of their best line."""
    first = next((offer.line for offer in first_drugs(offered)), None)
    waits = [
        (option.line, option)
        for option in held
        if option.kind == "drug"
        and option.ask
        and option.line is not None
        and option.recommendation in PLACED
    ]
    before = [(line, option) for line, option in waits if first is None or line < first]
    best = min((line for line, _ in before), default=None)
    return tuple(option for line, option in before if line == best)
