"""One offer in full: why, dose and calendar, benefit and harm, cautions, what to check, watch, and how to stop."""

from __future__ import annotations

from painpath.edges.document.page import Block, Icons, Said, Section, Steps, Table
from painpath.edges.document.parts import (
    amount,
    bullets,
    capital,
    pairs,
    paragraph,
    per_day,
    question,
    reason,
    section,
    watermark,
)
from painpath.facts import parse_quantity
from painpath.library import Library
from painpath.planning.calendar import sizes_of, strengths_of
from painpath.planning.dosing import say_amount
from painpath.planning.result import Amount, Benefit, CalendarDay, Offer

_NEAR = 1e-6
#: no place: the strengths of every market
_ANYWHERE = ""


def offer_section(library: Library, offer: Offer) -> Section:
    """Everything needed to start, follow and stop one treatment."""

    drug = bool(offer.calendar or offer.dose)
    rows = [
        (
            library.say("page.why"),
            [Said(offer.recommendation_says, offer.cite), *(Said(text) for text in offer.tie_breakers)],
        ),
        (library.say("page.action"), [Said(offer.action, offer.cites.get("action", ()))]),
        (library.say("page.label"), [Said(offer.label_status)] if drug else []),
        (library.say("page.start_by"), [Said(offer.start_by)]),
        (library.say("page.most"), [Said(_most(library, offer), offer.limits.cite)]),
        (library.say("page.pieces"), [Said(first_dose_words(library, offer))]),
        (library.say("page.how"), [Said(text) for text in offer.how]),
    ]
    after = [
        (library.say("title.driving"), [Said(offer.driving, offer.cites.get("driving", ()))]),
        (library.say("page.pregnancy"), [Said(offer.pregnancy, offer.cites.get("pregnancy", ()))]),
        (library.say("page.supply"), [Said(offer.supply, offer.cites.get("supply", ()))]),
        (library.say("page.trial"), [Said(text, offer.cites.get("trial", ())) for text in offer.trial]),
        (library.say("page.stopping"), [Said(offer.stop_rule, offer.cites.get("stop_rule", ()))]),
        (library.say("page.patient_words"), [Said(offer.says_patient)]),
    ]
    return Section(
        capital(offer.name),
        (
            *([] if offer.reviewed else watermark(library, [offer.name])),
            *pairs(rows),
            *calendar(library, offer),
            *section(library.say("title.benefit"), *(effect(library, offer.name, b) for b in offer.benefit)),
            *section(
                library.say("title.harm"),
                bullets(Said(harm.says, harm.cite) for harm in offer.harm),
                section(
                    library.say("page.compare_common"),
                    bullets(Said(item.says, item.cite) for item in offer.adverse),
                ),
            ),
            *section(library.say("page.cautions"), bullets(reason(library, why) for why in offer.cautions)),
            *section(
                library.say("title.checklist"), bullets(question(library, ask) for ask in offer.checklist)
            ),
            *section(
                library.say("title.monitor"), bullets(Said(item.says, item.cite) for item in offer.monitor)
            ),
            *pairs(after),
        ),
        folded=True,
    )


def _most(library: Library, offer: Offer) -> str:
    limits = offer.limits
    parts = []
    if limits.max_daily_dose is not None:
        most = amount(library, limits.max_daily_dose, limits.doses_per_day)
        parts.append(library.say("page.most_daily", amount=most))
    if limits.doses_per_day is not None:
        rare = limits.doses_per_day < 1
        n = f"{1 / limits.doses_per_day:.0f}" if rare else f"{limits.doses_per_day:g}"
        parts.append(library.say("page.most_rare" if rare else "page.most_times", n=n))
    parts += [text for text in (capital(limits.says), capital(limits.supplement)) if text]
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)


def without_pieces(library: Library, offer: Offer) -> bool:
    """Whether the first dose reckoned for this person is smaller than any piece of it that is known here."""
    limits, drug = offer.limits, library.drugs.get(offer.id)
    if drug is None or limits.start_daily_dose is None or not limits.start_doses_per_day:
        return False
    once = limits.start_daily_dose.value / limits.start_doses_per_day
    sizes = sizes_of(limits.start_daily_dose.unit, strengths_of(library, drug, _ANYWHERE))
    return bool(sizes) and min(sizes) > once + _NEAR and not _as_reckoned(offer)


def _as_reckoned(offer: Offer) -> bool:
    """Whether the calendar begins with the very dose that was reckoned (half a tablet may make it)."""
    start = offer.limits.start_daily_dose
    first = parse_quantity(offer.calendar[0].total) if offer.calendar else None
    return start is not None and first is not None and abs(first.low - start.value) < _NEAR


def first_dose_words(library: Library, offer: Offer) -> str:
    """What became of a first dose that no whole piece makes."""
    reckoned = offer.limits.start_daily_dose
    if reckoned is None or not without_pieces(library, offer):
        return ""
    said = say_amount(Amount(round(reckoned.value, 1), reckoned.unit))
    return library.say("page.rounded" if offer.calendar else "page.no_pieces", amount=said)


def calendar(library: Library, offer: Offer) -> tuple[Block, ...]:
    """The titration: a table with dates and existing strengths, and the same as a staircase."""
    if not offer.calendar:
        return ()
    head = tuple(library.say(f"page.calendar_{word}") for word in ("from", "take", "times", "total"))
    rows = tuple(
        (Said(day.from_date), Said(day.take), Said(per_day(library, day.times_per_day)), Said(_total(day)))
        for day in offer.calendar
    )
    table = Table(library.say("page.calendar_caption", drug=capital(offer.name)), head, rows)
    chart = _staircase(library, offer.name, offer.calendar)
    after = paragraph(library.say("dose.hold_if")) if len(offer.calendar) > 1 else ()
    return (Section(library.say("title.calendar"), (table, *chart, *after)),)


def _total(day: CalendarDay) -> str:
    """The amount of a day; of doses rarer than daily the one dose, whose interval stands beside it."""
    return day.total if day.times_per_day >= 1 else day.amount


def _staircase(library: Library, name: str, days: tuple[CalendarDay, ...]) -> tuple[Block, ...]:
    points: list[tuple[int, float, str]] = []
    for day in days:
        total = parse_quantity(day.total)
        if total is None:
            return ()
        points.append((day.day, total.low, day.total))
    if len(points) < 2:
        return ()
    words = "; ".join(library.say("page.staircase_step", n=str(day), total=label) for day, _, label in points)
    width = points[-1][0] - points[0][0]
    return (
        Steps(
            library.say("page.staircase", drug=name, text=words),
            tuple(points),
            points[-1][0] + max(width // 4, 3),
        ),
    )


def effect(library: Library, name: str, found: Benefit) -> tuple[Block, ...]:
    """One measured benefit: in words, and as a hundred people where both figures are known."""
    words = paragraph(found.says, found.cite)
    if found.drug_percent is None or found.control_percent is None:
        return words
    rows = (
        (library.say("page.icons_with", n=f"{found.drug_percent:.0f}", drug=name), found.drug_percent),
        (library.say("page.icons_without", n=f"{found.control_percent:.0f}"), found.control_percent),
    )
    return (*words, Icons(found.says, rows))
