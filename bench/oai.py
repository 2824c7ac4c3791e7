"""Harvesting measured: a hub with many materials, asked over HTTP until the list ends.

.venv/bin/python bench/oai.py [--works 10000]      # SQLite in a temporary folder, one process
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

ISCM = Path(sys.executable).with_name("iscm")
PORT = 8769
FILL = """
import os, sys, datetime as dt
os.environ["DJANGO_SETTINGS_MODULE"] = "iscm.site.settings"
import django; django.setup()
from iscm.domain.terms import mechanisms, themes
from iscm.library import actions
from iscm.library.models import Publication, Topic
slugs, keys = list(mechanisms()), list(themes())
rows = [
    {"id": f"made-{n}", "title": f"Paper {n} on matters of migration", "year": 2000 + n % 25, "kind": "study",
     "languages": ["en", "fr"], "mechanisms": [slugs[n % 30]], "bodies": [f"Office {n % 9}"],
     "sources": [f"https://made.example/{n % 50}"]}
    for n in range(int(sys.argv[1]))
]
actions.keep_publications(rows=rows, sources={}, by="p-bench", at=dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
works = Publication.objects.filter(slug__startswith="made-")
Topic.objects.bulk_create([Topic(publication=w, theme=keys[w.pk % len(keys)]) for w in works], batch_size=1000)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--works", type=int, default=10_000)
    works = parser.parse_args().works
    with tempfile.TemporaryDirectory() as home:
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"ISCM_HOME": home}
        subprocess.run([ISCM, "load", "--quiet"], check=True, env=environment)
        subprocess.run([sys.executable, "-c", FILL, str(works)], check=True, env=environment)
        server = subprocess.Popen(
            [ISCM, "serve", "--port", str(PORT)], env=environment, stdout=subprocess.DEVNULL
        )
        try:
            time.sleep(8)
            print("| format | records | seconds | records a second |\n| --- | ---: | ---: | ---: |")
            for prefix in ("oai_dc", "oai_datacite"):
                began = time.perf_counter()
                number = harvested(prefix)
                took = time.perf_counter() - began
                print(f"| {prefix} | {number:,} | {took:.1f} | {number / took:,.0f} |")
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(10)


def harvested(prefix: str) -> int:
    """How many records a harvest in this format gives."""
    number, asked = 0, f"metadataPrefix={prefix}"
    while asked:
        with urlopen(f"http://127.0.0.1:{PORT}/oai?verb=ListRecords&{asked}") as answer:
            text = answer.read().decode()
        number += text.count("<record>")
        token = re.search(r"<resumptionToken[^>]*>([^<]+)<", text)
        asked = f"resumptionToken={quote(token[1])}" if token else ""
    return number


if __name__ == "__main__":
    main()
