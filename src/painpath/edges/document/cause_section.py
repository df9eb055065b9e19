"""What the pain is: each suspected cause with its grade, what it rests on, and what would settle it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from painpath.assessment.result import (
    Assessment,
    CauseResult,
    Component,
    NamedCriteriaResult,
    RedFlag,
    Step,
    Test,
)
from painpath.edges.document.page import Block, Bullets, Paragraph, Said, Section, Table
from painpath.edges.document.parts import bullets, capital, listed, named, pairs, paragraph, question, section
from painpath.library import Library

GRADED = ("possible", "probable", "definite")
SLOTS = ("history", "distribution", "signs", "test")
#: a convention of ours: so many reasons of a step on the first page
MOST_REASONS = 2
_DATED = re.compile(r" \([^()]*(?:\([^()]*\)[^()]*)*\)$")


def headline(library: Library, found: Assessment) -> Said:
    """The grade in one sentence, with the cause it belongs to."""
    says = library.say(f"grade.{found.grade}")
    cause = next((cause for cause in found.causes if cause.id == found.grade_of), None)
    if cause is None:
        return Said(library.say("page.grade_other") if _only_another_pain(found) else says)
    reach = ""
    if cause.could_reach != cause.grade and cause.could_reach in GRADED:
        reach = " " + library.say("page.could_reach", grade=cause.could_reach)
    return Said(f"{says}{reach}", cause.cite, capital(cause.name))


def _only_another_pain(found: Assessment) -> bool:
    """Whether the grade is open only because no nerve is suspected, while another pain is present."""
    nerve = any(
        cause.kind == "neuropathic" and cause.suspected == "yes" and cause.grade != "unlikely"
        for cause in found.causes
    )
    return found.grade == "unknown" and not nerve and any(c.answer == "yes" for c in _neighbours(found))


def verdict_lines(library: Library, found: Assessment) -> tuple[Block, ...]:
    """The grade, from what it follows, and which other pain is present or (where it is no nerve pain) may be."""
    met = [cause for cause in _neighbours(found) if cause.answer == "yes"]
    may = [cause for cause in _neighbours(found) if cause.answer == "unknown" and cause.suspected == "yes"]
    also = "page.also_present" if found.grade_of else "page.other_present"
    return (
        Paragraph(headline(library, found)),
        *_follows(library, found),
        *(
            paragraph(library.say(also, list=listed(_met(library, c) for c in met)), _cites(met))
            if met
            else ()
        ),
        *(
            paragraph(library.say("page.other_may_be", list=listed(c.name for c in may)), _cites(may))
            if may and found.status == "not_neuropathic"
            else ()
        ),
    )


def _neighbours(found: Assessment) -> list[CauseResult]:
    return [cause for cause in found.causes if cause.kind != "neuropathic"]


def _met(library: Library, cause: CauseResult) -> str:
    """A neighbour that is present; said beside it where it meets published criteria."""
    published = any(named.answer == "yes" for named in cause.criteria)
    return library.say("page.criteria_met", name=cause.name) if published else cause.name


def _cites(causes: list[CauseResult]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cite for cause in causes for cite in cause.cite))


def _follows(library: Library, found: Assessment) -> tuple[Block, ...]:
    """From what the grade follows: each settled step in a word, with the first things on record that settle it."""
    cause = next((cause for cause in found.causes if cause.id == found.grade_of), None)
    steps = [] if cause is None else [step for step in cause.steps if step.answer == "yes" and step.because]
    said = (
        library.say(
            "page.follows_step", name=library.say(f"page.word_{step.name}"), text=_shortly(step.because)
        )
        for step in steps
        if step.name in SLOTS
    )
    text = ", ".join(said)
    return paragraph(library.say("page.follows", text=text)) if text else ()


def _shortly(because: Sequence[str]) -> str:
    """The first reasons without when and whence; of the places those that count."""
    found = [_DATED.sub("", reason).removesuffix(": yes") for reason in because]
    inside = [
        "; ".join(part for part in text.split("; ") if " outside " not in part) or text for text in found
    ]
    kept = list(dict.fromkeys(inside))
    more = " ..." if len(kept) > MOST_REASONS else ""
    subject = kept[0].partition(": ")[0] + ": "  # "where the pain is" is said once
    return "; ".join((kept[0], *(text.removeprefix(subject) for text in kept[1:MOST_REASONS]))) + more


def pain_section(library: Library, found: Assessment) -> tuple[Block, ...]:
    """Components, scores, conflicts, then every suspected cause; the rest in one line each."""
    suspected = [cause for cause in found.causes if cause.suspected == "yes"]
    open_ = [cause.name for cause in found.causes if cause.suspected == "unknown"]
    out = [cause.name for cause in found.causes if cause.suspected == "no"]
    answer = {"yes": "page.yes", "no": "page.no", "unknown": "page.unknown"}
    rows = [
        (library.say("page.pain_present"), [Said(library.say(answer[found.pain_present]))]),
        *(
            (library.say(f"page.component_{c.id}"), [_component(library.say(answer[c.answer]), c)])
            for c in found.components
        ),
        (
            library.say("page.scores"),
            [Said(_score(s.says, s.low, s.high), s.cite, s.name) for s in found.scores],
        ),
        (library.say("page.territories"), [Said(says) for says in found.territories]),
        (library.say("page.conflicts"), [Said(conflict.says) for conflict in found.conflicts]),
        (library.say("page.not_suspected"), [Said(listed(out))]),
        (library.say("page.not_known_whether"), [Said(listed(open_))]),
    ]
    return section(
        library.say("title.assessment"),
        pairs(rows),
        *((_cause(library, cause),) for cause in suspected),
        section(
            library.say("page.mechanisms"),
            bullets(
                Said(
                    library.say("page.mechanism", says=m.says, grade=m.grade.replace("_", " ")),
                    m.cite,
                    m.name,
                )
                for m in found.mechanisms
            ),
        ),
    )


def _component(answer: str, part: Component) -> Said:
    """What a component means is said only of one that is there."""
    return Said(
        f"{answer}. {part.says}" if part.answer == "yes" else answer,
        part.cite if part.answer == "yes" else (),
    )


def _score(says: tuple[str, ...], low: float, high: float) -> str:
    value = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return f"{value}. {' '.join(says)}".strip()


def _cause(library: Library, cause: CauseResult) -> Section:
    blocks: list[Block] = []
    if cause.kind == "neuropathic":
        blocks += paragraph(library.say(f"grade.{cause.grade}"), cause.cite)
        if cause.could_reach not in (cause.grade, "unlikely"):
            blocks += paragraph(library.say("page.could_reach", grade=cause.could_reach))
    else:
        blocks += paragraph(library.say(f"page.neighbour_{cause.answer}", plain=cause.plain), cause.cite)
    if cause.steps:
        head = tuple(library.say(f"page.step_{word}") for word in ("name", "answer", "rests"))
        rows = tuple(_step(library, step) for step in cause.steps)
        blocks.append(Table(library.say("page.steps_caption"), head, rows))
    if cause.criteria:
        head = tuple(library.say(f"page.{word}") for word in ("criteria_name", "step_answer", "step_rests"))
        rows = tuple(_criteria(library, named) for named in cause.criteria)
        blocks.append(Table(library.say("page.criteria_caption"), head, rows))
    blocks += bullets(_features(library, cause))
    blocks += paragraph(cause.course)
    if cause.rule_out:
        listed_out = tuple(Said(other.says, other.cite) for other in cause.rule_out)
        blocks += _headed(library.say("page.rule_out"), list(listed_out))
    blocks += paragraph(cause.settles)
    if cause.confused_with:
        names = listed(named(library, other) for other in cause.confused_with)
        blocks += paragraph(library.say("page.confused_with", list=names))
    if cause.icd10cm:
        blocks += paragraph(library.say("page.codes", list=listed(cause.icd10cm)))
    return Section(_title(library, cause), tuple(blocks))


def _title(library: Library, cause: CauseResult) -> str:
    name = capital(cause.name)
    if cause.kind != "neuropathic":
        return library.say("page.cause_neighbour", name=name, answer=library.say(f"page.{cause.answer}"))
    return library.say("page.cause_title", name=name, grade=library.say(f"page.grade_{cause.grade}"))


def _criteria(library: Library, named: NamedCriteriaResult) -> tuple[Said, ...]:
    rests = _rests(library, named.missing, named.because)
    return Said(named.says, named.cite, named.name), Said(library.say(f"page.{named.answer}")), Said(rests)


def _rests(library: Library, missing: tuple[str, ...], rests_on: Sequence[str]) -> str:
    """What an answer rests on, or what it waits for."""
    if not missing:
        return "; ".join(rests_on)
    text = library.say("page.waits_for", list=listed(named(library, fact) for fact in missing[:6]))
    return text if len(missing) <= 6 else library.say("page.and_more", text=text, n=str(len(missing) - 6))


def _step(library: Library, step: Step) -> tuple[Said, ...]:
    return (
        Said(library.say(f"page.slot_{step.name}")),
        Said(library.say(f"page.{step.answer}")),
        Said(_rests(library, step.missing, step.because)),
    )


def _features(library: Library, cause: CauseResult) -> Iterator[Said]:
    for feature in cause.features:
        label = library.say("page.speaks_for" if feature.speaks == "for" else "page.speaks_against")
        yield Said(feature.says, feature.cite, label)


def flags_section(library: Library, flags: tuple[RedFlag, ...]) -> tuple[Block, ...]:
    """Every red flag: found, still to be asked, or settled as absent."""
    present = [
        Said(f.says, f.cite, library.say(f"page.urgency_{f.urgency or 'none'}"))
        for f in flags
        if f.answer == "yes"
    ]
    open_ = [
        Said(listed(named(library, fact) for fact in f.ask), f.cite, named(library, f.id))
        for f in flags
        if f.ask
    ]
    absent = listed(named(library, f.id) for f in flags if f.answer == "no")
    other = listed(named(library, f.id) for f in flags if f.answer == "unknown" and not f.ask)
    return section(
        library.say("page.red_flags"),
        _headed(library.say("page.flags_present"), present),
        _headed(library.say("page.flags_open"), open_),
        pairs(
            [
                (library.say("page.flags_absent"), [Said(absent)]),
                (library.say("page.flags_other"), [Said(other)]),
            ]
        ),
    )


def _test(library: Library, test: Test) -> Said:
    """A test with what it would settle, what authorities say of it and what it cannot show."""
    parts = [test.says]
    if test.settles:
        parts.append(
            library.say("page.test_settles", list=listed(named(library, fact) for fact in test.settles))
        )
    if test.recommended:
        parts.append(" ".join(test.recommended))
    if test.cannot:
        parts.append(library.say("page.test_cannot", text=" ".join(test.cannot)))
    return Said(" ".join(parts), test.cite, test.test)


def _headed(title: str, items: list[Said]) -> tuple[Block, ...]:
    return (Section(title, (Bullets(tuple(items)),)),) if items else ()


def asks_section(library: Library, found: Assessment) -> tuple[Block, ...]:
    """Every question worth asking, best first, the tests worth doing, and those that are not."""
    # Beside a danger nobody reads about tests for research.
    not_worth = found.not_worth_doing if found.tests and found.status != "stop_and_refer" else ()
    return (
        *section(
            library.say("page.all_questions"),
            bullets((question(library, ask) for ask in found.ask), numbered=True),
            folded=True,
        ),
        *section(
            library.say("title.tests"),
            bullets(_test(library, test) for test in found.tests),
        ),
        *section(
            library.say("title.not_worth_doing"),
            bullets(_test(library, test) for test in not_worth),
            folded=True,
        ),
    )
