"""What stands in one part of the issue and not in another: themes, mechanisms, publications, words left unread."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iscm.analysis.known import GLOBAL, Known
from iscm.analysis.material import Line, Material, asked, plain, short_name
from iscm.analysis.records import seen_in_period
from iscm.domain.statements import Finding, Span
from iscm.domain.terms import themes

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
    """A theme's row names mechanisms none of whose statements bears the theme."""
    for row in material.rows:
        bare = [
            slug
            for slug in row.mechanisms
            if slug in material.reporting and not any(_bears(line, row.theme) for line in material.of(slug))
        ]
        if bare:
            alone = len(bare) == len([slug for slug in row.mechanisms if slug in material.reporting])
            yield asked(row.theme, row.span, mechanisms=tuple(bare), n=len(bare), none="no" if alone else "")


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
        yield asked("", bare[0].span, titles=titles, n=len(bare), all=len(material.publications))


def unread(material: Material, known: Known) -> Iterator[Finding]:
    """Words in an entry that were not understood."""
    for section in material.sections:
        spans = [span for span in section.unread if _says_something(span.of(material.text))]
        if spans:
            words = tuple(plain(span.of(material.text)) for span in spans)
            yield asked(section.mechanism, spans[0], words=words, n=len(words))


def doubtful(material: Material, known: Known) -> Iterator[Finding]:
    """Readings that want a human eye."""
    for line in material.lines:
        for doubt in line.doubts:
            yield asked(line.mechanism, line, doubt=doubt.replace("-", " "), says=plain(line.words))


def _bears(line: Line, theme: str) -> bool:
    """Whether a statement bears a theme: so read, or in its words."""
    if theme in line.statement.themes:
        return True
    term = themes().get(theme)
    if term is None:
        return False
    wordings = [w for words in (*term.words.values(), tuple(term.label.values())) for w in words]
    said = " ".join(filter(None, (line.words, line.statement.topic, line.statement.title)))
    return any(
        re.search(rf"(?<!\w){re.escape(w)}(?!\w)", said, re.IGNORECASE) for w in wordings if len(w) > 2
    )


def _says_something(text: str) -> bool:
    """Whether there is more than joining words and punctuation."""
    return any(len(word) > 3 for word in re.findall(r"[^\W\d_]+", text))
