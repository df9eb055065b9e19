"""The papers of a trial in one patient: its design as a page, the patient's sheet, the sheet for the pharmacist.

The patient's sheet never says which period holds what; the key stands on the pharmacist's alone.
"""

from __future__ import annotations

from datetime import date, timedelta

from painpath.edges.document.page import Block, Page, Paragraph, Said, Section, Table, cited
from painpath.edges.document.parts import (
    bullets,
    capital,
    card,
    intended,
    pairs,
    paragraph,
    question,
    section,
    settings_line,
    unread_section,
)
from painpath.edges.document.sources import source_lines
from painpath.followup.trial_form import Arm, Design, DoseStep, Period
from painpath.library import Library
from painpath.planning.dosing import say_amount


def design_page(library: Library, design: Design) -> Page:
    """The whole design, or why there is none; with the key only where the design holds it."""
    first: list[Block] = [
        Paragraph(Said(design.status_says), "good" if design.status == "ready" else "caution"),
        *(card(library, flag) for flag in design.red_flags),
        *section(
            library.say("trial.why_not"), bullets(_bar(bar.says, bar.do, bar.cite) for bar in design.bars)
        ),
        *section(library.say("title.ask"), bullets(question(library, ask) for ask in design.ask)),
    ]
    if design.periods:
        first += [*_plan(library, design), *_rules(library, design)]
        if design.key is not None:
            first += paragraph(library.say("trial.not_blind"))
        if design.key is not None or design.kind == "reduction":
            first += _pharmacy(library, design)
    notes = bullets(Said(note.says, note.cite) for note in design.notes)
    first += [*section(library.say("trial.notes"), notes), *unread_section(library, design.unread)]
    title = library.say("trial.title_reduction" if design.kind == "reduction" else "trial.title")
    return _page(library, design, title, first)


def patient_page(library: Library, design: Design) -> Page:
    """What the patient needs: the dates, what to write down, when to stop, how it is decided. No key, no codes."""
    rows = tuple(
        (
            Said(str(period.number)),
            Said(period.first),
            Said(period.last),
            Said(_pack(library, design, period)),
        )
        for period in design.periods
    )
    head = tuple(library.say(f"trial.head_{word}") for word in ("number", "first", "last", "pack"))
    blocks: list[Block] = [
        *paragraph(_lead(library, design)),
        *_before(library, design),
        Section(library.say("trial.periods"), (Table("", head, rows),)),
        *_rules(library, design),
        *paragraph(library.say("plan.not_watched")),
    ]
    return _page(library, design, library.say("trial.title_patient"), blocks)


def pharmacist_page(library: Library, design: Design) -> Page:
    """What is in each period from day to day, and the key. To be kept from patient and prescriber until the end."""
    blocks: list[Block] = [
        Paragraph(Said(library.say("trial.keep_apart")), "caution"),
        *_pharmacy(library, design),
    ]
    return _page(library, design, library.say("trial.title_pharmacist"), blocks)


def _page(library: Library, design: Design, title: str, blocks: list[Block]) -> Page:
    whole = (*blocks, *intended(library, design.intended_use, design.knowledge_version))
    return Page(
        title=title,
        subtitle=library.say("trial.against", drug=capital(design.names[0]), text_other=design.names[1])
        if design.kind != "reduction"
        else capital(design.names[0]),
        first=whole,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, cited(whole)),
        foot=(settings_line(library, design.settings),),
    )


def _lead(library: Library, design: Design) -> str:
    if design.kind == "reduction":
        return library.say("trial.patient_lead_steps", drug=design.names[0])
    return library.say("trial.patient_lead", drug=design.names[0])


def _bar(says: str, do: str, cite: tuple[str, ...]) -> Said:
    return Said(f"{says} {do}".strip(), cite)


def _before(library: Library, design: Design) -> tuple[Block, ...]:
    lines = bullets(Said(one.says, (), f"{one.first} to {one.last}") for one in design.before)
    return section(library.say("trial.before"), lines)


def _plan(library: Library, design: Design) -> tuple[Block, ...]:
    """The dates: before the periods, the periods, what is judged of each."""
    words = (
        ("number", "pair", "first", "judged", "last")
        if design.pairs
        else ("number", "first", "judged", "last")
    )
    rows = []
    for period in design.periods:
        cells = [str(period.number), period.first, period.judged_from, period.last]
        if design.pairs:
            cells.insert(1, str(period.pair))
        rows.append(tuple(Said(cell) for cell in cells))
    lead = library.say(
        "trial.lengths" if design.pairs else "trial.lengths_steps",
        n=str(design.pairs),
        n_days=str(design.period_days),
        n_masked=str(design.masked_days),
        n_judged=str(design.judged_days),
    )
    head = tuple(library.say(f"trial.head_{word}") for word in words)
    why = [
        Said(one.says, one.cite, capital(arm.name))
        for arm in design.arms
        for one in arm.says
        if design.pairs or one.id != "at_dose"
    ]
    return (
        *_before(library, design),
        Section(library.say("trial.periods"), (*paragraph(lead), Table("", head, tuple(rows)))),
        *section(library.say("trial.why_so_long"), bullets(why)),
    )


def _rules(library: Library, design: Design) -> tuple[Block, ...]:
    """What is written down, when it stops, how it is decided."""
    measures = pairs((capital(one.name), (Said(one.says),)) for one in design.measures)
    stopping = bullets(Said(one.says, one.cite) for one in design.stopping)
    decision = bullets(Said(one.says, one.cite) for one in design.decision.says) if design.decision else ()
    return (
        *section(library.say("trial.measures"), measures),
        *section(library.say("trial.stopping"), stopping),
        *section(library.say("trial.decision"), decision),
    )


def _pack(library: Library, design: Design, period: Period) -> str:
    if design.kind == "reduction":
        return _dose(library, period.steps[0]) if period.steps else ""
    return library.say("trial.pack", n=str(period.number))


def _pharmacy(library: Library, design: Design) -> tuple[Block, ...]:
    """The key, and for each period what is given from which date."""
    blocks: list[Block] = []
    if design.key is not None:
        other = "B" if design.key.drug_is == "A" else "A"
        text = library.say(
            "trial.key",
            text_code=design.key.drug_is,
            drug=design.names[0],
            text_code_other=other,
            text_other=design.names[1],
            n=str(design.key.seed),
            text_order=library.say(f"trial.order_{design.key.order}"),
        )
        blocks += paragraph(text, ("carriere_2015_nof1 @ abstract", "ahrq_nof1_chapter_4 @ introduction"))
    head = tuple(library.say(f"trial.head_{word}") for word in ("number", "code", "from", "give"))
    rows = []
    for period in design.periods:
        for step in period.steps:
            begins = date.fromisoformat(period.first) + timedelta(days=step.day - 1)
            cells = (str(period.number), period.code, begins.isoformat(), _dose(library, step))
            rows.append(tuple(Said(cell) for cell in cells))
    blocks.append(Table(library.say("trial.given"), head, tuple(rows)))
    if design.kind == "on_off":
        blocks += paragraph(library.say("trial.placebo"))
    first: Arm | None = design.arms[0] if design.arms else None
    if first is not None and first.down:
        ways = "; ".join(
            library.say("trial.on_day", n=str(step.day), text=_dose(library, step)) for step in first.down
        )
        blocks += paragraph(library.say("trial.if_stopped", text=ways))
    return (Section(library.say("trial.pharmacy"), tuple(blocks)),)


def _dose(library: Library, step: DoseStep) -> str:
    """One line of what is given: how much of what, in which pieces."""
    if step.total is None:
        return library.say("trial.by_prescriber", drug=step.of) if step.of else library.say("trial.nothing")
    if step.total.value == 0:
        return library.say("trial.give_nothing", drug=step.of)
    if not step.take or step.times is None:
        return library.say("trial.give_total", drug=step.of, amount=say_amount(step.total))
    return library.say(
        "trial.give", drug=step.of, amount=say_amount(step.total), text=step.take, n=f"{step.times:g}"
    )
