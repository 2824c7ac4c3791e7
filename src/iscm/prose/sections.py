"""What a line of an issue is by its sense: a section's heading, a mechanism's, page furniture, or text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from iscm.domain.statements import Span
from iscm.domain.terms import load, mechanisms
from iscm.prose.lines import Line, hangs
from iscm.prose.names import fold, near, resolve

SECTIONS = ("popular", "meetings", "index", "publications", "links", "global")
GLOBAL = frozenset({"grcp", "imrf"})  # mechanisms whose heading opens the section of the year's global event

_PAGE = re.compile(
    r"(?:(?:page|pág(?:ina)?|p|стр)\.?\s*)?[-–—|\s]*\d{1,3}[-–—|\s]*(?:(?:of|/|de|sur|из)\s*\d{1,3})?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DIVIDER = re.compile(r"[\s*_]*(?:[:|\t]|\s[-–—]\s)[\s*_:|]*")
_ACRONYM = re.compile(r"\(([A-Z][\w-]*[A-Z])\)\Z")
_OF_MEETINGS = re.compile(  # words of a statement or a title, and of no mechanism's name
    r"\b(?:SOM|workshop|webinar|seminar|training|course|session|visit|panel|table|event|working group|steering|report|"
    r"guide|handbook|study|plan|note|atelier|séminaire|webinaire|formation|taller|seminario|webinario|curso|informe|"
    r"семинар|вебинар|доклад)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^:;,.(|]{2,60}")
_TERMINAL = re.compile(r"[.;,]\s*\Z")


@cache
def _vocabulary() -> dict[str, dict[str, list[str]]]:
    return load("sections")


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    """Every beginning of a heading, folded, with its section; the longest first, for it says most."""
    phrases = {
        " ".join(fold(w)): name for name in SECTIONS for row in _vocabulary()[name].values() for w in row
    }
    return tuple(sorted(phrases.items(), key=lambda row: (-len(row[0]), row)))


@cache
def _before_headings() -> frozenset[str]:
    """What may stand before a heading's own words: an article, an ordinal."""
    ordinals = {word for row in load("words")["ordinals"].values() for name in row for word in fold(name)}
    return frozenset({"the", "l", "le", "les", "la", "las", "el", "los", "our"} | ordinals)


@cache
def spelt(section: str) -> re.Pattern[str]:
    """The words of a section as printed, in all languages, as one pattern of whole words."""
    words = sorted({w for row in _vocabulary()[section].values() for w in row}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)


@cache
def _continued() -> re.Pattern[str]:
    return re.compile(
        r"[\s–—,-]*[(\[]?\s*" + spelt("continued").pattern + r"['.]*\s*[)\]]?\s*\Z", re.IGNORECASE
    )


def section_of(line: Line) -> str | None:
    """Which section the line heads, or None. A heading is short, begins with the section's words, and does not end
    as a sentence does."""
    if line.blank or len(line.core) > 300 or line.words > 22 or _TERMINAL.search(line.core):
        return None
    words = [w for w in fold(line.core) if not _YEAR.fullmatch(w)]
    while words and (words[0] in _before_headings() or words[0][0].isdigit()):
        words = words[1:]
    text = " ".join(words)
    for phrase, section in _phrases():
        if text == phrase or text.startswith(phrase + " "):
            return section if _fits(section, line, len(text) - len(phrase)) else None
    if line.titled and not line.bullet and line.apart and resolve(line.core) in GLOBAL:
        return "global"
    return None


def _fits(section: str, line: Line, rest: int) -> bool:
    """Short words are headings only where the line looks like one: "Themes" is, "themes were many and" is not."""
    if section == "links":
        return not line.bullet or rest == 0
    return rest == 0 or line.titled or (line.apart and line.words <= 9 and line.core[:1].isupper())


@dataclass(frozen=True, slots=True)
class Heading:
    """A mechanism's heading. ``rest`` is where text on the same line begins, or None; ``sure``: spelt as known."""

    mechanism: str
    name: str
    span: Span
    rest: int | None = None
    sure: bool = True
    lines: int = 1


def heading_of(line: Line, before: Line | None, after: Line | None) -> Heading | None:
    """The mechanism whose entry the line opens, or None.

    Such a line is a name and nothing else, in any spelling, or a name, a divider and the entry's text. A name in the
    middle of a sentence that a narrow column happens to put on its own line is none.
    """
    if line.blank or not _could_be_name(line.core) or _mid_sentence(line, before):
        return None
    if after and not line.marked and not after.blank and not after.apart and after.core[:1].islower():
        return _over_two_lines(line, after)  # the sentence goes on, unless the name does
    core = strip_continued(line.core) if len(line.core) <= 300 else ""
    if core and (slug := resolve(core) or _all_of(core)):
        return Heading(slug, core, Span(line.start, line.start + len(core)))
    if found := _inline(line) or _over_two_lines(line, after):
        return found
    alone = line.apart and not line.bullet and line.words <= 14 and not _TERMINAL.search(line.core)
    if not alone or any(c.isdigit() for c in core):
        return None
    if slug := _by_acronym(core, after, line.marked):
        return Heading(slug, core, Span(line.start, line.start + len(core)))
    if line.titled and (slug := near(core)):
        return Heading(slug, core, Span(line.start, line.start + len(core)), sure=False)
    return None


def _by_acronym(core: str, after: Line | None, marked: bool) -> str | None:
    """A name nobody knows with an acronym that is known, alone between blank lines: "Réseau ibéro-américain (RIAM)"."""
    match = _ACRONYM.search(core)
    if not match or not (marked or after is None or after.blank) or _OF_MEETINGS.search(core):
        return None
    slug = resolve(match[1])
    return slug if slug and mechanisms()[slug].acronym == match[1] else None


def _inline(line: Line) -> Heading | None:
    """ "ACR: text", "Name - text", a table's row "Name | text" or "Name | ACR | text"."""
    for divider in _DIVIDER.finditer(line.core):
        if divider.start() > 120:
            break
        name, rest = line.core[: divider.start()], divider.end()
        slug = resolve(name)
        if not slug or rest >= len(line.core) or (len(name) < 4 and not name.isupper()):
            continue
        again = _DIVIDER.search(line.core, rest)
        if again and resolve(line.core[rest : again.start()]) == slug:
            rest = again.end()
        elif "-" in divider[0] or "–" in divider[0] or "—" in divider[0]:
            other = _NAME.match(line.core, rest)  # "RCM - SACM plenary" is a meeting of two
            words = other[0].split() if other else []
            if any(resolve(" ".join(words[:n])) for n in (1, 2, 3)):
                continue
        return Heading(slug, name, Span(line.start, line.start + len(name)), line.start + rest)
    return None


def _over_two_lines(line: Line, after: Line | None) -> Heading | None:
    """A long name that a narrow column broke: "Intergovernmental Consultations on Migration, Asylum" "and Refugees"."""
    if (
        after is None
        or after.blank
        or after.apart
        or after.bullet
        or line.bullet
        or line.words + after.words > 22
    ):
        return None
    slug = resolve(f"{line.core} {after.core}")
    return Heading(slug, f"{line.core} {after.core}", Span(line.start, after.end), lines=2) if slug else None


def _could_be_name(core: str) -> bool:
    return core[0].isalnum() or core[0] in "«\"“'"


def _all_of(core: str) -> str | None:
    """ "Name - ACR", "Name, ACR": every part names the same mechanism."""
    parts = [p for p in re.split(r"\s+[-–—]\s+|\s*[,|:]\s*", core) if p]
    slugs = {resolve(p) for p in parts}
    return slugs.pop() if len(parts) > 1 and len(slugs) == 1 else None


def _mid_sentence(line: Line, before: Line | None) -> bool:
    if line.marked or line.bullet or before is None:
        return False
    return not before.blank and not line.apart and hangs(before.core)


def strip_continued(core: str) -> str:
    """The heading without its "(continued)"."""
    return _continued().sub("", core)


def continued(line: Line) -> bool:
    return not line.blank and line.words <= 16 and bool(_continued().search(line.core))


def furniture(page: Sequence[Line]) -> frozenset[int]:
    """Which lines (by number) are page furniture: page numbers, rulers, and heads that run on every page."""
    seen = Counter(_without_numbers(line.core) for line in page if not line.blank)
    found = set()
    for number, line in enumerate(page):
        if line.blank:
            continue
        runs = seen[_without_numbers(line.core)] > 1 and 0 < line.words <= 12
        if _PAGE.fullmatch(line.raw.strip()) or (runs and _runs_along(line)):
            found.add(number)
    first: set[str] = set()
    for number in sorted(found):  # the first time a head stands, it is the masthead's
        head = _without_numbers(page[number].core)
        if head and not _PAGE.fullmatch(page[number].raw.strip()) and head not in first:
            first.add(head)
            found.discard(number)
    return frozenset(found)


def _runs_along(line: Line) -> bool:
    return bool(spelt("title").search(line.core) or spelt("office").search(line.core)) and not resolve(
        line.core
    )


def _without_numbers(core: str) -> str:
    return " ".join(w for w in fold(core) if not w.isdigit())
