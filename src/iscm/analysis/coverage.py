"""What stands in one part of the issue and not in another: themes, mechanisms, publications, words left unread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from iscm.analysis.known import GLOBAL, Known
from iscm.analysis.material import Material, asked, plain, short_name, shortened
from iscm.analysis.records import seen_in_period
from iscm.domain.issues import IndexRow
from iscm.domain.statements import Finding, Span, Statement
from iscm.domain.terms import themes

_JOINING = frozenset(
    "also back continued followed included including meeting organized organised preparation preceded "
    "that their then this together under well which with".split()
)
_LOOK_BACK = 3  # years: who met within them is expected to report, or to be asked


def themes_without_meetings(material: Material, known: Known) -> Iterator[Finding]:
    """A mechanism that stands in the index and has no entry among the meetings."""
    rows: dict[str, list[str]] = {}
    places: dict[str, Span | None] = {}
    for row in sorted(material.rows, key=lambda r: r.span.start if r.span else 0):
        for place, slug in enumerate(row.mechanisms):
            if slug not in material.reporting and slug in known.slugs:
                rows.setdefault(slug, []).append(row.theme)
                places.setdefault(slug, row.spans[place] if place < len(row.spans) else row.span)
    for slug, ids in sorted(rows.items()):
        held = seen_in_period(slug, material, known)
        yield asked(slug, places[slug], themes=tuple(ids), n=len(ids), held=held)


def theme_without_statement(material: Material, known: Known) -> Iterator[Finding]:
    """A theme under which mechanisms stand, and nothing told in the whole issue bears it."""
    for row in material.rows:
        reporting = [slug for slug in row.mechanisms if slug in material.reporting]
        if reporting and _bearing(row, material) == set():
            yield asked(row.theme, row.span, mechanisms=tuple(reporting), n=len(reporting))


def themes_not_shown(material: Material, known: Known) -> Iterator[Finding]:
    """A mechanism under themes that others bear out, and nothing that it tells does; one finding for each mechanism."""
    missing: dict[str, list[str]] = {}
    places: dict[str, Span | None] = {}
    for row in sorted(material.rows, key=lambda r: r.span.start if r.span else 0):
        bearing = _bearing(row, material)
        for place, slug in enumerate(row.mechanisms):
            if bearing and slug in material.reporting and slug not in bearing:
                missing.setdefault(slug, []).append(row.theme)
                places.setdefault(slug, row.spans[place] if place < len(row.spans) else row.span)
    for slug, ids in sorted(missing.items()):
        yield asked(slug, places[slug], themes=tuple(ids), n=len(ids))


def _bearing(row: IndexRow, material: Material) -> set[str]:
    """The mechanisms of a row that tell something that bears its theme."""
    return {
        slug
        for slug in row.mechanisms
        if any(bears(line.statement, line.words, row.theme) for line in material.of(slug))
    }


def silent(material: Material, known: Known) -> Iterator[Finding]:
    """Mechanisms that met in the three years before and say nothing in this issue; one finding for all of them."""
    if material.year is None:
        return
    indexed = {slug for row in material.rows for slug in row.mechanisms}
    last: dict[str, int] = {}
    for row in known.meetings:
        day = row.when.latest if row.when else None
        if day and material.year - _LOOK_BACK <= day.year <= material.year:
            last[row.mechanism] = max(day.year, last.get(row.mechanism, 0))
    quiet = sorted(set(last) - material.reporting - indexed - known.at_rest - GLOBAL)
    if quiet:
        yield asked("", names=tuple(f"{short_name(s)} ({last[s]})" for s in quiet), n=len(quiet))


def without_address(material: Material, known: Known) -> Iterator[Finding]:
    """Publications that a reader cannot reach."""
    bare = [p for p in material.publications if not (p.url or "").startswith(("http://", "https://"))]
    if bare:
        titles = tuple(" ".join(p.title.split()) for p in bare)
        found = asked("", bare[0].span, titles=titles, n=len(bare), all=len(material.publications))
        yield replace(found, quote=titles[0])


def unread(material: Material, known: Known) -> Iterator[Finding]:
    """Words that were not understood: by entry, and those outside all entries."""
    for section in material.sections:
        spans = [span for span in section.unread if _says_something(span.of(material.text))]
        if spans:
            yield asked(section.mechanism, spans[0], words=_quoted(spans, material.text))
    rest = [span for span in material.unread if _says_something(span.of(material.text))]
    if rest:
        yield asked("", rest[0], words=_quoted(rest, material.text))


def doubtful(material: Material, known: Known) -> Iterator[Finding]:
    """Readings that want a human eye."""
    for line in material.lines:
        for doubt in line.doubts:
            if doubt == "impossible-date":
                continue  # asked about for itself
            yield asked(line.mechanism, line, doubt=doubt.replace("-", " "), says=plain(line.words))


def bears(statement: Statement, prose: str, theme: str) -> bool:
    """Whether a statement bears a theme: so read, or in its words."""
    if theme in statement.themes:
        return True
    wording = _wording(theme)
    said = " ".join(filter(None, (prose, statement.topic, statement.title)))
    return wording is not None and wording.search(said) is not None


@cache
def _wording(theme: str) -> re.Pattern[str] | None:
    """Any of the words that mean a theme, in any language; None where it is not of the vocabulary."""
    term = themes().get(theme)
    if term is None:
        return None
    wordings = {
        w for words in (*term.words.values(), tuple(term.label.values())) for w in words if len(w) > 2
    }
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(wordings)))})(?!\w)", re.IGNORECASE)


def _quoted(spans: Iterable[Span], text: str) -> tuple[str, ...]:
    return tuple(shortened(plain(span.of(text))) for span in spans)


def _says_something(text: str) -> bool:
    """Whether there is more than punctuation and words that join one meeting to the next."""
    return any(len(word) > 3 and word.casefold() not in _JOINING for word in re.findall(r"[^\W\d_]+", text))
