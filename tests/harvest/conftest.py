"""A town of sites, a clock that tests move, and sources in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from tests.harvest import town as towns

BEGIN = dt.datetime(2030, 1, 7, 6, tzinfo=dt.UTC)


@dataclass
class Clock:
    """The time of the test; waiting moves it."""

    now: dt.datetime = BEGIN

    def __call__(self) -> dt.datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)

    def on(self, **more: int) -> None:
        self.now += dt.timedelta(**more)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def town(settings):
    with towns.town() as here:
        settings.ISCM_HARVEST_ALLOW = [here.host]
        yield here


@pytest.fixture
def turn(db, clock):
    """Asks whatever is due now; what came of it."""
    from iscm.harvest.actions import harvest

    return lambda: harvest(clock=clock, wait=clock.wait)


@pytest.fixture
def source(db, town, clock):
    """Adds a source of a mechanism at a path; its row."""
    from iscm.harvest.actions import add_source
    from iscm.harvest.models import Source

    def add(mechanism: str, kind: str, path: str, **more: object) -> Source:
        number = add_source(
            mechanism=mechanism,
            values={"kind": kind, "address": town.at(path), **more},
            by="p-test",
            at=clock.now,
        )
        return Source.objects.get(pk=number)

    return add


def calendar(*events: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//town//EN", *events, "END:VCALENDAR", ""])


def event(uid: str, title: str, first: str, last: str = "", *more: str) -> str:
    """An event of whole days; ``last`` is the day that it ends on itself."""
    day = dt.date.fromisoformat(last or first) + dt.timedelta(days=1)
    lines = [
        "BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20300101T000000Z", f"SUMMARY:{title}",
        f"DTSTART;VALUE=DATE:{first.replace('-', '')}", f"DTEND;VALUE=DATE:{day:%Y%m%d}", *more, "END:VEVENT",
    ]  # fmt: skip
    return "\r\n".join(lines)
