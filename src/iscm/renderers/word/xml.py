"""The few elements of WordprocessingML that python-docx has no words for."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Element = Any  # an lxml element; lxml comes without types


def element(name: str, /, *children: Element, **attributes: str) -> Element:
    """<w:name w:attribute="...">children</w:name>."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    for child in children:
        made.append(child)
    return made


def field(instruction: str, shown: str) -> list[Element]:
    """The runs of a field such as PAGE, showing ``shown`` until Word counts for itself."""
    text = element("t")
    text.text = shown
    code = element("instrText")
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    code.text = f" {instruction} "
    kinds = ("begin", None, "separate", "text", "end")
    runs = []
    for kind in kinds:
        inner = {None: code, "text": text}.get(kind)
        runs.append(element("r", inner if inner is not None else element("fldChar", fldCharType=str(kind))))
    return runs
