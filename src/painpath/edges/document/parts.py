"""Pieces that several pages share: questions, red-flag cards, reasons, settings, the line of intended use."""

from __future__ import annotations

import re
from collections.abc import Iterable

from painpath.assessment.result import Ask, Assessment, RedFlag
from painpath.assessment.words import name_of
from painpath.edges.document.page import Block, Box, Bullets, Pairs, Paragraph, Said, Section, Tone
from painpath.edges.document.wording import each_once, spelled, stopped
from painpath.library import Library, Settings
from painpath.planning.result import Amount, Reason


def named(library: Library, ident: str) -> str:
    """What an id is called: a cause, treatment, guideline, fact, or (for a rule) its id in words; prose stays prose."""
    if ident in library.causes:
        return library.causes[ident].name
    for kind in (library.drugs, library.therapies, library.guidelines, library.substances, library.classes):
        if ident in kind:
            return kind[ident].name
    if ident in library.facts or ident.startswith("medication."):
        return name_of(library, ident)
    return ident if " " in ident else spelled(ident)


def is_name(text: str) -> bool:
    """Whether a text names something; a longer one, or one with a full stop, is a sentence about it."""
    return len(text) <= 60 and not text.endswith(".")


def capital(text: str) -> str:
    """With a capital first letter, the rest as it is (unlike `str.capitalize`, which would spell dn4)."""
    return text[:1].upper() + text[1:]


def opening(text: str) -> str:
    """The first sentence; two where the first is only a heading."""
    sentences = re.split(r"(?<=[.!?]) +", text)
    return sentences[0] if len(sentences[0]) > 40 else " ".join(sentences[:2])


def listed(names: Iterable[str], none: str = "") -> str:
    """Names in one line, each once."""
    return ", ".join(dict.fromkeys(names)) or none


def bullets(items: Iterable[Said], *, numbered: bool = False) -> tuple[Block, ...]:
    """A list, or nothing at all when there is nothing to list."""
    kept = each_once(tuple(items))
    return (Bullets(kept, numbered),) if kept else ()


def counted(library: Library, key: str, n: int) -> str:
    """A message about a number of things; one of them has a message of its own."""
    return library.say(f"page.{key}_one" if n == 1 else f"page.{key}", n=str(n))


def per_day(library: Library, times: float | None) -> str:
    """How many doses a day; said as one in so many days where they are rarer."""
    if times is None:
        return ""
    return f"{times:g}" if times >= 1 else library.say("page.one_in_days", n=f"{1 / times:.0f}")


def section(title: str, *blocks: Iterable[Block], folded: bool = False) -> tuple[Block, ...]:
    """A section, or nothing at all when nothing stands in it."""
    kept = tuple(block for some in blocks for block in some)
    return (Section(title, kept, folded),) if kept else ()


def paragraph(text: str, cite: tuple[str, ...] = ()) -> tuple[Block, ...]:
    """A paragraph, or nothing when there is nothing to say."""
    return (Paragraph(Said(text, cite)),) if text else ()


def pairs(rows: Iterable[tuple[str, Iterable[Said]]]) -> tuple[Block, ...]:
    """Labelled rows without the empty ones."""
    kept = tuple(
        (label, found) for label, values in rows if (found := tuple(v for v in values if v.text or v.label))
    )
    return (Pairs(kept),) if kept else ()


def amount(library: Library, value: Amount | None, times: float | None) -> str:
    """A daily quantity as it is printed, empty when there is none; of doses rarer than daily the one dose."""
    if value is None:
        return ""
    if times is None or times >= 1:
        return library.say("page.amount_daily", amount=f"{value.value:g} {value.unit}")
    days = 1 / times
    return library.say("page.amount_rare", amount=f"{value.value * days:g} {value.unit}", n=f"{days:.0f}")


def question(library: Library, ask: Ask) -> Said:
    """A question with who can answer it and what the answer would settle; a bar of a trial has no name to print."""
    who = library.say(f"page.who_{ask.who}")
    bars = library.rules_of("n_of_1_bar")
    settles = [named(library, what) for what in ask.settles if what != "status" and what not in bars]
    if "status" in ask.settles:
        settles.insert(0, library.say("page.settles_status"))
    short = [what for what in settles if is_name(what)]
    if not short:
        return Said(library.say("page.question", question=ask.question, who=who))
    return Said(library.say("page.question_settles", question=ask.question, who=who, settles=listed(short)))


def split_screen(library: Library, asks: tuple[Ask, ...]) -> tuple[tuple[Ask, ...], tuple[Ask, ...]]:
    """The questions of the short screen for red flags, and the others, each in its order."""
    screen = tuple(ask for ask in asks if ask.must and any(what in library.rules for what in ask.settles))
    return screen, tuple(ask for ask in asks if ask not in screen)


def status_tone(status: str) -> Tone:
    """How loud a status is."""
    match status:
        case "stop_and_refer":
            return "danger"
        case "ready":
            return "good"
        case _:
            return "caution"


def nothing_known(found: Assessment) -> bool:
    """Whether nothing is on record but who the patient is."""
    record = found._asking.record
    return not record.courses and all(fact.startswith("patient.") for fact in record.readings)


def pressing(flag: RedFlag) -> bool:
    """Whether a red flag is for now or today; the others get a calmer box."""
    return flag.urgency in ("now", "today")


def open_danger(library: Library, found: Assessment) -> tuple[Block, ...]:
    """The danger questions that were answered yes without settling any danger; nothing where there are none."""
    if not found.open_dangers:
        return ()
    lines = [
        Said(
            library.say(
                "page.danger_open_asks", says=danger.says, list=listed(named(library, f) for f in danger.ask)
            )
            if danger.ask
            else f"{danger.says}."
        )
        for danger in found.open_dangers
    ]
    lead = paragraph(library.say("page.danger_open_lead"))
    return (Box("caution", library.say("page.danger_open"), (*lead, *bullets(lines))),)


def card(library: Library, flag: RedFlag) -> Block:
    """One red flag that is true: what it is, whom to call, what to say, what to do until then."""
    rows: list[tuple[str, list[Said]]] = [
        (library.say("page.card_whom"), [Said(flag.whom)]),
        (library.say("page.card_contacts"), [Said(contact) for contact in flag.contacts]),
        (library.say("page.card_say"), [Said(flag.say)]),
        (library.say("page.card_meanwhile"), [Said(flag.meanwhile)]),
        (library.say("page.because"), [Said(text) for text in flag.because]),
    ]
    refer = (
        flag.id in library.rules and library.rules[flag.id].kind != "red_flag"
    )  # no danger: another clinic
    title = (
        library.say("page.card_refer")
        if refer
        else library.say("page.card_title", urgency=library.say(f"page.urgency_{flag.urgency or 'none'}"))
    )
    tone: Tone = "danger" if pressing(flag) else "caution"
    # Numbers of a crisis line are for somebody in need who may read this: say that nobody watches here.
    watched = paragraph(library.say("plan.not_watched")) if flag.contacts else ()
    return Box(tone, title, (*paragraph(flag.says, flag.cite), *pairs(rows), *watched))


def reason(library: Library, why: Reason, *, with_because: bool = True) -> Said:
    """A reason in one line: how grave, what it says, what to do, and what on record it rests on."""
    parts = [why.says.rstrip()]
    if why.do:
        parts.append(why.do)
    if why.because and with_because:
        parts.append(library.say("page.on_record", list="; ".join(why.because)))
    return Said(" ".join(stopped(part) for part in parts), why.cite, severity(library, why))


def severity(library: Library, why: Reason) -> str:
    """How grave a reason is, in words, with what to do for this intent."""
    grave = library.say(f"page.severity_{why.severity}")
    act = library.texts.get(f"act.{why.act}", "") if why.act else ""
    return f"{grave}, {act}" if act and act.lower() != grave.lower() else grave


def settings_line(library: Library, settings: Settings) -> str:
    """The settings in one line."""
    complete = (
        *settings.assume_complete,
        *(library.say("page.stated", list=name) for name in settings.stated_complete),
    )
    refused = (library.say("page.refused", list=name) for name in settings.refused_complete)
    assumed = listed((*complete, *refused), library.say("page.nothing"))
    guideline = library.guidelines.get(settings.guideline)
    return library.say(
        "plan.settings",
        date=settings.as_of,
        text_guideline=settings.guideline if guideline is None else guideline.name,
        text_jurisdiction=settings.jurisdiction,
        list_assumed=assumed,
    )


def intended(library: Library, intended_use: str, version: str) -> tuple[Block, ...]:
    """The line of intended use that stands on every result, with the version of the knowledge."""
    return (Paragraph(Said(f"{intended_use} {library.say('page.version', version=version)}"), "quiet"),)


def watermark(library: Library, unreviewed: Iterable[str]) -> tuple[Block, ...]:
    """The line for entries that no named clinician has reviewed."""
    names = listed(unreviewed)
    return (
        (Paragraph(Said(library.say("plan.not_reviewed", list_entries=names)), "caution"),) if names else ()
    )


def unread_section(library: Library, unread: tuple[str, ...]) -> tuple[Block, ...]:
    """What came in and was not understood."""
    lead = paragraph(counted(library, "unread_lead", len(unread))) if unread else ()
    return section(library.say("title.unread"), lead, bullets(Said(line) for line in unread), folded=True)
