"""Medicines that belong to a class of safety: an order beside them meets the rule that asks the class."""

import pytest
from tests.unit.library.small import ordered

from painpath.planning import Proposed

QT = ("tca_qt", "monitor")


@pytest.mark.parametrize(
    ("order", "taken", "rule"),
    [
        *(
            ("amitriptyline", drug, QT)
            for drug in (
                "flecainide", "dronedarone", "ranolazine", "donepezil", "hydroxychloroquine", "ciprofloxacin",
                "cilostazol",
                "levomepromazine", "sulpiride", "quetiapine", "hydroxyzine", "ofloxacin", "telithromycin", "saquinavir",
            )
        ),
        ("carbamazepine", "mirtazapine", ("carbamazepine_hyponatraemia", "monitor")),
        ("carbamazepine", "tramadol", ("carbamazepine_hyponatraemia", "monitor")),
        ("carbamazepine", "eslicarbazepine", ("carbamazepine_hyponatraemia", "monitor")),
        ("oxcarbazepine", "mirtazapine", ("oxcarbazepine_hyponatraemia", "monitor")),
        ("amitriptyline", "cyproheptadine", ("tca_anticholinergic", "monitor")),
        ("amitriptyline", "cyclobenzaprine", ("tca_anticholinergic", "monitor")),
        ("amitriptyline", "prochlorperazine", ("tca_anticholinergic", "monitor")),
        ("duloxetine", "lasmiditan", ("serotonergic_pair", "monitor")),
        ("duloxetine", "ozanimod", ("serotonergic_pair", "monitor")),
        ("carbamazepine", "dienogest", ("carbamazepine_hormonal_contraceptive", "avoid")),
        ("oxcarbazepine", "nomegestrol", ("oxcarbazepine_hormonal_contraceptive", "avoid")),
        ("carbamazepine", "elvitegravir", ("carbamazepine_hiv_integrase_inhibitor", "avoid")),
        ("oxcarbazepine", "cabotegravir", ("oxcarbazepine_hiv_integrase_inhibitor", "avoid")),
        ("gabapentin", "aluminium_hydroxide", ("gabapentin_antacid", "monitor")),
        ("gabapentin", "magnesium_hydroxide", ("gabapentin_antacid", "monitor")),
        ("carbamazepine", "telithromycin", ("carbamazepine_cyp3a4_inhibitor", "adjust_dose")),
    ],
)  # fmt: skip
def test_an_order_beside_a_member_of_the_class_meets_its_rule(library, order, taken, rule):
    found = ordered(library, Proposed(order), f"medication.{taken}: yes", patient="{age: 50}")

    assert rule in [(why.rule, why.severity) for why in found.reasons]


@pytest.mark.parametrize("drug", ["estradiol", "estetrol"])
def test_an_estrogen_alone_is_no_contraceptive(library, drug):
    found = ordered(library, Proposed("carbamazepine"), f"medication.{drug}: yes", patient="{age: 50}")

    assert "carbamazepine_hormonal_contraceptive" not in [why.rule for why in found.reasons]
