"""A chart's specification (Vega-Lite, plain data) drawn as SVG or PNG, in the fonts of the document around it."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import vl_convert

from iscm.documents.look import LIGHT, channels

FONTS = Path(str(files("iscm.renderers") / "fonts"))
_VERSION = "5.21"
_BASE = "https://vega.github.io/vega-datasets/"  # put before links within the page
_CLIP = re.compile(r"\bclip\d+\b")
_ACTIVE = re.compile(r' (?:role|aria-[a-z]+|pointer-events|cursor|class|style)="[^"]*"')
_LINK = re.compile(r"</?a\b[^>]*>")
_MARK = re.compile(r'<(path|rect|circle|line|image) aria-label="([^"]*)" role="graphics-symbol"([^>]*)/>')
_COLOUR = re.compile(r' (fill|stroke)="(#[0-9a-fA-F]{6}|rgb\(\d+, ?\d+, ?\d+\))"')
_NAMES = {colour: name for name, colour in LIGHT.items()}


@cache
def _fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))


def svg(specification: dict[str, Any]) -> str:
    """The chart as SVG, without ids and roles of its own: what it says is said by the document around it."""
    return _named(_ACTIVE.sub("", _drawn(specification)))


def inline(specification: dict[str, Any], *, still: bool = False) -> str:
    """The same for a page that has the variables of ``look.toml``: colours follow the reader's light or dark.

    A mark with a description of its own bears it as ``<title>`` and the class ``mark``, for pointer and script;
    ``still``: nothing in it is a mark or a link.
    """
    return _inline(json.dumps(specification), still)


@lru_cache(maxsize=128)
def _inline(specification: str, still: bool) -> str:
    drawn = _drawn(json.loads(specification))
    marked = r'<\1 data-mark=""\3><title>\2</title></\1>'
    drawn = _LINK.sub("", drawn) if still else _MARK.sub(marked, drawn)
    bare = _ACTIVE.sub("", drawn).replace(' data-mark=""', ' class="mark"')
    return _named(_COLOUR.sub(lambda found: f' {found[1]}="{themed(found[2])}"', bare))


def _drawn(specification: dict[str, Any]) -> str:
    _fonts()
    drawn: str = vl_convert.vegalite_to_svg(specification, vl_version=_VERSION)
    return drawn.replace(_BASE, "")


@cache
def themed(colour: str) -> str:
    """A colour of the look by its variable; one between the page and another by what it is mixed of; else itself."""
    if colour.lower() in _NAMES:
        return f"var(--{_NAMES[colour.lower()]})"
    page, seen = channels(LIGHT["page"]), channels(colour)
    for name in ("bar", "blue", "deep", "ink", "quiet", "accent"):
        other = channels(LIGHT[name])
        way = [b - a for a, b in zip(page, other, strict=True)]
        gone = [b - a for a, b in zip(page, seen, strict=True)]
        part = sum(a * b for a, b in zip(way, gone, strict=True)) / sum(a * a for a in way)
        aside = max(abs(a * part - b) for a, b in zip(way, gone, strict=True))
        if aside <= 2 and 0 < part < 1:
            return f"color-mix(in srgb, var(--{name}) {round(100 * part)}%, var(--page))"
    return colour


def _named(drawn: str) -> str:
    """Vega counts its clips up for as long as it runs; here they are named after what is drawn, the same each time."""
    numbers = {old: str(new) for new, old in enumerate(dict.fromkeys(_CLIP.findall(drawn)))}
    digest = hashlib.sha256(_CLIP.sub("clip", drawn).encode()).hexdigest()[:8]
    return _CLIP.sub(lambda match: f"clip-{digest}-{numbers[match[0]]}", drawn)


def png(specification: dict[str, Any], scale: float) -> bytes:
    """The chart as a picture of ``scale`` device pixels to the px, for readers that show no SVG."""
    _fonts()
    drawn: bytes = vl_convert.vegalite_to_png(specification, vl_version=_VERSION, scale=scale)
    return drawn


def png_of(drawn: str, scale: float) -> bytes:
    """An SVG of ours likewise."""
    _fonts()
    made: bytes = vl_convert.svg_to_png(drawn, scale=scale)
    return made
