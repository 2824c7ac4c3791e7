"""Keeping twice is keeping once, and what people changed is theirs."""

import copy

import pytest

from iscm import shipped
from iscm.accounts.models import Change
from iscm.accounts.queries import trail
from iscm.domain.terms import mechanisms as names
from iscm.registry.actions import keep_mechanisms, set_value, take_part
from iscm.registry.models import Claim, Mechanism, Name, Participation, Source
from iscm.registry.queries import mechanism

pytestmark = pytest.mark.django_db
MODELS = (Mechanism, Name, Claim, Participation, Source, Change)


@pytest.fixture
def keep(now):
    def keep(rows):
        return keep_mechanisms(
            rows=rows, called=names(), themes=shipped.themes(), sources=shipped.sources(), at=now
        )

    return keep


def changed(slug, **fields):
    rows = copy.deepcopy(shipped.mechanisms())
    for row in rows:
        if row["slug"] == slug:
            row.update(fields)
    return rows


def test_keeping_twice_is_keeping_once(keep):
    before = [model.objects.count() for model in MODELS]
    kept = keep(shipped.mechanisms())
    assert (len(kept.new), len(kept.changed), len(kept.same)) == (0, 0, 46)
    assert [model.objects.count() for model in MODELS] == before


def test_an_empty_hub_is_filled(empty, keep):
    assert len(keep(shipped.mechanisms()).new) == 46
    assert mechanism("rcm").level == "regional"


def test_a_change_of_the_shipped_data_arrives_alone(keep):
    others = mechanism("rcm")
    kept = keep(changed("igc", region="Elsewhere", themes=["data"]))
    assert [row["slug"] for row in kept.changed] == ["igc"]
    assert mechanism("igc").region == "Elsewhere"
    assert [s.theme for s in mechanism("igc").subjects] == ["data"]
    assert mechanism("rcm") == others


def test_what_a_person_set_is_not_lost(keep, now):
    set_value(mechanism="igc", field="website", value="https://igc.ch", by="ana", at=now, why="their letter")
    keep(changed("igc", website="https://example.org/igc", region="Elsewhere"))
    value = mechanism("igc")
    assert (value.website, value.region) == ("https://igc.ch", "Elsewhere")
    chosen, *rivals = value.claimed("website")
    assert (chosen.value, chosen.chosen) == ("https://igc.ch", True)
    assert "https://example.org/igc" in {c.value for c in rivals}


def test_the_value_shown_before_stays_beside_the_new_one(now):
    set_value(
        mechanism="budapest-process", field="established", value="1991", by="ana", at=now,
        sources=["https://example.org/history"], why="their own history",
    )  # fmt: skip
    value = mechanism("budapest-process")
    assert str(value.established) == "1991"
    assert [(c.value, c.chosen) for c in value.claimed("established")] == [("1991", True), ("1993", False)]
    (entry, *_) = trail("mechanism", "budapest-process")
    assert (entry.by, entry.before, entry.after) == ("ana", {"established": "1993"}, {"established": "1991"})
    assert entry.why == "their own history"


def test_a_chair_gets_an_end_once(now):
    def end():
        take_part(
            mechanism="rmfm",
            party=("state", "UG"),
            role="chair",
            since="2024-02",
            until="2025-12",
            by="ana",
            at=now,
        )

    end()
    end()
    chairs = [p for p in mechanism("rmfm").in_role("chair") if p.party.id == "UG"]
    assert [str(p.until) for p in chairs] == ["2025-12"]


def test_a_persons_participation_survives_a_change_of_the_shipped_data(keep, now):
    take_part(mechanism="rmfm", party=("state", "RW"), role="chair", since="2026", by="ana", at=now)
    take_part(
        mechanism="rmfm",
        party=("state", "UG"),
        role="chair",
        since="2024-02",
        until="2025-12",
        by="ana",
        at=now,
    )
    keep(changed("rmfm", region="Elsewhere"))
    chairs = {p.party.id: str(p.until) for p in mechanism("rmfm").in_role("chair")}
    assert chairs == {"KE": "2022", "ET": "2024-02", "UG": "2025-12", "RW": "None"}


def test_an_impossible_value_is_refused_in_words(now):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="no month 13"):
        set_value(mechanism="igc", field="established", value="1985-13", by="ana", at=now)
    assert str(mechanism("igc").established) == "1985"
