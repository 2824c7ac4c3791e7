"""Mechanisms in the years of their founding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iscm.documents.blocks import Inlines, Link, Row, Table, Text
from iscm.documents.pictures import founded
from iscm.documents.pictures.picture import Picture
from iscm.domain.mechanisms import Mechanism
from iscm.domain.when import When
from iscm.registry import queries
from iscm.registry.templatetags.wording import alphabetical, comma, level, levels, short, when
from iscm.site.pictures.kinds import Kind, Reader

WIDE, NARROW = 720, 340  # px


def draw(_asked: Mapping[str, Any], reader: Reader, _today: dt.date) -> Picture | None:
    rows = queries.mechanisms()
    dated = [(row, year) for row in rows if (year := _year(row.established))]
    if not dated:
        return None
    foundings = [
        founded.Founding(
            str(short(row.slug)), year, row.level, _said(row), reader.address("mechanism", row.slug)
        )
        for row, year in dated
    ]
    legend = [(key, str(levels(key))) for key in founded.LEVELS if any(row.level == key for row, _y in dated)]
    drawn = {"legend": legend, "backwards": reader.backwards}
    dated.sort(key=lambda pair: (pair[1], alphabetical(short(pair[0].slug))))
    return Picture(
        key="founded",
        title=_("Consultation mechanisms by the years in which they were founded"),
        specification=founded.wide(foundings, width=WIDE, **drawn),
        narrow=founded.narrow(foundings, width=NARROW, **drawn),
        alternative=_alternative([year for _row, year in dated]),
        table=Table(
            head=(_("Mechanism"), _("Founded"), _("Level")),
            rows=tuple(
                Row(
                    (
                        (Link(_words(short(row.slug)), reader.address("mechanism", row.slug)),),
                        _words(when(row.established)),
                        _words(level(row.level)),
                    )
                )
                for row, _year_of in dated
            ),
            caption=_("The same as a table"),
            alignment=("start", "start", "start"),
            widths=(4, 3, 3),
        ),
        unknown=_unknown([row for row in rows if not _year(row.established)]),
    )


def _year(established: When | None) -> int | None:
    """The year, where it is one and known."""
    first, last = (established.earliest, established.latest) if established else (None, None)
    return first.year if first and last and first.year == last.year else None


def _said(row: Mechanism) -> str:
    return _("%(mechanism)s: founded %(when)s, %(level)s") % {
        "mechanism": short(row.slug), "when": when(row.established), "level": str(level(row.level)).lower(),
    }  # fmt: skip


def _alternative(years: list[int]) -> str:
    return ngettext(
        "%(n)d mechanism of which the year of founding is known, in %(first)s.",
        "%(n)d mechanisms by name, in columns of five years from the first founded in %(first)s to the last in "
        "%(last)s.",
        len(years),
    ) % {"n": len(years), "first": min(years), "last": max(years)}


def _unknown(rows: list[Mechanism]) -> str:
    """Who is left out; and that a source's year stands where sources disagree."""
    left = sorted((str(short(row.slug)) for row in rows), key=alphabetical)
    missing = ngettext(
        "Of %(n)d mechanism the year is not known: %(names)s.",
        "Of %(n)d mechanisms the year is not known: %(names)s.",
        len(left),
    ) % {"n": len(left), "names": comma().join(left)}
    disagree = _("Where sources disagree on the year, the one chosen for show is drawn.")
    return f"{missing} {disagree}" if left else disagree


def _words(text: str) -> Inlines:
    return (Text(str(text)),)


KIND = Kind(draw=draw)
