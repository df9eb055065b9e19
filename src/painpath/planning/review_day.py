"""The day on which what is begun is judged: the end of its calendar plus the shortest adequate trial.

The plan, the papers and the goals all take the day from here, each for what it begins.
"""

from __future__ import annotations

from datetime import date, timedelta

from painpath.assessment.words import cites
from painpath.facts.units import days
from painpath.library import Library
from painpath.planning.options import trials_of
from painpath.planning.result import Offer, Review


def review_of(library: Library, begun: tuple[Offer, ...]) -> Review | None:
    """When to judge the first drug of those begun; None where none of them is a drug with a trial of known length."""
    for offer in begun:
        drug = library.drugs.get(offer.id)
        if drug is None or not drug.trial or not offer.calendar:
            continue
        spans = [(span, trial) for trial in trials_of(drug) if (span := days(trial.for_)) is not None]
        if not spans:
            continue
        span, trial = min(spans, key=lambda item: item[0])
        on = date.fromisoformat(offer.calendar[-1].from_date) + timedelta(days=int(span))
        says = library.say(
            "dose.judge",
            date=on.isoformat(),
            text_duration=trial.for_,
            text_authority=trial.says or trial.authority,
        )
        return Review(on.isoformat(), f"{offer.name}: {says}", cites(trial.cite))
    return None
