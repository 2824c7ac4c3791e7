"""Names that drift: one mechanism printed in several ways."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from iscm.analysis.known import Known
from iscm.analysis.material import Material, asked
from iscm.domain.statements import Finding, Span
from iscm.domain.terms import MechanismName, mechanisms

_OWN = "ISCM"  # what this newsletter calls the bodies it is about


def drift(material: Material, known: Known) -> Iterator[Finding]:
    """A mechanism printed in two ways in the index, or with another spelling of its acronym anywhere."""
    if not material.text:
        return
    for slug in sorted(material.reporting | {slug for row in material.rows for slug in row.mechanisms}):
        printed = _printed(slug, material)
        if len(printed) > 1:
            spans = list(printed.values())
            yield asked(slug, spans[-1], names=tuple(printed), n=len(printed))


def own_name(material: Material, known: Known) -> Iterator[Finding]:
    """The newsletter's own short name misspelt: ISEM for ISCM."""
    others = {name.acronym for name in mechanisms().values()}
    for match in re.finditer(r"\b([A-Z]{4})(?=s?\b)", material.text):
        word = match[1]
        if word != _OWN and word not in others and _one_slip(word):
            yield asked("", Span(match.start(), match.end()), printed=word, usual=_OWN)


def unknown(material: Material, known: Known) -> Iterator[Finding]:
    """An entry, or a name in the index, of no mechanism that is known."""
    for section in material.sections:
        if section.mechanism not in known.slugs:
            name = section.heading or section.mechanism
            yield asked(section.mechanism, section, name=name, near=_near(name))
    for row in material.rows:
        for place, slug in enumerate(row.mechanisms):
            if slug not in known.slugs and slug not in material.reporting:
                name = row.names[place] if place < len(row.names) else slug
                yield asked(
                    slug,
                    row.spans[place] if place < len(row.spans) else row.span,
                    name=name,
                    near=_near(name),
                )


def _printed(slug: str, material: Material) -> dict[str, Span]:
    """Each way a mechanism is printed, with a place: in the index, and misspelt acronyms anywhere."""
    found: dict[str, Span] = {}
    for row in sorted(material.rows, key=lambda r: r.span.start if r.span else 0):
        for its, name, span in zip(row.mechanisms, row.names, row.spans, strict=False):
            if its == slug:
                found.setdefault(" ".join(name.split()).strip("*_ "), span)
    known = mechanisms().get(slug)
    for form in _short_forms(known) if known else ():
        for match in re.finditer(_loosely(form), material.text):
            word = match[0]
            if sum(c.isupper() for c in word) >= min(3, len(form)) and not _within(match.span(), found):
                found.setdefault(word, Span(*match.span()))
    return found if len(found) > 1 else {}


def _short_forms(name: MechanismName) -> list[str]:
    own = [name.acronym] if name.acronym and " Process" not in name.acronym else []
    return [form for form in own if len(form) >= 3]


def _loosely(form: str) -> str:
    """The letters of an acronym with or without hyphen, blank or dot between: ``MID-SA`` for ``MIDSA``."""
    letters = [re.escape(c) for c in form if c.isalnum()]
    return r"(?<![\w/-])(?i:" + "[ .\u2010\u2011-]?".join(letters) + r")(?![\w-])"


def _within(place: tuple[int, int], found: dict[str, Span]) -> bool:
    """Whether a place lies inside a name already met there (``MID-IGAD`` in ``MID-IGAD/IGAD RCP``)."""
    return any(s.start <= place[0] and place[1] <= s.end for s in found.values())


def _one_slip(word: str) -> bool:
    """One letter of four changed, or two neighbours changed about."""
    wrong = [i for i, (a, b) in enumerate(zip(word, _OWN, strict=True)) if a != b]
    swapped = len(wrong) == 2 and sorted(word) == sorted(_OWN) and wrong[1] - wrong[0] == 1
    return len(wrong) == 1 or swapped


def _near(name: str) -> str:
    """The known name that this one is most like, or ""."""
    names = {n: s for s, m in mechanisms().items() for n in (m.acronym, m.called("en"), *m.aliases) if n}
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.75)
    return near[0] if near else ""
