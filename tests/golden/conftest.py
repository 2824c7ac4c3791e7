"""`pytest tests/golden --rewrite` writes the files anew; a person reads the difference before keeping it."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write the golden files anew")
