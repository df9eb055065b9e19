"""Papers that leave the clinic: a leaflet for the patient, prescription lines, and a note to paste into a record.

Only what the plan offers now is written down; what is held or excluded gets no paper. No name or number of a person is
on any of them: the clinic's own system adds these.
"""

from __future__ import annotations

from datetime import date

import msgspec

from painpath.edges.document.offer_section import first_dose_words
from painpath.edges.document.page import Block, Box, Page, Paragraph, Said, Section, Table, cited
from painpath.edges.document.parts import amount, bullets, capital, intended, named, pairs, paragraph, section
from painpath.edges.document.sources import source_lines
from painpath.edges.document.wording import stopped
from painpath.facts import Record
from painpath.library import Library
from painpath.planning.first_step import begun_first
from painpath.planning.goals import goals
from painpath.planning.prescription import Line, prescription, times_words
from painpath.planning.result import Goal, Offer, Plan, Review
from painpath.planning.review_day import review_of
from painpath.planning.taper import TaperPlan, taper_plan

_MOST_EFFECTS = 6


class Choice(msgspec.Struct, frozen=True):
    """What goes on the papers: treatments to begin, drugs to step down, and when to judge what is begun."""

    offers: tuple[Offer, ...]
    review: Review | None = None
    goals: tuple[Goal, ...] = ()
    tapers: tuple[TaperPlan, ...] = ()
    unknown: tuple[str, ...] = ()
    not_offered: tuple[tuple[str, str], ...] = ()


class Papers(msgspec.Struct, frozen=True):
    """What the papers say, for other programs: what is begun, its prescription lines, what is stepped down, review."""

    begun: tuple[Offer, ...]
    prescription: dict[str, tuple[Line, ...]]
    tapers: tuple[TaperPlan, ...]
    review: Review | None


def papers(library: Library, choice: Choice) -> Papers:
    """The content of the papers as values."""
    return Papers(choice.offers, lines_of(library, choice), choice.tapers, choice.review)


def chosen(
    library: Library, plan: Plan, record: Record, wanted: tuple[str, ...], stop: tuple[str, ...]
) -> Choice:
    """The offers wanted (without a wish: the first drug offered and the chosen elements) and the ways down.

    The review and the goals are dated by what is begun here, which need not be what the plan names first.
    """
    offers = {offer.id: offer for offer in plan.offered}
    if wanted:
        names = wanted
    else:
        first = (offer.id for offer in begun_first(plan.offered))
        names = (*first, *(element.option for element in plan.elements))
    missing = tuple(name for name in names if name not in offers)
    begins = date.fromordinal(record.as_of)
    tapers: list[TaperPlan] = []
    unknown: list[str] = []
    for drug in stop:
        ways = [
            taper_plan(library, course, begins, plan.settings.jurisdiction)
            for course in record.courses_of(drug)
        ]
        known = [way for way in ways if way is not None]
        tapers += known[:1]
        unknown += [] if known else [drug]
    begun = tuple(offers[name] for name in dict.fromkeys(names) if name in offers)
    review = review_of(library, begun)
    return Choice(
        begun,
        review,
        goals(plan.assessment._asking, library, "" if review is None else review.on),
        tuple(tapers),
        tuple(unknown),
        tuple((name, _why_not(plan, name)) for name in missing),
    )


def _why_not(plan: Plan, name: str) -> str:
    if any(item.id == name for item in plan.held):
        return "held"
    return (
        "excluded"
        if any(item.id == name for item in plan.excluded)
        else "stopped"
        if plan.urgent
        else "other"
    )


def lines_of(library: Library, choice: Choice) -> dict[str, tuple[Line, ...]]:
    """The prescription lines of every chosen drug, up to its review."""
    until = choice.review.on if choice.review is not None else ""
    return {offer.id: prescription(library, offer, until) for offer in choice.offers if offer.calendar}


def prescription_page(library: Library, plan: Plan, choice: Choice) -> Page:
    """The prescription lines as a table for each drug."""
    head = tuple(library.say(f"page.prescription_{word}") for word in ("product", "sig", "quantity"))
    blocks: list[Block] = []
    for offer in choice.offers:
        lines = lines_of(library, choice).get(offer.id, ())
        rows = tuple(
            (Said(capital(one.product)), Said(one.sig), Said(_quantity(library, one))) for one in lines
        )
        if rows:
            supply = paragraph(offer.supply, offer.cites.get("supply", ()))
            blocks.append(Section(capital(offer.name), (Table("", head, rows), *supply)))
        else:
            blocks += section(capital(offer.name), paragraph(first_dose_words(library, offer)))
    blocks += _ways_down(library, choice)
    return _page(library, plan, library.say("page.prescription_title"), (tuple(blocks), _foot(library, plan)))


def _quantity(library: Library, line: Line) -> str:
    return library.say("page.prescription_open") if line.quantity is None else str(line.quantity)


def _ways_down(library: Library, choice: Choice) -> list[Block]:
    """What is stepped down beside the new, with its dates."""
    head = (library.say("page.calendar_from"), library.say("page.taper_most"))
    blocks: list[Block] = []
    for way in choice.tapers:
        rows = tuple((Said(day.from_date), Said(day.total)) for day in way.days)
        least = library.say("page.taper_not_before", date=way.not_before) if way.not_before else ""
        blocks.append(
            Section(
                library.say("page.taper_title", drug=way.name),
                (
                    *paragraph(capital(way.says), way.cite),
                    *((Table("", head, rows),) if rows else ()),
                    *paragraph(pieces_words(library, way)),
                    *paragraph(least),
                ),
            )
        )
    return blocks


def pieces_words(library: Library, way: TaperPlan) -> str:
    """What the pieces that a pharmacy has do to the totals of a way down."""
    if not way.in_pieces:
        return library.say("page.taper_pieces")
    return library.say("page.taper_rounded") if way.rounded else ""


def leaflet_page(library: Library, plan: Plan, choice: Choice) -> Page:
    """The leaflet: what it is, how it is taken, what may be felt, when to call; in plain words."""
    calls = bullets(Said(said.says) for said in plan.safety_net)
    asks = {element.option: element.asks for element in plan.elements}
    blocks: list[Block] = [_about(library, offer, asks.get(offer.id, "")) for offer in choice.offers]
    blocks += _ways_down(library, choice)
    if choice.review is not None:
        blocks += section(
            library.say("title.review"), paragraph(library.say("leaflet.review", date=choice.review.on))
        )
    blocks.append(Box("danger", library.say("title.safety_net"), calls))
    foot = (Paragraph(Said(library.say("leaflet.made_with", text=library.version)), "quiet"),)
    return _page(library, plan, library.say("leaflet.title"), (tuple(blocks), foot))


def _about(library: Library, offer: Offer, asks: str) -> Section:
    head = tuple(library.say(f"page.calendar_{word}") for word in ("from", "take", "times"))
    rows = tuple(
        (Said(day.from_date), Said(day.take), Said(times_words(library, day.times_per_day)))
        for day in offer.calendar
    )
    felt = [Said(item.id, item.cite) for item in offer.adverse if not item.id.startswith("stopped")]
    drug = bool(offer.calendar)
    return Section(
        capital(offer.name),
        (
            *paragraph(offer.says_patient or offer.action),
            *paragraph("" if drug else first_dose_words(library, offer)),
            *section(
                library.say("leaflet.how"),
                (Table("", head, rows),) if rows else (),
                bullets(_how(offer)) if drug else paragraph(capital(asks)),
            ),
            *(paragraph(library.say("dose.hold_if")) if len(rows) > 1 else ()),
            *section(library.say("leaflet.felt"), bullets(felt[:_MOST_EFFECTS])),
            *pairs(
                [
                    (library.say("title.driving"), [Said(capital(offer.driving))] if offer.driving else []),
                    (library.say("page.stopping"), [Said(capital(offer.stop_rule))] if drug else []),
                    (library.say("page.pregnancy"), [Said(library.say("leaflet.pregnancy"))] if drug else []),
                ]
            ),
        ),
    )


def _how(offer: Offer) -> list[Said]:
    return [Said(capital(text)) for text in offer.how]


def note_page(library: Library, plan: Plan, choice: Choice) -> Page:
    """A note to paste: what was found, what is offered and begun, what is open, when to look again."""
    cause = named(library, plan.indication) if plan.indication else library.say("note.no_cause")
    grade = plan.assessment.grade
    blocks: list[Block] = [
        *paragraph(f"{capital(cause)}. {library.say(f'grade.{grade}')}"),
        *section(
            library.say("note.flags"),
            bullets(Said(flag.says) for flag in plan.urgent) or paragraph(library.say("note.no_flags")),
        ),
        *section(library.say("note.begun"), bullets(_begun(library, choice))),
        *_ways_down(library, choice),
        *section(
            library.say("title.goals"),
            bullets(Said(goal.says) for goal in choice.goals if goal.target),
        ),
        *section(library.say("note.open"), bullets(Said(ask.question) for ask in plan.ask if ask.must)),
        *section(library.say("title.review"), paragraph("" if choice.review is None else choice.review.says)),
    ]
    return _page(library, plan, library.say("note.title"), (tuple(blocks), _foot(library, plan)))


def _begun(library: Library, choice: Choice) -> list[Said]:
    found = []
    lines = lines_of(library, choice)
    for offer in choice.offers:
        steps = "; ".join(f"{one.product}: {one.sig}" for one in lines.get(offer.id, ()))
        most = amount(library, offer.limits.max_daily_dose, offer.limits.doses_per_day)
        limit = library.say("note.most", amount=most) if most else ""
        no_dose = "" if offer.calendar else first_dose_words(library, offer)
        found.append(
            Said(
                " ".join(stopped(part) for part in (steps, limit, no_dose) if part) or offer.action,
                (),
                capital(offer.name),
            )
        )
    return found


def _foot(library: Library, plan: Plan) -> tuple[Block, ...]:
    return intended(library, plan.intended_use, plan.knowledge_version)


def _page(
    library: Library, plan: Plan, title: str, parts: tuple[tuple[Block, ...], tuple[Block, ...]]
) -> Page:
    blocks, foot = parts
    whole = (*(blocks or paragraph(library.say("leaflet.nothing"))), *foot)
    return Page(
        title=title,
        subtitle=library.say("leaflet.made", date=plan.settings.as_of),
        first=whole,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, cited(whole)),
    )
