"""Records of every kind as cards. What a record's page shows can be found; nothing else is taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db.models import Prefetch

from iscm.accounts.models import Access
from iscm.domain import terms
from iscm.domain.organisations import organisations
from iscm.domain.states import states
from iscm.domain.when import When
from iscm.explore.rules.cards import FIELD, NAME, PROSE, Card, Field
from iscm.explore.rules.words import clean
from iscm.library.models import Publication, Title
from iscm.meetings.models import Meeting, Outcome, Ownership, Partner, Series, Subject
from iscm.newsletter import queries as newsletter
from iscm.newsletter.models import Issue
from iscm.registry.models import Mechanism, Name

Row = tuple[str, str, str, int]
EVERYBODY = tuple(Access.values)


def _fields(rows: Iterable[Row]) -> tuple[Field, ...]:
    """Fields that say anything, each once."""
    said = (Field(name, lang, clean(text).strip(), weight) for name, lang, text, weight in rows)
    return tuple({(f.name, f.text): f for f in said if f.text}.values())


def mechanisms(slugs: Collection[str] | None = None) -> Iterator[Card]:
    rows = Mechanism.objects.order_by("pk")
    rows = rows if slugs is None else rows.filter(slug__in=slugs)
    for row in rows.prefetch_related(
        Prefetch("names", Name.objects.filter(withdrawn=None)), "foci", "bodies"
    ):
        foci = [focus for focus in row.foci.all() if focus.withdrawn is None]
        yield Card(
            kind="mechanism",
            key=row.slug,
            access=row.access,
            fields=_fields([*_names(row), *_told(row), *(("theme", "", f.printed, PROSE) for f in foci)]),
            facets={
                "mechanism": (row.slug,),
                "theme": tuple(dict.fromkeys(f.theme for f in foci if f.theme)),
            },
        )


def _names(row: Mechanism) -> Iterator[Row]:
    """Its names on record, and those that prose is read with."""
    for name in row.names.all():
        yield name.kind, name.lang, name.text, NAME
    if known := terms.mechanisms().get(row.slug):
        yield from (("name", lang, text, NAME) for lang, text in known.name.items())
        yield "acronym", "", known.acronym or "", NAME
        yield from (("alias", "", text, NAME) for text in known.aliases if not text.startswith("the "))
    yield "slug", "", row.slug, NAME


def _told(row: Mechanism) -> Iterator[Row]:
    for body in row.bodies.all():
        if body.withdrawn is None:
            yield "body", "en", f"{body.name} ({body.acronym})" if body.acronym else body.name, FIELD
    yield "region", "en", row.region, FIELD
    yield "secretariat", "en", row.secretariat, PROSE


def meetings(slugs: Collection[str] | None = None) -> Iterator[Card]:
    def now(model: type, *related: str) -> Prefetch:
        name = {Ownership: "ownerships", Subject: "subjects", Outcome: "outcomes", Partner: "partners"}[model]
        rows = model._default_manager.filter(withdrawn=None)
        return Prefetch(name, rows.select_related(*related) if related else rows)

    rows = Meeting.objects.filter(merged_into=None, withdrawn=None).order_by("pk").select_related("series")
    rows = rows if slugs is None else rows.filter(slug__in=slugs)
    rows = rows.prefetch_related(
        now(Ownership, "mechanism"), now(Subject), now(Outcome), now(Partner, "party")
    )
    for row in rows.iterator(chunk_size=2000):
        yield _meeting(row)


def _meeting(row: Meeting) -> Card:
    subjects, owners = row.subjects.all(), row.ownerships.all()
    known = organisations()
    partners = [known[p.party.key].called() for p in row.partners.all() if p.party.key in known]
    day = row.earliest or row.latest
    series = row.series.name if row.series and row.series.access == row.access else ""
    return Card(
        kind="meeting",
        key=row.slug,
        access=row.access,
        day=day,
        fields=_fields(
            [
                ("title", "", row.title, NAME),
                ("topic", "", row.topic, FIELD),
                *(("city", "", name, FIELD) for name in _city(row.city, row.country)),
                ("series", "en", series, FIELD),
                *(("theme", "", subject.printed, FIELD) for subject in subjects),
                *(("outcome", "", outcome.text, FIELD) for outcome in row.outcomes.all()),
                *(("wording", "", owner.wording, PROSE) for owner in owners),
                *(("partner", "en", name, PROSE) for name in partners),
                ("note", "", row.note, PROSE),
            ]
        ),
        facets={
            "mechanism": tuple(owner.mechanism.slug for owner in owners),
            "year": (str(day.year),) if day else (),
            "month": _months(row.when),
            "type": (row.type, *row.kinds),
            "country": (row.country,) if row.country else (),
            "theme": tuple(dict.fromkeys(subject.theme for subject in subjects if subject.theme)),
        },
    )


def _city(name: str, country: str) -> list[str]:
    """A city in every spelling that is known of it."""
    known = terms.places().get(country, ())
    return next(([name, *spelt] for spelt in known if name in spelt), [name])


def _months(*dates: When | None) -> tuple[str, ...]:
    """The month in which each begins, where it is known."""
    days = [(w.earliest, w.latest) for w in dates if w and w.earliest and w.latest]
    return tuple(dict.fromkeys(str(a.month) for a, b in days if (b - a).days < 62))


def publications(slugs: Collection[str] | None = None) -> Iterator[Card]:
    rows = Publication.objects.filter(withdrawn=None).order_by("pk")
    rows = rows if slugs is None else rows.filter(slug__in=slugs)
    titles = Prefetch("titles", Title.objects.filter(withdrawn=None))
    for row in rows.prefetch_related(titles, "mechanisms"):
        yield Card(
            kind="publication",
            key=row.slug,
            access=row.access,
            day=dt.date(row.year, 12, 31) if row.year else None,
            fields=_fields(
                [
                    ("title", "", row.title, NAME),
                    *(("title", title.lang, title.text, NAME) for title in row.titles.all()),
                    ("note", "", row.note, PROSE),
                ]
            ),
            facets={
                "mechanism": tuple(m.slug for m in row.mechanisms.all()),
                "year": (str(row.year),) if row.year else (),
            },
        )


def statements(years: Collection[str] | None = None) -> Iterator[Card]:
    """What issues say, statement by statement; a published issue as it was frozen."""
    rows = Issue.objects.order_by("year")
    rows = rows if years is None else rows.filter(year__in=years)
    for year, access in rows.values_list("year", "access"):
        issue = newsletter.issue(year, seen=EVERYBODY)
        for entry in issue.entries if issue else ():
            for told in entry.statements:
                said = told.statement
                joint = [slug for slug in said.joint_with if slug in terms.mechanisms()]
                yield Card(
                    kind="statement",
                    key=told.id,
                    access=access,
                    day=next((w.earliest for w in said.dates if w.earliest), dt.date(year, 1, 1)),
                    fields=_fields([("prose", "", told.prose, PROSE)]),
                    facets={
                        "mechanism": (entry.mechanism, *joint),
                        "year": (str(year),),
                        "month": _months(*said.dates),
                        "type": (said.type, *said.kinds),
                        "country": (said.country,) if said.country else (),
                        "theme": said.themes,
                    },
                )


def fixed() -> Iterator[Card]:
    """States, themes, kinds of meeting and months: by their names one finds all that is theirs."""
    public = Access.PUBLIC
    for code, state in states().items():
        names = [("name", lang, text, NAME) for lang, text in state.name.items()]
        names += [("alias", "", text, NAME) for text in (*state.also, state.short)]
        names += [("former", "", text, NAME) for text in state.former]
        yield Card(kind="state", key=code, access=public, fields=_fields(names), facets={"country": (code,)})
    for key, theme in terms.themes().items():
        labels = [("name", lang, text, NAME) for lang, text in theme.label.items()]
        labels += [("words", lang, w, FIELD) for lang, said in theme.words.items() for w in said]
        yield Card(kind="theme", key=key, access=public, fields=_fields(labels), facets={"theme": (key,)})
    for key, type_ in terms.types().items():
        labels = [("name", lang, text, NAME) for lang, text in type_.label.items()]
        labels += [
            ("words", lang, word.replace("*", ""), NAME)
            for table in (type_.head, type_.mark)
            for lang, said in table.items()
            for word in said
        ]
        yield Card(kind="type", key=key, access=public, fields=_fields(labels))
    for number, names_ in _month_names().items():
        labels = [("name", lang, text, NAME) for lang, text in names_]
        yield Card(kind="month", key=number, access=public, fields=_fields(labels))


def _month_names() -> Mapping[str, list[tuple[str, str]]]:
    from babel import Locale  # noqa: PLC0415 - only when the index is made

    found: dict[str, list[tuple[str, str]]] = {}
    for lang in ("en", "fr", "es", "ru", "ar", "zh"):
        for style in ("format", "stand-alone"):
            for number, name in Locale(lang).months[style]["wide"].items():
                found.setdefault(str(number), []).append((lang, name))
    return found


READ = {
    "mechanism": mechanisms,
    "meeting": meetings,
    "publication": publications,
    "issue": statements,
}


def of_series(slugs: Collection[str]) -> list[str]:
    """The meetings of these series."""
    rows = Series.objects.filter(slug__in=slugs, meetings__isnull=False)
    return list(rows.values_list("meetings__slug", flat=True))
