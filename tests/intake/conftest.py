"""A round of 2025 in which two mechanisms are asked that may meet each other."""

from __future__ import annotations

import datetime as dt

import pytest

YEAR = 2025


@pytest.fixture
def asked(db, now):
    from iscm.intake.actions import open_round

    opened = open_round(
        year=YEAR, number=11, due=dt.date(2026, 2, 15), office="The office", contact="office@hub.example",
        asks={"rcm": ("rcm@mail.example", "es"), "sacm": ("sacm@mail.example", "es")}, by="office", at=now,
    )  # fmt: skip
    return {ask.mechanism.slug: ask for ask in opened.asks.select_related("mechanism", "round__issue")}
