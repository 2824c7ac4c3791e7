"""Every picture of the hub by its key: one line each."""

from __future__ import annotations

from iscm.site.pictures import founded, overlaps, participation, themes, years
from iscm.site.pictures.kinds import Kind

PICTURES: dict[str, Kind] = {
    "participation": participation.KIND,
    "overlap-network": overlaps.NETWORK,
    "overlap-matrix": overlaps.MATRIX,
    **years.KINDS,
    "themes": themes.KIND,
    "founded": founded.KIND,
}
