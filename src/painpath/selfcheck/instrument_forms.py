"""The form of instruments: wording only under a licence that is cited, answers that their facts know, true percentages.

Not whether the scoring is right: that is what the cases of the entry and of its score are for.
"""

from __future__ import annotations

from collections.abc import Iterator

from painpath.facts import FactType, Kind
from painpath.library import Library, schema
from painpath.selfcheck.result import Finding, error

_PERCENT = 100.0


def check_instruments(library: Library) -> Iterator[Finding]:
    """Wording, choices, accuracies and ranges of every instrument."""
    for name, instrument in library.instruments.items():
        where = f"instruments/{name}.yaml"
        for path, says in (*_wording(instrument), *_choices(library, instrument), *_numbers(instrument)):
            yield error("instrument", where, path, says)


def _wording(instrument: schema.Instrument) -> Iterator[tuple[str, str]]:
    worded = [f"$.items[{i}].wording" for i, item in enumerate(instrument.items) if item.wording]
    worded += ["$.stem"] if instrument.stem else []
    if worded and instrument.wording_shipped != "yes":
        yield worded[0], "holds the words of the form, and wording_shipped is not yes: take the words out"
    if instrument.wording_shipped == "yes" and not isinstance(instrument.licence, schema.Said):
        yield "$.licence", "allows the words to be shipped and has no cite: write {says: ..., cite: ...}"


def _choices(library: Library, instrument: schema.Instrument) -> Iterator[tuple[str, str]]:
    for i, item in enumerate(instrument.items):
        fact = library.catalog.facts.get(item.id)
        if fact is None:
            continue  # an item without a fact is a broken link, and said there
        path = f"$.items[{i}].choices" if item.choices else "$.choices"
        for j, choice in enumerate(item.choices or instrument.choices):
            if not _known(fact, choice.is_):
                yield f"{path}[{j}]", f"is no answer that {item.id} knows"


def _known(fact: FactType, answer: str | float) -> bool:
    match fact.kind:
        case Kind.CLAIM:
            return answer in ("yes", "no")
        case Kind.QUANTITY:
            low, high = fact.plausible or (float("-inf"), float("inf"))
            return not isinstance(answer, str) and low <= answer <= high
        case Kind.ONE_OF | Kind.ORDERED | Kind.SET:
            return str(answer) in fact.options
        case Kind.DATE:
            return False


def _numbers(instrument: schema.Instrument) -> Iterator[tuple[str, str]]:
    studies = [(f"$.accuracy[{i}]", study) for i, study in enumerate(instrument.accuracy)]
    for k, part in enumerate(instrument.subscores):
        studies += [(f"$.subscores[{k}].accuracy[{i}]", study) for i, study in enumerate(part.accuracy)]
    for path, study in studies:
        for word, most in (("sensitivity", _PERCENT), ("specificity", _PERCENT), ("area", 1.0)):
            held = getattr(study, word)
            if held is not None and not 0 <= held <= most:
                yield f"{path}.{word}", f"lies outside 0 to {most:g}"
    held = instrument.range
    if isinstance(held, dict) and held and not (set(held) == {"from", "to"} and held["from"] < held["to"]):
        yield "$.range", "needs a range as {from: ..., to: ...}, the lower end first"
