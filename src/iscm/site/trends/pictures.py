"""Trends as pictures in the language of the page: each with its words, all its numbers, and what is not known.

Each is None where nothing is on record to draw. ``root`` is put before addresses, so that a picture that is taken along
leads back to the hub.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from iscm.analysis import trends
from iscm.analysis.drift import ASPECTS, Rhythm, Telling
from iscm.analysis.trends import Count
from iscm.documents.blocks import Row, Table, Text
from iscm.documents.pictures import heat, rhythm, years
from iscm.documents.pictures.picture import Picture, Specification
from iscm.documents.pictures.years import NARROW, WIDE, Share, Stack
from iscm.meetings.forms import described
from iscm.meetings.queries import yearly
from iscm.meetings.rules import Choice
from iscm.registry.queries import outlines
from iscm.registry.templatetags.wording import alphabetical, day, percent, raised, short, tongue_of_page
from iscm.registry.templatetags.wording import theme as named
from iscm.site.trends import figures
from iscm.site.trends.wording import aspect, class_name, gap, least_said, rest, series, stands

RECENT = 8  # years that a small screen shows of the themes; the table has all
LARGE, SMALL = 3, 2  # of small pictures beside each other, on a small screen too


def by_year(
    choice: Choice | None = None, root: str = "", rows: Sequence[figures.Year] | None = None
) -> Picture | None:
    """Meetings of each year, stacked; its table has also how many mechanisms met, and what the records rest on."""
    choice = choice or Choice()
    rows = figures.years(choice, yearly.told(choice), outlines()) if rows is None else rows
    drawn = [row for row in rows if row.year]
    stacks = [_stack(str(row.year), row.count, root, row.address) for row in drawn]
    most = max(drawn, key=lambda row: row.count.meetings, default=None)
    if most is None:
        return None
    alternative = _(
        "Meetings by year from %(first)s to %(last)s. Most in %(year)s: %(most)s, %(dated)s of them known to the day."
    ) % {
        "first": drawn[0].year, "last": drawn[-1].year, "year": most.year,
        "most": least_said(most.count), "dated": most.count.dated,
    }  # fmt: skip
    cells = [
        (str(row.year or _("Year not known")), *_cells(row.count), str(row.mechanisms), rest(row.rests_on))
        for row in rows
    ]
    without = next((row.count for row in rows if row.year is None), Count())
    head = (_("Year"), *_heads(), _("Mechanisms"), _("Records rest on"))
    return _picture(
        "meetings-by-year", _("Meetings over the years"), choice,
        lambda width, back: years.columns(stacks, _legend(), width=width, backwards=back),
        alternative, _table(_("Meetings by year"), head, cells),
        unknown=" ".join(filter(None, [
            _("More records are not more meetings: a year counts as many meetings as its sources tell."),
            _undated(without),
        ])),
    )  # fmt: skip


def by_class(name: str, choice: Choice | None = None, root: str = "") -> Picture | None:
    """Meetings by ``type``, ``level`` or ``region``."""
    choice = choice or Choice()
    if name == "type":
        rows = figures.types(choice, yearly.told(choice, "type"))
    else:
        of = {"level": figures.levels, "region": figures.regions}[name]
        rows = of(choice, yearly.told(choice), outlines())
    if not rows:
        return None
    title = {
        "type": _("Meetings by kind"),
        "level": _("Meetings by level"),
        "region": _("Meetings by region"),
    }[name]
    labels = [str(raised(class_name(row, name))) for row in rows]
    stacks = [_stack(label, row.count, root, row.address) for label, row in zip(labels, rows, strict=True)]
    cells = [(label, *_cells(row.count)) for label, row in zip(labels, rows, strict=True)]
    return _picture(
        f"meetings-by-{name}", title, choice,
        lambda width, back: years.rows(stacks, _legend(), width=width, backwards=back),
        _leading(title, list(zip(labels, (row.count for row in rows), strict=True))),
        _table(title, (title, *_heads()), cells),
        unknown=_("Where no mechanism or kind is recorded, a meeting stands with “not stated”."),
    )  # fmt: skip


def themes(
    choice: Choice | None = None, root: str = "", rows: Sequence[trends.Told] | None = None
) -> Picture | None:
    """Meetings by theme and year."""
    choice = choice or Choice()
    counted = trends.by_theme(yearly.told(choice, "theme") if rows is None else rows)
    unstated = trends.together(counted.pop("", {}).values())
    if choice.theme:
        counted = {theme: cells for theme, cells in counted.items() if theme in choice.theme}
    shown = [year for year in trends.in_order({y for cells in counted.values() for y in cells}) if year]
    lines = sorted(
        figures.lines(choice, "theme", counted, shown), key=lambda line: alphabetical(named(line.key))
    )
    if not lines:
        return None
    fields = [
        heat.Field(
            str(named(line.key)), str(year), count.meetings, f"{named(line.key)}, {year}: {least_said(count)}",
            root + address if address else None,
        )
        for line in lines for year, count, address in line.cells if count
    ]  # fmt: skip
    cells = [
        (str(named(line.key)), *(str(count.meetings) if count else "" for _y, count, _a in line.cells),
         str(line.count.meetings))
        for line in lines
    ]  # fmt: skip
    columns = [str(year) for year in shown]
    latest = columns[-RECENT:]
    title = _("Meetings by theme and year")
    return _picture(
        "themes-by-year", title, choice,
        lambda width, back: heat.table(
            fields if width == WIDE else [field for field in fields if field.column in latest],
            columns if width == WIDE else latest, width=width, backwards=back,
        ),
        _leading(title, [(str(named(line.key)), line.count) for line in lines]),
        _table(title, (_("Theme"), *columns, _("Together")), cells),
        unknown=_("No theme is stated of these, and they are not drawn: %(n)s.") % {"n": least_said(unstated)}
        if unstated.meetings else "",
    )  # fmt: skip


def reconciled(year: int, root: str = "", found: figures.ThemesOfYear | None = None) -> Picture | None:
    """The themes of a year's printed index: borne out by a statement, printed alone, told alone."""
    found = found or figures.of_year(year)
    if not found.ranking:
        return None
    legend = (_("borne out by a statement"), _("printed without a statement"), _("told and not printed"))
    page = root + reverse("trends-year", args=[year])
    stacks = [
        Stack(
            str(named(rank.theme)),
            (rank.borne_out, rank.attested, rank.missed),
            str(rank.borne_out + rank.attested + rank.missed),
            href=f"{page}#t-{rank.theme}",
        )
        for rank in found.ranking
    ]
    sums = [sum(stack.parts[n] for stack in stacks) for n in range(3)]
    title = _("Themes of %(year)s: the printed index beside what is told") % {"year": year}
    alternative = _(
        "Of the mechanisms under the themes of %(year)s, %(borne)s are borne out by a statement, %(attested)s are "
        "printed without one, and %(missed)s are told and not printed."
    ) % {"year": year, "borne": sums[0], "attested": sums[1], "missed": sums[2]}
    cells = [
        (stack.label, *map(str, stack.parts), str(rank.printed), str(rank.recomputed))
        for stack, rank in zip(stacks, found.ranking, strict=True)
    ]
    head = (_("Theme"), *legend, _("Printed"), _("Recomputed"))
    return _picture(
        "index-reconciled", title, Choice(),
        lambda width, back: years.rows(stacks, legend, width=width, backwards=back),
        alternative, _table(title, head, cells),
    )  # fmt: skip


def told(choice: Choice | None = None, rows: Sequence[Telling] | None = None) -> Picture | None:
    """How many records of each year tell the days, the place, the topic, an outcome, how many took part."""
    choice = choice or Choice()
    rows = yearly.telling(choice)[0] if rows is None else rows
    if not rows:
        return None
    points = [
        Share(aspect(key), row.year, round(100 * row.of(key) / row.records, 1),
              f"{aspect(key)}, {row.year}: {percent(row.of(key) / row.records)}")
        for key in ASPECTS for row in rows if row.records
    ]  # fmt: skip
    title = _("What records of meetings tell")
    cells = [(str(row.year), str(row.records), *(str(row.of(key)) for key in ASPECTS)) for row in rows]
    last = rows[-1]
    parts = [f"{aspect(key)} {percent(last.of(key) / last.records)}" for key in ASPECTS]
    alternative = _(
        "Share of records that tell each, by year from %(first)s to %(last)s. In %(last)s: %(parts)s."
    ) % {"first": rows[0].year, "last": last.year, "parts": tongue_of_page().listed(parts)}
    return _picture(
        "records-tell", title, choice,
        lambda width, back: years.small_lines(
            points, width=width, columns=LARGE if width == WIDE else SMALL, backwards=back
        ),
        alternative, _table(title, (_("Year"), _("Records"), *map(aspect, ASPECTS)), cells),
        unknown=_("Records of which no year is known are not drawn."),
    )  # fmt: skip


def rhythms(
    as_of: dt.date, choice: Choice | None = None, rows: Sequence[Rhythm] | None = None
) -> Picture | None:
    """Series of main meetings whose rhythm is known, with when the next of each is expected."""
    choice = choice or Choice()
    rows = figures.rhythms(choice, as_of) if rows is None else rows
    known, late = [row for row in rows if row.beat], [row for row in rows if row.standing == "overdue"]
    if not known:
        return None
    strips = [
        rhythm.Strip(
            _called(row), row.days,
            (row.expected, row.by) if row.standing != "rest" and row.expected and row.by else None,
            f"{_called(row)}: {stands(row)}", late=row.standing == "overdue",
        )
        for row in known
    ]  # fmt: skip
    title = _("Rhythm of meetings")
    cells = [
        (_called(row), gap(row.beat.median), f"{gap(row.beat.low)} – {gap(row.beat.high)}",
         day(row.last), day(row.expected), day(row.by), stands(row))
        for row in known if row.beat
    ]  # fmt: skip
    alternative = ngettext(
        "On %(day)s, %(late)d of %(n)d series of main meetings is later than its usual gap.",
        "On %(day)s, %(late)d of %(n)d series of main meetings are later than their usual gaps.",
        len(late),
    ) % {"day": day(as_of), "late": len(late), "n": len(known)}
    head = (
        _("Series"), _("Usually every"), _("Middle half"), _("Last known meeting"), _("Expected about"),
        _("At the latest"), _("Standing"),
    )  # fmt: skip
    unknown = len(rows) - len(known)
    return _picture(
        "rhythm", title, choice,
        lambda width, back: rhythm.strips(
            strips, as_of, (_("a meeting"), _("the next is expected")), width=width, backwards=back
        ),
        alternative, _table(title, head, cells), as_of=as_of,
        unknown=ngettext(
            "The rhythm of %(n)d further series is not known: fewer than four of its meetings are known to the day.",
            "The rhythm of %(n)d further series is not known: fewer than four of their meetings are known to the day.",
            unknown,
        ) % {"n": unknown} if unknown else "",
    )  # fmt: skip


def _called(row: Rhythm) -> str:
    return f"{short(row.mechanism)}, {series(row.series)}"


def _stack(label: str, count: Count, root: str, address: str) -> Stack:
    parts = (count.dated, count.counted, count.undated)
    said = f"{label}, {least_said(count)}"
    return Stack(label, parts, _cells(count)[-1], said, root + address if address else None)


def _legend() -> tuple[str, str, str]:
    return _("dated"), _("counted"), _("undated")


def _heads() -> tuple[str, ...]:
    return (*_legend(), _("Together"))


def _cells(count: Count) -> tuple[str, ...]:
    whole = f"≥ {count.meetings}" if count.open else str(count.meetings)
    return str(count.dated), str(count.counted), str(count.undated), whole


def _undated(count: Count) -> str:
    if not count.meetings:
        return ""
    return _("Not drawn, since no year is known: %(n)s.") % {"n": least_said(count)}


def _leading(title: str, counts: Sequence[tuple[str, Count]]) -> str:
    """What the picture says in words: the first three."""
    ranked = sorted(counts, key=lambda pair: -pair[1].meetings)[:3]
    parts = [f"{label} ({least_said(count)})" for label, count in ranked]
    return (
        _("%(title)s. Most: %(most)s.") % {"title": title, "most": tongue_of_page().listed(parts)}
        if parts
        else ""
    )


def _table(caption: str, head: Iterable[str], rows: Iterable[Sequence[str]]) -> Table:
    heads = tuple(map(str, head))
    return Table(
        head=heads,
        rows=tuple(Row(tuple((Text(str(cell)),) for cell in row)) for row in rows),
        caption=caption,
        alignment=("start", *("end" for _cell in heads[1:])),
        widths=(3, *(1 for _cell in heads[1:])),
    )


def _picture(
    key: str,
    title: str,
    choice: Choice,
    draw: Callable[[int, bool], Specification],
    alternative: str,
    table: Table,
    *,
    unknown: str = "",
    as_of: dt.date | None = None,
) -> Picture:
    back, of = get_language_bidi(), described(choice)
    return Picture(
        key=key,
        title=f"{title} · {of}" if of else title,
        specification=draw(WIDE, back),
        narrow=draw(NARROW, back),
        alternative=alternative,
        table=table,
        unknown=unknown,
        as_of=as_of,
    )
