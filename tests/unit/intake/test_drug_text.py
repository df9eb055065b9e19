"""Drug text: ingredients, strengths, form, release and route of products as records write them."""

import pytest

from painpath.intake.codes import index_of
from painpath.intake.drug_text import DrugText, Part, Strength, read_text


@pytest.fixture(scope="module")
def names(library):
    return index_of(library).drugs


def mg(amount: float, per: str = "") -> Strength:
    return Strength(amount, "mg", per)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "12 HR Oxycodone Hydrochloride 60 MG Extended Release Oral Tablet",
            DrugText((Part("oxycodone", mg(60)),), "tablet", "extended", "oral"),
        ),
        (
            "Abuse-Deterrent 12 HR Oxycodone Hydrochloride 15 MG Extended Release Oral Tablet",
            DrugText((Part("oxycodone", mg(15)),), "tablet", "extended", "oral"),
        ),
        (
            "Oxycodone Hydrochloride 10 MG Oral Capsule",
            DrugText((Part("oxycodone", mg(10)),), "capsule", "immediate", "oral"),
        ),
        ("Carbamazepine[Tegretol]", DrugText((Part("carbamazepine"),))),
        ("[Tegretol]", DrugText((Part("carbamazepine"),))),
        ("Lasix 40mg", DrugText((Part("furosemide", mg(40)),))),
        (
            "Acetaminophen 325 MG / Oxycodone Hydrochloride 5 MG Oral Tablet",
            DrugText((Part("paracetamol", mg(325)), Part("oxycodone", mg(5))), "tablet", "immediate", "oral"),
        ),
        (
            "Hydrocodone Bitartrate 5 MG / Acetaminophen 325 MG",
            DrugText((Part("hydrocodone", mg(5)), Part("paracetamol", mg(325)))),
        ),
        (
            "Acetaminophen 300 MG / HYDROcodone Bitartrate 5 MG [Vicodin]",
            DrugText((Part("paracetamol", mg(300)), Part("hydrocodone", mg(5)))),
        ),
        (
            "Ortho Tri-Cyclen 28 Day Pack",
            DrugText((Part("ethinylestradiol"), Part("norgestimate")), "pack", "", "oral"),
        ),
        (
            "24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet",
            DrugText((Part("metformin", mg(500)),), "tablet", "extended", "oral"),
        ),
        ("Etonogestrel 68 MG Drug Implant", DrugText((Part("etonogestrel", mg(68)),), "implant", "", "implant")),
        (
            "168 HR Ethinyl Estradiol 0.00146 MG/HR Transdermal System",
            DrugText((Part("ethinylestradiol", mg(0.00146, "h")),), "patch", "", "transdermal"),
        ),
        (
            "Penicillin V Potassium 500 MG Oral Tablet",
            DrugText((Part("phenoxymethylpenicillin", mg(500)),), "tablet", "immediate", "oral"),
        ),
        (
            "Levothyroxine 50 micrograms tablets",
            DrugText((Part("levothyroxine", Strength(50, "ug")),), "tablet", "", "oral"),
        ),
        ("metformin 1,000 MG Oral Tablet", DrugText((Part("metformin", mg(1000)),), "tablet", "immediate", "oral")),
        ("metformin 0,5 g", DrugText((Part("metformin", Strength(0.5, "g")),))),
        ("St John\u2019s Wort 300 mg capsules", DrugText((Part("st_johns_wort", mg(300)),), "capsule", "", "oral")),
        ("gabapentin and acetaminophen", DrugText((Part("gabapentin"), Part("paracetamol")))),
        ("Percocet", DrugText((Part("oxycodone"), Part("paracetamol")))),
        ("Tegretol XR", DrugText((Part("carbamazepine"),), "", "extended", "")),
        (
            "carbamazepine 200 mg gastro-resistant tablet",
            DrugText((Part("carbamazepine", mg(200)),), "tablet", "delayed", "oral"),
        ),
        (
            "Acetaminophen 325 MG / Fooamine 10 MG Oral Tablet",
            DrugText((Part("paracetamol", mg(325)),), "tablet", "immediate", "oral", ("Fooamine 10 MG Oral Tablet",)),
        ),
    ],
)  # fmt: skip
def test_a_product_text_is_read(text, expected, names):
    assert read_text(text, names) == expected


@pytest.mark.parametrize(
    "text",
    ["Fooamine 10 MG Oral Tablet", "", "non-aspirin pain reliever", "alcohol-free mouthwash",
     "Polyvinyl Alcohol 14 MG/ML Ophthalmic Solution", "gabapentin " * 100],
)  # fmt: skip
def test_a_text_that_names_no_known_drug_gives_none(text, names):
    assert read_text(text, names).substances == ()


@pytest.mark.parametrize(
    ("text", "form", "route"),
    [
        ("gabapentin sublingual tablet", "tablet", "sublingual"),
        ("gabapentin rectal suppository", "suppository", "rectal"),
        ("gabapentin topical cream", "cream", "topical"),
        ("gabapentin 250 MG/5ML Oral Solution", "liquid", "oral"),
        ("0.65 ML gabapentin 160 MG/ML Prefilled Syringe", "injection", "injection"),
        ("60 ACTUAT gabapentin 0.25 MG/ACTUAT Dry Powder Inhaler", "inhaler", "inhaled"),
        ("gabapentin", "", ""),
    ],
)
def test_the_form_tells_the_route(text, form, route, names):
    read = read_text(text, names)

    assert (read.form, read.route) == (form, route)


def test_a_strength_is_printed_with_its_volume():
    assert str(Strength(160, "mg", "ml")) == "160 mg/ml"


@pytest.mark.parametrize(
    ("text", "classes"), [("Opioids", ("opioid",)), ("NSAID", ("nsaid",)), ("no opioids", ()), ("", ())]
)
def test_a_class_is_recognised_by_its_name_alone(text, classes, names):
    assert names.class_named(text) == classes


@pytest.mark.parametrize(
    ("system", "code", "expected"), [("atc", "N06AF03", "maoi"), ("atc", "A01AA01", ""), ("rxnorm", "1", "")]
)
def test_an_atc_code_names_its_class_by_its_beginning(system, code, expected, names):
    assert names.class_coded(system, code) == expected
