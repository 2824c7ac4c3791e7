"""A published issue can be made again bit for bit, and a file that cannot is told."""

from __future__ import annotations

import pytest

from iscm.commands import main
from iscm.newsletter.models import Entry, Issue, PublishedFile
from tests.newsletter.office import published

pytestmark = pytest.mark.django_db


def test_every_file_is_made_again_from_the_frozen_records(capsys):
    published()
    Entry.objects.all().delete()  # none of the rows is asked any more
    assert main(["verify", "2022"]) == 0
    out = capsys.readouterr().out
    assert "24 files, all the same" in out
    assert out.count("highlights-2022") == 24
    row = Issue.objects.get(year=2022)
    row.frozen["office"] = "Elsewhere"
    row.save()
    PublishedFile.objects.filter(name="highlights-2022.txt").update(content=b"tampered with")
    assert main(["verify", "2022"]) == 1
    out = capsys.readouterr().out
    assert "differ; published with version" in out
    (line,) = (line for line in out.splitlines() if "highlights-2022.txt" in line)
    assert line.count("DIFFERS") == 2


def test_what_was_not_published_here_cannot_be_verified(capsys):
    for year in ("2022", "1999"):
        assert main(["verify", year]) == 2
        assert f"no issue of {year} was published here" in capsys.readouterr().err
