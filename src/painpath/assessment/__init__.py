"""Floor 5: from a record to an assessment. `assess` is the way in."""

from painpath.assessment.assess import assess
from painpath.assessment.result import Assessment

__all__ = ["Assessment", "assess"]
