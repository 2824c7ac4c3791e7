"""A literal number of queries on every list: the same with 1 row and with 3, and with all."""

from __future__ import annotations

import pytest

from iscm.accounts.views import SHELF
from tests.api.asking import get

COUNTS = {
    "mechanisms": 10,
    "meetings": 13,
    "states": 2,
    "publications": 10,
    "themes": 2,
    "issues": 15,
    "statements": 6,
}
LIMITED = {"meetings", "publications", "statements"}


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [1, 3, 200])
@pytest.mark.parametrize("name", COUNTS)
def test_a_list(name: str, limit: int, django_assert_num_queries):
    SHELF.kept.clear()
    with django_assert_num_queries(COUNTS[name]):
        assert get(f"{name}?limit={limit}").status_code == 200
    with django_assert_num_queries(1):  # asked again, one look at the revision
        assert get(f"{name}?limit={limit}").status_code == 200
