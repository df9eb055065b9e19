"""Follow-up: how is this patient doing, is it because of the treatment, and what next (`painpath review`).

Nothing is imported here: `review.py` brings numpy with it, which a plan does not need.
"""
