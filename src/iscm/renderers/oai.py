"""Answers of OAI-PMH 2.0 (openarchives.org/OAI/openarchivesprotocol.html), from materials. No clock, no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from iscm.domain.publications import Material
from iscm.renderers.citing.csl import page
from iscm.renderers.citing.datacite import describable, xml
from iscm.renderers.citing.dublin import oai_dc
from iscm.renderers.citing.xml import attribute, element, words

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ '
    'http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">'
)
_OAI_DATACITE = "http://schema.datacite.org/oai/oai-1.1/"


@dataclass(frozen=True, slots=True)
class Format:
    """A way to describe a work: where its schema is, how it is written, and whether a work can be written so."""

    schema: str
    namespace: str
    write: Callable[[Material, str], str]
    can: Callable[[Material], bool] = lambda _material: True


def _datacite(material: Material, hub: str) -> str:
    return (
        f'<oai_datacite xmlns="{_OAI_DATACITE}" xsi:schemaLocation="{_OAI_DATACITE} {_OAI_DATACITE}oai.xsd">'
        "<schemaVersion>4.5</schemaVersion><datacentreSymbol>ISCM</datacentreSymbol>"
        f"<payload>{xml(material, hub)}</payload></oai_datacite>"
    )


FORMATS: Mapping[str, Format] = {
    "oai_dc": Format(
        "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
        "http://www.openarchives.org/OAI/2.0/oai_dc/",
        oai_dc,
    ),
    "oai_datacite": Format(f"{_OAI_DATACITE}oai.xsd", _OAI_DATACITE, _datacite, describable),
}


def moment(at: dt.datetime) -> str:
    """In UTC, to the second."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def answer(inside: str, *, base: str, asked: Mapping[str, str], at: dt.datetime) -> str:
    """The envelope: when it was answered, and what was asked (nothing of a question that cannot be read)."""
    said = "".join(f" {key}={attribute(value)}" for key, value in asked.items())
    return (
        f"{_HEAD}<responseDate>{moment(at)}</responseDate><request{said}>{base}</request>{inside}</OAI-PMH>\n"
    )


def error(code: str, why: str) -> str:
    return f"<error code={attribute(code)}>{words(why)}</error>"


def identify(*, base: str, name: str, mail: str, earliest: dt.datetime) -> str:
    return (
        f"<Identify>{element('repositoryName', name)}{element('baseURL', base)}"
        f"<protocolVersion>2.0</protocolVersion>{element('adminEmail', mail)}"
        f"<earliestDatestamp>{moment(earliest)}</earliestDatestamp><deletedRecord>persistent</deletedRecord>"
        "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>"
    )


def formats(names: Iterable[str]) -> str:
    rows = "".join(
        f"<metadataFormat>{element('metadataPrefix', name)}{element('schema', FORMATS[name].schema)}"
        f"{element('metadataNamespace', FORMATS[name].namespace)}</metadataFormat>"
        for name in names
    )
    return f"<ListMetadataFormats>{rows}</ListMetadataFormats>"


def sets(rows: Iterable[tuple[str, str]]) -> str:
    inside = "".join(
        f"<set>{element('setSpec', spec)}{element('setName', name)}</set>" for spec, name in rows
    )
    return f"<ListSets>{inside}</ListSets>"


def header(material: Material, hub: str) -> str:
    """What it is, when it last changed, and the sets it is in; of one that is gone, that it is."""
    specs = [f"mechanism:{slug}" for slug in material.work.mechanisms]
    specs += [f"theme:{key}" for key in material.themes]
    inside = "".join(f"<setSpec>{spec}</setSpec>" for spec in specs)
    assert material.changed
    gone = ' status="deleted"' if material.gone else ""
    return (
        f"<header{gone}>{element('identifier', page(material, hub))}"
        f"<datestamp>{moment(material.changed)}</datestamp>{inside}</header>"
    )


def record(material: Material, prefix: str, hub: str) -> str:
    about = "" if material.gone else f"<metadata>{FORMATS[prefix].write(material, hub)}</metadata>"
    return f"<record>{header(material, hub)}{about}</record>"


def listed(verb: str, rows: Iterable[str], *, token: str | None, at: int) -> str:
    """Records or headers. ``token`` leads to the next; "" ends a list that had parts, None is one that had none."""
    tail = "" if token is None else f'<resumptionToken cursor="{at}">{token}</resumptionToken>'
    return f"<{verb}>{''.join(rows)}{tail}</{verb}>"
