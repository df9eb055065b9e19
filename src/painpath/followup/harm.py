"""What was unwanted while on a treatment: since when, how bad, whether it is expected of this drug, and what to do.

A symptom counts where the knowledge says that drugs are known for it (a fact with `called`) and it was there while the
drug, or its withdrawal, was. It never says that the drug is the cause: what was there before the first dose is said to
be older, and a vague date leaves it open. What a red flag is about stands first.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from painpath.assessment.result import RedFlag
from painpath.assessment.words import cites, name_of
from painpath.criteria import Asking
from painpath.criteria.explain import number
from painpath.criteria.tree import FactIs, walk
from painpath.facts import Reading
from painpath.facts.moment import printed
from painpath.followup.doses import Exposure
from painpath.followup.next_step import Bother
from painpath.followup.result import Change, Harm, Three
from painpath.library import Library
from painpath.library.schema import Adverse, Drug
from painpath.planning.dosing import say_amount
from painpath.planning.result import Amount

#: worst first
SEVERITIES = ("severe", "moderate", "mild", "")
#: one answer about the side effects of everything that is taken
BURDEN = "symptom.side_effect_burden"
_TOGETHER: tuple[Bother, ...] = ("none", "mild", "mild", "severe")
_URGENCY = ("now", "today", "two_weeks", "next_visit", "")
_NO_FLAG = len(_URGENCY)


class _Felt(msgspec.Struct, frozen=True):
    """One symptom as it was written down while on the treatment."""

    fact: str
    name: str
    began: Reading
    severity: str
    after_start: Three
    gone: bool


def harms(
    asking: Asking, library: Library, exposure: Exposure, flags: tuple[RedFlag, ...]
) -> tuple[Harm, ...]:
    """What was unwanted on one treatment: what is urgent first, then what is expected and worst.

    Unknown: nothing written down gives no line, which never means that there was nothing. `expected` is yes where the
    entry lists it and it began after the first dose, no where it was there before, else unknown.
    Source: the entry's `adverse`, `monitor` and `taper`, each with its cite.
    """
    entry = library.drugs[exposure.entry]
    found = []
    for felt in _felt(asking, library, exposure):
        flag = _flag(library, felt.fact, flags)
        listed = [one for one in entry.adverse if _names(library, felt.fact, one)]
        rank = _NO_FLAG if flag is None else _URGENCY.index(flag.urgency)
        order = (rank, SEVERITIES.index(felt.severity), not listed, felt.gone, felt.name)
        found.append((order, _harm(library, exposure, felt, (flag, listed))))
    return tuple(harm for _, harm in sorted(found, key=lambda one: one[0]))


def bother(asking: Asking, library: Library, exposure: Exposure, found: tuple[Harm, ...]) -> Bother:
    """How much the side effects of a treatment trouble the person now.

    By what is written of each; where that leaves it open, by the answer about all of them together. Silence is unknown:
    only an asked-for "none", or a "no" to something this drug is known for, is none.
    """
    felt = still_felt(found)
    words = {harm.severity for harm in felt}
    if "severe" in words:
        return "severe"
    burden = asking.value(BURDEN)
    together = _TOGETHER[int(burden.low)] if burden.known and burden.point else "unknown"
    if felt and "" in words:
        return "mild" if together == "none" else together
    if felt:
        return "severe" if together == "severe" else "mild"
    if together != "unknown":
        return together
    return "none" if _asked_and_denied(asking, library, exposure) else "unknown"


def _asked_and_denied(asking: Asking, library: Library, exposure: Exposure) -> bool:
    """Whether something that this drug is known for was asked about since the first dose, and is not there."""
    entry = library.drugs[exposure.entry]
    return any(
        reading.high == 0.0 and reading.when.first >= exposure.earliest
        for fact in library.remember(("unwanted facts",), lambda: _unwanted(library))
        if any(_names(library, fact, one) for one in entry.adverse)
        for reading in asking.record.of(fact)[-1:]
    )


def balance(
    library: Library, change: Change | None, found: tuple[Harm, ...], trouble: Bother = "unknown"
) -> str:
    """Benefit against harm as one sentence for the patient; what is not known is said to be so.

    `trouble` is how much all side effects together are said to be (`bother`), where none of them is named.
    """
    benefit = "unknown"
    if change is not None and change.thresholds:
        benefit = change.thresholds[0].passed
    found = still_felt(found)
    told = {harm.severity for harm in found}
    names = ", ".join(dict.fromkeys(one.name.lower() for one in found))
    if not told and trouble in ("mild", "severe"):
        harm, names = "mild" if trouble == "mild" else "much", library.say("course.side_effects")
    elif not told:
        harm = "none"
    elif told & {"moderate", "severe"}:
        harm = "much"
    else:
        harm = "mild" if told == {"mild"} else "some"
    return library.say(f"course.balance_{benefit}_{harm}", list=names)


def _felt(asking: Asking, library: Library, exposure: Exposure) -> Iterator[_Felt]:
    """The symptoms that were there on the treatment, or in the days of its withdrawal."""
    facts = library.remember(("unwanted facts",), lambda: _unwanted(library))
    end = exposure.last + int(exposure.withdrawal)
    for fact in facts:
        readings = asking.record.of(fact)
        yes = [reading for reading in readings if reading.low == 1.0]
        during = [
            reading
            for reading in yes
            if reading.when.first <= end
            and (reading.ended is None or reading.ended.last >= exposure.earliest)
            and not _over_before(reading, readings, exposure.earliest)
        ]
        if not during:
            continue
        began = min(during, key=lambda reading: (reading.when.first, reading.when.last))
        told = [reading.severity for reading in during]
        severity = next((word for word in reversed(told) if word in SEVERITIES and word), "")
        yield _Felt(
            fact,
            name_of(library, fact),
            began,
            severity,
            _after_start(began, exposure),
            readings[-1].high == 0.0
            or (during[-1].ended is not None and during[-1].ended.last < exposure.as_of),
        )


def _over_before(reading: Reading, readings: tuple[Reading, ...], start: int) -> bool:
    """Whether something was written down before the start and also that it had gone by then."""
    return any(other.high == 0.0 and reading.when.last < other.when.first <= start for other in readings) or (
        reading.ended is not None and reading.ended.last < start
    )


def _unwanted(library: Library) -> tuple[str, ...]:
    """The facts that stand for an unwanted effect of some drug."""
    return tuple(
        name
        for name in sorted(library.facts)
        if (entry := library.fact_entry(name)) is not None and entry.called
    )


def _after_start(reading: Reading, exposure: Exposure) -> Three:
    """Whether something began after the first dose."""
    if exposure.first is not None and reading.when.first >= exposure.first:
        return "yes"
    return "no" if reading.when.last < exposure.earliest else "unknown"


def _names(library: Library, fact: str, adverse: Adverse) -> bool:
    """Whether an unwanted effect of an entry is this symptom, by the words under which labels know it."""
    entry = library.fact_entry(fact)
    words = {part.split("(")[0].strip().lower() for part in adverse.effect.split(",")}
    return entry is not None and not words.isdisjoint(word.lower() for word in entry.called)


def _flag(library: Library, fact: str, flags: tuple[RedFlag, ...]) -> RedFlag | None:
    """The most urgent red flag that stands and asks about this symptom."""
    found = [
        flag
        for flag in flags
        if flag.answer == "yes" and flag.id in library.rules and fact in _asked_by(library, flag.id)
    ]
    return min(found, key=lambda flag: (_URGENCY.index(flag.urgency), flag.id), default=None)


def _asked_by(library: Library, rule: str) -> frozenset[str]:
    raw = library.rules[rule].when
    if raw is None:
        return frozenset()
    node = library.criterion(raw)
    return frozenset(leaf.fact for leaf in walk(node) if isinstance(leaf, FactIs))


def _harm(
    library: Library, exposure: Exposure, felt: _Felt, known: tuple[RedFlag | None, list[Adverse]]
) -> Harm:
    flag, listed = known
    entry = library.drugs[exposure.entry]
    expected: Three = "unknown"
    if felt.after_start == "no":
        expected = "no"
    elif felt.after_start == "yes" and listed:
        expected = "yes"
    says = " ".join(
        part
        for part in (
            library.say(f"course.harm_since_{felt.after_start}", fact=felt.name, **_since(exposure, felt)),
            "" if felt.after_start == "no" else _how_often(library, entry, listed),
            library.say("course.harm_gone") if felt.gone else "",
        )
        if part
    )
    over = felt.gone or exposure.last + int(exposure.withdrawal) < exposure.as_of
    nothing = (over and flag is None) or felt.after_start == "no"
    do, cite = ("", ()) if nothing else _do(library, exposure, felt.fact, flag)
    sources = [*(c for one in listed for c in cites(one.cite)), *cite]
    return Harm(
        fact=felt.fact,
        name=felt.name,
        since=printed(felt.began.when.first, felt.began.when.last),
        severity=felt.severity,
        expected=expected,
        says=says,
        do=do,
        cite=tuple(dict.fromkeys(sources)),
        gone=felt.gone,
    )


def still_felt(found: tuple[Harm, ...]) -> tuple[Harm, ...]:
    """What is there now and did not stand before the treatment: what it may cost."""
    return tuple(harm for harm in found if not harm.gone and harm.expected != "no")


def _since(exposure: Exposure, felt: _Felt) -> dict[str, str]:
    """The slots of the sentence that says when it began, beside the doses."""
    when = felt.began.when
    slots = {"drug": exposure.name, "date": printed(when.first, when.last)}
    if felt.after_start == "yes" and exposure.first is not None:
        slots["n"] = str(when.first - exposure.first)
        day = exposure.on(when.first)
        slots["dose"] = say_amount(Amount(day.low, exposure.unit)) if day.known else "?"
    return slots


def _how_often(library: Library, entry: Drug, listed: list[Adverse]) -> str:
    numbers = [one for one in listed if one.drug is not None and one.placebo is not None and one.unit == "%"]
    if numbers:
        one = numbers[0]
        assert one.drug is not None, "chosen because it has one"
        assert one.placebo is not None, "chosen because it has one"
        return library.say(
            "course.harm_often",
            drug=entry.name,
            n_drug=number(round(float(one.drug))),
            n_placebo=number(round(float(one.placebo))),
            text_where=one.in_,
        )
    return library.say("course.harm_known" if listed else "course.harm_not_listed", drug=entry.name)


def _do(library: Library, exposure: Exposure, fact: str, flag: RedFlag | None) -> tuple[str, tuple[str, ...]]:
    """What to do: by the rule of urgency; else by what the entry has watched and how it is stopped."""
    entry = library.drugs[exposure.entry]
    if flag is not None:
        return " ".join(part for part in (flag.says, flag.whom, flag.meanwhile) if part), flag.cite
    called = library.fact_entry(fact)
    words = [] if called is None else [word.lower() for word in called.called]
    watched = [one for one in entry.monitor if any(word in one.what.lower() for word in words)]
    parts = [library.say("course.harm_tell")]
    cite: list[str] = []
    for one in watched:
        parts.append(library.say("course.harm_watch", text=one.what, text_when=one.when))
        cite += cites(one.cite)
    if exposure.taken_now and entry.taper is not None and (entry.taper.over_at_least or entry.taper.step):
        parts.append(library.say("course.harm_not_at_once", drug=entry.name))
        cite += cites(entry.taper.cite)
    return " ".join(parts), tuple(cite)
