"""Gene results are added to a record; where the two tell different things, both stay possible and that is listed."""

from datetime import date

import pytest

from painpath.criteria import Asking
from painpath.facts import Record
from painpath.library import Library, load_library
from painpath.pipeline import Request, read_record, with_genes

REQUEST = Request(date(2026, 11, 20))


@pytest.fixture(scope="module")
def knowledge() -> Library:
    return load_library()


def record(knowledge: Library, facts: str) -> Record:
    data = f"as_of: 2026-11-20\npatient: {{age: 60}}\nfacts: {{pain.present: yes, {facts}}}"
    return read_record(data.encode(), knowledge, REQUEST)[1]


def phenotype(knowledge: Library, one: Record) -> tuple[float, float]:
    value = Asking(knowledge.catalog, one).value("gene.cyp2d6.phenotype")
    return value.low, value.high


def test_what_the_file_tells_is_known_and_the_record_kept(knowledge):
    with_them, lines = with_genes(
        record(knowledge, "medication.duloxetine: yes"), b"CYP2D6\t*4/*5", knowledge
    )

    assert phenotype(knowledge, with_them) == (0.0, 0.0)
    assert "duloxetine" in with_them.courses
    assert lines == ()


def test_what_could_not_be_read_is_listed(knowledge):
    _, lines = with_genes(
        record(knowledge, "symptom.burning: yes"), b"TPMT\t*1/*2\nCYP2D6\t*1/*22", knowledge
    )

    assert len(lines) == 2
    assert not any("*22" in line for line in lines)


def test_a_phenotype_on_record_that_the_alleles_contradict_leaves_both_possible(knowledge):
    before = record(knowledge, "gene.cyp2d6.phenotype: normal")
    after, lines = with_genes(before, b"CYP2D6\t*4/*5", knowledge)

    assert phenotype(knowledge, after) == (0.0, 2.0)
    assert lines == ("gene.cyp2d6.phenotype: the record and the gene file differ, so both stay possible",)


def test_a_phenotype_on_record_that_the_alleles_confirm_stands(knowledge):
    after, lines = with_genes(record(knowledge, "gene.cyp2d6.phenotype: poor"), b"CYP2D6\t*4/*5", knowledge)

    assert phenotype(knowledge, after) == (0.0, 0.0)
    assert lines == ()
