"""Follow-up: how is this patient doing, is it because of the treatment, and what next (`painpath review`).

`review` brings numpy with it, and nothing below this floor does: import it where it is used.
"""

from painpath.followup.review import review

__all__ = ["review"]
