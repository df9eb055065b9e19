"""`plan`: treat the cause, review what is taken, then every option in the order of a named guideline."""

from __future__ import annotations

from msgspec.structs import replace

from painpath.assessment.assess import GRADES, UNDER_18, withholds_plan
from painpath.assessment.result import Ask, Assessment, CauseResult, RedFlag
from painpath.assessment.words import cites, name_of
from painpath.criteria import Asking
from painpath.facts import YES, Kind
from painpath.library import Library, Settings
from painpath.library.schema import Advice
from painpath.planning.coverage import coverage_of
from painpath.planning.current import review_current
from painpath.planning.elements import elements_of, team_of
from painpath.planning.first_step import begun_first
from painpath.planning.goals import goals
from painpath.planning.guidance import advice_against, advising_against, guideline_for, person_path_says
from painpath.planning.options import Context, options, trials_of
from painpath.planning.ranking import ranked
from painpath.planning.result import (
    CauseTreatment,
    Excluded,
    Held,
    Offer,
    Plan,
    Sentence,
)
from painpath.planning.review_day import review_of

_SAFETY_NET = ("now", "today", "soon")


def plan(assessment: Assessment, library: Library, settings: Settings) -> Plan:
    """The plan for one person. What is unknown is asked; a drug waits for what must be known of it.

    A true red flag of now or today withholds every drug. Source: the entries cited in every part.
    """
    asking = assessment._asking
    urgent = tuple(flag for flag in assessment.red_flags if flag.answer == "yes")
    stopped = any(withholds_plan(library, flag) for flag in urgent)
    if assessment.adult == "no":
        urgent = (*urgent, _paediatric(library))
    leading = leading_cause(assessment)
    indication = leading.id if leading is not None else ""
    guideline = guideline_for(library, indication, settings, asking) if indication else ""
    context = Context(asking, library, settings, indication, guideline, ready=assessment.status == "ready")
    offered: tuple[Offer, ...] = ()
    held: tuple[Held, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    if not stopped and _drugs_are_a_question(assessment, leading):
        found = options(context)
        offered = ranked(context, assessment, tuple(o for o in found if isinstance(o, Offer)))
        held = tuple(
            sorted(
                (o for o in found if isinstance(o, Held)), key=lambda o: (o.line or 9, o.kind != "drug", o.id)
            )
        )
        excluded = tuple(o for o in found if isinstance(o, Excluded))
        held = tuple(replace(o, bridge=_bridge(library, o, offered)) for o in held)
    elif not stopped and assessment.pain_present == "yes":
        # No nerve pain to treat, or nobody to give a drug to: what helps any pain still stands.
        found = options(replace(context, ready=False))
        offered = ranked(context, assessment, tuple(o for o in found if isinstance(o, Offer)))
    current = () if stopped else review_current(asking, library, indication, guideline, settings.jurisdiction)
    review = review_of(library, begun_first(offered))
    elements = elements_of(library, indication, offered)
    return Plan(
        assessment=assessment,
        status=assessment.status,
        status_says=assessment.status_says,
        settings=settings,
        indication=indication,
        guideline=guideline,
        guideline_says=person_path_says(library, indication, settings, asking)
        or _guideline_says(library, settings, guideline, leading),
        urgent=urgent,
        ask=_asks(assessment, held),
        not_used=_not_used(asking, library),
        cause_treatment=() if stopped else _cause_treatment(asking, library, assessment.causes),
        current=current,
        offered=offered,
        held=held,
        excluded=excluded,
        care=()
        if stopped
        else (*_care(asking, library, assessment.causes), *_advice(asking, library, "care", offered)),
        elements=elements,
        team=team_of(library, offered, elements),
        goals=() if stopped else goals(asking, library, review.on if review is not None else ""),
        safety_net=tuple(Sentence(key, library.say(f"safety_net.{key}"), ()) for key in _SAFETY_NET),
        if_it_fails=_if_it_fails(asking, library, offered) if indication else (),
        disagreements=_disagreements(library, indication, guideline, (*offered, *held)),
        review=review,
        coverage=coverage_of(library, settings.jurisdiction, indication, (*offered, *held)),
        unread=(),
        intended_use=library.say("plan.intended_use"),
        knowledge_version=library.version,
    )


def _asks(assessment: Assessment, held: tuple[Held, ...]) -> tuple[Ask, ...]:
    """Danger and the pain itself first, then what holds a drug, then the rest, last what holds a procedure.

    While the grade is open no answer about a drug would lead to one: then what settles the grade stands before.
    """
    found: dict[str, Ask] = {ask.fact: ask for ask in assessment.ask if ask.must}
    if assessment.status == "ask_first" and assessment.grade not in GRADES[2:]:
        found |= {ask.fact: ask for ask in assessment.ask if ask.fact not in found}
    for option in held:
        if option.kind == "drug" and option.recommendation != "specialist_only":
            _held_by(found, option, must=True)
    for ask in assessment.ask:
        found.setdefault(ask.fact, ask)
    # What holds another treatment is asked before that one begins; an implant belongs to a later visit.
    for option in held:
        _held_by(found, option, must=False)
    return tuple(found.values())


def _held_by(found: dict[str, Ask], option: Held, *, must: bool) -> None:
    for ask in option.ask:
        known = found.get(ask.fact)
        settles = (*(known.settles if known is not None else ()), option.id)
        base = known or ask
        found[ask.fact] = replace(
            base, settles=tuple(dict.fromkeys(settles)), must=must or (known is not None and known.must)
        )


def _not_used(asking: Asking, library: Library) -> tuple[Sentence, ...]:
    """What is on record and true, but asked by no rule: it changed nothing, and a reader must know that."""
    found = []
    for fact in asking.record.readings:
        kind = library.facts.get(fact)
        if kind is None or fact in library.asked_facts or kind.kind is not Kind.CLAIM:
            continue
        if asking.value(fact).low == 1.0:
            found.append(Sentence(fact, name_of(library, fact), ()))
    return tuple(sorted(found, key=lambda said: said.says.lower()))


def _paediatric(library: Library) -> RedFlag:
    """The card of a child: no dose, and where to go instead."""
    rule = library.rules[UNDER_18]
    return RedFlag(
        id=UNDER_18,
        answer="yes",
        urgency="next_visit",
        says=rule.says,
        whom=rule.do,
        cite=cites(rule.cite),
    )


def leading_cause(assessment: Assessment) -> CauseResult | None:
    """The cause to plan for: the best graded, else one with its own path that is present, else the first suspected."""
    graded = [c for c in assessment.causes if c.kind == "neuropathic" and c.grade in GRADES[2:]]
    if graded:
        return max(graded, key=lambda c: GRADES.index(c.grade))
    own_path = [c for c in assessment.causes if c.kind == "neighbour_with_own_path" and c.answer == "yes"]
    if own_path:
        return own_path[0]
    suspected = [
        c
        for c in assessment.causes
        if c.kind == "neuropathic" and c.suspected == "yes" and c.grade == "unknown"
    ]
    return suspected[0] if suspected else None


def _drugs_are_a_question(assessment: Assessment, leading: CauseResult | None) -> bool:
    return leading is not None and assessment.status in ("ready", "ask_first")


def _bridge(library: Library, held: Held, offered: tuple[Offer, ...]) -> tuple[str, ...]:
    """What may begin meanwhile: of the bridges named, those that are offered now; else any that is."""
    now = [offer.id for offer in offered]
    named = tuple(name for name in held.bridge if name in now)
    if named or not held.ask:
        return named
    return tuple(
        name for name in now if name in library.therapies and library.therapies[name].bridge == "yes"
    )


def _guideline_says(library: Library, settings: Settings, guideline: str, leading: CauseResult | None) -> str:
    if leading is None:
        return library.say("plan_words.no_cause")
    if not guideline:
        return library.say("plan_words.guideline_none", cause=leading.name)
    name = library.guidelines[guideline].name
    if guideline == settings.guideline:
        return library.say("plan_words.guideline", guideline=name)
    if leading.id in library.guidelines[guideline].own_path_for and not settings.guideline_asked:
        return library.say("plan_words.guideline_own", cause=leading.name, guideline=name)
    chosen = library.guidelines.get(settings.guideline)
    asked = settings.guideline if chosen is None else chosen.name
    return library.say("plan_words.guideline_other", asked=asked, cause=leading.name, guideline=name)


def _about(causes: tuple[CauseResult, ...]) -> list[CauseResult]:
    """Causes on whose account something is to be done whether or not there is pain."""
    return [c for c in causes if c.suspected == "yes" and (c.grade != "unlikely" or c.kind != "neuropathic")]


def _applies(asking: Asking, library: Library, advice: Advice) -> bool:
    return advice.when is None or asking.ask(library.criterion(advice.when)) is YES


def _cause_treatment(
    asking: Asking, library: Library, causes: tuple[CauseResult, ...]
) -> tuple[CauseTreatment, ...]:
    found: dict[str, CauseTreatment] = {}
    for cause in _about(causes):
        for advice in library.causes[cause.id].treat_cause:
            if _applies(asking, library, advice):
                found.setdefault(
                    advice.says,
                    CauseTreatment(advice.id, cause.id, advice.says, advice.who, cites(advice.cite)),
                )
    return tuple(found.values())


def _care(asking: Asking, library: Library, causes: tuple[CauseResult, ...]) -> tuple[Sentence, ...]:
    found: dict[str, Sentence] = {}
    for cause in _about(causes):
        for advice in library.causes[cause.id].care:
            if _applies(asking, library, advice):
                found.setdefault(advice.says, Sentence(advice.id, advice.says, cites(advice.cite)))
    return tuple(found.values())


def _advice(asking: Asking, library: Library, kind: str, offered: tuple[Offer, ...]) -> tuple[Sentence, ...]:
    """What the rules of a kind say to this person; those about some treatments, where one is offered or taken."""
    about = {offer.id for offer in offered}
    substances = {library.drugs[name].substance for name in about if name in library.drugs}
    for substance in (*substances, *asking.record.courses):
        about |= library.above.get(substance, frozenset())
    return tuple(
        Sentence(name, f"{rule.says} {rule.do}".strip(), cites(rule.cite))
        for name, rule in library.rules_of(kind).items()
        if (not rule.concerns or about & set(rule.concerns))
        and (rule.when is None or asking.ask(library.criterion(rule.when)) is YES)
    )


def _if_it_fails(asking: Asking, library: Library, offered: tuple[Offer, ...]) -> tuple[Sentence, ...]:
    """How long a fair trial is, by each authority that differs, and what to switch to or add."""
    lengths: dict[str, tuple[str, ...]] = {}
    for offer in offered:
        drug = library.drugs.get(offer.id)
        trials = trials_of(drug) if drug is not None else []
        for trial in trials:
            if trial.says:
                lengths.setdefault(f"{trial.for_}: {trial.says}", cites(trial.cite))
        if len(lengths) > 1:
            break  # one drug on which authorities differ shows the disagreement
    told = tuple(Sentence("trial_length", says, cite) for says, cite in lengths.items())
    return (*told, *_advice(asking, library, "fallback", offered))


def _disagreements(
    library: Library, cause: str, guideline: str, offered: tuple[Offer | Held, ...]
) -> tuple[Sentence, ...]:
    """Other authorities that advise against what is offered here."""
    if not cause:
        return ()
    found: list[Sentence] = []
    for name in library.remember(("advising against", cause), lambda: advising_against(library, cause)):
        if name == guideline:
            continue
        other = library.guidelines[name]
        against: dict[str, list[str]] = {}
        cite: tuple[str, ...] = ()
        for offer in offered:
            position = advice_against(library, name, offer.id, cause)
            if position is not None and not (
                isinstance(offer, Offer) and offer.recommendation == "outside_guideline"
            ):
                against.setdefault(position.says, []).append(offer.name)
                cite = tuple(dict.fromkeys((*cite, *position.cite)))
        for says, names in against.items():
            text = library.say(
                "plan_words.disagree_against", guideline=other.name, list=", ".join(names), text=says
            )
            found.append(Sentence(name, text, cite))
    return tuple(found)
