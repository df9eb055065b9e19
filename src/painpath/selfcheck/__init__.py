"""Floor 8: the knowledge asked about itself. `check` runs every entry's links, codes, doses and cases."""

from painpath.selfcheck.everything import check
from painpath.selfcheck.result import Finding, Report

__all__ = ["Finding", "Report", "check"]
