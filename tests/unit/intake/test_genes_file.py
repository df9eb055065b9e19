"""Files of gene results: PharmCAT's reports, outside calls, and what is refused."""

import json

import pytest

from painpath.intake import RecordError, read_genes
from painpath.library import load_library

GENE = {
    "phenotypeVersion": "2025-11-05-00-25",
    "callSource": "OUTSIDE",
    "recommendationDiplotypes": [
        {"label": "*1/*3", "phenotypes": ["Intermediate Metabolizer"], "activityScore": "1.0"}
    ],
}
MARKS = {
    "phenotypeVersion": None,
    "recommendationDiplotypes": [
        {
            "label": "*15:02/*57:01",
            "phenotypes": ["*15:02 positive", "*57:01 positive"],
            "activityScore": None,
        }
    ],
}
UNCALLED = {
    "recommendationDiplotypes": [{"label": "Unknown/Unknown", "phenotypes": [], "activityScore": None}]
}


@pytest.fixture(scope="module")
def knowledge():
    return load_library()


def read(knowledge, document):
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return read_genes(data, knowledge)


def found(intake):
    return {reading.fact: reading.low for reading in intake.readings}


def unread(intake):
    return [(line.what, line.where) for line in intake.unread]


def test_a_report_gives_alleles_score_phenotype_and_marks(knowledge):
    intake = read(knowledge, {"pharmcatVersion": "v3.1.1", "genes": {"CYP2D6": GENE, "HLA-B": MARKS}})

    assert set(found(intake)) == {
        "gene.cyp2d6.allele_1", "gene.cyp2d6.allele_2", "gene.cyp2d6.activity_score", "gene.cyp2d6.phenotype",
        "gene.hla_b_1502", "gene.hla_b_1511",
    }  # fmt: skip
    assert found(intake)["gene.cyp2d6.activity_score"] == 1.0
    assert found(intake)["gene.hla_b_1502"] == 1.0


def test_a_reading_names_the_program_and_the_version_of_its_table(knowledge):
    intake = read(knowledge, {"pharmcatVersion": "v3.1.1", "genes": {"CYP2D6": GENE}})

    assert {reading.source for reading in intake.readings} == {
        "gene file (PharmCAT v3.1.1, table of 2025-11-05-00-25)"
    }


def test_the_phenotype_file_of_pharmcat_is_read_too(knowledge):
    intake = read(
        knowledge, {"matcherMetadata": {"namedAlleleMatcherVersion": "3"}, "geneReports": {"CYP2D6": GENE}}
    )

    assert found(intake)["gene.cyp2d6.phenotype"] == 1.0


def test_of_an_older_report_the_genes_by_cpic_are_read_and_the_others_listed(knowledge):
    other = {**GENE, "recommendationDiplotypes": [{"label": "*4/*4", "phenotypes": ["Poor Metabolizer"]}]}
    intake = read(
        knowledge,
        {"pharmcatVersion": "v2.12.0", "genes": {"CPIC": {"CYP2D6": GENE}, "DPWG": {"CYP2D6": other}}},
    )

    assert found(intake)["gene.cyp2d6.phenotype"] == 1.0
    assert unread(intake) == [("genes by DPWG", "entry 0")]


def test_a_gene_that_was_not_called_or_is_not_known_is_listed(knowledge):
    intake = read(knowledge, {"pharmcatVersion": "v3.1.1", "genes": {"CYP2D6": UNCALLED, "TPMT": GENE}})

    assert unread(intake) == [("gene CYP2D6", "entry 1 CYP2D6"), ("gene TPMT", "entry 2 TPMT")]
    assert not intake.readings


@pytest.mark.parametrize(
    "broken", [3, [], {}, {"recommendationDiplotypes": 4}, {"recommendationDiplotypes": [1]}]
)
def test_a_gene_in_another_form_costs_only_itself(knowledge, broken):
    intake = read(knowledge, {"pharmcatVersion": "v3.1.1", "genes": {"CYP2C9": broken, "CYP2D6": GENE}})

    assert unread(intake) == [("the whole entry", "entry 1 CYP2C9")]
    assert "gene.cyp2d6.phenotype" in found(intake)


def test_a_strange_symbol_is_not_repeated(knowledge):
    intake = read(knowledge, {"pharmcatVersion": "v3.1.1", "genes": {"Jane Doe": {}}})

    assert unread(intake) == [("the whole entry", "entry 1")]


def test_outside_calls_are_read(knowledge):
    calls = "# made by hand\n\nCYP2D6\t*1/*3\nCYP2C9\t\t\t2.0\nHLA-B\t\t*15:02 positive\nMT-RNR1\t1555A>G\n"
    intake = read(knowledge, calls.encode())

    assert found(intake)["gene.cyp2c9.activity_score"] == 2.0
    assert found(intake)["gene.hla_b_1502"] == 1.0
    assert ("gene MT-RNR1", "entry 6 MT-RNR1") in unread(intake)


@pytest.mark.parametrize(
    ("lines", "listed"),
    [
        (b"CYP2D6\t*1/*1x2\nCYP2D6\t*4/*4\n", True),
        (b"CYP2D6\t*4/*4\t\t0\nCYP2D6\t*4/*4\t\t1\n", True),
        (b"CYP2D6\t\tPoor Metabolizer\nCYP2D6\t\tNormal Metabolizer\n", True),
        (b"CYP2D6\t*1/*4\nCYP2D6\t*4/*1\n", False),
        (b"CYP2D6\t*4/*4\nCYP2D6\t\tPoor Metabolizer\n", False),
        (b"CYP2D6\t*1/*4 or *1/*5\n", False),
    ],
)
def test_lines_of_one_gene_that_contradict_each_other_are_listed(knowledge, lines, listed):
    whys = [line.why for line in read(knowledge, lines).unread]

    assert any("several lines that differ" in why for why in whys) is listed


def test_two_lines_of_one_gene_and_two_diplotypes_in_one_are_all_possible(knowledge):
    two_lines = read(knowledge, b"CYP2C9\t*1/*1\ncyp2c9\t*1/*3\n")
    one_line = read(knowledge, b"CYP2C9\t*1/*1 or *1/*3\n")

    assert [(r.fact, r.low, r.high) for r in two_lines.readings] == [
        (r.fact, r.low, r.high) for r in one_line.readings
    ]
    assert any(reading.low < reading.high for reading in one_line.readings)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (b"", "empty"),
        (b"hello world, Jane", "line 1 is no gene"),
        (b"CYP2D6\t*1/*3\nJane Doe\t*1/*3", "line 2 is no gene"),
        (b"Gene\tSource Diplotype\tPhenotype\tActivity Score\tHaplotype 1", "more than 4 fields"),
        (b"# nothing\n", "no gene stands in it"),
        (b"CYP2D6\t\xff", "not UTF-8"),
        (b"{", "not whole JSON"),
        (b'{"pharmcatVersion": "\xff"}', "not whole JSON"),
        (b"[]", "no report of PharmCAT"),
        (b'{"resourceType": "Bundle"}', "no report of PharmCAT"),
        (b'{"genes": {}}', "no report of PharmCAT"),
        (b'{"pharmcatVersion": "v3"}', "no report of PharmCAT"),
        (b'{"pharmcatVersion": "v3", "genes": {"CPIC": 3}}', "genes by CPIC"),
        (b'{"genes": ' + b"[" * 100_000, "PharmCAT"),
        (b"A\t1\n" * 30_001, "more than 30000 lines"),
    ],
)
def test_anything_else_is_refused_with_what_to_do_and_no_value(knowledge, document, says):
    with pytest.raises(RecordError) as refused:
        read(knowledge, document)

    assert says in str(refused.value)
    assert "Jane" not in str(refused.value)
