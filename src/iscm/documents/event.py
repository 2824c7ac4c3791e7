"""The global event of the year, with its figures."""

from __future__ import annotations

from collections.abc import Iterator

from iscm.documents.blocks import Block, Heading, Inlines, KeyFigure, KeyFigures, Paragraph, Quiet
from iscm.documents.draft import Draft, joined, words_of
from iscm.domain.issues import GlobalMeeting
from iscm.domain.states import states


def global_event(draft: Draft) -> Iterator[Block]:
    event = draft.issue.global_meeting
    if event is None:
        return
    yield draft.section("global")
    yield Heading(2, *_event_name(draft, event))
    if facts := _event_facts(draft, event):
        yield Paragraph(facts, id="global-facts")
    numbers = (("represented", event.represented), ("spoke", event.spoke))
    shown = tuple(
        KeyFigure(str(n), draft.words.counted(f"figures.{key}", n), "global-text" if event.text else None)
        for key, n in numbers
        if n is not None
    )
    if shown:
        yield KeyFigures(shown)
    if event.text:
        yield Paragraph((Quiet(draft.quoted("as_reported", "text", event.text)),), "quiet", "global-text")


def _event_name(draft: Draft, event: GlobalMeeting) -> tuple[str, str, str | None]:
    """Its heading, anchor and language: by its series and number where known, else as printed."""
    series, _, number = (event.event or "").rpartition("-")
    known = draft.words.at("global.events").get(series)
    if known and number.isdigit():
        ordinal = draft.words.ordinal(int(number), known["gender"])
        return known["name"].format(ordinal=ordinal), "global-event", None
    if event.title:
        return event.title, "global-event", draft.english(event.title).lang
    return draft.words.say("global.untitled"), "global-event", None


def _event_facts(draft: Draft, event: GlobalMeeting) -> Inlines:
    say = draft.words.say
    facts: list[Inlines] = []
    if event.dates:
        when = draft.words.listed([draft.words.period(date) for date in event.dates])
        facts.append(words_of(say("global.held", when=when, place=_place(draft, event))))
    if event.topic:
        facts.append(draft.quoted("global.topic", "topic", event.topic))
    if event.survey:
        facts.append(words_of(say("global.survey")))
    return joined(" ", facts)


def _place(draft: Draft, event: GlobalMeeting) -> str:
    if event.mode == "online":
        return draft.words.say("global.online")
    state = states().get(event.country or "")
    country = state.called(draft.lang) if state else event.country
    city = ", ".join(part for part in (event.city, country) if part)
    place = draft.words.say("global.place", city=city) if city else ""
    return place + (draft.words.say("global.hybrid") if event.mode == "hybrid" else "")
