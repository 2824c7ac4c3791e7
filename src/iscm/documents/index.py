"""Initiatives and themes with the mechanisms that took them up, and the chart of the most popular."""

from __future__ import annotations

from collections.abc import Iterator

from iscm.documents import figures, names
from iscm.documents.blocks import (
    Block,
    Figure,
    Heading,
    Inlines,
    Link,
    Paragraph,
    Quiet,
    Row,
    Table,
)
from iscm.documents.draft import Draft, joined, words_of
from iscm.domain.issues import IndexRow


def index(draft: Draft) -> Iterator[Block]:
    if not (draft.issue.initiatives or draft.issue.themes):
        return
    yield draft.section("index")
    yield Paragraph(words_of(draft.words.say("index.lead")), "lead")
    yield from _index_table(draft, "initiatives", "initiative", draft.issue.initiatives)
    yield from _index_table(draft, "themes", "theme", draft.issue.themes)
    if any(
        not draft.bearing.get((slug, row.theme))
        for row in (*draft.issue.initiatives, *draft.issue.themes)
        for slug in row.mechanisms
    ):
        yield Paragraph((Quiet(words_of(draft.words.say("index.attested"))),), "quiet")


def _index_table(draft: Draft, key: str, column: str, rows: tuple[IndexRow, ...]) -> Iterator[Block]:
    if not rows:
        return
    say = draft.words.say
    yield Heading(2, say(f"section.{key}"), key)
    labelled = [(names.theme(row.theme, draft.lang), row) for row in rows]
    if key == "themes":
        labelled.sort(key=lambda pair: names.order(pair[0].text))
    yield Table(
        head=(say(f"index.{column}"), say("index.mechanisms")),
        rows=tuple(Row(((label,), _took_up(draft, row)), f"t-{row.theme}") for label, row in labelled),
        caption=say(f"index.{key}_caption"),
        alignment=("start", "start"),
        widths=(2, 5),
    )


def _took_up(draft: Draft, row: IndexRow) -> Inlines:
    """The mechanisms of a row, each leading to what bears the theme, and the remark where there is one."""
    in_order = sorted(row.mechanisms, key=lambda slug: names.order(names.mechanism(slug, draft.lang).short))
    parts = [_taker(draft, slug, row.theme) for slug in in_order]
    if row.elsewhere:
        remark = draft.words.say("elsewhere" if parts else "elsewhere_alone")
        parts.append((Quiet(words_of(remark)),))
    return joined("; " if row.elsewhere else ", ", parts)


def _taker(draft: Draft, slug: str, theme: str) -> Inlines:
    short = names.mechanism(slug, draft.lang).short
    places = draft.bearing.get((slug, theme))
    if not places:
        return (Quiet(words_of(short + draft.words.at("mark"))),)
    return (Link(words_of(short), target=places[0], more=tuple(places[1:])),)


def popular(draft: Draft) -> Iterator[Block]:
    rows = [(names.theme(row.theme, draft.lang).text, row, f"t-{row.theme}") for row in draft.issue.themes]
    bars = figures.popularity(rows)
    if not bars:
        return
    say = draft.words.say
    yield draft.section("popular")
    caption = say("popular.caption", year=draft.issue.year)
    yield Figure(
        id="popular-chart",
        specification=figures.bar_chart(bars, width=680),
        narrow=figures.narrow_bar_chart(bars, width=350),
        bars=bars,
        alternative=figures.said(bars, draft.words, draft.issue.year),
        caption=caption,
        table=Table(
            head=(say("index.theme"), say("popular.count")),
            rows=tuple(
                Row(((Link(words_of(bar.label), target=bar.target),), words_of(str(bar.value))))
                for bar in bars
            ),
            caption=say("popular.table"),
            alignment=("start", "end"),
            widths=(3, 1),
        ),
    )
