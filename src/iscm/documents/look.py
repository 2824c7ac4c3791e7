"""The colours, fonts and sizes that every renderer and chart shares; the values are in ``look.toml``."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

LOOK: dict[str, Any] = tomllib.loads((files("iscm.documents") / "look.toml").read_text("utf-8"))
LIGHT: dict[str, str] = LOOK["light"]
DARK: dict[str, str] = LOOK["dark"]
FONTS: dict[str, str] = LOOK["fonts"]
PRINT: dict[str, float] = LOOK["print"]
