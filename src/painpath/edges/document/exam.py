"""The bedside examination as a form: the signs that knowledge tells how to look for, less what a record knows already.

Which signs, in which order and how is written in `knowledge/symptoms` (`how`); here is only what is still open.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from painpath.assessment import assess
from painpath.assessment.result import RedFlag
from painpath.assessment.words import cites, name_of
from painpath.criteria import Asking
from painpath.criteria.sites import members_of
from painpath.facts import NO, UNKNOWN, YES, Record
from painpath.intake.stated import BLANK
from painpath.library import Library, Settings
from painpath.library.cycles import needs_of
from painpath.library.schema import Examination, NotNow, Symptom
from painpath.planning import plan

RULES = "bedside_examination"


class ExamItem(msgspec.Struct, frozen=True):
    """One sign: what it is, how to look for it, and the line by which its answer is written down."""

    id: str
    name: str
    plain: str
    fact: str
    question: str
    needs: tuple[str, ...]
    steps: tuple[str, ...]
    present_if: str
    fibres: tuple[str, ...]
    note: str
    write: str
    cite: tuple[str, ...]


class ExamRule(msgspec.Struct, frozen=True):
    """A rule for every test of the form."""

    says: str
    cite: tuple[str, ...]


class LeftOut(msgspec.Struct, frozen=True):
    """A sign that is not looked for in this person now, and why."""

    id: str
    name: str
    says: str
    cite: tuple[str, ...]


class Exam(msgspec.Struct, frozen=True):
    """The examination form: what to have ready, rules, the open items in order, and the facts known already.

    `dangers` come before everything: with one of them the items are only what that danger asks for.
    """

    as_of: str = ""
    dangers: tuple[RedFlag, ...] = ()
    places: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    rules: tuple[ExamRule, ...] = ()
    items: tuple[ExamItem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    known: tuple[str, ...] = ()


def exam_form(library: Library, record: Record | None = None, settings: Settings | None = None) -> Exam:
    """The form for a record: only what is still open at the painful places; without a record the whole form.

    A finding that is stale, unclear or conflicting is open. One whose scope is unknown (`how.when`) stays on the form.
    With a danger that stops everything else only the findings that this danger rests on are left.
    """
    if record is None or settings is None:
        signs = ((name, symptom) for name, symptom in library.symptoms.items() if symptom.how is not None)
        items = [
            _item(library, name, symptom, ()) for name, symptom in signs if symptom.fact in library.facts
        ]
        return _whole(library, Exam(items=tuple(items)))
    asking = Asking(library.catalog, record)
    found = assess(record, library, settings)
    dangers = plan(found, library, settings).urgent if found.status == "stop_and_refer" else ()
    places = _examined(asking, library)
    wanted = _of_dangers(library, dangers)
    items, left_out, known = [], [], []
    for name, symptom in library.symptoms.items():
        how = symptom.how
        if how is None or symptom.fact not in library.facts:
            continue
        if dangers:
            if symptom.fact not in wanted:
                continue
            wanted.remove(symptom.fact)
        elif how.when is not None and asking.ask(library.criterion(how.when)) is NO:
            continue
        if _settled(asking, library, symptom.fact, places):
            known.append(symptom.fact)
        elif reason := _reason(asking, library, how):
            left_out.append(LeftOut(name, symptom.name, reason.says, cites(reason.cite)))
        else:
            items.append(_item(library, name, symptom, places))
    for fact in wanted:
        if _settled(asking, library, fact, places):
            known.append(fact)
        else:
            items.append(_bare_item(library, fact, places))
    form = Exam(
        as_of=settings.as_of,
        dangers=dangers,
        places=places,
        items=tuple(items),
        left_out=tuple(left_out),
        known=tuple(sorted(known)),
    )
    return _whole(library, form)


def _whole(library: Library, form: Exam) -> Exam:
    """The form with its items in order, what they need, and the rules for every test."""
    in_order = tuple(sorted(form.items, key=lambda item: (_order(library, item.id), item.id)))
    workup = library.workup.get(RULES)
    return replace(
        form,
        items=in_order,
        needs=tuple(dict.fromkeys(need for item in in_order for need in item.needs)),
        rules=() if workup is None else tuple(ExamRule(said.says, cites(said.cite)) for said in workup.steps),
    )


def _order(library: Library, name: str) -> int:
    """Where a sign stands on the form; one without steps comes last."""
    symptom = library.symptoms.get(name)
    return 100 if symptom is None or symptom.how is None else symptom.how.order


def _of_dangers(library: Library, dangers: tuple[RedFlag, ...]) -> list[str]:
    """The examined facts on which dangers that are true rest."""
    found: list[str] = []
    for flag in dangers:
        rule = library.rules.get(flag.id)
        if rule is not None and rule.kind == "red_flag" and rule.when is not None:
            found += needs_of(library.criterion(rule.when))
    return [
        fact for fact in dict.fromkeys(found) if fact.startswith("examination.") and fact in library.facts
    ]


def _examined(asking: Asking, library: Library) -> tuple[str, ...]:
    """Where to look: the painful places; of a part that is missing, what is left of it."""
    painful = members_of(asking, "pain.sites").sure
    if asking.ask(library.criterion({"fact": "pain.in_missing_limb", "is": "yes"})) is not YES:
        return tuple(sorted(painful))
    regions = asking.catalog.regions
    found: set[str] = set()
    for place in painful:
        left = [
            name
            for name, entry in library.anatomy.items()
            if any(place == whole or place in regions.get(whole, ()) for whole in entry.remains_of)
        ]
        found.update(left or [place])
    return tuple(sorted(found))


def _reason(asking: Asking, library: Library, how: Examination) -> NotNow | None:
    """The first reason on record for which a test is left out."""
    return next((why for why in how.unless if asking.ask(library.criterion(why.when)) is YES), None)


def _settled(asking: Asking, library: Library, fact: str, places: tuple[str, ...]) -> bool:
    """Whether it is known if the sign is there, at the painful places where it has a place."""
    criterion: dict[str, object] = {"fact": fact, "is": "yes"}
    if library.facts[fact].per != "site":
        return asking.ask(library.criterion(criterion)) is not UNKNOWN
    if asking.ask(library.criterion({**criterion, "at": "pain"})) is not UNKNOWN:
        return True
    answers = [asking.ask(library.criterion({**criterion, "at": place})) for place in places]
    return YES in answers or (bool(answers) and UNKNOWN not in answers)


def _write(library: Library, fact: str, places: tuple[str, ...]) -> str:
    """The line of a facts file for a finding, with room for the answer."""
    sited = library.facts[fact].per == "site" and places
    return f"{fact}: {{is: {BLANK}, at: [{', '.join(places)}]}}" if sited else f"{fact}: {BLANK}"


def _bare_item(library: Library, fact: str, places: tuple[str, ...]) -> ExamItem:
    """A finding that a danger asks for and that has no steps of its own: its question stands for them."""
    entry = library.fact_entry(fact)
    question = "" if entry is None or entry.question is None else entry.question.text
    name = name_of(library, fact)
    return ExamItem(
        id=fact,
        name=name,
        plain="",
        fact=fact,
        question=question,
        needs=(),
        steps=(question,) if question else (),
        present_if="",
        fibres=(),
        note="",
        write=_write(library, fact, places),
        cite=(),
    )


def _item(library: Library, name: str, symptom: Symptom, places: tuple[str, ...]) -> ExamItem:
    how = symptom.how
    assert how is not None, name
    entry = library.fact_entry(symptom.fact)
    question = "" if entry is None or entry.question is None else entry.question.text
    return ExamItem(
        id=name,
        name=symptom.name,
        plain=symptom.plain,
        fact=symptom.fact,
        question=question,
        needs=tuple(how.needs),
        steps=tuple(how.steps),
        present_if=how.present_if,
        fibres=() if symptom.fibres is None else tuple(symptom.fibres.of),
        note=how.note,
        write=_write(library, symptom.fact, places),
        cite=tuple(
            dict.fromkeys((*cites(how.cite), *(() if symptom.fibres is None else cites(symptom.fibres.cite))))
        ),
    )
