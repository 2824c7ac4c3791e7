"""Meetings and themes over the years, what records tell, and rhythms: the pictures of the pages of trends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from iscm.documents.pictures.picture import Picture
from iscm.domain.terms import mechanisms
from iscm.meetings.forms import one_continent, one_level
from iscm.meetings.rules import Choice
from iscm.newsletter.queries import years as issues
from iscm.registry.forms import Day, Known, one_mechanism
from iscm.site.pictures.kinds import Asked, Kind, Reader
from iscm.site.trends import pictures


class Of(Asked):
    """Which mechanism, or those of which level and region."""

    mechanism = one_mechanism(mechanisms)
    level, region = one_level(), one_continent()


class OnDay(Of):
    as_of = Day(label=gettext_lazy("As of"), required=False)


class OfYear(Asked):
    """A year whose index was printed."""

    def __init__(self, given: QueryDict, *, beside: tuple[str, ...] = ()) -> None:
        super().__init__(given, beside=beside)
        self.fields["year"] = Known(
            choices=lambda: [(str(year), str(year)) for year in issues()], label=gettext_lazy("Year")
        )


def _choice(asked: Mapping[str, Any]) -> Choice:
    return Choice(**{name: (asked[name],) for name in ("mechanism", "level", "region") if asked.get(name)})


def _kind(make: Callable[[Choice, str], Picture | None]) -> Kind:
    return Kind(draw=lambda asked, reader, _today: make(_choice(asked), reader.root), form=Of)


def _rhythms(asked: Mapping[str, Any], _reader: Reader, today: dt.date) -> Picture | None:
    return pictures.rhythms(asked.get("as_of") or today, _choice(asked))


def _reconciled(asked: Mapping[str, Any], reader: Reader, _today: dt.date) -> Picture | None:
    return pictures.reconciled(int(asked["year"]), reader.root) if asked.get("year") else None


def _latest(_today: dt.date) -> dict[str, Any]:
    return {"year": str(max(issues(), default=""))}


KINDS = {
    "meetings-by-year": _kind(pictures.by_year),
    "meetings-by-type": _kind(lambda choice, root: pictures.by_class("type", choice, root)),
    "meetings-by-level": _kind(lambda choice, root: pictures.by_class("level", choice, root)),
    "meetings-by-region": _kind(lambda choice, root: pictures.by_class("region", choice, root)),
    "themes-by-year": _kind(pictures.themes),
    "index-reconciled": Kind(draw=_reconciled, form=OfYear, usual=_latest),
    "records-tell": _kind(lambda choice, _root: pictures.told(choice)),
    "rhythm": Kind(draw=_rhythms, form=OnDay, usual=lambda today: {"as_of": today}),
}
