"""Comparing a result with what a clinician wrote down (the format is in README.md of this folder)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from painpath.facts import parse_quantity

Words = str | list[str]


def read_cases(folder: Path) -> dict[str, dict[str, object]]:
    """Every case of a folder by file name."""
    return {
        path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        for path in sorted(folder.glob("*.yaml"))
    }


def listed(words: object) -> list[Words]:
    """A list of words; an inner list means any one of these."""
    if words is None:
        return []
    return words if isinstance(words, list) else [str(words)]


def lacking(wanted: object, text: str) -> list[Words]:
    """The wanted words that the text does not have."""
    low = text.lower()
    missing = []
    for word in listed(wanted):
        ways = word if isinstance(word, list) else [word]
        if not any(str(way).lower() in low for way in ways):
            missing.append(word)
    return missing


def present(unwanted: object, text: str) -> list[str]:
    """The unwanted words that the text has."""
    low = text.lower()
    found = []
    for word in listed(unwanted):
        ways = word if isinstance(word, list) else [word]
        found += [str(way) for way in ways if str(way).lower() in low]
    return found


def not_among(wanted: object, ids: set[str]) -> list[Words]:
    """The wanted ids (or any one of an inner list) that are not there."""
    missing = []
    for word in listed(wanted):
        ways = word if isinstance(word, list) else [word]
        if not any(str(way) in ids for way in ways):
            missing.append(word)
    return missing


def same_amount(wanted: str, found: Mapping[str, object] | None) -> bool:
    """Whether a printed quantity and {value, unit} are the same, to a tenth of a per cent."""
    quantity = parse_quantity(wanted)
    if quantity is None or found is None:
        return False
    value = float(str(found["value"]))
    unit = (
        str(found["unit"]).rstrip("s").removesuffix("e") if "patch" in str(found["unit"]) else found["unit"]
    )
    asked = quantity.unit.rstrip("s").removesuffix("e") if "patch" in quantity.unit else quantity.unit
    return unit == asked and abs(value - quantity.low) <= 0.001 * max(quantity.low, 1.0)
