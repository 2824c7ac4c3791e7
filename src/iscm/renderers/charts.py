"""A chart's specification (Vega-Lite, plain data) drawn as SVG or PNG, in the fonts of the document around it."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import vl_convert

FONTS = Path(str(files("iscm.renderers") / "fonts"))
_VERSION = "5.21"
_BASE = "https://vega.github.io/vega-datasets/"  # put before links within the page
_CLIP = re.compile(r"\bclip\d+\b")
_ACTIVE = re.compile(r' (?:role|aria-[a-z]+|pointer-events|cursor|class)="[^"]*"')


@cache
def _fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))


def svg(specification: dict[str, Any]) -> str:
    """The chart as SVG, without ids and roles of its own: what it says is said by the document around it."""
    _fonts()
    drawn: str = vl_convert.vegalite_to_svg(specification, vl_version=_VERSION)
    return _named(_ACTIVE.sub("", drawn).replace(_BASE, ""))


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
