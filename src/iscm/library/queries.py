"""Letting publications out as values, at a fixed number of queries."""

from collections.abc import Collection

from django.db.models import QuerySet

from iscm.accounts.models import Access
from iscm.domain.publications import Work
from iscm.library.models import Publication
from iscm.registry.queries import source_value

PUBLIC = (Access.PUBLIC,)


def publications(
    *,
    mechanism: str | None = None,
    meeting: str | None = None,
    year: int | None = None,
    seen: Collection[str] = PUBLIC,
) -> tuple[Work, ...]:
    """Publications that the reader may see, the latest first and those without a year at the end."""
    rows = _rows().filter(access__in=seen)
    if mechanism:
        rows = rows.filter(mechanisms__slug=mechanism)
    if meeting:
        rows = rows.filter(meetings__slug=meeting)
    if year:
        rows = rows.filter(year=year)
    return tuple(sorted(map(work_value, rows), key=lambda w: (-(w.year or 0), w.title)))


def publication(slug: str, seen: Collection[str] = PUBLIC) -> Work | None:
    """One publication, or None where there is none that the reader may see."""
    row = _rows().filter(slug=slug, access__in=seen).first()
    return work_value(row) if row else None


def _rows() -> QuerySet[Publication]:
    return Publication.objects.prefetch_related("mechanisms", "meetings", "partners", "sources", "titles")


def work_value(row: Publication) -> Work:
    """A row with its relations prefetched, as a value."""
    titles = [title for title in row.titles.all() if title.withdrawn is None]
    return Work(
        id=row.slug,
        title=row.title,
        mechanisms=tuple(m.slug for m in row.mechanisms.all()),
        partners=tuple(p.key for p in row.partners.all()),
        meetings=tuple(m.slug for m in row.meetings.all()),
        year=row.year,
        languages=tuple(row.languages),
        url=row.url,
        titles={t.lang: t.text for t in titles if t.lang},
        urls={t.lang: t.url for t in titles if t.lang and t.url},
        also=tuple(t.text for t in titles if not t.lang),
        note=row.note,
        sources=tuple(filter(None, map(source_value, row.sources.all()))),
        access=row.access,
    )
