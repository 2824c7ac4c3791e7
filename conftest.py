"""Plugins of our own for pytest; fixtures are in tests/conftest.py."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.plugins.programs", "tests.plugins.databases"]

# laws are about what holds, not how fast: a busy machine must not break them
settings.register_profile("iscm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("iscm")
