"""What agents ask, and answers that carry their source statements and addresses: the API's own, with evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from iscm.newsletter.api import evidence, told
from iscm.prose.names import nearest, resolve
from iscm.registry.api import place_code
from iscm.renderers.openapi import Absent, Elsewhere, Page, Unfit
from iscm.renderers.records.issues import STATEMENT
from iscm.site.api.asking import asked_of
from iscm.site.api.endpoints import ENDPOINTS

MOST = 20  # records of an answer: an agent reads what it is given
CITED = ("id", "url", "text", "dates")
MEETING = (
    "id", "url", "title", "type", "ordinal", "count", "when", "city", "country", "mode", "status", "topic",
    "mechanisms", "themes", "gcm", "outcomes", "claims", "sources",
)  # fmt: skip
HOW = (
    "Records of inter-State consultation mechanisms on migration. Cite `url`, sources and statements of an answer. "
    "Dates are EDTF, no more exact than known; null means that no source says, and silence is not inactivity."
)


class Refused(Exception):
    """What cannot be answered, in a sentence that says what may have been meant."""


def ask(name: str, hub: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """An endpoint's answer as plain data. ``said``: parameters as text, or lists of it; None is not said."""
    endpoint = next(one for one in ENDPOINTS if one.name == name)
    places = {p.name for p in endpoint.parameters if p.place == "path"}
    path = {key: str(value) for key, value in said.items() if key in places}
    query = [
        (key, [str(one) for one in (value if isinstance(value, list) else [value])])
        for key, value in said.items()
        if key not in places and value not in (None, "", [])
    ]
    try:
        asked = asked_of(endpoint, path, query)
        found = endpoint.answer(asked)
    except Unfit as fault:
        raise Refused(_meant(fault.reason, [fault.near] if fault.near else [])) from fault
    except Absent as fault:
        raise Refused(_meant(fault.reason, fault.near)) from fault
    except Elsewhere as moved:
        return ask(name, hub, {**said, next(iter(places)): moved.name})
    if isinstance(found, Page):
        rows = [endpoint.shape.record(value, hub, asked.get("fields")) for value in found.values]
        return {"total": found.total, "data": rows, "cursor": found.after or None}
    return endpoint.shape.record(found, hub, asked.get("fields"))


def _meant(reason: str, near: Iterable[str]) -> str:
    known = [name for name in near if name and name not in reason]
    return f"{reason} Is one of these meant: {', '.join(known)}?" if known else reason


def search_mechanisms(hub: str, text: str) -> dict[str, Any]:
    """Mechanisms whose names hold these words or are near to them, in any language; an old acronym finds its own."""
    said = " ".join(text[:200].casefold().split())
    rows = ask("mechanisms", hub, {"limit": "200"})["data"]
    slugs = [slug for slug in (resolve(text[:200]), *nearest(text[:80])) if slug]
    slugs += [
        row["slug"]
        for row in rows
        if said and said in " ".join((row["name"], row["region"] or "")).casefold()
    ]
    order = list(dict.fromkeys(slugs))[:MOST]
    found = {row["slug"]: row for row in rows}
    return {"data": [found[slug] for slug in order if slug in found]}


def mechanism(hub: str, slug: str, as_of: str | None = None) -> dict[str, Any]:
    """One mechanism, with its claims and sources, and what issues say of it."""
    row = ask("mechanism", hub, {"slug": slug, "as_of": as_of})
    statements = ask("statements", hub, {"mechanism": row["slug"], "limit": str(MOST)})
    return {**row, "statements": [_cited(one) for one in statements["data"]]}


def meetings(hub: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Meetings that fit, each with the statements that it was read from."""
    found = ask("meetings", hub, {"limit": str(MOST), **said, "fields": ",".join(MEETING)})
    cited: dict[str, list[dict[str, Any]]] = {row["id"]: [] for row in found["data"]}
    for one in evidence(told().filter(meetings__slug__in=list(cited)).distinct()):
        for meeting in one.meetings:
            if meeting in cited:
                cited[meeting].append(STATEMENT.record(one, hub, CITED))
    return {**found, "data": [{**row, "statements": cited[row["id"]]} for row in found["data"]]}


def _cited(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in CITED}


def state(hub: str, code: str, as_of: str | None = None) -> dict[str, Any]:
    """One State or territory: its participations, each with its source or that of the mechanism's page."""
    row = ask("state", hub, {"code": _code(code), "as_of": as_of})
    for seat in row["participations"]:
        seat["url"] = f"{hub}/mechanisms/{seat['mechanism']}/"
    return row


def _code(said: str) -> str:
    return place_code(said[:200]) or said[:200]


def themes(hub: str) -> dict[str, Any]:
    """The vocabulary, and where the statements on each theme are."""
    found = ask("themes", hub, {"limit": "200", "fields": "id,url,kind,label,broader,gcm,sdg,note,meetings"})
    for row in found["data"]:
        row["statements"] = f"{hub}/api/v1/statements?theme={row['id']}"
    return found
