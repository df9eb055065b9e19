"""An entry of the knowledge as a page: every word its author wrote, criteria in words, sources at the end.

Generic on purpose: a new field of the schema shows up here without a line of code.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from painpath.assessment.words import cites
from painpath.edges.document.page import Block, Page, Paragraph, Said, Section, cited
from painpath.edges.document.parts import named, pairs
from painpath.edges.document.sources import source_lines
from painpath.library import Library

#: where a bare id is looked for first
ORDER = (
    "drugs", "therapies", "causes", "guidelines", "instruments", "rules", "interactions", "mechanisms", "effects",
    "facts", "substances", "classes", "products", "symptoms", "genes", "coverage", "anatomy", "workup", "sources",
)  # fmt: skip
_OWN = ("name", "title", "cite", "cases", "reviewed_by")
_JOINTS = {"all": " and ", "any": " or "}
_DEEPEST = 4


def homes_of(library: Library, entry: str) -> list[tuple[str, str]]:
    """Where an id is found, as (kind, id), the most likely first. `drugs/pregabalin` names one; case does not matter."""
    wanted = entry.strip().lower().replace(" ", "_").removesuffix(".yaml")
    kind, _, name = wanted.rpartition("/")
    kinds = [kind] if kind else list(ORDER)
    return [(k, name) for k in kinds if name in library.kinds.get(k, {})]


def entry_page(library: Library, kind: str, name: str, also: list[tuple[str, str]]) -> Page:
    """The page of one entry; `also` are other entries of the same id."""
    entry = library.kinds[kind][name]
    title = getattr(entry, "name", "") or getattr(entry, "title", "") or named(library, name)
    blocks: list[Block] = []
    if "reviewed_by" in entry.__struct_fields__ and not getattr(entry, "reviewed_by", ""):
        blocks.append(Paragraph(Said(library.say("page.show_reviewed_not")), "caution"))
    if also:
        others = ", ".join(f"{other}/{ident}" for other, ident in also)
        blocks.append(Paragraph(Said(library.say("page.show_also", list=others)), "quiet"))
    blocks += _blocks(entry, depth=0)
    cases = getattr(entry, "cases", [])
    if cases:
        blocks.append(Paragraph(Said(library.say("page.show_cases", n=str(len(cases)))), "quiet"))
    whole = tuple(blocks)
    own = cites(getattr(entry, "cite", ()))
    return Page(
        title=title[:1].upper() + title[1:],
        subtitle=library.say("page.show_kind", kind=kind, ident=name),
        first=whole,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, tuple(dict.fromkeys((*own, *cited(whole))))),
    )


def _blocks(entry: msgspec.Struct, depth: int) -> list[Block]:
    """The fields of an entry or of a part of it: short ones as labelled rows, parts under their own heading."""
    rows: list[tuple[str, list[Said]]] = []
    sections: list[Block] = []
    for field, word in zip(entry.__struct_fields__, entry.__struct_encode_fields__, strict=True):
        value = getattr(entry, field)
        if field in _OWN or value is None or value in ("", [], {}):
            continue
        label = word.replace("_", " ").capitalize()
        parts = value if isinstance(value, list) else [value]
        if any(isinstance(part, msgspec.Struct) and not _short(part) for part in parts) and depth < _DEEPEST:
            inner: list[Block] = []
            for i, part in enumerate(parts, 1):
                if isinstance(part, msgspec.Struct):
                    head = str(getattr(part, "id", "") or getattr(part, "name", "") or i)
                    blocks = tuple(_blocks(part, depth + 1))
                    inner.append(Section(head, blocks) if len(parts) > 1 else Section("", blocks))
            flat = tuple(b for block in inner for b in (block.blocks if isinstance(block, Section) and not block.title else (block,)))
            sections.append(Section(label, flat))
        else:
            rows.append((label, [_said(part) for part in parts]))
    own = getattr(entry, "cite", ())
    if own and rows:
        label, said = rows[0]
        rows[0] = (label, [Said(said[0].text, (*said[0].cite, *cites(own)), said[0].label), *said[1:]])
    return [*pairs(rows), *sections]


def _short(part: msgspec.Struct) -> bool:
    """Whether a part fits in one line: a few plain words, no criterion, no parts of its own."""
    values = [getattr(part, field) for field in part.__struct_fields__ if field != "cite"]
    kept = [value for value in values if value not in (None, "", [], {}, "no")]
    return len(kept) <= 6 and all(isinstance(value, (str, int, float)) for value in kept)


def _said(value: object) -> Said:
    if isinstance(value, msgspec.Struct):
        words = []
        for field, word in zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True):
            part = getattr(value, field)
            if field == "cite" or part in (None, "", [], {}, "no"):
                continue
            words.append(str(part) if field in ("says", "amount", "what", "effect", "text") else f"{word.replace('_', ' ')} {part}")
        return Said("; ".join(words), cites(getattr(value, "cite", ())))
    return Said(criterion_words(value))


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
            rest = " ".join(f"{key.replace('_', ' ')} {criterion_words(v)}" for key, v in raw.items() if key != "fact")
            return f"{raw['fact']} {rest}".strip()
        return ", ".join(f"{str(key).replace('_', ' ')} {criterion_words(value)}" for key, value in raw.items())
    if isinstance(raw, list):
        return ", ".join(criterion_words(item) for item in raw)
    return str(raw)
