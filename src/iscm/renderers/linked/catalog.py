"""A DCAT catalogue of the data sets: what there is, in which files, under which licence, of which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, XSD

from iscm.renderers.dumps.sets import LICENCE, MEDIA, DataSet


def catalog(sets: Mapping[str, DataSet], hub: str, changed: dt.datetime | None) -> Graph:
    """The catalogue of the hub at this address; ``changed`` is when its records last did."""
    graph = Graph()
    for prefix, space in (("dcat", DCAT), ("dct", DCTERMS), ("foaf", FOAF)):
        graph.bind(prefix, space)
    whole, publisher = URIRef(f"{hub}/data/"), BNode()
    graph.add((whole, RDF.type, DCAT.Catalog))
    graph.add(
        (
            whole,
            DCTERMS.title,
            Literal("ISCM Hub: data on inter-State consultation mechanisms on migration", lang="en"),
        )
    )
    graph.add((whole, DCTERMS.license, URIRef(LICENCE)))
    graph.add((whole, FOAF.homepage, URIRef(f"{hub}/")))
    graph.add((publisher, RDF.type, FOAF.Agent))
    graph.add((publisher, FOAF.name, Literal("ISCM Hub")))
    graph.add((whole, DCTERMS.publisher, publisher))
    for one in sets.values():
        graph.add((whole, DCAT.dataset, _set(graph, one, hub, publisher, changed)))
    graph.add((whole, DCAT.service, _service(graph, hub, whole)))
    return graph


def _set(graph: Graph, one: DataSet, hub: str, publisher: BNode, changed: dt.datetime | None) -> URIRef:
    node = URIRef(f"{hub}/data/#{one.name}")
    graph.add((node, RDF.type, DCAT.Dataset))
    graph.add((node, DCTERMS.title, Literal(one.name.capitalize(), lang="en")))
    graph.add((node, DCTERMS.description, Literal(one.shape.meaning, lang="en")))
    graph.add((node, DCTERMS.license, URIRef(LICENCE)))
    graph.add((node, DCTERMS.publisher, publisher))
    if changed:
        graph.add((node, DCTERMS.modified, Literal(changed.date().isoformat(), datatype=XSD.date)))
    for ending, media in MEDIA.items():
        address = URIRef(f"{hub}/data/{'iscm' if ending == 'sqlite' else one.name}.{ending}")
        file = URIRef(f"{hub}/data/#{one.name}-{ending}")
        graph.add((node, DCAT.distribution, file))
        graph.add((file, RDF.type, DCAT.Distribution))
        graph.add((file, DCAT.downloadURL, address))
        graph.add((file, DCAT.mediaType, URIRef(f"https://www.iana.org/assignments/media-types/{media}")))
        graph.add((file, DCTERMS.license, URIRef(LICENCE)))
    return node


def _service(graph: Graph, hub: str, whole: URIRef) -> URIRef:
    node = URIRef(f"{hub}/api/")
    graph.add((node, RDF.type, DCAT.DataService))
    graph.add((node, DCTERMS.title, Literal("ISCM Hub API", lang="en")))
    graph.add((node, DCAT.endpointURL, URIRef(f"{hub}/api/v1/")))
    graph.add((node, DCAT.endpointDescription, URIRef(f"{hub}/api/v1/openapi.json")))
    graph.add((node, DCAT.servesDataset, whole))
    return node
