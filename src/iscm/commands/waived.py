"""Where waivers are kept: beside a file, or with the year's issue in the database."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from iscm.commands import waivers
from iscm.domain.waivers import Waiver


@dataclass(frozen=True, slots=True)
class Beside:
    """In a TOML file; ``path`` None where there is none to keep them in."""

    path: Path | None

    def held(self) -> tuple[Waiver, ...]:
        return waivers.load(self.path) if self.path else ()

    def change(self, add: Iterable[Waiver], drop: Iterable[str]) -> None:
        """Keep what is added and forget what is dropped, in one writing."""
        if self.path is None:
            raise waivers.NotWaivers("say with --waivers FILE where waivers are to be kept")
        gone = {*drop, *(waiver.key for waiver in add)}
        waivers.store(self.path, [*(waiver for waiver in self.held() if waiver.key not in gone), *add])


@dataclass(frozen=True, slots=True)
class WithYear:
    """With the issue of a year, where each change leaves its trace."""

    year: int

    def held(self) -> tuple[Waiver, ...]:
        from iscm.newsletter.queries import waived  # a file is checked without a database

        return tuple(Waiver(key, reason) for key, reason in waived(self.year).items())

    def change(self, add: Iterable[Waiver], drop: Iterable[str]) -> None:
        from django.db import transaction

        from iscm.newsletter.actions import ask_again, waive

        at, by = dt.datetime.now(dt.UTC), getpass.getuser()
        with transaction.atomic():
            for key in drop:
                ask_again(year=self.year, key=key, by=by, at=at)
            for waiver in add:
                waive(year=self.year, key=waiver.key, reason=waiver.reason, by=by, at=at)
