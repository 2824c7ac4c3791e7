"""Asking politely and safely: what is never asked, what is not waited for, and what is told of it."""

from __future__ import annotations

import datetime as dt
import gzip
import socket

import pytest

from iscm.harvest.actions import fetching
from iscm.harvest.actions.fetching import PAUSE, Answer, Unfetched, fetch
from iscm.harvest.models import Host
from iscm.harvest.rules import Forbidden, clean, next_try, outside

pytestmark = pytest.mark.django_db


def asked(clock, address: str, **how: object) -> object:
    return fetch(address, clock=clock, wait=clock.wait, **how)


def why(clock, address: str, **how: object) -> str:
    with pytest.raises(Unfetched) as fault:
        asked(clock, address, **how)
    return str(fault.value)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:c0a8:101::",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "2001:db8::1",
    ],
)  # fmt: skip
def test_inside_networks_are_not_outside(number):
    assert not outside([number])
    assert not outside(["93.184.215.14", number])


@pytest.mark.parametrize("number", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1", "64:ff9b::808:808"])
def test_the_internet_is_outside(number):
    assert outside([number])
    assert not outside([])


@pytest.mark.parametrize(
    "address",
    [
        "", "ftp://a.example/", "file:///etc/passwd", "gopher://a.example/", "javascript:alert(1)", "//a.example/",
        "http://", "http://user@a.example/", "http://user:secret@a.example/", "https://a.example/a b",
        "https://a.example\\@b.example/", "https://a.example:99999/", "https://a.example/\r\nHost: b", "http://[::1",
        "https://a.example/" + "x" * 600,
    ],
)  # fmt: skip
def test_what_is_no_address(address):
    with pytest.raises(Forbidden):
        clean(address)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (" HTTPS://A.Example ", "https://a.example/"),
        ("https://a.example:443/x?y=1#z", "https://a.example/x?y=1"),
        ("http://a.example:8080/", "http://a.example:8080/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://[2606:2800:21f:cb07::1]/", "http://[2606:2800:21f:cb07::1]/"),
    ],
)
def test_the_one_way_to_write_an_address(said, meant):
    assert clean(said) == meant
    assert clean(meant) == meant


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_never_asked(town, clock, settings, host):
    settings.ISCM_HARVEST_ALLOW = []
    told = why(clock, f"http://{host}:{town.port}/")
    assert "never asked" in told or "no host of the name" in told
    assert not town.asked
    assert not town.robots


def test_a_name_that_changes_its_mind_is_asked_where_it_was_checked(town, clock, settings, monkeypatch):
    """The name is looked up once for each request: there is no second look that could say something else."""
    looks = []
    real = socket.getaddrinfo

    def look(host, port, *rest, **more):
        if host == "turncoat.example":
            looks.append(host)
            return real("127.0.0.1" if len(looks) > 1 else "93.184.215.14", port, *rest, **more)
        return real(host, port, *rest, **more)

    monkeypatch.setattr(fetching.socket, "getaddrinfo", look)
    told = []
    monkeypatch.setattr(fetching, "HTTPConnection", lambda number, *_, **__: told.append(number) or _Closed())
    why(clock, "http://turncoat.example/")
    assert told == ["93.184.215.14"]  # of its robots.txt
    assert "never asked" in why(clock, "http://turncoat.example/")
    assert told == ["93.184.215.14"]


class _Closed:
    """A connection that is refused."""

    sock = None

    def request(self, *_, **__):
        raise OSError("refused")

    def close(self):
        pass


def test_a_redirect_into_the_network_is_not_followed(town, clock):
    town.leads("/a", "http://169.254.169.254/latest/")
    assert "none of its hosts" in why(clock, town.at("/a"))
    assert "never asked" in why(clock, town.at("/a"), hosts=["169.254.169.254"])


def test_ports_of_other_servers_are_not_asked(clock, db, monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 25))]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_, **__: found)
    assert why(clock, "http://mail.example:25/").startswith("Port 25 is not asked")


def test_who_asks_is_told(town, clock):
    town.put("/a", "words")
    asked(clock, town.at("/a"))
    [(_path, headers)] = town.asked
    assert headers["user-agent"].startswith("ISCM-Hub/")
    assert "hub@localhost" in headers["user-agent"]
    assert len(town.robots) == 1
    asked(clock, town.at("/a"))
    assert len(town.robots) == 1  # it is good for a day
    clock.on(days=1)
    asked(clock, town.at("/a"))
    assert len(town.robots) == 2


def test_a_host_rests_between_two_requests(town, clock):
    town.put("/a", "words")
    asked(clock, town.at("/a"))
    begun = clock.now
    asked(clock, town.at("/a"))
    assert clock.now - begun >= PAUSE - dt.timedelta(seconds=1)
    Host.objects.update(free=clock.now + dt.timedelta(days=1))
    assert "something else" in why(clock, town.at("/a"))


@pytest.mark.parametrize(
    ("robots", "status", "may"),
    [
        ("User-agent: *\nDisallow: /private", 200, False),
        ("User-agent: ISCM-Hub\nDisallow:\n\nUser-agent: *\nDisallow: /", 200, True),
        ("User-agent: ISCM-Hub\nDisallow: /", 200, False),
        ("no such", 404, True),
        ("broken", 500, False),
        ("\0\xff nonsense", 200, True),
    ],
)
def test_robots(town, clock, robots, status, may):
    town.put("/robots.txt", robots, status=status)
    town.put("/private/a", "words")
    if may:
        assert asked(clock, town.at("/private/a")).data == b"words"
    else:
        assert "robots.txt" in why(clock, town.at("/private/a"))
        assert not town.asked


@pytest.mark.parametrize(
    ("status", "said"),
    [(401, "name and password"), (403, "refuses"), (404, "nothing at this"), (410, "gone"), (429, "less often"),
     (500, "broken"), (503, "out of service"), (204, "does not give")],
)  # fmt: skip
def test_what_is_no_answer(town, clock, status, said):
    town.put("/a", "", status=status)
    assert said in why(clock, town.at("/a"))


def test_circles_and_long_ways(town, clock):
    town.leads("/a", "/b")
    town.leads("/b", "/a", 302)
    assert "in a circle" in why(clock, town.at("/a"))
    for n in range(9):
        town.leads(f"/{n}", f"/{n + 1}")
    assert "more than 5 times" in why(clock, town.at("/0"))
    town.put("/c", "", status=302)
    assert "does not say where" in why(clock, town.at("/c"))


@pytest.mark.parametrize(("steps", "moved"), [((301, 308), "/c"), ((301, 302), "/b"), ((302, 301), "")])
def test_only_what_moved_for_good_has_moved(town, clock, steps, moved):
    town.leads("/a", "/b", steps[0])
    town.leads("/b", "/c", steps[1])
    town.put("/c", "words")
    answer = asked(clock, town.at("/a"))
    assert answer.address == town.at("/c")
    assert answer.moved == (town.at(moved) if moved else "")


def test_what_is_too_large_or_too_slow(town, clock, monkeypatch):
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    town.put("/large", "x" * 2000)
    assert "larger than" in why(clock, town.at("/large"))
    bomb = gzip.compress(b"x" * 5_000_000)
    town.put("/bomb", bomb, headers={"Content-Encoding": "gzip"})
    assert "larger than" in why(clock, town.at("/bomb"))
    monkeypatch.setattr(fetching, "LONGEST", 0.3)
    town.put("/slow", "x" * 100, drip=0.05)
    assert "0 seconds" in why(clock, town.at("/slow"))
    monkeypatch.setattr(fetching, "QUIET", 0.2)
    monkeypatch.setattr(fetching, "LONGEST", 5.0)
    town.put("/silent", "x" * 100, drip=1.0)
    assert "in time" in why(clock, town.at("/silent"))


def test_waiting_grows_and_ends(clock):
    waits = [(next_try(clock.now, 1, n) - clock.now) / dt.timedelta(hours=1) for n in range(12)]
    assert waits[:5] == [1, 1, 2, 4, 8]
    assert waits[-1] == 168
    assert next_try(clock.now, 1, 1, dt.timedelta(hours=5)) == clock.now + dt.timedelta(hours=5)
    assert next_try(clock.now, 1, 1, dt.timedelta(days=999)) == clock.now + dt.timedelta(days=7)
    assert next_try(clock.now, 1, 1, dt.timedelta(days=-9)) == clock.now + dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("said", "charset"),
    [
        ("text/html; charset=utf-8", "utf-8"),
        ('text/calendar; method=PUBLISH; charset="Windows-1252"', "windows-1252"),
        ("text/html", None),
        ("", None),
        (";;charset", None),
    ],
)
def test_the_encoding_that_a_server_says(said, charset):
    assert Answer(status=200, headers={"content-type": said}, data=b"", address="").charset == charset
