"""painpath: from one patient's record to a cited, individual plan for neuropathic pain.

The face. Names are fetched from their floors when they are first used, so that `import painpath` stays light.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from painpath.assessment import Assessment, assess
    from painpath.facts import Record
    from painpath.library import Library, Settings, load_library
    from painpath.pipeline import Request, run_assess, run_check_order, run_plan
    from painpath.planning import Plan, Proposed, Verdict, check_order, plan

__version__ = "0.1.0"

_HOMES = {
    "Assessment": "assessment",
    "Library": "library",
    "Plan": "planning",
    "Proposed": "planning",
    "Record": "facts",
    "Request": "pipeline",
    "Settings": "library",
    "Verdict": "planning",
    "assess": "assessment",
    "check_order": "planning",
    "load_library": "library",
    "plan": "planning",
    "run_assess": "pipeline",
    "run_check_order": "pipeline",
    "run_plan": "pipeline",
}

__all__ = [
    "Assessment",
    "Library",
    "Plan",
    "Proposed",
    "Record",
    "Request",
    "Settings",
    "Verdict",
    "__version__",
    "assess",
    "check_order",
    "load_library",
    "plan",
    "run_assess",
    "run_check_order",
    "run_plan",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"painpath has no {name!r}; it has {', '.join(__all__)}")
    return getattr(importlib.import_module(f"painpath.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
