"""Every treatment as an option for this person: offered, held (which question, which bridge) or excluded (why)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec
from msgspec.structs import replace

from painpath.assessment.words import cites
from painpath.criteria import Asking, Node
from painpath.criteria.explain import number
from painpath.facts import NO, YES, Answer, Order
from painpath.library import Library, Settings
from painpath.library.schema import Drug, Evidence, Monitor, Said, Supply, Taper, Therapy, Trial
from painpath.planning.calendar import Titration, calendar_for
from painpath.planning.effects import benefit_of, harm_of
from painpath.planning.guidance import Position, position_of
from painpath.planning.judge import CAUTIONS, UNSAFE, Judgement, Proposal, dangers, grounded, judge
from painpath.planning.prescription import times_words
from painpath.planning.result import Excluded, Held, Limits, Offer, Reason, Sentence
from painpath.planning.survey import survey
from painpath.planning.therapies import judge_therapy


class Context(msgspec.Struct, frozen=True):
    """What all options of one plan share."""

    asking: Asking
    library: Library
    settings: Settings
    indication: str
    guideline: str
    ready: bool


Option = Offer | Held | Excluded
#: what an entry may say with a source
SOURCED = (Said, Taper, Supply, Trial, Evidence)


def options(context: Context) -> tuple[Option, ...]:
    """All drugs and therapies that the library knows, each in one of three states."""
    drugs, therapies = standing_of(context.library, context.guideline, context.indication)
    return (
        *[_drug(context, standing) for standing in drugs],
        *[_therapy(context, standing) for standing in therapies],
    )


class DrugStanding(msgspec.Struct, frozen=True):
    """What is settled of a drug before anything is known of the person: what the guideline says of it here.

    `excluded` is the option of everybody who neither takes nor tried it, where the guideline rules it out; `words` are
    what a record touches that says anything of taking it.
    """

    name: str
    drug: Drug
    order: Order
    position: Position
    against: tuple[Reason, ...]
    excluded: Excluded | None
    words: frozenset[str]


class TherapyStanding(msgspec.Struct, frozen=True):
    """What is settled of a therapy before anything is known of the person.

    `against` is the reason for which nobody is offered it here.
    """

    name: str
    therapy: Therapy
    position: Position
    against: tuple[Reason, ...]


def standing_of(
    library: Library, guideline: str, indication: str
) -> tuple[tuple[DrugStanding, ...], tuple[TherapyStanding, ...]]:
    """Every drug, and every therapy that is for this indication; worked out once per guideline and indication."""
    return library.remember(
        ("standing", guideline, indication),
        lambda: (
            tuple(
                _drug_standing(name, drug, position_of(library, guideline, name, indication))
                for name, drug in library.drugs.items()
            ),
            tuple(
                _therapy_standing(name, therapy, position_of(library, guideline, name, indication))
                for name, therapy in library.therapies.items()
                # One made for other causes is no option at all.
                if indication in therapy.for_ or "any" in therapy.for_
            ),
        ),
    )


def _drug_standing(name: str, drug: Drug, position: Position) -> DrugStanding:
    against: tuple[Reason, ...] = ()
    if position.appropriateness in ("recommended_against", "outside_guideline"):
        against = (_not_an_option(position),)
    return DrugStanding(
        name,
        drug,
        Order(drug.substance, route=drug.route, entry=name),
        position,
        against,
        Excluded(name, drug.name, "drug", against) if against else None,
        frozenset({f"medication.{drug.substance}"}),
    )


def _therapy_standing(name: str, therapy: Therapy, position: Position) -> TherapyStanding:
    out = position.appropriateness == "recommended_against" or _for_trials(therapy, position)
    return TherapyStanding(name, therapy, position, (_not_an_option(position),) if out else ())


def _not_an_option(position: Position) -> Reason:
    return Reason(position.appropriateness, position.says, "not_an_option", "", "", position.cite)


def _drug(context: Context, standing: DrugStanding) -> Option:
    library, asking = context.library, context.asking
    name, drug, position = standing.name, standing.drug, standing.position
    silent = asking.untouched(standing.words)
    if silent and standing.excluded is not None:
        return standing.excluded
    blocked = standing.against if silent else (*standing.against, *_had(asking, library, drug))
    if blocked and blocked[0].rule in ("recommended_against", "outside_guideline", "taken_already"):
        return Excluded(name, drug.name, "drug", blocked)
    proposal = Proposal(standing.order, name, context.indication, "start", context.settings.jurisdiction)
    why = (*dangers(asking, library, proposal), *blocked)
    if why:
        return Excluded(name, drug.name, "drug", why, position.line)
    found = judge(asking, library, proposal)
    later = _order_of_offers(context, drug)
    if found.open_must or not context.ready or later is not None:
        says = later or "" if context.ready else library.say("plan_words.held_status")
        return Held(
            id=name,
            name=drug.name,
            kind="drug",
            line=position.line,
            # What is not offered now is not asked about now.
            ask=found.open_must if later is None else (),
            bridge=found.bridge or _bridges(library),
            says=says,
            cautions=grounded(asking, library, proposal, found, CAUTIONS),
            supply=_supply(asking, library, drug.supply),
            recommendation=position.appropriateness,
        )
    return _offer(context, proposal, position, found)


def _had(asking: Asking, library: Library, drug: Drug) -> Iterator[Reason]:
    """Why a drug that is on record need not be offered: it is taken already, or it was tried and failed."""
    if asking.ask(library.taking(drug.substance)) is YES:
        yield Reason("taken_already", library.say("offer.already"), "not_an_option", "", "", ())
    for course in asking.record.courses_of(drug.substance):
        if course.outcome.value in ("no_benefit", "not_tolerated"):
            text = library.say(f"current.outcome.{course.outcome.value}")
            says = library.say("offer.tried_failed", text=text)
            yield Reason(f"tried_{course.outcome.value}", says, "not_an_option", "", "", ())
            break


def _order_of_offers(context: Context, drug: Drug) -> str | None:
    """The sentence of a rule that keeps a drug from being offered now; None where none does.

    An opioid is never the first offer; somebody may want no drugs. Unknown holds only where the rule says `must`.
    """
    library = context.library
    keeping = library.remember(
        ("offer rules", drug.substance), lambda: tuple(_offer_rules(library, drug.substance))
    )
    if not keeping:
        return None
    ordered = context.asking.with_order(Order(drug.substance))
    for node, says, must in keeping:
        match ordered.ask(node):
            case Answer.YES:
                return says
            case Answer.UNKNOWN if must:
                return says
            case Answer.UNKNOWN | Answer.NO:
                pass  # nothing keeps it back
    return None


def _offer_rules(library: Library, substance: str) -> Iterator[tuple[Node, str, bool]]:
    """The rules about when a drug is offered: criterion, sentence, and whether an unknown holds too."""
    for rule in library.rules_of("offer").values():
        if rule.when is None:
            continue
        if not rule.concerns or set(rule.concerns) & library.above.get(substance, frozenset()):
            yield library.criterion(rule.when), f"{rule.says} {rule.do}".strip(), rule.must == "yes"


def _offer(context: Context, proposal: Proposal, position: Position, found: Judgement) -> Offer:
    library, asking, settings = context.library, context.asking, context.settings
    name, drug = proposal.entry, library.drugs[proposal.entry]
    limits, dosing = found.limits, found.dosing
    begins = date.fromordinal(asking.record.as_of)
    calendar = calendar_for(library, drug, Titration(dosing, limits, begins, settings.jurisdiction))
    trials = trials_of(drug)
    cite = dict.fromkeys((*limits.cite, *position.cite))
    if drug.action is not None:
        cite.update(dict.fromkeys(cites(drug.action.cite)))
    for reason in found.reasons:
        cite.update(dict.fromkeys(reason.cite))
    classes = [c for c in sorted(library.above.get(drug.substance, ())) if c in library.classes]
    driving = drug.driving or next(
        (library.classes[c].driving for c in classes if library.classes[c].driving is not None), None
    )
    watch = [*drug.monitor, *(m for c in classes for m in library.classes[c].monitor)]
    monitor = _watched(m for m in watch if not _settled_no(context, m))
    specialist = position.appropriateness == "specialist_only"
    return Offer(
        id=name,
        name=drug.name,
        kind=drug.kind,
        line=position.line,
        recommendation=position.appropriateness,
        recommendation_says=position.says,
        label_status=_label(context, drug),
        start_by=library.say("offer.start_by_specialist" if specialist else "offer.start_by"),
        dose="" if not calendar else f"{calendar[0].take}, {times_words(library, calendar[0].times_per_day)}",
        calendar=calendar,
        limits=limits,
        action="" if drug.action is None else drug.action.says,
        how=tuple(drug.how),
        benefit=benefit_of(library, name, context.indication),
        harm=harm_of(library, name, context.indication),
        adverse=_adverse(drug),
        cautions=grounded(asking, library, proposal, found, CAUTIONS),
        monitor=monitor,
        checklist=survey(asking, library, proposal, found).open_other,
        driving="" if driving is None else driving.says,
        trial=tuple(_trial(trial) for trial in trials),
        stop_rule="" if drug.taper is None else drug.taper.says,
        supply=_supply(asking, library, drug.supply),
        pregnancy="" if drug.pregnancy is None else drug.pregnancy.says,
        says_patient=drug.says_patient,
        tie_breakers=(),
        reviewed=drug.reviewed_by,
        review_by=drug.review_by,
        cites=_backing(
            action=drug.action,
            driving=driving,
            stop_rule=drug.taper,
            supply=drug.supply,
            pregnancy=drug.pregnancy,
            trial=trials,
        ),
        cite=tuple(cite),
    )


def _settled_no(context: Context, item: Monitor) -> bool:
    """Whether something to watch is known not to matter here; unknown keeps it on the list."""
    if item.applies_when is None:
        return False
    return context.asking.ask(context.library.criterion(item.applies_when)) is NO


def trials_of(drug: Drug) -> list[Trial]:
    """What the entry calls a fair trial, by each authority."""
    return [] if not drug.trial else drug.trial if isinstance(drug.trial, list) else [drug.trial]


def _trial(trial: Trial) -> str:
    return f"{trial.for_}: {trial.says}" if trial.says else trial.for_


def _watched(items: Iterable[Monitor]) -> tuple[Sentence, ...]:
    found: dict[str, Sentence] = {}
    for item in items:
        says = f"{item.what}: {item.when}" if item.when else item.what
        found.setdefault(says, Sentence(item.what, says, cites(item.cite)))
    return tuple(found.values())


def _backing(**statements: object) -> dict[str, tuple[str, ...]]:
    """The sources of each statement that an entry makes; one without is left out."""
    found: dict[str, tuple[str, ...]] = {}
    for name, statement in statements.items():
        several = statement if isinstance(statement, list) else [statement]
        cited = [c for one in several if isinstance(one, SOURCED) for c in cites(one.cite)]
        if cited:
            found[name] = tuple(dict.fromkeys(cited))
    return found


def _adverse(drug: Drug) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(item.effect, says, cites(item.cite))
        for item, says in zip(drug.adverse, _adverse_words(drug), strict=True)
    )


def _adverse_words(drug: Drug) -> list[str]:
    found = []
    for item in drug.adverse:
        if item.drug is not None and item.placebo is not None:
            found.append(
                f"{item.effect}: {number(item.drug)} {item.unit}, with placebo {number(item.placebo)} {item.unit}"
            )
        elif item.drug is not None:
            found.append(f"{item.effect}: {number(item.drug)} {item.unit}")
        else:
            found.append(item.says or item.effect)
    return found


def _label(context: Context, drug: Drug) -> str:
    place = context.settings.jurisdiction
    here = [label for label in drug.labels if label.jurisdiction == place]
    entry = context.library.causes.get(context.indication)
    neuropathic = {"any"} if entry is not None and entry.kind == "neuropathic" else set()
    if any({context.indication, *neuropathic} & set(label.indications) for label in here):
        return context.library.say("offer.labelled", jurisdiction=place)
    if here and any(label.indications for label in here):
        return context.library.say("offer.labelled_other", jurisdiction=place)
    return context.library.say(
        "offer.off_label" if drug.labels else "offer.label_unknown", jurisdiction=place
    )


def _supply(asking: Asking, library: Library, supply: Supply | None) -> str:
    """When to give only little at a time; where that is not known, the question."""
    if supply is None:
        return ""
    if supply.limited_if is None:
        return supply.says
    match asking.ask(library.criterion(supply.limited_if)):
        case Answer.YES:
            return supply.says
        case Answer.UNKNOWN:
            return library.say("plan_words.supply_open")
        case Answer.NO:
            return ""


def _bridges(library: Library) -> tuple[str, ...]:
    return library.remember(
        ("bridges",),
        lambda: tuple(name for name, therapy in library.therapies.items() if therapy.bridge == "yes"),
    )


def _therapy(context: Context, standing: TherapyStanding) -> Option:
    """A therapy for this cause, or for any pain."""
    library, name, therapy, position = context.library, standing.name, standing.therapy, standing.position
    found = judge_therapy(context.asking, library, therapy, context.settings.jurisdiction)
    unsafe = tuple([r for r in found.reasons if r.severity in UNSAFE])
    if unsafe or standing.against:
        return Excluded(name, therapy.name, therapy.kind, (*unsafe, *standing.against), position.line)
    later = _therapy_later(context, name)
    if later is not None:
        return Held(
            name,
            therapy.name,
            therapy.kind,
            position.line,
            (),
            (),
            later,
            recommendation=position.appropriateness,
        )
    # Without a settled cause only what helps any pain and is safe as a bridge may begin.
    if found.open_must or (not context.ready and therapy.bridge != "yes"):
        says = "" if context.ready else library.say("plan_words.held_status")
        return Held(
            name,
            therapy.name,
            therapy.kind,
            position.line,
            found.open_must,
            (),
            says,
            recommendation=position.appropriateness,
        )
    offer = library.remember(
        ("therapy offered", name, context.guideline, context.indication),
        lambda: _therapy_offered(library, context.indication, standing),
    )
    cautions = tuple([r for r in found.reasons if r.severity in CAUTIONS])
    if not cautions and not found.open_other:
        return offer
    return replace(offer, cautions=cautions, checklist=found.open_other)


def _therapy_offered(library: Library, indication: str, standing: TherapyStanding) -> Offer:
    """A therapy as it is offered to anybody: nothing of it but cautions and questions turns on the person."""
    name, therapy, position = standing.name, standing.therapy, standing.position
    cite = dict.fromkeys((*position.cite, *cites(therapy.cite)))
    action = (
        ""
        if therapy.action is None
        else therapy.action
        if isinstance(therapy.action, str)
        else therapy.action.says
    )
    for evidence in therapy.evidence:
        cite.update(dict.fromkeys(cites(evidence.cite)))
    named = position.appropriateness in ("recommended", "option", "specialist_only")
    return Offer(
        id=name,
        name=therapy.name,
        kind=therapy.kind,
        line=position.line if named else None,
        recommendation=position.appropriateness,
        recommendation_says=position.says if named else "",
        label_status=library.say("offer.not_a_drug"),
        start_by=therapy.who,
        dose="",
        calendar=(),
        limits=Limits(),
        action=action,
        how=tuple(therapy.how),
        benefit=benefit_of(library, name, indication),
        harm=harm_of(library, name, indication),
        adverse=(),
        cautions=(),
        monitor=_watched(therapy.monitor),
        checklist=(),
        driving="" if therapy.driving is None else therapy.driving.says,
        trial=(),
        stop_rule="",
        supply="",
        pregnancy="",
        says_patient=therapy.says_patient or therapy.asks_of_patient,
        tie_breakers=(),
        reviewed=therapy.reviewed_by,
        review_by=therapy.review_by,
        cites=_backing(action=therapy.action, driving=therapy.driving, benefit=therapy.evidence),
        cite=tuple(cite),
    )


def _therapy_later(context: Context, name: str) -> str | None:
    """The sentence of an offer rule that names this therapy and keeps it from being offered now."""
    library = context.library
    keeping = library.remember(
        ("therapy offer rules", name),
        lambda: tuple(
            (library.criterion(rule.when), f"{rule.says} {rule.do}".strip(), rule.must == "yes")
            for rule in library.rules_of("offer").values()
            if rule.when is not None and name in rule.concerns
        ),
    )
    for node, says, must in keeping:
        answer = context.asking.ask(node)
        if answer is YES or (must and answer is Answer.UNKNOWN):
            return says
    return None


def _for_trials(therapy: Therapy, position: Position) -> bool:
    """Whether an experimental therapy is named by nobody for this cause: it belongs in a trial, not in a plan."""
    experimental = therapy.position is not None and therapy.position.as_ == "experimental"
    return experimental and position.appropriateness == "outside_guideline"
