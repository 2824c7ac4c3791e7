"""A material in the metadata of DataCite 4.5, ready for the day on which it gets a DOI.

What the schema asks for and no source says is not made up: a work without a year has no such description. Until there
is a DOI, the permanent address stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from iscm.domain.publications import Material
from iscm.domain.terms import load, themes
from iscm.renderers.citing.csl import authors, issuers, kind_name, language, page
from iscm.renderers.citing.xml import element

KERNEL = "http://datacite.org/schema/kernel-4"
_SCHEMA = f"{KERNEL} https://schema.datacite.org/meta/kernel-4.5/metadata.xsd"
_RELATIONS = {"replaces": "Obsoletes", "part-of": "IsPartOf", "follows": "Continues"}
_BACK = {"replaces": "IsObsoletedBy", "part-of": "HasPart", "follows": "IsContinuedBy"}


def describable(material: Material) -> bool:
    """Whether everything that the schema asks for is known."""
    return bool(material.work.year and material.work.title and authors(material))


def datacite(material: Material, hub: str) -> dict[str, Any]:
    """As JSON, in the shape of DataCite's API."""
    work = material.work
    own = {"identifier": work.doi, "identifierType": "DOI"}
    here = {"identifier": page(material, hub), "identifierType": "URL"}
    row = {
        "schemaVersion": KERNEL,
        "doi": work.doi,
        "url": page(material, hub),
        "identifiers": [own] if work.doi else [here],
        "creators": [_creator(name, personal=bool(material.by("author"))) for name in authors(material)],
        "titles": list(_titles(material)),
        "publisher": {"name": "; ".join(issuers(material)) or authors(material)[0]},
        "publicationYear": work.year,
        "types": {
            "resourceTypeGeneral": load("materials")[work.kind]["datacite"] if work.kind else "Text",
            "resourceType": kind_name(work.kind),
        },
        "subjects": list(_subjects(material)),
        "dates": [{"date": str(work.when), "dateType": "Issued"}] if work.when else [],
        "language": language(material),
        "alternateIdentifiers": [
            {"alternateIdentifier": said, "alternateIdentifierType": kind}
            for kind, said in (("URL", page(material, hub) if work.doi else ""), ("Symbol", work.symbol))
            if said
        ],
        "relatedIdentifiers": list(_related(material, hub)),
        "sizes": [f"{copy.size} bytes" for copy in material.copies if copy.open and copy.size],
        "formats": list(dict.fromkeys(c.media_type for c in material.copies if c.open and c.media_type)),
        "rightsList": [_rights(work.licence)] if work.licence else [],
        "descriptions": [{"description": work.abstract, "descriptionType": "Abstract"}]
        if work.abstract
        else [],
    }
    return {key: value for key, value in row.items() if value}


def _creator(name: str, *, personal: bool) -> dict[str, str]:
    return {"name": name} if personal else {"name": name, "nameType": "Organizational"}


def _titles(material: Material) -> Iterable[dict[str, str]]:
    work = material.work
    own = language(material)
    yield {"title": work.title} | ({"lang": own} if own else {})
    for lang, title in work.titles.items():
        if title != work.title:
            yield {"title": title, "lang": lang, "titleType": "TranslatedTitle"}
    for title in work.also:
        yield {"title": title, "titleType": "AlternativeTitle"}


def _subjects(material: Material) -> Iterable[dict[str, str]]:
    for key in material.themes:
        if key in themes():
            yield {"subject": themes()[key].label["en"], "lang": "en"}
    for number in material.work.gcm:
        yield {
            "subject": str(load("gcm")[str(number)]["label"]["en"]),
            "subjectScheme": "Objectives of the Global Compact for Migration",
            "classificationCode": str(number),
            "lang": "en",
        }


def _related(material: Material, hub: str) -> Iterable[dict[str, str]]:
    for terms, rows in ((_RELATIONS, material.relations), (_BACK, material.related)):
        for kind, slug in rows:
            yield {
                "relatedIdentifier": f"{hub}/publications/{slug}/",
                "relatedIdentifierType": "URL",
                "relationType": terms[kind],
            }


def _rights(licence: str) -> dict[str, str]:
    if licence.startswith(("http:", "https:")):
        return {"rightsUri": licence}
    return {"rights": licence, "rightsIdentifier": licence, "rightsIdentifierScheme": "SPDX"}


def xml(material: Material, hub: str) -> str:
    """The same as XML, its elements in the order of the schema; without a declaration, so that it can stand within."""
    row = datacite(material, hub)
    identifier = row["identifiers"][0]
    parts = [
        element("identifier", identifier["identifier"], identifierType=identifier["identifierType"]),
        _list("creators", (
            f"<creator>{element('creatorName', one['name'], nameType=one.get('nameType', ''))}</creator>"
            for one in row["creators"]
        )),
        _list("titles", (
            element("title", one["title"], titleType=one.get("titleType", ""), **_lang(one)) for one in row["titles"]
        )),
        element("publisher", row["publisher"]["name"]),
        element("publicationYear", str(row["publicationYear"])),
        element("resourceType", row["types"]["resourceType"] or "Text",
                resourceTypeGeneral=row["types"]["resourceTypeGeneral"]),
        _list("subjects", (
            element("subject", one["subject"], subjectScheme=one.get("subjectScheme", ""),
                    classificationCode=one.get("classificationCode", ""), **_lang(one))
            for one in row.get("subjects", ())
        )),
        _list("dates", (element("date", one["date"], dateType=one["dateType"]) for one in row.get("dates", ()))),
        element("language", row.get("language", "")),
        _list("alternateIdentifiers", (
            element("alternateIdentifier", one["alternateIdentifier"],
                    alternateIdentifierType=one["alternateIdentifierType"])
            for one in row.get("alternateIdentifiers", ())
        )),
        _list("relatedIdentifiers", (
            element("relatedIdentifier", one["relatedIdentifier"],
                    relatedIdentifierType=one["relatedIdentifierType"], relationType=one["relationType"])
            for one in row.get("relatedIdentifiers", ())
        )),
        _list("sizes", (element("size", one) for one in row.get("sizes", ()))),
        _list("formats", (element("format", one) for one in row.get("formats", ()))),
        _list("rightsList", (
            element("rights", one.get("rights") or one["rightsUri"], rightsURI=one.get("rightsUri", ""),
                    rightsIdentifier=one.get("rightsIdentifier", ""),
                    rightsIdentifierScheme=one.get("rightsIdentifierScheme", ""))
            for one in row.get("rightsList", ())
        )),
        _list("descriptions", (
            element("description", one["description"], descriptionType=one["descriptionType"])
            for one in row.get("descriptions", ())
        )),
    ]  # fmt: skip
    space = f'xmlns="{KERNEL}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{_SCHEMA}"'
    return f"<resource {space}>{''.join(parts)}</resource>"


def _lang(row: dict[str, str]) -> dict[str, str]:
    return {"xml:lang": row["lang"]} if row.get("lang") else {}


def _list(name: str, parts: Iterable[str]) -> str:
    inside = "".join(parts)
    return f"<{name}>{inside}</{name}>" if inside else ""
