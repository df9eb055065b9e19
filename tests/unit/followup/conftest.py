"""Diaries as lists of numbers, and the record that they make."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

import pytest

from painpath.criteria import Asking
from painpath.library import Library
from painpath.pipeline import Request, read_record

DAY = date(2026, 11, 20)
Ask = Callable[..., Asking]


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def diary(values: Sequence[float | None], last: date = DAY) -> list[dict[str, object]]:
    """One value a day, the last of them on `last`; None for a day that nobody wrote down."""
    first = last - timedelta(days=len(values) - 1)
    return [
        {"value": value, "on": (first + timedelta(days=place)).isoformat()}
        for place, value in enumerate(values)
        if value is not None
    ]


def dose(milligrams: float, begin: str, end: str = "", **more: object) -> dict[str, object]:
    """A course as a facts file writes it."""
    return {
        "daily_dose": f"{milligrams} mg",
        "from": begin,
        **({"until": end} if end else {}),
        **more,
    }


@pytest.fixture
def asking(library: Library) -> Ask:
    """Builds a record from facts and asks it."""

    def build(facts: Mapping[str, object], **more: object) -> Asking:
        document = {
            "as_of": DAY.isoformat(),
            "patient": {"age": 60},
            "facts": {"renal.creatinine_clearance": {"value": "90 mL/min", "on": "2026-11-01"}, **facts},
            **more,
        }
        _, record, _ = read_record(json.dumps(document).encode(), library, Request(DAY))
        return Asking(library.catalog, record)

    return build
