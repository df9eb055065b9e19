"""Floor 6: from an assessment to a plan, and from an order to a verdict. `plan`, `check_order` and `findings` are the
ways in."""

from painpath.planning.check_order import INTENTS, Proposed, check_order
from painpath.planning.findings import Finding, findings
from painpath.planning.plan import plan
from painpath.planning.result import Plan, Verdict

__all__ = ["INTENTS", "Finding", "Plan", "Proposed", "Verdict", "check_order", "findings", "plan"]
