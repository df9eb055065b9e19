"""One physical, one psychological and one self-management element for this person, and who of the team does what.

Of the therapies that are offered: first one tried in this cause, then one the guideline names, then one that is safe
for practically anybody, then the one with the surest evidence, then by name. One whose measured effect on pain in this
cause may as well be none is named among the others, never as a part of the plan.
"""

from __future__ import annotations

from painpath.assessment.words import cites
from painpath.library import Library
from painpath.library.schema import Therapy
from painpath.planning.result import Element, Offer, TeamMember

ELEMENTS = ("physical", "psychological", "self_management")
_PAIN = "pain_intensity"
_SURE = ("high", "moderate", "low", "very_low", "unknown")


def elements_of(library: Library, indication: str, offered: tuple[Offer, ...]) -> tuple[Element, ...]:
    """At most one element of each kind, with the reason for the choice."""
    found = []
    for kind in ELEMENTS:
        fitting = [
            (offer, therapy)
            for offer in offered
            if (therapy := library.therapies.get(offer.id)) is not None
            and therapy.element == kind
            and not _no_difference(library, indication, offer.id)
        ]
        if fitting:
            offer, therapy = min(fitting, key=lambda item: (*_standing(indication, *item), item[0].id))
            found.append(_element(library, kind, indication, offer, therapy))
    return tuple(found)


def _no_difference(library: Library, indication: str, option: str) -> bool:
    """Whether the difference in pain that was measured in this cause has an interval that holds both signs."""
    measured = [
        effect.md
        for effect in library.effects.values()
        if effect.of == option
        and indication in effect.in_
        and effect.outcome == _PAIN
        and effect.md is not None
    ]
    return any(md.low is not None and md.high is not None and md.low < 0 < md.high for md in measured)


def _standing(indication: str, offer: Offer, therapy: Therapy) -> tuple[int, ...]:
    """Lower comes first: tried in this cause, named by the guideline, safe for anybody, surer, without a caution."""
    sure = min((_SURE.index(proof.certainty or "unknown") for proof in therapy.evidence), default=len(_SURE))
    return (
        int(not _own(indication, offer, therapy)),
        offer.line if offer.line is not None else 9,
        int(therapy.bridge != "yes"),
        sure,
        len(offer.cautions),
    )


def _own(indication: str, offer: Offer, therapy: Therapy) -> bool:
    """Whether it was made for this cause or measured in it."""
    measured = any(one.nearest == "drug_and_cause" for one in offer.benefit)
    told = any(indication in proof.for_ for proof in therapy.evidence)
    return indication in therapy.for_ or told or measured


def _element(library: Library, kind: str, indication: str, offer: Offer, therapy: Therapy) -> Element:
    proof = next(
        (p for p in therapy.evidence if indication in p.for_), next((p for p in therapy.evidence), None)
    )
    why = library.say("elements.for_cause") if _own(indication, offer, therapy) else ""
    says = " ".join(_stopped(part) for part in (why, proof.says if proof is not None else "") if part)
    return Element(
        kind=kind,
        option=offer.id,
        name=offer.name,
        says=says,
        asks=therapy.asks_of_patient,
        who=therapy.who,
        cite=cites(proof.cite) if proof is not None else (),
    )


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def team_of(
    library: Library, offered: tuple[Offer, ...], chosen: tuple[Element, ...]
) -> tuple[TeamMember, ...]:
    """The members of the team whom this plan needs, each with what they do; the chosen elements come first."""
    first = [element.option for element in chosen]
    order = sorted(offered, key=lambda offer: (offer.id not in first,))
    does: dict[str, list[str]] = {}
    for offer in order:
        therapy = library.therapies.get(offer.id)
        members = (
            therapy.team if therapy is not None else ["general_practitioner", "pharmacist"] * bool(offer.dose)
        )
        for member in members:
            does.setdefault(member, []).append(offer.name)
    return tuple(
        TeamMember(member, library.say(f"team.{member}"), tuple(names)) for member, names in does.items()
    )
