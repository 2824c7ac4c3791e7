"""How a shipped row of a mechanism becomes rows: plain work on plain values."""

from collections.abc import Iterator, Mapping
from typing import Any

from iscm.domain.states import states
from iscm.domain.terms import MechanismName

Row = Mapping[str, Any]

COLUMNS = ("level", "region", "established", "ended", "status", "website", "secretariat", "parent")
COUNTS = ("member-count", "observer-count")
KINDS = {"states": None, "organisations": "organisation", "groups": "group", "mechanisms": "mechanism"}


def claims_of(row: Row, field: str) -> list[Row]:
    """The claims of a field: none where its value is written plainly, resting on the sources of the record."""
    value = row.get(field)
    return value if isinstance(value, list) else []


def shown(row: Row, field: str) -> str:
    """The value of a field that is shown: the plain one, or the chosen claim's; "" where there is none."""
    value = row.get(field)
    if isinstance(value, list):
        value = next((claim["value"] for claim in value if claim.get("chosen")), None)
    return "" if value is None else str(value)


def party_kind(code: str) -> str:
    """``state``, ``territory`` or ``other`` of a two-letter code; KeyError for a code that is none."""
    return states()[code].kind


def parties(group: Row) -> Iterator[tuple[str, str]]:
    """Kind and key of every party of a group of participations."""
    for field, kind in KINDS.items():
        for key in group.get(field, ()):
            yield kind or party_kind(key), key


def participations(row: Row) -> Iterator[dict[str, Any]]:
    """Every participation of a mechanism, chairs at the end: ``party`` is kind and key, ``source`` a key or None."""
    plain = ("role", "capacity", "basis", "note")
    for group in row.get("participation", ()):
        for party in parties(group):
            yield {"party": party, "source": None} | {k: group[k] for k in plain if k in group}
    for chair in row.get("chairs", ()):
        code = chair["state"]
        fields = {k: chair[k] for k in ("role", "capacity", "note", "chosen") if k in chair}
        dates = {k: str(chair[k]) for k in ("since", "until") if k in chair}
        yield (
            {"party": (party_kind(code), code), "role": "chair", "source": chair.get("source")}
            | fields
            | dates
        )


def names(row: Row, name: MechanismName) -> Iterator[dict[str, Any]]:
    """Every name: by language, acronym, aliases, and those it had from a day to a day."""
    dated = {former["name"]: former for former in row.get("names", ())}
    for lang, text in name.name.items():
        yield {"text": text, "kind": "name", "lang": lang} | _held(dated.pop(text, {}))
    if name.acronym:
        yield {"text": name.acronym, "kind": "acronym"}
    for text in name.aliases:
        if text not in dated:
            yield {"text": text, "kind": "alias"}
    for text, former in dated.items():
        yield {"text": text, "kind": "former"} | _held(former)


def _held(row: Row) -> dict[str, Any]:
    """From when to when it held, and what is to be said of that."""
    dates = {key: str(row[key]) for key in ("since", "until") if key in row}
    return dates | {"note": row.get("note", "")}


def sources_in(row: Row) -> Iterator[str]:
    """Every source that a row cites, at any depth."""
    for key, value in row.items():
        if key == "source" and value:
            yield value
        elif key == "sources":
            yield from value
        elif isinstance(value, Mapping):
            yield from sources_in(value)
        elif isinstance(value, list):
            for inner in value:
                if isinstance(inner, Mapping):
                    yield from sources_in(inner)
