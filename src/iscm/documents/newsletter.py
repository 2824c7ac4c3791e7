"""A year's records to its Highlights: the one document that every format of the issue is made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from iscm.documents import figures, names
from iscm.documents.blocks import (
    Anchor,
    Block,
    Document,
    Emphasis,
    Entry,
    Figure,
    Heading,
    Inline,
    Inlines,
    KeyFigure,
    KeyFigures,
    Link,
    List,
    Masthead,
    Note,
    PageBreak,
    Paragraph,
    Quiet,
    Row,
    Strong,
    Table,
    Text,
)
from iscm.documents.joint import Gathering, Telling, once
from iscm.documents.words import Words, roman, words
from iscm.domain import issues
from iscm.domain.issues import GlobalMeeting, IndexRow, Issue, Publication
from iscm.domain.statements import Statement
from iscm.domain.states import states

Write = Callable[[Statement, str], str]


def compose(issue: Issue, lang: str, write: Write) -> Document:
    """The Highlights of ``issue`` in ``lang`` (en, fr, es; else UnknownLanguage); ``write`` words a statement."""
    return _Newsletter(issue, words(lang), write).document()


def tellings(issue: Issue) -> tuple[Telling, ...]:
    """Everything the issue tells of meetings, in the order of its entries."""
    return tuple(Telling(entry.mechanism, told) for entry in issue.entries for told in entry.statements)


def data_day(issue: Issue) -> dt.date:
    """The day of the issue's data: as recorded, or the last day of its period, so that no clock is asked."""
    return issue.as_of or issue.period.latest or dt.date(issue.year, 12, 31)


def anchor(told_id: str) -> str:
    """The place of a statement in the document: "2022/rabat-process/1" is at "s-2022-rabat-process-1"."""
    return "s-" + told_id.replace("/", "-")


def _text(text: str) -> Inlines:
    return (Text(text),)


def _between(separator: str, parts: list[Inlines]) -> Inlines:
    joined: list[Inline] = []
    for part in parts:
        joined += ([Text(separator)] if joined else []) + list(part)
    return tuple(joined)


@dataclass(frozen=True)
class _Newsletter:
    issue: Issue
    words: Words
    write: Write

    def document(self) -> Document:
        issue, say = self.issue, self.words.say
        title = say("title", year=issue.year)
        return Document(
            title=f"{title} – {say('strapline')}",
            lang=self.lang,
            direction="ltr",
            author=issue.office,
            contact=issue.contact,
            subject=say("subject", year=issue.year),
            keywords=tuple(word.format(year=issue.year) for word in self.words.at("keywords")),
            issued=data_day(issue),
            key=f"highlights-{issue.year}" + ("" if self.lang == "en" else f"-{self.lang}"),
            footer=f"{title} · {say('issue', number=roman(issue.number))}",
            labels=dict(self.words.at("furniture")),
            blocks=tuple(self.blocks()),
        )

    @property
    def lang(self) -> str:
        return self.words.lang

    @cached_property
    def meetings(self) -> tuple[Gathering, ...]:
        return once(tellings(self.issue))

    @cached_property
    def bearing(self) -> dict[tuple[str, str], list[str]]:
        """(mechanism, theme) to the places of the statements that bear the theme."""
        found: dict[tuple[str, str], list[str]] = {}
        for meeting in self.meetings:
            for slug in meeting.mechanisms:
                own = [t for t in meeting.tellings if t.mechanism == slug] or meeting.tellings[:1]
                for theme in meeting.themes:
                    found.setdefault((slug, theme), []).extend(anchor(t.told.id) for t in own)
        return found

    def blocks(self) -> Iterator[Block]:
        yield self.masthead()
        yield from self.year_in_figures()
        yield from self.main_meetings()
        yield from self.global_event()
        yield from self.months()
        yield from self.index()
        yield from self.popular()
        yield from self.publications()
        yield from self.more()
        yield from self.notes()

    def section(self, key: str) -> Heading:
        return Heading(1, self.words.say(f"section.{key}", year=self.issue.year), key)

    def masthead(self) -> Masthead:
        issue, say = self.issue, self.words.say
        return Masthead(
            title=say("title", year=issue.year),
            strapline=say("strapline"),
            kicker=(say("issue", number=roman(issue.number)), self.words.period(issue.period)),
            office=" · ".join(line.strip() for line in issue.office.splitlines() if line.strip()),
            contact=Link(_text(issue.contact), f"mailto:{issue.contact}" if "@" in issue.contact else None),
        )

    def year_in_figures(self) -> Iterator[Block]:
        totals = figures.totals(self.meetings)
        reporting = sum(bool(entry.statements) for entry in self.issue.entries)
        rows = (
            ("mechanisms", reporting, "meetings"),
            ("meetings", totals.meetings, "meetings"),
            ("dated", totals.dated, "months"),
            ("themes", sum(bool(row.mechanisms) for row in self.issue.themes), "popular"),
            ("publications", len(self.issue.publications), "publications"),
        )
        yield self.section("figures")
        yield KeyFigures(tuple(self.key_figure(*row) for row in rows if row[1]))
        yield Paragraph(_text(self.words.say("figures.note")), "quiet")

    def key_figure(self, key: str, number: int, target: str) -> KeyFigure:
        return KeyFigure(str(number), self.words.counted(f"figures.{key}", number), target)

    # ---- meetings ----

    def main_meetings(self) -> Iterator[Block]:
        if not self.issue.entries:
            return
        yield self.section("meetings")
        named = [(names.mechanism(entry.mechanism, self.lang), entry) for entry in self.issue.entries]
        for name, entry in sorted(named, key=lambda pair: names.order(pair[0].heading.text)):
            heading = Heading(2, name.heading.text, f"m-{entry.mechanism}", name.heading.lang)
            yield Entry(heading=heading, aside=name.full, content=self.told(entry))

    def told(self, entry: issues.Entry) -> Inlines:
        """The entry as the house prints it: statements with semicolons between, a capital first, a full stop last."""
        if not entry.statements:
            return (Quiet(_text(self.words.say("silent"))),)
        written = [self.write(told.statement, self.lang) for told in entry.statements]
        written[0] = written[0][:1].upper() + written[0][1:]
        parts: list[Inlines] = [
            (Anchor(anchor(told.id), _text(text)),)
            for told, text in zip(entry.statements, written, strict=True)
        ]
        return (*_between("; ", parts), Text("."))

    def global_event(self) -> Iterator[Block]:
        event = self.issue.global_meeting
        if event is None:
            return
        yield self.section("global")
        yield Heading(2, *self.event_name(event))
        if facts := self.event_facts(event):
            yield Paragraph(facts, id="global-facts")
        numbers = (("represented", event.represented), ("spoke", event.spoke))
        shown = tuple(
            KeyFigure(str(n), self.words.counted(f"figures.{key}", n), "global-text" if event.text else None)
            for key, n in numbers
            if n is not None
        )
        if shown:
            yield KeyFigures(shown)
        if event.text:
            yield Paragraph((Quiet(self.quoted("as_reported", "text", event.text)),), "quiet", "global-text")

    def event_name(self, event: GlobalMeeting) -> tuple[str, str, str | None]:
        """Its heading, anchor and language: by its series and number where known, else as printed."""
        series, _, number = (event.event or "").rpartition("-")
        known = self.words.at("global.events").get(series)
        if known and number.isdigit():
            ordinal = self.words.ordinal(int(number), known["gender"])
            return known["name"].format(ordinal=ordinal), "global-event", None
        if event.title:
            return event.title, "global-event", None if self.lang == "en" else "en"
        return self.words.say("global.untitled"), "global-event", None

    def event_facts(self, event: GlobalMeeting) -> Inlines:
        say = self.words.say
        facts: list[Inlines] = []
        if event.dates:
            when = self.words.listed([self.words.period(date) for date in event.dates])
            facts.append(_text(say("global.held", when=when, place=self.place(event))))
        if event.topic:
            facts.append(self.quoted("global.topic", "topic", event.topic))
        if event.survey:
            facts.append(_text(say("global.survey")))
        return _between(" ", facts)

    def quoted(self, key: str, field: str, text: str) -> Inlines:
        """The wording at ``key`` around words that were told in English."""
        before, after = self.words.at(key).split("{" + field + "}")
        return (Text(before), Text(text, None if self.lang == "en" else "en"), Text(after))

    def place(self, event: GlobalMeeting) -> str:
        if event.mode == "online":
            return self.words.say("global.online")
        state = states().get(event.country or "")
        country = state.called(self.lang) if state else event.country
        city = ", ".join(part for part in (event.city, country) if part)
        place = self.words.say("global.place", city=city) if city else ""
        return place + (self.words.say("global.hybrid") if event.mode == "hybrid" else "")

    def months(self) -> Iterator[Block]:
        """The dated meetings of the year in their order, each leading to its statement."""
        days = sorted(
            (
                (*when.days, meeting)
                for meeting in self.meetings
                for when in meeting.statement.dates
                if when.days and meeting.statement.status not in figures.NOT_HELD
            ),
            key=lambda row: (row[0], row[1], row[2].id),
        )
        by_month: dict[tuple[int, int], list[Inlines]] = {}
        for first, last, meeting in days:
            by_month.setdefault((first.year, first.month), []).append(self.day(first, last, meeting))
        if not by_month:
            return
        say = self.words.say
        yield self.section("months")
        yield Paragraph(_text(say("months.lead")), "lead")
        yield Table(
            head=(say("months.month"), say("months.days")),
            rows=tuple(
                Row((_text(self.month(*month)), _between("; ", cells))) for month, cells in by_month.items()
            ),
            caption=say("months.caption", year=self.issue.year),
            alignment=("start", "start"),
            widths=(1, 5),
        )

    def month(self, year: int, month: int) -> str:
        name = self.words.month(month)
        return name if year == self.issue.year else f"{name} {year}"

    def day(self, first: dt.date, last: dt.date, meeting: Gathering) -> Inlines:
        """ "12–13 Khartoum Process": the days of the month, and the names, which lead to the statement."""
        days = f"{first.day}"
        if last != first:
            same = (first.year, first.month) == (last.year, last.month)
            days += f"–{last.day}" if same else f" – {self.words.day_of_month(last)}"
        short = self.words.listed([names.mechanism(slug, self.lang).short for slug in meeting.mechanisms])
        return (Strong(_text(days)), Text("\u00a0"), Link(_text(short), target=anchor(meeting.id)))

    # ---- index ----

    def index(self) -> Iterator[Block]:
        if not (self.issue.initiatives or self.issue.themes):
            return
        yield self.section("index")
        yield Paragraph(_text(self.words.say("index.lead")), "lead")
        yield from self.index_table("initiatives", "initiative", self.issue.initiatives)
        yield from self.index_table("themes", "theme", self.issue.themes)
        if any(
            not self.bearing.get((slug, row.theme))
            for row in (*self.issue.initiatives, *self.issue.themes)
            for slug in row.mechanisms
        ):
            yield Paragraph((Quiet(_text(self.words.say("index.attested"))),), "quiet")

    def index_table(self, key: str, column: str, rows: tuple[IndexRow, ...]) -> Iterator[Block]:
        if not rows:
            return
        say = self.words.say
        yield Heading(2, say(f"section.{key}"), key)
        labelled = [(names.theme(row.theme, self.lang), row) for row in rows]
        if key == "themes":
            labelled.sort(key=lambda pair: names.order(pair[0].text))
        yield Table(
            head=(say(f"index.{column}"), say("index.mechanisms")),
            rows=tuple(Row(((label,), self.took_up(row)), f"t-{row.theme}") for label, row in labelled),
            caption=say(f"index.{key}_caption"),
            alignment=("start", "start"),
            widths=(2, 5),
        )

    def took_up(self, row: IndexRow) -> Inlines:
        """The mechanisms of a row, each leading to what bears the theme, and the remark where there is one."""
        in_order = sorted(
            row.mechanisms, key=lambda slug: names.order(names.mechanism(slug, self.lang).short)
        )
        parts = [self.taker(slug, row.theme) for slug in in_order]
        if row.elsewhere:
            remark = self.words.say("elsewhere" if parts else "elsewhere_alone")
            parts.append((Quiet(_text(remark)),))
        return _between("; " if row.elsewhere else ", ", parts)

    def taker(self, slug: str, theme: str) -> Inlines:
        short = names.mechanism(slug, self.lang).short
        places = self.bearing.get((slug, theme))
        if not places:
            return (Quiet(_text(short + self.words.at("mark"))),)
        return (Link(_text(short), target=places[0], more=tuple(places[1:])),)

    def popular(self) -> Iterator[Block]:
        rows = [(names.theme(row.theme, self.lang).text, row, f"t-{row.theme}") for row in self.issue.themes]
        bars = figures.popularity(rows)
        if not bars:
            return
        say = self.words.say
        yield PageBreak()
        yield self.section("popular")
        caption = say("popular.caption", year=self.issue.year)
        yield Figure(
            id="popular-chart",
            specification=figures.bar_chart(bars, width=680),
            narrow=figures.narrow_bar_chart(bars, width=350),
            bars=bars,
            alternative=figures.said(bars, self.words, self.issue.year),
            caption=caption,
            table=Table(
                head=(say("index.theme"), say("popular.count")),
                rows=tuple(
                    Row(((Link(_text(bar.label), target=bar.target),), _text(str(bar.value)))) for bar in bars
                ),
                caption=say("popular.table"),
                alignment=("start", "end"),
                widths=(3, 1),
            ),
        )

    # ---- publications and the rest ----

    def publications(self) -> Iterator[Block]:
        if not self.issue.publications:
            return
        yield self.section("publications")
        yield List(tuple(self.publication(p) for p in self.issue.publications))

    def publication(self, publication: Publication) -> Inlines:
        say = self.words.say
        foreign = None if self.lang in (publication.languages or ("en",)) else "en"
        title: Inlines = (Emphasis((Text(publication.title, foreign),)),)
        line: list[Inline] = [Link(title, publication.url)] if publication.url else list(title)
        by = self.words.listed([names.mechanism(slug, self.lang).short for slug in publication.mechanisms])
        if publication.partners:
            partners = [names.mechanism(slug, self.lang).short for slug in publication.partners]
            by = f"{by} {say('with', partners=self.words.listed(partners))}".strip()
        details = [by] if by else []
        if publication.year and publication.year != self.issue.year:
            details.append(str(publication.year))
        if publication.languages:
            languages = [self.words.locale.languages.get(code, code) for code in publication.languages]
            details.append(say("in_languages", languages=self.words.listed(languages)))
        if details:
            line.append(Text(f" ({'; '.join(details)})"))
        if not publication.url:
            line += [Text(" "), Quiet(_text(f"[{say('not_given')}]"))]
        return tuple(line)

    def more(self) -> Iterator[Block]:
        if not self.issue.links:
            return
        yield self.section("more")
        yield List(tuple(self.link(label, address) for label, address in self.issue.links))

    def link(self, label: str, address: str) -> Inlines:
        known = (word for kind, word in self.words.at("links").items() if kind in label.casefold())
        translated = None if self.lang == "en" else next(known, None)
        text = Text(translated) if translated else Text(label, None if self.lang == "en" else "en")
        if address:
            return (Link((text,), address),)
        return (text, Text(" "), Quiet(_text(f"[{self.words.say('not_given')}]")))

    def notes(self) -> Iterator[Block]:
        say = self.words.say
        yield Note(say("note.designations_title"), (_text(say("note.designations")),))
        colophon = say("note.colophon", date=self.words.day(data_day(self.issue)), contact=self.issue.contact)
        yield Note(say("note.colophon_title"), (_text(colophon),))
