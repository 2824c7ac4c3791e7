"""``--database-only`` keeps the tests that use a database: those that are run on PostgreSQL too.

ISCM_TEST_DATABASE=postgresql script/test --database-only

The test that does so takes as long as all the others of one process: it is begun first. The others come in their order,
few at a time: first those with a database, for none can be asked in a process once the browser runs in it.
"""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="leave out the tests that use no database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)
    if not config.getoption("--database-only"):
        return
    chosen = [item for item in items if uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def uses_database(item: pytest.Item) -> bool:
    wanted = {"db", "transactional_db", "live_server", "admin_client"}
    return (
        bool(wanted & set(getattr(item, "fixturenames", ())))
        or item.get_closest_marker("django_db") is not None
    )
