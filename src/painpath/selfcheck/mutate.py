"""The mutation test over entries: change one number, window or severity a little, and some case of the entry must fail.

A change that no case notices (a survivor) is a number that somebody could mistype unseen. `python -m
painpath.selfcheck.mutate` prints the survivors; `tests/house/mutation_survivors.txt` keeps the list and may only
shrink.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterator, Sequence
from functools import cached_property

import msgspec
from msgspec.structs import replace

from painpath.criteria import CriterionError
from painpath.criteria.catalog import FromCriterion, Lookup
from painpath.facts import Record
from painpath.facts.units import parse_quantity
from painpath.library import Library, load_library, schema
from painpath.selfcheck.cases import run_cases
from painpath.selfcheck.setting import AS_OF, Setting, record_of

#: kinds of entries that hold something to be mistyped
KINDS = ("rules", "causes", "interactions", "drugs", "classes", "therapies", "mechanisms", "facts")

#: graver first
_SEVERITIES = ("contraindicated", "avoid", "adjust_dose", "monitor")
_COMPARATORS = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}
_SPANS = ("within", "ended_within", "for_at_least", "over_at_most", "gap", "min_interval")
_LIMITS = ("max_daily_dose", "max_single_dose")
_DOSES = ("start", "target", "ceiling")
#: parts of an entry that say something without deciding anything
_SILENT = frozenset(
    {"cases", "cite", "says", "adverse", "monitor", "workup", "care", "treat_cause", "features", "trial"}
)

Tree = dict[str, object]


class Mutant(msgspec.Struct, frozen=True):
    """An entry with one thing changed; `name` says which, in words that stay the same when other lines move."""

    name: str
    kind: str
    id: str
    entry: schema.Entry


def survivors(library: Library, kind: str, names: Sequence[str] = ()) -> tuple[str, ...]:
    """The changes in the entries of a kind (or in those named) that no case of the entry notices."""
    found = []
    records = _Kept()
    for name in names or tuple(library.kinds.get(kind, {})):
        baseline: list[frozenset[str]] = []
        for mutant in mutants(library, kind, name):
            if not baseline:
                baseline.append(_failing(library, kind, name, records))
            try:
                noticed = _failing(varied(library, mutant), kind, name, records) != baseline[0]
            except CriterionError:
                noticed = True  # such an entry would not load
            if not noticed:
                found.append(mutant.name)
    return tuple(found)


def mutants(library: Library, kind: str, name: str) -> Iterator[Mutant]:
    """Every small change of an entry."""
    entry = library.kinds[kind][name]
    tree = msgspec.to_builtins(entry)
    for path, told, value in _changes(library, tree, (), ""):
        changed = copy.deepcopy(tree)
        _set(changed, path, value)
        yield Mutant(f"{kind}/{name} {told}", kind, name, msgspec.convert(changed, type=schema.KINDS[kind]))


def varied(library: Library, mutant: Mutant) -> Library:
    """The library with one entry replaced; everything else is shared."""
    other = copy.copy(library)
    other.kinds = {**library.kinds, mutant.kind: {**library.kinds[mutant.kind], mutant.id: mutant.entry}}
    other.kept = {}
    for name in [name for name in vars(other) if isinstance(getattr(Library, name, None), cached_property)]:
        del vars(other)[name]  # the entries by kind are worked out again
    # What the engines have kept of the old criteria goes as well.
    entry = mutant.entry
    catalog = replace(library.catalog, about={}, quiet_values={}, reaches={}, ingredients={}, kin={})
    other.catalog = catalog
    if isinstance(entry, schema.SharedRule) and entry.when is not None and mutant.id in catalog.rules:
        other.catalog = replace(catalog, rules={**catalog.rules, mutant.id: other.criterion(entry.when)})
    elif isinstance(entry, schema.Fact) and entry.derived is not None and mutant.id in catalog.derived:
        how = catalog.derived[mutant.id]
        if entry.derived.from_criterion is not None:
            how = FromCriterion(other.criterion(entry.derived.from_criterion))
        elif isinstance(how, Lookup) and entry.derived.lookup is not None:
            table = entry.derived.lookup["table"]
            assert isinstance(table, list)
            how = replace(how, edges=tuple(float(row["below"]) for row in table[:-1]))
        other.catalog = replace(catalog, derived={**catalog.derived, mutant.id: how})
    return other


# ------------------------------------------------------------------------------------------------------- changes

Path = tuple[str | int, ...]
Change = tuple[Path, str, object]


def _changes(library: Library, node: object, path: Path, told: str) -> Iterator[Change]:
    if isinstance(node, list):
        for i, item in enumerate(node):
            word = item.get("id", item.get("name", i)) if isinstance(item, dict) else i
            yield from _changes(library, item, (*path, i), f"{told}[{word}]")
    elif isinstance(node, dict):
        for word, value in node.items():
            if word not in _SILENT:
                at = f"{told}.{word}" if told else word
                yield from _own(library, node, word, (*path, word), at)
                if word != "table":  # its rows are bands, not comparators
                    yield from _changes(library, value, (*path, word), at)


def _own(library: Library, node: Tree, word: str, path: Path, told: str) -> Iterator[Change]:
    """The changes of one word of an entry."""
    value = node[word]
    if word in ("severity", "to") and value in _SEVERITIES:
        other = _SEVERITIES[max(_SEVERITIES.index(str(value)) - 1, 0)]
        other = _SEVERITIES[1] if other == value else other
        yield path, f"{told} {value} -> {other}", other
    elif (word in _SPANS or word in _LIMITS) and isinstance(value, str):
        yield from _nearby(path, told, value)
    elif word in _COMPARATORS:
        yield from _moved(library, node, word, path, told)
        if "count" not in node and "falls_by" not in path and "rises_by" not in path:
            swapped = {_COMPARATORS[word] if w == word else w: v for w, v in node.items()}
            yield path[:-1], f"{told} {value} -> {_COMPARATORS[word]}", swapped
    elif word == "n" and isinstance(value, int):
        held = node.get("of")
        for number in (value - 1, value + 1):
            if 1 <= number <= (len(held) if isinstance(held, list) else 0):
                yield path, f"{told} {value} -> {number}", number
    elif word == "cuts" and isinstance(value, list):
        for i, cut in enumerate(value):
            yield from _nearby((*path, i), f"{told}[{i}]", str(cut))
    elif word in _DOSES and isinstance(value, dict) and "amount" in value:
        for _, said, amount in _nearby((), "", str(value["amount"])):
            changed = parse_quantity(str(amount))
            assert changed is not None
            total = f"{changed.low * value['times_per_day']:.12g} {changed.unit}"
            yield path, f"{told}{said}", {**value, "amount": amount, "total": total}
    elif word == "table" and isinstance(value, list):
        for i, row in enumerate(value):
            for _, said, edge in _nearby((), "", str(row.get("below", ""))):
                yield (*path, i, "below"), f"{told}[{i}].below{said}", float(str(edge))


def _moved(library: Library, node: Tree, word: str, path: Path, told: str) -> Iterator[Change]:
    value = node[word]
    fact = library.facts.get(str(node.get("fact", "")))
    if fact is not None and str(value) in fact.options:
        place = fact.options.index(str(value))
        for i in (place - 1, place + 1):
            if 0 <= i < len(fact.options):
                yield path, f"{told} {value} -> {fact.options[i]}", fact.options[i]
    elif "count" in node and isinstance(value, int):
        for number in (value - 1, value + 1):
            if number >= 1:
                yield path, f"{told} {value} -> {number}", number
    else:
        yield from _nearby(path, told, str(value))


def _nearby(path: Path, told: str, text: str) -> Iterator[Change]:
    """The quantity one step lower and one step higher: one in its last written place, for round hundreds a hundred."""
    quantity = parse_quantity(text)
    if quantity is None or quantity.low != quantity.high:
        return
    written = text.split()[0]
    places = len(written.partition(".")[2])
    step = 10.0**-places
    while not places and quantity.low >= 200 and quantity.low % (step * 10) == 0:
        step *= 10
    if quantity.unit == "h" and quantity.low % 24 == 0:
        step = 24.0  # moments are days: an hour more or less is the same question
    for number in (quantity.low - step, quantity.low + step):
        if number > 0 or (number == 0 and quantity.unit != "h"):
            changed = f"{number:.{places}f} {quantity.unit}".strip()
            yield path, f"{told} {text} -> {changed}", changed


def _set(tree: object, path: Path, value: object) -> None:
    here = tree
    for word in path[:-1]:
        here = here[word]  # type: ignore[index]
    if path:
        here[path[-1]] = value  # type: ignore[index]


# --------------------------------------------------------------------------------------------------------- running


class _Kept:
    """Records of cases, read once: a change of the entry does not change its tiny patients."""

    def __init__(self) -> None:
        self._records: dict[bytes, Record] = {}

    def __call__(self, library: Library, case: schema.Case) -> Record:
        key = msgspec.json.encode((case.facts, case.complete, case.as_of or AS_OF))
        if key not in self._records:
            self._records[key] = record_of(library, case)
        return self._records[key]


def _failing(library: Library, kind: str, name: str, records: _Kept) -> frozenset[str]:
    """The cases that fail: the entry's own, for a score those of its instrument, for a class those of its drugs."""
    setting = Setting(library, records)
    failing = {path for path, _ in run_cases(setting, kind, name)}
    if kind == "classes":
        for other, drug in library.drugs.items():
            if name in library.above.get(drug.substance, ()):
                failing |= {f"{other} {path}" for path, _ in run_cases(setting, "drugs", other)}
    if kind == "facts":
        for other, instrument in library.instruments.items():
            if instrument.score == name:
                failing |= {f"{other} {path}" for path, _ in run_cases(setting, "instruments", other)}
    return frozenset(failing)


def main() -> None:
    """Print every survivor, one a line."""
    library = load_library()
    for kind in KINDS:
        for name in survivors(library, kind):
            sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
