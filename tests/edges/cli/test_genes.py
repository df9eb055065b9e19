"""`--genes`: gene results beside a record, on the plan and in the assessment."""

import json

import pytest


@pytest.fixture
def genes(tmp_path):
    path = tmp_path / "calls.tsv"
    path.write_text("CYP2D6\t*4/*4\nOPRM1\tA/G\n", encoding="utf-8")
    return path


def test_the_plan_knows_the_genes(painpath, diabetic, genes):
    plain = json.loads(painpath("plan", diabetic, "--format", "json").out)
    ran = painpath("plan", diabetic, "--genes", genes, "--format", "json")

    found = "CYP2D6 works like in a poor metaboliser, by genes or because a strong inhibitor is taken: yes"
    assert ran.code == 0
    assert found in ran.out
    assert found not in json.dumps(plain)


@pytest.mark.parametrize("command", ["plan", "assess"])
def test_what_of_the_genes_was_not_used_is_listed(painpath, diabetic, genes, command):
    ran = painpath(command, diabetic, "--genes", genes, "--format", "json")

    assert [line for line in json.loads(ran.out)["unread"] if "OPRM1" in line] != []


@pytest.mark.parametrize("command", ["plan", "assess"])
def test_a_file_that_holds_no_genes_ends_with_three_and_says_what_to_do(
    painpath, diabetic, tmp_path, command
):
    other = tmp_path / "letter.txt"
    other.write_text("Dear colleague, Jane is a poor metaboliser", encoding="utf-8")
    ran = painpath(command, diabetic, "--genes", other)

    assert (ran.code, ran.out) == (3, "")
    assert "genes: line 1 is no gene with its result" in ran.err
    assert "Jane" not in ran.err


def test_a_strong_inhibitor_and_a_slow_gene_are_both_seen(painpath, tmp_path, genes):
    patient = tmp_path / "p.yaml"
    patient.write_text(
        "as_of: 2026-11-20\npatient: {age: 60, sex: male}\n"
        "facts: {pain.present: yes, gene.cyp2d6.diplotype: '*1/*1', medication.paroxetine: yes}",
        encoding="utf-8",
    )
    ran = painpath(
        "check-order", patient, "--drug", "codeine", "--dose", "30 mg four times daily", "--format", "json"
    )

    assert "codeine_slow_cyp2d6" in {reason["rule"] for reason in json.loads(ran.out)["reasons"]}


@pytest.mark.parametrize("drug", ["codeine", "tramadol"])
def test_an_order_takes_genes_too(painpath, diabetic, genes, drug):
    words = ("check-order", diabetic, "--drug", drug, "--format", "json")
    plain, ran = painpath(*words), painpath(*words, "--genes", genes)

    assert (plain.code, ran.code) == (0, 0)
    assert "poor metaboliser" in ran.out
    assert ran.out != plain.out


def test_a_paper_refuses_genes_that_it_cannot_read(painpath, diabetic, tmp_path):
    other = tmp_path / "letter.txt"
    other.write_text("Dear colleague", encoding="utf-8")

    assert painpath("handout", diabetic, "--genes", other).code == 3
