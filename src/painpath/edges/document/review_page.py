"""The follow-up as a document: where things stand and what next on one page, numbers and pictures behind it.

Two statements stand apart on purpose: better than before, and better because of the treatment.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from painpath.criteria.explain import number
from painpath.edges.document.danger_box import dangerous
from painpath.edges.document.offer_section import effect
from painpath.edges.document.page import (
    Belief,
    Beliefs,
    Block,
    Box,
    Doses,
    Line,
    Page,
    Paragraph,
    Said,
    Section,
    Shade,
    Stretch,
    Table,
    Timeline,
    Tone,
    Week,
    cited,
)
from painpath.edges.document.parts import (
    bullets,
    capital,
    card,
    intended,
    listed,
    named,
    opening,
    pairs,
    paragraph,
    question,
    section,
    settings_line,
    status_tone,
    unread_section,
)
from painpath.edges.document.sources import source_lines
from painpath.edges.document.wording import tidied
from painpath.followup.result import (
    Attribution,
    Change,
    Interval,
    NextStep,
    Phase,
    PhaseKind,
    Review,
    Series,
    TreatmentReview,
    Tried,
)
from painpath.library import Library
from painpath.planning.dosing import say_amount
from painpath.planning.result import Amount

#: the pains that may be judged, the first that is there
_PAINS = ("pain.intensity_average", "pain.intensity_any")
_MOST_ASKED = 6
_MOST_OPTIONS = 4
_MOST_STEPS = 2
#: days without a word that the text leaves out; the picture shows them [d]
_SHORT = 3
_SCALE = 10.0
#: how a stretch of days is drawn
_KINDS: dict[PhaseKind, Shade] = {
    "before": "off", "titration": "rising", "at_target": "on", "below_target": "low", "gap": "off",
    "withdrawal": "leaving", "after": "off", "unknown": "unknown",
}  # fmt: skip


def review_page(library: Library, review: Review) -> Page:
    """The document of a review."""
    first = (
        *(card(library, flag) for flag in review.red_flags if flag.answer == "yes"),
        *dangerous(library, review.danger),
        *_now(library, review),
        *_timeline(library, review),
        *(block for one in review.treatments for block in _treatment(library, one, review.next)),
        *_next(library, review.next, review.review_on),
        *_tried(library, review.tried),
        *section(
            library.say("review_page.asks"),
            bullets(question(library, ask) for ask in review.ask[:_MOST_ASKED]),
        ),
        *intended(library, review.intended_use, review.knowledge_version),
    )
    details = (
        *(block for one in review.treatments for block in _details(library, one)),
        *_weeks(library, review.series),
        *_payers(library, review.tried),
        *_diary(library, review),
        *unread_section(library, review.unread),
    )
    page = Page(
        title=library.say("review_page.title"),
        subtitle=settings_line(library, review.settings),
        first=first,
        details_title=library.say("page.details"),
        details=details,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, cited((*first, *details))),
    )
    return tidied(library, page)


def _now(library: Library, review: Review) -> tuple[Block, ...]:
    """Where things stand and what next, in a box as loud as the next step."""
    lines = [Said(capital(said.says), said.cite) for said in review.says]
    steps = [_brief(library, step) for step in review.next[:_MOST_STEPS]]
    return (
        Box(
            _tone(review),
            library.say("review_page.now"),
            (
                *(() if review.status == "ready" else paragraph(review.status_says)),
                *bullets((*lines, *steps)),
            ),
        ),
    )


def _brief(library: Library, step: NextStep) -> Said:
    """A next step in its first sentence; the whole of it stands below."""
    label = f"{library.say('review_page.next')}: {library.say(f'review_step.{step.act}').lower()}"
    return Said(opening(step.says), step.cite, label)


def _tone(review: Review) -> Tone:
    """Calm only where the treatment goes on as it is."""
    acts = {step.act for step in review.next}
    if review.status != "ready" or not acts:
        return status_tone(review.status) if review.status != "ready" else "plain"
    return "good" if acts <= {"continue", "wait"} else "caution"


# ------------------------------------------------------------------------------------------------ the picture


def _timeline(library: Library, review: Review) -> tuple[Block, ...]:
    """Pain, and function where it was written down, above the doses of every treatment that is followed."""
    shown = [series for series in review.series if series.better == "lower" and series.points][:2]
    if not shown:
        return ()
    measures = " ".join(_in_words(library, series) for series in shown)
    doses = " ".join(filter(None, (_doses_in_words(library, one) for one in review.treatments)))
    says = library.say(
        "review_page.picture_says",
        text_measures=measures,
        text_doses=doses or library.say("review_page.none_taken"),
    )
    picture = Timeline(
        library.say("review_page.picture"),
        says,
        _SCALE,
        tuple(_line(series) for series in shown),
        tuple(
            Doses(capital(one.name), tuple(_stretch(phase, one.phases) for phase in one.phases))
            for one in review.treatments
        ),
        library.say("review_page.picture_scale"),
        _bar(next(iter(review.treatments), None)),
    )
    return section(library.say("review_page.picture"), (picture,), paragraph(says))


def _doses_in_words(library: Library, one: TreatmentReview) -> str:
    """The doses of one treatment: stretches of one kind together, without the few days that nobody wrote about."""
    told: list[tuple[PhaseKind, list[Phase]]] = []
    for phase in one.phases:
        if phase.kind in ("unknown", "gap") and phase.days <= _SHORT:
            continue
        if told and told[-1][0] == phase.kind:
            told[-1][1].append(phase)
        else:
            told.append((phase.kind, [phase]))
    words = [
        _stretch_words(library, kind, phases) for kind, phases in told if kind not in ("before", "after")
    ]
    return f"{capital(one.name)}: {'; '.join(words)}." if words else ""


def _in_words(library: Library, series: Series) -> str:
    means = [week.mean for week in series.weeks if week.mean is not None]
    if not means:
        return library.say("review_page.picture_line_none", text_name=capital(series.name))
    return library.say(
        "review_page.picture_line",
        text_name=capital(series.name),
        text_first=_one(means[0].value),
        text_last=_one(means[-1].value),
    )


def _line(series: Series) -> Line:
    return Line(
        series.name,
        tuple((_ordinal(point.day), point.value) for point in series.points),
        tuple(
            Week(_ordinal(week.first), _ordinal(week.last), week.mean.value, week.mean.low, week.mean.high)
            for week in series.weeks
            if week.mean is not None
        ),
    )


def _stretch(phase: Phase, phases: tuple[Phase, ...]) -> Stretch:
    most = max((one.dose.value for one in phases if one.dose is not None), default=0.0)
    share = None if phase.dose is None else phase.dose.value / most if most else 0.0
    if phase.dose is None and phase.kind in ("before", "after", "gap", "withdrawal"):
        share = 0.0
    label = "" if phase.dose is None or not phase.dose.value else say_amount(phase.dose)
    return Stretch(_KINDS[phase.kind], label, _ordinal(phase.first), _ordinal(phase.last), share)


def _stretch_words(library: Library, kind: PhaseKind, phases: list[Phase]) -> str:
    doses = list(
        dict.fromkeys(say_amount(one.dose) for one in phases if one.dose is not None and one.dose.value)
    )
    words = {
        "text_kind": library.say(f"review_page.{kind}"),
        "text_from": phases[0].first,
        "text_to": phases[-1].last,
    }
    if not doses:
        return library.say("review_page.stretch_none", **words)
    dose = doses[0] if len(doses) == 1 else library.say("review_page.doses", first=doses[0], last=doses[-1])
    return library.say("review_page.stretch", dose=dose, **words)


def _bar(treatment: TreatmentReview | None) -> tuple[float, str] | None:
    """The first bar of the first measure that can be drawn: where the value has to get to."""
    bars = (bar for change in (treatment.changes[:1] if treatment else ()) for bar in change.thresholds)
    return next(((bar.reach, bar.says) for bar in bars if bar.reach is not None), None)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


# ------------------------------------------------------------------------------------------------ one treatment


def _treatment(library: Library, one: TreatmentReview, told: tuple[NextStep, ...]) -> tuple[Block, ...]:
    """What is known of one treatment; its next steps where they are not those of the whole review (`told`)."""
    rows: list[tuple[str, list[Said]]] = []
    if one.dose is not None:
        rows.append((library.say("review_page.dose_now"), [Said(_a_day(one.dose))]))
    if one.attribution is not None:
        rows += _statements(library, one.attribution, one.limits)
        if (change := _without_two_weeks(one)) is not None:
            # Without a week before and one on it, the numbers would be those of trials, not of this person.
            rows = [
                (
                    key,
                    [Said(capital(change.says), change.cite)]
                    if key == library.say("review_page.better")
                    else said,
                )
                for key, said in rows
            ]
    else:
        rows.append(
            (
                library.say("review_page.better"),
                [Said(change.says, change.cite) for change in one.changes[:1]],
            )
        )
        rows.append((library.say("review_page.because"), [Said(text) for text in one.limits]))
    rows.append(
        (
            library.say("review_page.trial"),
            [
                Said(stand.says, stand.cite, library.say(f"review_page.reached_{stand.reached}"))
                for stand in one.trial
            ],
        )
    )
    rows.append(
        (
            library.say("review_page.harms"),
            [Said(f"{harm.says} {harm.do}".strip(), harm.cite) for harm in one.harms],
        )
    )
    rows.append((library.say("review_page.balance"), [Said(one.balance)]))
    if one.next != told:
        rows.append((library.say("review_page.next"), _steps(library, one.next)))
    title = f"{capital(one.name)}, {library.say(f'review_page.state_{one.state}')}"
    return section(title, pairs(rows))


def _without_two_weeks(one: TreatmentReview) -> Change | None:
    """The change of the pain where a week before the treatment or one on it is missing; else nothing."""
    found = {change.fact: change for change in reversed(one.changes)}  # of one fact the first: its own change
    change = next((found[fact] for fact in _PAINS if fact in found), None)
    return change if change is not None and change.points is None else None


def _statements(
    library: Library, found: Attribution, limits: tuple[str, ...]
) -> list[tuple[str, list[Said]]]:
    """The two statements, each with its chance and its range."""
    rows = []
    for key, chance, ranges in (
        ("better", found.p_better, found.better),
        ("because", found.p_because, found.because),
    ):
        lines = [
            Said(
                capital(
                    library.say(
                        "review_page.chance", text_percent=_percent(chance), n=number(found.meaningful)
                    )
                )
                + "; "
                + _range(library, ranges)
                + "."
            )
        ]
        if key == "because":
            lines.append(Said(library.say("review_page.share", n=f"{100 * found.own_share:.0f}"), found.cite))
            lines += [Said(capital(limit)) for limit in limits]
        rows.append((library.say(f"review_page.{key}"), lines))
    return rows


def _range(library: Library, ranges: tuple[Interval, ...]) -> str:
    middle = next((one for one in ranges if one.level == 0.8), ranges[0])
    return library.say(
        "review_page.range", low=_one(middle.low), high=_one(middle.high), n=_one(middle.value)
    )


def _steps(library: Library, steps: tuple[NextStep, ...]) -> list[Said]:
    found = []
    for step in steps:
        options = listed(named(library, name) for name in step.options[:_MOST_OPTIONS])
        more = f" {library.say('review_page.next_options', list=options)}" if options else ""
        found.append(Said(f"{step.says}{more}", step.cite, library.say(f"review_step.{step.act}")))
    return found


def _next(library: Library, steps: tuple[NextStep, ...], by: str) -> tuple[Block, ...]:
    when = paragraph(library.say("review_page.next_by", date=by)) if by else ()
    return section(library.say("review_page.next"), bullets(_steps(library, steps)), when)


def _tried(library: Library, tried: tuple[Tried, ...]) -> tuple[Block, ...]:
    if not tried:
        return ()
    head = tuple(
        library.say(f"review_page.tried_head_{word}")
        for word in ("drug", "when", "dose", "days", "pain", "outcome")
    )
    rows = tuple(
        (
            Said(capital(one.name)),
            Said(f"{one.first} - {one.last}".strip(" -")),
            Said("" if one.highest is None else _a_day(one.highest)),
            Said(
                library.say("review_page.days_unknown")
                if one.days_at_target is None
                else str(one.days_at_target)
            ),
            Said(", ".join("?" if mean is None else _one(mean.value) for mean in (one.before, one.best))),
            Said(one.reason or one.outcome),
        )
        for one in tried
    )
    return section(library.say("review_page.tried"), (Table("", head, rows),))


# ------------------------------------------------------------------------------------------------ details


def _details(library: Library, one: TreatmentReview) -> tuple[Block, ...]:
    blocks: tuple[Block, ...] = (
        *_changes(library, one.changes),
        *_phases(library, one.phases),
        *_belief(library, one),
        *section(
            library.say("review_page.hundred"),
            tuple(block for found in one.benefit[:1] for block in effect(library, one.name, found)),
        ),
        *section(
            library.say("review_page.surer"),
            bullets(Said(more.says) for more in (one.attribution.surer if one.attribution else ())),
        ),
    )
    return section(capital(one.name), blocks)


def _changes(library: Library, changes: tuple[Change, ...]) -> tuple[Block, ...]:
    if not changes:
        return ()
    head = tuple(
        library.say(f"review_page.change_head_{word}")
        for word in ("measure", "before", "now", "change", "bars")
    )
    rows = tuple(
        (
            Said(change.name, change.cite),
            Said(_mean(change.before)),
            Said(_mean(change.now)),
            Said(_moved(change)),
            Said(
                "; ".join(
                    f"{bar.says} {library.say(f'review_page.bar_{bar.passed}')}" for bar in change.thresholds
                )
            ),
        )
        for change in changes
    )
    said = bullets(Said(change.says) for change in changes)
    return section(library.say("review_page.changes"), (Table("", head, rows),), said)


def _phases(library: Library, phases: tuple[Phase, ...]) -> tuple[Block, ...]:
    if not phases:
        return ()
    head = tuple(
        library.say(f"review_page.phases_head_{word}") for word in ("kind", "from", "to", "days", "dose")
    )
    rows = tuple(
        (
            Said(capital(library.say(f"review_page.{phase.kind}"))),
            Said(phase.first),
            Said(phase.last),
            Said(str(phase.days)),
            Said("" if phase.dose is None else say_amount(phase.dose)),
        )
        for phase in phases
    )
    return section(library.say("review_page.phases"), (Table("", head, rows),))


def _belief(library: Library, one: TreatmentReview) -> tuple[Block, ...]:
    found = one.attribution
    if found is None:
        return ()
    before, now = _eighty(found.prior), _eighty(found.because)
    says = library.say(
        "review_page.belief_says",
        n_before=_one(before.value),
        low_before=_one(before.low),
        high_before=_one(before.high),
        n=_one(now.value),
        low=_one(now.low),
        high=_one(now.high),
    )
    rows = tuple(
        Belief(label, ranges[0].value, tuple((r.low, r.high) for r in ranges))
        for label, ranges in (
            (library.say("review_page.belief_prior"), found.prior),
            (library.say("review_page.belief_now"), found.because),
            (library.say("review_page.belief_better"), found.better),
        )
        if ranges
    )
    picture = Beliefs(
        library.say("review_page.belief"),
        says,
        rows,
        (library.say("review_page.belief_worse"), library.say("review_page.belief_axis")),
        (found.meaningful, library.say("review_page.belief_bar")),
    )
    said = bullets(Said(sentence.says, sentence.cite) for sentence in found.says)
    return section(
        library.say("review_page.belief"),
        (picture,),
        paragraph(says, found.cite),
        paragraph(found.prior_says),
        said,
    )


def _weeks(library: Library, series: tuple[Series, ...]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    head = tuple(library.say(f"review_page.weeks_head_{word}") for word in ("week", "days", "mean"))
    for one in series:
        rows = tuple(
            (Said(week.last), Said(str(week.days)), Said(_mean(week.mean))) for week in reversed(one.weeks)
        )
        if rows:
            blocks.append(Section(one.name, (Table("", head, rows),), folded=True))
    return section(library.say("review_page.weeks"), blocks)


def _payers(library: Library, tried: tuple[Tried, ...]) -> tuple[Block, ...]:
    lines = [
        Said(
            library.say(
                "review_page.payer_line",
                text_payer=payer.payer,
                says=payer.says,
                text_met=library.say(f"review_page.met_{payer.met}"),
                text_because=payer.because,
            ),
            payer.cite,
            capital(one.name),
        )
        for one in tried
        for payer in one.payers
    ]
    return section(library.say("review_page.payers"), bullets(lines))


def _diary(library: Library, review: Review) -> tuple[Block, ...]:
    state = review.diary
    says = (
        library.say(
            "review_page.diary_says",
            n_written=str(state.written),
            n=str(state.days),
            text_from=state.first,
            text_to=state.last,
        )
        if state.written
        else library.say("review_page.diary_none")
    )
    return section(
        library.say("review_page.diary"),
        (Paragraph(Said(says)),),
        bullets(Said(note) for note in state.notes),
    )


# ------------------------------------------------------------------------------------------------ words


def _eighty(ranges: Iterable[Interval]) -> Interval:
    listed_ranges = tuple(ranges)
    return next((one for one in listed_ranges if one.level == 0.8), listed_ranges[0])


def _mean(mean: Interval | None) -> str:
    return "?" if mean is None else f"{_one(mean.value)} ({_one(mean.low)} to {_one(mean.high)})"


def _moved(change: Change) -> str:
    parts = []
    if change.points is not None:
        parts.append(f"{_one(change.points.value)} ({_one(change.points.low)} to {_one(change.points.high)})")
    if change.percent is not None:
        parts.append(f"{change.percent.value:.0f} %")
    return "; ".join(parts) or "?"


def _one(value: float) -> str:
    """A number with one place; minus zero is zero.

    >>> _one(-0.04), _one(2.25)
    ('0.0', '2.2')
    """
    return f"{round(value, 1) + 0.0:.1f}"


def _percent(chance: float) -> str:
    """A chance in whole percent; never 0 or 100, which nobody knows.

    >>> _percent(0.999), _percent(0.42), _percent(0.001)
    ('more than 99 %', '42 %', 'less than 1 %')
    """
    if chance > 0.99:
        return "more than 99 %"
    return "less than 1 %" if chance < 0.01 else f"{100 * chance:.0f} %"


def _a_day(amount: Amount) -> str:
    return f"{say_amount(amount)} a day"
