"""A text looked at once: its tokens, phrases, dates, brackets and clauses, for the reader of statements to ask."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from iscm.domain.terms import mechanisms
from iscm.prose import days, numbers
from iscm.prose.grammar import classes
from iscm.prose.lexicon import Hit, Sense, lexicon
from iscm.prose.numbers import roman
from iscm.prose.tokens import Token, cut
from iscm.prose.tongue import language
from iscm.prose.words import small_words

_BULLETS = frozenset("•●▪◦‣·■►")
_NO_END = frozenset(
    "st no nr art vs mr mrs ms dr prof dept e.g i.e approx incl resp para u s d c n ii av p pp ed vol "
    "ст им гг тыс".split()
)
_LIST_NUMBER = re.compile(r"\(?[0-9a-z]{1,2}[).]")


@dataclass(frozen=True, slots=True)
class Edition:
    """A named event or mechanism with the number of its edition, if said: "the 1st IMRF", "COP27", "PAFOM 7"."""

    first: int
    end: int
    slug: str
    number: int | None
    hit: Hit


@dataclass(slots=True)
class Scan:
    """Token ``i`` lies in phrase ``hit_at[i]`` and date ``island_at[i]``, where there are such."""

    text: str
    lang: str
    tokens: list[Token]
    canons: list[tuple[str, str]]
    hits: list[Hit]
    string: str
    islands: list[days.Island]
    editions: list[Edition]
    depth: list[int]
    close: dict[int, int]  # opening bracket -> its closing one
    hit_at: dict[int, Hit] = field(default_factory=dict)
    island_at: dict[int, days.Island] = field(default_factory=dict)
    edition_at: dict[int, Edition] = field(default_factory=dict)

    def drop(self, islands: list[days.Island]) -> None:
        """Take these for no dates after all."""
        self.islands = [x for x in self.islands if x not in islands]
        self.island_at = {i: x for x in self.islands for i in range(x.first, x.end)}

    def cat(self, i: int) -> str:
        """The class of the phrase at token ``i``, or ""."""
        hit = self.hit_at.get(i)
        return hit.sense.cat if hit else ""

    def printed(self, first: int, end: int) -> str:
        """The text from token ``first`` up to ``end`` as printed, white space and emphasis tidied."""
        if end <= first:
            return ""
        raw = self.text[self.tokens[first].start : self.tokens[end - 1].end]
        return re.sub(r"\s+", " ", raw.replace("**", "").replace("__", "")).strip()

    def is_upper(self, i: int) -> bool:
        return self.text[self.tokens[i].start].isupper()

    def ordinal(self, i: int) -> tuple[int, int] | None:
        """(value, tokens) of the ordinal that begins at token ``i``, if it is of no date."""
        if i >= len(self.tokens) or i in self.island_at:
            return None
        return numbers.ordinal(self.tokens, i, self.text, self.lang)

    def compound(self, i: int) -> int | None:
        """The value of "twenty-two" at tokens ``i`` to ``i + 2``."""
        return numbers.compound(self.tokens, i, self.lang)

    def _is_glued(self, i: int) -> bool:
        """ "EMM5": figures that end a name."""
        return (
            bool(i) and self.tokens[i - 1].kind == "word" and self.tokens[i - 1].end == self.tokens[i].start
        )

    def number(self, i: int) -> int | None:
        """The value of the number at token ``i``, if it is of no date and no year."""
        token = self.tokens[i]
        if token.kind == "number" and (i in self.island_at or self._is_glued(i)):
            return None
        return numbers.number(token, self.lang)


def look(text: str, lang: str | None = None) -> Scan:
    """Everything there is to know of ``text`` before statements are built."""
    tokens = cut(text)
    lang = lang or language(tokens, text)
    words = lexicon(lang)
    canons = [words.canon(t.word) if t.kind == "word" else (t.word, "") for t in tokens]
    hits = words.hits(text, tokens, canons)
    hits = _named_in_plural(tokens, hits)
    depth, close = _brackets(tokens)
    quoted = _quoted(tokens, depth)
    hits = [hit for hit in hits if hit.first not in quoted]
    scan = Scan(text, lang, tokens, canons, hits, "", [], [], depth, close)
    for hit in hits:
        for i in range(hit.first, hit.end):
            scan.hit_at[i] = hit
    raw = classes(tokens, canons, lang)
    masked: set[int] = set(quoted)
    for hit in hits:
        if hit.sense.cat in ("mechanism", "body", "event"):
            edition = _edition(scan, hit, raw)
            scan.editions.append(edition)
            for i in range(edition.first, edition.end):
                scan.edition_at[i] = edition
            masked.update(range(edition.first, edition.end))
        elif hit.sense.cat in ("head", "mark", "city", "state") and hit.end - hit.first > 1:  # "Chiang Mai"
            masked.update(range(hit.first, hit.end))
    scan.string = "".join("x" if i in masked else letter for i, letter in enumerate(raw)) if masked else raw
    scan.islands = days.islands(tokens, scan.string, lang)
    for island in scan.islands:
        for i in range(island.first, island.end):
            scan.island_at[i] = island
    return scan


def _edition(scan: Scan, hit: Hit, raw: str) -> Edition:
    first, end, number = hit.first, hit.end, None
    slug = hit.sense.value
    tokens = scan.tokens
    for back in (3, 2, 1):
        found = scan.ordinal(first - back) if first >= back else None
        if found and found[1] == back:
            number, first = found[0], first - back
            break
    if number is None and hit.sense.cat != "body" and end < len(tokens):
        at = (
            end + 1
            if tokens[end].word in ("-", "‑")
            and tokens[end].end == tokens[end + 1 if end + 1 < len(tokens) else end].start
            else end
        )
        if at < len(tokens):
            token = tokens[at]
            dated = re.match(r"M|D|t?,?t?[-~/&]?D[^x]*M|[-/]D", raw[at + 1 :])
            if token.kind == "number" and len(token.word) <= 3 and not (dated and dated[0][:1] in "MD-/&"):
                ahead = scan.cat(at + 1)
                if ahead not in ("head", "mark"):
                    number, end = int(token.word), at + 1
            elif token.kind == "word" and scan.text[token.start : token.end].isupper():
                value = roman(scan.text[token.start : token.end])
                if value and scan.cat(at + 1) not in ("head", "mark"):
                    number, end = value, at + 1
    return Edition(first, end, slug, number, hit)


def _brackets(tokens: list[Token]) -> tuple[list[int], dict[int, int]]:
    """Depth of each token, and pairs. A bracket that never closes counts for nothing."""
    close: dict[int, int] = {}
    open_: list[int] = []
    for i, token in enumerate(tokens):
        if token.word in "([" and token.kind == "sign":
            open_.append(i)
        elif token.word in ")]" and token.kind == "sign" and open_:
            close[open_.pop()] = i
        elif token.kind == "paragraph":
            open_.clear()
    depth = [0] * len(tokens)
    for start, end in close.items():
        for i in range(start, end + 1):
            depth[i] += 1
    return depth, close


def _named_in_plural(tokens: list[Token], hits: list[Hit]) -> list[Hit]:
    """ "the Khartoum and Rabat Processes": each city there is the process called by it."""
    if not any(token.word in ("processes", "procesos", "processus") for token in tokens):
        return hits
    found = list(hits)
    for end, token in enumerate(tokens):
        if token.word not in ("processes", "procesos", "processus"):
            continue
        i = end - 1
        while i >= 0:
            at = next(
                (n for n, hit in enumerate(found) if hit.end == i + 1 and hit.sense.cat in ("city", "state")),
                None,
            )
            if at is not None:
                slug = tokens[found[at].first].word + "-process"
                if slug in mechanisms():
                    found[at] = Hit(found[at].first, found[at].end, Sense("mechanism", slug))
                i = found[at].first - 1
            elif tokens[i].word in (",", "and", "the", "y", "et", "de", "&"):
                i -= 1
            else:
                break
    return found


_QUOTES = {"“": "”", "«": "»", "„": "“", '"': '"'}


def _quoted(tokens: list[Token], depth: list[int]) -> set[int]:
    """Tokens inside quotation marks: a title, in which nothing is a date or a meeting. Their depth is raised.

    A text that is itself a quotation, whole or nearly, is read all the same.
    """
    inside: set[int] = set()
    i = 0
    while i < len(tokens):
        closing = _QUOTES.get(tokens[i].word)
        reach = tokens[i + 1 : i + 60] if closing else []
        end = next((i + 1 + n for n, token in enumerate(reach) if token.word == closing), 0)
        title = i > 0 or end < 0.6 * len(tokens)
        if end and title and all(token.kind != "paragraph" for token in tokens[i:end]):
            inside.update(range(i + 1, end))
            for at in range(i + 1, end):
                depth[at] += 1
            i = end
        i += 1
    return inside


def clauses(scan: Scan) -> list[tuple[int, int]]:
    """Token ranges between hard separators outside brackets: semicolons, ends of sentences, bullets, lines."""
    found: list[tuple[int, int]] = []
    start = 0
    for i, token in enumerate(scan.tokens):
        if scan.depth[i] or not _ends_clause(scan, i, token):
            continue
        if i > start:
            found.append((start, i))
        start = i + 1
    if start < len(scan.tokens):
        found.append((start, len(scan.tokens)))
    return found


def _ends_clause(scan: Scan, i: int, token: Token) -> bool:
    if token.kind == "paragraph":
        return True
    if token.kind == "line":
        return _line_ends(scan, i)
    if token.kind != "sign":
        return False
    if token.word == ";" or token.word in _BULLETS:
        return True
    return token.word in ".!?" and i not in scan.island_at and _sentence_ends(scan, i)


def _line_ends(scan: Scan, i: int) -> bool:
    """A line ends a clause where the next one is an item of a list, or this one ends like a sentence or heading."""
    tokens = scan.tokens
    if i == 0 or i + 1 >= len(tokens):
        return True
    before, after = tokens[i - 1], tokens[i + 1]
    if after.word in ("-", "–", "—", "•") or before.word in (".", ";", ":", "!", "?"):
        return True
    follows = scan.text[after.start : after.start + 3]
    if _LIST_NUMBER.match(follows) and after.kind == "number":
        return True
    gap = scan.text[tokens[i].end : after.start]
    if "*" in gap and scan.is_upper(i + 1):
        return True
    return before.word == ")" and after.kind in ("word", "number", "ordinal") and scan.is_upper(i + 1)


def _is_abbreviation(scan: Scan, i: int) -> bool:
    token = scan.tokens[i]
    short = len(token.word) == 1 or token.word in _NO_END
    return token.kind == "word" and short and scan.string[i] != "M"


def _sentence_ends(scan: Scan, i: int) -> bool:
    """Whether the stop at token ``i`` ends a sentence, and not an abbreviation, a number or a name."""
    tokens = scan.tokens
    if i + 1 >= len(tokens):
        return True
    after = tokens[i + 1]
    if tokens[i].end == after.start and after.kind in ("word", "number"):
        return False
    if after.kind in ("paragraph", "line"):
        return True
    if i and tokens[i].word == "." and _is_abbreviation(scan, i - 1):
        return False
    first = scan.text[after.start]
    if scan.string[i] == "t" and not first.isalpha():  # "13 Sept. (Fri)"
        return False
    return first.isupper() or first.isdigit() or first in '«“"(¿¡-–•*'


def articles(lang: str) -> frozenset[str]:
    """Words that may stand before a name without being of it."""
    return _ARTICLES[lang]


_ARTICLES = {
    "en": frozenset("the a an its their this that our one another".split()),
    "fr": frozenset("le la les l un une des sa son ses leur leurs cette ce".split()),
    "es": frozenset("el la los las un una su sus esta este".split()),
    "ru": frozenset(["один", "одна", "одно", "эта", "это", "этот"]),
}


def is_small(scan: Scan, i: int) -> bool:
    return scan.tokens[i].word in small_words(scan.lang)
