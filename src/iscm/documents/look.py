"""The colours, fonts and sizes that every renderer and chart shares; the values are in ``look.toml``."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

LOOK: dict[str, Any] = tomllib.loads((files("iscm.documents") / "look.toml").read_text("utf-8"))
LIGHT: dict[str, str] = LOOK["light"]
DARK: dict[str, str] = LOOK["dark"]
FONTS: dict[str, str] = LOOK["fonts"]
PRINT: dict[str, float] = LOOK["print"]


def mixed(name: str, part: float) -> str:
    """A colour of the light look thinned with its page: ``part`` 1 is the colour itself, 0 the page."""
    ends = zip(channels(LIGHT["page"]), channels(LIGHT[name]), strict=True)
    return "#" + "".join(f"{round(page + (full - page) * part):02x}" for page, full in ends)


def channels(colour: str) -> tuple[int, ...]:
    """Red, green and blue, 0 to 255, of "#1b2631" or "rgb(27, 38, 49)"."""
    if colour.startswith("#"):
        return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return tuple(map(int, re.findall(r"\d+", colour)))


def breadth(text: str, points: float) -> float:
    """About how wide words are in our letters of that size, in the same unit; a letter of China is as wide as high."""
    return points * sum(1.0 if ord(letter) >= 0x2E80 else 0.51 for letter in text)
