"""A facts file: what a person wrote down about one patient, by the names of facts (house format, YAML 1.2 or
JSON).

A misspelt name or a word that is no answer is an error that suggests the nearest: whoever wrote it is there
to mend it. A number that cannot be (no unit, a foreign one, "see note", not possible) is unknown with its
reason and listed, as from any other source.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from painpath.facts import Reading, parse_moment
from painpath.facts.moment import DAWN, WHENEVER
from painpath.intake.codes import Index
from painpath.intake.crisis import THOUGHTS, WHY, may_be_crisis
from painpath.intake.door import MOST_DEPTH, too_deep
from painpath.intake.errors import RecordError, near
from painpath.intake.ledger import Ledger, shortened
from painpath.intake.stated import SOURCE, Stated, add_readings
from painpath.intake.stated_course import add_courses
from painpath.intake.stated_diplotype import add_diplotype, gene_meant
from painpath.intake.values import Counts, Intake
from painpath.library.yaml_reader import YamlError, read_yaml

SCHEMA = "painpath.facts/1"
MOST_YAML_BYTES = 2_000_000
_HINTS = ("guideline", "jurisdiction")
_WORDS = ("schema", "as_of", "complete", "patient", "facts", "pains", "notes", *_HINTS)
#: Lists that may be said to be complete: what `listed_in` of a fact may name.
LISTS = ("condition", "medication", "allergy", "procedure", "device")
_FORM = (
    "Write, for example:\nas_of: 2026-11-20\npatient: {age: 65, sex: female}\nfacts:\n  symptom.burning: yes"
)


def read_yaml_facts(data: bytes, name: str) -> Mapping[str, object]:
    """The data of a facts file written in YAML; RecordError with the line where it is not."""
    if len(data) > MOST_YAML_BYTES:
        raise RecordError(
            f"{name}: this is not JSON, and a facts file holds at most {MOST_YAML_BYTES // 1_000_000} MB."
        )
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise RecordError(f"{name}: the file is not UTF-8 text. Save it as UTF-8 and try again.") from None
    _check_depth(text, name)
    try:
        tree, _ = read_yaml(text)
    except YamlError as error:
        raise RecordError(
            f"{name}: this is neither JSON nor a facts file that can be read"
            f" (line {error.line}: {error.message}). {_FORM}"
        ) from None
    except ValueError:
        raise RecordError(f"{name}: a number in it has too many digits to be one. Shorten it.") from None
    if not isinstance(tree, dict):
        raise RecordError(f"{name}: this is neither JSON nor a facts file. {_FORM}")
    return cast("Mapping[str, object]", tree)


def _check_depth(text: str, name: str) -> None:
    """RecordError for values nested too deep: the reader of YAML climbs down them one call a level."""
    import yaml  # only where a record is written in YAML

    depth = 0
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MOST_DEPTH:
                raise too_deep(name)
    except yaml.YAMLError:
        return  # reported with its line by the reader


def facts_of(document: Mapping[str, object], index: Index, name: str) -> Intake:
    """Everything that a facts file says; RecordError names the fact that is wrong, never its value."""
    for word in document:
        if word not in _WORDS:
            raise RecordError(f"{name}: a facts file has no word {word!r}.{near(word, _WORDS)} {_FORM}")
    schema = document.get("schema", SCHEMA)
    if schema != SCHEMA:
        raise RecordError(f"{name}: its schema is not {SCHEMA}, the only one that is read.")
    ledger = Ledger(index)
    stated = Stated(ledger, name)
    for place, (fact, value) in enumerate(_facts(document, name).items(), 1):
        ledger.begin(place, fact)
        if fact.startswith("medication."):
            add_courses(stated, fact, value)
        elif symbol := gene_meant(stated, fact):
            add_diplotype(stated, fact, symbol, value)
        else:
            add_readings(stated, fact, value)
        ledger.end()
    ledger.begin(list(document).index("notes") + 1 if "notes" in document else 0, "notes")
    _note(document.get("notes"), stated)
    intake = ledger.close()
    return Intake(
        readings=intake.readings,
        courses=intake.courses,
        complete=_complete(document.get("complete"), name),
        unread=intake.unread,
        as_of=_as_of(document.get("as_of"), name),
        hints={word: str(document[word]) for word in _HINTS if word in document},
        counts=Counts(used=intake.counts.used, unread=intake.counts.unread),
        stated=True,
    )


def _facts(document: Mapping[str, object], name: str) -> Mapping[str, object]:
    """All facts by name: those of `facts`, of `patient` and of a single pain under `pains`."""
    found: dict[str, object] = {}
    for block, prefix in (("patient", "patient."), ("facts", "")):
        for fact, value in _mapping(document.get(block), block, name).items():
            full = fact if not prefix or fact.startswith(prefix) else prefix + fact
            if full in found:
                raise RecordError(f"{name}: {full} stands both under patient and under facts. Keep one.")
            found[full] = value
    pains = document.get("pains")
    if pains is None:
        return found
    listed = list(pains.values()) if isinstance(pains, dict) else pains
    if not isinstance(listed, list) or len(listed) != 1:
        raise RecordError(
            f"{name}: pains names several pains (or none); one at a time is read. Write one file for each pain."
        )
    return {**found, **_mapping(listed[0], "pains", name)}


def _note(notes: object, stated: Stated) -> None:
    """List what stands under `notes` (a word, then a day and a text): kept for people, read by no rule.

    Words that may be about ending life leave the question open on their day, so that it is asked before all others.
    """
    ledger = stated.ledger
    for word, kept in _mapping(notes, "notes", stated.name).items():
        ledger.note(f"notes, {shortened(word)}", "free words: kept for people, no rule reads them")
        for day, text in kept.items() if isinstance(kept, dict) else [("", kept)]:
            if may_be_crisis(ledger.index.library, str(text)):
                when = parse_moment(day) if isinstance(day, str) else None
                id_ = f"{ledger.entry}.{len(ledger.readings)}"
                ledger.add(Reading(THOUGHTS, when=when or WHENEVER, id=id_, source=SOURCE, unreadable=WHY))


def _mapping(value: object, block: str, name: str) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise RecordError(f"{name}: {block} is a list of names with values. {_FORM}")
    return cast("Mapping[str, object]", value)


def _as_of(value: object, name: str) -> int | None:
    if value is None:
        return None
    moment = parse_moment(str(value))
    if moment is None or moment.first != moment.last:
        raise RecordError(f"{name}: as_of is one day, written like 2026-11-20.")
    return moment.first


def _complete(value: object, name: str) -> Mapping[str, int]:
    """The first day that each list covers. A year or month counts from its end: only then it surely holds."""
    if value is None:
        return {}
    if isinstance(value, (list, str)):
        words = [value] if isinstance(value, str) else value
        since: dict[str, object] = dict.fromkeys((str(word) for word in words), "yes")
    else:
        since = dict(_mapping(value, "complete", name))
    found: dict[str, int] = {}
    for list_, said in since.items():
        if list_ not in LISTS:
            raise RecordError(
                f"{name}: complete names {list_!r}; there are {', '.join(LISTS)}.{near(list_, LISTS)}"
            )
        day = said.get("since") if isinstance(said, dict) else said
        if day in ("no", False):
            continue
        if day in ("yes", True):
            found[list_] = DAWN
            continue
        moment = parse_moment(str(day))
        if moment is None:
            raise RecordError(f"{name}: complete.{list_} is yes, no, or {{since: 2020-01-01}}.")
        found[list_] = moment.last
    return found
