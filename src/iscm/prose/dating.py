"""Which dates are a meeting's own, and which are those of papers adopted, plans begun, years to come."""

from __future__ import annotations

from iscm.prose import days
from iscm.prose.cues import cues
from iscm.prose.mention import Mention
from iscm.prose.scan import Scan, is_small


def own_date(scan: Scan, mention: Mention, end: int, rows: list[Mention]) -> bool:
    """Whether a date follows before the next mention that could claim it."""
    following = next((m.first for m in rows if m.first >= mention.end), end)
    for i in range(mention.end, end):
        if i in scan.island_at:
            mine = i < following or scan.depth[i]
            return bool(mine) and dates_meeting(scan, scan.island_at[i], mention)
        if i >= following:
            return False
    return False


def dates_meeting(scan: Scan, island: days.Island, mention: Mention) -> bool:
    """Whether a date is put as the meeting's own, not as that of a paper adopted or a plan begun."""
    if not island.dates:
        return True
    if not placed(scan, island):
        return False
    years = (
        not island.sure
        and island.dates[0].first != island.dates[0].last
        and island.dates[0].precision == "year"
    )
    if years and island.first != mention.end + 1:  # "the strategy (2019-2021)"
        return False
    i = island.first - 1
    while i >= mention.end and (scan.string[i] in "ti" or scan.tokens[i].word in cues("part_of_year")):
        i -= 1
    return (
        i < mention.end
        or scan.tokens[i].word not in cues("aside")
        or bool(scan.depth[i])
        or scan.cat(i) == "postponed"
    )


def placed(scan: Scan, island: days.Island) -> bool:
    """A month or year alone is a date only where it is put as one: "in 2017", "(October)", "Geneva, 2017"."""
    if island.sure:
        return True
    tokens, i = scan.tokens, island.first - 1
    after = tokens[island.end] if island.end < len(tokens) else None
    ends = (
        after is None
        or after.kind in ("line", "paragraph")
        or (after.kind == "sign" and after.word in "),;.]:–—-&")
        or scan.string[island.end] == "&"
        or after.word in cues("after_date")
    )
    if i < 0:
        return ends
    before = tokens[i].word
    moved = scan.cat(i) in ("postponed", "will") or (
        i and scan.cat(i - 1) in ("postponed", "will") and is_small(scan, i)
    )
    if tokens[island.first].word in cues("about") or scan.string[island.first] == "b" or moved:
        return True
    if before in cues("when_not"):
        return before in ("de", "del", "of") and i > 0 and tokens[i - 1].word in cues("part_of_year")
    if scan.string[i] == "i" or before in cues("when"):
        return True
    if before in "([":
        return ends or bool(scan.depth[i])
    return ends and (before in ",–—-/&:;" or scan.string[i] == "&" or scan.cat(i) in ("city", "state"))


def dated(scan: Scan, first: int, end: int) -> bool:
    """Whether a date known to the day, or a month with its year, stands between."""
    return any(i in scan.island_at and scan.island_at[i].sure for i in range(first, end))
