"""The oracle's ceilings: the most a day by kidneys, liver, age and cause, each from a label. Not the usual doses."""

from __future__ import annotations

from tests.generative.oracle_patient import Patient
from tests.generative.oracle_rule import Ceiling, banded

#: dialysis among the diagnoses, its kind not said, and a clearance that a formula gave
CODED = {"clearance": 61, "dialysis": "", "yes": frozenset({"condition.on_dialysis"})}
KIDNEYS = ({"clearance": 95}, {"clearance": 60}, {"clearance": 59.9}, {"clearance": 30.1}, {"clearance": 29.9},
           {"clearance": 15.1}, {"clearance": 14.9}, {"clearance": 7.5}, {"clearance": 4},
           {"clearance": 8, "dialysis": "haemodialysis"})  # fmt: skip


def at(*patients: dict, **more: object) -> tuple[dict, ...]:
    """The same examples with one thing more said of each."""
    return tuple(patient | more for patient in patients)


def _gabapentin(p: Patient) -> float | None:
    """The US table; in Europe other bands hold, of which only the ends were seen here."""
    if p.place != "US":
        return 300 if p.on_dialysis or p.clearance_below(15) else 3600
    if p.on_dialysis:
        return 300
    if p.clearance is not None and p.clearance <= 15:
        return 300 * p.clearance / 15
    return banded(p.clearance, (60, 3600), (30, 1400), (15, 700))


def _pregabalin(p: Patient) -> float | None:
    """The label's table in its last column (600) or, for painful diabetic neuropathy in the US, its second (300)."""
    bands = ((60, 600.0), (30, 300.0), (15, 150.0), (0, 75.0))
    if p.has("condition.on_dialysis") and p.dialysis != "haemodialysis":
        return 75
    if p.place == "US" and p.pain == "painful_diabetic_polyneuropathy":
        bands = ((60, 300.0), (30, 150.0), (15, 75.0), (0, 50.0))
    return bands[-1][1] if p.on_dialysis else banded(p.clearance, *bands)


def _enacarbil(p: Patient) -> float | None:
    return 600 if p.on_dialysis else banded(p.clearance, (30, 1200), (15, 600), (0, 300))


def _venlafaxine(p: Patient) -> float | None:
    whole = 225.0 if p.place == "US" else 375.0
    if p.kidneys_below(30) or p.child_pugh in ("a", "b", "c"):
        return whole / 2
    return whole * 0.75 if p.place == "US" and p.clearance_below(90) else whole


def _desvenlafaxine(p: Patient) -> float | None:
    if p.on_dialysis or p.clearance_below(30):
        return 25
    if p.clearance is not None and p.clearance <= 50:
        return 50
    return 100 if p.child_pugh in ("b", "c") else 400


def _milnacipran(p: Patient) -> float | None:
    return banded(p.clearance, (30, 200), (0, 100))


def _tramadol(p: Patient) -> float | None:
    if p.clearance_below(30) or p.dialysis == "haemodialysis":
        return 200
    return 300 if p.age > 75 else 400


def _tapentadol(p: Patient) -> float | None:
    return 100 if p.child_pugh == "b" else 500


def _lacosamide(p: Patient) -> float | None:
    if p.kidneys_below(30):
        return 300 if p.place == "US" else 250
    return 300 if p.child_pugh in ("a", "b") else 600


def _topiramate(p: Patient) -> float | None:
    return 200 if p.clearance_below(70) else 400


CEILINGS = (
    # Neurontin US label, table 1 (rxlist and droracle 391849 quote it): >=60 900-3600, >30-59 400-1400, >15-29 200-700,
    # 15 100-300; below 15 in proportion (15 to 7.5 is half); after dialysis by clearance, plus a supplement
    Ceiling(
        "gabapentin_kidney",
        "gabapentin",
        _gabapentin,
        (*KIDNEYS, {"clearance": 15}, CODED),
        "Neurontin US label 2.4",
    ),
    # Lyrica US label, table of total daily doses by clearance; painful diabetic neuropathy at most 300 (druglib lyrica)
    Ceiling(
        "pregabalin_kidney",
        "pregabalin",
        _pregabalin,
        (*KIDNEYS, *at(*KIDNEYS, place="EU"), *at(*KIDNEYS, pain="postherpetic_neuralgia")),
        "Lyrica US label 2.2 and 2.7; EU SmPC 4.2 table 1",
    ),
    # Horizant US label, table 2 (120ty.net 43174 page 3)
    Ceiling(
        "enacarbil_kidney",
        "gabapentin_enacarbil",
        _enacarbil,
        at(*KIDNEYS, pain="postherpetic_neuralgia"),
        "Horizant US label 2.4 table 2",
    ),
    # post-marketing study (J Jpn Soc Pain Clin 2024;31:42): effective doses by renal group are 7.5 to 30 mg, and the
    # Japanese label (KEGG 00070625) goes to 15 mg twice daily
    Ceiling(
        "mirogabalin_kidney",
        "mirogabalin",
        lambda p: 7.5 if p.clearance_below(30) or p.on_dialysis else 30,
        KIDNEYS,
        "Tarlige label; jjspc 31:42",
    ),
    # Cymbalta US highlights 09/2021: diabetic neuropathy 60 at most; EU SmPC 4.2 (docslib 8432459): evaluated to 120
    Ceiling(
        "duloxetine_most",
        "duloxetine",
        lambda p: 60 if p.place == "US" else 120,
        ({}, {"place": "EU"}, {"age": 80}),
        "Cymbalta US highlights 2.4; EU SmPC 4.2",
    ),
    # renalandurologynews venlafaxine: mild or moderate 25-50 % less, severe or dialysis at least half, liver at least
    # half; XR at most 225 a day (DailyMed 45cb4c19); EU up to 375 (studylib 9476739)
    Ceiling(
        "venlafaxine_organs",
        "venlafaxine",
        _venlafaxine,
        (
            {},
            {"clearance": 89},
            {"clearance": 59},
            {"clearance": 29},
            {"clearance": 8, "dialysis": "haemodialysis"},
            {"child_pugh": "b"},
            {"place": "EU"},
            {"place": "EU", "clearance": 29},
        ),
        "Effexor XR US label 2.6, 2.7",
    ),
    # Pristiq US label 2.3, 2.4: 30-50 at most 50; below 30 25 a day or 50 every other day; Child-Pugh 7-15 at most 100
    Ceiling(
        "desvenlafaxine_organs",
        "desvenlafaxine",
        _desvenlafaxine,
        (
            {},
            {"clearance": 51},
            {"clearance": 50},
            {"clearance": 30},
            {"clearance": 29.9},
            {"child_pugh": "b"},
            {"clearance": 8, "dialysis": "haemodialysis"},
        ),
        "Pristiq US label 2.3, 2.4",
    ),
    # globalrph milnacipran: 5-29 50 a day, to 100; doses above 200 were not studied
    Ceiling(
        "milnacipran_kidney",
        "milnacipran",
        _milnacipran,
        ({}, {"clearance": 30}, {"clearance": 29.9}, {"clearance": 6}),
        "Savella US label 2.1, 2.2",
    ),
    # label of nortriptyline: above 150 not recommended (druglib pamelor; medicoreinc 13895 4.2)
    Ceiling(
        "nortriptyline_most",
        "nortriptyline",
        lambda _: 150,
        ({}, {"age": 70}, {"place": "UK"}),
        "nortriptyline label, dosage",
    ),
    Ceiling(
        "amitriptyline_most",
        "amitriptyline",
        lambda _: 150,
        ({}, {"age": 70}, {"place": "UK"}),
        "amitriptyline US label, outpatients 75 to 150 (scholarsinmedicine 605)",
    ),
    # themeditary imipramine: outpatients at most 200, older people 100
    Ceiling(
        "imipramine_most",
        "imipramine",
        lambda p: 100 if p.age >= 65 else 200,
        ({}, {"age": 70}),
        "Tofranil US label, dosage",
    ),
    # themeditary desipramine 10169: at most 300, older people 150
    Ceiling(
        "desipramine_most",
        "desipramine",
        lambda p: 150 if p.age >= 65 else 300,
        ({}, {"age": 70}),
        "Norpramin US label, dosage",
    ),
    # epocrates tegretol: most 1200 a day; clearance below 10 a quarter less
    Ceiling(
        "carbamazepine_kidney",
        "carbamazepine",
        lambda p: 900 if p.clearance_below(10) else 1200,
        at({}, {"clearance": 10.1}, {"clearance": 9.9}, pain="trigeminal_neuralgia"),
        "epocrates 1284 Tegretol",
    ),
    # wikem oxcarbazepine: trigeminal neuralgia 450-1200 twice daily
    Ceiling(
        "oxcarbazepine_most",
        "oxcarbazepine",
        lambda _: 2400,
        at({}, pain="trigeminal_neuralgia"),
        "wikem Oxcarbazepine",
    ),
    # skyscape tu334: clearance below 30 at most 300; Child-Pugh A, B 300; EU 250 in severe renal impairment
    Ceiling(
        "lacosamide_organs",
        "lacosamide",
        _lacosamide,
        (
            {},
            {"clearance": 30.1},
            {"clearance": 29.9},
            {"child_pugh": "b"},
            {"place": "EU", "clearance": 29.9},
        ),
        "Vimpat US label 2.3, 2.4; EU SmPC 4.2",
    ),
    # label of topiramate (droracle 771954, 799306): clearance below 70 half the dose; 400 a day
    Ceiling(
        "topiramate_kidney",
        "topiramate",
        _topiramate,
        ({}, {"clearance": 70}, {"clearance": 69.9}, {"clearance": 29}),
        "Topamax US label 2.4",
    ),
    # mims pms-baclofen: at most 80 a day; dialysis 5 a day
    Ceiling(
        "baclofen_most",
        "baclofen",
        lambda p: 5 if p.on_dialysis else 80,
        at({}, {"clearance": 8, "dialysis": "haemodialysis"}, pain="trigeminal_neuralgia"),
        "mims pms-baclofen",
    ),
    # rxlist ultram: at most 400; clearance below 30 every 12 hours, at most 200; over 75 at most 300
    Ceiling(
        "tramadol_organs",
        "tramadol",
        _tramadol,
        ({}, {"clearance": 30.1}, {"clearance": 29.9}, {"age": 75}, {"age": 76}),
        "Ultram US label, dosage",
    ),
    # rxlist ultram-er: not exceeding 300 a day
    Ceiling(
        "tramadol_er_most",
        "tramadol_er",
        lambda p: 300 if p.place == "US" else 400,
        ({}, {"place": "UK"}),
        "Ultram ER US label, dosage; tramadol SR SmPC 4.2",
    ),
    # empr nucynta-er: at most 500; moderate hepatic impairment at most 100
    Ceiling(
        "tapentadol_most", "tapentadol", _tapentadol, ({}, {"child_pugh": "b"}), "Nucynta ER US label 2.4"
    ),
    # drugs.com namenda: severe renal impairment 5 mg twice daily
    Ceiling(
        "memantine_kidney",
        "memantine",
        lambda p: 10 if p.clearance_below(30) else 20,
        ({}, {"clearance": 30.1}, {"clearance": 29}),
        "Namenda US label 2.3",
    ),
    # US highlights of tizanidine as quoted by the monographs: 36 a day at most
    Ceiling("tizanidine_most", "tizanidine", lambda _: 36, ({},), "medicart Sirdalud"),
)

#: the first day's most, in mg: what may be begun with
STARTS = (
    # skyscape tu382; EU SmPC fragment: clearance below 30 half the usual first dose, 300 a day
    Ceiling("oxcarbazepine_start_kidney", "oxcarbazepine", lambda p: 300 if p.clearance_below(30) else 600,
            at({}, {"clearance": 30.1}, {"clearance": 29.9}, pain="trigeminal_neuralgia"), "oxcarbazepine SmPC 4.2"),
    # mims lamitor: 25 mg a day; with valproate 25 mg every other day
    Ceiling("lamotrigine_start_valproate", "lamotrigine",
            lambda p: 12.5 if p.takes(frozenset({"valproate"})) else 25,
            at({}, {"taking": frozenset({"valproate"})}, pain="trigeminal_neuralgia"), "Lamictal label, boxed, 2.2"),
    # Horizant table 2: clearance 15-29 300 on days 1 and 3
    Ceiling("enacarbil_start_kidney", "gabapentin_enacarbil", lambda p: 300 if p.clearance_below(60) else 600,
            at({}, {"clearance": 59}, {"clearance": 29}, pain="postherpetic_neuralgia"), "Horizant table 2"),
    # Neurontin: 300 on day 1; in renal impairment the lowest of the row (400, 200, 100) is the least that is named
    Ceiling("gabapentin_start", "gabapentin",
            lambda p: banded(p.clearance, (60, 300), (30, 400), (16, 200), (0, 100)) if p.place == "US" else None,
            (*KIDNEYS, {"clearance": 15}, CODED), "Neurontin US label 2.1 day 1; 2.4 table 1"),
    # Nucynta ER: 50 mg twice daily; moderate hepatic impairment 50 mg once in 24 hours
    Ceiling("tapentadol_start_liver", "tapentadol", lambda p: 50 if p.child_pugh == "b" else 100,
            ({}, {"child_pugh": "b"}), "Nucynta ER US label 2.2, 2.4"),
)  # fmt: skip
