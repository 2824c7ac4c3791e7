"""What things are called on a page: names, kinds, places and dates, in the reader's language or honestly in English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Self
from urllib.parse import urlsplit

from babel.numbers import format_percent
from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext, ngettext

from iscm.documents import names, tongues
from iscm.documents.blocks import Text
from iscm.documents.tongues import Tongue
from iscm.documents.words import LANGUAGES as WRITTEN
from iscm.documents.words import words
from iscm.domain.claims import Source
from iscm.domain.mechanisms import Participation, Party
from iscm.domain.meetings import Meeting
from iscm.domain.organisations import organisations
from iscm.domain.publications import Work
from iscm.domain.states import NAME_LANGUAGES, states
from iscm.domain.terms import bodies, load, types
from iscm.domain.when import Point, When

register = template.Library()

MODES = ("in-person", "online", "hybrid")


class Said(str):
    """Words in another language than the page's: plain to the program, marked with their language on a page."""

    __slots__ = ("html",)
    html: str

    def __new__(cls, text: str, html: str) -> Self:
        made = super().__new__(cls, text)
        made.html = html
        return made

    def __html__(self) -> str:
        return self.html


def lang() -> str:
    """The language of the page, without its script."""
    code = (get_language() or "en").partition("-")[0]
    return code if code in NAME_LANGUAGES else "en"


def tongue_of_page() -> Tongue:
    return tongues.tongue(lang(), settings.ISCM_ARABIC_MONTHS)


def said(text: str, language: str | None) -> str:
    """``text``, marked where ``language`` is given and is not the page's."""
    if not text or not language or language == lang():
        return text
    return Said(text, format_html('<bdi lang="{}">{}</bdi>', language, text))


def called(name: Mapping[str, str], key: str = "") -> str:
    """A thing by its name in the page's language, or honestly in English, or by its key."""
    own = name.get(lang())
    return own or said(name.get("en", key), "en")


def alphabetical(name: str) -> tuple[str, str]:
    """Sorting key by the alphabet of the page."""
    return names.order(name, lang())


@register.filter
def english(text: str | None) -> str:
    """A record's own words, which are English; marked so where the page is in another language."""
    return said(str(text or ""), "en")


@register.filter
def coded(text: str) -> str:
    """English words for programmers: what stands between backticks is code."""
    parts = str(text).split("`")
    html = format_html_join(
        "", "{}", ((format_html("<code>{}</code>", part) if n % 2 else part,) for n, part in enumerate(parts))
    )
    return html if lang() == "en" else format_html('<bdi lang="en">{}</bdi>', html)


@register.filter
def raised(text: str) -> str:
    """With a capital at the beginning; words that are marked with their language stay as they are."""
    return text if isinstance(text, Said) else text[:1].upper() + text[1:]


@register.filter
def titled(work: Work) -> str:
    """The title of a publication: in the page's language, or marked with the one that it has."""
    own = work.titles.get(lang())
    return own or said(work.title, work.languages[0] if len(work.languages) == 1 else "en")


@register.filter
def plain(text: str) -> str:
    """Words without the mark of their language: for titles and attributes, which cannot hold it."""
    return str(text)


@register.filter
def written(text: Text | None) -> str:
    """A name with the language that it is in."""
    return said(text.text, text.lang) if text else ""


@register.filter
def short(slug: str) -> str:
    """A mechanism as lists print it: "RCM"."""
    name = names.mechanism(slug, lang())
    return said(
        name.short, name.heading.lang if name.short in name.heading.text and " " in name.short else None
    )


@register.filter
def heading(slug: str) -> Text:
    """A mechanism as its page is headed: "Regional Conference on Migration (RCM, Puebla Process)"."""
    return names.mechanism(slug, lang()).heading


@register.filter
def full(slug: str) -> Text | None:
    """A mechanism's full name, where it says more than the heading."""
    return names.mechanism(slug, lang()).full


@register.filter
def state(code: str) -> str:
    """A State or territory by its UN short name, with a star where a note must stand with it."""
    known = states().get(code)
    if known is None:
        return code
    star = "*" if known.note else ""
    return called({language: name + star for language, name in known.name.items()})


@register.filter
def party(who: Party) -> str:
    """Who takes part."""
    if who.is_place:
        return state(who.id)
    if who.kind == "organisation" and who.id in organisations():
        known = organisations()[who.id]
        tail = f" ({known.acronym})" if known.acronym else ""
        return called({k: name + ("" if known.acronym in name else tail) for k, name in known.name.items()})
    return short(who.id) if who.kind == "mechanism" else english(who.id)


@register.filter
def theme(slug: str) -> str:
    return written(names.theme(slug, lang()))


@register.filter
def kind(key: str) -> str:
    """A kind of meeting."""
    known = types().get(key)
    return called(known.label) if known else key


@register.filter
def material(key: str) -> str:
    """A kind of material."""
    return _label("materials", key)


@register.filter
def level(key: str) -> str:
    return _label("levels", key)


@register.filter
def levels(key: str) -> str:
    """Mechanisms of a level, in the plural."""
    return _label("levels", key, "plural")


@register.filter
def role(key: str) -> str:
    return _label("roles", key)


@register.filter
def roles(key: str) -> str:
    """Those in a role, in the plural."""
    return _label("roles", key, "plural")


def _label(table: str, key: str, form: str = "label") -> str:
    return called(load(table).get(key, {}).get(form, {}), key)


@register.filter
def objective(number: int) -> str:
    """An objective of the Global Compact by its short title."""
    return _label("gcm", str(number))


@register.filter
def status(key: str) -> str:
    """How a meeting or a mechanism stands."""
    return {
        "active": gettext("active"),
        "dormant": gettext("dormant"),
        "ended": gettext("ended"),
        "announced": gettext("announced"),
        "confirmed": gettext("confirmed"),
        "held": gettext("held"),
        "moved": gettext("moved"),
        "postponed": gettext("postponed"),
        "cancelled": gettext("cancelled"),
        "": gettext("not stated"),
    }.get(key, key)


@register.filter
def access(mark: str) -> str:
    """Who sees a record."""
    return {
        "public": gettext("everybody"),
        "officials": gettext("officials of member States"),
        "secretariats": gettext("secretariats"),
        "closed": gettext("its secretariat and the office"),
    }.get(mark, mark)


@register.filter
def mode(key: str) -> str:
    """How people came together."""
    return {
        "online": gettext("online"),
        "hybrid": gettext("in person and online"),
        "in-person": gettext("in person"),
    }.get(key, key)


@register.filter
def tongue(code: str) -> str:
    """A language by its name: French."""
    return str(tongue_of_page().locale.languages.get(code.replace("-", "_"), code))


@register.filter
def place(meeting: Meeting) -> str:
    """ "Managua, Nicaragua", "Online", or nothing where neither is known. Names of cities are as recorded."""
    parts = [
        part for part in (english(meeting.city), state(meeting.country) if meeting.country else "") if part
    ]
    if meeting.mode == "online":
        return gettext("online")
    if not parts:
        return mode("hybrid") if meeting.mode == "hybrid" else ""
    pattern = gettext("%(place)s and online") if meeting.mode == "hybrid" else "%(place)s"
    comma = tongue_of_page().ways["comma"]
    return Said(
        pattern % {"place": comma.join(parts)},
        format_html(
            pattern.replace("%(place)s", "{}"), format_html_join(comma, "{}", ((part,) for part in parts))
        ),
    )


@register.filter
def when(date: When | None) -> str:
    """A date in words, as exactly as it is known: "23–24 March 2000", "since 2014", "no date known"."""
    if date is None:
        return gettext("no date known")
    if date.last is None:
        return gettext("since %(date)s") % {"date": _after(date.first)}
    if date.first is None:
        return gettext("until %(date)s") % {"date": _after(date.last)}
    words_of = tongue_of_page().period(date)
    marks = {date.first.mark, date.last.mark} - {""}
    return _marked(marks.pop(), words_of) if marks else words_of


def _marked(mark: str, date: str) -> str:
    """A date with what is doubtful of it (EDTF: approximate, uncertain, both)."""
    return {
        "~": gettext("about %(date)s"),
        "?": gettext("%(date)s (uncertain)"),
        "%": gettext("about %(date)s (uncertain)"),
    }[mark] % {"date": date}


def _after(point: Point | None) -> str:
    """A date after a preposition."""
    if point is None:
        return ""
    words_of = tongue_of_page().point(point, after=True)
    return _marked(point.mark, words_of) if point.mark else words_of


@register.filter
def percent(share: float) -> str:
    """A part of one in hundredths: "23%"."""
    return str(format_percent(share, locale=tongue_of_page().locale))


@register.filter
def day(moment: dt.date | None) -> str:
    """A day in words; a moment by the day it has where the hub is."""
    if moment is None:
        return ""
    if isinstance(moment, dt.datetime):
        moment = timezone.localtime(moment).date()
    return tongue_of_page().day(moment)


@register.filter
def span(row: Participation) -> str:
    """From when to when somebody took part, in words; "" where neither is known."""
    if row.since and row.until and row.since != row.until:
        return f"{when(row.since)} – {when(row.until)}"
    if row.since and row.until:
        return when(row.since)
    if row.since:
        return gettext("since %(date)s") % {"date": _end(row.since)}
    return gettext("until %(date)s") % {"date": _end(row.until)} if row.until else ""


def _end(date: When) -> str:
    """A date after a preposition, where it is one point; a span as it is."""
    return _after(date.first) if date.first == date.last else when(date)


@register.filter
def value(claim: object) -> str:
    """What a claim says, in words: its dates, kinds, statuses and levels are terms."""
    field, text = getattr(claim, "field", ""), str(getattr(claim, "value", ""))
    if field in ("established", "ended", "when") and text:
        try:
            return when(When.parse(text))
        except ValueError:
            return english(text)
    worded = {"status": status, "level": level, "type": kind, "mode": mode, "country": state}
    return worded[field](text) if field in worded else english(text)


@register.filter
def source(of: Source) -> str:
    """A source by its title, or by the site it stands on."""
    if of.title:
        return english(of.title)
    host = urlsplit(of.url or of.id).hostname or of.id
    return host.removeprefix("www.")


@register.filter
def ordinal(number: int) -> str:
    return tongue_of_page().ordinal(number, "f")


@register.filter
def listed(slugs: tuple[str, ...]) -> str:
    """Mechanisms in a row: "RCM and SACM"."""
    return tongue_of_page().listed([short(slug) for slug in slugs])


@register.filter
def counted(meeting: Meeting) -> str:
    """How many meetings a record stands for; "" for one."""
    if meeting.count is None:
        return gettext("several meetings, number not told")
    if meeting.count == 1:
        return ""
    return ngettext("%(count)d meeting", "%(count)d meetings", meeting.count) % {"count": meeting.count}


@register.filter
def month(day: dt.date | None) -> str:
    """The month of a day: "October 2018"."""
    return tongue_of_page().point(Point(day.year, day.month)) if day else ""


@register.filter
def month_name(day: dt.date) -> str:
    return tongue_of_page().month(day.month)


@register.filter
def month_day(day: dt.date) -> str:
    """ "5 October"."""
    return tongue_of_page().day_of_month(day)


@register.simple_tag
def comma() -> str:
    """Between the items of a row."""
    return str(tongue_of_page().ways["comma"])


@register.simple_tag
def designations() -> str:
    """The disclaimer that stands under every list of States."""
    own = lang()
    return words(own).say("note.designations") if own in WRITTEN else tongues.designations(own)


@register.simple_tag
def notes_on_places() -> list[str]:
    """Notes that must stand where a name has a star."""
    return [place_note(code) for code, known in states().items() if known.note]


@register.filter
def place_note(code: str) -> str:
    """The note that must stand with a place."""
    return called({"en": states()[code].note, **load("states")["notes"].get(code, {})})


@register.filter
def body(key: str) -> str:
    """A partner by its name: an organisation, a mechanism, a research centre."""
    if key in organisations():
        return called(organisations()[key].name)
    return called(bodies()[key].name) if key in bodies() else short(key)


@register.filter
def heading_text(slug: str) -> str:
    """A mechanism's heading with the language that it is in."""
    return written(heading(slug))


@register.filter
def heading_lang(slug: str) -> str:
    """The language of the heading, where it is not that of the page."""
    return heading(slug).lang or ""


@register.filter
def region(text: str) -> str:
    """A region as recorded, set as a printer would: a dash between its parts."""
    return english(text[:1].upper() + text[1:].replace(" - ", " – "))


@register.filter
def host(address: str) -> str:
    """A web address as people say it."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


@register.filter
def bodykind(key: str) -> str:
    """What kind of body a part of a mechanism is."""
    return {"working-group": gettext("working group")}.get(key) or english(key.replace("-", " "))


@register.filter
def capacity(key: str) -> str:
    """In what capacity somebody takes part."""
    return {
        "origin": gettext("origin"),
        "destination": gettext("destination"),
        "permanent": gettext("permanent"),
    }.get(key) or english(key)


@register.filter
def named(titles: dict[str, str], key: str) -> str:
    """The title of a meeting by its id; "" where it has no page."""
    return english(titles.get(key, ""))


@register.filter
def field(key: str) -> str:
    """A field of a meeting of which sources give several values."""
    return {
        "when": gettext("When"),
        "title": gettext("Title"),
        "ordinal": gettext("Number"),
        "city": gettext("City"),
        "represented": gettext("Mechanisms represented"),
        "outcome": gettext("Outcome"),
        "type": gettext("Kind"),
    }.get(key) or english(key.replace("-", " ").capitalize())
