"""``iscm harvest``: what it says, and how it ends."""

from __future__ import annotations

import pytest

from iscm.commands import main
from iscm.harvest.actions import add_source
from iscm.harvest.models import Source
from tests.harvest.conftest import calendar, event, town  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(town, now):  # noqa: F811 - the fixture above
    town.put("/r.ics", calendar(event("1", "Thematic meeting on student mobility", "2030-03-12")))
    values = {"kind": "calendar", "address": town.at("/r.ics")}
    return Source.objects.get(pk=add_source(mechanism="rabat-process", values=values, by="p-test", at=now))


def test_what_is_due_is_asked_once(source, capsys, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    Source.objects.update(due=source.at)
    monkeypatch.setattr("iscm.harvest.actions.fetching.PAUSE", source.at - source.at)
    assert main(["harvest", "--once"]) == 0
    assert "1 asked, 0 failed, 1 proposals" in capsys.readouterr().out
    assert main(["harvest", "--once"]) == 0
    assert capsys.readouterr().out == ""
    for said in (str(source.pk), source.address, "rabat-process"):
        assert main(["harvest", said]) == 0
        assert "1 asked, 0 failed, 0 proposals" in capsys.readouterr().out


@pytest.mark.parametrize("said", ["nonsense", "999999", "9" * 40, "rcm"])
def test_what_is_no_source_is_told(source, capsys, said):
    assert main(["harvest", said]) == 2
    assert capsys.readouterr().err == f"iscm harvest: there is no active source {said}.\n"


def test_a_failure_is_told_by_the_code(source, town, capsys, monkeypatch):  # noqa: F811
    monkeypatch.setattr("iscm.harvest.actions.fetching.PAUSE", source.at - source.at)
    town.put("/r.ics", "")
    assert main(["harvest", str(source.pk)]) == 1
