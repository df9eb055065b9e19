"""From the keys of an entry to a criterion tree, with a message an author can act on.

    CriterionError      a word, value, unit or name is wrong: says where in the tree, what was found, what to write

The vocabulary (which facts, drugs, rules and regions exist) is passed in; nothing here knows of files.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping

import msgspec

from painpath.criteria.territory import Body, Territory, body_of, pain_in
from painpath.criteria.tree import (
    ANYWHERE,
    All,
    Any,
    AtLeastOf,
    Bounds,
    Change,
    CountTaking,
    FactCompares,
    FactDated,
    FactHas,
    FactIs,
    Node,
    Not,
    RuleRef,
    Rung,
    Slot,
    Taking,
    Tried,
)
from painpath.facts.fact_type import FactType, Kind
from painpath.facts.units import days, factor, parse_quantity

_COMPARATORS = ("at_least", "above", "at_most", "below")
_OUTCOMES = ("helped", "no_benefit", "not_tolerated")
_SLOTS = ("history", "distribution", "signs", "test", "present", "suspect")


class CriterionError(Exception):
    """A criterion cannot be read; `path` leads to the place within it."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


class Vocabulary(msgspec.Struct, frozen=True):
    """The names a criterion may use.

    `regions` maps a region to itself and all its parts, `sides` those that have a side to left or right.
    """

    facts: Mapping[str, FactType]
    drugs: Collection[str]
    rules: Collection[str]
    regions: Mapping[str, frozenset[str]]
    sides: Mapping[str, str] = msgspec.field(default_factory=dict)
    territories: Mapping[str, Territory] = msgspec.field(default_factory=dict)
    #: made once, when the first territory is asked for
    _bodies: list[Body] = msgspec.field(default_factory=list)

    @property
    def body(self) -> Body:
        """The regions with what touches what."""
        if not self._bodies:
            self._bodies.append(body_of(self.regions, self.sides))
        return self._bodies[0]


def read_criterion(raw: object, vocabulary: Vocabulary, path: str = "") -> Node:
    """The tree that `raw` (mappings, lists and words as in an entry) spells out; CriterionError where it does not.

    Source: house of painpath, section 7 (words); docs/reference/criteria.md lists them all.
    """
    if not isinstance(raw, Mapping):
        raise CriterionError(path, f"a criterion is a mapping such as {{fact: ..., is: yes}}, found {raw!r}")
    words = {str(key): value for key, value in raw.items()}
    for joint in ("all", "any"):
        if joint in words:
            _only(words, {joint}, path)
            nodes = _list(words[joint], vocabulary, f"{path}.{joint}")
            return All(nodes) if joint == "all" else Any(nodes)
    if "not" in words:
        _only(words, {"not"}, path)
        return Not(read_criterion(words["not"], vocabulary, f"{path}.not"))
    if "at_least_of" in words:
        _only(words, {"at_least_of"}, path)
        inner = words["at_least_of"]
        if not isinstance(inner, Mapping) or set(inner) != {"n", "of"} or type(inner["n"]) is not int:
            raise CriterionError(f"{path}.at_least_of", "write {n: 2, of: [...]}")
        nodes = _list(inner["of"], vocabulary, f"{path}.at_least_of.of")
        if not 1 <= inner["n"] <= len(nodes):
            raise CriterionError(f"{path}.at_least_of.n", f"n must be between 1 and {len(nodes)}")
        return AtLeastOf(inner["n"], nodes)
    if "fact" in words:
        return _fact(words, vocabulary, path)
    if "taking" in words:
        return _taking(words, vocabulary, path)
    if "count" in words:
        return _count(words, vocabulary, path)
    if "change" in words:
        return _change(words, vocabulary, path)
    if "tried" in words:
        _only(words, {"tried", "outcome"}, path)
        outcome = _word(words.get("outcome", ""), ("", *_OUTCOMES), f"{path}.outcome")
        return Tried(_name(words["tried"], vocabulary.drugs, f"{path}.tried", "drug or class"), outcome)
    if "rung" in words:
        _only(words, {"rung"}, path)
        return Rung(str(words["rung"]))
    if "slot" in words:
        _only(words, {"slot"}, path)
        return Slot(_word(words["slot"], _SLOTS, f"{path}.slot"))
    if "rule" in words:
        _only(words, {"rule"}, path)
        return RuleRef(_name(words["rule"], vocabulary.rules, f"{path}.rule", "rule"))
    if "pain_in" in words:
        _only(words, {"pain_in"}, path)
        name = _name(words["pain_in"], vocabulary.territories, f"{path}.pain_in", "territory")
        return pain_in(vocabulary.territories[name], vocabulary.body)
    raise CriterionError(
        path,
        f"no criterion word in {sorted(words)}; use all, any, not, at_least_of, fact, pain_in, taking, count, change, "
        "tried, rung, slot or rule",
    )


def _fact(words: dict[str, object], vocabulary: Vocabulary, path: str) -> Node:
    name = _name(words["fact"], vocabulary.facts, f"{path}.fact", "fact")
    kind = vocabulary.facts[name]
    _only(words, {"fact", "is", "in", "has", "within", "at", *_COMPARATORS}, path)
    within = _days(words["within"], f"{path}.within") if "within" in words else None
    at = str(words.get("at", ""))
    if at and kind.per != "site":
        raise CriterionError(f"{path}.at", f"{name} is not recorded per site")
    if at and at != "pain" and at not in vocabulary.regions:
        raise CriterionError(f"{path}.at", f"no region {at!r}{_nearest(at, vocabulary.regions)}")
    asked = [word for word in ("is", "in", "has", *_COMPARATORS) if word in words]
    if "is" in words or "in" in words:
        if len(asked) != 1:
            raise CriterionError(path, f"`{asked[0]}` stands alone, found {asked}")
        if kind.kind not in (Kind.CLAIM, Kind.ONE_OF, Kind.ORDERED):
            raise CriterionError(path, f"{name} is a {kind.kind.value}: it cannot be asked with `{asked[0]}`")
        return _is(words, kind, (within, at), path)
    if at:
        raise CriterionError(f"{path}.at", "`at` goes with `is`")
    if "has" in words:
        if len(asked) != 1 or within is not None:
            raise CriterionError(path, "`has` stands alone")
        if kind.kind is not Kind.SET:
            raise CriterionError(path, f"{name} is a {kind.kind.value}: `has` asks a set")
        wanted = words["has"] if isinstance(words["has"], list) else [words["has"]]
        members: set[str] = set()
        wider: set[str] = set()
        for word in wanted:
            if str(word) in vocabulary.regions:
                inner = vocabulary.regions[str(word)]
                members |= inner
                wider |= vocabulary.body.touching(inner)
            elif str(word) in kind.options:
                members.add(str(word))
            else:
                known = [*kind.options, *vocabulary.regions]
                raise CriterionError(
                    f"{path}.has", f"{name} has no member {word!r}{_nearest(str(word), known)}"
                )
        return FactHas(name, frozenset(members), frozenset(wider - members))
    if kind.kind is Kind.DATE:
        if asked or within is None:
            raise CriterionError(path, f"{name} is a date: ask it with `within`")
        return FactDated(name, within)
    if not asked:
        raise CriterionError(path, f"say what is asked of {name}: is, in, has, {', '.join(_COMPARATORS)}")
    if kind.kind not in (Kind.QUANTITY, Kind.ORDERED):
        raise CriterionError(path, f"{name} is a {kind.kind.value}: it cannot be compared with `{asked[0]}`")
    return FactCompares(name, _bounds(words, kind, path), within)


def _is(words: dict[str, object], kind: FactType, asked: tuple[float | None, str], path: str) -> Node:
    """`is` and `in`; a claim with places that is asked without one is asked anywhere (decision 0014)."""
    within, at = asked
    if at and (kind.kind is not Kind.CLAIM or within is not None):
        raise CriterionError(f"{path}.at", "`at` asks where a claim is found today: without `within`")
    listed = words["in"] if "in" in words else [words["is"]]
    if not isinstance(listed, list) or not listed:
        raise CriterionError(f"{path}.in", "write a list of options")
    if kind.per == "site" and kind.kind is Kind.CLAIM:
        if within is not None:
            raise CriterionError(
                f"{path}.within",
                f"{kind.id} has places: ask it today, with `at` or anywhere, not with `within`",
            )
        at = at or ANYWHERE
    return FactIs(kind.id, tuple(sorted({_rank(kind, option, path) for option in listed})), within, at)


def _taking(words: dict[str, object], vocabulary: Vocabulary, path: str) -> Taking:
    _only(words, {"taking", "order", "route", "ended_within", "daily_dose", "for_at_least"}, path)
    bounds, unit = None, "mg"
    if "daily_dose" in words:
        inner = words["daily_dose"]
        if not isinstance(inner, Mapping) or not inner or not set(inner) <= set(_COMPARATORS):
            raise CriterionError(f"{path}.daily_dose", "write for example {above: 100 mg}")
        bounds, unit = _dose_bounds(inner, f"{path}.daily_dose")
    order = _word(words.get("order", "no"), ("no", "yes", "only"), f"{path}.order")
    return Taking(
        drug=_name(words["taking"], vocabulary.drugs, f"{path}.taking", "drug or class"),
        order=order,
        route=str(words.get("route", "")),
        ended_within=_days(words["ended_within"], f"{path}.ended_within")
        if "ended_within" in words
        else None,
        daily_dose=bounds,
        dose_unit=unit,
        for_at_least=_days(words["for_at_least"], f"{path}.for_at_least")
        if "for_at_least" in words
        else None,
    )


def _dose_bounds(words: Mapping[object, object], path: str) -> tuple[Bounds, str]:
    """Bounds on a dose per day and their one unit: mg for any mass, else the unit as it is written."""
    read: dict[str, float] = {}
    units: set[str] = set()
    for word, text in words.items():
        quantity = parse_quantity(str(text))
        if quantity is None or not quantity.unit or quantity.low != quantity.high:
            raise CriterionError(f"{path}.{word}", f"not a quantity with a unit: {text!r}")
        scale = factor(quantity.unit, "mg")
        units.add(quantity.unit if scale is None else "mg")
        read[str(word)] = quantity.low * (1.0 if scale is None else scale)
    if len(units) > 1:
        raise CriterionError(path, f"both sides need the same unit, found {' and '.join(sorted(units))}")
    return _both_sides(read, path), units.pop()


def _count(words: dict[str, object], vocabulary: Vocabulary, path: str) -> CountTaking:
    _only(words, {"count", "at_least"}, path)
    inner, needed = words["count"], words.get("at_least")
    if (
        not isinstance(inner, Mapping)
        or "taking" not in inner
        or not set(inner) <= {"taking", "distinct", "order"}
    ):
        raise CriterionError(
            f"{path}.count", "write {count: {taking: CLASS, distinct: ingredient}, at_least: 3}"
        )
    if type(needed) is not int or needed < 1:
        raise CriterionError(f"{path}.at_least", "a whole number of at least 1")
    return CountTaking(
        drug=_name(inner["taking"], vocabulary.drugs, f"{path}.count.taking", "drug or class"),
        at_least=needed,
        distinct=_word(
            inner.get("distinct", "ingredient"), ("ingredient", "course"), f"{path}.count.distinct"
        ),
        order=_word(inner.get("order", "no"), ("no", "yes"), f"{path}.count.order"),
    )


def _change(words: dict[str, object], vocabulary: Vocabulary, path: str) -> Change:
    _only(words, {"change", "falls_by", "rises_by", "over_at_most", "then"}, path)
    name = _name(words["change"], vocabulary.facts, f"{path}.change", "fact")
    kind = vocabulary.facts[name]
    if kind.kind is not Kind.QUANTITY:
        raise CriterionError(
            f"{path}.change", f"{name} is a {kind.kind.value}: only a quantity changes by an amount"
        )
    direction = [word for word in ("falls_by", "rises_by") if word in words]
    if len(direction) != 1 or "over_at_most" not in words:
        raise CriterionError(path, "write falls_by or rises_by, and over_at_most")
    inner = words[direction[0]]
    if not isinstance(inner, Mapping) or set(inner) != {"at_least"}:
        raise CriterionError(f"{path}.{direction[0]}", "write {at_least: 2 %}")
    by = _number(kind, inner["at_least"], f"{path}.{direction[0]}.at_least", difference=True)
    then, then_within = "", 0.0
    if "then" in words:
        inner = words["then"]
        if not isinstance(inner, Mapping) or set(inner) != {"fact", "within"}:
            raise CriterionError(f"{path}.then", "write {fact: pain.onset, within: 8 wk}")
        then = _name(inner["fact"], vocabulary.facts, f"{path}.then.fact", "fact")
        if vocabulary.facts[then].kind is not Kind.DATE:
            raise CriterionError(f"{path}.then.fact", f"{then} is not a date")
        then_within = _days(inner["within"], f"{path}.then.within")
    over = _days(words["over_at_most"], f"{path}.over_at_most")
    return Change(name, direction[0] == "falls_by", by, over, then, then_within)


def _bounds(words: dict[str, object], kind: FactType, path: str) -> Bounds:
    read = {word: _number(kind, words[word], f"{path}.{word}") for word in _COMPARATORS if word in words}
    return _both_sides(read, path)


def _both_sides(read: dict[str, float], path: str) -> Bounds:
    if {"at_least", "above"} <= set(read) or {"at_most", "below"} <= set(read):
        raise CriterionError(path, "two comparators may stand together only if they bound both sides")
    return Bounds(**read)


def _number(kind: FactType, found: object, path: str, *, difference: bool = False) -> float:
    if kind.kind is Kind.ORDERED:
        return _rank(kind, found, path)
    quantity = parse_quantity(str(found))
    if quantity is None or quantity.low != quantity.high:
        raise CriterionError(path, f"not a quantity: {found!r}; write for example `60 {kind.unit}`")
    unit = quantity.unit
    if unit == kind.unit or (not unit and kind.unit in ("", "1")):
        return quantity.low
    if unit in kind.accepts:
        conversion = kind.accepts[unit]
        return quantity.low * conversion.factor + (0.0 if difference else conversion.offset)
    scale = factor(unit, kind.unit)
    if scale is None:
        raise CriterionError(path, f"{kind.id} is counted in {kind.unit!r}, found {unit!r}")
    return quantity.low * scale


def _rank(kind: FactType, option: object, path: str) -> float:
    try:
        return kind.rank(str(option))
    except KeyError:
        options = ("yes", "no") if kind.kind is Kind.CLAIM else kind.options
        raise CriterionError(path, f"{kind.id} is one of {', '.join(options)}; found {option!r}") from None


def _list(raw: object, vocabulary: Vocabulary, path: str) -> tuple[Node, ...]:
    if not isinstance(raw, list) or not raw:
        raise CriterionError(path, "write a list of criteria")
    return tuple(read_criterion(part, vocabulary, f"{path}[{i}]") for i, part in enumerate(raw))


def _days(found: object, path: str) -> float:
    span = days(str(found))
    if span is None or span < 0:
        raise CriterionError(path, f"not a span of time: {found!r}; write for example `14 d`, `8 wk`, `3 mo`")
    return span


def _word(found: object, allowed: Collection[str], path: str) -> str:
    if str(found) not in allowed:
        raise CriterionError(path, f"one of {', '.join(w for w in allowed if w)}; found {found!r}")
    return str(found)


def _name(found: object, known: Collection[str], path: str, what: str) -> str:
    if str(found) not in known:
        raise CriterionError(path, f"no {what} {str(found)!r}{_nearest(str(found), known)}")
    return str(found)


def _nearest(word: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=3)
    return f"; did you mean {', '.join(near)}?" if near else ""


def _only(words: Mapping[str, object], allowed: set[str], path: str) -> None:
    extra = sorted(set(words) - allowed)
    if extra:
        raise CriterionError(
            path, f"`{extra[0]}` does not belong here; allowed: {', '.join(sorted(allowed))}"
        )
