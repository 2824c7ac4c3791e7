"""The themes as a SKOS concept scheme, with the crosswalk to GCM objectives and SDG targets that we propose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, SKOS

from iscm.domain.terms import Theme, load

FORMATS: Mapping[str, tuple[str, str]] = {  # ending: how rdflib calls it, and its media type
    "ttl": ("turtle", "text/turtle"),
    "jsonld": ("json-ld", "application/ld+json"),
    "rdf": ("xml", "application/rdf+xml"),
}
SDG = "http://metadata.un.org/sdg/"  # the identifiers of the United Nations
OURS = "Relations to objectives of the Global Compact and to SDG targets are proposed by this project, not official."


def scheme(themes: Iterable[Theme], hub: str, version: str) -> Graph:
    """Concepts with labels by language, wider concepts, and related objectives and targets. None is called exact."""
    graph = Graph()
    graph.bind("skos", SKOS)
    whole = URIRef(f"{hub}/themes/")
    graph.add((whole, RDF.type, SKOS.ConceptScheme))
    graph.add((whole, DCTERMS.title, Literal("Themes of inter-State consultation on migration", lang="en")))
    graph.add((whole, OWL.versionInfo, Literal(version)))
    graph.add((whole, SKOS.editorialNote, Literal(OURS, lang="en")))
    objectives = URIRef(f"{hub}/gcm/")
    graph.add((objectives, RDF.type, SKOS.ConceptScheme))
    graph.add(
        (
            objectives,
            DCTERMS.title,
            Literal("Objectives of the Global Compact, by short titles of ours", lang="en"),
        )
    )
    for theme in themes:
        _concept(graph, theme, hub, whole, objectives)
    return graph


def _concept(graph: Graph, theme: Theme, hub: str, whole: URIRef, objectives: URIRef) -> None:
    concept = URIRef(f"{hub}/themes/{theme.id}/")
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.inScheme, whole))
    graph.add((concept, SKOS.notation, Literal(theme.id)))
    for lang, text in theme.label.items():
        graph.add((concept, SKOS.prefLabel, Literal(text, lang=lang)))
    for lang, words in theme.words.items():
        for word in words:
            if "*" not in word and word != theme.label.get(lang):  # a stem is no name
                graph.add((concept, SKOS.altLabel, Literal(word, lang=lang)))
    if theme.broader:
        wider = URIRef(f"{hub}/themes/{theme.broader}/")
        graph.add((concept, SKOS.broader, wider))
        graph.add((wider, SKOS.narrower, concept))
    else:
        graph.add((concept, SKOS.topConceptOf, whole))
        graph.add((whole, SKOS.hasTopConcept, concept))
    if theme.note:
        graph.add((concept, SKOS.scopeNote, Literal(theme.note, lang="en")))
    if theme.gcm or theme.sdg:
        graph.add((concept, SKOS.editorialNote, Literal(OURS, lang="en")))
    for number in theme.gcm:
        graph.add((concept, SKOS.relatedMatch, _objective(graph, number, hub, objectives)))
    for target in theme.sdg:
        graph.add((concept, SKOS.relatedMatch, URIRef(SDG + target)))


def _objective(graph: Graph, number: int, hub: str, objectives: URIRef) -> URIRef:
    concept = URIRef(f"{hub}/gcm/{number}/")
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.inScheme, objectives))
    graph.add((concept, SKOS.notation, Literal(str(number))))
    for lang, text in load("gcm")[str(number)]["label"].items():
        graph.add((concept, SKOS.prefLabel, Literal(text, lang=lang)))
    return concept


def written(graph: Graph, ending: str) -> bytes:
    """The graph in one of ``FORMATS``."""
    text = graph.serialize(format=FORMATS[ending][0])
    return text.encode() if isinstance(text, str) else text
