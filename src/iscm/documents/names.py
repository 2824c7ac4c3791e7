"""What a mechanism, body or theme is called in a document, and the alphabetical order of the names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from iscm.documents.blocks import Text
from iscm.documents.tongues import tongue
from iscm.documents.words import table
from iscm.domain.terms import bodies, mechanisms, themes

_TAIL = re.compile(r"\s*[(（]([^()（）]*)[)）]$")  # with the wide parentheses of Chinese
_ARTICLE = re.compile(r"\bال(?=\w)")
_SHORT_I = "иѵ"  # after every word that goes on with и


@dataclass(frozen=True, slots=True)
class Name:
    """``short`` as lists print it, ``heading`` as an entry is headed, ``full`` where it says more than the heading."""

    short: str
    heading: Text
    full: Text | None = None


def mechanism(slug: str, lang: str) -> Name:
    """The names of a mechanism in ``lang``; a body that is none, or is not known, keeps its own."""
    row = mechanisms().get(slug)
    if row is None:
        name = bodies()[slug].called(lang) if slug in bodies() else slug
        return Name(name, Text(name))
    full = _full(slug, lang)
    familiar = table("names")["familiar"].get(slug)
    if familiar:
        short = familiar.get(lang, familiar["en"])
        bare = Text(_TAIL.sub("", full.text), full.lang)
        return Name(short, Text(short), bare if bare.text != short and not bare.lang else None)
    if row.acronym and row.acronym not in full.text:
        return Name(row.acronym, Text(_with(full.text, row.acronym, lang), full.lang))
    return Name(row.acronym or full.text, full)


def _full(slug: str, lang: str) -> Text:
    """The full name in ``lang``, or honestly marked as English."""
    row = mechanisms()[slug]
    name = row.name.get(lang) or table("names")["full"].get(slug, {}).get(lang)
    text = (name or row.called(lang)).replace(" - ", " – ").replace("'", "’")
    return Text(text, None if name or lang == "en" else "en")


def _with(full: str, acronym: str, lang: str) -> str:
    """ "Regional Conference on Migration (RCM, Puebla Process)"."""
    tail = _TAIL.search(full)
    inside = tongue(lang).ways["comma"].join([acronym, tail[1]]) if tail else acronym
    bare = full[: tail.start()] if tail else full
    return f"{bare}（{inside}）" if lang == "zh" else f"{bare} ({inside})"


def theme(slug: str, lang: str) -> Text:
    """A theme's or initiative's label in ``lang``, or honestly marked as English."""
    row = themes().get(slug)
    if row is None:
        return Text(slug)
    label = row.label.get(lang) or table("names")["themes"].get(slug, {}).get(lang)
    return Text(label) if label else Text(row.label["en"], "en")


def order(name: str, lang: str = "en") -> tuple[str, str]:
    """Sorting key by the alphabet of ``lang``; then the name itself.

    Letters and digits without accents and case, hyphens and apostrophes apart. Right for English, French and Spanish
    names (ñ after n falls out of use in titles so seldom that folding it does no harm); Babel does not collate, and a
    full collation library is a heavy guest for forty names. Russian keeps й apart from и. Arabic passes over the
    article, as United Nations lists do. Chinese goes by the order of GB 2312, which is that of pinyin for the 3,755
    characters in daily use; other writing comes before it.
    """
    if lang == "zh":
        return name.casefold().encode("gb18030").decode("latin-1"), name
    bare = _ARTICLE.sub("", name) if lang == "ar" else name.casefold().replace("й", _SHORT_I)
    flat = unicodedata.normalize("NFKD", bare)
    letters = "".join(c if c.isalnum() else " " for c in flat if not unicodedata.combining(c))
    return " ".join(letters.split()), name
