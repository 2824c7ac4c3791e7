"""Pictures as others receive them: a page to frame, a drawing, its numbers; kept as files and read by a person."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from iscm.accounts.models import Revision
from tests.golden.test_golden import FILES

pytestmark = pytest.mark.django_db
ASKED = "as_of=2022-12-31&mechanism=rcm"
NAMES = {
    "picture-embed.html": f"/pictures/participation/embed/?{ASKED}",
    "picture.svg": f"/pictures/participation.svg?{ASKED}",
    "picture.csv": f"/pictures/participation.csv?{ASKED}",
}


@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str, client, request: pytest.FixtureRequest):
    Revision.objects.update(changed=dt.datetime(2023, 2, 28, 12, tzinfo=dt.UTC))
    content = client.get(NAMES[name]).content
    content = re.sub(rb"<style>.*?</style>", b"", content)  # the fonts
    content = re.sub(rb"look\.css\?\w+", b"look.css", content)  # which changes with every page's look
    path = FILES / name
    if request.config.getoption("--rewrite", default=False):
        path.write_bytes(content)
    assert path.read_bytes() == content, (
        f"{name} has changed: pytest tests/golden --rewrite, and read the difference"
    )
