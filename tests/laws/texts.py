"""Any text whatever, and texts made of the field's own words in any order."""

from __future__ import annotations

from hypothesis import strategies as st

from iscm.domain.terms import events, load, mechanisms, places, types

_WORDS = sorted(
    {word.rstrip("*") for kind in types().values() for words in kind.head.values() for word in words}
    | {word.rstrip("*") for kind in types().values() for words in kind.mark.values() for word in words}
    | {word.rstrip("*") for table in load("links").values() for words in table.values() for word in words}
    | {name for names in load("words")["months"].values() for month in names for name in month}
    | {name for row in mechanisms().values() for name in (row.acronym, *row.aliases) if name}
    | {word for event in events().values() for word in event["words"]}
    | {city for rows in places().values() for spellings in rows for city in spellings}
)
_SIGNS = list("()[]{}.,;:!?-–—/&+*_•·\"'’“”«»№°ºª|\\#@%€")
_BREAKS = ["\n", "\n\n", "\r\n", "\t", "\u00a0", "\u2028", "\u200b", "\u200f", "\u202e", "\ufeff", "\x00"]
_FOREIGN = [
    "اجتماع",
    "١٠ مايو",
    "会议",
    "5月10日",
    "☃",
    "👩‍👩‍👧",
    "e\u0301",
    "ﬁ",
    "İ",
    "ß",
    "\U0001d7d9",
    "²",
    "Ⅳ",
    "½",
]
_NUMBERS = [
    *"1st 3rd 11th 8e 1re 8.ª 1er XXIV IV. 5-я 2022 2019-2022 31 31.06. 05.06.2018 12.VI.2019 2022-03-23".split(),
    *"2022-13-40 0 00 99/99/9999 1/2/3 30-2 100000000000000000000".split(),
    *("4 & 5", "x 3"),
]


def texts() -> st.SearchStrategy[str]:
    """Plain noise; and the field's words, days, signs and breaks, thrown together."""
    part = st.one_of(
        st.sampled_from(_WORDS),
        st.sampled_from(_WORDS).map(str.upper),
        st.sampled_from(_NUMBERS),
        st.integers(0, 40).map(str),
        st.sampled_from(_SIGNS),
        st.sampled_from(_BREAKS),
        st.sampled_from(_FOREIGN),
        st.text(max_size=3),
    )
    mixed = st.lists(st.tuples(part, st.sampled_from(["", " ", " ", " "])), max_size=40)
    return st.one_of(st.text(max_size=80), mixed.map(lambda pairs: "".join(a + b for a, b in pairs)))
