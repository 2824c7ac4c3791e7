"""The thematic index that was printed beside what the same issue tells: borne out, without a statement, or missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iscm.analysis.coverage import bears
from iscm.analysis.trends import ranked
from iscm.domain.issues import Issue
from iscm.domain.terms import mechanisms, themes

STANDINGS = ("borne-out", "attested", "missed")


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A mechanism under a theme. ``standing``: ``borne-out`` (printed, and a statement bears it), ``attested``
    (printed, and none does) or ``missed`` (a statement bears it, and the index does not name the mechanism).

    ``statements`` are their ids, ``meetings`` those of meetings on record that bear the theme.
    """

    theme: str
    mechanism: str
    standing: str
    statements: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rank:
    """A theme by the number of mechanisms under it: as printed, and as statements bear it; 0 has no place (None).

    Always: recomputed = printed - attested + missed.
    """

    theme: str
    borne_out: int
    attested: int
    missed: int
    printed_place: int | None
    place: int | None

    @property
    def printed(self) -> int:
        return self.borne_out + self.attested

    @property
    def recomputed(self) -> int:
        return self.borne_out + self.missed


def told(issue: Issue) -> dict[tuple[str, str], tuple[str, ...]]:
    """Theme and mechanism to the statements that bear it; a joint statement speaks for each of its mechanisms."""
    found: dict[tuple[str, str], list[str]] = {}
    for entry in issue.entries:
        for row in entry.statements:
            owners = dict.fromkeys((entry.mechanism, *row.statement.joint_with))
            for theme in themes():
                if bears(row.statement, row.prose, theme):
                    for slug in owners.keys() & mechanisms().keys():
                        found.setdefault((theme, slug), []).append(row.id)
    return {key: tuple(dict.fromkeys(ids)) for key, ids in found.items()}


def reconcile(
    printed: Iterable[tuple[str, str]],
    statements: Mapping[tuple[str, str], tuple[str, ...]],
    meetings: Iterable[tuple[str, str, str]] = (),
) -> tuple[Link, ...]:
    """Every link that is printed or borne, by theme and mechanism. ``meetings``: theme, mechanism, id."""
    held: dict[tuple[str, str], list[str]] = {}
    for theme, slug, meeting in meetings:
        held.setdefault((theme, slug), []).append(meeting)
    index = set(printed)
    return tuple(
        Link(
            *key,
            "missed" if key not in index else "borne-out" if key in statements else "attested",
            statements.get(key, ()),
            tuple(sorted(held.get(key, ()))),
        )
        for key in sorted(index | statements.keys())
    )


def ranking(links: Iterable[Link]) -> tuple[Rank, ...]:
    """Themes by the recomputed number of mechanisms, the most first; equals as printed, then by their ids."""
    numbers: dict[str, dict[str, int]] = {}
    for link in links:
        row = numbers.setdefault(link.theme, dict.fromkeys(STANDINGS, 0))
        row[link.standing] += 1
    before = ranked({key: row["borne-out"] + row["attested"] for key, row in numbers.items()})
    after = ranked({key: row["borne-out"] + row["missed"] for key, row in numbers.items()})
    rows = (
        Rank(key, row["borne-out"], row["attested"], row["missed"], before.get(key), after.get(key))
        for key, row in numbers.items()
    )
    return tuple(sorted(rows, key=lambda row: (-row.recomputed, -row.printed, row.theme)))
