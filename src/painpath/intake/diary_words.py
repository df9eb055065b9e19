"""What people call things in a diary: a column's or a word's name to a fact, a medicine, or what else it holds.

English only. Names of facts (`pain.intensity_worst`), their own last words where only one fact has them (`dizziness`)
and names of medicines are known besides. A name that could mean two things is in no list: it stays unread and is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Literal, NamedTuple

from painpath.facts import Kind
from painpath.intake.codes import Index

Holds = Literal["date", "time", "fact", "dose", "medicines", "rescue", "effects", "note", "unread"]


class Column(NamedTuple):
    """What a column holds: `fact` of a fact, or `medication.X`; the `unit` of bare numbers; the part of the day."""

    head: str
    holds: Holds
    fact: str = ""
    unit: str = ""
    part: str = ""


_FACTS: Mapping[str, str] = {
    name: fact
    for fact, names in {
        "pain.intensity_average": "pain; average pain; pain average; avg pain; pain avg; mean pain; pain mean;"
        " usual pain; pain intensity; pain today; overall pain; pain score; pain level; pain rating; daily pain;"
        " nrs; pain nrs",
        "pain.intensity_worst": "worst; worst pain; pain worst; pain at its worst; max pain; pain max; maximum pain;"
        " pain maximum; highest pain; pain highest; peak pain; pain peak",
        "pain.intensity_least": "least; least pain; pain least; pain at its least; min pain; pain min; minimum pain;"
        " pain minimum; lowest pain; pain lowest; best pain",
        "pain.intensity_now": "pain now; pain right now; current pain; pain current",
        "pain.relief_percent": "relief; pain relief; relief percent; percent relief",
        "pain.triggers": "trigger; triggers; pain trigger; pain triggers; what made it worse; made worse by",
        "pain.rescue_doses": "rescue doses; number of rescue doses; rescue count; extra doses; prn doses;"
        " as needed doses",
        "sleep.interference": "sleep; sleep interference; pain disturbed sleep; sleep disturbance; sleep disturbed",
        "sleep.hours": "sleep hours; hours slept; hours of sleep; sleep duration; slept; sleep time",
        "function.interference": "function; interference; pain interference; activity interference; "
        " function interference; pain interfered",
        "mood.rating": "mood; mood rating; mood score",
        "score.peg": "peg; peg score; peg total",
        "answer.peg.pain": "peg pain; peg 1; peg1; peg item 1",
        "answer.peg.enjoyment": "peg enjoyment; peg enjoyment of life; peg 2; peg2; peg item 2",
        "answer.peg.activity": "peg activity; peg general activity; peg 3; peg3; peg item 3",
        "score.global_impression_of_change": "pgic; global impression; global impression of change; overall change;"
        " patient global impression of change",
        "score.phq9": "phq9; phq 9; phq9 score; phq9 total; phq 9 total",
        "score.phq2": "phq2; phq 2",
        "score.gad7": "gad7; gad 7; gad7 score; gad 7 total",
        "score.isi": "isi; isi score; isi total",
        "mood.phq9_item9": "phq9 item9; phq9 item 9; phq 9 item 9; phq9 9; phq9 q9; phq item 9",
        "mood.suicidal_ideation": "suicidal; suicidal thoughts; suicidal ideation; thoughts of suicide; suicide;"
        " self harm thoughts; thoughts of self harm",
        "mood.suicide_plan": "suicide plan; plan to end life",
        "symptom.side_effect_burden": "side effect burden; side effects burden; side effect severity; tolerability;"
        " side effects overall",
        "symptom.drowsiness": "drowsiness; drowsy; sleepiness; sleepy; somnolence; sedation",
        "symptom.dizziness": "dizziness; dizzy; giddy; light headed; lightheaded",
        "symptom.fatigue": "fatigue; tiredness; tired; exhaustion",
        "symptom.nausea": "nausea; nauseous; feeling sick; sick; queasy",
        "symptom.vomiting": "vomiting; being sick; threw up",
        "symptom.constipation": "constipation; constipated",
        "symptom.diarrhoea": "diarrhoea; diarrhea",
        "symptom.dry_mouth": "dry mouth",
        "symptom.ankle_swelling": "ankle swelling; swollen ankles; leg swelling; swollen legs; swelling of the legs;"
        " peripheral oedema; peripheral edema",
        "symptom.gait_unsteady": "unsteadiness; unsteady; ataxia; balance problems",
        "symptom.blurred_vision": "blurred vision; blurry vision",
        "symptom.weight_gain": "weight gain; weight gained",
        "symptom.memory_trouble": "memory trouble; memory problems; forgetfulness; word finding trouble",
        "symptom.cognitive_fog": "brain fog; foggy; cognitive fog",
        "symptom.headache": "headache; headaches",
        "symptom.itching": "itching; itch",
        "symptom.confusion": "confusion; confused",
        "symptom.palpitations": "palpitations",
        "symptom.poor_appetite": "poor appetite; loss of appetite",
        "symptom.tremor": "tremor; shaking; shakiness",
        "symptom.hallucinations": "hallucinations",
        "symptom.sexual_dysfunction_new": "sexual problems; sexual dysfunction",
        "symptom.application_site_reaction": "skin reaction; application site reaction; burning where applied",
        "vital.weight": "weight; body weight",
    }.items()
    for name in (one.strip() for one in names.split(";"))
}  # fmt: skip
_OTHER: Mapping[str, Holds] = {
    **dict.fromkeys(("date", "day", "diary date", "entry date", "log date", "datetime", "date time", "date and time",
                     "timestamp", "recorded at", "recorded on", "recorded", "logged at", "created at", "when"), "date"),
    **dict.fromkeys(("time", "time of day", "entry time", "clock"), "time"),
    **dict.fromkeys(("medication", "medications", "medicine", "medicines", "drug", "drugs", "meds", "medication taken",
                     "medications taken", "medicines taken", "treatment taken"), "medicines"),
    **dict.fromkeys(("rescue", "rescue medication", "rescue medicine", "rescue drug", "rescue drugs",
                     "rescue medicines",
                     "rescue taken", "prn", "as needed", "extra medication", "breakthrough medication"), "rescue"),
    **dict.fromkeys(("side effects", "side effect", "adverse effects", "adverse effect", "adverse events",
                     "unwanted effects"), "effects"),
    **dict.fromkeys(("note", "notes", "comment", "comments", "remark", "remarks", "free text"), "note"),
}  # fmt: skip
_SPAN = re.compile(r"(?<!\d)(\d+)\s*(?:-|\u2013|to|\.\.)\s*(\d+)(?!\d)")
_VISUAL = re.compile(r"\b(?:vas|mm|percent)\b|%")
#: topics whose facts are known by their last word alone
_SHORT = ("symptom", "sleep", "mood", "score", "vital")
_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]")
#: words of a head that change nothing of what it is about
_FILL = frozenset(("score", "rating", "level", "nrs", "my", "the", "of", "in", "last", "past", "24", "24h", "hours",
                   "today", "daily", "day", "0", "10", "to", "scale"))  # fmt: skip
#: words that may stand beside the name of a medicine
_BESIDE = frozenset(("mg", "g", "ug", "mcg", "µg", "microgram", "micrograms", "milligram", "milligrams", "gram", "dose",
                     "doses", "taken", "total", "daily", "day", "per", "a", "the", "amount", "tablet", "tablets",
                     "capsule", "capsules", "er", "xr", "sr", "cr", "mr", "extended", "modified", "prolonged",
                     "release"))  # fmt: skip
_PARTS = frozenset(("morning", "noon", "midday", "lunch", "afternoon", "evening", "night", "bedtime", "am", "pm",
                    "breakfast", "dinner"))  # fmt: skip
_UNIT = re.compile(r"(?<![a-zµμ])(mg|g|ug|mcg|[µμ]g)(?![a-z])")


def plain_name(head: str) -> str:
    """A name without case, brackets, strokes and points.

    >>> plain_name("Avg._Pain (0-10)")
    'avg pain'
    """
    bare = _BRACKETS.sub(" ", head.lower())
    return " ".join(re.sub(r"[^a-z0-9%µμ]+", " ", bare).split())


def fact_meant(index: Index, name: str) -> str:
    """The fact that people mean by a name; empty where none, or more than one, has it."""
    exact = name.strip().lower()
    if exact in index.facts:
        return exact
    low = plain_name(name)
    for one in (low, " ".join(word for word in low.split() if word not in _FILL)):
        if _FACTS.get(one) in index.facts:
            return _FACTS[one]
    word = low.replace(" ", "_")
    same = [f"{topic}.{word}" for topic in _SHORT if f"{topic}.{word}" in index.facts]
    return same[0] if len(same) == 1 else ""


def drug_meant(index: Index, name: str) -> str:
    """The one ingredient that a name means; empty for none, for a combination and for a class."""
    exact = name.strip().lower()
    if exact.startswith("medication."):
        drug = exact.removeprefix("medication.")
        return drug if drug in index.library.catalog.within else ""
    found = index.drugs.find(name)
    return found[0].substances[0] if len(found) == 1 and len(found[0].substances) == 1 else ""


def effect_meant(index: Index, name: str) -> str:
    """The symptom that a side effect's name means; empty where it is none."""
    fact = fact_meant(index, name)
    return fact if fact.startswith("symptom.") and index.facts[fact].kind is Kind.CLAIM else ""


def column_of(index: Index, head: str, told: str = "") -> Column:
    """What a column holds, by its head or by what the user says of it (`told`)."""
    said = told or head
    low = plain_name(said)
    other = _OTHER.get(low) or _OTHER.get(" ".join(word for word in low.split() if word not in _FILL))
    if other and said.strip().lower() not in index.facts:
        return Column(head, other)
    if fact := fact_meant(index, said):
        if not told and _other_scale(index, fact, head):
            return Column(head, "unread")
        return Column(head, "fact", fact, _bare_unit(index, fact))
    return _dose_column(index, head, said) or Column(head, "unread")


def _other_scale(index: Index, fact: str, head: str) -> bool:
    """Whether a head names another scale than the fact's (0-100, 1-5, mm, VAS): its numbers mean something else."""
    limits = index.facts[fact].plausible
    if index.facts[fact].kind is not Kind.QUANTITY or limits is None or index.facts[fact].unit != "1":
        return False
    spans = [(float(low), float(high)) for low, high in _SPAN.findall(head)]
    return any(span != limits for span in spans) or (
        limits == (0.0, 10.0) and bool(_VISUAL.search(head.lower()))
    )


def _bare_unit(index: Index, fact: str) -> str:
    kind = index.facts[fact]
    return kind.unit if kind.kind is Kind.QUANTITY and kind.unit == "h" else ""


def _dose_column(index: Index, head: str, said: str) -> Column | None:
    drug = drug_meant(index, said)
    if not drug:
        return None
    if said.strip().lower().startswith("medication."):
        beside, low = set[str](), head.lower()
    else:
        found, low = index.drugs.find(said)[0], said.lower()
        rest = f"{said[: found.begin]} {said[found.end :]}".lower()
        beside = set(re.findall(r"[a-zµμ]+", rest))
    parts = beside & _PARTS
    if beside - _BESIDE - _PARTS:
        return None
    unit = _UNIT.search(low)
    return Column(
        head, "dose", f"medication.{drug}", "" if unit is None else unit[1], " ".join(sorted(parts))
    )


def near_names(index: Index, word: str) -> list[str]:
    """The names nearest to one that nothing has."""
    drugs = (drug.replace("_", " ") for drug in index.library.drugs)
    known = {*_FACTS, *_OTHER, *drugs, *index.facts}
    return get_close_matches(plain_name(word) or word, sorted(known), n=3, cutoff=0.6)
