"""A web server on this machine that plays the sites of secretariats: what it serves is set by the test."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What an address answers. ``drip``: seconds between single bytes."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0
    tagged: bool = True


@dataclass
class Town:
    """Addresses to pages; ``asked`` are (path, headers) of every request but those for robots.txt."""

    port: int
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    robots: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def at(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def put(self, path: str, body: str | bytes, **how: object) -> None:
        self.pages[path] = Page(body.encode() if isinstance(body, str) else body, **how)

    def leads(self, path: str, to: str, status: int = 301) -> None:
        self.pages[path] = Page(status=status, headers={"Location": to})


@contextmanager
def town() -> Iterator[Town]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            if self.path == "/robots.txt":
                here.robots.append(self.headers["User-Agent"])
            else:
                here.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            page = here.pages.get(self.path, Page(b"nothing", 404))
            tag = '"' + hashlib.sha256(page.body).hexdigest()[:12] + '"'
            status = page.status
            if status == 200 and page.tagged and self.headers["If-None-Match"] == tag:
                status = 304
            body = b"" if status == 304 else page.body
            self.send_response(status)
            if page.tagged:
                self.send_header("ETag", tag)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if "Content-Length" not in page.headers and status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                if page.drip:
                    for sign in body:
                        self.wfile.write(bytes([sign]))
                        self.wfile.flush()
                        time.sleep(page.drip)
                else:
                    self.wfile.write(body)
            except OSError:
                pass

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here = Town(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
