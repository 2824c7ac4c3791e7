"""Letting rounds and reports out: what a secretariat's year looks like, and where each mechanism stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import Max, Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from iscm.accounts.models import Access
from iscm.accounts.queries import mark
from iscm.analysis.checks import Checked, check
from iscm.analysis.known import Known
from iscm.analysis.matching import Match, Meant, match, meant_by, told
from iscm.analysis.material import of_lines
from iscm.domain.meetings import Meeting
from iscm.domain.statements import Finding, Reading, Span, Statement
from iscm.intake.models import Ask, Report, Round
from iscm.intake.rules import reminder_due
from iscm.meetings.models import Meeting as MeetingRow
from iscm.meetings.queries.records import meetings
from iscm.newsletter.queries import ANY, known, prose
from iscm.newsletter.rules import OUT
from iscm.papers.answer import ABOVE
from iscm.prose import writer
from iscm.prose.reader import read
from iscm.registry.templatetags.wording import day, kind, short, when

WRITTEN = ("en", "fr", "es")  # the house style is written in these


def rounds() -> list[Round]:
    """Every round, the latest first."""
    return list(Round.objects.select_related("issue"))


def round_of(year: int) -> Round | None:
    return Round.objects.select_related("issue").filter(issue__year=year).first()


def ask_of(year: int, mechanism: str) -> Ask | None:
    rows = Ask.objects.select_related("round__issue", "mechanism")
    return rows.filter(round__issue__year=year, mechanism__slug=mechanism).first()


def open_reports(slugs: Collection[str]) -> list[tuple[int, str]]:
    """Year and mechanism of the reports that are open to whoever speaks for these mechanisms, the latest first."""
    if not slugs:
        return []
    rows = Ask.objects.filter(mechanism__slug__in=slugs, round__closed=None).order_by("-round__issue__year")
    return list(rows.values_list("round__issue__year", "mechanism__slug"))


def no_longer_reported(ask: Ask, told: Iterable[str]) -> list[str]:
    """Meetings that this mechanism's reports made and that nobody tells of any more, as far as nobody else saw them."""
    rows = MeetingRow.objects.filter(
        made_by__report__ask=ask, access=Access.SECRETARIATS, withdrawn=None, told=None
    ).exclude(slug__in=[slug for slug in told if slug])
    return list(rows.values_list("slug", flat=True))


def latest(ask: Ask) -> Report | None:
    """The last version that counts: one that is held does not."""
    return ask.reports.filter(held=False).order_by("-number").first()


@lru_cache(maxsize=1)
def _all(_mark: str) -> tuple[tuple[Meeting, ...], Known]:
    """Every meeting kept, whoever may see it, and what checks need to know beside a report. For our own eyes."""
    rows = meetings(seen=ANY)
    return rows, known(rows)


def as_known(year: int, mechanism: str, language: str) -> str:
    """A mechanism's year as the records know it, closed ones too, in the house style, in its language where that is
    written."""
    own = [m for m in _all(mark())[0] if mechanism in m.mechanisms and m.year == year]
    return writer.entry(told(own, mechanism), language if language in WRITTEN else "en", year=year)


def title_of(meant: Meant) -> str:
    """What a meeting that has no title is called: "8th SOM", "Workshop on labour migration", "Four webinars"."""
    plain = replace(
        meant.statement,
        dates=(),
        city=None,
        country=None,
        mode=None,
        status=None,
        joint_with=(),
        count=meant.count,
    )
    said = writer.statement(plain, "en").removeprefix("one ")
    return said[:1].upper() + said[1:]


@dataclass(frozen=True, slots=True)
class Understood:
    """A report as it was read: the text, what each thing said is proposed to be, and what to ask back."""

    reading: Reading
    matches: tuple[Match, ...]
    checked: Checked

    def of(self, place: int) -> tuple[Match, ...]:
        """What statement number ``place`` speaks of."""
        return tuple(one for one in self.matches if one.meant.place == place)


def understood(text: str, year: int, mechanism: str) -> Understood:
    """Read a report. The same text is the same reading; nothing is kept."""
    reading = read(text, year=year, mechanism=mechanism)
    rows, beside = _all(mark())
    own = [m for m in rows if mechanism in m.mechanisms]
    matches = match(meant_by([f.statement for f in reading.found], year), own, mechanism, year)
    checked = check(of_lines(reading, mechanism, year), beside)
    return Understood(reading, matches, checked)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a mechanism stands in a round. ``state``: unasked, asked, opened, reported, confirmed or silent."""

    ask: Ask
    state: str
    heard: dt.datetime | None


def standings(round_: Round, today: dt.date) -> list[Standing]:
    """Every mechanism of a round; at one query, however many."""
    rows = round_.asks.select_related("mechanism", "round__issue").annotate(
        heard=Max("reports__at", filter=Q(reports__held=False))
    )
    rows = rows.prefetch_related(Prefetch("reports", Report.objects.defer("prose", "decisions")))
    return [
        Standing(
            ask=row,
            state=_state(row, today),
            heard=max(filter(None, (row.heard, row.opened)), default=None),
        )
        for row in rows
    ]


def _state(row: Ask, today: dt.date) -> str:
    last = max((r for r in row.reports.all() if not r.held), key=lambda r: r.number, default=None)
    if last:
        return "confirmed" if last.confirmed else "reported"
    if not row.asked:
        return "unasked"
    if today > row.round.due:
        return "silent"
    return "opened" if row.opened else "asked"


def to_remind(today: dt.date, round_: Round | None = None) -> list[tuple[Ask, dt.date]]:
    """Who is to be reminded today, each with the day of the rule that it is for: asked, silent, not yet reminded."""
    rows = Ask.objects.select_related("round__issue", "mechanism").filter(
        round__closed=None, asked__isnull=False
    )
    rows = rows.exclude(pk__in=Report.objects.filter(held=False).values("ask")).exclude(
        round__issue__standing__in=OUT
    )
    if round_:
        rows = rows.filter(round=round_)
    found = []
    for row in rows.exclude(address=""):
        day = reminder_due(row.round.due, row.asked.date(), row.reminded, today) if row.asked else None
        if day:
            found.append((row, day))
    return found


def former_addresses() -> dict[str, tuple[str, str]]:
    """Where and in which language each mechanism was last asked: slug to address and language."""
    rows = Ask.objects.exclude(address="").order_by("round__issue__year")
    return {
        slug: (address, language)
        for slug, address, language in rows.values_list("mechanism__slug", "address", "language")
    }


def no_longer_told(seen: Understood, year: int, mechanism: str) -> tuple[str, ...]:
    """Kinds of meetings that last year's entry told of, and this report does not."""
    before = read(prose(year - 1).get(mechanism, ""), year=year - 1, mechanism=mechanism).found
    return tuple(sorted({f.statement.type for f in before} - {f.statement.type for f in seen.reading.found}))


def holds(ask: Ask, digests: Iterable[str]) -> bool:
    """Whether one of these doors opens this report."""
    return ask.doors.filter(digest__in=list(digests)).exists()


# -- what pages show


def runs(reading: Reading) -> list[tuple[str, bool]]:
    """The text in runs, each with whether something was read from it; together they are the text."""
    places = sorted(
        [(f.span, True) for f in reading.found] + [(s, False) for s in reading.unread], key=_start
    )
    return [(span.of(reading.text), read_) for span, read_ in places]


def _start(place: tuple[Span, bool]) -> int:
    return place[0].start


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as its secretariat checks it: its words, what it speaks of, and what to ask about it."""

    wording: str
    statement: Statement
    matches: tuple[tuple[Match, bool], ...]  # with whether a person has to say
    questions: tuple[Finding, ...]


def lines(seen: Understood, open_: Collection[str] = ()) -> list[Line]:
    """Every statement of a report in its order, each with its own questions."""
    return [
        Line(
            wording=found.span.of(seen.reading.text),
            statement=found.statement,
            matches=tuple((one, one.verdict == "unsure" or one.meant.key in open_) for one in seen.of(place)),
            questions=tuple(
                f for f in seen.checked.open if f.span and found.span.start <= f.span.start < found.span.end
            ),
        )
        for place, found in enumerate(seen.reading.found)
    ]


def decided_before(last: Report | None, text: str) -> dict[str, str]:
    """What was decided of each thing meant when this very text was confirmed: key to choice."""
    if last is None or not last.confirmed or last.prose != text:
        return {}
    return {one["key"]: one.get("meeting") or one["choice"] for one in last.decisions}


def questions(round_: Round) -> dict[int, int]:
    """How many questions are open in the latest version of each report: key of the ask to number."""
    rows = (
        Report.objects.filter(ask__round=round_, held=False)
        .select_related("ask__mechanism")
        .order_by("number")
    )
    latest_ = {row.ask_id: row for row in rows}
    year = round_.issue.year
    return {
        key: understood(row.prose, year, row.ask.mechanism.slug).checked.asks for key, row in latest_.items()
    }


def held(round_: Round) -> list[Report]:
    """Reports from addresses that were not asked, the oldest first."""
    rows = Report.objects.filter(ask__round=round_, held=True).select_related("ask__mechanism")
    return list(rows.order_by("at"))


def held_report(year: int, key: int) -> Report | None:
    rows = Report.objects.filter(ask__round__issue__year=year, held=True)
    return rows.select_related("ask__mechanism", "ask__round__issue").filter(pk=key).first()


def tally(rows: Iterable[Standing]) -> list[tuple[str, int]]:
    """How many mechanisms stand where, in the order of a round."""
    counts = Counter(row.state for row in rows)
    order = ("unasked", "asked", "opened", "reported", "confirmed", "silent")
    return [(state, counts[state]) for state in order if counts[state]]


# -- letters


def above() -> str:
    """The line above which an answer is looked for, in the language that is in force."""
    return f"{ABOVE} {_('Please answer above this line.')}"


def refusal(ask: Ask, why: str) -> tuple[str, str]:
    """Subject and text of a letter that only says why something was not done."""
    with override(ask.language):
        subject = _("%(name)s in %(year)d") % {
            "name": str(short(ask.mechanism.slug)), "year": ask.round.issue.year,
        }  # fmt: skip
    return subject, f"{why}\n\n-- \n{ask.round.issue.office}\n"


def letter(ask: Ask, link: str, *, reminder: bool, lead: str = "") -> tuple[str, str]:
    """Subject and text of the letter that asks a mechanism, in its language; nothing is kept."""
    year, slug = ask.round.issue.year, ask.mechanism.slug
    with override(ask.language):
        name = str(short(slug))
        last = latest(ask)
        so_far = last.prose if last else as_known(year, slug, ask.language)
        subject = _("%(name)s in %(year)d: one minute for the Highlights") % {"name": name, "year": year}
        parts = [
            above(),
            lead,
            _("This is a reminder: we have not heard from you yet.") if reminder else "",
            _("This is what we know of the year %(year)d of %(name)s:") % {"name": name, "year": year}
            if so_far
            else _("We know of no meeting of %(name)s in %(year)d.") % {"name": name, "year": year},
            so_far,
            _("Please correct and confirm it by %(day)s. This link is for you alone, and opens once:")
            % {"day": day(ask.round.due)},
            link,
            _(
                "Or answer this letter with your own words: we read them, and ask you to confirm what we read."
            ),
            "-- \n" + ask.round.issue.office,
        ]
    return subject, "\n\n".join(part for part in parts if part) + "\n"


def proof(ask: Ask, report: Report, left: Sequence[str] = ()) -> tuple[str, str]:
    """Subject and text of the letter that shows what was read from a mail; ``left``: files too big to keep."""
    year, slug = ask.round.issue.year, ask.mechanism.slug
    seen = understood(report.prose, year, slug)
    with override(ask.language):
        told_ = [
            f"{n}. {line.wording}\n   {'; '.join(_said(one) for one, _open in line.matches)}"
            + "".join(
                f"\n   ? {question.message}" for question in line.questions if question.severity != "note"
            )
            for n, line in enumerate(lines(seen), 1)
        ]
        rest = " … ".join(
            text.strip() for text, read_ in runs(seen.reading) if not read_ and len(text.strip()) > 3
        )
        parts = [
            above(),
            _("We read this from your answer:")
            if told_
            else _("We could not read any meeting from your answer."),
            "\n".join(told_),
            _("Not read: %(words)s") % {"words": rest} if rest else "",
            _("Too big to be taken: %(names)s") % {"names": ", ".join(left)} if left else "",
            _(
                "If it is right, answer with one word: yes. If not, answer with the whole text as it should be."
            )
            if told_
            else _("Please answer with a line such as: 8th SOM (23 March); two workshops (May, Nairobi)."),
            "-- \n" + ask.round.issue.office,
        ]
        subject = _("%(name)s in %(year)d: is this right?") % {"name": str(short(slug)), "year": year}
    return subject, "\n\n".join(part for part in parts if part) + "\n"


def _said(one: Match) -> str:
    """What something said was read as, in the language that is in force."""
    words = [str(kind(one.meant.statement.type))]
    words.append(str(when(one.meant.when)) if one.meant.when else _("undated"))
    if one.meant.count != 1:
        words.append(_("number not said") if one.meant.count is None else f"× {one.meant.count}")
    words.append({"new": _("new"), "unsure": _("which one?")}.get(one.verdict, _("known")))
    return ", ".join(words)


def preview(round_: Round, today: dt.date) -> tuple[int, str, str] | None:
    """The reminder that goes out next: to how many, its subject and text as the first of them gets it; None if none."""
    rows = to_remind(today, round_)
    if not rows:
        return None
    subject, text = letter(rows[0][0], _("(a link of their own)"), reminder=True)
    return len(rows), subject, text
