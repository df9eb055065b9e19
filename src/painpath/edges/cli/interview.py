"""Interview: what was answered so far, what to ask next, and whether an answer can be one. Knows no terminal."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from painpath.assessment import Assessment, assess
from painpath.assessment.result import Ask
from painpath.edges.document.page import Block, Page
from painpath.edges.document.parts import card, is_name, listed, named, split_screen
from painpath.edges.document.plain import Json
from painpath.edges.document.wording import tidied, unit_words
from painpath.facts import FactType, Kind, Record, parse_dose
from painpath.intake import RecordError, read_facts
from painpath.library import Library, Settings
from painpath.pipeline import Request, read_record, with_answers
from painpath.planning import plan

#: whether and where it hurts decide which dangers are a question at all
_BEFORE_THE_SCREEN = ("pain.present", "pain.sites")
_YES, _NO, _UNKNOWN = ("yes", "y", "true"), ("no", "n", "false"), ("unknown", "?", "u", "")


class Question(msgspec.Struct, frozen=True):
    """One question as it is put: the fact, its words, and lines that help to answer."""

    fact: str
    text: str
    lines: tuple[str, ...]


@dataclass(slots=True)
class Interview:
    """The state of one interview. `earlier` are answers of an earlier one, as a facts file."""

    data: bytes
    earlier: bytes
    library: Library
    request: Request
    answers: dict[str, object] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _base: Record = field(init=False)
    settings: Settings = field(init=False)

    def __post_init__(self) -> None:
        _, self._base, self.settings = read_record(self.data, self.library, self.request)
        if self.earlier:
            self._base = with_answers(self._base, self.earlier, self.library)

    def _assessed(self) -> Assessment:
        record = (
            with_answers(self._base, {"facts": self.answers}, self.library) if self.answers else self._base
        )
        return assess(record, self.library, self.settings)

    def danger(self) -> Block | None:
        """The card of a red flag that withholds the plan; None while there is none."""
        found = self._assessed()
        if found.status != "stop_and_refer":
            return None
        flag = plan(found, self.library, self.settings).urgent[0]
        return tidied(self.library, Page("", "", (card(self.library, flag),))).first[0]

    def next_question(self) -> Question | None:
        """The best question not yet put; None when nothing is worth asking."""
        ask = next((ask for ask in self._worth_asking() if ask.fact not in self._asked), None)
        if ask is None:
            return None
        who = self.library.say(f"page.who_{ask.who}")
        settles = [
            self.library.say("page.settles_status") if s == "status" else named(self.library, s)
            for s in ask.settles
        ]
        short = listed(name for name in settles if is_name(name))
        about = self.library.say("ask.about" if short else "ask.about_plain", who=who, settles=short)
        return Question(ask.fact, ask.question, (about, self._form(ask.fact)))

    def _worth_asking(self) -> tuple[Ask, ...]:
        """The screen for danger (after the place, where that decides), then the rest as the plan ranks it."""
        found = self._assessed()
        if found.status == "stop_and_refer":
            return ()
        made = plan(found, self.library, self.settings)
        taken = [ask for item in made.current for ask in item.ask]
        screen, _ = split_screen(self.library, made.ask)
        ranked = (*made.ask, *taken)
        first = [ask for ask in ranked if ask in screen or ask.fact in _BEFORE_THE_SCREEN]
        return (*first, *(ask for ask in ranked if ask not in first))

    def questions(self) -> Json:
        """All questions worth asking now, best first, for programs."""
        seen = dict.fromkeys(ask.fact for ask in self._worth_asking())
        first = {ask.fact: ask for ask in reversed(self._worth_asking())}
        return {
            "schema": "painpath.questions/1",
            "status": self._assessed().status,
            "ask": [
                {
                    "fact": fact,
                    "question": first[fact].question,
                    "who": first[fact].who,
                    "settles": list(first[fact].settles),
                    "must": first[fact].must,
                    "form": self._form(fact),
                }
                for fact in seen
            ],
        }

    def outcome(self) -> str:
        """Where things stand now, in one line."""
        found = self._assessed()
        status = self.library.say(f"page.status_{found.status}")
        return self.library.say("ask.outcome", status=status, says=found.status_says)

    def take(self, question: Question, answer: str) -> str:
        """Keep an answer; returns what to say when it cannot be one (empty when it was kept)."""
        word = answer.strip()
        if word.lower() in _UNKNOWN:
            self._asked.add(question.fact)
            if word:
                self.answers[question.fact] = "unknown"
            return ""
        value = self._value(question.fact, word)
        if value is None:
            return self._again(question.fact)
        try:
            read = read_facts({"facts": {question.fact: value}}, self.library)
        except RecordError:
            return self._again(question.fact)
        if read.unread:
            return f"{read.unread[0].why}. {self._again(question.fact)}"
        self.answers[question.fact] = value
        self._asked.add(question.fact)
        return ""

    def _type(self, fact: str) -> FactType | None:
        return None if fact.startswith("medication.") else self.library.facts[fact]

    def _value(self, fact: str, word: str) -> object | None:
        """The answer as a facts file holds it; None when it cannot be one."""
        kind = self._type(fact)
        low = word.lower()
        if kind is None:
            dose = parse_dose(word)
            if dose is not None:
                return {"amount": f"{dose.amount:g} {dose.unit}", "times_per_day": dose.times_per_day}
        if kind is None or kind.kind is Kind.CLAIM:
            return "yes" if low in _YES else "no" if low in _NO else None
        match kind.kind:
            case Kind.QUANTITY:
                bare = word.replace(",", ".", 1)
                plain = bare.replace(".", "", 1).lstrip("<>=+-").isdigit()
                return f"{bare} {kind.unit}" if plain and kind.unit not in ("", "1") else bare
            case Kind.ONE_OF | Kind.ORDERED:
                wanted = low.replace(" ", "_")
                if wanted in kind.options:
                    return wanted
                chosen = int(low) - 1 if low.isdigit() else -1
                return kind.options[chosen] if 0 <= chosen < len(kind.options) else None
            case Kind.SET:
                return [part.strip().lower().replace(" ", "_") for part in word.split(",") if part.strip()]
            case Kind.DATE:
                return word

    def _form(self, fact: str) -> str:
        """How to answer, in a few words."""
        kind = self._type(fact)
        say = self.library.say
        if kind is None:
            return say("ask.dose")
        match kind.kind:
            case Kind.CLAIM:
                return say("ask.claim")
            case Kind.QUANTITY:
                return (
                    say("ask.number")
                    if kind.unit in ("", "1")
                    else say("ask.unit", unit=unit_words(kind.unit))
                )
            case Kind.ONE_OF | Kind.ORDERED:
                return say("ask.choices", list=", ".join(f"{i} {o}" for i, o in enumerate(kind.options, 1)))
            case Kind.SET:
                return say("ask.several", list=", ".join(kind.options)) if kind.options else say("ask.places")
            case Kind.DATE:
                return say("ask.date")

    def _again(self, fact: str) -> str:
        kind, form = self._type(fact), self._form(fact)
        if kind is None or kind.kind is Kind.CLAIM:
            return self.library.say("ask.again_claim", form=form)  # its form names unknown already
        return self.library.say("ask.again", form=form)
