"""States and territories by UN usage: short names in six languages, regions, former names."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from iscm.domain.terms import load

NAME_LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")


@dataclass(frozen=True, slots=True)
class State:
    """A State, a territory, or a place of another standing that takes part in a mechanism.

    ``code`` is ISO 3166-1 alpha-2 (``XK`` user-assigned). ``name[lang]`` is the UN short name; a language is
    missing where the United Nations has none. ``m49`` and the regions are UN M49 codes of three digits, ""
    where there is none; ``part`` is the finer region that M49 knows inside some (Western Africa). ``kind`` is
    ``state``, ``territory`` or ``other``; ``un`` is ``member``, ``observer`` or "". ``former`` maps a name no
    longer used to its last month of use (EDTF). ``note`` must stand wherever the name does.
    """

    code: str
    name: Mapping[str, str]
    code3: str = ""
    m49: str = ""
    region: str = ""
    subregion: str = ""
    part: str = ""
    kind: str = "state"
    un: str = ""
    short: str = ""
    also: tuple[str, ...] = ()
    former: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def called(self, lang: str = "en") -> str:
        """Its name in ``lang``, or honestly in English."""
        return self.name.get(lang) or self.name["en"]

    @property
    def regions(self) -> tuple[str, ...]:
        """Its M49 regions, the widest first."""
        return tuple(code for code in (self.region, self.subregion, self.part) if code)


@cache
def states() -> Mapping[str, State]:
    """Every State and territory by its two-letter code, in the order of the codes."""
    more = load("states")
    lines = (files("iscm.domain.vocabulary") / "states.csv").read_text("utf-8").splitlines()
    head = lines[0].split(",")
    found: dict[str, State] = {}
    for line in lines[1:]:
        row = dict(zip(head, _cells(line), strict=True))
        code = row["code"]
        found[code] = State(
            code=code,
            name={lang: row[lang] for lang in NAME_LANGUAGES if row[lang]},
            code3=row["code3"],
            m49=row["m49"],
            region=row["region"],
            subregion=row["subregion"],
            part=row["part"],
            kind=row["kind"],
            un=row["un"],
            short=more["short"].get(code, row["en"]),
            also=tuple(more["also"].get(code, ())),
            former=more["former"].get(code, {}),
        )
    kosovo = more["XK"]
    found["XK"] = State(code="XK", short=kosovo["name"]["en"], **kosovo)
    return dict(sorted(found.items()))


def _cells(line: str) -> list[str]:
    """The cells of a CSV line; spares the import of the csv module on the way to reading one line."""
    if '"' not in line:
        return line.split(",")
    parts = line.split('"')
    masked = "".join(p.replace(",", "\0") if i % 2 else p for i, p in enumerate(parts))
    return [cell.replace("\0", ",") for cell in masked.split(",")]


@cache
def regions() -> Mapping[str, Mapping[str, str]]:
    """Names of the M49 regions by their code, in six languages."""
    table: Mapping[str, Mapping[str, str]] = load("states")["regions"]
    return table


def fold(text: str) -> str:
    """A name without what writers vary: case, accents, form of apostrophes, a leading "the", blanks."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(plain.split()).removeprefix("the ")


@cache
def names() -> Mapping[str, str]:
    """Every name met in prose, folded, to the code it means. A name in full use wins over another's former one."""
    table: dict[str, str] = {}
    for state in states().values():
        for name in (*state.name.values(), *state.also, state.short, *state.former):
            table.setdefault(fold(name), state.code)
        bare = state.name["en"].partition(" (")[0]  # "Bolivia (Plurinational State of)"
        table.setdefault(fold(bare), state.code)
    return table


def state_named(text: str) -> State | None:
    """The State that a name means, in any of its spellings and languages; None if it is none of them."""
    code = names().get(fold(text))
    return states()[code] if code else None
