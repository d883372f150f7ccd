"""How the property tests search: the same examples each time, on a busy machine as well."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.browser import browser, seen

# Fixtures for all.
__all__ = ["browser", "seen"]

# A deadline for one example measures the machine; what must be quick is timed by tests of its own.
settings.register_profile(
    "unit", deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unit")
