"""Asking one address, politely and safely: the only place of the hub from which anything on the network is asked.

The host's name is looked up once, every address of it is checked, and the one that was checked is connected to: what
the name means a moment later is of no matter. One request at a time for each host, with a pause, after its robots.txt.
"""

from __future__ import annotations

import datetime as dt
import socket
import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from iscm import __version__
from iscm.harvest.models import Host
from iscm.harvest.rules import PORTS, Forbidden, clean, host_of, outside

Clock = Callable[[], dt.datetime]
Wait = Callable[[float], None]

LARGEST = 10_000_000  # bytes of an answer, unpacked
LONGEST = 30.0  # seconds for one answer, from the first word to the last
QUIET = 10.0  # seconds without a word
REDIRECTS = 5
PAUSE = dt.timedelta(seconds=5)  # between two requests to a host
PATIENCE = 60  # seconds that one source waits for its host
ROBOTS_LAST = dt.timedelta(days=1)  # as RFC 9309 has it
ROBOTS_LARGEST = 500_000
KEPT = ("content-type", "etag", "last-modified", "location", "retry-after", "content-length")
LEADS_ON = {301: True, 308: True, 302: False, 303: False, 307: False}  # whether for good


class Unfetched(Exception):
    """Why nothing came, in a sentence. ``moved``: where it leads for good; ``again``: when its server may be asked."""

    def __init__(
        self, why: str, *, status: int | None = None, moved: str = "", again: dt.timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(why)
        self.status, self.moved, self.again, self.headers = status, moved, again, dict(headers or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came: ``data`` is empty where nothing has changed (304). ``moved``: where it leads for good, or ""."""

    status: int
    headers: dict[str, str]
    data: bytes
    address: str
    moved: str = ""

    @property
    def charset(self) -> str | None:
        said = Message()
        said["Content-Type"] = self.headers.get("content-type", "")
        return said.get_content_charset() or None


def agent() -> str:
    """How the hub names itself, and whom to write to."""
    contact = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return f"ISCM-Hub/{__version__} (+{settings.ISCM_ADDRESS}; {contact})"


def fetch(
    address: str, *, hosts: Collection[str] = (), etag: str = "", modified: str = "", clock: Clock, wait: Wait
) -> Answer:
    """Ask an address; ``hosts`` are those that it may lead to besides its own. ``Unfetched`` says why nothing came."""
    try:
        here = clean(address)
    except Forbidden as fault:
        raise Unfetched(str(fault)) from None
    may = {urlsplit(here).hostname, *hosts}
    asked: list[str] = []
    moved, for_good = "", True
    headers = {
        name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value
    }
    while True:
        asked.append(here)
        _heed_robots(here, clock, wait)
        status, given, data = _turn(here, headers, LARGEST, clock, wait)
        if status not in LEADS_ON:
            return _judged(status, given, data, here, moved, clock())
        for_good = for_good and LEADS_ON[status]
        there = _led(here, given.get("location", ""))
        moved = there if for_good else moved
        if there in asked:
            raise Unfetched(
                f"It leads in a circle: {' → '.join((*asked, there))}.", status=status, headers=given
            )
        if len(asked) > REDIRECTS:
            raise Unfetched(f"It leads on more than {REDIRECTS} times.", status=status, headers=given)
        if urlsplit(there).hostname not in may:
            raise Unfetched(
                f"It leads to {urlsplit(there).hostname}, which is none of its hosts. Add that host if it is right.",
                status=status, moved=moved, headers=given,
            )  # fmt: skip
        here = there


def _led(here: str, location: str) -> str:
    if not location:
        raise Unfetched(f"{here} leads on, and does not say where.")
    try:
        return clean(urljoin(here, location))
    except (Forbidden, ValueError) as fault:
        raise Unfetched(f"{here} leads to where nothing is asked: {fault}") from None


def _judged(
    status: int, given: dict[str, str], data: bytes, here: str, moved: str, at: dt.datetime
) -> Answer:
    if status in (200, 304):
        return Answer(status=status, headers=given, data=data, address=here, moved=moved)
    said = {
        401: "It asks for a name and password.", 403: "It refuses us.", 404: "There is nothing at this address.",
        410: "It is gone for good.", 429: "It asks us to come less often.", 503: "It is out of service for now.",
    }.get(status, "Its server is broken." if status >= 500 else "It does not give a page.")  # fmt: skip
    again = _again(given.get("retry-after", ""), at)
    raise Unfetched(f"{said} (HTTP {status})", status=status, moved=moved, again=again, headers=given)


def _again(said: str, at: dt.datetime) -> dt.timedelta | None:
    if said.isascii() and said.isdigit():
        return dt.timedelta(seconds=min(int(said[:9]), 10_000_000))
    with suppress(ValueError, TypeError):
        return parsedate_to_datetime(said) - at
    return None


def _heed_robots(address: str, clock: Clock, wait: Wait) -> None:
    """``Unfetched`` where the host's robots.txt wants us to keep off, or cannot be had."""
    parts = urlsplit(address)
    row = Host.objects.filter(name=host_of(address)).first()
    if row is None or row.read is None or clock() - row.read >= ROBOTS_LAST:
        status, _given, data = _turn(
            f"{parts.scheme}://{parts.netloc}/robots.txt", {}, ROBOTS_LARGEST, clock, wait, cut=True
        )
        if status >= 500 or status == 429:
            raise Unfetched(
                f"Its robots.txt cannot be read (HTTP {status}), so nothing is asked.", status=status
            )
        text = data.decode("utf-8", "replace").replace("\0", "") if status == 200 else ""
        Host.objects.filter(name=host_of(address)).update(robots=text, read=clock())
    else:
        text = row.robots
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    if not rules.can_fetch("ISCM-Hub", address):
        raise Unfetched("Its robots.txt asks machines to keep off this address.")


def _turn(
    address: str, headers: Mapping[str, str], largest: int, clock: Clock, wait: Wait, *, cut: bool = False
) -> tuple[int, dict[str, str], bytes]:
    """One request, when its host is free; afterwards it rests."""
    name = host_of(address)
    Host.objects.get_or_create(name=name, defaults={"free": clock()})
    waited = 0.0
    taken = dt.timedelta(seconds=2 * LONGEST)
    while not Host.objects.filter(name=name, free__lte=clock()).update(free=clock() + taken):
        if waited >= PATIENCE:
            raise Unfetched("Its host is being asked for something else. It is tried again later.")
        wait(1.0)
        waited += 1.0
    try:
        return _asked(address, headers, largest, cut=cut)
    finally:
        Host.objects.filter(name=name).update(free=clock() + PAUSE)


def _asked(
    address: str, headers: Mapping[str, str], largest: int, *, cut: bool
) -> tuple[int, dict[str, str], bytes]:
    """Status, the headers that matter, and the body. ``cut``: of a longer one the beginning is enough."""
    parts = urlsplit(address)
    line = _connection(address)
    ended = threading.Event()

    def end() -> None:  # a server that speaks slowly for ever is not listened to for ever
        ended.set()
        with suppress(OSError, AttributeError):
            line.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(LONGEST, end)
    timer.daemon = True
    begun = time.monotonic()
    timer.start()
    try:
        line.request(
            "GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
            headers={
                "Host": parts.netloc, "User-Agent": agent(), "Accept": "*/*", "Accept-Encoding": "gzip, identity",
                "Connection": "close", **headers,
            },
            preload_content=False, decode_content=True,
        )  # fmt: skip
        answer = line.getresponse()
        given = {
            name: str(answer.headers[name]).replace("\0", "")[:500] for name in KEPT if name in answer.headers
        }
        data = (
            b""
            if answer.status in LEADS_ON or answer.status == 304
            else _body(answer, largest, begun, cut=cut)
        )
        if ended.is_set():
            raise Unfetched(f"It did not finish within {LONGEST:.0f} seconds.")
        return answer.status, given, data
    except (HTTPError, OSError, ValueError) as fault:
        if ended.is_set():
            raise Unfetched(f"It did not finish within {LONGEST:.0f} seconds.") from fault
        if isinstance(fault, TimeoutError) or "timed out" in str(fault).lower():
            raise Unfetched("It did not answer in time.") from fault
        raise Unfetched(f"The connection failed: {_worded(fault)}.") from fault
    finally:
        timer.cancel()
        line.close()


def _body(answer: Any, largest: int, begun: float, *, cut: bool) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(65_536, decode_content=True):
        parts.append(part)
        size += len(part)
        if size > largest:
            if cut:
                break
            raise Unfetched(f"It is larger than {largest // 1_000_000} MB.")
        if time.monotonic() - begun > LONGEST:
            raise Unfetched(f"It did not finish within {LONGEST:.0f} seconds.")
    return b"".join(parts)


def _worded(fault: Exception) -> str:
    """What went wrong, without the inner names of libraries."""
    said = str(fault).rpartition(": ")[2].rpartition("] ")[2]
    return " ".join(said.replace("\0", "").split())[:200].strip(" .)'\"") or type(fault).__name__


def _connection(address: str) -> HTTPConnection | HTTPSConnection:
    """A connection to an address that was looked up and checked. ``Unfetched`` where it may not be asked."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unfetched(f"There is no host of the name {host}.") from None
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    if host_of(address) not in settings.ISCM_HARVEST_ALLOW:
        if not outside(numbers):
            raise Unfetched(f"{host} is inside a network that is not public: it is never asked.")
        if port not in PORTS.values():
            raise Unfetched(f"Port {port} is not asked: only those of web pages are.")
    if parts.scheme == "https":
        return HTTPSConnection(
            numbers[0], port, timeout=QUIET, server_hostname=host, assert_hostname=host, cert_reqs="CERT_REQUIRED",
        )  # fmt: skip
    return HTTPConnection(numbers[0], port, timeout=QUIET)
