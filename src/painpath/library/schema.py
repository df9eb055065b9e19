"""The form of every kind of entry, as typed structs: one struct a kind, one field a word an author may write.

This is the one place where the words of an entry are defined: the loader decodes into these structs (an unknown or
misspelt word is an error with its line), and the JSON schemas that editors use are published from them.
Longer than one screen because it is one list: the vocabulary of `knowledge/`. Meaning lives elsewhere.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Raw: TypeAlias = dict[str, object]
Profession: TypeAlias = Literal[
    "general_practitioner", "pain_physician", "neurologist", "anaesthetist", "surgeon", "nurse", "pharmacist",
    "physiotherapist", "occupational_therapist", "psychologist", "psychiatrist", "dietitian", "podiatrist",
    "social_worker", "complementary_practitioner", "peer",
]  # fmt: skip
YesNo: TypeAlias = Literal["yes", "no"]
Cite: TypeAlias = str | list[str]
Severity: TypeAlias = Literal["contraindicated", "avoid", "adjust_dose", "monitor"]
Number: TypeAlias = int | float
#: how sure the body of evidence is, as GRADE has it
Certainty: TypeAlias = Literal["", "high", "moderate", "low", "very_low", "unknown"]
#: what may come of it: findings of one consequence stand together and are told once
Consequence: TypeAlias = Literal[
    "serotonin_syndrome", "sedation_and_breathing", "heart_rhythm", "seizure", "bleeding", "low_sodium",
    "blood_pressure", "anticholinergic", "falls", "level_higher", "level_lower", "other_drug_higher",
    "other_drug_lower", "liver", "kidney", "blood_cells", "skin_or_allergy", "unborn_child", "mood_and_suicide",
    "dependence", "withdrawal", "nothing_gained", "metabolic", "confusion", "acid_blood",
]  # fmt: skip
#: how sure a link of mechanisms is, and what kind of study it rests on
Grade: TypeAlias = Literal["A", "B", "C", "D", "X"]
Design: TypeAlias = Literal[
    "randomised_comparison", "randomised_trial", "meta_analysis", "observational", "post_hoc", "experiment", "review",
    "expert",
]  # fmt: skip


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all words have in common: immutable, and no word outside the list."""


class Source(Entry, frozen=True):
    """A source: what it is and how it was read."""

    title: str
    kind: Literal[
        "label", "guideline", "meta_analysis", "trial", "review", "instrument", "database", "expert", "secondary",
        "regulator", "convention",
    ]  # fmt: skip
    read: Literal["whole", "abstract", "excerpt", "secondary"] = "excerpt"
    how: str = ""
    authored: YesNo = "yes"
    country: str = ""
    date: str | int = ""
    doi: str = ""
    pmid: str | int = ""
    pmc: str = ""
    address: str = ""
    licence: str = ""
    places: dict[str, str] = {}


class Question(Entry, frozen=True):
    """A fact asked in plain words."""

    text: str
    who: Literal["patient", "clinician", "laboratory"] = "clinician"


class Band(Entry, frozen=True):
    """One band of a look-up table: below an edge (or, for the last, everything else)."""

    is_: str = msgspec.field(name="is")
    below: Number | None = None


class SumOverCourses(Entry, frozen=True):
    """The sum over current courses of a class: daily dose times the substance's factor.

    `factors_by_route` names, by route, the factor that holds for that route alone.
    """

    taking: str
    factors_from: str
    factors_by_route: dict[str, str] = {}


class Derived(Entry, frozen=True):
    """How a fact follows from others; exactly one word."""

    score: Raw | None = None
    lookup: Raw | None = None
    scale: Raw | None = None
    count: Raw | None = None
    sum_over_courses: SumOverCourses | None = None
    change: Raw | None = None
    duration: Raw | None = None
    from_criterion: Raw | None = None
    formula: str | None = None


class Case(Entry, frozen=True):
    """A tiny patient and what the entry must say of it."""

    facts: Raw = {}
    is_: Literal["yes", "no", "unknown"] | None = msgspec.field(name="is", default=None)
    value: str | Number | None = None
    low: Number | None = None
    high: Number | None = None
    slot: str = ""
    rule: str = ""
    grade: str = ""
    indication: str = ""
    jurisdiction: str = ""
    start: str = ""
    target: str = ""
    ceiling: str = ""
    severity: str = ""
    order: str | Raw | None = None
    verdict: str = ""
    says: str = ""
    as_of: str = ""
    complete: list[str] | Raw | None = None
    row: int | str | None = None
    applies: YesNo | None = None
    standing: Raw | None = None


class Fact(Entry, frozen=True):
    """One kind of fact; `called` are the words by which the unwanted effects of a treatment name it."""

    says: str
    type: Literal["claim", "quantity", "one_of", "ordered", "set", "date"]
    unit: str = ""
    accepts: dict[str, Number | dict[str, Number]] = {}
    options: list[str] = []
    fresh_for: str = ""
    pick: Literal["latest", "ever", "any", "all"] = "latest"
    per: str = ""
    is_a: list[str] = []
    listed_in: str = ""
    plausible: dict[str, Number] = {}
    question: Question | None = None
    codes: dict[str, list[str]] = {}
    derived: Derived | None = None
    conflicts_with: list[str] = []
    note: str = ""
    cite: Cite = []
    cases: list[Case] = []
    called: list[str] = []


class Choir(Entry, frozen=True):
    """The segments of the CHOIR body map (front 1xx, back 2xx) that lie in a region and in none of its parts."""

    segments: list[str]
    cite: Cite


class Anatomy(Entry, frozen=True):
    """A region of the body; or a territory: a dermatome, nerve or pattern of pain, made of regions."""

    name: str
    plain: str = ""
    kind: Literal["region", "dermatome", "nerve", "pattern"] = "region"
    side: Literal["left", "right", "none"] = "none"
    choir: Choir | None = None
    parts: list[str] = []
    parent: str = ""
    core: list[str] = []
    may: list[str] = []
    at_least: int = 1
    sides: Literal["any", "one", "both"] = "any"
    opposite: list[str] = []
    same_as: list[str] = []
    #: of a stump: the regions of which it is what is left
    remains_of: list[str] = []
    #: plain words for it in a facts file, and the regions that they mean
    synonyms: dict[str, list[str]] = {}
    #: plain words that come near it: suggested, never read as it
    near: list[str] = []
    says: str = ""
    note: str = ""
    codes: dict[str, list[str]] = {}
    cite: Cite = []
    cases: list[Case] = []


class Factor(Entry, frozen=True):
    """A sourced number by which a drug's daily dose is weighed: unit 1 for a dose in mg a day, h/ug for one in ug/h."""

    value: Number
    unit: str
    cite: Cite


class Substance(Entry, frozen=True):
    """An ingredient that patients take."""

    name: str
    is_a: list[str] = []
    roles: dict[str, Cite] = {}
    codes: dict[str, list[str]] = {}
    brands: list[str] = []
    synonyms: list[str] = []
    without_prescription: YesNo = "no"
    factors: dict[str, Factor] = {}
    note: str = ""
    cite: Cite = []


class Act(Entry, frozen=True):
    """What a finding means for each intent."""

    start: str = ""
    continue_: str = msgspec.field(name="continue", default="")
    increase: str = ""
    reduce: str = ""
    stop: str = ""


class Limit(Entry, frozen=True):
    """The most that may be given."""

    max_daily_dose: str = ""
    max_doses_per_day: Number | None = None


class Stronger(Entry, frozen=True):
    """A higher severity when something more is true; unknown keeps the lower and asks."""

    to: Severity
    when: Raw
    says: str = ""
    cite: Cite = []


class Rule(Entry, frozen=True):
    """A contraindication, caution or dose limit."""

    id: str
    when: Raw
    severity: Severity
    says: str
    cite: Cite
    applies_when: Raw | None = None
    stronger: Stronger | list[Stronger] | None = None
    act: Act | None = None
    do: str = ""
    consequence: list[Consequence] = []
    limit: Limit | None = None
    must: YesNo = "no"
    jurisdiction: list[str] = []
    cases: list[Case] = []


class MustKnow(Entry, frozen=True):
    """What has to be known before a treatment is started."""

    says: str
    cite: Cite
    know: str = ""
    settle: Raw | None = None
    applies_when: Raw | None = None
    jurisdiction: list[str] = []
    bridge: list[str] = []


class Said(Entry, frozen=True):
    """A sentence with its source."""

    says: str
    cite: Cite


class Monitor(Entry, frozen=True):
    """Something to watch."""

    what: str
    cite: Cite
    when: str = ""
    applies_when: Raw | None = None


class Withdrawal(Entry, frozen=True):
    """How long after a stop or a lower dose what is felt may be withdrawal and says nothing of the pain."""

    for_: str = msgspec.field(name="for")
    says: str
    cite: Cite
    begins_within: str = ""


class DrugClass(Entry, frozen=True):
    """A class of drugs."""

    name: str
    is_a: list[str] = []
    must_know: list[MustKnow] = []
    rules: list[Rule] = []
    monitor: list[Monitor] = []
    driving: Said | None = None
    note: str = ""
    cite: Cite = []
    codes: dict[str, list[str]] = {}
    withdrawal: Withdrawal | None = None


class Product(Entry, frozen=True):
    """What a pharmacy has."""

    substance: str
    jurisdiction: str
    form: str
    strengths: list[str]
    cite: Cite
    route: str = ""
    release: str = ""
    brands: list[str] = []
    divisible: YesNo = "no"
    note: str = ""


class DoseAmount(Entry, frozen=True):
    """Amount per dose, doses per day, total per day; the three must agree."""

    amount: str
    times_per_day: Number
    total: str
    when: str = ""
    to: str = ""


class DayDose(Entry, frozen=True):
    """A dated step of a titration."""

    day: int
    amount: str
    times_per_day: Number
    total: str
    when: str = ""


class Step(Entry, frozen=True):
    """Further steps: the daily total rises by `add` every so often."""

    add: str
    every: str
    says: str = ""


class Unfit(Entry, frozen=True):
    """A row in which the drug is not to be given."""

    severity: Severity
    says: str
    cite: Cite


class Row(Entry, frozen=True):
    """The doses of one band of function.

    `max_single_dose` limits one dose, `min_interval` is the least time to the next, `ceiling` limits a day's total.
    """

    start: DoseAmount | None = None
    titration: list[DayDose] = []
    step: Step | None = None
    target: DoseAmount | None = None
    ceiling: DoseAmount | None = None
    max_single_dose: str = ""
    min_interval: str = ""
    avoid: Unfit | None = None
    says: str = ""
    scale_of: Raw | None = None
    cite: Cite = []


class Supplement(Entry, frozen=True):
    """An extra dose after dialysis."""

    amount: str
    cite: Cite
    to: str = ""
    says: str = ""


class OnDialysis(Entry, frozen=True):
    """What changes on haemodialysis."""

    base: Row | None = None
    supplement: Supplement | None = None
    supplements: list[Raw] = []
    says: str = ""
    cite: Cite = []


class Regimen(Entry, frozen=True):
    """Doses for an indication: n cuts, n + 1 rows, best function first; the lower edge belongs to the row above."""

    rows: list[Row]
    indication: list[str] = msgspec.field(default_factory=lambda: ["any"])
    jurisdiction: list[str] = msgspec.field(default_factory=lambda: ["any"])
    by: str = ""
    cuts: list[str] = []
    on_dialysis: OnDialysis | None = None
    note: str = ""


class Trial(Entry, frozen=True):
    """How long at which dose is an adequate trial, by one authority."""

    for_: str = msgspec.field(name="for")
    cite: Cite
    at: str = "target"
    says: str = ""
    authority: str = ""
    to: str = ""


class Taper(Entry, frozen=True):
    """How to stop."""

    says: str
    cite: Cite
    over_at_least: str = ""
    step: str = ""
    every: str = ""
    #: `no` where a source says that it may be left off at once
    needed: YesNo = "yes"


class HalfLife(Entry, frozen=True):
    """How long half of what acts stays in the body, from the shortest to the longest that the source found.

    `of` names an active product of the drug that outlasts it. With normal kidneys and liver; `says` tells what
    lengthens it.
    """

    low: str
    high: str
    cite: Cite
    of: str = ""
    says: str = ""


class Adverse(Entry, frozen=True):
    """How often something unwanted happened with the drug and with placebo."""

    effect: str
    cite: Cite
    drug: Number | None = None
    placebo: Number | None = None
    unit: str = "%"
    in_: str = msgspec.field(name="in", default="")
    says: str = ""


class Label(Entry, frozen=True):
    """What a regulator has approved the drug for."""

    jurisdiction: str
    cite: Cite
    indications: list[str] = []
    says: str = ""


class Abuse(Entry, frozen=True):
    """Abuse potential and controlled status by jurisdiction."""

    cite: Cite
    status: dict[str, str] = {}
    says: str = ""


class Pregnancy(Entry, frozen=True):
    """What is known of use in pregnancy; by trimester where a source tells them apart."""

    says: str
    cite: Cite
    first: str = ""
    second: str = ""
    third: str = ""


class Standing(Entry, frozen=True):
    """Where a treatment stands that the followed guideline does not name, and for which causes.

    Without `as`, a drug is recommended against and a therapy is an option. What is `experimental` belongs in a trial.
    """

    says: str
    cite: Cite
    as_: Literal["", "recommended_against", "specialist_only", "option", "experimental"] = msgspec.field(
        name="as", default=""
    )
    for_: list[str] = msgspec.field(name="for", default_factory=list)


class Cost(Entry, frozen=True):
    """What a month of it costs, roughly, in one country and year."""

    jurisdiction: str
    level: Literal["low", "middle", "high"]
    says: str
    cite: Cite
    date: str | int = ""


class Supply(Entry, frozen=True):
    """When to supply only a little at a time."""

    says: str
    cite: Cite
    limited_if: Raw | None = None


class Drug(Entry, frozen=True):
    """A drug treatment, per formulation where rules differ."""

    name: str
    substance: str
    kind: str = "drug"
    route: str = ""
    release: str = ""
    form: str = ""
    action: Said | None = None
    labels: list[Label] = []
    regimens: list[Regimen] = []
    trial: Trial | list[Trial] = []
    taper: Taper | None = None
    half_life: HalfLife | None = None
    must_know: list[MustKnow] = []
    rules: list[Rule] = []
    monitor: list[Monitor] = []
    adverse: list[Adverse] = []
    driving: Said | None = None
    abuse: Abuse | None = None
    supply: Supply | None = None
    pregnancy: Pregnancy | None = None
    breastfeeding: Said | None = None
    cost: list[Cost] = []
    how: list[str] = []
    says_patient: str = ""
    for_: list[str] = msgspec.field(name="for", default_factory=list)
    position: Standing | None = None
    reviewed_by: str = ""
    review_by: str = ""
    note: str = ""
    cite: Cite = []
    cases: list[Case] = []


class Interaction(Entry, frozen=True):
    """What goes wrong between two or more things that are taken."""

    severity: Severity
    says: str
    cite: Cite
    first: str = ""
    then: str = ""
    gap: str = ""
    together: list[str] = []
    concerns: str | list[str] = ""
    when: Raw | None = None
    applies_when: Raw | None = None
    stronger: Stronger | list[Stronger] | None = None
    act: Act | None = None
    do: str = ""
    consequence: list[Consequence] = []
    limit: Limit | None = None
    must: YesNo = "no"
    jurisdiction: list[str] = []
    note: str = ""
    reviewed_by: str = ""
    review_by: str = ""
    cases: list[Case] = []


class Recommendation(Entry, frozen=True):
    """What a guideline says of some treatments."""

    what: list[str]
    cite: Cite
    says: str = ""
    line: int | None = None
    strength: str = ""
    for_: list[str] = msgspec.field(name="for", default_factory=list)
    except_for: list[str] = []
    certainty: Certainty = ""


class PersonPath(Entry, frozen=True):
    """A state of the person (pregnancy, the end of life, childhood) that calls for a guideline, whatever the cause."""

    #: followed only where this is known to be so: unknown leaves the usual order and its questions
    when: Raw
    #: why the usual guideline is not meant for this person
    says: str
    cite: Cite
    #: where two states hold, the lower is followed
    rank: int
    #: it goes before a path of the cause too (`own_path_for`)
    before_causes: YesNo = "no"
    cases: list[Case] = []


class Guideline(Entry, frozen=True):
    """One authority's guidance; guidelines stand side by side and are never merged."""

    name: str
    year: int
    authority: str
    applies_to: list[str]
    cite: Cite
    jurisdiction: list[str] = []
    setting: str = ""
    #: it speaks of some treatments only (opioids): a plan follows it only where it is asked for
    partial: YesNo = "no"
    excludes: list[str] = []
    excludes_says: str = ""
    #: causes that it takes out of the general order in its own country, unless another guideline is asked for
    own_path_for: list[str] = []
    #: people whom it takes out of the general order, here or (`any`) everywhere, unless another guideline is asked for
    own_path_of: PersonPath | None = None
    recommends: list[Recommendation] = []
    against: list[Recommendation] = []
    specialist_only: list[Recommendation] = []
    says: str = ""
    trial: Trial | list[Trial] = []
    note: str = ""


class Evidence(Entry, frozen=True):
    """What is known of a therapy's effect."""

    says: str
    cite: Cite
    certainty: Certainty = ""
    for_: list[str] = msgspec.field(name="for", default_factory=list)


class Therapy(Entry, frozen=True):
    """A treatment that is not a drug."""

    name: str
    kind: str
    action: Said | str | None = None
    for_: list[str] = msgspec.field(name="for", default_factory=lambda: ["any"])
    how: list[str] = []
    #: of a person's plan: one of each is proposed
    element: Literal["", "physical", "psychological", "self_management"] = ""
    aims: list[Said] = []
    #: numbers of how it is done: sessions, frequencies, places, with their source
    parameters: list[Said] = []
    asks_of_patient: str = ""
    who: str = ""
    #: members of the team who give it or are asked first
    team: list[Profession] = []
    rules: list[Rule] = []
    must_know: list[MustKnow] = []
    evidence: list[Evidence] = []
    harms: list[Said] = []
    bridge: YesNo = "no"
    position: Standing | None = None
    cost: list[Cost] = []
    driving: Said | None = None
    monitor: list[Monitor] = []
    says_patient: str = ""
    reviewed_by: str = ""
    review_by: str = ""
    note: str = ""
    cite: Cite = []
    cases: list[Case] = []


class Estimate(Entry, frozen=True):
    """A number with its interval."""

    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    model: str = ""


class Effect(Entry, frozen=True):
    """A measured effect of a treatment, benefit or harm."""

    of: str
    outcome: str
    cite: Cite
    in_: list[str] = msgspec.field(name="in", default_factory=lambda: ["any"])
    dose: str = ""
    events: dict[str, list[int]] = {}
    percent: dict[str, Number] = {}
    nnt: Estimate | None = None
    nnh: Estimate | None = None
    rr: Estimate | None = None
    rd: Estimate | None = None
    odds_ratio: Estimate | None = None
    smd: Estimate | None = None
    md: Estimate | None = None
    #: which sign of `smd` and `md` is the gain; pain that falls is negative
    gain: Literal["negative", "positive"] = "negative"
    unit: str = ""
    certainty: Certainty = ""
    year: int | None = None
    trials: int | None = None
    people: int | None = None
    duration: str = ""
    design: str = ""
    comparator: str = "placebo"
    prediction_interval: dict[str, object] = {}
    says: str = ""
    note: str = ""


class PriorKnowledge(Entry, frozen=True):
    """Something that follow-up must know of pain before it reads one patient's diary: what changes without the drug,
    how far people differ, how a day differs from the next. Improvement is positive."""

    about: Literal[
        "anyway",
        "expectation",
        "between_patients",
        "between_trials",
        "kept_of_effect",
        "control_response",
        "daily_spread",
        "lag",
        "drift",
        "tails",
        "onset",
        "stop_no_benefit",
        "stop_not_tolerated",
        "because_call",
        "because_own_share",
    ]
    says: str
    cite: Cite
    in_: list[str] = msgspec.field(name="in", default_factory=lambda: ["any"])
    mean: Number | None = None
    sd: Number | None = None
    values: list[Number] = []
    unit: str = ""
    people: int | None = None
    year: int | None = None
    note: str = ""


class Feature(Entry, frozen=True):
    """Something that speaks for or against a cause."""

    says: str
    when: Raw
    cite: Cite
    speaks: Literal["for", "against"] = "for"
    cases: list[Case] = []


class Workup(Entry, frozen=True):
    """A test worth doing."""

    test: str
    says: str
    cite: Cite
    when: Raw | None = None
    facts: list[str] = []


class Advice(Entry, frozen=True):
    """Something to do about the cause, or care that always stands."""

    says: str
    cite: Cite
    id: str = ""
    when: Raw | None = None
    who: str = ""


class NamedCriteria(Entry, frozen=True):
    """A published set of criteria by its name (Toronto probable, ICHD-3 13.1.1, Budapest clinical ...)."""

    name: str
    says: str
    when: Raw
    cite: Cite
    cases: list[Case] = []


class Cause(Entry, frozen=True):
    """A lesion, disease or pain state that may explain the pain."""

    name: str
    plain: str
    kind: Literal["neuropathic", "neighbour", "neighbour_with_own_path"]
    cite: Cite
    group: list[str] = []
    codes: dict[str, list[str]] = {}
    suspect: Raw | None = None
    #: common enough to be asked about on account of the place alone; others wait until something speaks for them
    screened: YesNo = "no"
    history: Raw | None = None
    distribution: Raw | None = None
    signs: Raw | None = None
    test: Raw | None = None
    present: Raw | None = None
    signs_hard_to_show: YesNo = "no"
    trigger_counts_as_sign: YesNo = "no"
    settles: list[str] = []
    settles_says: str = ""
    criteria: list[NamedCriteria] = []
    course: Said | None = None
    features: list[Feature] = []
    rule_out: list[Advice] = []
    mechanisms: list[str] = []
    workup: list[Workup] = []
    treat_cause: list[Advice] = []
    care: list[Advice] = []
    ask: list[str] = []
    confused_with: list[str] = []
    regions: list[str] = []
    note: str = ""
    cases: list[Case] = []


class Rung(Entry, frozen=True):
    """One rung of a ladder."""

    name: str
    when: Raw
    says: str = ""


class TrialState(Entry, frozen=True):
    """How a treatment stands at a review, as a rule about the next step asks for it; every word given has to hold.

    `trial`: short of the target dose, running at it, long enough by some authority, by all. `response`: the bar of
    percent passed, improved without passing it, not improved, worse, better once and no longer. `room`: whether the
    daily dose may still rise for this person. Times count from the target dose, and from the first dose; a time that
    is not known fits none of them, `time_at_target: [unknown]` is how a rule asks about that. `or` names further ways
    to stand, each whole in itself.
    """

    trial: list[Literal["below_target", "running", "enough_for_some", "enough", "unknown"]] = []
    response: list[Literal["good", "partial", "none", "worse", "lost", "unknown"]] = []
    harm: list[Literal["none", "mild", "severe", "unknown"]] = []
    room: list[Literal["yes", "no", "unknown"]] = []
    time_at_target: list[Literal["known", "unknown"]] = []
    at_target_for_at_least: str = ""
    at_target_for_less_than: str = ""
    taken_for_at_least: str = ""
    or_: list[TrialState] = msgspec.field(name="or", default_factory=list)


class Figure(Entry, frozen=True):
    """A number that a design or a judgement goes by: its unit (1 for a bare number), what it is, where it is from."""

    value: Number
    unit: str
    says: str
    cite: Cite


class SharedRule(Entry, frozen=True):
    """A rule that stands for itself: a red flag, a component of pain, a ladder, a shared criterion, general safety."""

    kind: Literal[
        "red_flag",
        "status",
        "component",
        "shared",
        "ladder",
        "safety",
        "offer",
        "tie_breaker",
        "conflict",
        "care",
        "reference",
        "goal",
        "finding",
        "fallback",
        "next_step",
        "n_of_1",
        "n_of_1_bar",
    ]
    cite: Cite
    says: str = ""
    when: Raw | None = None
    applies_when: Raw | None = None
    #: of a finding: it is said unless this is known to be so
    unless: Raw | None = None
    #: of a tie-breaker: what it goes by; the tiers are looked at in this order
    tier: Literal["", "comorbidity", "interaction", "phenotype", "tried", "preference"] = ""
    #: of a goal: the fact that is measured, and the instrument whose important difference is aimed at
    measure: str = ""
    instrument: str = ""
    #: of a next step: what is to be done, and how the treatment has to stand for it
    step: Literal[
        "", "continue", "step_up", "wait", "switch", "combine", "taper", "reduce", "refer", "ask"
    ] = ""
    on: TrialState | None = None
    #: asked about also while its scope is not known, if this is true (a red flag)
    ask_if: Raw | None = None
    urgency: Literal["", "now", "today", "two_weeks", "next_visit"] = ""
    whom: str = ""
    say: str = ""
    meanwhile: str = ""
    ask: list[str] = []
    rungs: list[Rung] = []
    concerns: list[str] = []
    favours: list[str] = []
    disfavours: list[str] = []
    component: str = ""
    contacts: dict[str, list[Raw]] | list[Raw] | None = None
    withholds_plan: YesNo = "yes"
    #: of the design of a trial in one patient: its numbers by name
    figures: dict[str, Figure] = {}
    severity: Severity | None = None
    act: Act | None = None
    do: str = ""
    must: YesNo = "no"
    note: str = ""
    cases: list[Case] = []


class Choice(Entry, frozen=True):
    """One answer that may be marked: its number or option, and its words (our own, or as printed where free)."""

    is_: str | Number = msgspec.field(name="is")
    says: str
    loinc: str = ""


class Item(Entry, frozen=True):
    """An item of an instrument, by a short label of our own; `wording` only where a licence that was read allows it."""

    id: str
    label: str
    kind: str = ""
    wording: str = ""
    choices: list[Choice] = []


class Cutoff(Entry, frozen=True):
    """A cut-off or band of a score and what a result there means; every bound that is given has to hold."""

    says: str
    cite: Cite
    at_least: Number | None = None
    below: Number | None = None
    at_most: Number | None = None
    above: Number | None = None
    sensitivity: Number | None = None
    specificity: Number | None = None
    where: str = ""


class Accuracy(Entry, frozen=True):
    """How well a cut-off did in one study, in percent: in whom, against what; the cut-off where the source names it."""

    where: str
    cite: Cite
    at_least: Number | None = None
    above: Number | None = None
    at_most: Number | None = None
    sensitivity: Number | None = None
    specificity: Number | None = None
    area: Number | None = None
    against: str = ""
    people: int | None = None
    says: str = ""


class Difference(Entry, frozen=True):
    """A change that matters: how large, by which anchor or method, in whom."""

    says: str
    cite: Cite
    points: Number | None = None
    percent: Number | None = None
    anchor: str = ""
    where: str = ""


class Subscore(Entry, frozen=True):
    """A part of an instrument with a score of its own."""

    score: str
    name: str
    cite: Cite
    items: list[str] = []
    range: dict[str, Number] | list[Number] = []
    cutoffs: list[Cutoff] = []
    accuracy: list[Accuracy] = []
    important_difference: Difference | list[Difference] | None = None


class Instrument(Entry, frozen=True):
    """A questionnaire or examination with a score.

    `choices` hold for every item that has none of its own. `missing` is what the authors say of items left blank; it is
    printed and never applied: a partly answered instrument is the range of scores still possible.
    """

    name: str
    score: str
    cite: Cite
    items: list[Item] = []
    answers: str | list[str] | Raw = ""
    choices: list[Choice] = []
    stem: str = ""
    range: dict[str, Number] | list[Number] = []
    higher_is: Literal["", "worse", "better"] = ""
    cutoffs: list[Cutoff] = []
    accuracy: list[Accuracy] = []
    subscores: list[Subscore] = []
    missing: Said | None = None
    recall: str | Said = ""
    licence: str | Said = ""
    copyright: str = ""
    wording_shipped: YesNo = "no"
    loinc: list[str] | dict[str, str | list[str]] = []
    important_difference: Difference | list[Difference] | None = None
    who: str = ""
    note: str = ""
    cases: list[Case] = []


class Edge(Entry, frozen=True):
    """A graded link from a finding to a mechanism, from a mechanism to a target, or to a treatment.

    A: repeated randomised evidence; B: one randomised comparison; C: observation, or found afterwards in a trial;
    D: animals, experiments or opinion; X: tested in people and failed. `claim` says what is graded: that the link
    explains the pain, that a treatment acts there, that it relieves, or that it relieves more where the finding is.
    """

    to: str
    grade: Grade
    says: str
    cite: Cite
    design: Design
    claim: Literal["explains", "acts_on", "relieves", "predicts"] = "explains"
    reorders: YesNo = "no"


class NotNow(Entry, frozen=True):
    """When a test is left out although it would be for this person, and the reason that is printed."""

    when: Raw
    says: str
    cite: Cite


class Examination(Entry, frozen=True):
    """How a sign is looked for at the bedside.

    `when` says for whom the test is; `unless` when it is left out all the same.
    """

    steps: list[str]
    cite: Cite
    needs: list[str] = []
    order: int = 50
    when: Raw | None = None
    unless: list[NotNow] = []
    present_if: str = ""
    note: str = ""


class Fibres(Entry, frozen=True):
    """Which nerve fibres a symptom comes from or a test asks."""

    of: list[Literal["a_beta", "a_delta", "c", "motor", "autonomic", "central"]]
    cite: Cite


class Symptom(Entry, frozen=True):
    """A symptom or sign: the clinician's term, plain words, the fact that holds it, how it is examined."""

    name: str
    plain: str
    kind: Literal["symptom", "sign", "course"] = "symptom"
    fact: str = ""
    when: Raw | None = None
    means: Said | None = None
    sign: Literal["", "positive", "negative", "motor", "autonomic", "trophic"] = ""
    arises: Literal["", "spontaneous", "evoked", "either"] = ""
    modality: list[
        Literal[
            "touch", "brush", "pressure", "pinprick", "cold", "warm", "heat", "vibration", "position", "chemical",
            "movement", "repeated",
        ]
    ] = []  # fmt: skip
    fibres: Fibres | None = None
    also: list[str] = []
    codes: dict[str, list[str]] = {}
    how: Examination | None = None
    edges: list[Edge] = []
    cite: Cite = []
    note: str = ""
    cases: list[Case] = []


class Mechanism(Entry, frozen=True):
    """A mechanism, as a hypothesis with its grade of evidence; `for` names the causes in which findings may show it."""

    name: str
    says: str
    cite: Cite
    grade: Literal["", "A", "B", "C", "D", "X"] = ""
    when: Raw | None = None
    for_: list[str] = msgspec.field(name="for", default_factory=list)
    edges: list[Edge] = []
    research: YesNo = "no"
    note: str = ""
    cases: list[Case] = []


class TargetTreatment(Entry, frozen=True):
    """A treatment at a target and how sure it is: one in the library (`what`), or one that is not (`called`)."""

    grade: Grade
    says: str
    cite: Cite
    design: Design
    what: str = ""
    called: str = ""
    claim: Literal["acts_on", "relieves", "predicts"] = "relieves"
    reorders: YesNo = "no"


class Target(Entry, frozen=True):
    """Where a treatment takes hold: a channel, receptor or messenger."""

    name: str
    plain: str
    says: str
    cite: Cite
    treatments: list[TargetTreatment] = []
    research: YesNo = "no"
    note: str = ""


class Gene(Entry, frozen=True):
    """A gene: its phenotypes and how other drugs change them."""

    name: str
    cite: Cite
    phenotypes: list[Raw] | Raw = []
    phenoconversion: list[Raw] | Raw = []
    note: str = ""
    says: str = ""


class PayerStep(Entry, frozen=True):
    """What a payer wants tried first: one treatment of `tried`, at a daily dose and for a time.

    `failed` asks that it did not help; what was not tolerated is neither asked for dose nor time (`or_not_tolerated`).
    """

    says: str
    tried: list[str]
    cite: Cite
    at_least: str = ""
    for_: str = msgspec.field(name="for", default="")
    failed: YesNo = "yes"
    or_not_tolerated: YesNo = "yes"
    for_causes: list[str] = []
    cases: list[Case] = []


class Coverage(Entry, frozen=True):
    """What a payer covers."""

    payer: str
    what: list[str]
    says: str
    cite: Cite
    jurisdiction: str = ""
    status: Literal["", "covered", "prior_authorisation", "usually_not", "unknown"] = ""
    for_: list[str] = msgspec.field(name="for", default_factory=list)
    requires: list[str] = []
    #: what papers the payer asks for
    documents: list[str] = []
    limits: list[str] = []
    note: str = ""
    date: str | int = ""
    #: those of `requires` that a record can show, step by step
    steps: list[PayerStep] = []


class Claim(Entry, frozen=True):
    """A statement that articles make, in our own words: whether it stands, which entries answer it, on what source.

    `printed` is the citation as articles print it where that citation is wrong.
    """

    text: str
    verdict: Literal["supported", "weak", "outdated", "wrong"]
    says: str
    cite: Cite
    entries: list[str] = []
    printed: str = ""
    note: str = ""


class Advised(Entry, frozen=True):
    """What one authority says of a test."""

    by: str
    strength: Literal["strong", "weak", "conditional", "none", "against"]
    says: str
    cite: Cite


class WorkupEntry(Entry, frozen=True):
    """A test as an entry of its own: what it settles, who recommends it, what it cannot do."""

    name: str
    says: str
    cite: Cite
    plain: str = ""
    facts: list[str] = []
    for_: list[str] = msgspec.field(name="for", default_factory=list)
    when: Raw | None = None
    recommended: list[Advised] = []
    cannot: list[Said] = []
    steps: list[Said] = []
    read_back: list[Said] = []
    burden: list[Said] = []
    edges: list[Edge] = []
    research: YesNo = "no"
    worth: Literal["", "routine", "selected", "specialist", "research_only", "not_worth_it"] = ""
    note: str = ""
    cases: list[Case] = []


class QstLimits(Entry, frozen=True):
    """Where the scale or the device ends: a reading there may be anything beyond it."""

    cite: Cite
    low: Number | None = None
    high: Number | None = None


class QstArea(Entry, frozen=True):
    """A test area of reference tables, and the regions of the body that it stands for."""

    name: str
    holds: list[str]
    cite: Cite = []


class QstParameter(Entry, frozen=True):
    """One parameter of sensory testing: its fact, how it is compared and which direction is gain."""

    fact: str
    abbreviation: str
    name: str
    cite: Cite
    compare: Literal["z", "present"] = "z"
    scale: Literal["raw", "log10"] = "raw"
    gain_is: Literal["lower", "higher"] = "lower"
    size_only: YesNo = "no"
    limits: QstLimits | None = None
    present_above: Number | None = None
    loss: str = ""
    gain: str = ""
    present: str = ""
    note: str = ""


class QstCase(Entry, frozen=True):
    """A reading beside a reference mean and spread, and the z and finding that follow."""

    parameter: str
    value: str | Number
    finding: str
    mean: Number = 0
    sd: Number = 1
    add: Number = 0
    z: Number | None = None


class QstProtocol(Entry, frozen=True):
    """A protocol of quantitative sensory testing: its parameters in the order of the profile."""

    name: str
    says: str
    normal_within: Number
    areas: list[QstArea]
    parameters: list[QstParameter]
    rule: str
    cite: Cite
    meaning: Said | None = None
    note: str = ""
    cases: list[QstCase] = []


class Parameter(Entry, frozen=True):
    """One number that follow-up goes by, with its source: days of a week, a spread, a bar."""

    value: Number
    says: str
    cite: Cite
    unit: str = "1"
    note: str = ""


class Measure(Entry, frozen=True):
    """Something that is followed over time.

    `asks_back` is how far back one answer looks; with `diary`, what is written day by day speaks of its day instead.
    """

    fact: str
    name: str
    asks_back: str
    cite: Cite
    better: Literal["lower", "higher"] = "lower"
    diary: YesNo = "no"
    instrument: str = ""
    order: int = 50
    note: str = ""


class CodeSystem(Entry, frozen=True):
    """A code system: in which sources each of its codes that entries use was seen, code and meaning together."""

    name: str
    seen: dict[str, list[str]]
    one_origin: list[list[str]] = []
    note: str = ""


KINDS: dict[str, type[Entry]] = {
    "sources": Source,
    "facts": Fact,
    "anatomy": Anatomy,
    "substances": Substance,
    "classes": DrugClass,
    "products": Product,
    "drugs": Drug,
    "interactions": Interaction,
    "guidelines": Guideline,
    "therapies": Therapy,
    "effects": Effect,
    "priors": PriorKnowledge,
    "causes": Cause,
    "rules": SharedRule,
    "instruments": Instrument,
    "symptoms": Symptom,
    "mechanisms": Mechanism,
    "targets": Target,
    "genes": Gene,
    "coverage": Coverage,
    "claims": Claim,
    "parameters": Parameter,
    "measures": Measure,
    "workup": WorkupEntry,
    "qst": QstProtocol,
    "codes": CodeSystem,
}
#: kinds that no answer needs: `load_library` does not read them; `painpath check` does, and `show` where asked for one
APART = frozenset({"codes", "claims"})
