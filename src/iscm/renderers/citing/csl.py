"""A material as CSL-JSON, the one description that styles and reference managers start from."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from iscm.domain.mechanisms import Party
from iscm.domain.organisations import organisations
from iscm.domain.publications import Maker, Material
from iscm.domain.terms import bodies, load
from iscm.renderers.records.mechanisms import called, party_name

_TYPES = {"report": "report", "study": "report", "guide": "report", "newsletter": "periodical"}


def page(material: Material, hub: str) -> str:
    """Its permanent address."""
    return f"{hub}/publications/{material.work.id}/"


def file_address(material: Material, number: int, name: str, hub: str) -> str:
    """Where a file of it is."""
    return f"{hub}/publications/{material.work.id}/files/{number}/{quote(name)}"


def cited_as(material: Material, hub: str) -> str:
    """What it is cited by: its DOI, or its permanent address."""
    return f"https://doi.org/{material.work.doi}" if material.work.doi else page(material, hub)


def kind_name(key: str) -> str:
    """A kind of material in English; "" for none."""
    return str(load("materials")[key]["label"]["en"]) if key in load("materials") else ""


def maker_name(maker: Maker) -> str:
    """Who made it: as printed, or by the English name of a party known here."""
    return maker.name or (party_name(maker.party) if maker.party else "")


def partner_name(key: str) -> str:
    """A partner by its English name."""
    if key in organisations():
        return organisations()[key].called("en")
    return bodies()[key].called("en") if key in bodies() else party_name(Party("mechanism", key))


def authors(material: Material) -> list[str]:
    """Who is cited as its author: its authors, or else the bodies that issued it."""
    return [maker_name(one) for one in material.by("author")] or issuers(material)


def issuers(material: Material) -> list[str]:
    """Bodies that issued it, as its sources name them; or else the mechanisms whose it is, with their partners."""
    named = [maker_name(one) for one in material.by("body")]
    work = material.work
    return named or [*map(called, work.mechanisms), *map(partner_name, work.partners)]


def language(material: Material) -> str:
    """The language that its title is in, where only one is possible; else ""."""
    languages = material.work.languages
    return languages[0] if len(languages) == 1 else ""


def date_parts(material: Material) -> list[list[int]]:
    """Its date as CSL has it, as exactly as known and no more; [] where no year is."""
    when, year = material.work.when, material.work.year
    points = [p for p in (when.first, when.last) if p] if when else []
    known = [
        [n for n in (p.year, p.month if (p.month or 99) <= 12 else None, p.day) if n]
        for p in points
        if p.year
    ]
    parts = [one for n, one in enumerate(known) if one not in known[:n]]
    return parts or ([[year]] if year else [])


def csl(material: Material, hub: str) -> dict[str, Any]:
    """One item of CSL-JSON (schema 1.0). Names are literal: which of them is the family's, no source says."""
    work = material.work
    made, published = authors(material), issuers(material)
    issued: dict[str, Any] = {"date-parts": parts} if (parts := date_parts(material)) else {}
    if work.when and any(point and point.mark for point in (work.when.first, work.when.last)):
        issued["circa"] = True
    row = {
        "id": work.id,
        "type": _TYPES.get(work.kind, "document"),
        "title": work.title,
        "author": [{"literal": name} for name in made],
        "publisher": "; ".join(published) if published != made else "",
        "issued": issued,
        "genre": kind_name(work.kind),
        "number": work.symbol,
        "number-of-pages": str(work.pages or ""),
        "language": language(material),
        "abstract": work.abstract,
        "DOI": work.doi,
        "URL": page(material, hub),
    }
    return {key: value for key, value in row.items() if value}
