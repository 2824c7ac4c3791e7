"""Every picture of the hub by its key: one line each."""

from __future__ import annotations

from iscm.site.pictures import founded, participation, themes
from iscm.site.pictures.kinds import Kind

PICTURES: dict[str, Kind] = {
    "participation": participation.KIND,
    "themes": themes.KIND,
    "founded": founded.KIND,
}
