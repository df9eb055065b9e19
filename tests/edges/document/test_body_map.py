"""The drawn body: every region can be drawn, what is recorded is marked, and the words beside it say the same."""

import re
from html import unescape

import pytest
from msgspec.structs import replace
from tests.edges.document.conftest import DAY

from painpath.criteria import Asking
from painpath.edges.document.assessment_page import assessment_page
from painpath.edges.document.body_drawing import draw_body
from painpath.edges.document.body_section import body_map
from painpath.edges.document.figure import drawn, sheets
from painpath.edges.document.html import render_html
from painpath.edges.document.page import BodyMap, BodyMark
from painpath.edges.document.plan_page import plan_page
from painpath.edges.document.text import render_text
from painpath.facts.moment import Moment
from painpath.facts.reading import Reading
from painpath.facts.record import build_record
from painpath.library import load_library
from painpath.pipeline import Request, run_assess, run_plan

LIBRARY = load_library()
NAMES = {name: entry.name for name, entry in LIBRARY.anatomy.items()}
TITLES = {name: name for name in sheets()}
SIDED = [name for name in LIBRARY.regions if name.endswith(("_left", "_right"))]


def record(*facts):
    lines = ["as_of: 2026-11-20", "patient: {age: 65, sex: female}", "facts:", "  pain.present: yes"]
    return "\n".join([*lines, *(f"  {fact}" for fact in facts)]).encode()


def block_of(*facts):
    found = body_map(LIBRARY, run_assess(record(*facts), LIBRARY, Request(DAY)))
    return found[0] if found else None


def drawing(*marks):
    return draw_body(BodyMap("where", marks, "", LIBRARY.regions, NAMES, TITLES))


def pain(*regions):
    return BodyMark("Pain", regions, ", ".join(NAMES[region] for region in regions), pain=True)


def marked(markup, kind="pain"):
    """The regions that carry a mark, on any picture."""
    groups = re.findall(r'<g data-region="([^"]+)">(.*?)</g>', markup)
    return {region for region, inner in groups if re.search(f'class="{kind}[" ]', inner)}


def pictures(markup):
    return re.findall(r'class="sheet (\w+)"', markup)


# ------------------------------------------------------------------------------------------------- the figure


@pytest.mark.parametrize("region", LIBRARY.regions)
def test_every_region_can_be_drawn(region):
    assert drawn(region, LIBRARY.regions)


def test_what_is_drawn_is_a_region():
    assert {name for sheet in sheets().values() for name, _ in sheet.shapes} <= set(LIBRARY.regions)


@pytest.mark.parametrize("name", sheets())
def test_everything_lies_on_its_sheet(name):
    sheet = sheets()[name]

    outside = [
        region for region, outline in sheet.shapes for x, y in outline
        if not (0 <= x <= sheet.wide and 0 <= y <= sheet.high)
    ]  # fmt: skip

    assert outside == []


@pytest.mark.parametrize("name", sheets())
def test_a_sheet_is_symmetric(name):
    sheet = sheets()[name]
    shapes = dict(sheet.shapes)
    for region, outline in sheet.shapes:
        if region.endswith("_left"):
            mirrored = [(round(sheet.wide - x, 3), round(y, 3)) for x, y in outline]
            other = [(round(x, 3), round(y, 3)) for x, y in shapes[region.removesuffix("left") + "right"]]

            assert other == mirrored


@pytest.mark.parametrize(
    ("name", "side"),
    [("front", "left"), ("back", "right"), ("face", "left"), ("feet_top", "right"), ("soles", "left")],
)
def test_the_side_to_the_right_of_the_viewer_is_said_by_its_letter(name, side):
    sheet = sheets()[name]
    right = {region for region, outline in sheet.shapes if min(x for x, _ in outline) > sheet.wide / 2}
    letter = max(sheet.letters, key=lambda letter: letter[1][0])[0]

    assert {region.rpartition("_")[2] for region in right} == {side}
    assert letter == side[0].upper()


# ---------------------------------------------------------------------------------------------------- the marks


def test_a_coarse_region_marks_all_its_parts():
    found = marked(drawing(pain("leg_left")))

    assert {"thigh_front_left", "thigh_back_left", "big_toe_left", "heel_left"} <= found
    assert not {region for region in found if region.endswith("_right")}


def test_a_part_that_is_gone_is_dashed_and_one_that_is_there_is_not():
    markup = drawing(pain("phantom_left_leg", "stump_left_leg"))

    assert marked(markup, "pain gone") >= {"calf_left"}
    assert not marked(markup, "pain gone") & {"thigh_front_left"}


def test_hands_feet_and_face_are_enlarged_only_where_a_part_of_them_is_marked():
    assert pictures(drawing(pain("foot_left", "foot_right"))) == ["front", "back"]
    assert pictures(drawing(pain("heel_left"))) == ["front", "back", "soles"]
    assert pictures(drawing(pain("thumb_left"))) == ["front", "back", "palms"]
    assert pictures(drawing(pain("hand_back_left"))) == ["front", "back", "hand_backs"]
    assert pictures(drawing(pain("face_v2_left"))) == ["front", "back", "face"]


def test_each_finding_has_a_texture_of_its_own_until_they_run_out():
    marks = [BodyMark(f"finding {i}", ("foot_left",), "left foot") for i in range(7)]
    markup = drawing(*marks)

    assert len(set(re.findall(r'<pattern id="([^"]+)"', markup))) == 5
    assert all(f"finding {i}</strong>: left foot" in markup for i in range(7))


def test_every_texture_that_is_used_is_defined():
    markup = drawing(pain("foot_left"), BodyMark("numb", ("sole_left",), "left sole"))

    assert set(re.findall(r"url\(#([^)]+)\)", markup)) == set(re.findall(r'<pattern id="([^"]+)"', markup))


def test_a_picture_says_in_words_what_it_shows():
    markup = drawing(pain("face_v2_left"))

    for label in re.findall(r'aria-label="([^"]+)"', markup):
        assert (
            unescape(label).endswith("Pain: left cheek and upper jaw (second trigeminal branch)")
            or label == "back."
        )


# --------------------------------------------------------------------------------------------------- the record


def test_the_list_names_the_pain_and_each_finding_with_its_place():
    block = block_of(
        "pain.sites: [foot_left, foot_right]", "examination.brush_allodynia: {is: yes, at: [sole_left]}"
    )

    assert [(mark.says, mark.pain) for mark in block.marks] == [
        ("left foot, right foot", True),
        ("left sole", False),
    ]


def test_a_finding_that_is_absent_or_has_no_place_is_not_drawn():
    block = block_of(
        "pain.sites: [foot_left]",
        "examination.brush_allodynia: {is: no, at: [foot_left]}",
        "symptom.numbness: yes",
    )

    assert len(block.marks) == 1


def test_a_body_without_a_site_is_not_drawn():
    assert block_of() is None


def test_sites_that_may_not_be_all_say_so():
    found = run_assess(record("pain.sites: [foot_left]"), LIBRARY, Request(DAY))
    today = Moment(DAY.toordinal(), DAY.toordinal())
    open_ = Reading("pain.sites", when=today, members=frozenset({"foot_left"}), closed=False)
    asking = Asking(LIBRARY.catalog, build_record(DAY.toordinal(), [open_]))

    (told,) = body_map(LIBRARY, replace(found, _asking=asking))

    assert body_map(LIBRARY, found)[0].note == ""
    assert told.note == LIBRARY.say("page.body_perhaps_more")
    assert told.note in draw_body(told)


@pytest.mark.parametrize(("run", "page"), [(run_assess, assessment_page), (run_plan, plan_page)])
def test_the_html_of_plan_and_assessment_shows_the_body_and_the_text_does_not_change(run, page):
    made = page(LIBRARY, run(record("pain.sites: [foot_left, foot_right]"), LIBRARY, Request(DAY)))

    assert 'class="body-map"' in render_html(made)
    assert LIBRARY.say("page.body_title") not in render_text(made)
