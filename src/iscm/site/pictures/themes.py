"""The themes of a year's issue by the number of mechanisms that took them up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from iscm.documents import figures, names
from iscm.documents.blocks import Bar, Link, Row, Table, Text
from iscm.documents.pictures.bars import narrow, wide
from iscm.documents.pictures.picture import Picture
from iscm.newsletter import queries
from iscm.registry.forms import Known
from iscm.registry.templatetags.wording import comma
from iscm.site.pictures.kinds import Asked, Kind, Reader

KEY = "themes"


class Of(Asked):
    """A year that has an issue."""

    def __init__(self, given: QueryDict, *, beside: tuple[str, ...] = ()) -> None:
        super().__init__(given, beside=beside)
        years = [(str(year), str(year)) for year in queries.years()]
        self.fields["year"] = Known(choices=lambda: years, label=gettext_lazy("Year"))
        self.fields["year"].choices = [("", _("the latest")), *years]


def draw(asked: Mapping[str, Any], reader: Reader, _today: dt.date) -> Picture | None:
    issue = queries.issue(int(asked["year"])) if asked["year"] else None
    rows = (
        [(names.theme(row.theme, reader.lang).text, row, row.theme) for row in issue.themes] if issue else []
    )
    bars = [
        Bar(label=bar.label, value=bar.value, target=reader.address("theme", bar.target))
        for bar in figures.popularity(rows)
    ]
    if not (issue and bars):
        return None
    said = [f"{bar.label}: {_mechanisms(bar.value)}" for bar in bars]
    return Picture(
        key=KEY,
        title=_("Themes of %(year)s by the number of mechanisms that took them up") % {"year": issue.year},
        specification=wide(bars, said, backwards=reader.backwards),
        narrow=narrow(bars, said, backwards=reader.backwards),
        alternative=_said(bars, issue.year),
        table=Table(
            head=(_("Theme"), _("Mechanisms")),
            rows=tuple(
                Row(((Link((Text(bar.label),), bar.target),), (Text(str(bar.value)),))) for bar in bars
            ),
            caption=_("The same as a table"),
            alignment=("start", "end"),
            widths=(3, 1),
        ),
        unknown=_("A mechanism that did not report took up no theme here, which does not mean that it took up none."),
    )  # fmt: skip


def _mechanisms(number: int) -> str:
    return ngettext("%(n)d mechanism", "%(n)d mechanisms", number) % {"n": number}


def _said(bars: list[Bar], year: int) -> str:
    first = [bar.label for bar in bars if bar.value == bars[0].value]
    return ngettext(
        "A bar for each of %(n)d theme that mechanisms took up in %(year)s, as the issue of that year prints them; "
        "most of all %(first)s (%(most)s).",
        "Bars for %(n)d themes that mechanisms took up in %(year)s, as the issue of that year prints them; most of all "
        "%(first)s (%(most)s).",
        len(bars),
    ) % {
        "n": len(bars), "year": year, "first": comma().join(first[:3]), "most": _mechanisms(bars[0].value),
    }  # fmt: skip


KIND = Kind(draw=draw, form=Of, usual=lambda _today: {"year": str(max(queries.years(), default=""))})
