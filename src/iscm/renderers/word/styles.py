"""The look of the Word file, as styles that an editor can change in one place."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from iscm.documents.blocks import Document
from iscm.documents.look import FONTS, LIGHT, PRINT
from iscm.renderers.word.xml import Element, element, field

LANGUAGE = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "ar": "ar-SA"}


def prepare(word: Any, document: Document) -> None:
    """Page, language, styles and footer of a new python-docx document."""
    _page(word)
    _language(word, LANGUAGE.get(document.lang, document.lang))
    if document.direction == "rtl":
        _from_the_right(word)
    body, serif = PRINT["body"], FONTS["serif"]
    _style(word, "Normal", size=body, color="ink", after=6, line=1.0)  # the fonts bring air of their own
    _style(word, "Title", serif, size=PRINT["title"], color="deep", bold=True, before=30, after=4)
    _style(word, "Subtitle", serif, size=15, color="blue", bold=True, after=16)
    _style(word, "Heading 1", serif, size=PRINT["section"], color="deep", bold=True, before=26, after=8)
    _style(word, "Heading 2", serif, size=11.5, color="deep", bold=True, before=12, after=2)
    _style(word, "Caption", size=9, color="quiet", before=6, after=6)
    _style(word, "List Bullet", after=4)
    _style(word, "List Number", after=4)
    _style(word, "Footer", size=PRINT["small"], color="quiet")
    _new(word, "Issue Kicker", color="blue", bold=True, before=8)
    _new(word, "Issue Office", size=9, color="quiet", after=2)
    _new(word, "Issue Lead", color="quiet", after=8)
    _new(word, "Issue Small", size=PRINT["small"], color="quiet", after=4)
    _new(word, "Issue Note", size=PRINT["small"], color="ink", bold=True, before=12, after=2)
    _new(word, "Issue Number", serif, size=24, color="deep", bold=True, before=4, after=0, line=1.0)
    _new(word, "Issue Label", size=9, color="quiet", after=4)
    _new(word, "Issue Cell")
    for name in ("Heading 1", "Heading 2", "Issue Lead", "Caption", "Issue Note"):
        word.styles[name].paragraph_format.keep_with_next = True
    _rule(word.styles["Heading 1"], "top", LIGHT["accent"], 12, 6)
    _rule(word.styles["Issue Kicker"], "top", LIGHT["deep"], 36, 10)
    _characters(word)
    _footer(word, document)


def _page(word: Any) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(22), Mm(24)


def _language(word: Any, tag: str) -> None:
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    defaults.find(qn("w:lang")).set(qn("w:val"), tag)
    settings = word.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), tag)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # the present Word, not a compatibility mode


def _from_the_right(word: Any) -> None:
    """Every paragraph begins at the right, whatever its style."""
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:pPrDefault")).find(qn("w:pPr"))
    defaults.insert(0, element("bidi"))


def _new(word: Any, name: str, font: str = "", **look: Any) -> None:
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    style.quick_style = True
    _style(word, name, font, **look)


def _style(
    word: Any,
    name: str,
    font: str = "",
    *,
    size: float | None = None,
    color: str = "ink",
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    line: float | None = None,
) -> None:
    style = word.styles[name]
    look = style.font
    look.name = font or FONTS["sans"]
    _plain_fonts(style.element, look.name)
    look.size = Pt(size) if size else None
    look.bold, look.italic = bold, False
    look.color.rgb = rgb(LIGHT[color])
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    if line:
        layout.line_spacing = line
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)


def _plain_fonts(style: Element, font: str) -> None:
    """One font for every script, and none of the template's theme fonts, which would win."""
    fonts = style.get_or_add_rPr().find(qn("w:rFonts"))
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)
    spacing = style.rPr.find(qn("w:spacing"))
    if spacing is not None:
        style.rPr.remove(spacing)


def _rule(style: Any, side: str, color: str, eighths: int, space: int) -> None:
    line = element(side, val="single", sz=str(eighths), space=str(space), color=color.lstrip("#"))
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(
        element("pBdr", line),
        "w:shd",
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:spacing",
        "w:ind",
        "w:jc",
        "w:outlineLvl",
    )


def _characters(word: Any) -> None:
    """Character styles for links and remarks; "Strong" and "Emphasis" are Word's own."""
    for name, color in (("Hyperlink", "blue"), ("Issue Quiet", "quiet")):
        style = word.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = rgb(LIGHT[color])
        style.font.underline = None
    full_name = word.styles.add_style("Issue Full Name", WD_STYLE_TYPE.CHARACTER)
    full_name.font.color.rgb, full_name.font.size = rgb(LIGHT["quiet"]), Pt(PRINT["small"])
    word.styles["Emphasis"].font.italic = True


def _footer(word: Any, document: Document) -> None:
    footer = word.sections[0].footer.paragraphs[0]
    footer.text = document.footer + "\t"
    tabs = footer.paragraph_format.tab_stops
    _clear_tabs(word.styles["Footer"].element)
    tabs.add_tab_stop(Mm(162), WD_TAB_ALIGNMENT.RIGHT)
    before, rest = document.labels["page"].split("{page}")
    between, after = rest.split("{pages}")
    for part in (before, "PAGE", between, "NUMPAGES", after):
        if part in ("PAGE", "NUMPAGES"):
            for run in field(part, "1"):
                footer._p.append(run)
        elif part:
            footer.add_run(part)


def _clear_tabs(style: Element) -> None:
    tabs = style.get_or_add_pPr().find(qn("w:tabs"))
    if tabs is not None:
        tabs.getparent().remove(tabs)


def rgb(color: str) -> RGBColor:
    return RGBColor.from_string(color.lstrip("#").upper())
