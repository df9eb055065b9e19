"""What an author wrote wrongly is said where it stands and with what to write instead."""

import pytest
from tests.spec.words import FACTS, VOCABULARY, criterion

from painpath.criteria import tree
from painpath.criteria.read import CriterionError, Vocabulary, read_criterion
from painpath.criteria.tree import Bounds, FactCompares, FactHas, FactIs, Rung, Slot, Taking
from painpath.facts.fact_type import FactType, Kind

SITED = Vocabulary(
    {**FACTS, "kind_there": FactType("kind_there", Kind.ONE_OF, options=("x",), per="site")},
    VOCABULARY.drugs,
    VOCABULARY.rules,
    VOCABULARY.regions,
    VOCABULARY.sides,
    VOCABULARY.territories,
)
FEVER = {"fact": "fever", "is": "yes"}
WEIGHT = {"fact": "weight"}

WRONG = {
    "a mapping": ("fever", "", "a criterion is a mapping"),
    "a word": ({"fever": "yes"}, "", "no criterion word in ['fever']; use all, any"),
    "a list in all": ({"all": FEVER}, ".all", "write a list of criteria"),
    "an empty list": ({"any": []}, ".any", "write a list of criteria"),
    "another word beside all": (
        {"all": [FEVER], "not": FEVER},
        "",
        "`not` does not belong here; allowed: all",
    ),
    "a part of all": ({"all": [FEVER, {"fact": "fevr", "is": "yes"}]}, ".all[1].fact", "did you mean fever?"),
    "n and of": ({"at_least_of": {"n": 2}}, ".at_least_of", "write {n: 2, of: [...]}"),
    "n that is no number": (
        {"at_least_of": {"n": True, "of": [FEVER]}},
        ".at_least_of",
        "write {n: 2, of: [...]}",
    ),
    "n that cannot be": (
        {"at_least_of": {"n": 2, "of": [FEVER]}},
        ".at_least_of.n",
        "n must be between 1 and 1",
    ),
    "a fact nobody knows": ({"fact": "zzz", "is": "yes"}, ".fact", "no fact 'zzz'"),
    "a place where there is none": ({**FEVER, "at": "pain"}, ".at", "fever is not recorded per site"),
    "a region nobody knows": (
        {"fact": "burning", "is": "yes", "at": "fot"},
        ".at",
        "no region 'fot'; did you mean foot",
    ),
    "a place of a number": (
        {"fact": "kind_there", "is": "x", "at": "pain"},
        ".at",
        "`at` asks where a claim",
    ),
    "a place in a window": (
        {"fact": "burning", "is": "yes", "at": "foot", "within": "3 d"},
        ".at",
        "without `within`",
    ),
    "a place without is": ({"fact": "burning", "at": "pain", "above": 3}, ".at", "`at` goes with `is`"),
    "a territory nobody knows": (
        {"pain_in": "one_eer"},
        ".pain_in",
        "no territory 'one_eer'; did you mean one_ear",
    ),
    "a word beside pain_in": (
        {"pain_in": "ears", "is": "yes"},
        "",
        "`is` does not belong here; allowed: pain_in",
    ),
    "is with a comparator": ({"fact": "grade", "is": "low", "above": "low"}, "", "`is` stands alone"),
    "is of a quantity": ({**WEIGHT, "is": "yes"}, "", "weight is a quantity: it cannot be asked with `is`"),
    "in without a list": ({"fact": "grade", "in": "low"}, ".in", "write a list of options"),
    "an option nobody knows": (
        {"fact": "grade", "is": "lowest"},
        "",
        "grade is one of low, mid, high; found 'lowest'",
    ),
    "a claim that is neither": (
        {"fact": "fever", "is": "maybe"},
        "",
        "fever is one of yes, no; found 'maybe'",
    ),
    "has with within": ({"fact": "things", "has": "ball", "within": "3 d"}, "", "`has` stands alone"),
    "has of a claim": ({"fact": "fever", "has": "ball"}, "", "fever is a claim: `has` asks a set"),
    "a member nobody knows": (
        {"fact": "things", "has": "bal"},
        ".has",
        "things has no member 'bal'; did you mean ball",
    ),
    "a date with is": ({"fact": "onset", "at_least": 3}, "", "onset is a date: ask it with `within`"),
    "a date without within": ({"fact": "onset"}, "", "onset is a date: ask it with `within`"),
    "a number without a question": (WEIGHT, "", "say what is asked of weight: is, in, has, at_least"),
    "a claim that is compared": (
        {"fact": "fever", "above": 3},
        "",
        "fever is a claim: it cannot be compared",
    ),
    "a number that is none": (
        {**WEIGHT, "above": "heavy"},
        ".above",
        "not a quantity: 'heavy'; write for example `60 kg`",
    ),
    "a range as an edge": ({**WEIGHT, "above": "<60 kg"}, ".above", "not a quantity"),
    "a unit of something else": (
        {**WEIGHT, "above": "60 mL"},
        ".above",
        "weight is counted in 'kg', found 'mL'",
    ),
    "two lower edges": ({**WEIGHT, "above": "3 kg", "at_least": "4 kg"}, "", "only if they bound both sides"),
    "two upper edges": ({**WEIGHT, "below": "3 kg", "at_most": "4 kg"}, "", "only if they bound both sides"),
    "a span that is none": (
        {**FEVER, "within": "soon"},
        ".within",
        "not a span of time: 'soon'; write for example `14 d`",
    ),
    "a claim with places and a window": (
        {"fact": "burning", "is": "yes", "within": "9 d"},
        ".within",
        "burning has places: ask it today",
    ),
    "a span that goes back": ({**FEVER, "within": "-3 d"}, ".within", "not a span of time"),
    "a drug nobody knows": ({"taking": "adda"}, ".taking", "no drug or class 'adda'; did you mean ada?"),
    "an order that is none": (
        {"taking": "ada", "order": "maybe"},
        ".order",
        "one of no, yes, only; found 'maybe'",
    ),
    "a dose without bounds": (
        {"taking": "ada", "daily_dose": "100 mg"},
        ".daily_dose",
        "write for example {above: 100 mg}",
    ),
    "a dose without unit": (
        {"taking": "ada", "daily_dose": {"above": 100}},
        ".daily_dose.above",
        "not a quantity with a unit: 100",
    ),
    "a dose that is a range": (
        {"taking": "ada", "daily_dose": {"above": "<5 mg"}},
        ".daily_dose.above",
        "not a quantity with a unit",
    ),
    "doses in two units": (
        {"taking": "ada", "daily_dose": {"above": "5 mg", "below": "5 mL"}},
        ".daily_dose",
        "both sides need the same unit, found mL and mg",
    ),
    "two doses on one side": (
        {"taking": "ada", "daily_dose": {"above": "5 mg", "at_least": "6 mg"}},
        ".daily_dose",
        "only if they bound both sides",
    ),
    "a count of nothing": (
        {"count": {"distinct": "course"}, "at_least": 2},
        ".count",
        "write {count: {taking: CLASS",
    ),
    "a count without a number": ({"count": {"taking": "reds"}}, ".at_least", "a whole number of at least 1"),
    "a count of yes": (
        {"count": {"taking": "reds"}, "at_least": True},
        ".at_least",
        "a whole number of at least 1",
    ),
    "a change of a claim": (
        {"change": "fever", "falls_by": {"at_least": 2}, "over_at_most": "3 d"},
        ".change",
        "only a quantity changes",
    ),
    "a change both ways": (
        {"change": "weight", "falls_by": {}, "rises_by": {}, "over_at_most": "3 d"},
        "",
        "write falls_by or rises_by",
    ),
    "a change by nothing": (
        {"change": "weight", "falls_by": "2 kg", "over_at_most": "3 d"},
        ".falls_by",
        "write {at_least: 2 %}",
    ),
    "what then has no window": (
        {"change": "weight", "falls_by": {"at_least": "2 kg"}, "over_at_most": "3 d", "then": "onset"},
        ".then",
        "write {fact: pain.onset, within: 8 wk}",
    ),
    "what then is no date": (
        {
            "change": "weight",
            "falls_by": {"at_least": "2 kg"},
            "over_at_most": "3 d",
            "then": {"fact": "fever", "within": "3 d"},
        },
        ".then.fact",
        "fever is not a date",
    ),
    "an outcome nobody knows": (
        {"tried": "ada", "outcome": "bad"},
        ".outcome",
        "one of helped, no_benefit, not_tolerated",
    ),
    "a slot nobody knows": ({"slot": "story"}, ".slot", "one of history, distribution, signs, test"),
    "a rule nobody knows": ({"rule": "fever_or_burn"}, ".rule", "did you mean fever_or_burning?"),
}


@pytest.mark.parametrize("what", WRONG)
def test_an_error_says_where_and_what_to_write(what):
    raw, path, message = WRONG[what]

    with pytest.raises(CriterionError) as error:
        read_criterion(raw, SITED)

    assert error.value.path == path
    assert message in error.value.message


def test_words_without_a_record_of_their_own_are_read():
    assert criterion("{rung: possible}") == Rung("possible")
    assert criterion("{slot: signs}") == Slot("signs")


def test_a_dose_in_grams_is_read_in_milligrams():
    assert criterion("{taking: ada, daily_dose: {above: 1 g}}") == Taking(
        "ada", daily_dose=Bounds(above=1000.0)
    )


def test_a_dose_that_is_no_mass_keeps_its_unit():
    node = criterion("{taking: ada, daily_dose: {above: 5 mL}}")

    assert node == Taking("ada", daily_dose=Bounds(above=5.0), dose_unit="mL")


def test_a_difference_in_another_unit_leaves_the_offset_out():
    node = criterion("{change: hba1c, falls_by: {at_least: 20 mmol/mol}, over_at_most: 3 mo}")

    assert isinstance(node, tree.Change)
    assert node.by == pytest.approx(1.83)


def test_a_mass_in_another_unit_is_converted():
    assert criterion("{fact: weight, above: 60000 g}") == FactCompares("weight", Bounds(above=60.0))


def test_several_members_may_be_asked_at_once():
    assert criterion("{fact: things, has: [ball, book]}") == FactHas("things", frozenset({"ball", "book"}))


def test_options_are_kept_in_order_and_once():
    assert criterion("{fact: grade, in: [high, low, high]}") == FactIs("grade", (0.0, 2.0))
