"""A literal number of queries on every list: the same with 1 row and with 3, and with all."""

from __future__ import annotations

import pytest

from iscm.accounts.views import SHELF
from tests.api.asking import get

# with few rows, and with many: Django does not ask for what belongs to rows of which there are none
COUNTS = {
    "mechanisms": (12, 12),
    "meetings": (12, 14),
    "states": (2, 2),
    "publications": (9, 10),
    "themes": (2, 2),
    "issues": (14, 14),
    "statements": (5, 5),
    "overlap/mechanisms": (16, 16),
    "overlap/states/KE": (16, 16),
    "overlap/talk": (16, 16),
    "clashes": (16, 16),
    "trends": (7, 7),
    "rhythms/2026-06-30": (5, 5),
}


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [1, 3, 200])
@pytest.mark.parametrize("name", COUNTS)
def test_a_list(name: str, limit: int, django_assert_num_queries):
    SHELF.clear()
    with django_assert_num_queries(COUNTS[name][limit == 200]):
        assert get(f"{name}?limit={limit}").status_code == 200
    with django_assert_num_queries(1):  # asked again, one look at the revision
        assert get(f"{name}?limit={limit}").status_code == 200
