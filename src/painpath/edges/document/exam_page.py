"""The examination form as a page to read or print: one section a sign, with its steps and the line to write."""

from __future__ import annotations

from painpath.edges.document.exam import Exam, ExamItem
from painpath.edges.document.page import Block, Page, Paragraph, Said, Section, cited
from painpath.edges.document.parts import bullets, capital, card, named, pairs, paragraph, section
from painpath.edges.document.sources import source_lines
from painpath.library import Library


def exam_page(library: Library, form: Exam, *, blank: bool) -> Page:
    """The page of a form; `blank` when it is not about a record."""
    blocks: list[Block] = [card(library, flag) for flag in form.dangers]
    blocks += paragraph(_lead(library, form, blank=blank))
    if form.items:
        blocks += pairs([(library.say("page.exam_bring"), [Said(", ".join(form.needs))])])
        blocks += section(
            library.say("page.exam_rules"), bullets(Said(rule.says, rule.cite) for rule in form.rules)
        )
        blocks.append(Paragraph(Said(library.say("page.exam_howto")), "quiet"))
        blocks += [_item(library, n, item) for n, item in enumerate(form.items, 1)]
    left = bullets(Said(f"{capital(one.name)}: {one.says}", one.cite) for one in form.left_out)
    blocks += section(library.say("page.exam_left_out"), left)
    known = bullets(Said(capital(named(library, fact))) for fact in form.known)
    blocks += section(library.say("page.exam_known"), known, folded=True)
    whole = tuple(blocks)
    return Page(
        title=library.say("page.exam_title"),
        subtitle=form.as_of,
        first=whole,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, cited(whole)),
    )


def _lead(library: Library, form: Exam, *, blank: bool) -> str:
    n, done = str(len(form.items)), str(len(form.known))
    if blank:
        return library.say("page.exam_blank", n=n)
    if form.dangers:
        return library.say("page.exam_danger" if form.items else "page.exam_danger_only")
    if not form.items:
        return library.say("page.exam_nothing")
    if not form.places:
        return library.say("page.exam_open_nowhere", n=n, done=done)
    places = ", ".join(place.replace("_", " ") for place in form.places)
    return library.say("page.exam_open", n=n, done=done, list=places)


def _item(library: Library, n: int, item: ExamItem) -> Section:
    fibres = ", ".join(library.say(f"page.exam_fibre_{fibre}") for fibre in item.fibres)
    steps = bullets((Said(step) for step in item.steps), numbered=True)
    rows = pairs(
        [
            (library.say("page.exam_needs"), [Said(", ".join(item.needs))]),
            (library.say("page.exam_present"), [Said(item.present_if, item.cite)]),
            (library.say("page.exam_fibres"), [Said(fibres)]),
            (library.say("page.exam_note"), [Said(item.note)]),
            (library.say("page.exam_write"), [Said(item.write)]),
        ]
    )
    name = capital(item.name)
    title = (
        library.say("page.exam_item", n=str(n), name=name, plain=item.plain)
        if item.plain
        else library.say("page.exam_item_plain", n=str(n), name=name)
    )
    return Section(title, (*steps, *rows))
