"""The order in which a page is read: columns one after the other, the rows of a table across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

_GUTTER = 5.0  # points of empty space between two columns, at least


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters on one line without a wide gap; the box counts in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool


Row = list[Piece]  # one piece, or the cells of a table's row


def rows_in_order(pieces: Sequence[Piece]) -> list[Row]:
    """The rows of a page as they are read: bands from top to bottom, and within a band column by column."""
    if not pieces:
        return []
    margin = min(p.left for p in pieces)
    width = max(p.right for p in pieces) - margin
    ordered: list[Row] = []
    band: list[Row] = []
    for row in _rows(pieces):
        first = row[0]
        if first.right - first.left > 0.6 * width and first.left - margin < 0.15 * width:
            ordered += _band(band)
            ordered.append(_touching(row))
            band = []
        else:
            band.append(row)
    return ordered + _band(band)


def _rows(pieces: Sequence[Piece]) -> list[Row]:
    """Pieces that stand at one height, from the top of the page to its foot."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda p: (-p.top, p.left)):
        middle = (piece.top + piece.bottom) / 2
        if rows and any(p.bottom < middle < p.top for p in rows[-1][:1]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.left) for row in rows]


def _touching(row: Row) -> Row:
    """Neighbours with no more than a space between them are one piece."""
    joined = row[:1]
    for piece in row[1:]:
        last = joined[-1]
        if piece.left - last.right < 0.9 * last.size:
            gap = "" if piece.left - last.right < 0.12 * last.size else " "
            joined[-1] = replace(
                last, text=last.text + gap + piece.text, right=piece.right, top=max(last.top, piece.top),
                bottom=min(last.bottom, piece.bottom), size=max(last.size, piece.size), bold=last.bold and piece.bold,
            )  # fmt: skip
        else:
            joined.append(piece)
    return joined


def _band(rows: list[Row]) -> list[Row]:
    """Rows between two wide ones: side by side in columns, or across."""
    gutter = _gutter(rows)
    if gutter is None:
        return [_touching(row) for row in rows]
    if _is_table(rows, gutter):
        return _table([_touching(row) for row in rows], gutter)
    left = [[p for p in row if p.right <= gutter] for row in rows]
    right = [[p for p in row if p.right > gutter] for row in rows]
    return _band([row for row in left if row]) + _band([row for row in right if row])


def _gutter(rows: list[Row]) -> float | None:
    """Where a vertical strip is empty over the whole band, with text of several rows on either side."""
    pieces = sorted((p for row in rows for p in row), key=lambda p: p.left)
    if len(rows) < 2 or len(pieces) < 4:
        return None
    reach = pieces[0].right
    for number, piece in enumerate(pieces[1:], start=1):
        if piece.left - reach >= _GUTTER and number >= 2 and len(pieces) - number >= 2:
            return (reach + piece.left) / 2
        reach = max(reach, piece.right)
    return None


def _is_table(rows: list[Row], gutter: float) -> bool:
    """A table's left cells are short, and level with a right one; a column of prose fills its width."""
    left = [row[0] for row in rows if row[0].right <= gutter]
    level = [row[0] for row in rows if row[0].right <= gutter < row[-1].right]
    start = min(p.left for p in left)
    full = median((p.right - start) / (gutter - start) for p in level) if level else 1
    return len(level) >= 0.5 * len(left) and full < 0.6


def _table(rows: list[Row], gutter: float) -> list[Row]:
    """Rows of cells; a row with one cell only goes on with the cell above it, on the left only in mid-phrase."""
    table: list[Row] = []
    for row in rows:
        cell = row[0]
        above = table[-1] if table and len(table[-1]) > 1 and len(row) == 1 else None
        if above and cell.left > gutter:
            above[-1] = _grown(above[-1], cell)
        elif above and cell.text[0].islower():
            above[0] = _grown(above[0], cell)
        else:
            table.append(list(row))
    return table


def _grown(above: Piece, cell: Piece) -> Piece:
    return replace(
        above,
        text=f"{above.text} {cell.text}",
        bottom=min(above.bottom, cell.bottom),
        right=max(above.right, cell.right),
    )
