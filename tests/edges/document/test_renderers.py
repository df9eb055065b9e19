"""Text and HTML of a page: width, escaping, headings in order, tables, pictures with words."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from painpath.edges.document.html import render_html
from painpath.edges.document.page import (
    Box,
    Bullets,
    Icons,
    Page,
    Pairs,
    Paragraph,
    Said,
    Section,
    SourceLine,
    Steps,
    Table,
)
from painpath.edges.document.plan_page import plan_page
from painpath.edges.document.text import render_blocks, render_text

EVIL = "<script>alert('x')</script> & \"quoted\""


class Seen(HTMLParser):
    """Elements and headings in order, and that every element is closed."""

    VOID = ("meta", "br")

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.headings = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def everything(word):
    said = Said(word, (f"{word} @ {word}",), word)
    blocks = (
        Paragraph(said, "danger"),
        Bullets((said, said), numbered=True),
        Pairs(((word, (said, said)), (word, (said,)))),
        Table(word, (word, word), ((said, said),)),
        Steps(word, ((1, 75.0, word), (8, 150.0, word)), 15),
        Icons(word, ((word, 38.4), (word, 20.0))),
        Box("caution", word, (Paragraph(said),)),
        Section(word, (Section(word, (Paragraph(said, "quiet"),), folded=True),)),
    )
    line = SourceLine(word, word, (word,), word, word)
    return Page(word, word, blocks, word, blocks, word, (line,), (word,))


def test_html_escapes_everything_everywhere():
    html = render_html(everything(EVIL))

    assert "<script" not in html
    assert "alert(" in html
    assert Seen(html).open == []


def test_html_makes_no_link_of_what_is_no_web_address():
    html = render_html(everything("javascript:alert(1)"))

    assert 'href="javascript' not in html


def test_html_fetches_nothing(library, diabetic_plan):
    html = render_html(plan_page(library, diabetic_plan))
    loaded = [
        attrs for tag, attrs in Seen(html).elements if tag in ("img", "link", "script", "iframe", "object")
    ]

    assert loaded == []
    assert re.search(r"url\((?!#)|@import", html) is None  # `url(#...)` is a texture of this very page
    assert "default-src &#x27;none&#x27;" in html


@pytest.mark.parametrize("which", ["diabetic_plan", "urgent_plan"])
def test_headings_go_down_one_level_at_a_time(request, library, which):
    headings = Seen(render_html(plan_page(library, request.getfixturevalue(which)))).headings

    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_every_table_cell_has_a_heading_and_every_picture_words(library, diabetic_plan):
    elements = Seen(render_html(plan_page(library, diabetic_plan))).elements

    assert {attrs.get("scope") for tag, attrs in elements if tag == "th"} == {"col", "row"}
    pictures = [attrs for tag, attrs in elements if tag == "svg" and attrs.get("aria-hidden") != "true"]
    assert pictures
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in pictures)


def test_every_link_inside_the_page_leads_somewhere(library, diabetic_plan):
    elements = Seen(render_html(plan_page(library, diabetic_plan))).elements
    anchors = {attrs["id"] for _, attrs in elements if "id" in attrs}
    links = {attrs["href"][1:] for tag, attrs in elements if tag == "a" and attrs["href"].startswith("#")}

    assert links
    assert links <= anchors


def test_ids_are_given_out_once(library, diabetic_plan):
    ids = [
        attrs["id"]
        for _, attrs in Seen(render_html(plan_page(library, diabetic_plan))).elements
        if "id" in attrs
    ]

    assert len(ids) == len(set(ids))


def test_a_hundred_people_are_drawn_for_each_group():
    page = Page("t", "", (Icons("38 and 20", (("38 of 100", 38.4), ("20 of 100", 20.0))),))
    circles = [attrs["class"] for tag, attrs in Seen(render_html(page)).elements if tag == "circle"]

    assert (circles.count("yes"), circles.count("no")) == (58, 142)


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_text_keeps_to_the_width(library, real_plan, width):
    text = render_text(plan_page(library, real_plan), width)
    words = [line for line in text.splitlines() if len(line) > width and len(line.split()) > 1]
    # A word longer than the line (an address) may stick out; nothing else may.
    too_long = [line for line in words if max(len(word) for word in line.split()) < width // 2]

    assert too_long == []


def test_text_marks_danger_by_a_sign_and_not_by_colour_alone():
    page = Page("t", "", (Box("danger", "Act today", (Paragraph(Said("Call.")),)),))

    assert "!! Act today" in render_text(page)
    assert "\x1b" not in render_text(page)
    assert "\x1b[1;31m" in render_text(page, colour=True)


def test_text_says_labels_and_numbers_of_sources():
    source = SourceLine("a", "Title", ("page 1",), "review; read whole.", "https://a.org")
    page = Page(
        "t",
        "",
        (Bullets((Said("works", ("a @ page 1",), "Drug"),)),),
        sources_title="Sources",
        sources=(source,),
    )

    assert "- Drug: works [1]" in render_text(page)
    assert "[1] Title. (page 1) review; read whole. https://a.org" in render_text(page)


def test_a_wide_table_becomes_a_list_where_there_is_no_room():
    table = Table(
        "", ("Drug", "One", "Two", "Three"), ((Said("gabapentin"), *[Said("many words " * 9)] * 3),)
    )
    page = Page("t", "", (table,))

    assert "One: many words" in render_text(page, 50)
    assert "One: many words" not in render_text(page, 100)


def test_an_empty_list_prints_nothing():
    assert render_blocks((Bullets(()),), 80, colour=False) == ""


def test_pictures_are_left_to_the_words_in_text():
    page = Page("t", "", (Steps("up", ((1, 1.0, "1 mg"), (8, 2.0, "2 mg")), 12), Icons("x", (("y", 1.0),))))

    assert render_text(page) == "t\n=\n"


def test_a_staircase_without_steps_is_not_drawn():
    assert "<svg" not in render_html(Page("t", "", (Steps("none", (), 1),)))
