"""Publications of the year, where to find more, and the small print."""

from __future__ import annotations

from collections.abc import Iterator

from iscm.documents import names
from iscm.documents.blocks import Block, Emphasis, Inline, Inlines, Link, List, Note, Quiet, Text
from iscm.documents.draft import Draft, words_of
from iscm.domain.issues import Publication


def publications(draft: Draft) -> Iterator[Block]:
    if not draft.issue.publications:
        return
    yield draft.section("publications")
    yield List(tuple(_publication(draft, p) for p in draft.issue.publications))


def _publication(draft: Draft, publication: Publication) -> Inlines:
    say = draft.words.say
    foreign = None if draft.lang in (publication.languages or ("en",)) else "en"
    title: Inlines = (Emphasis((Text(publication.title, foreign),)),)
    line: list[Inline] = [Link(title, publication.url)] if publication.url else list(title)
    by = draft.words.listed([names.mechanism(slug, draft.lang).short for slug in publication.mechanisms])
    if publication.partners:
        partners = [names.mechanism(slug, draft.lang).short for slug in publication.partners]
        by = f"{by} {say('with', partners=draft.words.listed(partners))}".strip()
    details = [by] if by else []
    if publication.year and publication.year != draft.issue.year:
        details.append(str(publication.year))
    if publication.languages:
        languages = [draft.words.locale.languages.get(code, code) for code in publication.languages]
        details.append(say("in_languages", languages=draft.words.listed(languages)))
    if details:
        line.append(Text(f" ({'; '.join(details)})"))
    if not publication.url:
        line += [Text(" "), Quiet(words_of(f"[{say('not_given')}]"))]
    return tuple(line)


def more(draft: Draft) -> Iterator[Block]:
    if not draft.issue.links:
        return
    yield draft.section("more")
    yield List(tuple(_link(draft, label, address) for label, address in draft.issue.links))


def _link(draft: Draft, label: str, address: str) -> Inlines:
    known = (word for kind, word in draft.words.at("links").items() if kind in label.casefold())
    translated = None if draft.lang == "en" else next(known, None)
    text = Text(translated) if translated else draft.english(label)
    if address:
        return (Link((text,), address),)
    return (text, Text(" "), Quiet(words_of(f"[{draft.words.say('not_given')}]")))


def notes(draft: Draft) -> Iterator[Block]:
    say = draft.words.say
    yield Note(say("note.designations_title"), (words_of(say("note.designations")),))
    day = draft.issue.as_of
    compiled = say("note.compiled_on", date=draft.words.day(day)) if day else say("note.compiled")
    colophon = f"{compiled} {say('note.colophon', contact=draft.issue.contact)}"
    yield Note(say("note.colophon_title"), (words_of(colophon),))
