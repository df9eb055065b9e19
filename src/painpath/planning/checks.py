"""Which safety checks concern a drug: its own rules, those of its classes, interactions, and rules for every drug.

Gathered once per drug and library; asking them is `judge`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from painpath.assessment.words import cites
from painpath.criteria import Node
from painpath.criteria.tree import All, Any, CountTaking, Taking, walk
from painpath.facts.units import days
from painpath.library import Library
from painpath.library.schema import Act, Interaction, Limit, MustKnow, Rule, SharedRule, Stronger
from painpath.planning.turned import turn, turned


class Check(msgspec.Struct, frozen=True):
    """One rule as it is asked of an order."""

    id: str
    when: Node
    scope: Node | None
    severity: str
    stronger: tuple[tuple[str, Node, str, tuple[str, ...]], ...]
    act: Act | None
    says: str
    do: str
    limit: Limit | None
    must: bool
    jurisdiction: tuple[str, ...]
    cite: tuple[str, ...]
    kind: str
    parties: tuple[str, ...] = ()
    consequence: tuple[str, ...] = ()


class Need(msgspec.Struct, frozen=True):
    """Something that must be known before a start: a fact, or a criterion that must be settled."""

    id: str
    fact: str
    settle: Node | None
    scope: Node | None
    says: str
    jurisdiction: tuple[str, ...]
    bridge: tuple[str, ...]
    cite: tuple[str, ...]


class DrugChecks(msgspec.Struct, frozen=True):
    """All that is checked for one drug."""

    checks: tuple[Check, ...]
    needs: tuple[Need, ...]


def checks_for(library: Library, entry: str, substance: str) -> DrugChecks:
    """The checks for a treatment entry (may be empty: an ingredient without one) and its ingredient."""
    return library.remember(
        ("checks", entry, substance),
        lambda: DrugChecks(
            tuple(_checks(library, entry, substance)), tuple(_needs(library, entry, substance))
        ),
    )


def _checks(library: Library, entry: str, substance: str) -> Iterable[Check]:
    above = library.above.get(substance, frozenset({substance}))
    drug = library.drugs.get(entry)
    for name, rule in library.rules_of("safety").items():
        if rule.when is not None and rule.severity is not None:
            if not rule.concerns or set(rule.concerns) & (above | {entry}):
                yield _from_shared(library, name, rule)
    if drug is not None:
        for own in drug.rules:
            yield check_of(library, own)
    for cls in sorted(above):
        if cls in library.classes:
            for shared in library.classes[cls].rules:
                yield check_of(library, shared)
    for name, interaction in library.interactions.items():
        node = interaction_node(library, interaction, entry, above)
        if node is not None:
            yield _from_interaction(library, name, interaction, node, above | {entry})


def _needs(library: Library, entry: str, substance: str) -> Iterable[Need]:
    above = library.above.get(substance, frozenset({substance}))
    listed: list[MustKnow] = []
    if entry in library.drugs:
        listed += library.drugs[entry].must_know
    for cls in sorted(above):
        if cls in library.classes:
            listed += library.classes[cls].must_know
    seen: set[tuple[str, int]] = set()
    for need in listed:
        settle = None if need.settle is None else library.criterion(need.settle)
        scope = None if need.applies_when is None else library.criterion(need.applies_when)
        mark = (need.know, id(settle))
        if mark in seen and scope is None:
            continue
        seen.add(mark)
        yield Need(
            f"must_know_{(need.know or _asked_about(settle)).replace('.', '_')}",
            need.know,
            settle,
            scope,
            need.says,
            tuple(need.jurisdiction),
            tuple(need.bridge),
            cites(need.cite),
        )


def _asked_about(node: Node | None) -> str:
    """The drug that a must-know criterion is about, for its name."""
    drugs = [part.drug for part in walk(node) if isinstance(part, Taking)] if node is not None else []
    return drugs[0] if drugs else "settled"


def interaction_node(
    library: Library, interaction: Interaction, entry: str, above: frozenset[str]
) -> Node | None:
    """The criterion of an interaction as this drug's order meets it; None when it does not concern the drug."""
    if interaction.first:
        if interaction.then not in above and interaction.then != entry:
            return None
        gap = days(interaction.gap) if interaction.gap else None
        # Fewer than `gap` days since the last dose; windows are closed and counted in whole days.
        window = None if gap is None else max(gap - 1.0, 0.0)
        return library.share(Taking(interaction.first, ended_within=window))
    if interaction.together:
        ways: list[Node] = []
        for i, party in enumerate(interaction.together):
            if party in above or party == entry:
                others = [other for j, other in enumerate(interaction.together) if j != i]
                ways.append(All(tuple(Taking(other) for other in others)))
        if not ways:
            return None
        return library.share(_shared_parts(library, Any(tuple(dict.fromkeys(ways)))))
    concerns = _concerns(interaction)
    if interaction.when is None:
        return None
    when = library.criterion(interaction.when)
    if any(name in above or name == entry for name in concerns):
        return when
    return turned(library, when, concerns, above | {entry})


def _concerns(interaction: Interaction) -> list[str]:
    named = interaction.concerns
    return ([named] if named else []) if isinstance(named, str) else named


def _shared_parts(library: Library, node: Any) -> Any:
    return Any(
        tuple(
            library.share(All(tuple(library.share(leaf) for leaf in way.of))) if isinstance(way, All) else way
            for way in node.of
        )
    )


def _stronger(
    library: Library, found: Stronger | list[Stronger] | None, order: frozenset[str] = frozenset()
) -> tuple[tuple[str, Node, str, tuple[str, ...]], ...]:
    """The steps; with an `order`, as it meets them from the other side."""
    steps = [] if found is None else found if isinstance(found, list) else [found]
    nodes = [library.criterion(step.when) for step in steps]
    if order:
        nodes = [turn(library, node, order) for node in nodes]
    return tuple((s.to, node, s.says, cites(s.cite)) for s, node in zip(steps, nodes, strict=True))


def _optional(library: Library, raw: dict[str, object] | None) -> Node | None:
    return None if raw is None else library.criterion(raw)


def check_of(library: Library, rule: Rule) -> Check:
    """A rule of a drug, class or therapy as it is asked."""
    return Check(
        id=rule.id,
        when=library.criterion(rule.when),
        scope=_optional(library, rule.applies_when),
        severity=rule.severity,
        stronger=_stronger(library, rule.stronger),
        act=rule.act,
        says=rule.says,
        do=rule.do,
        limit=rule.limit,
        must=rule.must == "yes",
        jurisdiction=tuple(rule.jurisdiction),
        cite=cites(rule.cite),
        kind="rule",
        consequence=tuple(rule.consequence),
    )


def _from_interaction(
    library: Library, name: str, interaction: Interaction, node: Node, above: frozenset[str]
) -> Check:
    concerned = _concerns(interaction)
    direct = not concerned or not above.isdisjoint(concerned)
    named = interaction.together or [p for p in (interaction.first, interaction.then) if p]
    asked = [part.drug for part in walk(node) if isinstance(part, (Taking, CountTaking))]
    parties = named or list(dict.fromkeys(asked))
    return Check(
        id=name,
        when=node,
        scope=_optional(library, interaction.applies_when),
        severity=interaction.severity,
        stronger=_stronger(library, interaction.stronger, frozenset() if direct else above),
        act=interaction.act,
        says=interaction.says,
        do=interaction.do,
        limit=interaction.limit if direct else None,  # the most of the drug that it concerns
        must=interaction.must == "yes" and direct,
        jurisdiction=tuple(interaction.jurisdiction),
        cite=cites(interaction.cite),
        kind="interaction",
        parties=tuple(parties),
        consequence=tuple(interaction.consequence),
    )


def _from_shared(library: Library, name: str, rule: SharedRule) -> Check:
    assert rule.when is not None
    assert rule.severity is not None
    return Check(
        id=name,
        when=library.criterion(rule.when),
        scope=_optional(library, rule.applies_when),
        severity=rule.severity,
        stronger=(),
        act=rule.act,
        says=rule.says,
        do=rule.do,
        limit=None,
        must=rule.must == "yes",
        jurisdiction=(),
        cite=cites(rule.cite),
        kind="safety",
    )


__all__ = ["Check", "DrugChecks", "Need", "checks_for", "interaction_node"]
