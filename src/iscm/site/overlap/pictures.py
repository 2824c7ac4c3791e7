"""Pictures of overlaps, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iscm.analysis.shared import Pair
from iscm.documents.blocks import Row, Table, Text
from iscm.documents.pictures import matrix as drawn_matrix
from iscm.documents.pictures import network as drawn_network
from iscm.documents.pictures.picture import Picture
from iscm.meetings.rules import LEVELS
from iscm.registry.templatetags.wording import alphabetical, levels, short
from iscm.site.overlap.records import Asked, Ground

THRESHOLD = 0.2  # Jaccard from which two mechanisms are joined by a line


def network(known: Ground, asked: Asked, root: str = "") -> Picture | None:
    """Mechanisms around a circle, joined where they share many of their members; None where nobody shares any.

    ``root`` is put before addresses, so that a picture that is taken along leads back to the hub.
    """
    held = known.held(asked)
    sizes = dict(zip(held.rows, held.sizes(), strict=True))
    rows = [known.mechanisms[slug] for slug in held.rows]
    rows.sort(key=lambda row: (LEVELS.index(row.level), row.region, alphabetical(short(row.slug))))
    present = [level for level in LEVELS if any(row.level == level for row in rows)]
    pairs = held.pairs()
    if not pairs:
        return None
    close = [pair for pair in pairs if pair.jaccard >= THRESHOLD]
    nodes = [
        drawn_network.Node(
            row.slug,
            str(short(row.slug)),
            present.index(row.level),
            sizes[row.slug],
            root + reverse("mechanism", args=[row.slug]),
        )
        for row in rows
    ]
    line = _(
        "A line joins two mechanisms that have at least %(n)d%% of their members in common, the thicker the more."
    )
    return drawn_network.network(
        nodes,
        [drawn_network.Edge(pair.one, pair.other, pair.jaccard) for pair in close],
        groups=[str(levels(level)) for level in present],
        key="overlap-network",
        title=_("Who shares members with whom"),
        alternative=f"{_said(len(rows), pairs)} {line % {'n': round(100 * THRESHOLD)}}",
        table=_table(close),
        unknown=_unknown(known, asked),
        as_of=asked.day,
    )


def matrix(known: Ground, asked: Asked, root: str = "") -> Picture | None:
    """Mechanisms beside mechanisms, with the members that they share; None where nobody shares any."""
    held = known.held(asked)
    number, alike = held.table(), held.alike()
    order = sorted(range(len(held.rows)), key=lambda i: alphabetical(short(held.rows[i])))
    cells = [
        drawn_matrix.Cell(
            str(short(held.rows[i])),
            str(short(held.rows[j])),
            number[i][j],
            alike[i][j],
            root + reverse("overlap-pair", args=sorted((held.rows[i], held.rows[j]))),
        )
        for i in order
        for j in order
        if i != j and number[i][j]
    ]
    pairs = held.pairs()
    if not pairs:
        return None
    return drawn_matrix.matrix(
        [str(short(held.rows[i])) for i in order],
        cells,
        key="overlap-matrix",
        title=_("Members in common, mechanism by mechanism"),
        alternative=_said(len(held.rows), pairs),
        table=_table(pairs),
        unknown=_unknown(known, asked),
        of_states=True,
        as_of=asked.day,
    )


def _said(mechanisms: int, pairs: Sequence[Pair]) -> str:
    """How many there are, how many pairs share any, and which two are closest."""
    said = ngettext(
        "%(mechanisms)d mechanisms with members by name; %(n)d pair has a member in common.",
        "%(mechanisms)d mechanisms with members by name; %(n)d pairs have members in common.",
        len(pairs),
    ) % {"mechanisms": mechanisms, "n": len(pairs)}
    if not pairs:
        return said
    closest = _("The closest are %(one)s and %(other)s, with %(share)d%%.")
    first = pairs[0]
    told = closest % {
        "one": short(first.one),
        "other": short(first.other),
        "share": round(100 * first.jaccard),
    }
    return f"{said} {told}"


def _table(pairs: Sequence[Pair]) -> Table:
    rows = [
        (str(short(p.one)), str(short(p.other)), str(len(p.both)), f"{100 * p.jaccard:.0f}%") for p in pairs
    ]
    return Table(
        head=(_("Mechanism"), _("Mechanism"), _("Members in common"), _("Of the members of both together")),
        rows=tuple(Row(tuple((Text(cell),) for cell in row)) for row in rows),
        caption=_("Pairs of mechanisms with members in common"),
        alignment=("start", "start", "end", "end"),
        widths=(3, 3, 2, 2),
    )


def _unknown(known: Ground, asked: Asked) -> str:
    """Who is not drawn because no member is on record by name."""
    left_out = sorted((str(short(slug)) for slug in known.nameless(asked)), key=alphabetical)
    if not left_out:
        return ""
    return _("No member on record by name: %(names)s.") % {"names": ", ".join(left_out)}
