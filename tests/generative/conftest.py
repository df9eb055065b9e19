"""Random tests are small on a change; `PAINPATH_RANDOM=long pytest tests/generative` makes them long."""

import os

from hypothesis import HealthCheck, settings

_QUIET = [
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
    HealthCheck.large_base_example,
]
settings.register_profile("change", max_examples=100, deadline=None, suppress_health_check=_QUIET)
settings.register_profile("long", max_examples=3000, deadline=None, suppress_health_check=_QUIET)
settings.load_profile("long" if os.environ.get("PAINPATH_RANDOM") == "long" else "change")
