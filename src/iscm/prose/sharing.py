"""What a text says once for several meetings: a date for two, a place at the end of a list, "both online"."""

from __future__ import annotations

from iscm.prose.cues import cues
from iscm.prose.draft import Draft, as_counted
from iscm.prose.scan import Scan


def share(scan: Scan, drafts: list[Draft]) -> None:
    """Give each draft what is said once for several."""
    for one, following in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=True):
        if one.shared:
            _take(one, following)
    for number, draft in enumerate(drafts):
        _all_of_list(scan, drafts, number)
        _trailing_place(scan, drafts, number)
        same = any(scan.tokens[i].word in cues("same") for i in range(draft.mention.end, draft.end))
        if number and same and draft.place == (None, None):
            draft.place = drafts[number - 1].place
    for one, following in zip(drafts, drafts[1:], strict=False):
        if one.status == "announced" and following.status is None and one.clause == following.clause:
            following.status = one.status


def _take(one: Draft, following: Draft) -> None:
    if len(following.dates) == 2 and (one.mention is following.mention or following.dealt):
        one.dates, following.dates = following.dates[:1], following.dates[1:]
        one.dealt = following.dealt = True
    elif one.mention is not following.mention and one.mention.weak and following.mention.plural:
        following.dealt = (
            following.mention.count is None
        )  # "Steering Group and Friends of the Forum meetings"
    if not one.dates:
        one.dates, one.islands = list(following.dates), following.islands
        one.dates = as_counted(one)
    one.place = following.place if one.place == (None, None) else one.place
    one.mode = one.mode or following.mode
    one.at = one.at or following.at
    one.joint = one.joint or following.joint
    one.status = one.status or following.status


def _all_of_list(scan: Scan, drafts: list[Draft], number: int) -> None:
    """ ", both in Asmara", ", all online", ", both due in Paris, were cancelled"."""
    draft = drafts[number]
    for i in range(draft.mention.end, draft.end - 1):
        word, before = scan.tokens[i].word, scan.tokens[i - 1].word
        if word not in cues("all") or scan.cat(i + 1) in ("head", "mark"):
            continue
        if before in (",", "–", "—", "-", "(", ")", "les", "las", "los", "toutes"):
            reach = 1 if word in cues("two") else len(drafts)
            for other in drafts[max(0, number - reach) : number]:
                _lend(scan, draft, other, i)
            return


def _lend(scan: Scan, draft: Draft, other: Draft, at: int) -> None:
    cats = {scan.cat(j) for j in range(at, draft.end)}
    if other.place == (None, None) and cats & {"city", "state"}:
        other.place = draft.place
    if other.mode is None and cats & {"online", "hybrid", "in-person"}:
        other.mode = draft.mode
    if other.status is None and cats & {"cancelled", "postponed", "will"}:
        other.status = draft.status
    if not other.dates and any(j in scan.island_at for j in range(at, draft.end)):
        other.dates = list(draft.dates)


def _trailing_place(scan: Scan, drafts: list[Draft], number: int) -> None:
    """ "A (3 May) and B (4 May), Rabat": the place after the last date is that of the whole clause."""
    draft = drafts[number]
    if draft.place == (None, None) or not draft.islands:
        return
    last = max(x.end for x in draft.islands)
    names = {
        i: scan.depth[i] for i in range(draft.mention.end, draft.end) if scan.cat(i) in ("city", "state")
    }
    if not any(i >= last and not depth for i, depth in names.items()) or any(i < last for i in names):
        return
    for other in reversed(drafts[:number]):
        held = any(scan.cat(i) == "held" for i in range(other.mention.end, other.end))
        if other.clause != draft.clause or other.place != (None, None) or not other.dates or held:
            return
        other.place = draft.place
