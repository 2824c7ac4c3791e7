"""Who shares members with whom, as a network and as a matrix: the pictures of the pages of overlaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from iscm.documents.pictures.picture import Picture
from iscm.meetings.forms import one_continent, one_level
from iscm.registry.forms import Day, Known
from iscm.site.overlap import pictures
from iscm.site.overlap.records import Asked as Wanted
from iscm.site.overlap.records import Ground, ground
from iscm.site.pictures.kinds import Asked, Kind, Reader


class Of(Asked):
    """A day, whether observers count too, and which mechanisms."""

    as_of = Day(label=gettext_lazy("As of"), required=False)
    observers = Known(
        choices=lambda: [("yes", gettext_lazy("members and observers"))], label=gettext_lazy("Who counts")
    )
    level, region = one_level(), one_continent()


def _kind(make: Callable[[Ground, Wanted, str], Picture | None]) -> Kind:
    def draw(asked: Mapping[str, Any], reader: Reader, today: dt.date) -> Picture | None:
        wanted = Wanted(
            asked.get("as_of") or today,
            asked.get("observers") == "yes",
            asked.get("level") or "",
            asked.get("region") or "",
        )
        return make(ground(), wanted, reader.root)

    return Kind(draw=draw, form=Of, usual=lambda today: {"as_of": today})


NETWORK, MATRIX = _kind(pictures.network), _kind(pictures.matrix)
