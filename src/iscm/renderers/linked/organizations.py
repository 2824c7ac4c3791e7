"""A mechanism as an Organization of schema.org."""

from __future__ import annotations

from typing import Any

from iscm.domain.mechanisms import Mechanism, Participation
from iscm.domain.when import When
from iscm.renderers.records.mechanisms import called, party_name

CONTEXT = "https://schema.org"


def address(hub: str, slug: str) -> str:
    """By which a mechanism is meant, in every document."""
    return f"{hub}/mechanisms/{slug}/"


def organization(mechanism: Mechanism, hub: str) -> dict[str, Any]:
    """JSON-LD. Members are those read in a source; a founding date only as exact as it is known."""
    names = [name for name in mechanism.names if name.text != called(mechanism.slug)]
    row: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Organization",
        "@id": address(hub, mechanism.slug),
        "url": address(hub, mechanism.slug),
        "name": called(mechanism.slug),
        "alternateName": [_in_language(name.text, name.lang) for name in names],
        "foundingDate": exactly(mechanism.established),
        "dissolutionDate": exactly(mechanism.ended),
        "sameAs": mechanism.website,
        "areaServed": mechanism.region,
        "member": [_member(part, hub) for part in mechanism.members],
        "parentOrganization": [
            _other(relation.mechanism, hub) for relation in mechanism.relations if relation.kind == "parent"
        ]
        or ({"@type": "Organization", "name": mechanism.parent} if mechanism.parent else None),
        "knowsAbout": [f"{hub}/themes/{theme}/" for theme in mechanism.themes],
        "subjectOf": [{"@type": "CreativeWork", "url": s.url} for s in mechanism.sources if s.url],
    }
    return {key: value for key, value in row.items() if value}


def _in_language(text: str, lang: str) -> str | dict[str, str]:
    return {"@value": text, "@language": lang} if lang else text


def _other(slug: str, hub: str) -> dict[str, str]:
    return {"@type": "Organization", "@id": address(hub, slug), "name": called(slug)}


def _member(part: Participation, hub: str) -> dict[str, Any]:
    """A State as a country, by the address of its page; anything else as an organization."""
    name = party_name(part.party)
    if part.party.is_place:
        who = {
            "@type": "Country",
            "@id": f"{hub}/states/{part.party.id.lower()}/",
            "identifier": part.party.id,
        }
    elif part.party.kind == "mechanism":
        return _other(part.party.id, hub)
    else:
        who = {"@type": "Organization"}
    return {**who, "name": name}


def exactly(when: When | None, end: str = "first") -> str | None:
    """One end of a When as ISO 8601: 2022, 2022-10 or 2022-10-05; None where it cannot say so without guessing."""
    point = getattr(when, end) if when else None
    if point is None or point.year is None or point.mark or (point.month or 0) > 12:
        return str(point.year) if point and point.year and not point.mark else None
    return str(point)
