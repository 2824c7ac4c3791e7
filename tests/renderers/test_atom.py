"""Changes as Atom: read back by another's reader, whatever words there are."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import feedparser
from hypothesis import given
from hypothesis import strategies as st

from iscm.renderers import atom

AT = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
WHERE = {
    "source": "http://hub.example/changes.atom?a=1&b=2",
    "page": "http://hub.example/",
    "lang": "en",
    "at": AT,
}


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_words_make_well_formed_xml(title: str, summary: str):
    one = atom.Change(
        key="meeting/one",
        at=AT,
        title=title,
        summary=summary,
        address="http://hub.example/<one>",
        tags=(title,),
    )
    ET.fromstring(atom.render([one], title=summary, **WHERE))


def test_a_change_is_known_by_its_record_for_ever():
    one = atom.Change(
        key="meeting/gfmd-14", at=AT, title="GFMD & <others>", summary="Moved.", address="http://h/1"
    )
    later = atom.Change(
        key="meeting/gfmd-14", at=AT.replace(year=2027), title="x", address="http://elsewhere/1"
    )
    first, second = (feedparser.parse(atom.render([c], title="Changes", **WHERE)) for c in (one, later))
    assert not first.bozo
    (entry,) = first.entries
    assert (entry.title, entry.updated, entry.link) == (
        "GFMD & <others>",
        "2026-01-15T12:00:00Z",
        "http://h/1",
    )
    assert entry.id == second.entries[0].id == "urn:uuid:8ef49666-abb7-5ebe-8144-706e89ebf80f"
    assert first.feed.id.startswith("urn:uuid:")


def test_a_withdrawn_record_is_a_tombstone_that_tells_nothing():
    gone = atom.Change(key="meeting/one", at=AT, title="A secret", withdrawn=True)
    content = atom.render([gone], title="Changes", **WHERE)
    assert b"secret" not in content
    (stone,) = ET.fromstring(content).findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert stone.get("when") == "2026-01-15T12:00:00Z"
