"""How many alerts an order gets, over the hand-written orders of tests/cases/verdicts. Printed, nothing is asserted.

An alert is one bullet of the short form of check-order; what is only open is one line and counts as none.
"""

from __future__ import annotations

import statistics
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print the table."""
    from painpath.edges.document.alert_page import alerts
    from painpath.library import load_library
    from painpath.pipeline import Request, run_check_order
    from painpath.planning import Proposed

    library = load_library()
    counts: list[int] = []
    before: list[int] = []
    verdicts: Counter[str] = Counter()
    for path in sorted((ROOT / "tests" / "cases" / "verdicts").glob("*.yaml")):
        case = yaml.safe_load(path.read_text(encoding="utf-8"))
        settings, order = case.get("settings") or {}, case["order"]
        request = Request(
            today=date(2026, 11, 20),
            jurisdiction=settings.get("jurisdiction", "US"),
            guideline=settings.get("guideline", "neupsig_2025"),
        )
        indication = order.get("indication") or ""
        proposed = Proposed(
            drug=order["drug"],
            dose=order.get("dose") or "",
            indication="" if indication == "none" else indication,
            intent=order.get("intent", "start"),
        )
        verdict = run_check_order(yaml.safe_dump(case["facts"]).encode(), library, request, proposed)
        counts.append(sum(len(reasons) for _, reasons in alerts(verdict)))
        before.append(len(verdict.reasons))
        verdicts[verdict.verdict] += 1
    ordered = sorted(counts)
    print(f"{len(counts)} orders: {', '.join(f'{name} {n}' for name, n in verdicts.most_common())}")
    print(
        f"alerts per order: median {statistics.median(counts):g}, mean {statistics.mean(counts):.1f}, "
        f"90th percentile {ordered[int(0.9 * len(ordered))]}, most {ordered[-1]}, none {counts.count(0)}"
    )
    print(f"reasons found per order, before they are grouped: mean {statistics.mean(before):.1f}")


if __name__ == "__main__":
    sys.exit(main())
