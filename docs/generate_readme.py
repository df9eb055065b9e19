"""The printed plan in README.md: the first page of `painpath demo`, as it is printed."""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path
from unittest.mock import patch

from painpath.edges.cli.entry import run
from painpath.library import load_library

README = Path("README.md")
START, END = "<!-- printed-plan: start -->", "<!-- printed-plan: end -->"


def pages() -> dict[Path, str]:
    """README.md with today's printed plan between its two marks."""
    text = (Path(__file__).resolve().parent.parent / README).read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return {README: f"{before}{START}\n```\n{_first_page()}\n```\n{END}{after}"}


def _first_page() -> str:
    printed = io.StringIO()
    # As wide as a printed page, whatever the terminal that this runs in.
    with patch.dict(os.environ, {"COLUMNS": "100"}), contextlib.redirect_stdout(printed):
        run(["demo", "--no-color"])
    texts = load_library().texts
    page = printed.getvalue()
    begin = page.index(texts["page.plan_title"])
    # The version of the knowledge changes with every entry; the plan changes only when it should.
    end = page.index(texts["plan.intended_use"].split(".")[0])
    return page[begin:end].rstrip()
