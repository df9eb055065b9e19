"""The oracle's rules on illness, age, pregnancy, genes, allergies, skin and devices. Not doses, not other drugs.

Long, because it is one flat list that a reader holds against the labels, rule by rule.
"""

from __future__ import annotations

from tests.generative.oracle_patient import Patient
from tests.generative.oracle_rule import AVOID, CAUTION, CONTRAINDICATED, Rule

EUROPE = ("EU", "UK")
TCA = ("amitriptyline", "nortriptyline", "imipramine", "desipramine")
SNRI = ("duloxetine", "venlafaxine", "desvenlafaxine", "milnacipran")
OPIOID = (
    "tramadol",
    "tapentadol",
    "morphine",
    "oxycodone",
    "hydromorphone",
    "methadone",
    "fentanyl",
    "buprenorphine",
)
GABAPENTINOID = ("gabapentin", "gabapentin_enacarbil", "pregabalin")
TRIGEMINAL = {"pain": "trigeminal_neuralgia"}
CORD_STIMULATORS = ("spinal_cord_stimulation", "spinal_cord_stimulation_10_khz", "spinal_cord_stimulation_burst",
                    "dorsal_root_ganglion_stimulation")  # fmt: skip
SPINE = (*CORD_STIMULATORS, "epidural_steroid_injection", "intrathecal_drug_delivery")


def yes(*facts: str, **more: object) -> dict:
    """An example: these facts recorded as yes, and what else is said."""
    return {"yes": frozenset(facts), **more}


def has(*facts: str):
    """The condition that one of these facts is recorded as yes."""
    return lambda patient: patient.has(*facts)


def has_in(places: tuple[str, ...], *facts: str):
    """The same where only the label of these places says so."""
    return lambda patient: patient.place in places and patient.has(*facts)


def _worn_kidneys(p: Patient) -> bool:
    return p.kidneys_below(30)


#: the ways in which failing kidneys come: a clearance is seldom among what a laboratory or a diagnosis says
FAILING = {
    "filtration": {"clearance": None, "filtration": 12},
    "end_stage": {
        "clearance": None,
        "dialysis": "",
        "yes": frozenset({"condition.end_stage_kidney_disease"}),
    },
    "dialysis_coded": {"clearance": None, "dialysis": "", "yes": frozenset({"condition.on_dialysis"})},
    "peritoneal": {"clearance": None, "dialysis": "peritoneal"},
    "haemodialysis": {"clearance": None, "dialysis": "haemodialysis"},
}


def _ill_liver(p: Patient) -> bool:
    return p.has("condition.chronic_liver_disease", "condition.cirrhosis") or p.child_pugh in ("a", "b", "c")


KIDNEYS = (
    # fpnotebook Dlxtn; Cymbalta US label 2.7: avoid GFR below 30. lillymedical.eu: contraindicated below 30
    Rule("duloxetine_kidney_us", ("duloxetine",), AVOID, lambda p: p.place == "US" and _worn_kidneys(p),
         {"clearance": 29.9}, "Cymbalta US label 2.7"),
    Rule("duloxetine_kidney_eu", ("duloxetine",), CONTRAINDICATED,
         lambda p: p.place in EUROPE and _worn_kidneys(p),
         {"clearance": 29.9, "place": "EU"}, "Cymbalta SmPC 4.3, lillymedical.eu"),
    # globalrph milnacipran: not recommended in end-stage renal disease
    Rule("milnacipran_end_stage", ("milnacipran",), AVOID,
         lambda p: p.on_dialysis or p.has("condition.end_stage_kidney_disease") or p.clearance_below(5),
         {"clearance": 4, "dialysis": "haemodialysis"}, "Savella US label 2.2"),
    # droracle 368819 quotes the label: not recommended in severe renal impairment
    Rule("tapentadol_kidney", ("tapentadol",), AVOID, lambda p: p.clearance_below(30), {"clearance": 29.9},
         "Nucynta ER US label 8.6"),
    # rxlist ultram-er: should not be used below 30
    Rule("tramadol_er_kidney", ("tramadol_er",), AVOID, lambda p: p.clearance_below(30), {"clearance": 29.9},
         "Ultram ER US label, dosage"),
    # nephronpower 2017 (AJKD algorithm): avoid on renal replacement or below 30
    Rule("baclofen_kidney", ("baclofen",), AVOID, _worn_kidneys, {"clearance": 29, **TRIGEMINAL},
         "Baclofen in CKD, AJKD 2018"),
    # formweb Beers 2023 table 6: eGFR below 60 and 65 or older, avoid
    Rule("baclofen_kidney_old", ("baclofen",), CAUTION, lambda p: p.age >= 65 and p.clearance_below(60),
         {"clearance": 50, "age": 70, **TRIGEMINAL}, "AGS Beers 2023 table 6"),
    Rule("morphine_kidney", ("morphine",), CAUTION, lambda p: p.clearance_below(30), {"clearance": 25},
         "mims morphine, special precautions"),
    # pathway.md suzetrigine: avoid eGFR below 15
    Rule("suzetrigine_kidney", ("suzetrigine",), AVOID, lambda p: p.kidneys_below(15), {"clearance": 12},
         "Journavx US label 8.6"),
)  # fmt: skip

WAYS_KIDNEYS_FAIL = tuple(
    Rule(f"{drug}_kidneys_{way}", (drug,), severity, when, example | more, source)
    for way, example in FAILING.items()
    for drug, severity, when, more, source in (
        ("duloxetine", AVOID, _worn_kidneys, {}, "Cymbalta US label 2.7: avoid GFR below 30"),
        (
            "baclofen",
            AVOID,
            _worn_kidneys,
            TRIGEMINAL,
            "nephronpower 2017 (AJKD): avoid on renal replacement or below 30",
        ),
        ("suzetrigine", AVOID, lambda p: p.kidneys_below(15), {}, "Journavx: avoid eGFR below 15"),
        ("venlafaxine", CAUTION, _worn_kidneys, {}, "Effexor XR US label 2.6: at least half off"),
        ("lacosamide", CAUTION, _worn_kidneys, {}, "Vimpat label 2.3: at most 300"),
        ("memantine", CAUTION, _worn_kidneys, {}, "Namenda label 2.3: half"),
        ("gabapentin", CAUTION, _worn_kidneys, {}, "Neurontin label 2.4: the dose goes by the kidneys"),
        ("pregabalin", CAUTION, _worn_kidneys, {}, "Lyrica label 2.7: the dose goes by the kidneys"),
        ("milnacipran", CAUTION, _worn_kidneys, {}, "Savella label 2.2: not in end-stage renal disease"),
        ("topiramate", CAUTION, _worn_kidneys, {}, "Topamax label 2.4: half"),
        # Kidney Int 360 2020 by every guideline: not below 30
        ("nsaid", AVOID, _worn_kidneys, {}, "KDIGO; Kidney360 2020: not below 30"),
    )
    if not (way == "haemodialysis" and drug in ("gabapentin", "pregabalin", "topiramate"))
)

LIVER = (
    # fpnotebook, droracle 127494 quoting the label: not with chronic liver disease or cirrhosis. EU: liver disease
    # resulting in hepatic impairment is a contraindication (lillymedical.eu)
    Rule("duloxetine_liver", ("duloxetine",), AVOID, _ill_liver, yes("condition.chronic_liver_disease"),
         "Cymbalta US label 5.2, 2.7"),
    Rule("duloxetine_liver_eu", ("duloxetine",), CONTRAINDICATED,
         lambda p: p.place in EUROPE and p.child_pugh in ("b", "c"), {"place": "EU", "child_pugh": "b"},
         "Cymbalta SmPC 4.3"),
    Rule("duloxetine_cirrhosis", ("duloxetine",), AVOID, has("condition.cirrhosis"), yes("condition.cirrhosis"),
         "Cymbalta US label 2.7"),
    # rxlist ultram-er: not with clearance below 30, not in Child-Pugh C
    Rule("tramadol_er_liver", ("tramadol_er",), AVOID, lambda p: p.child_pugh == "c", {"child_pugh": "c"},
         "Ultram ER US label, dosage"),
    # rxreasoner amitriptyline (Accord, MHRA): severe liver disease
    Rule("amitriptyline_liver_uk", ("amitriptyline",), CONTRAINDICATED,
         lambda p: p.place in EUROPE and p.child_pugh == "c", {"place": "UK", "child_pugh": "c"},
         "amitriptyline SmPC 4.3"),
    # empr, medlibrary nucynta-er 2.4: severe hepatic impairment not recommended
    Rule("tapentadol_liver", ("tapentadol",), AVOID, lambda p: p.child_pugh == "c", {"child_pugh": "c"},
         "Nucynta ER US label 2.4"),
    # skyscape tu334: severe hepatic impairment not recommended
    Rule("lacosamide_liver", ("lacosamide",), AVOID, lambda p: p.child_pugh == "c", {"child_pugh": "c"},
         "Vimpat US label 2.4"),
    # wikidoc, rxreasoner epival: hepatic disease or significant hepatic dysfunction
    Rule("valproate_liver", ("valproate",), CONTRAINDICATED,
         lambda p: p.child_pugh in ("b", "c") or p.has("condition.acute_hepatitis"), yes("condition.acute_hepatitis"),
         "Stavzor US label 4; Epival SmPC 4.3"),
    Rule("valproate_metabolic", ("valproate",), CONTRAINDICATED, has("condition.urea_cycle_or_polg"),
         yes("condition.urea_cycle_or_polg"), "Stavzor US label 4"),
    Rule("valproate_porphyria", ("valproate",), CONTRAINDICATED, has_in(EUROPE, "condition.porphyria"),
         yes("condition.porphyria", place="UK"), "Epival SmPC 4.3"),
    Rule("suzetrigine_liver", ("suzetrigine",), AVOID, lambda p: p.child_pugh == "c", {"child_pugh": "c"},
         "Journavx US label 8.7"),
    # sativex.co.uk: moderate or severe hepatic impairment not advised
    Rule("nabiximols_liver", ("nabiximols",), AVOID, lambda p: p.child_pugh in ("b", "c"),
         {"child_pugh": "b", "place": "UK"}, "Sativex SmPC 4.2"),
    # guidelinecentral 8150: ketamine, severe liver disease
    Rule("ketamine_liver", ("ketamine_iv",), AVOID, lambda p: p.child_pugh == "c", {"child_pugh": "c"},
         "ASRA 2018 ketamine consensus"),
    # droracle 127494 quoting the label 5.2; wikidoc Stavzor: significant hepatic dysfunction
    Rule("liver_confusion", ("duloxetine", "valproate"), AVOID, has("condition.hepatic_encephalopathy"),
         yes("condition.hepatic_encephalopathy"), "Cymbalta US label 5.2; Stavzor US label 4"),
    Rule("liver_tests", ("duloxetine", "valproate"), AVOID, lambda p: "lab.alt: 500 U/L" in p.extra,
         {"extra": ("lab.alt: 500 U/L",)}, "Cymbalta US label 5.2; Epival SmPC 4.3, acute hepatitis"),
    # medilib, label 5.6 by its heading, Savella: chronic liver disease
    Rule("milnacipran_liver", ("milnacipran",), CAUTION, _ill_liver, yes("condition.chronic_liver_disease"),
         "Savella US label 5.6"),
)  # fmt: skip

HEART_AND_EYES = (
    # wikidoc amitriptyline (Mylan label); cleanmeds nortriptyline; themeditary desipramine; rxreasoner (MHRA)
    Rule("tca_recent_infarction", TCA, CONTRAINDICATED, has("condition.recent_myocardial_infarction"),
         yes("condition.recent_myocardial_infarction"), "US labels, contraindications; SmPC 4.3"),
    # rxreasoner amitriptyline, nortriptyline: any degree of heart block or disorders of cardiac rhythm
    Rule("tca_block_eu", ("amitriptyline", "nortriptyline"), CONTRAINDICATED, has_in(EUROPE, "condition.av_block"),
         yes("condition.av_block", place="UK"), "amitriptyline, nortriptyline SmPC 4.3"),
    Rule("tca_rhythm_eu", ("amitriptyline", "nortriptyline"), CONTRAINDICATED,
         has_in(EUROPE, "condition.arrhythmia", "condition.atrial_fibrillation"),
         yes("condition.arrhythmia", place="UK"), "amitriptyline, nortriptyline SmPC 4.3"),
    Rule("tca_coronary_eu", ("amitriptyline", "nortriptyline"), CONTRAINDICATED,
         has_in(EUROPE, "condition.coronary_artery_disease"), yes("condition.coronary_artery_disease", place="UK"),
         "amitriptyline, nortriptyline SmPC 4.3, coronary artery insufficiency"),
    Rule("tca_block", TCA, AVOID, has("condition.av_block"), yes("condition.av_block"),
         "cyclic antidepressants in conduction disease; SmPC 4.3"),
    # docslib 8350725 (BC Inherited Arrhythmia Program): long QT: amitriptyline, nortriptyline, desipramine ...
    Rule("tca_long_qt", TCA, AVOID, has("condition.long_qt"), yes("condition.long_qt"),
         "drugs to avoid in congenital long QT, BC 2017"),
    Rule("tca_qtc", TCA, AVOID, lambda p: p.qtc is not None and p.qtc >= 500, {"qtc": 510},
         "same, QTc 500 ms or more"),
    Rule("tca_brugada", TCA, AVOID, has("condition.brugada"), yes("condition.brugada"), "Sicouri 2008, Brugada"),
    # homehealthpatienteducation nortriptyline; rxreasoner SmPC 4.4: narrow angle, attacks may be provoked
    Rule("tca_glaucoma", TCA, CAUTION, has("condition.narrow_angle_glaucoma"), yes("condition.narrow_angle_glaucoma"),
         "amitriptyline SmPC 4.4"),
    Rule("tca_retention", TCA, CAUTION, has("condition.urinary_retention"), yes("condition.urinary_retention"),
         "amitriptyline SmPC 4.4"),
    # formweb Beers 2023: strongly anticholinergic antidepressants, avoid at 65 and over
    Rule("tca_old", TCA, CAUTION, lambda p: p.age >= 65, {"age": 70}, "AGS Beers 2023 table 2"),
    Rule("desipramine_family", ("desipramine",), CAUTION, has("history.family_sudden_death"),
         yes("history.family_sudden_death"), "Norpramin US label, warnings"),
    # web4health (Skapinakis 2008): glaucoma, prostate, after a heart attack: another dose or closer watch
    Rule("tca_any_glaucoma", TCA, CAUTION, has("condition.glaucoma"), yes("condition.glaucoma"), "Skapinakis 2008"),
    # rxreasoner amitriptyline 4.4: electrolyte disturbances raise the risk of arrhythmia
    Rule("tca_potassium", TCA, CAUTION, has("condition.hypokalaemia"), yes("condition.hypokalaemia"),
         "amitriptyline SmPC 4.4"),
    # lillymedical.eu: starting is contraindicated in uncontrolled hypertension
    Rule("duloxetine_pressure_eu", ("duloxetine",), CONTRAINDICATED, has_in(EUROPE,
         "condition.uncontrolled_hypertension"),
         yes("condition.uncontrolled_hypertension", place="EU"), "Cymbalta SmPC 4.3"),
    # medlibrary effexor-xr 5.3: control hypertension before starting
    Rule("venlafaxine_pressure", ("venlafaxine",), AVOID, has("condition.uncontrolled_hypertension"),
         yes("condition.uncontrolled_hypertension"), "Effexor XR US label 5.3"),
    Rule("snri_pressure", SNRI, CAUTION, has("condition.uncontrolled_hypertension"),
         yes("condition.uncontrolled_hypertension"), "Savella US label 5.3; Cymbalta 5.11"),
    # mims India duloxetine: uncontrolled narrow-angle glaucoma; emedtv milnacipran: the same
    Rule("snri_glaucoma", SNRI, CAUTION, has("condition.narrow_angle_glaucoma"),
         yes("condition.narrow_angle_glaucoma"),
         "labels, angle-closure glaucoma"),
    # pill2trip lacotem, EU text
    Rule("lacosamide_block_eu", ("lacosamide",), CONTRAINDICATED, has_in(EUROPE, "condition.av_block"),
         yes("condition.av_block", place="EU"), "Vimpat SmPC 4.3"),
    Rule("lacosamide_block_us", ("lacosamide",), CAUTION, has("condition.av_block"), yes("condition.av_block"),
         "Vimpat US label 5.3"),
    # rxreasoner carbamazepine (Sun, MHRA) 4.3
    Rule("carbamazepine_block_eu", ("carbamazepine",), CONTRAINDICATED, has_in(EUROPE, "condition.av_block"),
         yes("condition.av_block", place="UK", **TRIGEMINAL), "carbamazepine SmPC 4.3"),
    # themeditary mexitil; minclinic mexiletine: second- or third-degree block without a pacemaker
    Rule("mexiletine_block", ("mexiletine",), CONTRAINDICATED,
         lambda p: p.has("condition.av_block") and not p.has("device.pacemaker"), yes("condition.av_block"),
         "Mexitil US label, contraindications"),
    # droracle 156047 quoting the US label
    Rule("cyclobenzaprine_heart", ("cyclobenzaprine",), CONTRAINDICATED,
         has("condition.recent_myocardial_infarction", "condition.arrhythmia", "condition.av_block",
             "condition.heart_failure"), yes("condition.heart_failure"), "Flexeril US label, contraindications"),
    Rule("cyclobenzaprine_thyroid", ("cyclobenzaprine",), CONTRAINDICATED, has("condition.hyperthyroidism"),
         yes("condition.hyperthyroidism"), "Flexeril US label, contraindications"),
    # docslib and label: methadone prolongs QT (pillsync boxed)
    Rule("methadone_long_qt", ("methadone",), AVOID, has("condition.long_qt"), yes("condition.long_qt"),
         "methadone label, boxed"),
)  # fmt: skip

BLOOD_SKIN_GENES = (
    # pdfslide Tegretol boxed; CPIC strong: do not use in the naive
    Rule("carbamazepine_b1502", ("carbamazepine", "oxcarbazepine", "phenytoin"), AVOID, has("gene.hla_b_1502"),
         yes("gene.hla_b_1502", **TRIGEMINAL), "CPIC HLA-B*15:02, strong; Tegretol boxed"),
    Rule("carbamazepine_a3101", ("carbamazepine",), AVOID, has("gene.hla_a_3101"),
         yes("gene.hla_a_3101", **TRIGEMINAL), "CPIC HLA-A*31:01, strong"),
    # doctor123, medx: history of bone marrow depression
    Rule("carbamazepine_marrow", ("carbamazepine",), CONTRAINDICATED, has("condition.bone_marrow_depression"),
         yes("condition.bone_marrow_depression", **TRIGEMINAL), "Tegretol US label 4"),
    Rule("carbamazepine_tca_allergy", ("carbamazepine",), CONTRAINDICATED,
         has("allergy.tca", "allergy.amitriptyline", "allergy.nortriptyline", "allergy.imipramine"),
         yes("allergy.amitriptyline", **TRIGEMINAL), "Tegretol US label 4"),
    Rule("carbamazepine_porphyria", ("carbamazepine",), CONTRAINDICATED, has_in(EUROPE, "condition.porphyria"),
         yes("condition.porphyria", place="UK", **TRIGEMINAL), "carbamazepine SmPC 4.3"),
    Rule("carbamazepine_skin", ("carbamazepine", "oxcarbazepine"), AVOID, has("condition.severe_cutaneous_reaction"),
         yes("condition.severe_cutaneous_reaction", **TRIGEMINAL), "Trileptal label 5.3: 25-30 % cross-reaction"),
    Rule("oxcarbazepine_after_carbamazepine", ("oxcarbazepine",), CAUTION, has("allergy.carbamazepine"),
         yes("allergy.carbamazepine", **TRIGEMINAL), "Trileptal label 5.2: 25-30 % cross-reaction"),
    Rule("oxcarbazepine_sodium", ("oxcarbazepine", "carbamazepine"), CAUTION, has("condition.hyponatraemia"),
         yes("condition.hyponatraemia", **TRIGEMINAL), "Trileptal label 5.1"),
    # lidoderm.com: amides; intact skin only
    Rule("lidocaine_amide", ("lidocaine_patch", "lidocaine_iv"), CONTRAINDICATED,
         has("allergy.lidocaine", "allergy.local_anaesthetic", "allergy.bupivacaine"), yes("allergy.bupivacaine"),
         "Lidoderm US label, contraindications"),
    Rule("patch_broken_skin", ("lidocaine_patch", "capsaicin_patch", "capsaicin_cream"), AVOID,
         has("examination.skin_broken"), yes("examination.skin_broken"), "Lidoderm, Qutenza labels: intact skin"),
    # rxreasoner qutenza 4.4: not on the face or above the hairline
    Rule("capsaicin_face", ("capsaicin_patch",), AVOID, lambda p: p.pain == "trigeminal_neuralgia", TRIGEMINAL,
         "Qutenza SmPC 4.4; US label 5.1"),
    Rule("capsaicin_pressure", ("capsaicin_patch",), CAUTION, has("condition.uncontrolled_hypertension"),
         yes("condition.uncontrolled_hypertension"), "Qutenza US label 5.4"),
    # ebroon, label: infection at the site; neuromuscular disease
    Rule("botulinum_infection", ("botulinum_toxin_a",), AVOID, has("examination.skin_broken"),
         yes("examination.skin_broken"), "Botox US label 4"),
    Rule("botulinum_myasthenia", ("botulinum_toxin_a",), CAUTION, has("condition.myasthenia_gravis"),
         yes("condition.myasthenia_gravis"), "Botox US label 5.4"),
    *(
        Rule(f"own_allergy_{drug}", (drug,), CONTRAINDICATED, has(f"allergy.{drug}"), yes(f"allergy.{drug}"),
             "hypersensitivity, every label")
        for drug in ("duloxetine", "venlafaxine", "gabapentin", "pregabalin", "nortriptyline", "amitriptyline",
                     "tramadol", "lamotrigine")
    ),
    # US labels of topiramate and lacosamide name no contraindication (epgonline vimpat: none)
    *(
        Rule(f"own_allergy_{drug}", (drug,), AVOID, has(f"allergy.{drug}"), yes(f"allergy.{drug}"),
             "hypersensitivity, warnings")
        for drug in ("topiramate", "lacosamide")
    ),
)  # fmt: skip

MIND_AND_BREATH = (
    # droracle 127494 quoting the label 5.2
    Rule("duloxetine_alcohol", ("duloxetine",), AVOID, has("substance_use.alcohol_heavy"),
         yes("substance_use.alcohol_heavy"), "Cymbalta US label 5.2"),
    Rule("milnacipran_alcohol", ("milnacipran",), CAUTION, has("substance_use.alcohol_heavy"),
         yes("substance_use.alcohol_heavy"), "Savella US label 5.13"),
    # pfizermedicalinformation morphine; empr nucynta-er; labels of the class
    Rule("opioid_breath", OPIOID, CONTRAINDICATED, has("condition.respiratory_depression"),
         yes("condition.respiratory_depression"), "opioid labels, contraindications"),
    Rule("opioid_asthma", OPIOID, CONTRAINDICATED, has("condition.severe_asthma"), yes("condition.severe_asthma"),
         "opioid labels, contraindications"),
    Rule("opioid_gut", OPIOID, CONTRAINDICATED, has("condition.gastrointestinal_obstruction"),
         yes("condition.gastrointestinal_obstruction"), "opioid labels, contraindications"),
    # CDC 2022 recommendation 12 and 8; butrans: not for a patient with opioid use disorder untreated
    Rule("opioid_use_disorder", ("tramadol", "tapentadol", "morphine", "oxycodone", "fentanyl"), AVOID,
         has("condition.opioid_use_disorder"), yes("condition.opioid_use_disorder"),
         "CDC 2022, recommendations 8, 12"),
    Rule("opioid_alcohol", OPIOID, CAUTION, has("substance_use.alcohol_heavy"), yes("substance_use.alcohol_heavy"),
         "opioid labels, boxed"),
    Rule("opioid_apnoea", OPIOID, CAUTION, has("condition.sleep_apnoea"), yes("condition.sleep_apnoea"),
         "CDC 2022, naloxone with sleep-disordered breathing"),
    # ch.oddb tramadol; 120ty SmPC 4.3: epilepsy not controlled; US: seizure risk
    Rule("tramadol_epilepsy", ("tramadol",), CAUTION, has("condition.epilepsy"), yes("condition.epilepsy"),
         "tramadol SmPC 4.3, 4.4"),
    # medsafetyaustralia: FDA 2019, breathing
    Rule("gabapentinoid_breath", GABAPENTINOID, CAUTION, has("condition.copd"), yes("condition.copd"), "FDA 2019"),
    Rule("gabapentinoid_failure", GABAPENTINOID, CAUTION, has("condition.respiratory_failure"),
         yes("condition.respiratory_failure"), "FDA 2019"),
    Rule("pregabalin_heart", ("pregabalin",), CAUTION, has("condition.heart_failure"), yes("condition.heart_failure"),
         "Lyrica label 5.6"),
    Rule("pregabalin_angioedema", ("pregabalin",), CAUTION, has("condition.angioedema"), yes("condition.angioedema"),
         "Lyrica label 5.1"),
    # sativex.co.uk
    Rule("nabiximols_psychosis", ("nabiximols",), CONTRAINDICATED, has("condition.psychosis"),
         yes("condition.psychosis", place="UK"), "Sativex SmPC 4.3"),
    # renalandurologynews prialt
    Rule("ziconotide_psychosis", ("ziconotide",), CONTRAINDICATED, has("condition.psychosis"),
         yes("condition.psychosis"), "Prialt US label 4"),
    # guidelinecentral 8150
    Rule("ketamine_psychosis", ("ketamine_iv",), AVOID, has("condition.psychosis"), yes("condition.psychosis"),
         "ASRA 2018 ketamine consensus"),
    Rule("ketamine_pressure_head", ("ketamine_iv",), AVOID, has("condition.raised_intracranial_pressure"),
         yes("condition.raised_intracranial_pressure"), "ASRA 2018 ketamine consensus"),
    Rule("ketamine_heart", ("ketamine_iv",), AVOID, has("condition.uncontrolled_hypertension", "cardiac.unstable"),
         yes("cardiac.unstable"), "ASRA 2018 ketamine consensus, poorly controlled heart disease"),
    Rule("tca_mania", (*TCA, *SNRI), CAUTION, has("condition.bipolar"), yes("condition.bipolar"),
         "labels, screen for bipolar disorder"),
)  # fmt: skip

WOMEN_AND_CHILDREN = (
    # souforum, pslhub, numarknet: MHRA 20 June 2024
    Rule("topiramate_pregnant_uk", ("topiramate",), CONTRAINDICATED,
         lambda p: p.place == "UK" and p.has("patient.pregnant"),
         yes("patient.pregnant", sex="female", age=30, place="UK"), "MHRA June 2024"),
    Rule("topiramate_pregnant", ("topiramate",), AVOID, has("patient.pregnant"),
         yes("patient.pregnant", sex="female", age=30), "PMC5798655, clefts; FDA 2011"),
    Rule("topiramate_no_contraception_uk", ("topiramate",), CONTRAINDICATED,
         lambda p: p.place == "UK" and p.sex == "female" and p.age in range(18, 50)
         and p.has("patient.pregnancy_possible") and "patient.contraception_effective" in p.no,
         yes("patient.pregnancy_possible", sex="female", age=30, place="UK",
             no=frozenset({"patient.contraception_effective", "patient.pregnant"})), "MHRA June 2024"),
    # fda.gov ucm350684; rxreasoner epival
    Rule("valproate_pregnant", ("valproate",), CONTRAINDICATED, has("patient.pregnant"),
         yes("patient.pregnant", sex="female", age=30), "FDA 2013; Epival SmPC 4.3"),
    Rule("valproate_no_contraception", ("valproate",), CONTRAINDICATED,
         lambda p: p.place in EUROPE and p.sex == "female" and p.age in range(18, 50)
         and p.has("patient.pregnancy_possible") and "patient.contraception_effective" in p.no,
         yes("patient.pregnancy_possible", sex="female", age=30, place="UK",
             no=frozenset({"patient.contraception_effective", "patient.pregnant"})), "Epival SmPC 4.3"),
    Rule("ketamine_pregnant", ("ketamine_iv",), AVOID, has("patient.pregnant"),
         yes("patient.pregnant", sex="female", age=30), "ASRA 2018 ketamine consensus"),
    Rule("drugs_pregnant", ("carbamazepine", "pregabalin", "duloxetine", "venlafaxine", "tramadol"), CAUTION,
         has("patient.pregnant"), yes("patient.pregnant", sex="female", age=30),
         "MHRA April 2022 pregabalin; labels, registries"),
    # rxreasoner amderip 4.3: pregnancy and lactation; patient-info and nortriptyline SmPC 4.6
    Rule("tca_pregnant", TCA, CAUTION, has("patient.pregnant"), yes("patient.pregnant", sex="female", age=30),
         "Amderip label 4.3; amitriptyline SmPC 4.6"),
    Rule("gabapentin_pregnant", ("gabapentin", "gabapentin_enacarbil"), CAUTION, has("patient.pregnant"),
         yes("patient.pregnant", sex="female", age=30), "Horizant warnings: pregnancy (renalandurologynews)"),
    # sativex.co.uk
    Rule("nabiximols_breastfeeding", ("nabiximols",), CONTRAINDICATED, has("patient.breastfeeding"),
         yes("patient.breastfeeding", sex="female", age=30, place="UK"), "Sativex SmPC 4.3"),
    # FDA 4-20-2017: not in breastfeeding
    Rule("tramadol_breastfeeding", ("tramadol",), AVOID, has("patient.breastfeeding"),
         yes("patient.breastfeeding", sex="female", age=30), "FDA 20 April 2017"),
    Rule("child", (*TCA, *SNRI, *GABAPENTINOID, *OPIOID, "carbamazepine", "capsaicin_patch"), CAUTION,
         lambda p: p.age < 18, {"age": 15}, "adult labels only; intended use"),
)  # fmt: skip

DEVICES_AND_HANDS = (
    # megawise quoting the Chartered Society of Physiotherapy; tenscefar
    Rule("tens_pacemaker", ("tens",), AVOID, has("device.pacemaker"), yes("device.pacemaker"),
         "Chartered Society of Physiotherapy; manufacturers"),
    Rule("tens_defibrillator", ("tens",), AVOID, has("device.implantable_defibrillator"),
         yes("device.implantable_defibrillator"), "Cefar manual"),
    # Rossi 2021; PMC4545735: ferromagnetic or electronic implants near the coil
    Rule("rtms_metal", ("rtms",), AVOID, has("device.metal_in_head", "device.brain_stimulator"),
         yes("device.metal_in_head"), "PMC4545735; IFCN 2021"),
    Rule("rtms_brain_stimulator", ("rtms", "tdcs"), AVOID, has("device.brain_stimulator"),
         yes("device.brain_stimulator"), "PMC4545735; IFCN 2021"),
    # ASRA 2015/2018: stimulator trial and implant and intrathecal pumps are high-risk procedures
    Rule("spine_infection", SPINE, AVOID, has("condition.active_infection"), yes("condition.active_infection"),
         "implants: infection; Prialt label 4"),
    Rule("spine_bleeding", SPINE, AVOID, has("condition.thrombocytopenia"), yes("condition.thrombocytopenia"),
         "ASRA 2018, coagulopathy"),
    Rule("spine_warfarin", (*CORD_STIMULATORS, "epidural_steroid_injection"), AVOID,
         lambda p: p.takes(frozenset({"warfarin", "apixaban", "rivaroxaban", "dabigatran_etexilate", "edoxaban"})),
         {"taking": frozenset({"warfarin"})}, "ASRA 2018, high-risk procedures: anticoagulant to be stopped first"),
    # chiro.org table 9; BMC Musculoskelet Disord 2020 table 3
    Rule("manipulation_bone", ("manual_therapy",), AVOID,
         has("condition.bone_metastasis", "condition.vertebral_fracture", "condition.spinal_infection",
             "condition.myelopathy"), yes("condition.bone_metastasis"), "J Altern Complement Med, table 9"),
    Rule("manipulation_fracture", ("manual_therapy",), AVOID, has("condition.vertebral_fracture"),
         yes("condition.vertebral_fracture"), "BMC Musculoskelet Disord 12891-019-2871, table 3"),
    Rule("manipulation_infection", ("manual_therapy",), AVOID, has("condition.spinal_infection"),
         yes("condition.spinal_infection"), "J Altern Complement Med, table 9"),
    Rule("manipulation_cord", ("manual_therapy",), AVOID, has("condition.myelopathy"), yes("condition.myelopathy"),
         "BMC Musculoskelet Disord 12891-019-2871, table 3"),
    Rule("manipulation_cauda", ("manual_therapy",), AVOID, has("condition.cauda_equina_syndrome"),
         yes("condition.cauda_equina_syndrome"), "J Altern Complement Med, table 9"),
)  # fmt: skip

CONDITIONS = (
    *KIDNEYS,
    *WAYS_KIDNEYS_FAIL,
    *LIVER,
    *HEART_AND_EYES,
    *BLOOD_SKIN_GENES,
    *MIND_AND_BREATH,
    *WOMEN_AND_CHILDREN,
    *DEVICES_AND_HANDS,
)
