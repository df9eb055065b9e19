"""A result as other programs and as readers get it."""

from __future__ import annotations

import json

from painpath.edges.document.plain import document_of
from painpath.edges.document.plan_page import plan_page
from painpath.edges.document.text import render_text
from painpath.edges.document.verdict_page import verdict_page
from painpath.library import Library
from painpath.planning import Plan, Verdict


def to_json(result: Plan | Verdict) -> dict:
    """The JSON document, read back."""
    name = "plan" if isinstance(result, Plan) else "verdict"
    return json.loads(json.dumps(document_of(name, result)))


def to_text(result: Plan | Verdict, library: Library) -> str:
    """The printed text, one line a paragraph."""
    page = plan_page(library, result) if isinstance(result, Plan) else verdict_page(library, result)
    return render_text(page, width=10_000)
