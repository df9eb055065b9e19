"""The oracle's pairs: drugs that must not, or not easily, meet. Members are written out, not taken from a class."""

from __future__ import annotations

from tests.generative.oracle_rule import AVOID, CAUTION, CONTRAINDICATED, Pair

EUROPE = ("EU", "UK")


def names(text: str) -> frozenset[str]:
    """The drugs of a line."""
    return frozenset(text.split())


MAOI_OLD = names("phenelzine tranylcypromine isocarboxazid")
MAO_B = names("selegiline rasagiline safinamide")
MAO_ANTIBACTERIAL = names("linezolid methylene_blue")
MAOI = MAOI_OLD | MAO_B | MAO_ANTIBACTERIAL | names("moclobemide")
SNRI = names("duloxetine venlafaxine desvenlafaxine milnacipran levomilnacipran")
TCA = names("amitriptyline nortriptyline imipramine desipramine clomipramine doxepin trimipramine"
            " protriptyline amoxapine"
            " dosulepin lofepramine")  # fmt: skip
SSRI = names("citalopram escitalopram fluoxetine fluvoxamine paroxetine sertraline")
BENZODIAZEPINE = names("alprazolam bromazepam chlordiazepoxide clobazam clonazepam clorazepate diazepam"
                       " estazolam flurazepam"
                       " lorazepam lormetazepam midazolam nitrazepam oxazepam temazepam triazolam")  # fmt: skip
Z_DRUG = names("zolpidem zopiclone eszopiclone zaleplon")
GABAPENTINOID = names("gabapentin gabapentin_enacarbil pregabalin mirogabalin")
OPIOID = names("tramadol tapentadol morphine oxycodone hydrocodone hydromorphone codeine fentanyl methadone"
               " buprenorphine"
               " oxymorphone pethidine dihydrocodeine")  # fmt: skip
ONE_C = names("flecainide propafenone")
CYP1A2 = names("fluvoxamine ciprofloxacin enoxacin")
CYP3A = names("clarithromycin itraconazole ketoconazole ritonavir cobicistat posaconazole voriconazole")
PILL = names(
    "ethinylestradiol levonorgestrel norethisterone desogestrel drospirenone etonogestrel norgestimate"
)
DOAC = names("rivaroxaban apixaban dabigatran_etexilate edoxaban")
INDUCER = names("carbamazepine oxcarbazepine phenytoin")

PAIRS = (
    # Cymbalta, Effexor XR, Pristiq, Savella US labels 4: MAOIs for psychiatric disorders, 14 days; linezolid and
    # intravenous methylene blue (dailymed c288bf12; mims India duloxetine; medlibrary venlafaxine-21 page 3)
    Pair("maoi_snri", SNRI, MAOI_OLD, CONTRAINDICATED, "SNRI US labels 4", gap=14, back=AVOID),
    Pair("linezolid_snri", SNRI, MAO_ANTIBACTERIAL, CONTRAINDICATED, "SNRI US labels 4", back=AVOID),
    # medlibrary xadago 7.3: SNRI, TCA contraindicated, 14 days; edrugswiki selegiline
    Pair("safinamide_snri_tca", SNRI | TCA, names("safinamide"), CONTRAINDICATED, "Xadago US label 4, 7.3",
         gap=14, back=AVOID),
    Pair("mao_b_snri_tca", SNRI | TCA, MAO_B, AVOID, "selegiline, rasagiline labels 5", gap=14, back=AVOID),
    # rxreasoner amitriptyline: one day after moclobemide, and not together
    Pair("moclobemide_tca_snri", SNRI | TCA, names("moclobemide"), AVOID, "amitriptyline SmPC 4.3, 4.5", gap=1,
         back=AVOID),
    # wikidoc amitriptyline; fda.gov ucm327699
    Pair("maoi_tca", TCA, MAOI_OLD, CONTRAINDICATED, "TCA US labels 4", gap=14, back=AVOID),
    Pair("linezolid_tca", TCA, MAO_ANTIBACTERIAL, CONTRAINDICATED, "FDA safety labelling 2012", back=AVOID),
    # 120ty 52984 4.5: non-selective, A and B all contraindicated, two weeks; medlibrary xadago 7.2
    Pair("maoi_tramadol", names("tramadol"), MAOI_OLD | MAO_B | names("moclobemide"), CONTRAINDICATED,
         "tramadol SmPC 4.3, 4.5", gap=14, back=AVOID),
    Pair("linezolid_tramadol", names("tramadol tapentadol"), MAO_ANTIBACTERIAL, AVOID,
         "Ultram US label 4: MAOIs, linezolid",
         back=AVOID),
    # empr nucynta-er; mims morphine; pethidine and methadone in medlibrary xadago 7.2
    Pair("maoi_opioid", names("tapentadol morphine"), MAOI_OLD, CONTRAINDICATED,
         "Nucynta ER, morphine labels 4", gap=14,
         back=AVOID),
    Pair("safinamide_opioid", names("pethidine methadone tramadol"), names("safinamide rasagiline selegiline"),
         CONTRAINDICATED, "Xadago US label 7.2", back=AVOID),
    # medx, mims Singapore: 14 days; facati: selegiline
    Pair("maoi_carbamazepine", names("carbamazepine"), MAOI_OLD | names("selegiline"), CONTRAINDICATED,
         "Tegretol US label 4", gap=14, back=AVOID),
    # droracle 156047 quoting the label; xadago 7.3
    Pair("maoi_cyclobenzaprine", names("cyclobenzaprine"), MAOI_OLD | names("safinamide"), CONTRAINDICATED,
         "Flexeril US label 4", gap=14, back=AVOID),
    Pair("maoi_dextromethorphan", names("dextromethorphan"), MAOI_OLD | names("safinamide"), CONTRAINDICATED,
         "Xadago US label 4, 7.4", back=AVOID),
    # fda.gov ucm518473 and every boxed warning; Beers table 5: avoid
    Pair("opioid_benzodiazepine", OPIOID, BENZODIAZEPINE, CAUTION, "FDA 2016 boxed"),
    Pair("opioid_benzodiazepine_old", OPIOID, BENZODIAZEPINE, AVOID, "AGS Beers 2023 table 5",
         only=lambda p: p.age >= 65, example={"age": 70}),
    Pair("opioid_z_drug", OPIOID, Z_DRUG, CAUTION, "opioid labels, boxed: other CNS depressants"),
    # medsafetyaustralia, FDA 2019; Beers table 5
    Pair("opioid_gabapentinoid", OPIOID, GABAPENTINOID, CAUTION, "FDA 2019"),
    Pair("gabapentinoid_benzodiazepine", GABAPENTINOID, BENZODIAZEPINE, CAUTION, "FDA 2019"),
    Pair("opioid_gabapentinoid_old", names("tramadol morphine oxycodone"), GABAPENTINOID, AVOID,
         "AGS Beers 2023 table 5",
         only=lambda p: p.age >= 65, example={"age": 70}),
    # druginteractionchecker: seizures and serotonin syndrome
    Pair("ssri_tramadol", names("tramadol"), SSRI | SNRI | TCA, CAUTION, "Ultram US label 5, 7"),
    Pair("ssri_snri", SNRI, SSRI, CAUTION, "Cymbalta US label 5.4, 7"),
    # themeditary desipramine; labels: P450 2D6, type 1C, quinidine; fluoxetine
    Pair("one_c_tca", TCA, ONE_C, CAUTION, "TCA US labels, precautions"),
    Pair("cyp2d6_tca", TCA, names("fluoxetine paroxetine quinidine bupropion"), CAUTION, "TCA US labels, precautions"),
    # lidoderm.com; themeditary mexitil
    Pair("class_1_lidocaine", names("lidocaine"), names("mexiletine flecainide propafenone"), CAUTION,
         "Lidoderm US label, precautions"),
    # lillymedical.eu; mims India; fpnotebook: avoid in the US
    Pair("cyp1a2_duloxetine", names("duloxetine"), CYP1A2, AVOID, "Cymbalta US label 7.1", back=CAUTION),
    Pair("cyp1a2_duloxetine_eu", names("duloxetine"), CYP1A2, CONTRAINDICATED, "Cymbalta SmPC 4.3", places=EUROPE),
    # ONC list
    Pair("cyp1a2_tizanidine", names("tizanidine"), names("fluvoxamine ciprofloxacin"), CONTRAINDICATED,
         "ONC high-priority pairs"),
    # medlibrary cymbalta-11 page 4
    Pair("thioridazine_duloxetine", names("duloxetine"), names("thioridazine"), AVOID, "Cymbalta US label 7"),
    # PMC6133076
    Pair("tamoxifen_duloxetine", names("duloxetine"), names("tamoxifen"), AVOID, "PMC6133076"),
    # doctor123, medx
    Pair("nefazodone_carbamazepine", names("carbamazepine"), names("nefazodone"), CONTRAINDICATED,
         "Tegretol US label 4"),
    # doktersehat, drugs.com carbatrol: rilpivirine, delavirdine and other non-nucleosides
    Pair("rilpivirine_carbamazepine", INDUCER, names("rilpivirine"), CONTRAINDICATED,
         "Edurant US label 4; DHHS table 24b"),
    # drugs.com 4232: cabotegravir with carbamazepine, oxcarbazepine, phenytoin
    Pair("cabotegravir_carbamazepine", INDUCER, names("cabotegravir"), CONTRAINDICATED, "Cabenuva US label 4"),
    Pair("nnrti_carbamazepine", names("carbamazepine"), names("etravirine efavirenz nevirapine doravirine"), CAUTION,
         "Tegretol US label 4, non-nucleosides"),
    Pair("hiv_carbamazepine", names("carbamazepine"), names("dolutegravir bictegravir elvitegravir"), CAUTION,
         "drugs.com carbatrol with dolutegravir"),
    # Canadian label in doctor123: itraconazole, voriconazole
    Pair("azole_carbamazepine", names("carbamazepine"), names("voriconazole itraconazole"), AVOID,
         "carbamazepine Canadian label"),
    # skyscape ta1: inducers and oral contraceptives; SPS: also progestogen-only pills and implants
    Pair("pill_inducer", INDUCER | names("eslicarbazepine"), PILL, CAUTION, "SPS contraception; skyscape ta1"),
    Pair("pill_topiramate", names("topiramate"), names("ethinylestradiol"), CAUTION, "empr 2011 topiramate"),
    Pair("pill_lamotrigine", names("lamotrigine"), names("ethinylestradiol"), CAUTION, "prescriberpoint lamotrigine"),
    Pair("doac_carbamazepine", names("carbamazepine phenytoin"), DOAC, CAUTION, "DOAC labels: strong inducers"),
    # boxed
    Pair("valproate_lamotrigine", names("lamotrigine"), names("valproate"), CAUTION, "Lamictal US label, boxed"),
    # pathway.md suzetrigine
    Pair("cyp3a_suzetrigine", names("suzetrigine"), CYP3A, CONTRAINDICATED, "Journavx US label 4"),
    # one of a kind is enough: duplicate therapy
    Pair("two_gabapentinoids", GABAPENTINOID, GABAPENTINOID, CAUTION, "duplicate therapy"),
    Pair("two_tca", TCA, TCA, CAUTION, "duplicate therapy"),
    Pair("two_snri", SNRI, SNRI, CAUTION, "duplicate therapy; serotonin syndrome"),
    Pair("tca_snri", TCA, SNRI, CAUTION, "labels: serotonin syndrome, TCA levels rise with duloxetine"),
    Pair("methadone_qt", names("methadone"), names("amitriptyline citalopram haloperidol ondansetron"), CAUTION,
         "ONC high-priority pairs, QT"),
    Pair("snri_nsaid_bleeding", SNRI, names("warfarin"), CAUTION, "Cymbalta US label 5.5"),
    Pair("st_johns_wort", SNRI | TCA | names("tramadol"), names("st_johns_wort"), CAUTION,
         "labels: serotonin syndrome"),
)  # fmt: skip
