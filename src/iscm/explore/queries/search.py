"""From a question to its hits. Sets and weights are worked out here, so both databases give the same in one order.

Every word must be found, in any of its forms: in the record itself, or in a name of the mechanism, State, theme,
kind or month that the record belongs to. A word counts by how rare it is and where it stands; a whole name counts most.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from iscm.accounts.models import Access
from iscm.explore.models import Card, Term
from iscm.explore.queries.shelf import NotMade, Shelf, current
from iscm.explore.rules import bits, question, words
from iscm.explore.rules.cards import FACETS, FIELD, NAME, PROSE
from iscm.explore.rules.found import Found, Hit, Parts, marked, passage
from iscm.prose.nearby import nearby

__all__ = ["NotMade", "search"]

PUBLIC = (Access.PUBLIC,)
BEGINNINGS = 40  # words that an unfinished word may stand for
SHORTEST = 5  # letters of a whole name that may be misspelt
PASSAGES = 2  # fields shown with a hit
OWN_NAME, OWN_FIELD, CONCEPT, OWN_PROSE, AS_PRINTED = 6, 4, 3, 2, 1  # weights, times the rarity of the word
NAMED, BELONGS, WHOLE, NEARLY = (
    40,
    24,
    4096,
    2048,
)  # what a whole name adds, to what it names and to what is its

Filters = Mapping[str, str]
Said = tuple[str, str, str]  # name of a field, its language and its text


@dataclass(slots=True)
class Reach:
    """How far a word reaches: the places of its records by where it stands, and the concepts that it names."""

    named: int = 0
    told: int = 0
    concept: int = 0
    prosaic: int = 0
    printed: int = 0
    whole: int = 0
    meant: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def all(self) -> int:
        return self.named | self.told | self.concept | self.prosaic | self.whole


def search(
    text: str, filters: Filters | None = None, start: int = 0, stop: int = 20, seen: Collection[str] = PUBLIC
) -> Found:
    """Hits ``start`` up to ``stop`` within ``filters`` (facet to value), for a reader with these marks of access."""
    return Search(current(), text, filters or {}, seen).found(start, stop)


class Search:
    """One question. What the reader may not see takes no part in anything: not in numbers, nor in what may be meant."""

    def __init__(self, shelf: Shelf, text: str, filters: Filters, seen: Collection[str]) -> None:
        self.shelf, self.text, self.filters, self.seen = shelf, words.clean(text), filters, seen
        marks = shelf.get([f"a/{mark}" for mark in seen])
        self.allowed = _union(marks.values())
        self.records = self.allowed & ~shelf.places_of("kind", ("type", "month"))
        self.words, self.over = question.read(self.text)
        self.unread = bool(text.strip()) and not self.words
        self.groups: list[frozenset[str]] = []  # of each word, the terms that are marked for it
        self.mended: dict[int, str] = {}
        self.begun: dict[int, str] = {}
        self.planes: list[int] = []

    def found(self, start: int, stop: int) -> Found:
        hits, some = (0, False) if self.unread else self._matching()
        chosen = {name: self.shelf.places_of(name, [value]) for name, value in self.filters.items()}
        within = hits
        for places in chosen.values():
            within &= places
        planes = [*self.shelf.rank, *self.planes]
        shown = list(islice(bits.ordered(within, planes), start, stop)) if within else []
        return Found(
            count=within.bit_count(),
            hits=tuple(self._hits(shown)),
            facets={name: self._counts(name, hits, chosen) for name in FACETS} if hits else {},
            meant=self._meant(),
            some=some,
            unread=self.unread,
            over=self.over,
            asked=frozenset().union(*self.groups),
        )

    def _matching(self) -> tuple[int, bool]:
        """The places of all that is found, and whether words had to be left out for it. Weighs it too."""
        if not self.words:
            return self.records, False
        self.reaches = self._reach()
        named = self._name()
        hits = self.records
        for reach in self.reaches:
            hits &= reach.all
        hits |= self._nearly(named)
        some = not hits and len(self.words) > 1
        if some:
            hits = self._most()
        self._weigh(hits)
        return hits, some

    def _reach(self) -> list[Reach]:
        held = self.shelf.get({term for word in self.words for term in word.terms})
        found = []
        for number, word in enumerate(self.words):
            reach = self._of(word.every, [word.surface], held)
            if not reach.all and not word.surface.isdigit() and (surfaces := self._mend(number, word)):
                stems = frozenset().union(*(words.stems(surface) for surface in surfaces))
                stems = stems if number in self.mended else frozenset()
                self.groups.append(stems | {f"={surface}" for surface in surfaces})
                wanted = {f"{weight}{stem}" for weight in (NAME, FIELD, PROSE) for stem in stems}
                more = self.shelf.get(wanted | {f"={surface}" for surface in surfaces})
                reach = self._of(stems, surfaces, more)
            else:
                self.groups.append(word.every | {f"={word.surface}"})
            if word.surface.isdigit():
                reach.concept |= self.shelf.places_of("year", [word.surface]) & self.allowed
            found.append(reach)
        return found

    def _of(self, stems: Collection[str], surfaces: Collection[str], held: Mapping[str, int]) -> Reach:
        def places(weight: int) -> int:
            return _union(held.get(f"{weight}{stem}", 0) for stem in stems) & self.allowed

        printed = _union(held.get(f"={surface}", 0) for surface in surfaces) & self.allowed
        reach = Reach(named=places(NAME), told=places(FIELD), prosaic=places(PROSE), printed=printed)
        if not stems:
            reach.named = printed
        reach.meant = self._concepts(reach.named)
        reach.concept = self._belonging(reach.meant)
        return reach

    def _concepts(self, places: int) -> dict[tuple[str, str], int]:
        """The mechanisms, States, themes, kinds and months among these places."""
        return {
            self.shelf.concepts[place]: place for place in bits.places(places & self.shelf.concept_places)
        }

    def _belonging(self, concepts: Mapping[tuple[str, str], int]) -> int:
        found = 0
        for name, value in concepts:
            found |= self.shelf.facets.get(name, {}).get(value, 0)
        return found & self.allowed

    def _mend(self, number: int, word: question.Word) -> list[str]:
        """Words that an unknown one begins, or else one that it may be a slip for; only such as the reader may see."""
        known = self.shelf.vocabulary
        if len(word.surface) > 2 or not word.surface.isascii():
            at = bisect_left(known, word.surface)
            begun = [w for w in known[at : at + BEGINNINGS] if w.startswith(word.surface)]
            if begun := self._visible(begun):
                self.begun[number] = begun[0]
                return begun
        near = self._visible(nearby(word.surface, known))[:1]
        if near:
            self.mended[number] = near[0]
        return near

    def _visible(self, surfaces: list[str]) -> list[str]:
        held = self.shelf.get([f"={surface}" for surface in surfaces])
        return [surface for surface in surfaces if held[f"={surface}"] & self.records]

    def _name(self) -> bool:
        """Let whole names in the question reach what they name and what is theirs; whether all of it is one name."""
        runs = list(question.names(self.text, self.words))
        held = self.shelf.get({f"#{key}" for key, _, _ in runs})
        whole = False
        for key, first, last in runs:
            places = held[f"#{key}"] & self.allowed
            if not places:
                continue
            concepts = self._concepts(places)
            belonging = self._belonging(concepts)
            for reach in self.reaches[first : last + 1]:
                reach.whole |= places | belonging
                reach.meant |= concepts
            everything = last - first + 1 == len(self.words)
            bits.add(self.planes, places & self.records, WHOLE if everything else NAMED)
            bits.add(self.planes, belonging & self.records, BELONGS * (last - first + 1))
            whole |= everything and bool(places)
        return whole

    def _nearly(self, named: bool) -> int:
        """Mechanisms of which the whole question is a misspelt name."""
        key = words.key(self.text)
        if named or not SHORTEST <= len(key) <= 80:
            return 0
        known = self.shelf.mechanisms
        asked = dict.fromkeys((key, words.whole(self.text)))
        near = {name for one in asked for name in nearby(one, list(known), 3)}
        places = {known[name] for name in near if _digits(name) == _digits(key)}  # "GRCP 5" is no slip
        found = bits.of(places, max(places) + 1) & self.records if places else 0
        if found:
            bits.add(self.planes, found, NEARLY)
        return found

    def _most(self) -> int:
        """Places that have as many of the words as any has."""
        numbers: list[int] = []
        for reach in self.reaches:
            bits.add(numbers, reach.all & self.records, 1)
        hits = self.records
        for plane in reversed(numbers):
            hits = hits & plane or hits
        return hits if any(numbers) else 0

    def _weigh(self, hits: int) -> None:
        number = self.records.bit_count()
        for reach in self.reaches:
            count = (reach.all & self.records).bit_count()
            rarity = max(1, min(9, (number // max(count, 1)).bit_length()))
            rest = hits
            for places, weight in (
                (reach.named, OWN_NAME),
                (reach.told, OWN_FIELD),
                (reach.concept | reach.whole, CONCEPT),
                (reach.prosaic, OWN_PROSE),
            ):
                bits.add(self.planes, places & rest, weight * rarity)
                rest &= ~places
            bits.add(self.planes, reach.printed & hits, AS_PRINTED * rarity)

    def _counts(self, name: str, hits: int, chosen: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
        """How many hits each value of a facet has, under the filters of the other facets."""
        for other, places in chosen.items():
            if other != name:
                hits &= places
        values = self.shelf.facets.get(name, {}).items()
        if name == "mechanism":  # one that the reader may not see is no filter for her
            shown = self._concepts(self.allowed)
            values = [row for row in values if (name, row[0]) in shown]
        counts = [(value, number) for value, places in values if (number := (hits & places).bit_count())]
        return tuple(sorted(counts, key=lambda row: (-row[1], row[0])))

    def _meant(self) -> str:
        """The question with its slips mended, in letters as printed."""
        if not self.mended:
            return ""
        better = self.begun | self.mended
        rows = Term.objects.filter(key__in=[f"={surface}" for surface in better.values()])
        shown = dict(rows.values_list("key", "shown"))
        text = self.text
        for number in sorted(better, reverse=True):
            word = self.words[number]
            text = text[: word.start] + shown[f"={better[number]}"] + text[word.end :]
        return " ".join(text.split())

    def _hits(self, places: list[int]) -> Iterator[Hit]:
        rows = {row.place: row for row in Card.objects.filter(place__in=places, access__in=self.seen)}
        wanted = {place: self._lent(rows[place]) for place in places if place in rows}
        lending = {lender for lenders in wanted.values() for lender in lenders}
        lenders = {row.place: row for row in Card.objects.filter(place__in=lending)} if lending else {}
        for place, lent in wanted.items():
            yield _hit(rows[place], [lenders[lender] for lender in lent], self.groups)

    def _lent(self, row: Card) -> list[int]:
        """Places of the concepts by whose names a record was found, for words that do not stand in it itself."""
        said: dict[int, bool] = {}
        for _, lang, text, _ in row.fields:
            said |= _said(lang, text, self.groups)
        found: dict[int, None] = {}
        for number, reach in enumerate(self.reaches if self.words else ()):
            for name, values in row.facets.items() if number not in said else ():
                lenders = (reach.meant.get((name, value)) for value in values)
                found.update((lender, None) for lender in lenders if lender not in (None, row.place))
        return list(found)[:PASSAGES]


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


def _union(sets: Collection[int] | Iterator[int]) -> int:
    found = 0
    for places in sets:
        found |= places
    return found


def _hit(row: Card, lenders: list[Card], groups: list[frozenset[str]]) -> Hit:
    """A hit with the fields that its words stand in: its own first, then names that it was found by."""
    asked = frozenset().union(*groups)
    title: Parts = ()
    told: frozenset[int] = frozenset()
    rows: list[Said] = []
    for name, lang, text, _weight in row.fields:
        if name == "title" and not title:
            title = marked(text, lang, asked)
            told = frozenset(_said(lang, text, groups))
        elif name != "slug":
            rows.append((name, lang, text))
    rows += [(lender.kind, lang, text) for lender in lenders for _, lang, text, _ in lender.fields]
    passages = tuple(passage(*said, asked) for said in _telling(rows, told, groups, row.kind == "statement"))
    return Hit(row.kind, row.key, title, passages, {name: tuple(v) for name, v in row.facets.items()})


def _telling(
    rows: list[Said], told: frozenset[int], groups: list[frozenset[str]], always: bool
) -> Iterator[Said]:
    """The few texts that together say most of the words asked for, each one more than those before."""
    found = [(said, has) for said in rows if (has := _said(said[1], said[2], groups)) or always]
    for _ in range(PASSAGES + 1):
        said, has = max(found, key=lambda row: _worth(row, told), default=(None, {}))
        if said is None or not (has.keys() - told or (always and said[0] == "prose")):
            return
        yield said
        told, always = told | has.keys(), False


def _worth(row: tuple[Said, dict[int, bool]], told: frozenset[int]) -> tuple[int, int, int]:
    """More words not told yet, more of them just as printed, a shorter text."""
    (_name, _lang, text), has = row
    new = has.keys() - told
    return len(new), sum(has[number] for number in new), -len(text)


def _said(lang: str, text: str, groups: list[frozenset[str]]) -> dict[int, bool]:
    """Which of the words asked for stand in a text, and whether just as they were asked."""
    has = words.vocabulary(text, lang)
    return {
        number: any(term in has for term in group if term[0] == "=")
        for number, group in enumerate(groups)
        if not group.isdisjoint(has)
    }
