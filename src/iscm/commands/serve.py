"""``iscm serve``: the hub in a browser. Prepares nothing: an empty database is said, and left as it is."""

from __future__ import annotations

import argparse
import errno
import socket
import sys

from iscm.commands.hub import Unusable, opened

NOT_DONE = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to answer at (default: 127.0.0.1)")
    parser.add_argument("--port", type=port, default=8000, help="the port (default: 8000)")
    parser.add_argument("--workers", type=workers, default=1, help="processes that answer (default: 1)")


def port(said: str) -> int:
    if not said.isascii() or not said.isdigit() or not 0 < int(said) < 65536:
        raise argparse.ArgumentTypeError(f"{said} is no port: take a number from 1 to 65535")
    return int(said)


def workers(said: str) -> int:
    if not said.isascii() or not said.isdigit() or not 0 < int(said) <= 64:
        raise argparse.ArgumentTypeError(f"{said} is no number of processes: take 1 to 64")
    return int(said)


def run(args: argparse.Namespace) -> int:
    try:
        _records()
        _free(args.host, args.port)
    except Unusable as fault:
        print(f"iscm serve: {fault}.", file=sys.stderr)
        return NOT_DONE
    shown = f"[{args.host}]" if ":" in args.host else args.host
    print(f"The hub is on http://{shown}:{args.port} (Ctrl+C to stop)", flush=True)
    _serve(args.host, args.port, args.workers)
    return 0


def _records() -> None:
    """That there is a database with records in it; the processes that answer open connections of their own."""
    opened()
    from django.db import connection

    connection.close()


def _free(host: str, number: int) -> None:
    """That nothing else answers there: the server's own word for it is a traceback."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as fault:
        raise Unusable(f"there is no address {host} on this machine") from fault
    with socket.socket(family, kind, protocol) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(address)
        except OSError as fault:
            raise Unusable(_why(fault, host, number)) from fault


def _why(fault: OSError, host: str, number: int) -> str:
    if fault.errno == errno.EADDRINUSE:
        other = number % 65535 + 1
        return f"port {number} is busy: stop what answers there, or take another: iscm serve --port {other}"
    if fault.errno == errno.EACCES:
        return f"port {number} is not for everybody: take one above 1023, such as iscm serve --port 8000"
    if fault.errno == errno.EADDRNOTAVAIL:
        return f"there is no address {host} on this machine"
    return f"port {number} cannot be used: {fault.strerror}"


def _serve(host: str, number: int, processes: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "iscm.site.wsgi:application",
        address=host,
        port=number,
        interface=Interfaces.WSGI,
        workers=processes,
        log_level=LogLevels.warning,
        log_access=False,
        blocking_threads=2,  # of each process: more only wait for each other; the rest waits at the door
    ).serve()
