"""What a letter of clashes says: in the language that is active, and never more than its reader may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from iscm.accounts.models import User
from iscm.domain.states import states
from iscm.newsletter.actions.letters import hub
from iscm.planning.actions.following import stopping
from iscm.planning.rules import Clash, Followed, Item
from iscm.planning.templatetags.plans import clashing, followed, spanned, whose
from iscm.registry.templatetags.wording import kind, listed, place, place_note, status, when

KIND = "clash"
MOST = 40  # of what a letter tells


@dataclass(frozen=True, slots=True)
class Side:
    """One of two that clash: what it is called, whose it is, when and where; ``address`` of its page, or ""."""

    title: str
    who: str = ""
    when: str = ""
    where: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A clash, or one that is over: what is the reader's, what came in its way, and what follows from it."""

    mine: Side
    other: Side
    said: str


@dataclass(frozen=True, slots=True)
class Over:
    """A clash that is no more. ``other`` is None where nothing of it may be told; ``status`` how it stands now."""

    mine: Item
    why: Followed
    other: Item | None = None
    status: str = ""
    hold: bool = False


def written(
    person: User, new: Sequence[Clash], over: Sequence[Over], titles: dict[str, str]
) -> tuple[str, str, str]:
    """Subject, text and HTML."""
    reasons = dict.fromkeys(one.why for one in (*new, *over))
    named = {code for one in new for code in one.members or ()}
    told = {
        "new": [_new(one) for one in sorted(new, key=_day)[:MOST]],
        "over": [_over(one) for one in sorted(over, key=_day)[:MOST]],
        "notes": [place_note(code) for code in sorted(named) if states()[code].note],
        "more": len(new) > MOST or len(over) > MOST,
        "held": hub("held"),
        "following": hub("following"),
        "reasons": [(followed(why, titles), hub("stop-following", stopping(person, why))) for why in reasons],
        "language": get_language() or "en",
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    subject = (
        ngettext("%(number)d new clash of dates", "%(number)d new clashes of dates", len(new))
        % {"number": len(new)}
        if new
        else _("A clash of dates is over")
    )
    return subject, *(render_to_string(f"planning/letters/clash.{form}", told) for form in ("txt", "html"))


def _day(one: Clash | Over) -> tuple[str, str]:
    return str(one.mine.when), one.mine.id


def _new(clash: Clash) -> Told:
    if clash.other:
        other = _side(clash.other)
    else:
        held = clash.held
        assert held
        other = Side(held.title or whose(held), listed(held.mechanisms) if held.title and held.mechanisms else "",
                     spanned(held), place(held) if held.title is not None else "")  # fmt: skip
    return Told(_side(clash.mine), other, clashing(clash))


def _over(over: Over) -> Told:
    if over.other:
        said = _("It is %(status)s.") % {"status": status(over.status)} if over.status else ""
        return Told(_side(over.mine), _side(over.other), said)
    title = _("A date of another mechanism") if over.hold else _("Another meeting")
    return Told(_side(over.mine), Side(title), "")


def _side(item: Item) -> Side:
    address = (
        hub("hold", item.plan.key) if item.plan else hub("meeting", item.id.partition(":")[2])
        if item.access == "public" else ""
    )  # fmt: skip
    return Side(item.title or kind(item.type), listed(item.mechanisms), when(item.when), place(item), address)
