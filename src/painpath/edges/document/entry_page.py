"""An entry of the knowledge as a page: every word its author wrote, criteria in words, sources at the end.

Generic on purpose: a new field of the schema shows up here without a line of code. Only doses have a form of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from painpath.assessment.words import cites
from painpath.edges.document.page import Block, Page, Paragraph, Said, Section, Table, cited
from painpath.edges.document.parts import capital, counted, named, pairs
from painpath.edges.document.sources import source_lines
from painpath.library import Library
from painpath.library.schema import DayDose, DoseAmount, Regimen, Row, Step

#: where a bare id is looked for first
ORDER = (
    "drugs", "therapies", "causes", "guidelines", "instruments", "rules", "interactions", "mechanisms", "targets",
    "effects", "facts", "substances", "classes", "products", "symptoms", "genes", "coverage", "anatomy", "workup",
    "qst", "priors",
    "sources",
)  # fmt: skip
#: kinds kept apart: read only where a bare id is found nowhere else
LAST = ("claims", "codes")
_OWN = ("name", "title", "cite", "cases", "reviewed_by")
#: fields whose value speaks for itself
_PLAIN = ("says", "what", "effect", "text", "jurisdiction")
_JOINTS = {"all": " and ", "any": " or "}
_DEEPEST = 4
#: the field that heads the page, the first that an entry has
_HEADINGS = ("name", "title", "text")
_NUMBER = re.compile(r"^c\d\d$")


def homes_of(library: Library, entry: str) -> list[tuple[str, str]]:
    """Where an id is found, as (kind, id), the most likely first. `drugs/pregabalin` names exactly one.

    A claim goes by its number too: `c26` and `claims/c26` are `claims/c26_capsaicin`.
    """
    wanted = entry.strip().lower().replace(" ", "_").removesuffix(".yaml")
    kind, _, name = wanted.rpartition("/")
    if kind:
        return _found(library, (kind,), name)
    return _found(library, ORDER, name) or _found(library, LAST, name)


def _found(library: Library, kinds: Iterable[str], name: str) -> list[tuple[str, str]]:
    found = [(kind, name) for kind in kinds if name in library.entries_of(kind)]
    if not found and "claims" in kinds and _NUMBER.match(name):
        found = [("claims", ident) for ident in library.entries_of("claims") if ident.startswith(f"{name}_")]
    return found


def entry_page(library: Library, kind: str, name: str, also: list[tuple[str, str]]) -> Page:
    """The page of one entry; `also` are other entries of the same id."""
    entry = library.entries_of(kind)[name]
    heading = next((word for word in _HEADINGS if getattr(entry, word, "")), "")
    title = getattr(entry, heading) if heading else named(library, name)
    blocks: list[Block] = []
    if "reviewed_by" in entry.__struct_fields__ and not getattr(entry, "reviewed_by", ""):
        blocks.append(Paragraph(Said(library.say("page.show_reviewed_not")), "caution"))
    if also:
        others = ", ".join(f"{other}/{ident}" for other, ident in also)
        blocks.append(Paragraph(Said(library.say("page.show_also", list=others)), "quiet"))
    blocks += _blocks(library, entry, depth=0)
    cases = getattr(entry, "cases", [])
    if cases:
        blocks.append(Paragraph(Said(counted(library, "show_cases", len(cases))), "quiet"))
    whole = tuple(blocks)
    own = cites(getattr(entry, "cite", []))
    return Page(
        title=capital(title),
        subtitle=library.say("page.show_kind", kind=kind, ident=name),
        first=whole,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, tuple(dict.fromkeys((*own, *cited(whole))))),
    )


def _blocks(library: Library, entry: msgspec.Struct, depth: int) -> list[Block]:
    """The fields of an entry or of a part of it: short ones as labelled rows, parts under their own heading."""
    rows: list[tuple[str, list[Said]]] = []
    sections: list[Block] = []
    for field, word in zip(entry.__struct_fields__, entry.__struct_encode_fields__, strict=True):
        value = getattr(entry, field)
        if field in _OWN or value is None or value in ("", [], {}):
            continue
        if depth == 0 and field == "text":
            continue  # the heading of a claim
        label = capital(word.replace("_", " "))
        parts = value if isinstance(value, list) else [value]
        if all(isinstance(part, Regimen) for part in parts):
            sections.append(Section(label, tuple(_regimen(library, part) for part in parts)))
        elif all(isinstance(part, msgspec.Struct) for part in parts) and depth < _DEEPEST:
            short = all(_short(part) for part in parts)
            if short:
                rows.append((label, [_said(part) for part in parts]))
            else:
                sections.append(_parts(library, label, parts, depth))
        elif all(isinstance(part, (str, int, float)) for part in parts) and len(parts) > 1 and _brief(parts):
            rows.append((label, [Said(", ".join(str(part) for part in parts))]))
        else:
            rows.append((label, [_said(part) for part in parts]))
    own = getattr(entry, "cite", [])
    if own and rows:
        label, said = rows[0]
        rows[0] = (label, [Said(said[0].text, (*said[0].cite, *cites(own)), said[0].label), *said[1:]])
    return [*pairs(rows), *sections]


def _parts(library: Library, label: str, parts: list[msgspec.Struct], depth: int) -> Section:
    if len(parts) == 1:
        return Section(label, tuple(_blocks(library, parts[0], depth + 1)))
    inner = []
    for i, part in enumerate(parts, 1):
        head = str(
            getattr(part, "id", "") or getattr(part, "name", "") or getattr(part, "jurisdiction", "") or i
        )
        inner.append(Section(capital(head.replace("_", " ")), tuple(_blocks(library, part, depth + 1))))
    return Section(label, tuple(inner))


def _brief(parts: list[object]) -> bool:
    return all(len(str(part)) <= 45 for part in parts)


def _regimen(library: Library, regimen: Regimen) -> Section:
    """The rows of a regimen as a table: one row for each band of function, best first."""
    title = f"{', '.join(named(library, name) for name in regimen.indication)} ({', '.join(regimen.jurisdiction)})"
    bands = ["", *regimen.cuts]
    by = named(library, regimen.by) if regimen.by else ""
    rows = []
    for i, row in enumerate(regimen.rows):
        lowest = i == len(regimen.rows) - 1
        band = library.say("page.band_below", cut=bands[i]) if lowest and i else ""
        if not lowest and regimen.cuts:
            band = library.say("page.band_from", cut=regimen.cuts[i])
        rows.append((Said(band or library.say("page.band_all")), *_row(row)))
    head = (
        capital(by) or library.say("page.band"),
        *(library.say(f"page.dose_{w}") for w in ("start", "up", "target", "most")),
    )
    blocks: list[Block] = [Table("", head, tuple(rows))]
    blocks += [Paragraph(Said(row.says, cites(row.cite))) for row in regimen.rows if row.says]
    if regimen.note:
        blocks.append(Paragraph(Said(regimen.note), "quiet"))
    if regimen.on_dialysis is not None:
        blocks.append(
            Section(library.say("page.on_dialysis"), tuple(_blocks(library, regimen.on_dialysis, 2)))
        )
    return Section(capital(title), tuple(blocks))


def _row(row: Row) -> tuple[Said, ...]:
    if row.avoid is not None:
        return (
            Said(f"{row.avoid.severity}: {row.avoid.says}", cites(row.avoid.cite)),
            Said(""),
            Said(""),
            Said(""),
        )
    up = [_dose(day) for day in row.titration]
    if row.step is not None:
        up.append(_dose(row.step))
    target = "" if row.target is None else _dose(row.target)
    most = "" if row.ceiling is None else _dose(row.ceiling)
    start = "" if row.start is None else _dose(row.start)
    return (Said(start, cites(row.cite)), Said("; ".join(up)), Said(target), Said(most))


def _dose(dose: DoseAmount | DayDose | Step) -> str:
    """A dose in one line: `75 mg x 2 = 150 mg`."""
    if isinstance(dose, Step):
        return f"+{dose.add} / {dose.every}"
    day = f"day {dose.day}: " if isinstance(dose, DayDose) else ""
    return f"{day}{dose.amount} x {dose.times_per_day:g} = {dose.total}"


def _short(part: msgspec.Struct) -> bool:
    """Whether a part fits in one line: a few plain words, no criterion, no parts of its own."""
    values = [getattr(part, field) for field in part.__struct_fields__ if field != "cite"]
    kept = [value for value in values if value not in (None, "", [], {}, "no")]
    return len(kept) <= 6 and all(
        isinstance(v, (str, int, float)) or (isinstance(v, list) and _brief(v)) for v in kept
    )


def _said(value: object) -> Said:
    if isinstance(value, (DoseAmount, DayDose, Step)):
        return Said(_dose(value))
    if not isinstance(value, msgspec.Struct):
        return Said(criterion_words(value))
    words = []
    for field, word in zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True):
        part = getattr(value, field)
        if field == "cite" or part in (None, "", [], {}, "no"):
            continue
        text = ", ".join(str(one) for one in part) if isinstance(part, list) else str(part)
        words.append(text if field in _PLAIN else f"{word.replace('_', ' ')} {text}")
    return Said("; ".join(words), cites(getattr(value, "cite", [])))


def criterion_words(raw: object) -> str:
    """A criterion (or any small mapping) in words.

    >>> criterion_words({"all": [{"fact": "renal.dialysis", "is": "yes"}, {"not": {"taking": "maoi"}}]})
    '(renal.dialysis is yes and not (taking maoi))'
    """
    if isinstance(raw, Mapping):
        for joint, word in _JOINTS.items():
            if set(raw) == {joint} and isinstance(raw[joint], list):
                return f"({word.join(criterion_words(item) for item in raw[joint])})"
        if set(raw) == {"not"}:
            return f"not ({criterion_words(raw['not'])})"
        if "fact" in raw:
            rest = " ".join(
                f"{key.replace('_', ' ')} {criterion_words(v)}" for key, v in raw.items() if key != "fact"
            )
            return f"{raw['fact']} {rest}".strip()
        return ", ".join(
            f"{str(key).replace('_', ' ')} {criterion_words(value)}" for key, value in raw.items()
        )
    if isinstance(raw, list):
        return ", ".join(criterion_words(item) for item in raw)
    return str(raw)
