"""Plugins of our own for pytest; fixtures are in tests/conftest.py."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.plugins.programs", "tests.plugins.databases", "tests.plugins.mailserver"]

# Laws are about what holds, not how fast: a busy machine must not break them. On a server the same examples are drawn
# each time, so that a change is judged by what it changes; by hand new ones are sought at every run.
settings.register_profile(
    "iscm",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("iscm")
