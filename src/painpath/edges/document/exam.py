"""The bedside examination as a form: the signs that knowledge tells how to look for, less what a record knows already.

Which signs, in which order and how is written in `knowledge/symptoms` (`how`); here is only what is still open.
"""

from __future__ import annotations

import msgspec

from painpath.assessment.words import cites
from painpath.criteria import Asking
from painpath.criteria.sites import members_of
from painpath.facts import NO, UNKNOWN, Record
from painpath.intake.stated import BLANK
from painpath.library import Library
from painpath.library.schema import Examination, Symptom

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


class Exam(msgspec.Struct, frozen=True):
    """The examination form: what to have ready, rules, the open items in order, and the facts known already."""

    as_of: str
    places: tuple[str, ...]
    needs: tuple[str, ...]
    rules: tuple[ExamRule, ...]
    items: tuple[ExamItem, ...]
    known: tuple[str, ...]


def exam_form(library: Library, record: Record | None = None, as_of: str = "") -> Exam:
    """The form for a record: only what is still open at the painful places; without a record the whole form.

    A finding that is stale, unclear or conflicting is open. One whose scope is unknown (`how.when`) stays on the form.
    """
    asking = None if record is None else Asking(library.catalog, record)
    places = () if asking is None else tuple(sorted(members_of(asking, "pain.sites").sure))
    found: list[tuple[int, ExamItem]] = []
    known: list[str] = []
    for name, symptom in library.symptoms.items():
        how = symptom.how
        if how is None or symptom.fact not in library.facts or _beside_the_point(asking, library, how):
            continue
        if asking is not None and _settled(asking, library, symptom.fact):
            known.append(symptom.fact)
        else:
            found.append((how.order, _item(library, name, symptom, how, places)))
    items = tuple(item for _, item in sorted(found, key=lambda pair: (pair[0], pair[1].id)))
    workup = library.workup.get(RULES)
    rules = () if workup is None else tuple(ExamRule(said.says, cites(said.cite)) for said in workup.steps)
    needs = tuple(dict.fromkeys(need for item in items for need in item.needs))
    return Exam(as_of, places, needs, rules, items, tuple(sorted(known)))


def _beside_the_point(asking: Asking | None, library: Library, how: Examination) -> bool:
    """Whether the record settles that a test is not for this person."""
    return asking is not None and how.when is not None and asking.ask(library.criterion(how.when)) is NO


def _settled(asking: Asking, library: Library, fact: str) -> bool:
    """Whether it is known if the sign is there, at the painful places where it has a place."""
    criterion: dict[str, object] = {"fact": fact, "is": "yes"}
    if library.facts[fact].per == "site":
        criterion["at"] = "pain"
    return asking.ask(library.criterion(criterion)) is not UNKNOWN


def _item(
    library: Library, name: str, symptom: Symptom, how: Examination, places: tuple[str, ...]
) -> ExamItem:
    entry = library.fact_entry(symptom.fact)
    question = "" if entry is None or entry.question is None else entry.question.text
    sited = library.facts[symptom.fact].per == "site" and places
    write = f"{{is: {BLANK}, at: [{', '.join(places)}]}}" if sited else BLANK
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
        write=f"{symptom.fact}: {write}",
        cite=tuple(
            dict.fromkeys((*cites(how.cite), *(() if symptom.fibres is None else cites(symptom.fibres.cite))))
        ),
    )
