"""A law: no letter of a clash tells more of another's hold than its owner allows, whoever reads it."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from iscm.accounts.models import User
from iscm.domain.when import When
from iscm.planning.actions.letters import written
from iscm.planning.rules import LADDER, Followed, Item, Plan, Watcher, clash_for, hold_id, meeting_id
from iscm.registry.templatetags.wording import short, state

MINE, OTHER = ("rcm", "sacm"), ("tripoli-process", "khartoum-process", "midsa")
CODES = ("KE", "UG", "TZ", "SO", "XK")
SECRET = re.compile("hush|Secretville|Libya|secret-key")

members = st.fixed_dictionaries({slug: st.frozensets(st.sampled_from(CODES)) for slug in (*MINE, *OTHER)})
days = st.sampled_from(["2027-03-02", "2027-03-02/2027-03-05", "2027-03-05/2027-03-06"])


def item(key: str, slugs: list[str], when: str, shows: str = "", **more: str) -> Item:
    told = {
        "title": "A title",
        "mechanisms": tuple(slugs),
        "when": When.parse(when),
        "type": "workshop",
        **more,
    }
    if shows:
        return Item(id=hold_id(key), plan=Plan(key=key, shows=shows, **told), **told)
    return Item(id=meeting_id(key), access="public", **told)


@given(
    shows=st.sampled_from(LADDER), owners=st.lists(st.sampled_from(OTHER), min_size=1, unique=True),
    own=st.lists(st.sampled_from(MINE), min_size=1, unique=True), planned=st.booleans(), known=members,
    ours=days, theirs=days, language=st.sampled_from(["en", "ar", "fr"]),
    follows=st.sampled_from([(), (Followed(kind="state", key="KE"), Followed(kind="mechanism", key="midsa"))]),
)  # fmt: skip
def test_a_letter_keeps_what_is_not_allowed(
    shows, owners, own, planned, known, ours, theirs, language, follows
):
    held = item("secret-key", owners, theirs, shows, title="hush <b>", city="Secretville", country="LY")
    mine = item("mine", own, ours, "all" if planned else "", title="Ours")
    watcher = Watcher(
        person=1, handle="p-me", speaks=frozenset(own[:1]), marks=("public",),
        follows=(Followed(kind="own"), *follows),
    )  # fmt: skip
    clash = clash_for(watcher, mine, held, known, nameable=(*MINE, *OTHER))
    assert clash == clash_for(watcher, held, mine, known, nameable=(*MINE, *OTHER))
    if clash is None:
        return
    with translation.override(language):
        said = "\n".join(written(User(pk=1, language=language), [clash], [], {}))
        names = {code: str(state(code)).rstrip("*") for code in CODES}
        called = [str(short(slug)) for slug in owners]
    said = said.partition("<title>")[0] + said.partition("<title>")[2]
    step = LADDER.index(shows)
    said = re.sub(r"/stop/[^/]+/", "", said)  # chance may draw any letters
    assert "secret-key" not in said
    assert bool(SECRET.search(said)) == (step == 3)
    assert any(name in said for name in called) == (step >= 2)
    assert not [(slug, said) for slug in owners if slug in said]
    if step == 0:
        assert not any(f": {name}" in said or f"{name}." in said for name in names.values())
    if step < 2:
        assert set(clash.members or ()) <= known[own[0]]


@pytest.mark.parametrize(
    "follows", [(), (Followed(kind="state", key="KE"), Followed(kind="mechanism", key="midsa"))]
)
@pytest.mark.parametrize("marks", [("public",), ("public", "officials", "secretariats", "closed")])
def test_who_speaks_for_none_hears_of_no_hold(follows, marks):
    known = {slug: frozenset(CODES) for slug in (*MINE, *OTHER)}
    held = item("secret-key", ["midsa"], "2027-03-02", "all")
    watcher = Watcher(person=1, handle="p-me", speaks=frozenset(), marks=marks, follows=follows)
    for other in (item("a", ["rcm"], "2027-03-02"), item("b", ["rcm"], "2027-03-02", "all")):
        assert clash_for(watcher, held, other, known, MINE) is None


def test_a_name_with_a_star_has_its_note():
    known = {"rcm": frozenset({"XK"}), "midsa": frozenset({"XK"})}
    watcher = Watcher(
        person=1, handle="p", speaks=frozenset({"rcm"}), marks=("public",), follows=(Followed(kind="own"),)
    )
    clash = clash_for(
        watcher, item("a", ["rcm"], "2027-03-02"), item("b", ["midsa"], "2027-03-02"), known, ("rcm", "midsa")
    )
    _subject, text, html = written(User(pk=1), [clash], [], {})
    for said in (text, html):
        assert "Kosovo*" in said
        assert "* References to Kosovo" in said
