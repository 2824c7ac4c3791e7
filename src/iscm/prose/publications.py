"""The publications an issue lists: "Title (*Rabat Process in collaboration with MMC*) | [Download](address)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from iscm.domain.issues import Publication
from iscm.domain.statements import Span
from iscm.domain.terms import mechanisms
from iscm.prose.index import pick
from iscm.prose.lines import Line, broken_off
from iscm.prose.names import resolve, resolve_body
from iscm.prose.sections import spelt

_MARKDOWN_LINK = re.compile(
    r"!?\[(?P<label>[^\[\]\n]{0,400})\]\((?P<url>[^()\s]{0,2000})(?:\s[^()\n]{0,300})?\)"
)
_BARE = re.compile(r"<?(?P<url>(?:https?://|www\.)[^\s<>|)\]]+[^\s<>|)\].,;])>?")
_BRACKETS = re.compile(r"[\s*_]*\((?P<inside>[^()]*)\)[\s*_]*\Z")
_DASHED = re.compile(
    r"(?:\s[-–—]\s|,\s)(?P<inside>[^–—,]{2,60})\Z"
)  # "Title - Rabat Process", "Title, Rabat Process"
_AVAILABLE = re.compile(
    r"[\s,;(]*(?:available|disponible|доступно)(?:\s+(?:here|at|online|on|ici|en\s+ligne|aquí|en\s+línea|здесь))*[\s:)]*\Z",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_EMPTY = re.compile(r"[(\[][\s|,;/]*[)\]]")
_MARKS = ' *_|"“”«»'
_LAST_YEAR = re.compile(r",\s*((?:19|20)\d\d)\Z")
_LANGUAGES = {
    "en": "en", "english": "en", "anglais": "en", "inglés": "en", "eng": "en",
    "fr": "fr", "french": "fr", "français": "fr", "francés": "fr", "fra": "fr",
    "es": "es", "spanish": "es", "español": "es", "espagnol": "es", "spa": "es", "sp": "es",
    "ru": "ru", "russian": "ru", "русский": "ru", "russe": "ru", "ruso": "ru",
    "ar": "ar", "arabic": "ar", "arabe": "ar", "árabe": "ar", "pt": "pt", "portuguese": "pt", "português": "pt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """An address and where its label stands in the text. ``url`` is "" where the link leads nowhere ("#")."""

    label: str
    url: str
    span: Span


def located(text: str, links: Iterable[tuple[str, str]]) -> list[Link]:
    """Every link of a text: Markdown's, bare addresses, and those of the paper, found by their labels in order."""
    found = [Link(m["label"], _address(m["url"]), Span(*m.span())) for m in _MARKDOWN_LINK.finditer(text)]
    taken = [link.span for link in found]
    found += [
        Link(match["url"], match["url"], Span(*match.span()))
        for match in _BARE.finditer(text)
        if not any(span.start <= match.start() < span.end for span in taken)
    ]
    place = 0
    for label, url in links:
        match = re.compile(rf"(?<!\w){re.escape(label)}(?!\w)").search(text, place) if label else None
        if match is None or label == url:
            continue
        place = match.end()
        found.append(Link(label, _address(url), Span(*match.span())))
    return sorted(found, key=lambda link: link.span.start)


def _address(url: str) -> str:
    return "" if url.startswith("#") else url


def entries(text: str, page: Sequence[Line]) -> list[Span]:
    """The publications in ``page``, the lines of their section: one may run over several lines, or over a page."""
    spans: list[Span] = []
    last: Line | None = None
    for line in page:
        if line.blank:
            continue
        if spans and last and not _ends(last, line, spans[-1].of(text)):
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(Span(line.start, line.end))
        last = line
    return spans


def _ends(last: Line, line: Line, so_far: str) -> bool:
    """Whether the publication told up to line ``last`` is complete, and ``line`` begins another."""
    if _only_links(line.core) or line.core.startswith(("(", "|")):
        return False
    if line.bullet or _closed(so_far):
        return True
    return not broken_off(last.core, line.core) and (line.apart or len(last.core) < 50)


def _closed(item: str) -> bool:
    """It has its link, or ends with its mechanism in brackets."""
    if _MARKDOWN_LINK.search(item) or _BARE.search(item) or _download().search(item):
        return True
    match = _BRACKETS.search(item)
    return bool(match and pick(match["inside"], 0, len(match["inside"])).known)


def _only_links(core: str) -> bool:
    """Nothing but "Download", "EN | FR" and addresses; a title that is a link by itself is more."""
    words = _BARE.sub("", _MARKDOWN_LINK.sub(lambda m: "|" + m["label"] + "|", core))
    rest = [
        word
        for word in re.split(r"[|,;/()\[\]\s*_:–-]+", words.casefold())
        if word and word not in _LANGUAGES
    ]
    return not rest or bool(_download().fullmatch(" ".join(rest)))


@cache
def _download() -> re.Pattern[str]:
    """ "| Download" and its like at the end of a line, also several: "| EN | FR"."""
    return re.compile(r"(?:\s*[|–—\t]\s*\[?" + spelt("download").pattern + r"\]?(?:\s*\([^)]*\))?)+\s*\Z|\A"
                      + spelt("download").pattern + r"\s*\Z", re.IGNORECASE)  # fmt: skip


def read_publication(text: str, span: Span, links: Sequence[Link], under: str | None = None) -> Publication:
    """The publication at ``span``; ``under`` is the mechanism whose sub-heading it stands below."""
    own = [link for link in links if span.start <= link.span.start < span.end]
    told = _Told()
    cells = [cell.strip() for cell in _words(span.of(text), own).split("|")]
    for cell in cells[1:]:
        told.bracket(cell.strip("*_ "))
    title = told.prefix(told.tail(cells[0])).strip(_MARKS)
    languages = [link.label.casefold() for link in own] + told.languages
    return Publication(
        title=title,
        mechanisms=tuple(dict.fromkeys(told.mechanisms or ([under] if under else []))),
        partners=tuple(dict.fromkeys(told.partners)),
        url=next((link.url for link in own if link.url), None),
        year=told.year,
        languages=tuple(dict.fromkeys(_LANGUAGES[name] for name in languages if name in _LANGUAGES)),
        note="; ".join(told.notes) or None,
        span=span,
    )


def _words(printed: str, own: Sequence[Link]) -> str:
    """What is printed without its links: labels that only name a language or say "Download" go, titles stay."""
    words = _MARKDOWN_LINK.sub(lambda m: "" if m["label"].casefold() in _LANGUAGES else m["label"], printed)
    words = " ".join(_BARE.sub("", words).split())
    for link in own:
        if link.label.casefold() in _LANGUAGES:
            words = re.sub(rf"(?<=[|(/,])\s*{re.escape(link.label)}(?=\s*(?:[|)/,]|\Z))", "", words)
    return _AVAILABLE.sub("", _download().sub("", _EMPTY.sub("", words))).rstrip(" |–—-\t,;:")


class _Told:
    """What stands around a title: who published it, with whom, when, in which languages."""

    def __init__(self) -> None:
        self.mechanisms: list[str] = []
        self.partners: list[str] = []
        self.languages: list[str] = []
        self.notes: list[str] = []
        self.year: int | None = None

    def bracket(self, inside: str) -> bool:
        """Take what a bracket or a table's cell says; False if it belongs to the title: "(MRCs)"."""
        if not inside:
            return True
        if _YEAR.fullmatch(inside):
            self.year = int(inside)
            return True
        languages = re.split(r"\s*[,/;|]\s*|\s+and\s+", inside.casefold())
        if all(word in _LANGUAGES for word in languages):
            self.languages += languages
            return True
        if _only_links(inside):
            return True
        return self._bodies(inside)

    def _bodies(self, inside: str) -> bool:
        match = spelt("together").search(inside)
        first, second = (inside[: match.start()], inside[match.end() :]) if match else (inside, "")
        if year := _LAST_YEAR.search(first):
            self.year, first = int(year[1]), first[: year.start()]
        owners = pick(first, 0, len(first), _body_or_mechanism)
        if not owners.known and not (match and not first.strip()):
            return False
        for slug, _ in owners.known:
            (self.mechanisms if slug in mechanisms() else self.partners).append(slug)
        self.notes += [span.of(first) for span in owners.unknown]
        helpers = pick(second, 0, len(second), _body_or_mechanism)
        for slug, _ in helpers.known:
            (self.mechanisms if slug in mechanisms() else self.partners).append(slug)
        self.partners += [span.of(second) for span in helpers.unknown]
        return True

    def tail(self, title: str) -> str:
        """Take the brackets and the year at the end of a title, and give what is left."""
        while True:
            title = title.rstrip(" *_|–—")
            if match := _LAST_YEAR.search(title):
                self.year = self.year or int(match[1])
            else:
                match = _BRACKETS.search(title) or _DASHED.search(title)
                if not match or not self.bracket(match["inside"].strip("*_ ")):
                    return title
            title = title[: match.start()]

    def prefix(self, title: str) -> str:
        """ "Rabat Process: Title", where no bracket said whose it is."""
        name, colon, rest = title.partition(":")
        slug = resolve(name.strip("*_ ")) if colon and not self.mechanisms else None
        if not slug:
            return title
        self.mechanisms.append(slug)
        return rest


def _body_or_mechanism(name: str) -> str | None:
    return resolve(name) or resolve_body(name)
