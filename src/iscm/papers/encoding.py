"""Bytes to text: UTF-8 where it is, else UTF-16, else the old code page that fits best, and then a note says so."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LETTER = re.compile(r"[^\W\d_]")


def decoded(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The text, and the encoding it was read as if that is worth a note. UnicodeError if it is no text at all.

    ``declared`` is what the file says of itself, tried after UTF-8.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name), None if name == "utf-8" else name[:6]
    if wide := _wide(data):
        return data.decode(wide), "utf-16"
    try:
        return _checked(data.decode("utf-8")), None
    except UnicodeDecodeError:
        pass
    if mixed := _mixed(data):
        return _checked(mixed), "utf-8 mixed with windows-1252"
    for page in (declared, _code_page(data), "cp1252", "latin-1"):
        try:
            return _checked(data.decode(page or "ascii")), _called(page or "")
        except (UnicodeDecodeError, LookupError):
            continue
    raise UnicodeError("no encoding fits")


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Latin text is zero."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2:
        return None
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if zeros.count(0) > 0.6 * len(zeros) and sample.count(0) < 1.2 * zeros.count(0):
            return name
    return None


def _mixed(data: bytes) -> str | None:
    """UTF-8 into which a few bytes of Windows were pasted: more letters of several bytes than bytes that fit none."""
    text = data.decode("utf-8", "surrogateescape")
    strays = sum("\udc80" <= c <= "\udcff" for c in text)
    whole = sum(ord(c) > 127 and not "\udc80" <= c <= "\udcff" for c in text)
    if whole <= strays:
        return None
    return "".join(
        bytes([ord(c) - 0xDC00]).decode("cp1252", "replace") if "\udc80" <= c <= "\udcff" else c for c in text
    )


def _checked(text: str) -> str:
    """Text has no control characters to speak of; UnicodeDecodeError's parent if it has."""
    if len(_CONTROLS.findall(text[:65536])) > max(2, len(text[:65536]) // 25):
        raise UnicodeError("control characters: no text")
    return text


def _code_page(data: bytes) -> str | None:
    """The likeliest code page. Russian first, by its own letters: its guessers need more text than a line has."""
    cyrillic = data.decode("cp1251", "replace")
    foreign = [c for c in cyrillic if ord(c) > 127 and _LETTER.match(c)]
    runs = re.findall(r"[\u0410-\u044f\u0401\u0451]{3,}", cyrillic)
    if foreign and sum(map(len, runs)) > 0.7 * len(foreign):
        koi = data.decode("koi8_r", "replace")
        return "koi8_r" if _small(koi) > _small(cyrillic) else "cp1251"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - costs a tenth of a second; UTF-8 does without

    best = from_bytes(
        data[:200_000], cp_isolation=["cp1252", "cp1250", "cp1254", "mac_roman", "cp850"]
    ).best()
    return best.encoding if best else None


def _small(text: str) -> int:
    """Small letters among Russian ones: the wrong Russian code page turns cases round."""
    return sum(c.islower() for c in text if _CYRILLIC.match(c))


def _called(name: str) -> str:
    return name.lower().replace("cp125", "windows-125").replace("koi8_r", "koi8-r").replace("_", "-")
