"""The index theme x mechanism of a year: which meetings and statements bear a theme, and what was only printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

KINDS = ("meeting", "statement", "printed")


@dataclass(frozen=True, slots=True, order=True)
class Bearing:
    """That something bears a theme for a mechanism. ``kind``: a meeting by its id, a statement by its id, or
    ``printed``: the index of the year's issue names the mechanism under the theme."""

    theme: str
    mechanism: str
    kind: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What bears a theme for a mechanism: ids, in order."""

    meetings: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    printed: bool = False

    @property
    def weight(self) -> int:
        """The number that a cell shows: meetings, or statements where no meeting is on record; 0 if only printed."""
        return len(self.meetings) or len(self.statements)


Cells = Mapping[tuple[str, str], Cell]


def cells(bearings: Iterable[Bearing]) -> Cells:
    """Theme and mechanism to what bears it; the order in which it was told makes no difference."""
    ids: dict[tuple[str, str], dict[str, set[str]]] = {}
    for one in bearings:
        ids.setdefault((one.theme, one.mechanism), {}).setdefault(one.kind, set()).add(one.id)
    return {
        key: Cell(
            tuple(sorted(kinds.get("meeting", ()))),
            tuple(sorted(kinds.get("statement", ()))),
            "printed" in kinds,
        )
        for key, kinds in ids.items()
    }


def together(found: Cells, *, theme: str = "", mechanism: str = "") -> Cell:
    """Everything of a row, of a column, or of all: each meeting and statement once."""
    chosen = [cell for (t, m), cell in found.items() if theme in ("", t) and mechanism in ("", m)]
    return Cell(
        tuple(sorted({one for cell in chosen for one in cell.meetings})),
        tuple(sorted({one for cell in chosen for one in cell.statements})),
        any(cell.printed for cell in chosen),
    )
