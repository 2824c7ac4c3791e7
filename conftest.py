"""Plugins of our own for pytest; fixtures are in tests/conftest.py."""

pytest_plugins = ["tests.plugins.programs", "tests.plugins.databases"]
