"""Follow-up: how is this patient doing, is it because of the treatment, and what next (`painpath review`)."""
