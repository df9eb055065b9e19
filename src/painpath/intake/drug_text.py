"""What the text of a drug product says: ingredients with their strengths, form, release and route.

Reads the style of RxNorm ("12 HR Oxycodone Hydrochloride 60 MG Extended Release Oral Tablet"), brands ("Lasix
40mg", "Carbamazepine[Tegretol]") and combinations. A text never gives a daily dose: that is the dosage
instruction's alone.
"""

from __future__ import annotations

import re

import msgspec

from painpath.intake.drug_names import DrugNames, Named

_STRENGTH = re.compile(
    r"(?<![\w.,])(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)\s*-?\s*"
    r"(?P<unit>mg|mcg|ug|µg|μg|micrograms?|milligrams?|grams?|g|meq|mmol|iu|unt|units?|%)"
    r"(?:\s*/\s*(?P<per>\d*\.?\d*\s*(?:ml|l|hr|hour|h|actuat|spray|dose|day|g|mg)))?(?![a-z])",
    re.IGNORECASE,
)
_UNITS = {
    "mcg": "ug", "µg": "ug", "μg": "ug", "microgram": "ug", "micrograms": "ug", "milligram": "mg", "milligrams": "mg",
    "gram": "g", "grams": "g", "unt": "[iU]", "iu": "[iU]", "unit": "[iU]", "units": "[iU]", "meq": "meq",
}  # fmt: skip
_LONGEST = 500  # characters: a longer text is no name of a product
_BRACKET = re.compile(r"\[([^\]]*)\]")
_COMPONENT = re.compile(r"\s+/\s+")
_JOIN = re.compile(r"[/+&,;]|\band\b|\bwith\b|\bplus\b", re.IGNORECASE)
_EXTENDED = re.compile(
    r"\b(?:extended|sustained|prolonged|controlled|modified|slow)[\s-]*release\b|\b(?:\d+\s*hr|xr|er|sr|cr|xl|la|mr|pr)\b",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"\b(?:delayed[\s-]*release|gastro[\s-]*resistant|enteric[\s-]*coated|dr|ec)\b", re.IGNORECASE
)
#: Words of dose forms, the first that occurs wins: (word, form, route, whether it is swallowed whole or by
#: the piece).
_FORMS = tuple(
    (re.compile(rf"\b{word}", re.IGNORECASE), form, route)
    for word, form, route in (
        ("sublingual", "tablet", "sublingual"),
        ("buccal", "tablet", "buccal"),
        ("transdermal", "patch", "transdermal"),
        ("medicated patch", "patch", "topical"),
        ("topical patch", "patch", "topical"),
        ("patch", "patch", ""),
        ("intrauterine", "intrauterine system", "intrauterine"),
        ("drug implant|implant", "implant", "implant"),
        (
            "prefilled syringe|injectable|injection|auto-?injector|pen injector|cartridge",
            "injection",
            "injection",
        ),
        ("inhal", "inhaler", "inhaled"),
        ("nasal", "nasal spray", "nasal"),
        ("ophthalmic|eye drop", "eye drops", "ophthalmic"),
        ("otic|ear drop", "ear drops", "otic"),
        ("vaginal", "vaginal", "vaginal"),
        ("rectal|supposit", "suppository", "rectal"),
        ("topical|cream|ointment|gel|lotion", "cream", "topical"),
        ("powder for oral", "powder", "oral"),
        ("oral solution|oral suspension|syrup|elixir|oral liquid", "liquid", "oral"),
        ("oral capsule|capsule|caps?", "capsule", "oral"),
        ("oral tablet|chewable tablet|tablet|tabs?|disintegrating", "tablet", "oral"),
        (r"\d+\s*day pack|dose pack|pack", "pack", "oral"),
        ("oral", "", "oral"),
    )
)
#: Forms that are taken by the piece, so that "1" means one of them.
PIECES = {"tablet", "capsule", "patch", "suppository", "pack"}


class Strength(msgspec.Struct, frozen=True):
    """How much of an ingredient one piece holds, or a volume or an hour of it (`per`)."""

    amount: float
    unit: str
    per: str = ""

    def __str__(self) -> str:
        return f"{self.amount:g} {self.unit}" + (f"/{self.per}" if self.per else "")


class Part(msgspec.Struct, frozen=True):
    """One ingredient of a product. `strength` is None where the text gives none."""

    substance: str
    strength: Strength | None = None


class DrugText(msgspec.Struct, frozen=True):
    """What a text says. `unknown` holds the components whose ingredient is not known."""

    parts: tuple[Part, ...] = ()
    form: str = ""
    release: str = ""
    route: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def substances(self) -> tuple[str, ...]:
        """The ingredients, in the order of the text."""
        return tuple(part.substance for part in self.parts)


def read_text(text: str, names: DrugNames) -> DrugText:
    """What the text of a product says; without parts when no known ingredient or brand is named.

    A name in brackets is the brand of what stands before it and counts only where that is not understood.
    """
    if len(text) > _LONGEST:
        return DrugText()
    outside = _BRACKET.sub(" ", text)
    found = _joined(names.find(outside), outside)
    if not found:
        inside = " / ".join(_BRACKET.findall(text))
        branded = names.find(inside)
        found = [named._replace(begin=0, end=0) for named in branded[:1]]
    strengths = [(match.start(), _strength(match)) for match in _STRENGTH.finditer(outside)]
    parts: dict[str, Part] = {}
    for i, named in enumerate(found):
        until = found[i + 1].begin if i + 1 < len(found) else len(outside)
        own = next((s for at, s in strengths if named.end <= at < until), None)
        single = len(named.substances) == 1
        for substance in named.substances:
            parts.setdefault(substance, Part(substance, own if single else None))
    form, route = _form(outside)
    return DrugText(
        parts=tuple(parts.values()),
        form=form,
        release=_release(outside, form, route),
        route=route,
        unknown=_unknown(outside, found),
    )


def _joined(found: list[Named], text: str) -> list[Named]:
    """The names that are ingredients of their own: the first, and each that a joining word or sign sets
    apart.

    In "Penicillin V Potassium" the potassium is the salt, not a second drug.
    """
    kept: list[Named] = []
    for named in found:
        between = text[kept[-1].end : named.begin] if kept else "/"
        if _JOIN.search(_STRENGTH.sub(" ", between)):
            kept.append(named)
    return kept


def _unknown(text: str, found: list[Named]) -> tuple[str, ...]:
    """The components of a combination in which nothing was recognised."""
    if not found:
        return ()
    components: list[str] = []
    begin = 0
    for cut in (*_COMPONENT.finditer(text), None):
        end = cut.start() if cut else len(text)
        if not any(begin <= named.begin < end for named in found):
            components.append(" ".join(text[begin:end].split()))
        begin = cut.end() if cut else end
    return tuple(components) if len(components) < len(_COMPONENT.findall(text)) + 1 else ()


def _strength(match: re.Match[str]) -> Strength:
    number = match["number"]
    if re.fullmatch(r"\d+(?:,\d{3})+(?:\.\d+)?", number):
        number = number.replace(",", "")
    unit = match["unit"].lower()
    per = "".join((match["per"] or "").split()).lower()
    return Strength(
        float(number.replace(",", ".")), _UNITS.get(unit, unit), per.replace("hour", "h").replace("hr", "h")
    )


def _form(text: str) -> tuple[str, str]:
    for word, form, route in _FORMS:
        if word.search(text):
            return form, route
    return "", ""


def _release(text: str, form: str, route: str) -> str:
    """Extended or delayed where the text says so; immediate where it names a plain oral form in full."""
    if route not in ("", "oral"):
        return ""
    if _DELAYED.search(text):
        return "delayed"
    if _EXTENDED.search(text):
        return "extended"
    plain = form in ("tablet", "capsule", "liquid") and re.search(r"\boral\b", text, re.IGNORECASE)
    return "immediate" if plain else ""
