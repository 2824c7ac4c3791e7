"""How pages of a round word what they show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from iscm.analysis.matching import Change, Match
from iscm.domain.statements import Finding
from iscm.domain.when import When
from iscm.intake.queries import Understood
from iscm.intake.rules import LEAVE, NEW
from iscm.registry.templatetags.wording import mode, state, status, when

register = template.Library()


@register.filter
def standing(key: str) -> str:
    """Where a mechanism stands in a round."""
    return {
        "unasked": pgettext("round", "not asked yet"),
        "asked": pgettext("round", "asked"),
        "opened": pgettext("round", "opened"),
        "reported": pgettext("round", "reported"),
        "confirmed": pgettext("round", "confirmed"),
        "silent": pgettext("round", "silent"),
    }[key]


@register.filter
def options(match: Match) -> list[tuple[str, str]]:
    """What something said may be, the proposal first: value and words."""
    known = [m for m in (match.meeting, *match.others) if m]
    rows = [(m.id, f"{m.title} ({when(m.when)})" if m.when else m.title) for m in known]
    return [*rows, (NEW, _("A meeting of its own")), (LEAVE, _("Words only, no meeting"))]


@register.filter
def former(change: Change) -> str:
    return _worded(change.field, change.before)


@register.filter
def latter(change: Change) -> str:
    return _worded(change.field, change.after)


def _worded(field: str, value: str) -> str:
    said = {"when": lambda v: when(When.parse(v)), "country": state, "mode": mode, "status": status}.get(
        field
    )
    return str(said(value)) if said and value else value


@register.filter
def elsewhere(seen: Understood) -> list[Finding]:
    """Questions that belong to no statement; notes of the office's own are not asked here."""
    spans = [f.span for f in seen.reading.found]
    return [
        q for q in seen.checked.open
        if q.severity != "note" and not (q.span and any(s.start <= q.span.start < s.end for s in spans))
    ]  # fmt: skip


@register.filter
def dated_first(matches: Iterable[Match]) -> list[Match]:
    """By date, undated last."""
    return sorted(matches, key=lambda m: (m.meant.when is None, str(m.meant.when or "")))


@register.filter
def themes_of(seen: Understood) -> list[str]:
    """Themes of the vocabulary that a report touches, each once."""
    return list(dict.fromkeys(theme for f in seen.reading.found for theme in f.statement.themes))


@register.filter
def choice_of(chosen: Mapping[str, str], key: str) -> str:
    return chosen.get(key, "")


@register.filter
def kept(matches: Iterable[Match], chosen: Mapping[str, str]) -> list[Match]:
    """Without what was decided to be words alone."""
    return [match for match in matches if chosen.get(match.meant.key) != LEAVE]


@register.filter
def of_ask(numbers: Mapping[int, int], key: int) -> int:
    return numbers.get(key, 0)
