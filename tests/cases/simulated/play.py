"""A simulated patient: answers the interview from a truth written down beforehand, and what the interview made of it.

The truth is the file's own `facts`, or those of the hand-written assessment that it names as its `case`, with what
stands under `also` on top. Yes and no are as the truth has them; what it does not mention is absent where the file
lists the topic under `absent` and the question is one for the patient, else not known; what stands under `unknown` is
so but nobody in the room knows. A seeded share of the answers may be not known instead. Knows nothing of how
questions are ranked.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from painpath.assessment import assess
from painpath.assessment.words import question_of
from painpath.edges.cli.answer import asks_when, places_of_finding
from painpath.edges.cli.interview import Interview, Question
from painpath.edges.cli.next_question import danger_screen
from painpath.facts import Kind
from painpath.library import Library
from painpath.library.yaml_reader import read_yaml
from painpath.pipeline import Request, read_record

HERE = Path(__file__).parent
REQUEST = Request(today=date(2026, 11, 20))
#: what stands in the notes, whoever asks: a condition or operation that is not in them is not known of
_LISTED = ("condition.", "procedure.", "medication.")
#: what decides which dangers are a question at all
FIRST = ("pain.present", "pain.sites", "patient.age")
#: an interview that never ends is a fault of its own
MOST = 120


def read_patients() -> dict[str, dict[str, Any]]:
    """Every truth: the files beside this one, and each hand-written assessment that names a `cause`."""
    found = {}
    for folder in (HERE / "patients", HERE.parent / "assessments"):
        for path in sorted(folder.glob("*.yaml")):
            case = _read(path)
            if "cause" in case:
                found[path.stem] = case
    return found


def _read(path: Path) -> dict[str, Any]:
    """A file, with the facts of the case that it names."""
    case, _ = read_yaml(path.read_text(encoding="utf-8"))
    assert isinstance(case, dict)
    if "case" in case:
        told = _read(HERE.parent / "assessments" / f"{case['case']}.yaml")["facts"]
        case["facts"] = {**told, "facts": {**told["facts"], **case.get("also", {})}}
    return case


@dataclass(frozen=True)
class Stand:
    """What is settled after an answer."""

    status: str
    grade: str
    grade_of: str
    first_choice: str
    fits: tuple[str, ...]


@dataclass(frozen=True)
class Played:
    """An interview from its first question to its last."""

    asked: tuple[tuple[str, ...], ...]
    dangers: tuple[bool, ...]
    stands: tuple[Stand, ...]
    #: what was asked while a danger was still open that belongs to the screen
    early: tuple[str, ...]
    #: what is asked after some answer, and what would have been asked after the opposite
    turned: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def last(self) -> Stand:
        return self.stands[-1]

    def until(self, *parts: str) -> int:
        """After how many screens these parts of the stand were what they are at the end, and stayed so."""
        settled = [tuple(getattr(stand, part) for part in parts) for stand in self.stands]
        count = len(settled) - 1
        while count > 0 and settled[count - 1] == settled[-1]:
            count -= 1
        return count

    def facts_until(self, *parts: str) -> int:
        """The same, counting every line of a list."""
        return sum(len(facts) for facts in self.asked[: self.until(*parts)])


class Patient:
    """Who answers. `unknown` is the share of answers that are not known, drawn with `seed`."""

    def __init__(
        self, case: Mapping[str, Any], library: Library, unknown: float = 0.0, seed: int = 0
    ) -> None:
        self.case, self.library, self.unknown = case, library, unknown
        self._draw = random.Random(seed)
        self._said = {**case["facts"]["facts"]}
        data = yaml.safe_dump(case["facts"]).encode()
        _, record, settings = read_record(data, library, REQUEST)
        self._asking = assess(record, library, settings)._asking

    def start(self) -> bytes:
        """What is on record before the first question: who it is, and the complaint."""
        truth = self.case["facts"]
        known = {fact: self._said[fact] for fact in self.case["start"]}
        return yaml.safe_dump({"as_of": truth["as_of"], "patient": truth["patient"], "facts": known}).encode()

    def answer(self, question: Question) -> str:
        """One line, as it would be typed."""
        if not question.items:
            return self._one(question.fact, alone=True)
        said = [self._one(fact) for fact, _ in question.items]
        ticks = [
            f"{n}{'' if word == 'yes' else '?'}" for n, word in enumerate(said, 1) if word in ("yes", "?")
        ]
        return " ".join(ticks) or "none"

    def _absent(self, fact: str) -> str:
        """What is answered where the truth says nothing: a clinician's judgement was then not made."""
        theirs = question_of(self.library, fact)[1] == "patient" or fact.startswith(_LISTED)
        return "no" if theirs and fact.partition(".")[0] in self.case.get("absent", ()) else "?"

    def _one(self, fact: str, *, alone: bool = False) -> str:
        if self._draw.random() < self.unknown or fact in self.case.get("unknown", ()):
            return "?"
        if fact.startswith("medication."):
            drug = fact.removeprefix("medication.")
            within = self.library.catalog.within[drug]
            named = [
                one
                for one, said in self._said.items()
                if one != fact and one.removeprefix("medication.") in within and said != "no"
            ]
            if alone and drug in self.library.classes and named:
                return ", ".join(one.removeprefix("medication.").replace("_", " ") for one in named)
            taken = self._asking.ask(self.library.taking(fact.removeprefix("medication.")))
            return {"yes": "yes", "no": "no"}.get(taken.value, self._absent(fact))
        kind, value, stated = self.library.facts[fact], self._asking.value(fact), self._said.get(fact)
        if kind.kind is Kind.CLAIM:
            if places_of_finding(self.library, fact) and isinstance(stated, dict) and "at" in stated:
                return f"{stated['is']}, {', '.join(stated['at'])}"
            if value.low == value.high == 1.0 and alone and asks_when(self.library, fact):
                day = stated.get("on", stated.get("since", "?")) if isinstance(stated, dict) else "?"
                return f"yes, {day}"
            if value.low == value.high:
                return "yes" if value.low == 1.0 else "no"
            return self._absent(fact)
        if isinstance(stated, list) and kind.kind is Kind.SET:
            return ", ".join(stated)
        if isinstance(stated, str):
            return stated
        if kind.kind is Kind.QUANTITY and value.low == value.high:
            return f"{value.low:g} {kind.unit}".strip()
        return "?"


def play(patient: Patient, library: Library) -> Played:
    """The whole interview, one screen at a time."""
    talk = Interview(patient.start(), b"", library, REQUEST)
    asked: list[tuple[str, ...]] = []
    dangers: list[bool] = []
    early: list[str] = []
    turned: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    stands = [_stand(talk)]
    for question in _questions(talk):
        open_ = {ask.fact for ask in danger_screen(library, talk._assessed())}
        if (
            not question.danger
            and not set(question.facts) & open_
            and open_ - {f for facts in asked for f in facts}
        ):
            early += [fact for fact in question.facts if fact not in FIRST]
        answer = patient.answer(question)
        trouble = talk.take(question, answer)
        assert not trouble, f"{question.facts}: {trouble}"
        if turned[0] == turned[1] and not question.danger:
            turned = (_next(talk), _next_after_other(talk, question, answer))
            talk.take(question, answer)
        asked.append(question.facts)
        dangers.append(question.danger)
        stands.append(_stand(talk))
    return Played(tuple(asked), tuple(dangers), tuple(stands), tuple(early), turned)


def _next(talk: Interview) -> tuple[str, ...]:
    question = talk.next_question()
    return () if question is None else question.facts


def _next_after_other(talk: Interview, question: Question, answer: str) -> tuple[str, ...]:
    """What would be asked if no had been said for yes, or yes for no; the interview stands before it again."""
    told = answer not in ("no", "none") and any(not mark.endswith("?") for mark in answer.split())
    every = " ".join(str(place) for place, _ in enumerate(question.items, 1))
    other = ("none" if told else every) if question.items else ("no" if told else "yes")
    talk.back()
    trouble = talk.take(question, other)
    after = _next(talk) if not trouble else ()
    if not trouble:
        talk.back()
    return after


def _questions(talk: Interview) -> Iterator[Question]:
    for _ in range(MOST):
        question = talk.next_question()
        if question is None:
            return
        yield question
    raise AssertionError("the interview does not end")


def _stand(talk: Interview) -> Stand:
    found, made = talk._stand()
    drugs = [offer.id for offer in made.offered if offer.id in talk.library.drugs]
    fits = [c.id for c in found.causes if c.suspected == "yes" and c.grade != "unlikely" and c.answer != "no"]
    return Stand(found.status, found.grade, found.grade_of, drugs[0] if drugs else "", tuple(fits))


def rank(stand: Stand, cause: str) -> int:
    """The place of a cause among those that fit, from 1; 0 where it is not among them."""
    return stand.fits.index(cause) + 1 if cause in stand.fits else 0
