"""A record to the house style's sentence, in English, French and Spanish: "two thematic meetings (12-13 July)".

The writer reads its own sentence before it lets it go. Of the wordings it knows, the plainest first, it takes the
first that is read back as what was meant; so a topic stands in quotation marks only where it would be misread without.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from iscm.domain.statements import Statement
from iscm.prose import nouns, particulars
from iscm.prose.reader import read
from iscm.prose.spelling import words


class Piece(NamedTuple):
    """A run of a sentence; ``strong`` where the house sets it in bold: the kind of the meeting."""

    text: str
    strong: bool = False


def statement(s: Statement, lang: str, *, year: int | None = None) -> str:
    """One record as words, without a full stop: "8th SOM (23 March)". Days of ``year`` stand without their year."""
    return "".join(piece.text for piece in pieces(s, lang, year=year))


def entry(statements: Sequence[Statement], lang: str, *, year: int | None = None) -> str:
    """A mechanism's year as one paragraph: semicolons between, a capital first, a full stop last; "" for silence."""
    return "".join(piece.text for piece in entry_pieces(statements, lang, year=year))


def pieces(s: Statement, lang: str, *, year: int | None = None) -> tuple[Piece, ...]:
    """``statement`` in runs, so that the kind of the meeting can be set in bold: two **thematic meetings** (...)."""
    return tuple(piece for piece in _worded(s, lang, year) if piece.text)


def entry_pieces(statements: Sequence[Statement], lang: str, *, year: int | None = None) -> tuple[Piece, ...]:
    """``entry`` in runs. "And" stands before the last of three or more, unless it would hide that one."""
    told = [pieces(s, lang, year=year) for s in statements]
    joined = _paragraph(told, f"; {words(lang)['and']} " if len(told) > 2 else "; ")
    if len(told) > 2 and len(read("".join(run.text for run in joined), year=year).found) != len(told):
        return _paragraph(told, "; ")
    return joined


def _paragraph(told: Sequence[tuple[Piece, ...]], before_last: str) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for number, runs in enumerate(told):
        if number:
            found.append(Piece(before_last if number == len(told) - 1 else "; "))
        found += runs
    if not found:
        return ()
    found[0] = found[0]._replace(text=found[0].text[:1].upper() + found[0].text[1:])
    return (*found, Piece("."))


# -- which wording


@lru_cache(4096)
def _worded(s: Statement, lang: str, year: int | None) -> tuple[Piece, ...]:
    """The first wording that is read back whole; else one that keeps the title as printed and tells the rest right."""
    words(lang)  # an unknown language is told before anything is tried
    titled: tuple[Piece, ...] = ()
    plain: tuple[Piece, ...] = ()
    for wording in _wordings(s, lang, year):
        runs = wording.runs()
        told = _read_alone("".join(run.text for run in runs), year, _owner(s))
        if told == comparable(replace(s, title=wording.noun)):
            if titled and s.title not in wording.noun:
                return titled
            return runs
        plain = plain or runs
        if (
            s.title
            and s.title in wording.noun
            and not titled
            and told
            and _gist(told) == _gist(comparable(s))
        ):
            titled = runs
    return titled or plain


def _owner(s: Statement) -> str | None:
    """The mechanism whose own name the title has in it: "PAFOM Conference"."""
    named = [
        hit.sense.value
        for hit in nouns.phrases(s.title, nouns.spoken(s.title))
        if hit.sense.cat == "mechanism"
    ]
    return next((slug for slug in named if slug not in s.joint_with), None)


def _read_alone(text: str, year: int | None, mechanism: str | None) -> Statement | None:
    """What the reader takes from a sentence, if that is one statement."""
    found = read(text, year=year, mechanism=mechanism).found
    return comparable(found[0].statement) if len(found) == 1 else None


def _gist(s: Statement) -> Statement:
    """A record without what its title may say in its own way: further kinds, topic, objectives, partners."""
    return replace(s, type="", kinds=(), title="", topic=None, gcm=(), joint_with=())


def comparable(s: Statement) -> Statement:
    """What of a record its sentence says by itself: all but the themes, which follow from its words.

    Further kinds have no order. That a meeting was held is not said: a record without a status is taken for it.
    """
    kinds = tuple(sorted(s.kinds))
    return replace(s, kinds=kinds, themes=(), status=None if s.status == "held" else s.status)


@dataclass(frozen=True, slots=True)
class _Wording:
    """Parts of a sentence in the order of print."""

    number: str
    noun: str
    partners: str
    event: str
    bracket: str
    topic: str
    bracket_first: bool

    def runs(self) -> tuple[Piece, ...]:
        tail = (self.bracket, self.topic) if self.bracket_first else (self.topic, self.bracket)
        after = " ".join(part for part in (self.partners, self.event, *tail) if part)
        return (
            Piece(self.number + " " if self.number else ""),
            Piece(self.noun, strong=True),
            Piece(" " + after if after else ""),
        )


def _wordings(s: Statement, lang: str, year: int | None) -> Iterator[_Wording]:
    """Every wording, the plainest first."""
    bracket_orders = (True, False) if s.count != 1 and s.dates else (False, True)
    ways = product((False, True) if s.gcm else (False,), (False, True) if s.dates and s.status else (False,))
    brackets = [particulars.bracket(s, lang, year, gcm=gcm, apart=apart) for gcm, apart in ways]
    for number, noun, topic, bracket, first in product(
        nouns.numbers(s),
        nouns.choices(s, lang),
        particulars.topics(s, lang),
        brackets,
        bracket_orders if s.topic else (False,),
    ):
        yield _Wording(
            number=number(noun, lang),
            noun=noun.text,
            partners=particulars.partners(s, noun.text, lang),
            event=particulars.event(s, lang),
            bracket=bracket,
            topic=topic,
            bracket_first=first,
        )
