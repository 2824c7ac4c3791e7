"""When a letter that could not be delivered is tried again, and what the answer of a mail server means."""

import datetime as dt
import hashlib
import hmac
import re

WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))  # then no more

OWN = "\ue000own\ue000"  # in a body: where the words of each letter go; no prose has such letters

_RETURNED = re.compile(r"bounce\+(\d+)\.([0-9a-f]{12})@", re.IGNORECASE)


def wait(tries: int) -> dt.timedelta | None:
    """How long after the ``tries``-th failure (from 1) a letter waits; None when it has been tried enough."""
    return WAITS[tries - 1] if tries <= len(WAITS) else None


def return_path(number: int, key: str, sender: str) -> str:
    """The address that a letter comes back to: it names the letter, and cannot be made up without ``key``."""
    return f"bounce+{number}.{_seal(number, key)}@{sender.rpartition('@')[2].rstrip('>')}"


def returned(address: str, key: str) -> int | None:
    """The number of the letter that comes back to an address; None where it is not one of ours."""
    found = _RETURNED.search(address)
    if found and hmac.compare_digest(found[2].lower(), _seal(int(found[1]), key)):
        return int(found[1])
    return None


def _seal(number: int, key: str) -> str:
    return hmac.new(key.encode(), f"bounce/{number}".encode(), hashlib.sha256).hexdigest()[:12]
