"""Sets of places as whole numbers: bit ``n`` stands for place ``n``.

A hundred thousand places are 12 kB, and one step on all of them takes a microsecond, in plain Python and on either
database alike. A number for each place is kept as *planes*: ``planes[i]`` has the places whose number has bit ``i``.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence

FEW = 48  # sets this small are sorted one by one


def pack(bits: int) -> bytes:
    return zlib.compress(bits.to_bytes((bits.bit_length() + 7) // 8, "little"), 1)


def unpack(packed: bytes) -> int:
    return int.from_bytes(zlib.decompress(packed), "little")


def of(places: Iterable[int], top: int) -> int:
    """The set of these places, all below ``top``."""
    raw = bytearray(top // 8 + 1)
    for place in places:
        raw[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(raw, "little")


def places(bits: int) -> Iterator[int]:
    """The places of a set, the lowest first."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


def add(planes: list[int], bits: int, number: int) -> None:
    """Add ``number`` to the number of each place of a set; ``planes`` grow as they need."""
    shift = 0
    while number:
        if number & 1:
            carry, at = bits, shift
            while carry:
                if at >= len(planes):
                    planes.extend([0] * (at + 1 - len(planes)))
                planes[at], carry = planes[at] ^ carry, planes[at] & carry
                at += 1
        number >>= 1
        shift += 1


def planes_of(number: int) -> Iterator[int]:
    """Which planes a number has a bit in."""
    return places(number)


def ordered(bits: int, planes: Sequence[int]) -> Iterator[int]:
    """The places of a set, those with the highest number first; of equal numbers, the lower place first.

    Only what is asked for is worked out: the first twenty of a hundred thousand cost some twenty paths down the planes.
    """
    down = planes[::-1]
    waiting = [(bits, 0)]
    while waiting:
        bits, at = waiting.pop()
        while at < len(down) and bits.bit_count() > FEW:
            high = bits & down[at]
            at += 1
            if high and high != bits:
                waiting.append((bits ^ high, at))
                bits = high
        found = list(places(bits))
        if at < len(down) and len(found) > 1:
            rest = [plane >> found[0] for plane in down[at:]]
            base = found[0]
            width = found[-1] - base + 1
            mask = (1 << width) - 1
            raw = [(plane & mask).to_bytes(width // 8 + 1, "little") for plane in rest]
            found.sort(key=lambda place: [-(row[(n := place - base) >> 3] >> (n & 7) & 1) for row in raw])
        yield from found
