"""Interview: what was answered so far, what to ask next, and whether an answer can be one. Knows no terminal."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile

import msgspec

from painpath.assessment import Assessment, assess
from painpath.assessment.asks import matter_together, not_asked_about, said_not_known_today, staged_asks
from painpath.assessment.result import Ask, RedFlag
from painpath.assessment.words import name_of, question_of
from painpath.edges.cli.answer import (
    SKIP,
    UNKNOWN,
    asks_when,
    drugs_meant,
    form_of,
    near_places,
    places_of_finding,
    ticked,
    type_of,
    value_of,
)
from painpath.edges.cli.next_question import (
    danger_screen,
    first_choice,
    found_so,
    in_order,
    is_rival,
    planned_so,
    possible_answers,
)
from painpath.edges.document.page import Block, Page
from painpath.edges.document.parts import card, is_name, listed, named
from painpath.edges.document.plain import Json
from painpath.edges.document.wording import tidied
from painpath.facts import Kind, Record
from painpath.intake import RecordError, read_facts
from painpath.library import Library, Settings
from painpath.pipeline import Request, read_record, with_answers
from painpath.planning import Plan, plan

#: as many lines as can be taken in at a glance (`painpath_convention @ interview_list_length`); danger is never cut
_LONGEST_LIST = 8
#: what nobody can answer who is alone with the questions
_NEEDS_OTHERS = ("clinician", "laboratory")
#: a class is explained by so many of its members
_EXAMPLES = 6


class Question(msgspec.Struct, frozen=True):
    """One question as it is put: the fact, its words, and lines that help to answer.

    A list (`items`: fact and words) is answered in one line: which of these are so; its `fact` is empty.
    """

    fact: str
    text: str
    lines: tuple[str, ...]
    items: tuple[tuple[str, str], ...] = ()
    danger: bool = False

    @property
    def facts(self) -> tuple[str, ...]:
        """All that this question is about."""
        return tuple(fact for fact, _ in self.items) or (self.fact,)


class _Worth(msgspec.Struct, frozen=True):
    """What is worth asking: the assessment, which questions are about danger, all in order, and the stage of each."""

    found: Assessment
    screen: frozenset[str]
    row: tuple[Ask, ...]
    stages: dict[str, str]


class _Step(msgspec.Struct, frozen=True):
    """How things stood before an answer, so that it can be taken back."""

    answers: dict[str, object]
    put: frozenset[str]
    alone: bool


@dataclass(slots=True)
class Interview:
    """The state of one interview. `earlier` are answers of an earlier one, as a facts file."""

    data: bytes
    earlier: bytes
    library: Library
    request: Request
    answers: dict[str, object] = field(default_factory=dict)
    #: nobody is here who could examine or knows results
    alone: bool = False
    #: who answers; where nobody said, each answer is by whom its question is for
    by: str = ""
    _put: frozenset[str] = frozenset()
    _steps: list[_Step] = field(default_factory=list)
    #: the answers that were last looked at, and what they came to
    _now: tuple[dict[str, object], Assessment, Plan] | None = None
    _base: Record = field(init=False)
    settings: Settings = field(init=False)

    def __post_init__(self) -> None:
        _, self._base, self.settings = read_record(self.data, self.library, self.request)
        if self.earlier:
            self._base = with_answers(self._base, self.earlier, self.library)
        self._put = said_not_known_today(self._base)

    # ------------------------------------------------------------------------------------------ where things stand

    def _assessed(self, also: dict[str, object] | None = None) -> Assessment:
        if also is None:
            return self._stand()[0]
        record = with_answers(self._base, {"facts": {**self.answers, **also}}, self.library)
        return assess(record, self.library, self.settings)

    def _stand(self) -> tuple[Assessment, Plan]:
        """The assessment and the plan for what is answered now; worked out once for the same answers."""
        if self._now is None or self._now[0] != self.answers:
            found = (
                assess(self._base, self.library, self.settings) if not self.answers else self._assessed({})
            )
            self._now = (dict(self.answers), found, plan(found, self.library, self.settings))
        return self._now[1:]

    def urgent(self) -> tuple[RedFlag, ...]:
        """The red flags that are true, the gravest first; a child is sent elsewhere by one of its own."""
        return self._stand()[1].urgent

    def stopped(self) -> bool:
        """Whether an answer (or the record) says that somebody else comes first."""
        return self._assessed().status == "stop_and_refer"

    def card_of(self, flag: RedFlag) -> Block:
        """What a red flag prints: whom to call, what to say, what to do meanwhile."""
        return tidied(self.library, Page("", "", (card(self.library, flag),))).first[0]

    def outcome(self) -> str:
        """Where things stand now, in one line."""
        found = self._assessed()
        status = self.library.say(f"page.status_{found.status}")
        return self.library.say("ask.outcome", status=status, says=found.status_says)

    def first_choice(self) -> str:
        """The drug that stands first whatever is still asked; empty while an open question may displace it."""
        _, made = self._stand()
        return first_choice(self.library, made, lambda fact: fact in self._put)

    # ------------------------------------------------------------------------------------------------- the question

    def next_question(self) -> Question | None:
        """The best question not yet put; None when nothing is worth asking."""
        idle = self._put
        while True:
            now = self._worth_asking(idle)
            row = [ask for ask in now.row if ask.fact not in idle and self._may_be_put(ask, now.screen)]
            for place, ask in enumerate(row):
                if self._matters(ask):
                    together = self._together(now, row[place:])
                    if len(together) > 1:
                        return self._list(together, danger=ask.fact in now.screen)
                    return self._one(ask)
            # What cannot be answered here, or would change nothing, must not keep other causes from being asked about.
            waiting = frozenset(ask.fact for ask in now.row)
            if waiting <= idle:
                return None
            idle |= waiting

    def _worth_asking(self, gone: frozenset[str]) -> _Worth:
        """What is asked when these facts cannot be told."""
        found, made = self._stand()
        staged = staged_asks(found._asking, self.library, found.red_flags, found.causes, gone)
        found = msgspec.structs.replace(found, ask=tuple(ask for _, ask in staged))
        screen = frozenset(ask.fact for ask in danger_screen(self.library, found))
        stages = {ask.fact: stage for stage, ask in staged}
        return _Worth(found, screen, in_order(self.library, found, made), stages)

    def _may_be_put(self, ask: Ask, screen: frozenset[str]) -> bool:
        left = self.alone and ask.who in _NEEDS_OTHERS and ask.fact not in screen
        return ask.fact not in self._put and not left

    def _matters(self, ask: Ask) -> bool:
        """Whether two answers would leave things different; what cannot be gone through is taken to matter."""
        tries = possible_answers(self.library, ask.fact)
        if len(tries) < 2 or ask.fact in matter_together(self._stand()[0], self.library):
            return True
        found = [self._assessed({ask.fact: answer}) for answer in tries]
        if any(found_so(one) != found_so(found[0]) for one in found[1:]):
            return True
        made = [planned_so(plan(one, self.library, self.settings), ask.fact) for one in found]
        return any(one != made[0] for one in made[1:])

    def _together(self, now: _Worth, row: list[Ask]) -> list[Ask]:
        """The questions that go on one screen with the first: all of danger, else a run of like ones."""
        if row[0].fact in now.screen and self._is_claim(row[0]):
            return [ask for ask in row if ask.fact in now.screen and self._is_claim(ask)]
        if not self._is_ticked(row[0]):
            return row[:1]
        fresh = not_asked_about(now.found, self.library, self._put)
        if now.stages.get(row[0].fact) == "explains" and set(row[0].settles) <= fresh:
            return self._first_of_each(now, row)

        def alike(ask: Ask) -> bool:
            return self._is_ticked(ask) and self._alike(now.found, row[0], ask)

        # Where a cause explains the pain already, what stands further back is not drawn forward to fill a screen.
        ready = now.found.status == "ready"
        ready = ready or _is_drug(row[0].fact)
        kin = list(takewhile(alike, row[1:]) if ready else filter(alike, row[1:]))
        useful = [ask for ask in kin[: _LONGEST_LIST - 1] if self._matters(ask)]
        return [row[0], *useful]

    def _first_of_each(self, now: _Worth, row: list[Ask]) -> list[Ask]:
        """The best question of each cause whose place fits, and nothing else: one yes makes most others needless."""
        chosen, covered = [row[0]], set(row[0].settles)
        for ask in row[1:]:
            asked_now = now.stages.get(ask.fact) == "explains" and self._alike(now.found, row[0], ask)
            if asked_now and self._is_ticked(ask):
                if set(ask.settles) - covered and len(chosen) < _LONGEST_LIST and self._matters(ask):
                    chosen.append(ask)
                    covered |= set(ask.settles)
        return chosen

    def _alike(self, found: Assessment, one: Ask, other: Ask) -> bool:
        if _is_drug(one.fact) or _is_drug(other.fact):
            return _is_drug(one.fact) and _is_drug(other.fact)
        if is_rival(found, one):
            return is_rival(found, other)
        told = one.who == other.who == "patient" and not one.must and not other.must
        return told and one.fact.startswith("symptom.") and other.fact.startswith("symptom.")

    def _is_claim(self, ask: Ask) -> bool:
        kind = type_of(self.library, ask.fact)
        return kind is not None and kind.kind is Kind.CLAIM

    def _is_ticked(self, ask: Ask) -> bool:
        """Whether yes or no is the whole answer: some findings need their place, some facts their day."""
        if _is_drug(ask.fact):
            return True
        more = places_of_finding(self.library, ask.fact) or asks_when(self.library, ask.fact)
        return self._is_claim(ask) and not more

    def _list(self, asks: list[Ask], *, danger: bool) -> Question:
        say = self.library.say
        drugs = all(_is_drug(ask.fact) for ask in asks)
        text = say("ask.danger_screen" if danger else "ask.list_drugs" if drugs else "ask.list")
        items = tuple((ask.fact, self._drug_words(ask.fact) if drugs else ask.question) for ask in asks)
        return Question("", text, (say("ask.ticks"),), items, danger)

    def _drug_words(self, fact: str) -> str:
        """A medicine or a class as one line of a list."""
        return ": ".join((name_of(self.library, fact), *self._examples(fact)))

    def _one(self, ask: Ask) -> Question:
        say = self.library.say
        who = say(f"page.who_{ask.who}")
        settles = [
            say("page.settles_status") if what == "status" else named(self.library, what)
            for what in ask.settles
        ]
        short = listed(name for name in settles if is_name(name))
        about = say("ask.about" if short else "ask.about_plain", who=who, settles=short)
        examples = self._examples(ask.fact)
        alone = (say("ask.alone"),) if ask.who in _NEEDS_OTHERS else ()
        known = self._known_places(ask.fact)
        return Question(
            ask.fact, ask.question, (about, *known, *examples, form_of(self.library, ask.fact), *alone)
        )

    def _known_places(self, fact: str) -> tuple[str, ...]:
        """Where it hurts as far as it is known, when the place is asked again because it must be known more exactly."""
        value = self.answers.get(fact)
        said = value["is"] if isinstance(value, dict) and isinstance(value.get("is"), list) else []
        readings = self._base.of(fact) if fact == "pain.sites" else ()
        places = dict.fromkeys((*said, *sorted(one for reading in readings for one in reading.members)))
        names = [self.library.anatomy[one].name for one in places if one in self.library.regions]
        return (self.library.say("ask.more_exactly", list=", ".join(names)),) if names else ()

    def _examples(self, fact: str) -> tuple[str, ...]:
        """Some members of a class of medicines, because its name says nothing to most people."""
        drug = fact.removeprefix("medication.")
        if drug == fact or drug not in self.library.classes:
            return ()
        members = sorted(self.library.catalog.within[drug] & set(self.library.substances))
        names = [self.library.substances[one].name for one in members[:_EXAMPLES]]
        return (self.library.say("ask.examples", list=", ".join(names)),) if names else ()

    # --------------------------------------------------------------------------------------------------- the answer

    def take(self, question: Question, answer: str) -> str:
        """Keep an answer; returns what to say when it cannot be one (empty when it was kept)."""
        word = answer.strip().rstrip(".!")
        low = word.lower()
        if low in SKIP:
            return self._keep(question, {})
        if question.items:
            marks = ticked(word, len(question.items))
            if marks is None:
                return self.library.say("ask.again_list", n=str(len(question.items)))
            said = {fact: marks[place] for place, fact in enumerate(question.facts, 1)}
            known = {fact: value for fact, value in said.items() if value != "unknown" or not _is_drug(fact)}
            return self._keep(question, {fact: self._dated(fact, value) for fact, value in known.items()})
        if low in UNKNOWN:
            # A drug of which it is written that nothing is known counts as a course that may be there: leave it out.
            left_out = _is_drug(question.fact)
            return self._keep(
                question, {} if left_out else {question.fact: self._dated(question.fact, "unknown")}
            )
        meant = drugs_meant(self.library, question.fact, word)
        if meant is not None:
            return self._keep(question, {drug: self._dated(drug, said) for drug, said in meant.items()})
        value = value_of(self.library, question.fact, word, self.settings.as_of)
        if value is None:
            return self._again(question.fact, word)
        try:
            read = read_facts({"facts": {question.fact: value}}, self.library)
        except RecordError:
            return self._again(question.fact, word)
        if read.unread:
            return f"{read.unread[0].why}. {self._again(question.fact, word)}"
        return self._keep(question, {question.fact: self._dated(question.fact, value)})

    def _keep(self, question: Question, said: dict[str, object]) -> str:
        self._steps.append(_Step(dict(self.answers), self._put, self.alone))
        self.answers.update(said)
        self._put |= set(question.facts)
        return ""

    def _dated(self, fact: str, value: object) -> object:
        """An answer with who gave it, and a state of today with its day, so that it goes stale like any other.

        "Ever" and results keep their own day.
        """
        kind = type_of(self.library, fact)
        by = self.by or question_of(self.library, fact)[1]
        if isinstance(value, dict) and "is" not in value:
            return {**value, "by": by}
        lasting = kind is None or kind.kind in (Kind.QUANTITY, Kind.DATE) or kind.fresh_for is None
        if value == "unknown":
            lasting = False  # what nobody knows today may be known tomorrow
        said = value if isinstance(value, dict) else {"is": value}
        return {**said, "by": by} if lasting else {**said, "on": self.settings.as_of, "by": by}

    def go_alone(self) -> None:
        """From here on nobody examines or knows results: such questions are left for another day."""
        self._steps.append(_Step(dict(self.answers), self._put, self.alone))
        self.alone = True

    def back(self) -> bool:
        """Take the last answer back, so that it is asked again; False where nothing was answered yet."""
        if not self._steps:
            return False
        step = self._steps.pop()
        self.answers, self._put, self.alone = step.answers, step.put, step.alone
        return True

    def noted(self, question: Question) -> str:
        """What was understood, where the words that were typed do not show it; empty otherwise."""
        say, library = self.library.say, self.library
        if question.items:
            groups: dict[str, list[str]] = {"yes": [], "no": [], "unknown": []}
            for fact, _ in question.items:
                if fact in self.answers:
                    groups[_plain(self.answers[fact])].append(name_of(library, fact))
            told = [
                say(f"ask.noted_{word}", list="; ".join(names)) for word, names in groups.items() if names
            ]
            return " ".join(told)
        if _is_drug(question.fact) and self._steps:
            new = [fact for fact in self.answers if fact not in self._steps[-1].answers]
            names = [name_of(library, fact) for fact in new if fact != question.fact]
            return say("ask.noted", list=", ".join(names)) if names else ""
        kind = type_of(library, question.fact)
        if (
            question.fact not in self.answers
            or kind is None
            or _plain(self.answers[question.fact]) == "unknown"
        ):
            return ""
        value = self.answers[question.fact]
        inner = value["is"] if isinstance(value, dict) and "is" in value else value
        match kind.kind:
            case Kind.SET:
                members = inner if isinstance(inner, list) else [inner]
                names = [library.anatomy[one].name if one in library.regions else str(one) for one in members]
                return say("ask.noted", list=", ".join(names).replace("_", " "))
            case Kind.ONE_OF | Kind.ORDERED | Kind.DATE:
                return say("ask.noted", list=str(inner).replace("_", " "))
            case _:
                return ""

    def _again(self, fact: str, word: str) -> str:
        kind, form = type_of(self.library, fact), form_of(self.library, fact)
        if kind is None or kind.kind is Kind.CLAIM:
            return self.library.say("ask.again_claim", form=form)  # its form names unknown already
        near = near_places(self.library, word) if kind.kind is Kind.SET and not kind.options else ()
        if near:
            return self.library.say("ask.again_near", list=", ".join(near))
        return self.library.say("ask.again", form=form)

    # --------------------------------------------------------------------------------------------------- for programs

    def questions(self) -> Json:
        """All questions worth asking now, best first, for programs; `next` is what would be put on one screen."""
        now = self._worth_asking(self._put)
        found = now.found
        question = self.next_question()
        return {
            "schema": "painpath.questions/1",
            "status": found.status,
            "grade": found.grade,
            "next": None
            if question is None
            else {"facts": list(question.facts), "text": question.text, "danger": question.danger},
            "ask": [
                {
                    "fact": ask.fact,
                    "question": ask.question,
                    "who": ask.who,
                    "settles": list(ask.settles),
                    "must": ask.must,
                    "danger": ask.fact in now.screen,
                    "form": form_of(self.library, ask.fact),
                    **self._field(ask.fact),
                }
                for ask in now.row
            ],
        }

    def _field(self, fact: str) -> dict[str, Json]:
        """What a form needs to draw a field: its type, and options or unit where it has some."""
        kind = type_of(self.library, fact)
        if kind is None:
            return {"type": "medication"}
        found: dict[str, Json] = {"type": kind.kind.value}
        if kind.options:
            found["options"] = list(kind.options)
        if kind.kind is Kind.QUANTITY:
            found["unit"] = kind.unit
        return found


def _is_drug(fact: str) -> bool:
    return fact.startswith("medication.")


def _plain(value: object) -> str:
    return str(value.get("is", "")) if isinstance(value, dict) else str(value)
