"""What a laboratory says of one gene: star alleles, copies, marks, and what happens where two things disagree."""

import pytest

from painpath.criteria import Asking
from painpath.facts import Moment, Reading, build_record
from painpath.intake import RecordError, read_facts, record_of, settled
from painpath.intake.codes import index_of
from painpath.intake.genes import (
    DIFFER,
    HYBRID,
    NO_CONSEQUENCE,
    NO_DIPLOTYPE,
    NO_PHENOTYPE,
    NOT_COUNTED,
    NOT_SETTLED,
    TOO_SHORT,
    Call,
    add_call,
    alleles_of,
)
from painpath.intake.ledger import Ledger
from painpath.intake.quantities import Ends
from painpath.library import load_library

DAY = 739_000


@pytest.fixture(scope="module")
def knowledge():
    return load_library()


def told(knowledge, gene, **words):
    ledger = Ledger(index_of(knowledge))
    ledger.begin(1, gene)
    add_call(ledger, Call(gene, **words))
    ledger.end()
    return ledger.close()


def asked(knowledge, intake):
    readings = [
        Reading(r.fact, r.low, r.high, Moment(DAY, DAY), unreadable=r.unreadable) for r in intake.readings
    ]
    return Asking(knowledge.catalog, build_record(DAY, readings))


def possible(knowledge, intake, fact):
    """The options, or the two ends, that stay possible."""
    value, kind = asked(knowledge, intake).value(fact), knowledge.facts[fact]
    if not kind.options:
        return value.low, value.high
    return kind.options[int(value.low) : int(value.high) + 1] if value.known else kind.options


def names(knowledge, text, fact="gene.cyp2d6.allele_1"):
    """Both alleles by name, a range by its ends, or why not."""
    kind = knowledge.facts[fact]

    def name(found):
        if not isinstance(found, Ends):
            return found
        low, high = kind.options[int(found.low)], kind.options[int(found.high)]
        return low if low == high else (low, high)

    return tuple(name(found) for found in alleles_of(kind, text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("*1/*4", ("*1", "*4")),
        ("CYP2D6*3/CYP2D6*4", ("*3", "*4")),
        ("CYP2D6_*1/*10", ("*1", "*10")),
        ("*4.024/*1.001", ("*4", "*1")),
        ("*1 / *4", ("*1", "*4")),
        ("*1x1/*4", ("*1", "*4")),
        ("*1x2/*4", ("*1x2", "*4")),
        ("*1x3/*4", ("*1x≥3", "*4")),
        ("*1x5/*4", ("*1x≥3", "*4")),
        ("*1x≥3/*4", ("*1x≥3", "*4")),
        ("*1≥3/*4", ("*1x≥3", "*4")),
        ("*1x>=3/*4", ("*1x≥3", "*4")),
        ("*1xN/*4", (("*1x2", "*1x≥3"), "*4")),
        ("*35xN/*4", ("*35x2", "*4")),
        ("*41x3/*4", ("*41x3", "*4")),
        ("*41x4/*4", (NOT_COUNTED, "*4")),
        ("*17xN/*4", ("*17x2", "*4")),
        ("*5xN/*4", (NOT_COUNTED, "*4")),
        ("*22/*4", (NOT_SETTLED, "*4")),
        ("*22x2/*4", (NOT_SETTLED, "*4")),
        ("*36+*10/*1", (HYBRID, "*1")),
        ("*68 + *4/*1", (HYBRID, "*1")),
        ("*1", (NO_DIPLOTYPE, NO_DIPLOTYPE)),
        ("*1/*2/*4", (NO_DIPLOTYPE, NO_DIPLOTYPE)),
        ("*1/normal", (NO_DIPLOTYPE, NO_DIPLOTYPE)),
        ("*1/*4x", (NO_DIPLOTYPE, NO_DIPLOTYPE)),
        ("", (NO_DIPLOTYPE, NO_DIPLOTYPE)),
    ],
)
def test_a_diplotype_is_two_alleles(knowledge, text, found):
    assert names(knowledge, text) == found


def test_copies_that_are_not_counted_leave_normal_and_ultrarapid_possible(knowledge):
    intake = told(knowledge, "CYP2D6", diplotypes=("*2xN/*4",))

    assert possible(knowledge, intake, "gene.cyp2d6.activity_score") == (2, 3)
    assert possible(knowledge, intake, "gene.cyp2d6.phenotype") == ("normal", "ultrarapid")


def test_an_allele_of_uncertain_function_leaves_all_possible_that_the_other_allows(knowledge):
    intake = told(knowledge, "CYP2D6", diplotypes=("*1/*22",))

    assert possible(knowledge, intake, "gene.cyp2d6.phenotype") == ("intermediate", "normal", "ultrarapid")
    assert [(line.what, line.why) for line in intake.unread] == [("gene.cyp2d6.allele_2", NOT_SETTLED.why)]


def test_several_diplotypes_that_may_be_meant_are_all_possible(knowledge):
    intake = told(knowledge, "CYP2C9", diplotypes=("*1/*3", "*1/*1"))

    assert possible(knowledge, intake, "gene.cyp2c9.phenotype") == ("intermediate", "normal")


def test_which_allele_is_printed_first_makes_no_difference(knowledge):
    one = told(knowledge, "CYP2C9", diplotypes=("*1/*3", "*3/*1"))

    assert possible(knowledge, one, "gene.cyp2c9.activity_score") == (1, 1)


@pytest.mark.parametrize(
    ("text", "phenotype"),
    [
        ("Poor Metabolizer", "poor"),
        ("CYP2D6 Ultrarapid Metabolizers (UM)", "ultrarapid"),
        ("likely cyp2d6 poor metaboliser", "poor"),
        ("EM", "normal"),
        ("Intermediate metaboliser", "intermediate"),
    ],
)
def test_a_phenotype_is_read_in_the_words_of_laboratories(knowledge, text, phenotype):
    intake = told(knowledge, "CYP2D6", phenotypes=(text,))

    assert possible(knowledge, intake, "gene.cyp2d6.phenotype") == (phenotype,)


@pytest.mark.parametrize("text", ["Indeterminate", "Rapid Metabolizer", "poor or normal", "fine"])
def test_a_phenotype_that_is_none_of_this_gene_is_unknown_and_listed(knowledge, text):
    intake = told(knowledge, "CYP2D6", phenotypes=(text,))

    assert len(possible(knowledge, intake, "gene.cyp2d6.phenotype")) == 4
    assert [line.why for line in intake.unread] == [NO_PHENOTYPE.why]


def test_an_indeterminate_phenotype_does_not_hide_what_follows_from_the_alleles(knowledge):
    intake = told(knowledge, "CYP2D6", diplotypes=("*4/*4",), phenotypes=("Indeterminate",))

    assert possible(knowledge, intake, "gene.cyp2d6.phenotype") == ("poor",)
    assert [line.why for line in intake.unread] == [NO_PHENOTYPE.why]


def test_a_score_alone_gives_the_phenotype(knowledge):
    intake = told(knowledge, "CYP2D6", scores=("≥3.0",))

    assert possible(knowledge, intake, "gene.cyp2d6.phenotype") == ("ultrarapid",)


def test_a_phenotype_that_does_not_fit_its_diplotype_leaves_both_possible(knowledge):
    intake = told(knowledge, "CYP2D6", diplotypes=("*4/*4",), phenotypes=("Ultrarapid Metabolizer",))

    assert possible(knowledge, intake, "gene.cyp2d6.phenotype")[::3] == ("poor", "ultrarapid")
    assert [line.why for line in intake.unread] == [DIFFER]


def test_a_score_by_an_older_table_leaves_both_possible(knowledge):
    # CPIC valued *41 at 0.5 until 2022: *2x2/*41 was 2.5, now 2.25.
    intake = told(knowledge, "CYP2D6", diplotypes=("*2x2/*41",), scores=("2.5",))

    assert possible(knowledge, intake, "gene.cyp2d6.activity_score") == (2.25, 2.5)
    assert possible(knowledge, intake, "gene.cyp2d6.phenotype") == ("normal", "ultrarapid")


def test_a_phenotype_inside_what_the_alleles_allow_is_believed(knowledge):
    intake = told(knowledge, "CYP2D6", diplotypes=("*1/*22",), phenotypes=("Normal Metabolizer",))

    assert possible(knowledge, intake, "gene.cyp2d6.phenotype") == ("normal",)


@pytest.mark.parametrize(
    ("diplotype", "found"),
    [
        ("*15:02/*57:01", 1.0),
        ("B*15:02:01/B*40:01", 1.0),
        ("HLA-B*40:01/HLA-B*15:02", 1.0),
        ("*15:01/*57:01", 0.0),
        ("*40/*57:01", 0.0),
    ],
)
def test_a_typing_says_whether_the_mark_is_carried(knowledge, diplotype, found):
    intake = told(knowledge, "HLA-B", diplotypes=(diplotype,))

    value = asked(knowledge, intake).value("gene.hla_b_1502")
    assert (value.low, value.high) == (found, found)


@pytest.mark.parametrize(
    ("diplotype", "why"), [("*15/*57:01", TOO_SHORT), ("*57:01", NO_DIPLOTYPE), ("none/*57:01", NO_DIPLOTYPE)]
)
def test_a_typing_that_is_too_coarse_never_says_no(knowledge, diplotype, why):
    intake = told(knowledge, "HLA-B", diplotypes=(diplotype,))

    value = asked(knowledge, intake).value("gene.hla_b_1502")
    assert (value.low, value.high) == (0.0, 1.0)
    assert why.why in {line.why for line in intake.unread}


def test_one_allele_that_is_the_mark_is_enough(knowledge):
    value = asked(knowledge, told(knowledge, "HLA-A", diplotypes=("*31:01/*02",))).value("gene.hla_a_3101")

    assert (value.low, value.high) == (1.0, 1.0)


def test_a_mark_may_be_told_in_words(knowledge):
    intake = told(knowledge, "HLA-B", phenotypes=("*15:02 negative", "*57:01 positive"))

    assert asked(knowledge, intake).value("gene.hla_b_1502").high == 0.0


def test_words_about_another_mark_say_nothing_of_this_one(knowledge):
    intake = told(knowledge, "HLA-B", phenotypes=("*57:01 positive",))

    assert asked(knowledge, intake).value("gene.hla_b_1502").low == 0.0
    assert asked(knowledge, intake).value("gene.hla_b_1502").high == 1.0


def test_words_and_typing_that_disagree_leave_both_possible(knowledge):
    intake = told(knowledge, "HLA-B", phenotypes=("*15:02 negative",), diplotypes=("*15:02/*40:01",))

    value = asked(knowledge, intake).value("gene.hla_b_1502")
    assert (value.low, value.high) == (0.0, 1.0)
    assert DIFFER in {line.why for line in intake.unread}


@pytest.mark.parametrize("gene", ["OPRM1", "COMT", "TPMT"])
def test_a_gene_on_which_nothing_turns_is_listed(knowledge, gene):
    intake = told(knowledge, gene, diplotypes=("A/G",))

    assert [(line.what, line.why) for line in intake.unread] == [(f"gene {gene}", NO_CONSEQUENCE)]
    assert not intake.readings


@pytest.mark.parametrize("gene", ["CYP2D6", "HLA-A"])
def test_a_gene_that_was_not_called_is_listed(knowledge, gene):
    intake = told(knowledge, gene, diplotypes=("Unknown/Unknown",))

    assert len(intake.unread) == 1
    assert not intake.readings


def test_a_facts_file_may_give_the_day_of_a_diplotype(knowledge):
    value = {"is": "*4/*5", "on": "2020-05-01"}
    intake = read_facts({"facts": {"gene.cyp2d6.diplotype": value}}, knowledge)

    assert {reading.when.first for reading in intake.readings} == {737_546}


@pytest.mark.parametrize(
    "value", ["foo", "*1", 4, ["*1", "*4"], {"value": "*1/*4"}, {"is": "*1/*4", "at": "foot_left"}]
)
def test_a_facts_file_with_something_else_is_refused_without_its_value(knowledge, value):
    with pytest.raises(RecordError, match="two star alleles") as refused:
        read_facts({"facts": {"gene.cyp2d6.diplotype": value}}, knowledge)

    assert "foo" not in str(refused.value)


def test_a_diplotype_said_to_be_unknown_is_unknown(knowledge):
    intake = read_facts({"facts": {"gene.cyp2d6.diplotype": "unknown"}}, knowledge)

    assert len(possible(knowledge, intake, "gene.cyp2d6.phenotype")) == 4


def test_a_diplotype_of_a_gene_without_star_alleles_is_no_fact(knowledge):
    with pytest.raises(RecordError, match="not the name of a fact"):
        read_facts({"facts": {"gene.oprm1.diplotype": "*1/*4"}}, knowledge)


def test_a_diplotype_on_an_impossible_day_is_listed_and_not_used(knowledge):
    intake = read_facts({"facts": {"gene.cyp2d6.diplotype": {"is": "*4/*4", "on": "2020-13-45"}}}, knowledge)

    assert not intake.readings
    assert len(intake.unread) == 1


def test_two_records_that_tell_different_phenotypes_leave_both_possible(knowledge):
    def record(phenotype):
        intake = read_facts({"facts": {"gene.cyp2d6.phenotype": phenotype}}, knowledge)
        return record_of(intake, DAY, knowledge)

    readings, differ = settled(knowledge, record("normal"), record("poor"))

    assert differ == ("gene.cyp2d6.phenotype",)
    assert [(one.low, one.high) for one in readings] == [(0.0, 2.0)]
    assert settled(knowledge, record("poor"), record("poor")) == ((), ())
