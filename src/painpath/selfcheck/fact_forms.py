"""The form of facts: what a type needs, what it must not have, and numbers that can be true. Not what facts mean."""

from __future__ import annotations

from collections.abc import Iterator

from painpath.facts.units import days
from painpath.library import Library, schema
from painpath.selfcheck.result import Finding, error, gap

_NUMBERS = ("quantity",)
_LISTED = ("one_of", "ordered")


def check_facts(library: Library) -> Iterator[Finding]:
    """Units, options, picks, plausible limits, conversions and derivations of every fact."""
    for name in library.kinds.get("facts", {}):
        entry = library.fact_entry(name)
        assert entry is not None
        where = f"facts/{name}.yaml"
        for path, says in _faults(entry):
            yield error("fact", where, path, f"{name} {says}")
        if entry.type in _NUMBERS and not entry.plausible and entry.derived is None:
            yield gap("fact", where, "$", "a quantity without plausible limits: nonsense is not noticed")
        if entry.question is None and entry.derived is None:
            yield gap("question", where, "$", "has no question: it cannot be asked in plain words")


def _faults(entry: schema.Fact) -> Iterator[tuple[str, str]]:
    number = entry.type in _NUMBERS
    if number and not entry.unit:
        yield "$", 'is a quantity and needs a unit (a pure score has unit "1")'
    if not number:
        for word, held in (("unit", entry.unit), ("accepts", entry.accepts), ("plausible", entry.plausible)):
            if held:
                yield f"$.{word}", f"is a {entry.type}: `{word}` belongs to quantities"
    if entry.type in _LISTED and len(set(entry.options)) < 2:
        yield "$", f"is {entry.type} and needs at least two options"
    if len(set(entry.options)) < len(entry.options):
        yield "$.options", "names an option twice"
    if entry.options and entry.type not in (*_LISTED, "set"):
        yield "$.options", f"is a {entry.type}: `options` belong to one_of, ordered and set"
    if entry.pick != "latest" and entry.type != "claim":
        yield "$.pick", f"is a {entry.type}: only a claim is picked by `{entry.pick}`"
    if entry.is_a and entry.type != "claim":
        yield "$.is_a", f"is a {entry.type}: only a claim has more general claims"
    if entry.listed_in and entry.type != "claim":
        yield "$.listed_in", f"is a {entry.type}: only the absence of a claim is settled by a list"
    yield from _number_faults(entry)
    if entry.derived is not None:
        words = [word for word in entry.derived.__struct_fields__ if getattr(entry.derived, word) is not None]
        if len(words) != 1:
            yield "$.derived", f"is derived in {len(words)} ways; write exactly one"


def _number_faults(entry: schema.Fact) -> Iterator[tuple[str, str]]:
    if entry.fresh_for and (days(entry.fresh_for) or 0.0) <= 0.0:
        yield "$.fresh_for", f"is fresh for {entry.fresh_for!r}, which is not a span of time such as 90 d"
    if entry.plausible:
        if set(entry.plausible) != {"from", "to"}:
            yield "$.plausible", "needs plausible limits as {from: ..., to: ...}"
        elif not entry.plausible["from"] < entry.plausible["to"]:
            yield "$.plausible", "has plausible limits the wrong way round"
    for unit, how in entry.accepts.items():
        factor = how.get("factor", 0.0) if isinstance(how, dict) else how
        if factor <= 0:
            yield f"$.accepts.{unit}", f"turns {unit} by a factor that is not above 0"
        if isinstance(how, dict) and not set(how) <= {"factor", "offset"}:
            yield f"$.accepts.{unit}", "knows only factor and offset"
        if unit == entry.unit:
            yield f"$.accepts.{unit}", f"accepts its own unit {unit} again"
