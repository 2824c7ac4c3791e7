"""Letting materials out as values, at a fixed number of queries."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast

from iscm.accounts.models import Access
from iscm.domain.mechanisms import Party, Subject
from iscm.domain.publications import Commitment, Copy, Maker, Material, Work
from iscm.library import models
from iscm.library.models import File, Publication, Topic
from iscm.meetings.api import public as public_meetings
from iscm.registry.api import closed
from iscm.registry.queries import source_value

PUBLIC = (Access.PUBLIC,)
PAPERS = ("here", "elsewhere", "closed", "unknown")


def publications(*, seen: Collection[str] = PUBLIC, **choice: Any) -> tuple[Work, ...]:
    """Materials that the reader may see, the latest first and those without a year at the end; see ``chosen``."""
    rows = chosen(seen=seen, **choice)
    return tuple(sorted(map(work_value, _with(rows)), key=lambda w: (-(w.year or 0), w.title)))


def listed(
    start: int, stop: int, *, seen: Collection[str] = PUBLIC, **choice: Any
) -> tuple[int, tuple[Work, ...]]:
    """How many there are, and those from ``start`` to before ``stop``, in the same order."""
    rows = chosen(seen=seen, **choice)
    some = rows.order_by(F("year").desc(nulls_last=True), "title", "pk")[start:stop]
    return rows.count(), tuple(map(work_value, _with(some)))


def chosen(
    *,
    mechanism: str | None = None,
    meeting: str | None = None,
    year: int | None = None,
    kind: str | None = None,
    theme: str | None = None,
    language: str | None = None,
    paper: str | None = None,
    seen: Collection[str] = PUBLIC,
) -> QuerySet[Publication]:
    """Rows of materials that fit all of this.

    ``paper``: it can be had ``here`` or ``elsewhere``, is kept here and ``closed``, or where it is is ``unknown``.
    """
    rows = Publication.objects.filter(access__in=seen, withdrawn=None)
    if mechanism:
        rows = rows.filter(mechanisms__slug=mechanism, mechanisms__access__in=seen)
    if meeting:
        rows = rows.filter(meetings__slug=meeting)
    if year:
        rows = rows.filter(year=year)
    if kind:
        rows = rows.filter(kind=kind)
    if theme:
        rows = rows.filter(Exists(_themed(OuterRef("pk"), theme)))
    if language:  # no engine asks for an item of a list in the other's way; as text, both do
        rows = rows.annotate(said=Cast("languages", TextField())).filter(said__contains=f'"{language}"')
    return rows.filter(_papers(seen)[paper]) if paper else rows


def _themed(work: OuterRef, theme: str) -> QuerySet[Topic]:
    """Topics of a work: those of a theme, or "*" for any."""
    rows = Topic.objects.filter(publication=work, commitment=None, withdrawn=None)
    return rows.exclude(theme="") if theme == "*" else rows.filter(theme=theme)


def _papers(seen: Collection[str]) -> dict[str, Q]:
    """What it takes that a paper is here, elsewhere, closed or unknown: of each work one holds."""
    files = File.objects.filter(publication=OuterRef("pk"), withdrawn=None)
    here = Q(Exists(files.filter(access__in=seen).exclude(content="")))
    shut = Q(Exists(files.exclude(access__in=seen)))
    titled = models.Title.objects.filter(publication=OuterRef("pk"), withdrawn=None).exclude(url="")
    linked = ~Q(url="") | Q(Exists(titled)) | Q(Exists(files.filter(access__in=seen).exclude(url="")))
    return {
        "here": here,
        "elsewhere": ~here & linked,
        "closed": ~here & ~linked & shut,
        "unknown": ~here & ~linked & ~shut,
    }


def publication(slug: str, seen: Collection[str] = PUBLIC) -> Work | None:
    """One material, or None where there is none that the reader may see."""
    row = _rows().filter(slug=slug, access__in=seen, withdrawn=None).first()
    return work_value(row) if row else None


def material(slug: str, seen: Collection[str] = PUBLIC) -> Material | None:
    """One material with all that hangs on it, or None where there is none that the reader may see."""
    row = _whole().filter(slug=slug, access__in=seen, withdrawn=None).first()
    return _material(row, seen) if row else None


def gone(slug: str) -> Material | None:
    """What is left of a material that everybody could see once and that was withdrawn: its title, and since when."""
    row = Publication.objects.filter(slug=slug, access=Access.PUBLIC).exclude(withdrawn=None).first()
    return _tombstone(row) if row else None


def slugs() -> tuple[str, ...]:
    """Slugs of public materials."""
    rows = Publication.objects.filter(access=Access.PUBLIC, withdrawn=None)
    return tuple(rows.order_by("slug").values_list("slug", flat=True))


def titles(slugs: Iterable[str], seen: Collection[str] = PUBLIC) -> dict[str, str]:
    """The titles of these materials, as far as the reader may see them."""
    rows = Publication.objects.filter(slug__in=set(slugs), access__in=seen, withdrawn=None)
    return dict(rows.values_list("slug", "title"))


def file(slug: str, number: int, seen: Collection[str] = PUBLIC, own: Collection[str] = ()) -> File | None:
    """A file that the reader may have, of a material that she may see; of her ``own`` mechanisms, any."""
    rows = File.objects.filter(
        publication__slug=slug, publication__withdrawn=None, number=number, withdrawn=None
    )
    marked = Q(access__in=seen, publication__access__in=seen)
    mine = Publication.mechanisms.through.objects.filter(
        publication=OuterRef("publication"), mechanism__slug__in=own
    )
    return rows.filter(marked | Q(Exists(mine)) if own else marked).select_related("publication").first()


def file_gone(slug: str, number: int) -> tuple[str, dt.datetime] | None:
    """The name of a file that everybody could have, and since when it is gone: by itself, or with its work."""
    rows = File.objects.filter(publication__slug=slug, publication__access=Access.PUBLIC, number=number)
    row = rows.filter(access=Access.PUBLIC).select_related("publication").first()
    since = row and (row.withdrawn or row.publication.withdrawn)
    return (row.name, since) if row and since else None


def languages(seen: Collection[str] = PUBLIC) -> tuple[str, ...]:
    """Languages that materials exist in."""
    rows = Publication.objects.filter(access__in=seen, withdrawn=None).values_list("languages", flat=True)
    return tuple(sorted({code for row in rows for code in row}))


def themes(seen: Collection[str] = PUBLIC) -> tuple[str, ...]:
    """Themes that materials are about."""
    rows = Topic.objects.filter(
        publication__access__in=seen, publication__withdrawn=None, commitment=None, withdrawn=None
    )
    return tuple(sorted(set(rows.exclude(theme="").values_list("theme", flat=True))))


def _shown() -> QuerySet[Publication]:
    """Materials that everybody can see or could see once, as harvesters are told of them."""
    return Publication.objects.exclude(opened=None).exclude(changed=None)


def harvest(
    *,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    mechanism: str = "",
    theme: str = "",
    after: tuple[dt.datetime, int] | None = None,
    limit: int = 100,
    complete: bool = False,
) -> tuple[list[Material], tuple[dt.datetime, int] | None]:
    """Materials by their last change, at most ``limit`` after a place, and the place to go on from (None: the end).

    ``until`` is exclusive; a ``mechanism`` or ``theme`` of "*" is any. What is open no more is told as gone, in the
    sets that it was in. ``complete``: of those that are open, only such as have a year.
    """
    rows = _shown()
    if since:
        rows = rows.filter(changed__gte=since)
    if until:
        rows = rows.filter(changed__lt=until)
    if mechanism:
        own = Publication.mechanisms.through.objects.filter(
            publication=OuterRef("pk"), mechanism__access=Access.PUBLIC
        )
        rows = rows.filter(Exists(own if mechanism == "*" else own.filter(mechanism__slug=mechanism)))
    if theme:
        rows = rows.filter(Exists(_themed(OuterRef("pk"), theme)))
    if complete:
        rows = rows.filter(~Q(year=None) | ~Q(access=Access.PUBLIC) | ~Q(withdrawn=None))
    if after:
        rows = rows.filter(Q(changed__gt=after[0]) | Q(changed=after[0], pk__gt=after[1]))
    # places first, rows then: the sort carries keys alone
    places = list(rows.order_by("changed", "pk").values_list("changed", "pk")[: limit + 1])
    more, places = len(places) > limit, places[:limit]
    held = {row.pk: row for row in _whole(_shown()).filter(pk__in=[pk for _changed, pk in places])}
    found = [_told(held[pk]) for _changed, pk in places]
    return open_materials(found), (places[-1] if more else None)


def harvested(slug: str) -> Material | None:
    """One material as harvesters are told of it."""
    row = _whole(_shown()).filter(slug=slug).first()
    return open_materials([_told(row)])[0] if row else None


def earliest() -> dt.datetime | None:
    """The first change that harvesters are told of."""
    return _shown().order_by("changed").values_list("changed", flat=True).first()


def _told(row: Publication) -> Material:
    shut = row.withdrawn is not None or row.access != Access.PUBLIC
    return _tombstone(row) if shut else _material(row, PUBLIC)


def _tombstone(row: Publication) -> Material:
    slugs = tuple(m.slug for m in row.mechanisms.all())
    return Material(
        work=Work(id=row.slug, title=row.title, mechanisms=slugs, access=row.access),
        subjects=tuple(_subject(topic) for topic in row.topics.all() if topic.theme),
        changed=row.changed,
        gone=row.withdrawn or row.changed,
    )


def open_works(rows: Iterable[Work]) -> tuple[Work, ...]:
    """Materials without a word of mechanisms and meetings that not all may see; at two queries."""
    works = list(rows)
    seen = public_meetings({slug for work in works for slug in work.meetings})
    hidden = closed()
    return tuple(
        replace(
            work,
            mechanisms=tuple(slug for slug in work.mechanisms if slug not in hidden),
            meetings=tuple(slug for slug in work.meetings if slug in seen),
        )
        for work in works
    )


def open_materials(rows: Sequence[Material]) -> list[Material]:
    """The same of materials with all that hangs on them: who made them, whom they commit, by when."""
    hidden = closed()
    due = {c.due_meeting for row in rows for c in row.commitments if c.due_meeting}
    seen = public_meetings(due) if due else frozenset()

    def shown(party: Party | None) -> Party | None:
        return None if party and party.kind == "mechanism" and party.id in hidden else party

    def commitment(row: Commitment) -> Commitment:
        return replace(
            row, party=shown(row.party), due_meeting=row.due_meeting if row.due_meeting in seen else ""
        )

    works = open_works(row.work for row in rows)
    return [
        replace(
            row,
            work=work,
            makers=tuple(maker for maker in row.makers if maker.name or shown(maker.party)),
            commitments=tuple(map(commitment, row.commitments)),
        )
        for row, work in zip(rows, works, strict=True)
    ]


def _with(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    return rows.prefetch_related("mechanisms", "meetings", "partners", "sources", "titles")


def _rows() -> QuerySet[Publication]:
    return _with(Publication.objects.all())


def _whole(rows: QuerySet[Publication] | None = None) -> QuerySet[Publication]:
    def now(model: type, *related: str) -> Any:
        found = model._default_manager.filter(withdrawn=None)
        return found.select_related(*related) if related else found

    own = Topic.objects.filter(withdrawn=None, commitment=None)
    return (Publication.objects if rows is None else rows).prefetch_related(
        "mechanisms",
        "meetings",
        "partners",
        "sources",
        "titles",
        Prefetch("makers", now(models.Maker, "party")),
        Prefetch("topics", own),
        Prefetch("files", now(File)),
        Prefetch("relations", now(models.WorkRelation, "other")),
        Prefetch("related", now(models.WorkRelation, "publication")),
        Prefetch(
            "commitments",
            now(models.Commitment, "party", "due_meeting").prefetch_related(Prefetch("topics", now(Topic))),
        ),
    )


def work_value(row: Publication) -> Work:
    """A row with its relations prefetched, as a value."""
    titles = [title for title in row.titles.all() if title.withdrawn is None]
    return Work(
        id=row.slug,
        title=row.title,
        kind=row.kind,
        mechanisms=tuple(m.slug for m in row.mechanisms.all()),
        partners=tuple(p.key for p in row.partners.all()),
        meetings=tuple(m.slug for m in row.meetings.all()),
        year=row.year,
        when=row.when,
        languages=tuple(row.languages),
        url=row.url,
        titles={t.lang: t.text for t in titles if t.lang},
        urls={t.lang: t.url for t in titles if t.lang and t.url},
        also=tuple(t.text for t in titles if not t.lang),
        pages=row.pages,
        licence=row.licence,
        doi=row.doi,
        symbol=row.symbol,
        abstract=row.abstract,
        gcm=tuple(row.gcm),
        note=row.note,
        sources=tuple(filter(None, map(source_value, row.sources.all()))),
        access=row.access,
    )


def _material(row: Publication, seen: Collection[str]) -> Material:
    def bonds(rows: Iterable[Any], end: str) -> tuple[tuple[str, str], ...]:
        ends = [(bond.kind, getattr(bond, end)) for bond in rows]
        return tuple((kind, o.slug) for kind, o in ends if o.access in seen and o.withdrawn is None)

    return Material(
        work=work_value(row),
        makers=tuple(Maker(m.role, _party(m.party), m.name) for m in row.makers.all()),
        subjects=tuple(map(_subject, row.topics.all())),
        copies=tuple(_copy(file, seen) for file in row.files.all()),
        commitments=tuple(map(_commitment, row.commitments.all())),
        relations=bonds(row.relations.all(), "other"),
        related=bonds(row.related.all(), "publication"),
        changed=row.changed,
    )


def _party(row: Any) -> Party | None:
    return Party(row.kind, row.key) if row else None


def _subject(row: Topic) -> Subject:
    return Subject(row.printed, row.theme)


def _copy(row: File, seen: Collection[str]) -> Copy:
    if row.access not in seen:
        return Copy(number=row.number, language=row.language, version=row.version)
    return Copy(
        number=row.number,
        language=row.language,
        version=row.version,
        open=True,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        pages=row.pages,
        digest=row.digest,
        licence=row.licence,
        url=row.url,
        held=bool(row.content),
    )


def _commitment(row: models.Commitment) -> Commitment:
    return Commitment(
        number=row.number,
        text=row.text,
        language=row.language,
        party=_party(row.party),
        addressee=row.addressee,
        subjects=tuple(map(_subject, row.topics.all())),
        gcm=tuple(row.gcm),
        due=row.due,
        due_meeting=row.due_meeting.slug if row.due_meeting else "",
        page=row.page,
    )
