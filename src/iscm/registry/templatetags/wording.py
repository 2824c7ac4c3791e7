"""What things are called on a page: names, kinds, places and dates, in the reader's language or honestly in English."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import template
from django.utils.translation import get_language, get_language_info, gettext, ngettext

from iscm.documents import names
from iscm.documents.blocks import Text
from iscm.documents.words import LANGUAGES, words
from iscm.domain.claims import Source
from iscm.domain.mechanisms import Participation, Party
from iscm.domain.meetings import Meeting
from iscm.domain.organisations import organisations
from iscm.domain.states import states
from iscm.domain.terms import load, types
from iscm.domain.when import Point, When

register = template.Library()

MODES = ("in-person", "online", "hybrid")
_MARKS = {"~": "about {date}", "?": "{date} (uncertain)", "%": "about {date} (uncertain)"}


def lang() -> str:
    """The language of the page, or English where documents are not written in it."""
    code = get_language() or "en"
    return code if code in LANGUAGES else "en"


@register.filter
def short(slug: str) -> str:
    """A mechanism as lists print it: "RCM"."""
    return names.mechanism(slug, lang()).short


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
    return known.called(lang()) + ("*" if known.note else "") if known else code


@register.filter
def party(who: Party) -> str:
    """Who takes part."""
    if who.is_place:
        return state(who.id)
    if who.kind == "organisation" and who.id in organisations():
        known = organisations()[who.id]
        name = known.called(lang())
        return f"{name} ({known.acronym})" if known.acronym and known.acronym not in name else name
    return short(who.id) if who.kind == "mechanism" else who.id


@register.filter
def theme(slug: str) -> str:
    return names.theme(slug, lang()).text


@register.filter
def kind(key: str) -> str:
    """A kind of meeting."""
    known = types().get(key)
    return known.label.get(lang(), known.label["en"]) if known else key


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
    row = load(table).get(key, {}).get(form, {})
    return str(row.get(lang()) or row.get("en") or key)


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
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


@register.filter
def place(meeting: Meeting) -> str:
    """ "Managua, Nicaragua", "Online", or nothing where neither is known."""
    parts = [part for part in (meeting.city, state(meeting.country) if meeting.country else "") if part]
    if meeting.mode == "online":
        return gettext("online")
    where = ", ".join(parts)
    if meeting.mode == "hybrid":
        return gettext("%(place)s and online") % {"place": where} if where else mode("hybrid")
    return where


@register.filter
def when(date: When | None) -> str:
    """A date in words, as exactly as it is known: "23–24 March 2000", "since 2014", "no date known"."""
    if date is None:
        return gettext("no date known")
    if date.last is None:
        return gettext("since %(date)s") % {"date": _point(date.first)}
    if date.first is None:
        return gettext("until %(date)s") % {"date": _point(date.last)}
    marks = {date.first.mark, date.last.mark} - {""}
    said = words(lang()).period(date)
    return gettext(_MARKS[marks.pop()]).format(date=said) if marks else said


def _point(point: Point | None) -> str:
    return when(When(point, point)) if point else ""


@register.filter
def span(row: Participation) -> str:
    """From when to when somebody took part, in words; "" where neither is known."""
    if row.since and row.until and row.since != row.until:
        return f"{when(row.since)} – {when(row.until)}"
    if row.since and row.until:
        return when(row.since)
    if row.since:
        return gettext("since %(date)s") % {"date": when(row.since)}
    return gettext("until %(date)s") % {"date": when(row.until)} if row.until else ""


@register.filter
def value(claim: object) -> str:
    """What a claim says, in words: its dates, kinds, statuses and levels are terms."""
    field, said = getattr(claim, "field", ""), str(getattr(claim, "value", ""))
    if field in ("established", "ended", "when") and said:
        try:
            return when(When.parse(said))
        except ValueError:
            return said
    worded = {"status": status, "level": level, "type": kind, "mode": mode, "country": state}
    return worded[field](said) if field in worded else said


@register.filter
def source(of: Source) -> str:
    """A source by its title, or by the site it stands on."""
    if of.title:
        return of.title
    host = urlsplit(of.url or of.id).hostname or of.id
    return host.removeprefix("www.")


@register.filter
def ordinal(number: int) -> str:
    return words(lang()).ordinal(number)


@register.filter
def listed(slugs: tuple[str, ...]) -> str:
    """Mechanisms in a row: "RCM and SACM"."""
    return words(lang()).listed([short(slug) for slug in slugs])


@register.filter
def counted(meeting: Meeting) -> str:
    """How many meetings a record stands for; "" for one."""
    if meeting.count is None:
        return gettext("several meetings, number not told")
    if meeting.count == 1:
        return ""
    return ngettext("%(count)d meeting", "%(count)d meetings", meeting.count) % {"count": meeting.count}


@register.simple_tag
def designations() -> str:
    """The disclaimer that stands under every list of States."""
    return words(lang()).say("note.designations")


@register.simple_tag
def notes_on_places() -> list[str]:
    """Notes that must stand where a name has a star."""
    return [known.note for known in states().values() if known.note]


@register.filter
def body(key: str) -> str:
    """A partner by its name: an organisation, a mechanism, a research centre."""
    if key in organisations():
        return organisations()[key].called(lang())
    return short(key)


@register.filter
def heading_text(slug: str) -> str:
    return heading(slug).text


@register.filter
def heading_lang(slug: str) -> str:
    """The language of the heading, where it is not that of the page."""
    return heading(slug).lang or ""


@register.filter
def region(text: str) -> str:
    """A region as recorded, set as a printer would: a dash between its parts."""
    return text[:1].upper() + text[1:].replace(" - ", " – ")


@register.filter
def host(address: str) -> str:
    """A web address as people say it."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


@register.filter
def bodykind(key: str) -> str:
    """What kind of body a part of a mechanism is."""
    return key.replace("-", " ")


@register.filter
def named(titles: dict[str, str], key: str) -> str:
    """The title of a meeting by its id; "" where it has no page."""
    return titles.get(key, "")


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
    }.get(key, key.replace("-", " ").capitalize())
