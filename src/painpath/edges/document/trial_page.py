"""What a trial in one patient showed, as a page; the details are its report by CENT 2015 (`followup.trial_report`)."""

from __future__ import annotations

from painpath.edges.document.page import Block, Page, Paragraph, Said, Section, Table, Tone, cited
from painpath.edges.document.parts import (
    bullets,
    capital,
    intended,
    paragraph,
    section,
    settings_line,
    unread_section,
)
from painpath.edges.document.sources import source_lines
from painpath.followup.trial_report import CENT, numbers
from painpath.followup.trial_result import TrialResult
from painpath.library import Library

_TONES: dict[str, Tone] = {"keep": "good", "leave": "caution", "not_settled": "caution", "not_known": "quiet"}


def result_page(library: Library, result: TrialResult) -> Page:
    """What came of it first, then periods and pairs, what may be wrong, and the report by CENT 2015."""
    tone = _TONES[result.verdict]
    first: list[Block] = [
        *(Paragraph(Said(one.says, one.cite), tone) for one in result.says),
        *section(library.say("trial.numbers"), bullets(_numbers(library, result))),
        _periods(library, result),
        *section(library.say("trial.warnings"), bullets(Said(one.says, one.cite) for one in result.warnings)),
        *unread_section(library, result.unread),
        *intended(library, result.intended_use, result.knowledge_version),
    ]
    details = (_report(library, result),)
    return Page(
        title=library.say("trial.title_result"),
        subtitle=library.say("trial.against", drug=capital(result.names[0]), text_other=result.names[1]),
        first=tuple(first),
        details_title=library.say("trial.title_report"),
        details=details,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, cited((*first, *details))),
        foot=(settings_line(library, result.settings),),
    )


def _numbers(library: Library, result: TrialResult) -> list[Said]:
    return [Said(one.says, one.cite) for one in numbers(library, result)]


def _periods(library: Library, result: TrialResult) -> Block:
    head = tuple(
        library.say(f"trial.head_{word}") for word in ("number", "treatment", "first", "last", "days", "mean")
    )
    rows = tuple(
        tuple(
            Said(cell)
            for cell in (
                str(period.number),
                period.name,
                period.first,
                period.ended or period.last,
                library.say("trial.days_of", n=str(period.days), n_needed=str(period.needed)),
                library.say("trial.too_few") if period.mean is None else f"{period.mean:.1f}",
            )
        )
        for period in result.periods
    )
    return Section(library.say("trial.periods"), (Table("", head, rows),))


def _report(library: Library, result: TrialResult) -> Block:
    rows = tuple((Said(str(item.number)), Said(item.title), Said(item.says)) for item in result.report)
    head = tuple(library.say(f"trial.head_{word}") for word in ("item", "about", "says"))
    blocks = (*paragraph(library.say("trial.cent_lead"), CENT), Table("", head, rows))
    return Section(library.say("trial.report"), blocks)
