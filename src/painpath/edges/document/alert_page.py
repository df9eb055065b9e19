"""A verdict in as few lines as it needs: alerts by what they ask for, worst first, nothing twice; else one line.

For the terminal. The whole verdict, with every check and question, is `verdict_page`.
"""

from __future__ import annotations

import re

from painpath.assessment.words import cites, name_of
from painpath.edges.document.page import Block, Page, Paragraph, Said, Section, cited
from painpath.edges.document.parts import amount, bullets, capital, card, listed, named, paragraph, pressing
from painpath.edges.document.sources import source_lines
from painpath.edges.document.wording import stopped, tidied
from painpath.library import Library
from painpath.planning.result import Reason, Verdict

MOST_OPEN = 6
#: reasons that say only that something is not known: one line tells them all
_OPEN = ("insufficient_data",)
#: an unread line about a drug or an allergy, by the place in the record that it ends with
_OF_DRUGS = re.compile(r"\(entry \d+ (Medication|AllergyIntolerance|medication\.|allergy\.)")


def alert_page(library: Library, verdict: Verdict) -> Page:
    """The short form of a verdict."""
    order = " ".join(part for part in (named(library, verdict.drug), verdict.dose) if part)
    flags = [flag for flag in verdict.red_flags if flag.answer == "yes"]
    groups = alerts(verdict)
    down = _way_down(library, verdict)
    quiet = not groups and not flags and not down and verdict.verdict == "ok"
    foot = Paragraph(Said(_foot(library, verdict)), "quiet")
    unread = _unread(library, verdict)
    if quiet:
        said = Paragraph(Said(f"{capital(order)}: {_safe(library, verdict)}"))
        return Page(title="", subtitle="", first=(said, *unread, foot))
    blocks: tuple[Block, ...] = (
        *(card(library, flag) for flag in flags if pressing(flag)),
        *down,
        *(
            Section(
                capital(_group(library, title)), bullets(_alert(library, title, reason) for reason in reasons)
            )
            for title, reasons in groups
        ),
        *(card(library, flag) for flag in flags if not pressing(flag)),
        *paragraph(_open(library, verdict)),
        *paragraph(_idea(library, verdict)),
        *paragraph(_limit(library, verdict), verdict.limits.cite),
        *unread,
        foot,
    )
    page = Page(
        title=library.say("alerts.title", order=order, verdict=_verdict(library, verdict)),
        subtitle="",
        first=blocks,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, cited(blocks)),
    )
    return tidied(library, page)


def _way_down(library: Library, verdict: Verdict) -> tuple[Block, ...]:
    """How the drug is stepped down, where that is what the order means."""
    drug = library.drugs.get(verdict.drug)
    if verdict.intent not in ("stop", "reduce") or drug is None or drug.taper is None:
        return ()
    return (Paragraph(Said(stopped(verdict.says), cites(drug.taper.cite)), "caution"),)


def _unread(library: Library, verdict: Verdict) -> tuple[Block, ...]:
    """That something on record could not be read, so that it was not checked; drugs and allergies by their names."""
    if not verdict.unread:
        return ()
    drugs = dict.fromkeys(line.partition(":")[0] for line in verdict.unread if _OF_DRUGS.search(line))
    says = library.say(
        "alerts.unread" if len(verdict.unread) > 1 else "alerts.unread_one", n=str(len(verdict.unread))
    )
    if drugs:
        says = f"{says} {library.say('alerts.unread_drugs', list=_first(library, list(drugs)))}"
    return (Paragraph(Said(says), "caution"),)


def alerts(verdict: Verdict) -> tuple[tuple[str, tuple[Reason, ...]], ...]:
    """The reasons by what may come of them (else by what they ask for), the gravest group first, nothing twice.

    What waits for an answer is not among them. A lesser reason that rests on nothing but what a graver one of the same
    consequences has named already is left out.
    """
    found: dict[str, list[Reason]] = {}
    seen: set[str] = set()
    for reason in verdict.reasons:  # already worst first
        if (reason.severity in _OPEN and reason.act != "repeat") or reason.says in seen:
            continue
        seen.add(reason.says)
        told = [graver for group in found.values() for graver in group]
        if not any(_covers(graver, reason) for graver in told):
            found.setdefault(reason.consequence[0] if reason.consequence else reason.act, []).append(reason)
    return tuple((title, tuple(reasons)) for title, reasons in found.items())


def _covers(graver: Reason, reason: Reason) -> bool:
    return (
        bool(reason.consequence and reason.because)
        and graver.severity != reason.severity
        and set(reason.consequence) <= set(graver.consequence)
        and set(reason.because) <= set(graver.because)
    )


def _group(library: Library, title: str) -> str:
    return library.texts.get(f"consequence.{title}", "") or _act(library, title)


def _alert(library: Library, title: str, reason: Reason) -> Said:
    told = " ".join(stopped(part) for part in (reason.says, reason.do) if part)
    if reason.because:
        told = f"{told} {library.say('alerts.on_record', list='; '.join(reason.because))}"
    label = "" if title == reason.act else capital(_act(library, reason.act))
    return Said(told, reason.cite, label)


def _act(library: Library, act: str) -> str:
    return library.texts.get(f"act.{act}", act.replace("_", " "))


def _verdict(library: Library, verdict: Verdict) -> str:
    return library.say(f"page.severity_{verdict.verdict}")


def _safe(library: Library, verdict: Verdict) -> str:
    n = str(len(verdict.checked))
    told = library.say("alerts.none" if n != "1" else "alerts.none_one", n=n)
    parts = (told, _open(library, verdict), _idea(library, verdict), _limit(library, verdict))
    return " ".join(part for part in parts if part)


def _open(library: Library, verdict: Verdict) -> str:
    """What must be known first, else what is to be confirmed: the first names and how many more."""
    must = list(dict.fromkeys(name_of(library, ask.fact) for ask in verdict.ask if ask.must))
    rest = list(dict.fromkeys(name_of(library, ask.fact) for ask in verdict.ask if not ask.must))
    unread = [
        reason.says
        for reason in verdict.reasons
        if reason.severity in _OPEN and reason.act == "ask" and not must
    ]
    parts = [*dict.fromkeys(unread)]
    if must:
        parts.append(library.say("alerts.must", list=_first(library, must)))
    if rest:
        parts.append(library.say("alerts.confirm", list=_first(library, rest)))
    return " ".join(parts)


def _first(library: Library, names: list[str]) -> str:
    told = listed(names[:MOST_OPEN])
    more = len(names) - MOST_OPEN
    return told if more <= 0 else library.say("page.and_more", text=told, n=str(more))


def _idea(library: Library, verdict: Verdict) -> str:
    if not verdict.indication:
        return "" if verdict.intent in ("stop", "reduce") else library.say("alerts.idea_open")
    word = library.say(f"page.appropriate_{verdict.appropriateness}")
    return library.say("alerts.idea", text=word, says=verdict.appropriateness_says)


def _limit(library: Library, verdict: Verdict) -> str:
    limits = verdict.limits
    most = amount(library, limits.max_daily_dose, limits.doses_per_day)
    start = amount(library, limits.start_daily_dose, limits.start_doses_per_day)
    parts = [library.say("alerts.most", amount=most) if most else ""]
    if start and verdict.intent == "start":
        parts.append(library.say("alerts.start", amount=start))
    return " ".join(part for part in parts if part)


def _foot(library: Library, verdict: Verdict) -> str:
    reviewed = "" if verdict.reviewed else library.say("alerts.unreviewed")
    told = library.say(
        "alerts.foot",
        date=verdict.settings.as_of,
        text_place=verdict.settings.jurisdiction,
        n=str(len(verdict.not_checked)),
    )
    return " ".join(
        part for part in (told, reviewed, library.say("page.version", version=library.version)) if part
    )
