"""A year's records to its Highlights: the one document that every format of the issue is made from."""

from __future__ import annotations

from collections.abc import Iterator

from iscm.documents import figures
from iscm.documents.blocks import Block, Document, KeyFigure, KeyFigures, Link, Masthead, Paragraph
from iscm.documents.draft import Draft, data_day, words_of
from iscm.documents.event import global_event
from iscm.documents.index import index, popular
from iscm.documents.meetings import main_meetings, months
from iscm.documents.resources import more, notes, publications
from iscm.documents.words import roman, words
from iscm.domain.issues import Issue


def compose(issue: Issue, lang: str) -> Document:
    """The Highlights of ``issue`` in ``lang`` (en, fr, es; else UnknownLanguage)."""
    draft = Draft(issue, words(lang))
    say = draft.words.say
    title = say("title", year=issue.year)
    return Document(
        title=f"{title} – {say('strapline')}",
        lang=lang,
        direction="ltr",
        author=issue.office,
        contact=issue.contact,
        subject=say("subject", year=issue.year),
        keywords=tuple(word.format(year=issue.year) for word in draft.words.at("keywords")),
        issued=data_day(issue),
        key=f"highlights-{issue.year}" + ("" if lang == "en" else f"-{lang}"),
        footer=f"{title} · {say('issue', number=roman(issue.number))}",
        labels=dict(draft.words.at("furniture")),
        blocks=tuple(_blocks(draft)),
    )


def _blocks(draft: Draft) -> Iterator[Block]:
    """The contents in their order; a section without records is left out."""
    yield _masthead(draft)
    yield from _year_in_figures(draft)
    yield from main_meetings(draft)
    yield from global_event(draft)
    yield from months(draft)
    yield from index(draft)
    yield from popular(draft)
    yield from publications(draft)
    yield from more(draft)
    yield from notes(draft)


def _masthead(draft: Draft) -> Masthead:
    issue, say = draft.issue, draft.words.say
    return Masthead(
        title=say("title", year=issue.year),
        strapline=say("strapline"),
        kicker=(say("issue", number=roman(issue.number)), draft.words.period(issue.period)),
        office=" · ".join(line.strip() for line in issue.office.splitlines() if line.strip()),
        contact=Link(words_of(issue.contact), f"mailto:{issue.contact}" if "@" in issue.contact else None),
    )


def _year_in_figures(draft: Draft) -> Iterator[Block]:
    totals = figures.totals(draft.gatherings)
    reporting = sum(bool(entry.statements) for entry in draft.issue.entries)
    rows = (
        ("mechanisms", reporting, "meetings"),
        ("meetings", totals.meetings, "meetings"),
        ("dated", totals.dated, "months"),
        ("themes", sum(bool(row.mechanisms) for row in draft.issue.themes), "popular"),
        ("publications", len(draft.issue.publications), "publications"),
    )
    yield draft.section("figures")
    yield KeyFigures(tuple(_key_figure(draft, *row) for row in rows if row[1]))
    yield Paragraph(words_of(draft.words.say("figures.note")), "quiet")


def _key_figure(draft: Draft, key: str, number: int, target: str) -> KeyFigure:
    return KeyFigure(str(number), draft.words.counted(f"figures.{key}", number), target)
