"""Mechanisms of the shipped records that have members in common, and holds of theirs."""

from __future__ import annotations

import datetime as dt

import pytest

from iscm.domain.when import When

TODAY = dt.date(2026, 1, 15)
DAYS = "2027-03-02/2027-03-04"


@pytest.fixture
def hold_of(db, now):
    """Makes the row of a hold, without a trail; its key."""
    from iscm.planning.models import Hold, Holder
    from iscm.registry.models import Mechanism

    def make(*slugs: str, when: str = DAYS, **more: str) -> str:
        row = Hold.objects.create(
            when=When.parse(when), at=now, by="p-secret",
            **{"title": "A secret title", "type": "workshop", "city": "Secretville", "country": "SV"} | more,
        )  # fmt: skip
        for slug in slugs:
            Holder.objects.create(hold=row, mechanism=Mechanism.objects.get(slug=slug))
        return row.key

    return make


def pair() -> tuple[str, str, set[str]]:
    """Two mechanisms with many members in common, and these."""
    from iscm.planning.queries.holds import members

    known, one = members(TODAY), "rabat-process"
    other = max(
        (slug for slug in known if slug != one), key=lambda slug: (len(known[slug] & known[one]), slug)
    )
    return one, other, set(known[one] & known[other])
