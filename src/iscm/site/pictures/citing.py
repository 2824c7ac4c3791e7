"""How a picture is cited: a sentence in the reader's language, an entry for bibliographies, and its small print."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from iscm.accounts.queries import revision
from iscm.documents.pictures.imprint import Imprint
from iscm.documents.pictures.picture import Picture
from iscm.registry.templatetags.wording import day, designations, notes_on_places
from iscm.site.languages import tag

_LATEX = re.compile(r"[\\{}$&#%_~^]")
_SPELT = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def imprint(picture: Picture, address: str, today: dt.date) -> Imprint:
    """``address`` is that of just this picture, with all that it was asked for in it."""
    changed = revision()[1]
    issued = timezone.localtime(changed).date() if changed else today
    citation = _sentence(picture, issued)
    standing = (
        (str(designations()), *(f"* {note}" for note in notes_on_places())) if picture.of_states else ()
    )
    return Imprint(
        lang=tag(get_language() or "en"),
        direction="rtl" if get_language_bidi() else "ltr",
        author=_("ISCM Hub"),
        address=address,
        citation=citation,
        issued=issued,
        standing=standing,
        headings=(_("What is not known"), _("Source")),
        page=_("Page {page} of {pages}"),
    )


def _sentence(picture: Picture, issued: dt.date) -> str:
    said = {"title": picture.title, "issued": day(issued)}
    if picture.as_of is None:
        return _("ISCM Hub, “%(title)s”. Records of %(issued)s.") % said
    return _("ISCM Hub, “%(title)s”, as it stood on %(as_of)s. Records of %(issued)s.") % {
        **said,
        "as_of": day(picture.as_of),
    }


def file_name(picture: Picture, asked: Mapping[str, object], lang: str) -> str:
    """Its key, what it was asked for, and the language where it is not English, as the name of a file."""
    parts = [picture.key, *map(str, asked.values()), *([lang] if lang != "en" else [])]
    return "-".join(part for part in parts if part)


def bibtex(picture: Picture, to: Imprint, name: str) -> str:
    """An entry that BibTeX and BibLaTeX read."""
    fields = {
        "author": "{" + _latex(to.author) + "}",
        "title": "{" + _latex(picture.title) + "}",
        "year": str(to.issued.year),
        "month": str(to.issued.month),
        "note": _latex(to.citation),
        "url": to.address,
        "language": to.lang,
    }
    rows = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items())
    return f"@misc{{iscm-hub-{name},\n{rows}}}"


def _latex(text: str) -> str:
    return _LATEX.sub(lambda found: _SPELT.get(found[0], f"\\{found[0]}"), text)
