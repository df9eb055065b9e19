"""review and demo --weeks: the follow-up as it is printed and sent."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

HEAD = """
as_of: 2026-11-20
patient: {birth_date: 1961-03-02, sex: male}
complete: [condition, medication]
facts:
  pain.present: yes
  pain.sites: [foot_left, foot_right]
  symptom.burning: yes
  examination.pinprick_loss: {is: yes, at: [foot_left, foot_right]}
  condition.type_2_diabetes: yes
  medication.duloxetine: [{amount: 30 mg, times_per_day: 1, from: 2026-09-15, until: 2026-09-21},
    {amount: 60 mg, times_per_day: 1, from: 2026-09-22}]
"""


def record(days: int = 60, *more: str) -> str:
    today = date(2026, 11, 20)
    scores = [
        f"{{value: {7 if today - timedelta(days=back) < date(2026, 9, 22) else 4}, "
        f"on: {(today - timedelta(days=back)).isoformat()}}}"
        for back in range(days - 1, -1, -1)
    ]
    return f"{HEAD}  pain.intensity_average: [{', '.join(scores)}]\n" + "".join(
        f"  {line}\n" for line in more
    )


def test_better_and_because_are_two_statements(painpath):
    ran = painpath("review", "-", stdin=record(80))

    assert ran.code == 0
    assert "Better than before?" in ran.out
    assert "Because of this treatment?" in ran.out
    assert "What next" in ran.out
    assert "For licensed clinicians" in ran.out


def test_programs_get_the_stable_form(painpath):
    sent = json.loads(painpath("review", "-", "--format", "json", stdin=record(80)).out)

    assert sent["schema"] == "painpath.review/1"
    assert (
        sent["treatments"][0]["attribution"]["p_better"] > sent["treatments"][0]["attribution"]["p_because"]
    )
    assert sent["diary"]["written"] == 80


def test_the_page_has_its_pictures_described_in_words_and_no_script(painpath):
    page = painpath("review", "-", "--format", "html", stdin=record(80)).out

    assert page.count('class="timeline"') == 2
    assert page.count("<desc") >= 2
    assert "<script" not in page


def test_without_a_diary_the_review_says_so_and_ends_well(painpath):
    ran = painpath("review", "-", stdin=HEAD)

    assert (ran.code, "One number a day" in ran.out) == (0, True)


@pytest.mark.parametrize(
    "line", ["pain.intensity_average: [{value: 12, on: 2026-11-01}]", "pain.nonsense: 3"]
)
def test_bad_input_costs_itself_or_is_refused_without_its_value(painpath, line):
    ran = painpath("review", "-", stdin=f"{HEAD}  {line}\n")

    assert ran.code in (0, 3)
    assert "12" not in ran.err.replace("2026", "")


def test_future_days_are_listed_and_not_used(painpath):
    later = record(20) + "  pain.intensity_worst: [{value: 9, on: 2026-12-24}]\n"
    sent = json.loads(painpath("review", "-", "--format", "json", stdin=later).out)

    assert all(series["fact"] != "pain.intensity_worst" for series in sent["series"])
    assert sent["unread"]


def test_the_demo_plays_a_course_letter_by_letter(painpath):
    ran = painpath("demo", "--weeks", "12")
    letters = [line for line in ran.out.splitlines() if line.startswith("2026-") and line[10:12] == ": "]

    assert ran.code == 0
    assert [line[:10] for line in letters] == ["2026-08-28", "2026-09-25", "2026-10-09", "2026-11-20"]
    assert "Step down and stop" in ran.out
    assert "Go on: The pain is clearly better" in ran.out


def test_fewer_weeks_are_fewer_letters(painpath):
    sent = json.loads(painpath("demo", "--weeks", "5", "--format", "json").out)

    assert [letter["schema"] for letter in sent["letters"]] == ["painpath.plan/1", "painpath.review/1"]


def test_a_letter_uses_only_what_was_written_by_its_day(painpath):
    sent = json.loads(painpath("demo", "--weeks", "12", "--format", "json").out)
    second = sent["letters"][1]

    assert second["settings"]["as_of"] == "2026-09-25"
    assert {one["id"] for one in second["treatments"]} == {"gabapentin"}
    assert max(point["day"] for series in second["series"] for point in series["points"]) <= "2026-09-25"


def test_without_a_week_before_the_page_gives_no_number_of_better(painpath, tmp_path):
    days = "\n".join(f"    2026-11-{day:02}: {4 + day % 2}" for day in range(1, 21))
    file = tmp_path / "me.yaml"
    file.write_text(
        "patient: {birth_date: 1961-03-02, sex: female}\nfacts:\n  condition.type_2_diabetes: yes\n"
        "  symptom.burning: yes\n  pain.sites: [foot_left, foot_right]\n"
        f"  pain.intensity_average:\n{days}\n"
        "  medication.gabapentin: [{amount: 600 mg, times_per_day: 3, from: 2026-11-01}]\n",
        encoding="utf-8",
    )
    ran = painpath("review", str(file), "--as-of", "2026-11-20")
    better = ran.out.partition("Better than before?")[2].partition("Because of this")[0]

    assert ran.code == 0
    assert "cannot be said" in better
    assert "best guess" not in better
