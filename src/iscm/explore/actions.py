"""Keeping the index right: what enters the trail is taken in at once, in the same transaction."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction

from iscm.accounts.rules import digest
from iscm.domain import terms
from iscm.domain.states import states
from iscm.explore.models import Card as CardRow
from iscm.explore.models import Head, Term
from iscm.explore.queries import records
from iscm.explore.rules import bits, words
from iscm.explore.rules.cards import DAY_ZERO, Card, Field
from iscm.explore.rules.cards import terms as terms_of

BATCH = 5000  # cards taken in at a time: bounds memory
MANY = 2000  # records read at a time
ROWS = 400  # rows of terms asked for at a time: a database bounds what one question may hold
KIND_OF = {"issue": "statement"}  # what a record of the trail is found as


def analysis() -> str:
    """A mark of how words are read and of the fixed cards: where it is another, the index is made anew."""
    vocabulary = [
        repr(table()) for table in (terms.themes, terms.types, terms.mechanisms, terms.places, states)
    ]
    return digest(words.VERSION, *vocabulary)


@transaction.atomic
def rebuild() -> int:
    """Make the whole index anew; gives the number of cards."""
    _head()
    CardRow.objects.all().delete()
    Term.objects.all().delete()
    Head.objects.update(top=0, analysis=analysis())
    number = _take_in(records.fixed())
    for read in records.READ.values():
        number += _take_in(read())
    return number


@transaction.atomic
def refresh() -> int:
    """Make the index, unless it is there and its words are read as they are now; gives the number of cards made."""
    return 0 if _head().analysis == analysis() else rebuild()


@transaction.atomic
def take_in(kind: str, keys: Collection[str]) -> None:
    """Bring the cards of these records into line with them: new, changed or gone."""
    if not _head().analysis:
        return  # the index is not made yet, and will have them when it is
    if kind == "series":
        kind, keys = "meeting", records.of_series(keys)
    if kind not in records.READ:
        return
    keys = [str(key) for key in keys]
    for some in _batches(keys, MANY if kind != "issue" else 1):
        _take_in(records.READ[kind](some), before=_held(kind, some))


def on_recorded(sender: object, kind: str, keys: Collection[str], **_: object) -> None:
    take_in(kind, keys)


def on_linked(sender: object, instance: Any, action: str, **_: object) -> None:
    """A publication was given to other mechanisms: the administration does that after its entry in the trail."""
    if action.startswith("post_") and hasattr(instance, "languages"):
        take_in("publication", [instance.slug])


def _head() -> Head:
    """The one row that writers wait for: they come one after the other."""
    Head.objects.get_or_create(pk=1, defaults={"version": "", "analysis": ""})
    return Head.objects.select_for_update().get(pk=1)


def _held(kind: str, keys: Collection[str]) -> dict[tuple[str, str], CardRow]:
    kind = KIND_OF.get(kind, kind)
    fitting = {"key__startswith": f"{next(iter(keys))}/"} if kind == "statement" else {"key__in": keys}
    return {(row.kind, row.key): row for row in CardRow.objects.filter(kind=kind, **fitting)}


def _batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def _take_in(cards: Iterable[Card], before: dict[tuple[str, str], CardRow] | None = None) -> int:
    """Cards into the index; those of ``before`` that do not come again leave it."""
    before = before or {}
    number = 0
    for batch in _batches(cards, BATCH):
        number += len(batch)
        _change(batch, [before.pop((card.kind, card.key), None) for card in batch])
    if before:
        _change([], list(before.values()))
        CardRow.objects.filter(place__in=[row.place for row in before.values()]).delete()
    return number


def _change(cards: list[Card], held: list[CardRow | None]) -> None:
    """Write these cards at their places, and change the rows of just the terms that they gain or lose."""
    head = _head()
    gained: dict[str, list[int]] = defaultdict(list)
    lost: dict[str, list[int]] = defaultdict(list)
    shown: dict[str, str] = {}
    rows = []
    for i, row in enumerate(held):
        card = cards[i] if i < len(cards) else None
        now = terms_of(card) if card else {}
        was = terms_of(card_of(row)) if row else {}
        place = row.place if row else head.top
        head.top += not row
        for term in now.keys() - was.keys():
            gained[term].append(place)
            shown[term] = now[term]
        for term in was.keys() - now.keys():
            lost[term].append(place)
        if card:
            rows.append(row_of(card, place))
    CardRow.objects.bulk_create(
        rows,
        batch_size=ROWS,
        update_conflicts=True,
        unique_fields=["place"],
        update_fields=["access", "rank", "fields", "facets"],
    )
    for some in _batches(sorted(gained.keys() | lost.keys()), ROWS):
        _write(some, gained, lost, shown, head.top)
    head.version = secrets.token_hex(8)
    head.save()


def _write(
    some: list[str],
    gained: dict[str, list[int]],
    lost: dict[str, list[int]],
    shown: dict[str, str],
    top: int,
) -> None:
    known = {row.key: row for row in Term.objects.filter(key__in=some)}
    kept, empty = [], []
    for key in some:
        row = known.get(key) or Term(key=key, sort=key[0])
        held = bits.unpack(row.bits) if row.bits else 0
        held = held & ~bits.of(lost.get(key, ()), top) | bits.of(gained.get(key, ()), top)
        row.bits = bits.pack(held)
        row.shown = shown.get(key) or row.shown
        (kept if held else empty).append(row)
    Term.objects.bulk_create(
        kept, update_conflicts=True, unique_fields=["key"], update_fields=["bits", "shown"]
    )
    if empty:
        Term.objects.filter(key__in=[row.key for row in empty]).delete()


def card_of(row: CardRow) -> Card:
    day = row.rank >> 16 & 0x1FFFF
    return Card(
        kind=row.kind,
        key=row.key,
        access=row.access,
        fields=tuple(Field(*said) for said in row.fields),
        facets={name: tuple(values) for name, values in row.facets.items()},
        day=DAY_ZERO + dt.timedelta(days=day) if day else None,
    )


def row_of(card: Card, place: int) -> CardRow:
    return CardRow(
        place=place,
        kind=card.kind,
        key=card.key,
        access=card.access,
        rank=card.rank,
        fields=[[said.name, said.lang, said.text, said.weight] for said in card.fields],
        facets={name: list(values) for name, values in card.facets.items() if values},
    )
