"""When a letter that could not be delivered is tried again, and what the answer of a mail server means."""

import datetime as dt
import hashlib
import hmac
import re

WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))  # then no more

OWN = "\ue000own\ue000"  # in a body: where the words of each letter go; no prose has such letters


def wait(tries: int) -> dt.timedelta | None:
    """How long after the ``tries``-th failure (from 1) a letter waits; None when it has been tried enough."""
    return WAITS[tries - 1] if tries <= len(WAITS) else None


def sealed_address(kind: str, *numbers: int, key: str, sender: str) -> str:
    """An address of ours that names rows of a kind (``bounce+7.5c1f...@hub.example``) and needs ``key`` to be made."""
    named = ".".join(map(str, numbers))
    return f"{kind}+{named}.{_seal(kind, named, key)}@{sender.rpartition('@')[2].rstrip('>')}"


def numbers_of(kind: str, address: str, key: str) -> tuple[int, ...] | None:
    """What such an address names; None where it is of another kind, or was not made here."""
    found = re.search(rf"\b{kind}\+(\d+(?:\.\d+)*)\.([0-9a-f]{{16}})@", address, re.IGNORECASE)
    if found and hmac.compare_digest(found[2].lower(), _seal(kind, found[1], key)):
        return tuple(map(int, found[1].split(".")))
    return None


def _seal(kind: str, named: str, key: str) -> str:
    return hmac.new(key.encode(), f"{kind}/{named}".encode(), hashlib.sha256).hexdigest()[:16]


def return_path(number: int, key: str, sender: str) -> str:
    """The address that a letter comes back to: it names the letter."""
    return sealed_address("bounce", number, key=key, sender=sender)


def returned(address: str, key: str) -> int | None:
    """The number of the letter that comes back to an address; None where it is not one of ours."""
    numbers = numbers_of("bounce", address, key)
    return numbers[0] if numbers and len(numbers) == 1 else None
