"""A sensory profile as a document: what it shows, the picture and the table of each place, how to read it, sources."""

from __future__ import annotations

from painpath.assessment.qst_profile import PROTOCOL
from painpath.assessment.qst_result import SensoryProfile, SensorySite, SensoryValue
from painpath.assessment.words import cites, name_of
from painpath.edges.document.page import (
    Block,
    Mark,
    Page,
    Paragraph,
    Profile,
    Said,
    Section,
    Series,
    Table,
    cited,
)
from painpath.edges.document.parts import bullets, capital, intended, section
from painpath.edges.document.sources import source_lines
from painpath.library import Library

_TURNED = {"left": "right", "right": "left"}


def qst_page(library: Library, found: SensoryProfile) -> Page:
    """The document of a profile."""
    shown: tuple[Block, ...] = (
        Paragraph(Said(library.say(f"qst.irritable_{found.irritable_nociceptor}"), found.rule_cite)),
        *_meaning(library),
    )
    if found.missing:
        names = "; ".join(name_of(library, fact) for fact in found.missing)
        shown = (shown[0], Paragraph(Said(library.say("qst.missing", list=names))), *shown[1:])
    if not found.sites:
        form = "{value: 44.1 Cel, at: [foot_left]}"
        shown = (Paragraph(Said(library.say("qst.nothing", text_form=form)), "caution"),)
    pictured = tuple(block for group in _groups(found) for block in _group(library, found, group))
    first: tuple[Block, ...] = (
        *section(library.say("qst.conclusion"), shown, _unplaced(library, found)),
        *pictured,
        *section(library.say("qst.how"), _how(library, found)),
        *section(library.say("qst.record"), _record(library, found), folded=True),
        *section(library.say("qst.reference"), bullets(Said(source) for source in _references(found))),
        *section(library.say("title.unread"), bullets(Said(line) for line in found.unread)),
        *intended(library, library.say("plan.intended_use"), found.knowledge_version),
    )
    return Page(
        title=library.say("qst.title"),
        subtitle=library.say(
            "qst.subtitle",
            text_protocol=found.protocol,
            date=found.settings.as_of,
            text_reference=found.reference,
        ),
        first=first,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, cited(first)),
    )


def _meaning(library: Library) -> tuple[Block, ...]:
    """What such a profile is good for, as the protocol's entry has it."""
    meaning = library.qst[PROTOCOL].meaning
    return () if meaning is None else (Paragraph(Said(meaning.says, cites(meaning.cite)), "quiet"),)


def _unplaced(library: Library, found: SensoryProfile) -> tuple[Block, ...]:
    if not found.without_place:
        return ()
    return (
        Paragraph(Said(library.say("qst.without_place", list=", ".join(found.without_place))), "caution"),
    )


def _how(library: Library, found: SensoryProfile) -> tuple[Block, ...]:
    n = f"{found.normal_within:g}"
    own = tuple(
        dict.fromkeys((*found.cite, *(c for site in found.sites for v in site.values for c in v.cite)))
    )
    return bullets(
        (
            Said(library.say("qst.how_z", n=n, n_upper=n), own),
            Said(library.say("qst.how_open")),
            Said(library.say("qst.how_table")),
        )
    )


def _record(library: Library, found: SensoryProfile) -> tuple[Block, ...]:
    """The findings as lines of a facts file, so that an assessment or a plan can use them without the table."""
    told: dict[str, list[str]] = {}
    for claim in found.claims:
        told.setdefault(claim.fact, []).append(
            f"{{is: {claim.answer}, at: [{claim.site}]" + (f", on: {claim.date}}}" if claim.date else "}")
        )
    lines = tuple(
        Said(library.say("qst.record_line", text_fact=fact, text_value=f"[{', '.join(values)}]"))
        for fact, values in told.items()
    )
    return (Paragraph(Said(library.say("qst.record_says"))), *bullets(lines)) if lines else ()


def _references(found: SensoryProfile) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(source for site in found.sites for value in site.values for source in value.reference)
    )


def _groups(found: SensoryProfile) -> tuple[tuple[SensorySite, ...], ...]:
    """Each place that is no control with its control: the same place of the other side, else the first control."""
    controls = {site.site: site for site in found.sites if site.role == "control"}
    groups: list[tuple[SensorySite, ...]] = []
    drawn: set[str] = set()
    for site in found.sites:
        if site.role == "control":
            continue
        stem, _, side = site.site.rpartition("_")
        control = controls.get(f"{stem}_{_TURNED.get(side, '')}") or next(iter(controls.values()), None)
        groups.append((site,) if control is None else (site, control))
        drawn.update(one.site for one in groups[-1])
    groups += [(site,) for site in controls.values() if site.site not in drawn]
    return tuple(groups)


def _group(library: Library, found: SensoryProfile, group: tuple[SensorySite, ...]) -> tuple[Block, ...]:
    series = tuple(_series(library, site) for site in group)
    told = " ".join(_told(library, site) for site in group)
    title = _place(library, group[0])
    axis = (
        library.say("qst.axis_gain"),
        library.say("qst.axis_loss"),
        library.say("qst.axis_z"),
        library.say("qst.axis_none"),
    )
    says = library.say("qst.picture", text_series=told)
    picture = Profile(title, says, found.normal_within, axis, series)
    return (Section(title, (picture, *(_table(library, site) for site in group))),)


def _place(library: Library, site: SensorySite) -> str:
    role = library.say(f"qst.role_{site.role}")
    return library.say("qst.site", text_site=capital(site.name), text_role=role)


def _series(library: Library, site: SensorySite) -> Series:
    marks = tuple(
        Mark(value.abbreviation, value.z_low, value.z_high, value.has_z)
        for value in site.values
        if value.compare == "z"
    )
    words = tuple(
        (value.abbreviation, library.say(f"qst.{value.finding}"))
        for value in site.values
        if value.compare == "present"
    )
    label = library.say(
        "qst.legend_line", text_site=capital(site.name), text_role=library.say(f"qst.role_{site.role}")
    )
    return Series(label, marks, words)


def _told(library: Library, site: SensorySite) -> str:
    """A place of the picture in words."""
    points = []
    for value in site.values:
        finding = library.say(f"qst.{value.finding}")
        z = _z(library, value)
        if z:
            points.append(
                library.say("qst.point_z", text_short=value.abbreviation, text_finding=finding, text_z=z)
            )
        else:
            points.append(library.say("qst.point", text_short=value.abbreviation, text_finding=finding))
    return library.say("qst.series", text_site=_place(library, site), list=", ".join(points))


def _table(library: Library, site: SensorySite) -> Table:
    head = tuple(
        library.say(f"qst.head_{word}") for word in ("parameter", "measured", "z", "finding", "note")
    )
    rows = tuple(
        (
            Said(library.say("qst.parameter", text_short=value.abbreviation, text_name=value.name)),
            Said(_measured(library, value)),
            Said(_z(library, value)),
            Said(library.say(f"qst.{value.finding}")),
            Said(value.why),
        )
        for value in site.values
    )
    answer = library.say(f"qst.answer_{site.irritable_nociceptor}")
    caption = f"{_place(library, site)}. {library.say('qst.site_irritable', text_answer=answer)}"
    return Table(caption, head, rows)


def _measured(library: Library, value: SensoryValue) -> str:
    said = _range(library, value.low, value.high, "{:g}")
    unit = "" if value.unit == "1" else value.unit.replace("Cel", "\u00b0C")
    return library.say("qst.measured", text_value=said, text_unit=unit).strip() if said else ""


def _z(library: Library, value: SensoryValue) -> str:
    return _range(library, value.z_low, value.z_high, "{:+.2f}") if value.has_z else ""


def _range(library: Library, low: float | None, high: float | None, form: str) -> str:
    """A number, a range or an open end, as it is printed; empty where nothing is known."""

    def number(value: float) -> str:
        return form.format(value).replace("-", "\u2212")

    match low, high:
        case None, None:
            return ""
        case None, float(most):
            return library.say("qst.at_most", text_value=number(most))
        case float(least), None:
            return library.say("qst.at_least", text_value=number(least))
        case float(least), float(most):
            if number(least) == number(most):
                return number(least)
            return library.say("qst.between", text_low=number(least), text_high=number(most))
        case _:
            raise AssertionError("ends of a range are numbers or open")
