"""What sites offer to machines, as items: dates as exactly as said, and every lie of theirs told."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iscm.papers.offered import KINDS, read_offer
from iscm.papers.offered.item import MOST_ITEMS
from iscm.papers.paper import PaperError


def ics(*lines: str) -> bytes:
    told = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "BEGIN:VEVENT",
        "UID:1",
        "SUMMARY:Workshop",
        *lines,
        "END:VEVENT",
    ]
    return "\r\n".join([*told, "END:VCALENDAR", ""]).encode()


@pytest.mark.parametrize(
    ("lines", "when", "unread"),
    [
        (["DTSTART;VALUE=DATE:20300312", "DTEND;VALUE=DATE:20300314"], "2030-03-12/2030-03-13", ""),
        (["DTSTART;VALUE=DATE:20300312", "DTEND;VALUE=DATE:20300312"], "2030-03-12", ""),
        (["DTSTART;VALUE=DATE:20300312"], "2030-03-12", ""),
        (["DTSTART:20300312T090000Z", "DTEND:20300313T170000Z"], "2030-03-12/2030-03-13", ""),
        (["DTSTART:20300312T090000Z", "DTEND:20300313T000000Z"], "2030-03-12", ""),
        (["DTSTART;VALUE=DATE:20300312", "DTEND;VALUE=DATE:20300301"], "2030-03-12", "ends before it begins"),
        (["DTSTART;VALUE=DATE:00010101"], "None", "the year 1"),
        (["DTSTART;VALUE=DATE:20300312", "RRULE:FREQ=WEEKLY"], "2030-03-12", "it repeats"),
        ([], "None", ""),
    ],
)
def test_days_of_calendars(lines, when, unread):
    [item] = read_offer(ics(*lines), "calendar", "x.ics").items
    assert str(item.when) == when
    assert unread in "; ".join(item.unread)


@pytest.mark.parametrize(
    ("start", "end", "when"),
    [
        ("2030-03-12", "2030-03-13", "2030-03-12/2030-03-13"),
        ("2030-03-12T09:00:00+03:00", "", "2030-03-12"),
        ("2030-03", "", "2030-03"),
        ("2030", "", "2030"),
        ("2030-02-31", "", "None"),
        ("soon", "", "None"),
        ("", "", "None"),
    ],
)
def test_days_of_marked_up_pages(start, end, when):
    page = (
        '<html><script type="application/ld+json">{"@graph":[{"@type":["Thing","https://schema.org/BusinessEvent"],'
        f'"name":"Workshop","startDate":"{start}","endDate":"{end}","eventStatus":"https://schema.org/EventPostponed",'
        '"location":{"@type":"VirtualLocation"}}]}</script></html>'
    )
    [item] = read_offer(page.encode(), "markup", "x").items
    assert (str(item.when), item.mode, item.status) == (when, "online", "postponed")


def test_a_feed_of_another_age():
    told = (
        '<?xml version="1.0" encoding="windows-1252"?><rss version="2.0"><channel><language>fr</language><item>'
        "<title>Réunion&nbsp;à Genève – “suite”</title><link>https://x.example/1</link></item></channel></rss>"
    )
    offer = read_offer(told.encode("cp1252"), "feed", "x")
    [item] = offer.items
    assert item.title == "Réunion à Genève – “suite”"
    assert (item.key, item.address, item.language) == ("https://x.example/1", "https://x.example/1", "fr")
    assert not offer.whole
    assert "windows-1252" in offer.notes[0]


def test_when_an_entry_came_out_is_no_date_of_a_meeting():
    told = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><title>Workshop</title>'
        "<updated>2029-12-24T08:00:00Z</updated><link href='/1'/></entry></feed>"
    )
    [item] = read_offer(told.encode(), "feed", "x").items
    assert item.when is None


def test_the_export_of_indico():
    told = (
        '{"count":1,"results":[{"id":"17","title":"SOM","startDate":{"date":"2030-03-12","time":"09:00"},'
        '"endDate":{"date":"2030-03-13"},"location":"Nairobi, Kenya","url":"https://i.example/event/17/"}]}'
    )
    [item] = read_offer(told.encode(), "indico", "x").items
    assert (item.key, str(item.when), item.place) == ("17", "2030-03-12/2030-03-13", "Nairobi, Kenya")


BOMB = (
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><item><title>&b;</title>'
    "</item></channel></rss>"
)
FILE = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&a;</title></item></channel></rss>'
MILLION = b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * (MOST_ITEMS + 1) + b"END:VCALENDAR"


@pytest.mark.parametrize(
    ("kind", "data", "why"),
    [
        ("calendar", b"", "is empty"),
        ("feed", b" \r\n\0", "is empty"),
        ("calendar", b"<html>", "is no calendar"),
        ("calendar", MILLION, "more than 5000 items"),
        ("feed", b"<!doctype html><html><body>", "is a web page and no feed"),
        ("feed", b"<rss><channel>", "is broken XML"),
        ("feed", b"<opml/>", "neither Atom nor RSS"),
        ("feed", BOMB.encode(), "defines entities"),
        ("feed", FILE.encode(), "defines entities"),
        ("markup", b"<html></html>", "no JSON-LD"),
        ("markup", b"[" * 100_000, "is broken"),
        ("indico", b"[]", "no export of Indico"),
        ("table", b"\x89PNG\r\n", "is a picture"),
        ("page", b"%PDF-1.4 nothing", ""),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(kind, data, why):
    with pytest.raises(PaperError) as fault:
        read_offer(data, kind, "x")
    assert why in str(fault.value)


@given(st.sampled_from(KINDS), st.binary(max_size=400))
def test_whatever_comes_is_read_or_refused(kind, data):
    with suppress(PaperError):
        offer = read_offer(data, kind, "x")
        assert kind in ("page", "table") or len({item.key for item in offer.items}) == len(offer.items)


@given(st.sampled_from(("calendar", "feed", "markup")), st.text(max_size=200))
def test_whatever_stands_in_the_frame_is_read_or_refused(kind, text):
    frames = {
        "calendar": "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\nEND:VCALENDAR",
        "feed": "<rss><channel><item><title>{}</title></item></channel></rss>",
        "markup": '<html><script type="application/ld+json">{{"@type":"Event","startDate":"{}"}}</script></html>',
    }
    with suppress(PaperError):
        read_offer(frames[kind].format(text).encode("utf-8", "surrogatepass"), kind, "x")
