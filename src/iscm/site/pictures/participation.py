"""A tile for each State: in how many mechanisms it is a member on a day; or what it is in one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from iscm.analysis.overlap import ties
from iscm.documents.blocks import Inlines, Link, Row, Table, Text
from iscm.documents.pictures import tiles
from iscm.documents.pictures.picture import Picture
from iscm.domain.claims import holds_on
from iscm.domain.mechanisms import CHAIRS, Mechanism
from iscm.domain.states import regions, states
from iscm.domain.terms import load, mechanisms
from iscm.registry import queries
from iscm.registry.forms import Day, one_mechanism
from iscm.registry.templatetags.wording import alphabetical, called, comma, day, role, roles, short
from iscm.registry.templatetags.wording import state as named
from iscm.site.pictures.kinds import Asked, Kind, Reader

KEY = "participation"
STEPS = (1, 2, 3, 4, 6)  # from how many mechanisms on each shade begins
Looks = Mapping[str, tuple[tiles.Look, str]]  # code of a place: its look, and what is said of it


class Of(Asked):
    """A day, and perhaps one mechanism."""

    as_of = Day(label=gettext_lazy("As of"), required=False)
    mechanism = one_mechanism(mechanisms)


def draw(asked: Mapping[str, Any], reader: Reader, _today: dt.date) -> Picture | None:
    if slug := asked.get("mechanism"):
        found = queries.mechanism(slug)
        return of_mechanism(found, asked["as_of"], reader) if found else None
    return of_all(asked["as_of"], reader)


# ---- all mechanisms ----


def of_all(on: dt.date, reader: Reader) -> Picture:
    held = {code: found["member"] for code, found in queries.places(on).items() if "member" in found}
    drawn = {code for code, known in states().items() if known.kind == "state"} | held.keys()
    counted = {code: len(held.get(code, ())) for code in drawn}
    looks = {code: (_shade(number), _mechanisms(number)) for code, number in counted.items()}
    blocks, legend = _blocks(looks, reader, on), _steps()
    return Picture(
        key=KEY,
        title=_("In how many consultation mechanisms each State is a member"),
        specification=tiles.wide(blocks, legend, backwards=reader.backwards),
        narrow=tiles.narrow(blocks, legend, backwards=reader.backwards),
        alternative=_said_of_all(counted, on),
        table=Table(
            head=(_("State or territory"), _("Mechanisms"), _("Member of")),
            rows=tuple(
                Row(
                    (
                        _place(code, reader, on),
                        _words(str(counted[code])),
                        _words(comma().join(map(short, held.get(code, ()))) or "–"),
                    )
                )
                for code in _in_order(drawn)
            ),
            caption=_("The same as a table"),
            alignment=("start", "end", "start"),
            widths=(3, 2, 6),
        ),
        unknown=_unknown_of_all(on, held),
        of_states=True,
        as_of=on,
    )


def _shade(number: int) -> tiles.Look:
    shades = zip(STEPS, tiles.SHADES, strict=True)
    return next((look for least, look in reversed(list(shades)) if number >= least), tiles.NOBODY)


def _steps() -> list[tuple[tiles.Look, str]]:
    """The legend: none, 1, 2, 3, 4–5, 6 or more."""
    ends = [following - 1 for following in STEPS[1:]]
    spans = [str(a) if a == b else f"{a}–{b}" for a, b in zip(STEPS, ends, strict=False)]
    said = [_("none"), *spans, _("%(n)d or more") % {"n": STEPS[-1]}]
    return list(zip((tiles.NOBODY, *tiles.SHADES), said, strict=True))


def _mechanisms(number: int) -> str:
    if not number:
        return _("no mechanism")
    return ngettext("%(n)d mechanism", "%(n)d mechanisms", number) % {"n": number}


def _said_of_all(counted: Mapping[str, int], on: dt.date) -> str:
    some = {code for code, number in counted.items() if number}
    if not some:
        return _("No State was a member of any mechanism on %(day)s, as far as read.") % {"day": day(on)}
    known = {code for code in counted if states()[code].kind == "state"}
    most = max(counted.values())
    first = _in_order(code for code, number in counted.items() if number == most)
    return _(
        "A tile for each State, by region. Members of a mechanism on %(day)s, as read in a source: %(some)s of %(all)s "
        "States, %(others)s territories and others; of most mechanisms: %(first)s (%(most)s)."
    ) % {
        "day": day(on), "some": len(some & known), "all": len(known), "others": len(some - known),
        "first": comma().join(map(named, first[:3])), "most": most,
    }  # fmt: skip


def _unknown_of_all(on: dt.date, held: Mapping[str, list[str]]) -> str:
    stood = queries.standing(on)
    inferred = {
        (code, slug)
        for code, slug, part in queries.seats(as_of=on)
        if part.role == "member" and part.basis == "inferred" and part.chosen and slug in stood
    }
    worked_out = len(inferred - {(code, slug) for code, slugs in held.items() for slug in slugs})
    return " ".join(filter(None, (_worked_out(worked_out), _since())))


def _worked_out(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(n)d membership that was only worked out from a parent body is not counted.",
        "%(n)d memberships that were only worked out from a parent body are not counted.",
        number,
    ) % {"n": number}


def _since() -> str:
    return _(
        "Where no source says since when somebody takes part, it counts from the founding of the mechanism."
    )


# ---- one mechanism ----


def of_mechanism(found: Mechanism, on: dt.date, reader: Reader) -> Picture:
    stood = holds_on(on, found.established, found.ended)
    held = [tie for tie in ties({found.slug: found.participations}, on) if stood]
    parts: dict[str, set[str]] = {}
    for tie in held:
        if tie.basis == "read":
            parts.setdefault(tie.place, set()).add(tie.role)
    looks = {code: (tiles.NOBODY, "–") for code, known in states().items() if known.kind == "state"}
    looks |= {code: (_look(own), _roles(own)) for code, own in parts.items()}
    near = {states()[code].region for code in parts if states()[code].kind == "state"}
    blocks = _blocks({code: look for code, look in looks.items() if _drawn(code, near)}, reader, on)
    legend = _roles_legend(parts.values())
    members = sum("member" in own for own in parts.values())
    said = ngettext(
        "A tile for each State of the regions that take part. Members on %(day)s, as read in a source: %(n)d State "
        "or territory.",
        "A tile for each State of the regions that take part. Members on %(day)s, as read in a source: %(n)d States "
        "and territories.",
        members,
    ) % {"n": members, "day": day(on)}
    return Picture(
        key=KEY,
        title=_("Who takes part: %(mechanism)s") % {"mechanism": short(found.slug)},
        specification=tiles.wide(blocks, legend, backwards=reader.backwards),
        narrow=tiles.narrow(blocks, legend, backwards=reader.backwards),
        alternative=said,
        table=Table(
            head=(_("State or territory"), _("Takes part as")),
            rows=tuple(Row((_place(code, reader, on), _words(_roles(parts[code])))) for code in _in_order(parts)),
            caption=_("The same as a table"),
            alignment=("start", "start"),
            widths=(3, 3),
        ),
        unknown=_unknown(found, on, {tie.place for tie in held if tie.role == "member"} - parts.keys()),
        of_states=True,
        as_of=on,
    )  # fmt: skip


def _drawn(code: str, near: set[str]) -> bool:
    """Whether it is of one of these regions, or apart from all; where there is no region, all are drawn."""
    return not near or states()[code].kind != "state" or states()[code].region in near


def _look(own: set[str]) -> tiles.Look:
    if own & set(CHAIRS):
        return tiles.CHAIR
    return tiles.MEMBER if "member" in own else tiles.OTHER


def _roles(own: Iterable[str]) -> str:
    """Roles in the order of the vocabulary."""
    held = set(own)
    return comma().join(role(key) for key in load("roles") if key in held)


def _roles_legend(parts: Iterable[set[str]]) -> list[tuple[tiles.Look, str]]:
    """Only what is drawn; the dashed edge is called by what those who have it are."""
    owned = list(parts)
    looks = {_look(own) for own in owned}
    others = {key for own in owned if _look(own) == tiles.OTHER for key in own}
    called_ = {
        tiles.MEMBER: roles("member"),
        tiles.CHAIR: role("chair"),
        tiles.OTHER: comma().join(roles(key) for key in load("roles") if key in others),
    }
    return [(look, str(name)) for look, name in called_.items() if look in looks]


def _unknown(found: Mechanism, on: dt.date, worked_out: set[str]) -> str:
    others = sum(part.party.kind in ("organisation", "group") for part in found.as_of(on).members)
    elsewhere = ngettext(
        "%(n)d member that is an organisation or a group of States is not drawn.",
        "%(n)d members that are organisations or groups of States are not drawn.",
        others,
    ) % {"n": others}
    complete = "" if found.members_complete else _("The list of members may not be complete.")
    return " ".join(
        filter(None, (elsewhere if others else "", _worked_out(len(worked_out)), complete, _since()))
    )


# ---- what both share ----


def _blocks(looks: Looks, reader: Reader, on: dt.date) -> list[tiles.Block]:
    """Regions and their parts as M49 has them, by name; territories and others apart, at the end."""
    found: dict[str, dict[str, list[tiles.Tile]]] = {}
    apart: list[tiles.Tile] = []
    for code in _in_order(looks):
        known, (look, said) = states()[code], looks[code]
        tile = tiles.Tile(code, f"{named(code)}: {said}", _page(code, reader, on), look)
        if known.kind != "state":
            apart.append(tile)
            continue
        finer = known.part if known.part and known.part != "830" else known.subregion
        found.setdefault(_region(known.region), {}).setdefault(_region(finer), []).append(tile)
    blocks = [
        tiles.Block(region, tuple((part, tuple(parts[part])) for part in sorted(parts, key=alphabetical)))
        for region, parts in sorted(found.items(), key=lambda pair: alphabetical(pair[0]))
    ]
    return [*blocks, *([tiles.Block(_("Territories and others"), (("", tuple(apart)),))] if apart else [])]


def _region(code: str) -> str:
    return str(called(regions().get(code, {})))


def _in_order(codes: Iterable[str]) -> list[str]:
    return sorted(codes, key=lambda code: alphabetical(named(code)))


def _page(code: str, reader: Reader, on: dt.date) -> str:
    return reader.address("state", code.lower(), as_of=on)


def _place(code: str, reader: Reader, on: dt.date) -> Inlines:
    return (Link(_words(named(code)), _page(code, reader, on)),)


def _words(text: str) -> Inlines:
    return (Text(str(text)),)


KIND = Kind(draw=draw, form=Of, usual=lambda today: {"as_of": today})
