"""Goals that can be measured: what, with which instrument, from where to where, by when.

How far a value has to move is the important difference of the instrument; nothing else sets it.
"""

from __future__ import annotations

from painpath.assessment.words import cites, name_of
from painpath.criteria import Asking
from painpath.criteria.explain import number
from painpath.facts import YES
from painpath.library import Library
from painpath.library.schema import Difference
from painpath.planning.result import Goal


def goals(asking: Asking, library: Library, by: str) -> tuple[Goal, ...]:
    """The goals of this person to be reached by a day [ISO date, "" for the next review].

    Where the value now is not known, measuring it is the first step and no target is made up.
    """
    found = [
        _measured(asking, library, name, by)
        for name, rule in library.rules_of("goal").items()
        if rule.when is None or asking.ask(library.criterion(rule.when)) is YES
    ]
    own = Goal("goals", library.say("plan_words.goals_ask"), (), "", "", "", by)
    return (*found, own)


def _measured(asking: Asking, library: Library, name: str, by: str) -> Goal:
    rule = library.rules[name]
    instrument = library.instruments[rule.instrument]
    listed = instrument.important_difference or []
    differences = listed if isinstance(listed, list) else [listed]
    numeric = next((d for d in differences if d.percent is not None or d.points is not None), None)
    chosen = numeric or next(iter(differences), None)
    cite = dict.fromkeys(cites(rule.cite))
    if chosen is not None:
        cite.update(dict.fromkeys(cites(chosen.cite)))
    value = asking.value(rule.measure)
    when = library.say("goal.by", date=by) if by else library.say("goal.by_review")
    baseline, target = "", ""
    if not (value.known and value.point):
        text = library.say("goal.measure_first", fact=name_of(library, rule.measure))
    elif numeric is None or instrument.higher_is == "better":
        baseline = number(value.low)
        text = library.say("goal.from_only", fact=name_of(library, rule.measure), value=baseline)
    else:
        baseline, target = number(value.low), number(_target(value.low, numeric))
        text = library.say(
            "goal.from_to", fact=name_of(library, rule.measure), value=baseline, target=target, text_when=when
        )
    says = " ".join(part for part in (rule.says, text, chosen.says if chosen is not None else "") if part)
    return Goal(name, says, tuple(cite), rule.measure, baseline, target, by)


def _target(now: float, difference: Difference) -> float:
    """The value at which the important difference is reached: by percent of the value now, else by points.

    >>> _target(7.0, Difference(says="", cite="x", percent=30))
    4.9
    """
    if difference.percent is not None:
        return round(now * (1 - difference.percent / 100), 1)
    assert difference.points is not None, "only a difference with a number is asked for a target"
    return max(0.0, round(now - difference.points, 1))
