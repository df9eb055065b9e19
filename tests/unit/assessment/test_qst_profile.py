"""A profile says loss, normal or gain only where nothing else is left; the unknown is never 0 and never normal."""

import pytest
from tests.unit.assessment.qst_tables import (
    FOOT,
    HEAD,
    at_foot,
    profile,
    row,
    site_of,
    table,
    value_of,
)

PAIN = "pain.sites: [foot_left]"
PRESERVED = (at_foot("cdt", "3 Cel"), at_foot("wdt", "6 Cel"))
NO_GAIN = (
    at_foot("cpt", "10 Cel"),
    at_foot("hpt", "46 Cel"),
    at_foot("ppt", "600 kPa"),
    at_foot("mpt", "100 mN"),
    at_foot("mps", "0.7"),
    at_foot("dma", "0"),
)


def finding(found, parameter: str, site: str = "foot_left") -> str:
    return value_of(found, parameter, site).finding


@pytest.mark.parametrize(
    ("value", "expected"), [("41.9 Cel", "gain"), ("42.1 Cel", "normal"), ("49.9 Cel", "normal")]
)
def test_a_reading_is_compared_with_the_row_of_place_sex_and_age(library, value, expected):
    assert finding(profile(library, at_foot("hpt", value)), "HPT") == expected


def test_the_parameters_stand_in_the_order_of_the_profile(library):
    found = profile(library, at_foot("hpt", "46 Cel"))

    assert [value.abbreviation for value in found.sites[0].values] == [*FOOT, "PHS", "DMA"]


def test_a_parameter_without_a_reading_is_not_tested_and_has_no_z(library):
    value = value_of(profile(library, at_foot("hpt", "46 Cel")), "CDT")

    assert (value.finding, value.has_z, value.z_low, value.could_be) == ("not_tested", False, None, ())


@pytest.mark.parametrize(
    ("facts", "other", "why"),
    [
        ([at_foot("hpt", "46 Cel")], {"patient": "{sex: male}"}, "The age is not known."),
        ([at_foot("hpt", "46 Cel")], {"patient": "{age: 50, sex: male}"}, "The table has no row"),
        ([at_foot("hpt", "46 Cel")], {"patient": "{age: 45, sex: female}"}, "The table has no row"),
        ([at_foot("hpt", "46 Cel")], {"patient": "{age: 45, sex: other}"}, "The table has no row"),
        ([at_foot("hpt", "46 Cel")], {"patient": "{age: 45}"}, "The table has no row"),
        ([at_foot("hpt", "46 Cel")], {"norms": table(row("HPT", sd=0))}, "The table has no spread"),
        ([at_foot("hpt", "46 Cel")], {"norms": table(row("HPT", sd=-1))}, "The table has no spread"),
        ([at_foot("hpt", "46 Cel", "hand_left")], {}, "The table has no row"),
        ([at_foot("hpt", "46 Cel", "knee_left")], {}, "No test area"),
        ([at_foot("hpt", "see note")], {}, "could not be understood"),
        ([at_foot("hpt", "115 degF")], {}, "could not be understood"),
        ([at_foot("mps", "0")], {}, "The logarithm of 0"),
        (["qst.hpt: {value: 46 Cel, at: [foot_left], on: 2025-01-02}"], {}, "too old"),
        (["qst.hpt: {value: 46 Cel, at: [foot_left], on: 2026}"], {}, "date"),
    ],
)
def test_what_cannot_be_compared_says_why_and_has_no_number(library, facts, other, why):
    found = profile(library, *facts, **other)
    value = next(value for value in found.sites[0].values if value.finding != "not_tested")

    assert (value.finding, value.has_z, value.z_low, value.z_high) == ("not_computable", False, None, None)
    assert why in value.why


def test_a_reading_without_a_place_is_told_and_not_compared(library):
    found = profile(library, "qst.hpt: 46 Cel", PAIN)

    assert (found.sites, found.without_place) == ((), ("HPT",))


def test_an_unknown_sex_widens_z_to_both(library):
    norms = table(row("HPT", mean=46), row("HPT", sex="female", mean=44))
    value = value_of(profile(library, at_foot("hpt", "42 Cel"), norms=norms, patient="{age: 45}"), "HPT")

    assert (value.z_low, value.z_high) == (1.0, 2.0)
    assert (value.finding, value.could_be) == ("unknown", ("normal", "gain"))


@pytest.mark.parametrize("sex", ["female", "male"])
@pytest.mark.parametrize("value", ["38 Cel", "42 Cel", "44 Cel", "49 Cel"])
def test_learning_the_sex_never_adds_a_finding(library, sex, value):
    norms = table(row("HPT", mean=46), row("HPT", sex="female", mean=44))
    facts = at_foot("hpt", value)
    before = value_of(profile(library, facts, norms=norms, patient="{age: 45}"), "HPT")
    after = value_of(profile(library, facts, norms=norms, patient=f"{{age: 45, sex: {sex}}}"), "HPT")

    assert set(after.could_be) <= set(before.could_be)


def test_a_row_for_any_sex_serves_an_unknown_one(library):
    norms = table(row("HPT", sex="any"))
    value = value_of(profile(library, at_foot("hpt", "46 Cel"), norms=norms, patient="{age: 45}"), "HPT")

    assert value.finding == "normal"


def test_a_birth_year_widens_z_to_both_bands(library):
    norms = table(row("HPT", mean=46), row("HPT", age_from=50, age_to=59, mean=47))
    patient = "{birth_date: 1976, sex: male}"
    value = value_of(profile(library, at_foot("hpt", "45 Cel"), norms=norms, patient=patient), "HPT")

    assert (value.z_low, value.z_high) == (0.5, 1.0)


@pytest.mark.parametrize(
    ("fact", "value", "expected"),
    [
        ("cpt", "<= 0 Cel", ("loss", "normal")),
        ("cpt", "0 Cel", ("loss", "normal")),
        ("hpt", "50 Cel", ("loss",)),
        ("ppt", ">= 1000 kPa", ("loss", "normal")),
        ("mpt", "> 512 mN", ("loss", "normal")),
        ("vdt", "8", ("normal", "gain")),
        ("vdt", "7.9", ("normal",)),
    ],
)
def test_a_reading_at_the_end_of_the_device_leaves_open_what_lies_beyond(library, fact, value, expected):
    norms = table(*[row(name) for name in FOOT if name != "HPT"], row("HPT", mean=45, sd=2))
    found = value_of(profile(library, at_foot(fact, value), norms=norms), fact.upper())

    assert found.could_be == expected


def test_what_is_left_open_is_told_in_words(library):
    assert value_of(profile(library, at_foot("vdt", "8")), "VDT").why == "It may be normal or gain."


def test_the_newest_reading_of_a_place_counts(library):
    found = profile(
        library,
        "qst.hpt: [{value: 40 Cel, at: [foot_left], on: 2026-10-01}, {value: 46 Cel, at: [foot_left], on: 2026-11-01},"
        " {value: 40 Cel, at: [foot_right], on: 2026-11-02}]",
    )

    assert (finding(found, "HPT"), finding(found, "HPT", "foot_right")) == ("normal", "gain")


@pytest.mark.parametrize(
    ("fact", "value", "expected"),
    [("dma", "0", "absent"), ("dma", "3", "present"), ("phs", "0", "absent"), ("phs", "2", "present")],
)
def test_allodynia_and_paradoxical_heat_are_there_or_not_and_need_no_table(library, fact, value, expected):
    found = value_of(profile(library, at_foot(fact, value), patient="{}"), fact.upper())

    assert (found.finding, found.has_z) == (expected, False)


def test_a_constant_of_the_table_makes_a_rating_of_nothing_comparable(library):
    norms = table(row("MPS") + ",0.1", head=HEAD + ",add")
    value = value_of(profile(library, at_foot("mps", "0"), norms=norms), "MPS")

    assert round(value.z_low, 3) == round((-1 + 0.162) / 0.494, 3)


@pytest.mark.parametrize(
    ("sites", "roles"),
    [
        ("pain.sites: [foot_left]", {"foot_left": "painful", "foot_right": "control"}),
        ("pain.sites: [foot]", {"foot_left": "painful", "foot_right": "painful"}),
        ("pain.sites: unknown", {"foot_left": "unknown", "foot_right": "unknown"}),
    ],
)
def test_a_control_is_a_place_where_it_is_known_not_to_hurt(library, sites, roles):
    found = profile(library, sites, "qst.hpt: {value: 46 Cel, at: [foot_left, foot_right]}")

    assert {site.site: site.role for site in found.sites} == roles


# ------------------------------------------------------------------------------------ the irritable nociceptor


def test_preserved_detection_and_one_gain_is_the_irritable_profile(library):
    found = profile(library, PAIN, *PRESERVED, at_foot("hpt", "40 Cel"))

    assert (found.irritable_nociceptor, found.missing) == ("yes", ())


def test_lost_detection_is_not_the_irritable_profile(library):
    found = profile(library, PAIN, at_foot("cdt", "25 Cel"), at_foot("hpt", "40 Cel"))

    assert found.irritable_nociceptor == "no"


def test_preserved_detection_without_any_gain_is_not_the_irritable_profile(library):
    assert profile(library, PAIN, *PRESERVED, *NO_GAIN).irritable_nociceptor == "no"


@pytest.mark.parametrize("left_out", range(len(NO_GAIN)))
def test_while_one_gain_is_not_tested_the_profile_is_not_known_and_names_it(library, left_out):
    tested = [fact for i, fact in enumerate(NO_GAIN) if i != left_out]
    found = profile(library, PAIN, *PRESERVED, *tested)

    assert found.irritable_nociceptor == "unknown"
    assert len(found.missing) == 1


def test_what_is_not_computable_leaves_the_profile_unknown(library):
    norms = table(*[row(name) for name in FOOT if name != "CDT"], row("CDT", sd=0))
    found = profile(library, PAIN, *PRESERVED, at_foot("hpt", "40 Cel"), norms=norms)

    assert (found.irritable_nociceptor, found.missing) == ("unknown", ("qst.cdt_loss",))


def test_a_gain_at_the_control_does_not_make_the_profile_of_the_painful_area(library):
    found = profile(library, PAIN, *PRESERVED, at_foot("hpt", "40 Cel", "foot_right"))

    assert found.irritable_nociceptor == "unknown"
    assert site_of(found, "foot_right").irritable_nociceptor == "unknown"


def test_what_findings_settle_can_be_recorded_and_gives_the_same_answer(library):
    found = profile(library, PAIN, *PRESERVED, at_foot("hpt", "40 Cel"))
    told = [f"{c.fact}: {{is: {c.answer}, at: [{c.site}], on: {c.date}}}" for c in found.claims]

    assert told
    assert profile(library, PAIN, *told).irritable_nociceptor == "yes"


def test_an_open_finding_settles_only_what_its_ways_have_in_common(library):
    found = profile(library, at_foot("cpt", "0 Cel"), at_foot("cdt", "32 Cel"))

    assert {(c.fact, c.answer) for c in found.claims} == {("qst.cpt_gain", "no"), ("qst.cdt_loss", "yes")}
