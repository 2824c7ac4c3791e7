"""A material as a work of schema.org."""

from __future__ import annotations

from typing import Any

from iscm.domain.publications import Copy, Material
from iscm.renderers.citing.csl import authors, file_address, issuers, page
from iscm.renderers.linked.organizations import CONTEXT, exactly

_TYPES = {"report": "Report", "study": "Report", "guide": "Report", "newsletter": "PublicationIssue"}


def work(material: Material, hub: str) -> dict[str, Any]:
    """JSON-LD. Who made it is named, and not told to be a person or a body where no source says."""
    of = material.work
    here = page(material, hub)
    organizations = [{"@type": "Organization", "name": name} for name in issuers(material)]
    people = (
        [{"@type": "Person", "name": name} for name in authors(material)] if material.by("author") else []
    )
    date = exactly(of.when) or (str(of.year) if of.year else None)
    row: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": _TYPES.get(of.kind, "CreativeWork"),
        "@id": here,
        "url": here,
        "name": of.title,
        "alternateName": [title for title in (*of.titles.values(), *of.also) if title != of.title],
        "author": people or organizations,
        "publisher": organizations,
        "datePublished": date,
        "inLanguage": list(of.languages),
        "abstract": of.abstract,
        "identifier": [said for said in (f"https://doi.org/{of.doi}" if of.doi else "", of.symbol) if said],
        "license": of.licence,
        "numberOfPages": of.pages,
        "about": [f"{hub}/themes/{key}/" for key in material.themes],
        "encoding": [_file(material, copy, hub) for copy in material.copies if copy.open and copy.held],
        "sameAs": list(dict.fromkeys(address for address in (of.url, *of.urls.values()) if address)),
        "recordedAt": [{"@type": "Event", "@id": f"{hub}/meetings/{slug}/"} for slug in of.meetings],
        "isPartOf": [f"{hub}/publications/{slug}/" for kind, slug in material.relations if kind == "part-of"],
    }
    return {key: value for key, value in row.items() if value}


def _file(material: Material, copy: Copy, hub: str) -> dict[str, Any]:
    row = {
        "@type": "MediaObject",
        "contentUrl": file_address(material, copy.number, copy.name, hub),
        "encodingFormat": copy.media_type,
        "contentSize": f"{copy.size} B" if copy.size else "",
        "inLanguage": copy.language,
        "sha256": copy.digest,
    }
    return {key: value for key, value in row.items() if value}
