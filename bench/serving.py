"""Feeds, 304s and pages, measured: a hub made by bench/generated.py, two processes, asked by wrk.

.venv/bin/python bench/serving.py FOLDER      # FOLDER as bench/generated.py left it; wrk is in Debian
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote_plus

from searching import QUESTIONS

ISCM = Path(sys.executable).with_name("iscm")
PORT, SECONDS, CONNECTIONS = 8765, 5, 8
FIRST = {  # built with an empty shelf, in each process, once its words are read
    "every meeting": "/calendar.ics",
    "a year": "/calendar.ics?year=2022",
    "a State, a year": "/calendar.ics?state=ke&from=2020",
    "three filters": "/calendar.ics?region=africa&online=no&from=2018",
    "changes (Atom)": "/changes.atom",
}
AGAIN = {
    "feed of every meeting": ("/calendar.ics", False),
    "feed of every meeting, 304": ("/calendar.ics", True),
    "feed of a year": ("/calendar.ics?year=2022", False),
    "a month's page": ("/calendar/2022/10/", False),
    "a year's page": ("/calendar/2022/", False),
    "timeline of a year": ("/calendar/2022/timeline/", False),
    "agenda": ("/calendar/agenda/", False),
    "a meeting's page": ("/meetings/gfmd-14/", False),
    "list of meetings": ("/meetings/", False),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("home", type=Path)
    home = parser.parse_args().home.resolve()
    print("| first built | kB | events | ms |\n| --- | ---: | ---: | ---: |")
    for name, address in FIRST.items():
        size, events, took = first(home, address)
        print(f"| {name} | {size / 1000:,.0f} | {events:,} | {took:.0f} |")
    with served(home) as process:
        print(
            "\n| asked again, two processes | kB | a second | p50 ms | p99 ms |\n| --- | ---: | ---: | ---: | ---: |"
        )
        for name, (address, conditional) in AGAIN.items():
            size, mark = asked(address)
            rate, half, most = driven(address, mark if conditional else "")
            print(
                f"| {name} | {0 if conditional else size / 1000:,.0f} | {rate:,.0f} | {half:.2f} | {most:.2f} |"
            )
        rate, half, most = searched()
        print(f"| search, each another question | | {rate:,.0f} | {half:.2f} | {most:.2f} |")
        print(f"\nMemory of both processes: {memory(process):.0f} MB.")


FIRST_BUILT = """
import os, statistics, sys, time
import django
django.setup()
from django.test import Client
from iscm.accounts.views import SHELF
client = Client(HTTP_HOST="localhost")
client.get("/calendar.ics?mechanism=rcm&year=2018")
took = []
for _turn in range(5):
    SHELF.kept.clear()
    began = time.perf_counter()
    content = client.get(sys.argv[1]).content
    took.append(1000 * (time.perf_counter() - began))
print(len(content), content.count(b"BEGIN:VEVENT"), statistics.median(took))
"""


def first(home: Path, address: str) -> tuple[int, int, float]:
    """Bytes, events and milliseconds (the median of five) of an answer that nothing has kept."""
    here = os.environ | {"ISCM_HOME": str(home), "DJANGO_SETTINGS_MODULE": "iscm.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_BUILT, address], env=here, capture_output=True, text=True, check=True
    )
    size, events, took = done.stdout.split()
    return int(size), int(events), float(took)


@contextmanager
def served(home: Path) -> Iterator[int]:
    """The hub with two processes; the id of the one that began them."""
    command = [ISCM, "serve", "--port", str(PORT), "--workers", "2"]
    server = subprocess.Popen(command, env=os.environ | {"ISCM_HOME": str(home)}, stdout=subprocess.DEVNULL)
    try:
        for _turn in range(100):
            time.sleep(0.2)
            try:
                asked("/look.css")
                break
            except OSError:
                continue
        yield server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def asked(address: str) -> tuple[int, str]:
    """Bytes and mark of an answer; asked several times, so that both processes have it."""
    marks = []
    for _turn in range(12):
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        connection.request("GET", address)
        answer = connection.getresponse()
        size = len(answer.read())
        if answer.status != 200:
            raise SystemExit(f"{address}: {answer.status}")
        marks.append(answer.headers["ETag"] or "")
        connection.close()
    return size, statistics.mode(marks)


def driven(address: str, mark: str) -> tuple[float, float, float]:
    """Answers a second, and milliseconds that half and 99 of 100 stay under."""
    return told_by_wrk(address, f"wrk.headers['If-None-Match'] = '{mark}'\n" if mark else "")


def told_by_wrk(address: str, lua: str) -> tuple[float, float, float]:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(lua)
        script.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}", "--latency", "-s", script.name]
        told = subprocess.run(
            [*command, f"http://127.0.0.1:{PORT}{address}"], capture_output=True, text=True, check=True
        ).stdout
    if "Non-2xx" in told:
        raise SystemExit(f"{address}: {told}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    return rate, milliseconds(told, "50%"), milliseconds(told, "99%")


SEARCHES = """
local questions = {{{questions}}}
local kinds = {{"", "&kind=meeting", "&kind=mechanism", "&kind=statement"}}
local n = 0
request = function()
  n = n + 1
  local year = 1990 + math.floor(n / #questions) % 40
  local kind = kinds[1 + math.floor(n / #questions / 40) % #kinds]
  return wrk.format("GET", "/search/?q=" .. questions[1 + n % #questions] .. "&year=" .. year .. kind)
end
"""


def searched() -> tuple[float, float, float]:
    """The same of pages of search, no two alike, so that none is one that was kept."""
    questions = ", ".join(f'"{quote_plus(question)}"' for question in QUESTIONS)
    return told_by_wrk("/search/", SEARCHES.format(questions=questions))


def milliseconds(told: str, share: str) -> float:
    value, unit = re.search(rf"{share}\s+([\d.]+)(us|ms|s)", told).groups()
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def memory(process: int) -> float:
    """MB that the processes begun by one hold, with what they share counted once to each."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    total = 0
    for child in children:
        rows = Path(f"/proc/{child}/smaps_rollup").read_text()
        total += int(re.search(r"^Pss:\s+(\d+)", rows, re.MULTILINE)[1])
    return total / 1000


if __name__ == "__main__":
    main()
