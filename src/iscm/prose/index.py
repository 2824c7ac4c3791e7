"""The thematic index of an issue: rows "Theme: names", and which mechanisms the names mean.

A row is known by its sense: its label is a theme of the vocabulary, and most of what follows are mechanisms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from iscm.domain.issues import IndexRow
from iscm.domain.statements import Finding, Span
from iscm.prose.lines import Line
from iscm.prose.names import near_theme, nearest, resolve, resolve_theme
from iscm.prose.sections import spelt

_BETWEEN = re.compile(
    r"\s*(?:[,;•|\n]|(?<=\s)(?:&|and|et|y|e|и|as well as|ainsi que|así como)(?=\s)|\s[·–—-]\s)\s*"
)
_LABEL = re.compile(r"(?P<label>[^:|\t\n]{2,90}?)[\s*_]*(?::|\||\t|\s[-–—]\s)[\s*_|:]*(?=\S)")
_PLURAL = re.compile(r"\b(Processes|Dialogues|Processus|Dialogues|Procesos|Diálogos)\Z")
_SINGULAR = {"Processes": "Process", "Dialogues": "Dialogue", "Processus": "Processus", "Procesos": "Proceso"}
_TRIM = " \t.*_\"'“”«»[]\u00a0"


@dataclass(slots=True)
class Names:
    """Names picked from a text: slugs with their places, places of what is no known name, and "in other ISCMs"."""

    known: list[tuple[str, Span]] = field(default_factory=list)
    unknown: list[Span] = field(default_factory=list)
    elsewhere: bool = False

    @property
    def mostly(self) -> bool:
        return len(self.known) > len(self.unknown) if self.known else self.elsewhere and not self.unknown


def pick(text: str, start: int, end: int, means: Callable[[str], str | None] = resolve) -> Names:
    """The names in ``text[start:end]``: the longest run of parts that is one name is taken as one."""
    names = Names()
    parts = _parts(text, start, end)
    number = 0
    while number < len(parts):
        for last in range(min(number + 5, len(parts) - 1), number - 1, -1):
            span = Span(parts[number].start, parts[last].end)
            if slug := means(span.of(text)):
                names.known.append((slug, span))
                number = last + 1
                break
        else:
            _pick_one(text, parts[number], parts[number + 1 :], means, names)
            number += 1
    return names


def _pick_one(
    text: str, span: Span, following: Sequence[Span], means: Callable[[str], str | None], names: Names
) -> None:
    """A part that is no name by itself: "RCM/SACM", "Khartoum" before "and Rabat Processes", "in other ISCMs"."""
    words = span.of(text)
    if spelt("elsewhere").search(words) or re.search(r"\bother ISCMs?\b", words, re.IGNORECASE):
        names.elsewhere = True
        return
    halves = [Span(span.start + m.start(), span.start + m.end()) for m in re.finditer(r"[^/]+", words)]
    if len(halves) > 1 and all(means(half.of(text)) for half in halves):
        names.known += [(means(half.of(text)) or "", half) for half in halves]
        return
    kind = next((m for f in (span, *following) if (m := _PLURAL.search(f.of(text)))), None)
    if kind:
        bare = words.removesuffix(kind[0]).strip()
        singular = _SINGULAR.get(kind[0], kind[0])
        if slug := means(f"{bare} {singular}") or means(f"{singular} de {bare}"):
            names.known.append((slug, span))
            return
    names.unknown.append(span)


def _parts(text: str, start: int, end: int) -> list[Span]:
    """The stretches between commas, semicolons, bars and "and", without the marks around them."""
    parts, place = [], start
    for divider in [*_BETWEEN.finditer(text, start, end), None]:
        stop = divider.start() if divider else end
        stretch = text[place:stop]
        left = len(stretch) - len(stretch.lstrip(_TRIM))
        right = len(stretch.rstrip(_TRIM))
        if left < right:
            parts.append(Span(place + left, place + right))
        place = divider.end() if divider else end
    return parts


@dataclass(slots=True)
class Row:
    """A row as it is being read: names may go on over several lines."""

    theme: str
    label: str
    span: Span
    names: Names

    def finished(self, text: str) -> IndexRow:
        known: dict[str, Span] = {}
        for slug, span in self.names.known:
            known.setdefault(slug, span)
        return IndexRow(
            theme=self.theme,
            mechanisms=tuple(known),
            elsewhere=self.names.elsewhere,
            names=tuple(span.of(text) for span in known.values()),
            spans=tuple(known.values()),
            span=self.span,
        )


def row_of(text: str, line: Line, inside: bool) -> Row | None:
    """The row that a line is, or None. ``inside`` the index a misspelt label counts too."""
    for match in _LABEL.finditer(line.core):
        label = match["label"].strip(_TRIM)
        theme = resolve_theme(label) or (near_theme(label) if inside else None)
        names = pick(text, line.start + match.end(), line.end)
        if theme and names.mostly:
            return Row(theme, label, Span(line.start, line.end), names)
        if theme or not inside:
            return None
        break
    return None


def unknown_row(text: str, line: Line) -> Finding | None:
    """The query about a line that looks like a row of the index and has a label that is no theme."""
    match = _LABEL.match(line.core)
    if not match or not (names := pick(text, line.start + match.end(), line.end)).known or not names.mostly:
        return None
    label = match["label"].strip(_TRIM)
    return Finding(
        code="unknown-theme",
        subject=label,
        message=f"“{label}” is no theme of the vocabulary; the row was not read.",
        mend="Use the vocabulary's own word for it, or add the theme to the vocabulary.",
        span=Span(line.start, line.end),
        quote=line.core,
    )


def unknown_names(text: str, row: Row) -> list[Finding]:
    """Queries about names in a row that no mechanism has."""
    return [
        Finding(
            code="unknown-name",
            subject=span.of(text),
            message=f"“{span.of(text)}” under {row.label} is no mechanism known here.",
            mend=_meant(span.of(text)),
            span=span,
            quote=span.of(text),
        )
        for span in row.names.unknown
    ]


def _meant(name: str) -> str:
    likely = nearest(name)
    return f"Is {' or '.join(likely)} meant?" if likely else "Correct the name, or add the mechanism."


def label_alone(line: Line) -> str | None:
    """The theme that a line names and nothing else: its mechanisms stand on the lines below."""
    if line.blank or line.words > 8:
        return None
    return resolve_theme(line.core) or near_theme(line.core)


def goes_on(text: str, line: Line) -> Names | None:
    """Names only: the continuation of a row, or one name of a list under a label."""
    if line.blank:
        return None
    names = pick(text, line.start, line.end)
    return names if names.mostly and not names.unknown else None
