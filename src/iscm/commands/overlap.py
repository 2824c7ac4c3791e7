"""``iscm overlap``: who shares members with whom on any day, who should talk, and whose meetings fell on the same days.

Ends with 0, or with 2 and a sentence where it cannot be told.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iscm.commands.hub import Unusable, opened
from iscm.domain.when import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from iscm.analysis.shared import Held, Pair
    from iscm.renderers.records.shape import Shape
    from iscm.site.overlap.records import Asked, Ground

NOT_DONE = 2
SHOWN = 20  # pairs of a table; data holds all


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows as data, the same as lines to be read under a heading, and what is not known of them."""

    heading: str
    rows: list[dict[str, Any]]
    lines: list[str]
    unknown: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "mechanisms", nargs="*", metavar="MECHANISM", help="one beside all others, or two beside each other"
    )
    parser.add_argument(
        "--states", nargs="+", default=[], metavar="STATE", help="one or two States, by letters or name"
    )
    parser.add_argument(
        "--talk", action="store_true", help="who shares States and themes and never met jointly"
    )
    parser.add_argument("--clashes", type=int, metavar="YEAR", help="meetings on the same days in a year")
    parser.add_argument("--mechanism", metavar="SLUG", help="with --clashes: only those of one mechanism")
    parser.add_argument(
        "--as-of", metavar="DAY", help="as it stood on a day, such as 2015-06-01 (default: today)"
    )
    parser.add_argument("--observers", action="store_true", help="observers count beside members")
    parser.add_argument(
        "--format",
        choices=("table", "json", "csv"),
        default="table",
        help="table for reading (default), or data",
    )


def run(args: argparse.Namespace) -> int:
    try:
        day = _day(args.as_of)
        _one_question(args)
        opened()
        answer = _answer(args, day)
    except Unusable as fault:
        sentence = str(fault)
        print(f"iscm overlap: {sentence}{'' if sentence.endswith('?') else '.'}", file=sys.stderr)
        return NOT_DONE
    sys.stdout.write(_written(answer, args.format))
    return 0


def _day(said: str | None) -> dt.date:
    if said is None:
        return dt.datetime.now(dt.UTC).date()
    try:
        day = dt.date.fromisoformat(said) if len(said) == 10 else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unusable(
            f"--as-of: “{said}” is no day from {FIRST_YEAR} to {LAST_YEAR}; write one like 2015-06-01"
        )
    return day


def _one_question(args: argparse.Namespace) -> None:
    """Unusable where two are asked at once, or one that needs another."""
    asked = {
        "mechanisms": bool(args.mechanisms), "--states": bool(args.states), "--talk": args.talk,
        "--clashes": args.clashes is not None,
    }  # fmt: skip
    said = [name for name, given in asked.items() if given]
    if len(said) > 1:
        raise Unusable(f"{said[0]} and {said[1]} are two questions; ask one at a time")
    if args.mechanism and args.clashes is None:
        raise Unusable("--mechanism narrows --clashes; name a mechanism without it to see what it shares")
    if args.clashes is not None and not FIRST_YEAR <= args.clashes <= LAST_YEAR:
        raise Unusable(f"--clashes: {args.clashes} is no year from {FIRST_YEAR} to {LAST_YEAR}")
    if args.clashes is not None and (args.as_of or args.observers):
        raise Unusable(
            "--clashes counts members on the days of the meetings; leave --as-of and --observers out"
        )


def _answer(args: argparse.Namespace, day: dt.date) -> Answer:
    from iscm.site.overlap.records import Asked, ground

    known, asked = ground(), Asked(day, args.observers)
    if args.clashes is not None:
        return _clashes(known, args.clashes, _mechanism(known, args.mechanism) if args.mechanism else "")
    if args.talk:
        return _talk(known, asked)
    if args.states:
        return _states(known, asked, [_state(said) for said in args.states])
    return _mechanisms(known, asked, [_mechanism(known, said) for said in args.mechanisms])


def _mechanism(known: Ground, said: str) -> str:
    """Its slug; Unusable where there is none, with what may be meant."""
    from iscm.prose.names import nearest, resolve

    slug = said if said in known.mechanisms else resolve(said)
    if slug in known.mechanisms:
        return str(slug)
    near = [slug for slug in nearest(said) if slug in known.mechanisms]
    meant = f"; is {' or '.join(near)} meant?" if near else "; name one by its slug, such as rabat-process"
    raise Unusable(f"there is no mechanism “{said}”{meant}")


def _state(said: str) -> str:
    """Its two letters; Unusable where there is none, with what may be meant."""
    from iscm.domain.states import states
    from iscm.registry.forms import nearest_places, read_place

    if code := read_place(said):
        return code.upper()
    near = [f"{states()[code].called()} ({code})" for code in nearest_places(said)]
    meant = f"; is {' or '.join(near)} meant?" if near else "; name one by its two letters, such as KE"
    raise Unusable(f"there is no State or territory “{said}”{meant}")


def _two_at_most(said: list[str], what: str) -> None:
    if len(said) > 2:
        raise Unusable(f"{len(said)} {what} are named; two can be laid beside each other")
    if len(set(said)) < len(said):
        raise Unusable(f"{said[0]} is named twice; name two {what}, or one to see all that it shares")


def _mechanisms(known: Ground, asked: Asked, slugs: list[str]) -> Answer:
    from iscm.renderers.records.overlaps import MECHANISMS

    _two_at_most(slugs, "mechanisms")
    held = known.held(asked)
    for slug in slugs:
        if slug not in held.rows:
            raise Unusable(_why_not(known, asked, slug))
    if len(slugs) == 2:
        return _beside(held, MECHANISMS, slugs, _short, asked)
    pairs = held.pairs() if not slugs else _with(held.pairs(), slugs[0])
    gaps = known.incomplete(slugs or held.rows)
    unknown = [f"Lists with gaps: {', '.join(map(_short, gaps))}"] if gaps else []
    nameless = known.nameless(asked) if not slugs else ()
    unknown += [f"No member on record by name: {', '.join(map(_short, nameless))}"] if nameless else []
    heading = f"Members that {_short(slugs[0])} shares" if slugs else "Mechanisms that share members"
    return _pairs(pairs, MECHANISMS, heading, _short, asked, ". ".join(unknown))


def _why_not(known: Ground, asked: Asked, slug: str) -> str:
    if slug not in known.chosen(asked):
        return f"{_short(slug)} did not stand on {asked.day}: it was not founded yet, or had ended"
    return f"no member of {_short(slug)} is on record by name, so that what it shares is not known"


def _states(known: Ground, asked: Asked, codes: list[str]) -> Answer:
    from iscm.renderers.records.overlaps import STATES

    _two_at_most(codes, "States")
    held = known.held(asked).turned().holders()
    for code in codes:
        if code not in held.rows:
            raise Unusable(f"{_called(code)} is in no mechanism by name on {asked.day}")
    if len(codes) == 2:
        return _beside(held, STATES, codes, _called, asked)
    pairs = _with(held.pairs(), codes[0])
    return _pairs(pairs, STATES, f"States that {_called(codes[0])} meets", _called, asked)


def _with(pairs: Iterable[Pair], one: str) -> list[Pair]:
    """Pairs of one, with it in the first place."""
    return [pair if pair.one == one else pair.turned() for pair in pairs if one in (pair.one, pair.other)]


def _pairs(
    pairs: list[Pair], shape: Shape, heading: str, name: Any, asked: Asked, unknown: str = ""
) -> Answer:
    names = [f"{name(pair.one)} - {name(pair.other)}" for pair in pairs[:SHOWN]]
    wide = max(map(len, names), default=0)
    lines = [
        f"{label:<{wide}}  {len(pair.both):>4}  {pair.jaccard:>4.0%}"
        for label, pair in zip(names, pairs, strict=False)
    ]
    if len(pairs) > SHOWN:
        lines.append(f"... and {len(pairs) - SHOWN} more; --format csv gives all")
    what = "members and observers" if asked.observers else "members"
    told = f"{heading}, {what} on {asked.day}: {len(pairs)}"
    return Answer(told, [_row(shape, pair) for pair in pairs], lines or ["none"], unknown)


def _beside(held: Held, shape: Shape, keys: list[str], name: Any, asked: Asked) -> Answer:
    from iscm.renderers.records.overlaps import STATES

    pair = held.pair(*keys)
    inner = _short if shape is STATES else _called
    lines = [
        f"{label} ({len(names)}): {', '.join(sorted(map(inner, names))) or 'none'}"
        for label, names in (
            ("Both", pair.both),
            (f"Only {name(keys[0])}", pair.only_one),
            (f"Only {name(keys[1])}", pair.only_other),
        )
    ]
    heading = f"{name(keys[0])} and {name(keys[1])} on {asked.day}: {pair.jaccard:.0%} of all of either"
    return Answer(heading, [_row(shape, pair)], lines)


def _talk(known: Ground, asked: Asked) -> Answer:
    from iscm.renderers.records.overlaps import TALK, Ranked

    found = [Ranked(rank, talk) for rank, talk in enumerate(known.talk(asked), 1)]
    lines = [
        f"{_short(one.talk.states.one)} - {_short(one.talk.states.other)}: "
        f"{len(one.talk.states.both)} States; {', '.join(one.talk.themes.both)}"
        for one in found[:SHOWN]
    ]
    if len(found) > SHOWN:
        lines.append(f"... and {len(found) - SHOWN} more; --format csv gives all")
    heading = f"Mechanisms that share States and themes and have no joint meeting on record: {len(found)}"
    return Answer(heading, [_row(TALK, one) for one in found], lines or ["none"])


def _clashes(known: Ground, year: int, mechanism: str) -> Answer:
    from iscm.analysis.clashes import OTHERS
    from iscm.renderers.records.overlaps import CLASH, Shown

    found = [
        Shown(clash, known.unnamed(clash))
        for clash in known.clashes
        if clash.first.year <= year <= clash.last.year and mechanism in ("", *clash.left, *clash.right)
    ]
    others = [row for row in found if row.clash.kind == OTHERS]
    lines = [line for row in others for line in _clash(known, row)]
    binding = sum(bool(row.clash.states) for row in others)
    apart = len(found) - len(others)
    unknown = f"{apart} more of one mechanism, or one at the other; --format csv gives all" if apart else ""
    heading = (
        f"Pairs of meetings of different mechanisms on the same days in {year}: {len(others)}, "
        f"{binding} with States in two places"
    )
    return Answer(heading, [_row(CLASH, row) for row in found], lines or ["none"], unknown)


def _clash(known: Ground, row: Any) -> Iterator[str]:
    clash = row.clash
    days = f"{clash.first}" + (f" to {clash.last}" if clash.last != clash.first else "")
    sides = (
        f"{', '.join(map(_short, side))}: {known.meetings[meeting].title}"
        for side, meeting in ((clash.left, clash.one), (clash.right, clash.other))
    )
    yield f"{days}  {' | '.join(sides)}"
    if clash.states:
        yield f"    {len(clash.states)} in two places: {', '.join(sorted(map(_called, clash.states)))}"
    elif row.unnamed:
        yield f"    not known whom it concerns: no member by name of {', '.join(map(_short, row.unnamed))}"


def _short(slug: str) -> str:
    from iscm.documents.names import mechanism

    return str(mechanism(slug, "en").short)


def _called(code: str) -> str:
    from iscm.domain.states import states

    found = states()[code]
    return found.called() + ("*" if found.note else "")


def _notes(lines: Iterable[str]) -> list[str]:
    """What must stand wherever a name that is marked with a star does."""
    from iscm.domain.states import states

    text = "\n".join(lines)
    return [f"* {one.note}" for one in states().values() if one.note and f"{one.called()}*" in text]


def _row(shape: Shape, value: Any) -> dict[str, Any]:
    """As the interface for programs sends it, without its address: a command is at none."""
    return shape.record(value, "", [name for name in shape.names if name != "url"])


def _written(answer: Answer, form: str) -> str:
    if form == "json":
        return json.dumps(answer.rows, ensure_ascii=False, indent=2) + "\n"
    if form == "csv":
        return _as_csv(answer.rows)
    tail = ["", f"{answer.unknown}."] if answer.unknown else []
    notes = _notes([answer.heading, *answer.lines])
    return "\n".join([answer.heading, "", *answer.lines, *tail, *([""] if notes else []), *notes]) + "\n"


def _as_csv(rows: list[dict[str, Any]]) -> str:
    """A line for each row; lists are joined by semicolons."""
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(
            {key: "; ".join(value) if isinstance(value, list) else value for key, value in row.items()}
            for row in rows
        )
    return out.getvalue()
