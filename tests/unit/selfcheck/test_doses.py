"""The arithmetic of dose tables."""

import pytest

from painpath.selfcheck.doses import check_doses, composable

DRUG = """
name: made up
substance: gabapentin
route: oral
release: immediate
regimens:
  - indication: [any]
    jurisdiction: [US]
    {by}
    rows:
      {rows}
"""
CITE = "cite: neurontin_label_us @ section 2.1"
START = "start: {amount: 100 mg, times_per_day: 3, total: 300 mg}"
TARGET = "target: {amount: 300 mg, times_per_day: 3, total: 900 mg}"


def drug(*rows: str, by: str = "") -> str:
    return DRUG.replace("{by}", by).replace("{rows}", "\n      ".join(f"- {{{row}}}" for row in rows))


def found(library):
    return [finding for finding in check_doses(library) if "made_up" in finding.where]


@pytest.mark.parametrize("more", ["", "max_single_dose: 300 mg, min_interval: 8 h, "])
def test_a_sound_row_has_no_finding(beside, more):
    assert found(beside("drugs", "made_up", drug(f"{START}, {TARGET}, {more}{CITE}"))) == []


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (f"start: {{amount: 100 mg, times_per_day: 3, total: 400 mg}}, {CITE}", "is not 400 mg"),
        (f"start: {{amount: some, times_per_day: 3, total: 300 mg}}, {CITE}", "not a dose"),
        (f"start: {{amount: 0 mg, times_per_day: 3, total: 0 mg}}, {CITE}", "a dose is above 0"),
        (
            f"start: {{amount: 600 mg, times_per_day: 3, total: 1800 mg}}, {TARGET}, {CITE}",
            "less a day than start",
        ),
        (START, "needs `cite`"),
        (CITE, "an empty row"),
        (
            f"{START}, titration: [{{day: 1, amount: 100 mg, times_per_day: 3, total: 300 mg}}], {CITE}",
            "the days of a titration go up",
        ),
        (f"{START}, step: {{add: some, every: 3 d}}, {CITE}", "not an amount"),
        (f"{START}, step: {{add: 100 mg, every: now and then}}, {CITE}", "not a span of time"),
        (f"{START}, max_single_dose: 99 mg, {CITE}", "more at once than max_single_dose, 99 mg"),
        (f"{START}, max_single_dose: 1 patch, {CITE}", "more at once than max_single_dose"),
        (f"{START}, min_interval: 9 h, {CITE}", "closer together than min_interval, 9 h"),
        (f"{START}, min_interval: long, {CITE}", "not a span of time"),
        (f"{START}, max_single_dose: much, {CITE}", "not an amount"),
        (f"{START}, avoid: {{severity: avoid, says: no, {CITE}}}", "gives no dose"),
    ],
)
def test_a_row_that_cannot_be_right_is_an_error(beside, row, says):
    assert any(says in finding.says for finding in found(beside("drugs", "made_up", drug(row))))


@pytest.mark.parametrize(
    ("by", "rows", "says"),
    [
        ("by: renal.creatinine_clearance\n    cuts: [60 mL/min]", 1, "1 cuts make 2 rows"),
        ("cuts: [60 mL/min]", 2, "stand together"),
        ("by: renal.creatinine_clearance\n    cuts: [30 mL/min, 60 mL/min]", 3, "strictly down"),
        ("by: renal.creatinine_clearance\n    cuts: [60 mg]", 2, "is counted in mL/min"),
        ("by: hepatic.child_pugh_class\n    cuts: [z]", 2, "neither a quantity nor an option"),
    ],
)
def test_cuts_that_leave_a_gap_are_an_error(beside, by, rows, says):
    text = drug(*[f"{START}, {CITE}"] * rows, by=by)

    assert any(says in finding.says for finding in found(beside("drugs", "made_up", text)))


def test_an_amount_that_no_pharmacy_can_make_is_a_gap(beside):
    row = f"start: {{amount: 150 mg, times_per_day: 1, total: 150 mg}}, {CITE}"

    assert [f.severity for f in found(beside("drugs", "made_up", drug(row)))] == ["gap"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("trial: {for: a while, cite: neurontin_label_us @ section 14.1}", "not a span of time"),
        (
            "taper: {over_at_least: long, says: x, cite: neurontin_label_us @ section 2.5}",
            "not a span of time",
        ),
    ],
)
def test_a_span_that_cannot_be_read_is_an_error(beside, words, says):
    text = drug(f"{START}, {CITE}") + words + "\n"

    assert any(says in finding.says for finding in found(beside("drugs", "made_up", text)))


@pytest.mark.parametrize(
    ("amount", "sizes", "expected"),
    [
        (700, [300, 400], True),
        (150, [100], False),
        (37.5, [12.5], True),
        (50, [100], False),
        (200_000, [0.1], True),
    ],
)
def test_composable(amount, sizes, expected):
    assert composable(amount, sizes) is expected
