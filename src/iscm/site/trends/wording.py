"""What counts, shares and gaps are called: on pages, in pictures and in their tables."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext

from iscm.analysis.drift import Drift, Rhythm
from iscm.analysis.reconciling import Rank
from iscm.analysis.trends import Count
from iscm.meetings.forms import worded
from iscm.meetings.rules import REGIONS
from iscm.registry.templatetags.wording import kind, level, tongue_of_page
from iscm.site.trends.figures import WORLD, Class

MONTH = 30.44  # days


def least_said(count: Count) -> str:
    """The same as plain words, for attributes."""
    if count.open:
        return ngettext("at least %(n)d meeting", "at least %(n)d meetings", count.meetings) % {
            "n": count.meetings
        }
    return ngettext("%(n)d meeting", "%(n)d meetings", count.meetings) % {"n": count.meetings}


def class_name(row: Class, of: str) -> str:
    """A class by its name: a kind, a level, a region, or several of them."""
    if not row.key:
        return gettext("not stated")
    if row.key == (WORLD,) and of == "region":
        return gettext("worldwide")
    say = {"type": kind, "level": level, "region": lambda key: worded("region", key)}[of]
    names = [say(key) for key in row.key]
    if of == "region" and len(row.key) == len(REGIONS):
        return gettext("all continents")
    return names[0] if len(names) == 1 else tongue_of_page().listed([str(name) for name in names])


def rest(rests_on: Mapping[str, int]) -> str:
    """What the records of a year rest on: "issue of the Highlights (81), web pages (11)"."""
    named = {
        "newsletter": gettext("issue of the Highlights"), "report": gettext("reports of secretariats"),
        "overview": gettext("overviews"), "press": gettext("press"), "page": gettext("web pages"),
        "": gettext("no source kept"),
    }  # fmt: skip
    comma = str(tongue_of_page().ways["comma"])
    return comma.join(f"{named[key]} ({rests_on[key]})" for key in named if rests_on.get(key))


def aspect(key: str) -> str:
    """What a record may tell."""
    return {
        "days": gettext("Days"), "place": gettext("Place"), "topic": gettext("Topic"),
        "outcome": gettext("Outcome"), "participants": gettext("Participants"),
    }[key]  # fmt: skip


def way(drift: Drift) -> str:
    """What became of an aspect."""
    return {
        "unknown": gettext("too few records to say"), "stopped": gettext("no longer told"),
        "less": gettext("told less"), "more": gettext("told more"), "alike": gettext("as before"),
    }[drift.way]  # fmt: skip


def gap(days: int) -> str:
    """A time between meetings: days, or months where it is two or more."""
    if days < 2 * MONTH:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    months = round(days / MONTH)
    return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}


def series(key: str) -> str:
    """A series of main meetings."""
    return gettext("main meeting") if key == "main" else kind(key)


def stands(row: Rhythm) -> str:
    """Where a series stands by its own rhythm."""
    return {
        "unknown": gettext("rhythm not known"), "rest": gettext("at rest"), "coming": gettext("next one on record"),
        "overdue": gettext("later than usual"), "expected": gettext("within its rhythm"),
    }[row.standing]  # fmt: skip


def why(rank: Rank) -> str:
    """Why a recomputed number differs from the printed one; "" where it does not."""
    parts = []
    if rank.attested:
        parts.append(
            ngettext("%(n)d printed without a statement", "%(n)d printed without a statement", rank.attested)
            % {"n": rank.attested}
        )
    if rank.missed:
        parts.append(
            ngettext("%(n)d told and not printed", "%(n)d told and not printed", rank.missed)
            % {"n": rank.missed}
        )
    return str(tongue_of_page().ways["comma"]).join(parts)
