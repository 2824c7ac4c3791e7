"""A material in unqualified Dublin Core, as OAI-PMH asks of everybody."""

from __future__ import annotations

from collections.abc import Iterator

from iscm.domain.publications import Material
from iscm.domain.terms import themes
from iscm.renderers.citing.csl import authors, file_address, issuers, kind_name, page
from iscm.renderers.citing.xml import element

_HEAD = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">'
)


def oai_dc(material: Material, hub: str) -> str:
    """As XML, without a declaration."""
    rows = "".join(element(f"dc:{name}", text) for name, text in fields(material, hub))
    return f"{_HEAD}{rows}</oai_dc:dc>"


def fields(material: Material, hub: str) -> Iterator[tuple[str, str]]:
    """Elements and their words; those that nobody says are left out."""
    work = material.work
    yield "title", work.title
    yield from (("title", title) for title in (*work.titles.values(), *work.also) if title != work.title)
    yield from (("creator", name) for name in authors(material))
    yield from (("publisher", name) for name in issuers(material))
    yield from (("subject", themes()[key].label["en"]) for key in material.themes if key in themes())
    yield "description", work.abstract
    yield "date", str(work.when or work.year or "")
    yield "type", kind_name(work.kind)
    yield from (("format", kind) for kind in dict.fromkeys(c.media_type for c in material.copies if c.open))
    yield "identifier", page(material, hub)
    yield "identifier", f"https://doi.org/{work.doi}" if work.doi else ""
    yield "identifier", work.symbol
    for copy in material.copies:
        if copy.open and copy.held:
            yield "identifier", file_address(material, copy.number, copy.name, hub)
    yield from (("source", address) for address in dict.fromkeys((work.url, *work.urls.values())) if address)
    yield from (("language", code) for code in work.languages)
    yield from (("relation", f"{hub}/publications/{slug}/") for _kind, slug in material.relations)
    yield from (("relation", f"{hub}/mechanisms/{slug}/") for slug in work.mechanisms)
    yield from (("relation", f"{hub}/meetings/{slug}/") for slug in work.meetings)
    yield "rights", work.licence
