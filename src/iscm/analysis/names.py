"""Names that drift: one mechanism printed in several ways."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from iscm.analysis.known import Known
from iscm.analysis.material import Material, asked, plain
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
            headings = " ".join(section.heading for section in material.sections)
            odd = [form for form in printed if form not in headings] or list(printed)
            yield asked(slug, printed[odd[-1]], names=tuple(sorted(printed)))


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
        if section.mechanism and section.mechanism not in known.slugs:
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
    """Each way a mechanism is printed, with a place: in the index, and other spellings of those anywhere."""
    found: dict[str, Span] = {}
    for row in sorted(material.rows, key=lambda r: r.span.start if r.span else 0):
        for its, name, span in zip(row.mechanisms, row.names, row.spans, strict=False):
            if its == slug:
                found.setdefault(plain(name), span)
    known = mechanisms().get(slug)
    elsewhere: dict[str, Span] = {}
    for form in _short_forms(known) if known else ():
        for match in re.finditer(_loosely(form), material.text):
            if sum(c.isupper() for c in match[0]) >= min(3, len(form)):
                elsewhere.setdefault(match[0], Span(*match.span()))
    spelt = {_letters(form) for form in found} | {_letters(form) for form in elsewhere if len(elsewhere) > 1}
    return found | {
        form: at for form, at in elsewhere.items() if form not in found and _letters(form) in spelt
    }


def _letters(form: str) -> str:
    return "".join(c for c in form.casefold() if c.isalnum())


def _short_forms(name: MechanismName) -> list[str]:
    own = [name.acronym] if name.acronym and " Process" not in name.acronym else []
    return [form for form in own if len(form) >= 3]


def _loosely(form: str) -> str:
    """The letters of an acronym with or without hyphen, blank or dot between: ``MID-SA`` for ``MIDSA``."""
    letters = [re.escape(c) for c in form if c.isalnum()]
    return r"(?<![\w/-])(?i:" + "[ .\u2010\u2011-]?".join(letters) + r")(?![\w-])"


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
