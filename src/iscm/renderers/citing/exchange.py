"""A material for reference managers: BibTeX and RIS, from CSL-JSON."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from typing import Any

Item = Mapping[str, Any]
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_RIS = {"report": "RPRT", "periodical": "MGZN"}


def _line(text: str) -> str:
    """Words on one line: a line break would begin a field of its own."""
    return " ".join(text.split())


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in _line(text))


def _date(item: Item) -> list[int]:
    parts = item.get("issued", {}).get("date-parts", ())
    return list(parts[0]) if parts else []


def bibtex(item: Item) -> str:
    """One entry, in UTF-8. Names stand in braces: they are those of bodies, or as printed, and are not to be turned."""
    date = _date(item)
    kind = "techreport" if item["type"] == "report" else "misc"
    made = " and ".join(f"{{{_tex(one['literal'])}}}" for one in item.get("author", ()))
    publisher = item.get("publisher") or "; ".join(one["literal"] for one in item.get("author", ()))
    fields = {
        "author": made,
        "title": f"{{{_tex(item['title'])}}}",
        "institution" if kind == "techreport" else "howpublished": _tex(publisher),
        "year": str(date[0]) if date else "",
        "month": calendar.month_abbr[date[1]].lower() if date[1:] else "",
        "number": _tex(item.get("number", "")),
        "type": _tex(item.get("genre", "")),
        "doi": item.get("DOI", ""),
        "url": item["URL"],
        "language": item.get("language", ""),
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'}"
        for name, value in fields.items()
        if value
    ]
    return f"@{kind}{{{re.sub(r'[^a-zA-Z0-9:-]', '-', item['id'])},\n" + ",\n".join(lines) + "\n}\n"


def ris(item: Item) -> str:
    """One record, its lines ended as the format wants."""
    date = _date(item)
    told = "/".join(f"{part:02d}" if n else str(part) for n, part in enumerate(date))
    fields = [
        ("TY", _RIS.get(item["type"], "GEN")),
        *(("AU", one["literal"]) for one in item.get("author", ())),
        ("TI", item["title"]),
        ("PY", str(date[0]) if date else ""),
        ("DA", told + "/" * (3 - len(date)) if date else ""),
        ("PB", item.get("publisher", "")),
        ("M3", item.get("genre", "")),
        ("SN", item.get("number", "")),
        ("AB", item.get("abstract", "")),
        ("LA", item.get("language", "")),
        ("DO", item.get("DOI", "")),
        ("UR", item["URL"]),
    ]
    body = "".join(f"{tag}  - {_line(str(value))}\r\n" for tag, value in fields if value)
    return f"{body}ER  - \r\n"
