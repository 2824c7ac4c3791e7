"""The blocks of a document as paragraphs, tables and pictures of a Word file."""

from __future__ import annotations

import copy
import hashlib
import io
import unicodedata
from dataclasses import dataclass, field
from typing import Any, assert_never

import docx
from docx.enum.table import WD_TABLE_DIRECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm

from iscm.documents.blocks import (
    Anchor,
    Block,
    Document,
    Emphasis,
    Entry,
    Figure,
    Heading,
    Inline,
    Inlines,
    KeyFigures,
    Link,
    List,
    Masthead,
    Note,
    PageBreak,
    Paragraph,
    Quiet,
    Strong,
    Table,
    Text,
)
from iscm.documents.look import LIGHT
from iscm.documents.places import followed, places
from iscm.renderers import charts
from iscm.renderers.word import package, styles
from iscm.renderers.word.xml import Element, element

_STYLES = {"lead": "Issue Lead", "quiet": "Issue Small"}
_WIDTH = 162  # mm of text between the margins
_TALLEST = 225  # mm of a picture that still has room for its caption on the page


def render(document: Document) -> bytes:
    """The document as .docx."""
    word = docx.Document()
    styles.prepare(word, document)
    package.properties(word, document)
    package.embed_fonts(word)
    writer = _Writer(word, places(document), backwards=document.direction == "rtl")
    for block in document.blocks:
        writer.block(block)
    return package.saved(word, document.issued)


@dataclass
class _Writer:
    word: Any
    places: frozenset[str]
    backwards: bool = False
    bookmarks: int = 0
    new_page: bool = False
    placed: set[str] = field(default_factory=set)

    def block(self, block: Block) -> None:
        match block:
            case Masthead():
                self.masthead(block)
            case Heading():
                self.heading(block)
            case Paragraph():
                self.paragraph(block.content, _STYLES.get(block.style, "Normal"), block.id)
            case Entry():
                self.entry(block)
            case List():
                self.items(block)
            case Table():
                self.table(block)
            case KeyFigures():
                self.key_figures(block)
            case Figure():
                self.figure(block)
            case Note():
                self.note(block)
            case PageBreak():
                self.new_page = True
            case _:
                assert_never(block)

    # ---- paragraphs ----

    def paragraph(self, content: Inlines, style: str = "Normal", place: str | None = None) -> Any:
        paragraph = self.word.add_paragraph(style=style)
        self.fill(paragraph, content, place)
        return paragraph

    def fill(self, paragraph: Any, content: Inlines, place: str | None = None) -> None:
        if self.new_page:
            paragraph.paragraph_format.page_break_before = True
            self.new_page = False
        for child in self.placed_at(place, self.inlines(content, {}, paragraph.part)):
            paragraph._p.append(child)

    def masthead(self, block: Masthead) -> None:
        self.paragraph((Text("     ".join(block.kicker)),), "Issue Kicker")
        self.paragraph((Text(block.title),), "Title")
        self.paragraph((Text(block.strapline),), "Subtitle")
        self.paragraph((Text(block.office),), "Issue Office")
        self.paragraph((block.contact,), "Issue Office")

    def heading(self, block: Heading) -> None:
        self.paragraph((Text(block.text, block.lang),), f"Heading {block.level}", block.id)

    def entry(self, block: Entry) -> None:
        """The full name opens the paragraph: a heading is then always kept with what it heads."""
        self.heading(block.heading)
        paragraph = self.word.add_paragraph()
        if block.aside:
            look = {"style": "IssueFullName"} | ({"lang": block.aside.lang} if block.aside.lang else {})
            paragraph._p.append(_run(block.aside.text, look))
            paragraph._p.append(element("r", element("br")))
        self.fill(paragraph, block.content)

    def note(self, block: Note) -> None:
        self.paragraph((Text(block.title),), "Issue Note")
        for content in block.paragraphs:
            self.paragraph(content, "Issue Small")

    def items(self, block: List) -> None:
        number = self.numbering() if block.ordered else None
        for item in block.items:
            paragraph = self.paragraph(item, "List Number" if block.ordered else "List Bullet")
            if number:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number

    def numbering(self) -> int:
        """A list of its own, counting from one again."""
        root = self.word.part.numbering_part.numbering_definitions._numbering
        style = self.word.styles["List Number"].element
        numbered = root.num_having_numId(style.pPr.numPr.numId.val)
        made = root.add_num(numbered.abstractNumId.val)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)

    # ---- tables and pictures ----

    def table(self, block: Table, width: int = _WIDTH) -> None:
        table = self.word.add_table(rows=1, cols=len(block.head))
        table.autofit = False
        _dress(table, block.caption)
        if self.backwards:
            table.table_direction = WD_TABLE_DIRECTION.RTL
        parts = [Mm(width * part / sum(block.widths)) for part in block.widths]
        for column, part in zip(table.columns, parts, strict=True):
            column.width = part
        head = table.rows[0]
        head._tr.get_or_add_trPr().append(element("tblHeader"))
        for cell, text in zip(head.cells, block.head, strict=True):
            self.fill(cell.paragraphs[0], (Quiet((Strong((Text(text),)),)),))
        for row in block.rows:
            added = table.add_row()
            for at, (cell, content) in enumerate(zip(added.cells, row.cells, strict=True)):
                words: Inlines = (Strong(content),) if at == 0 else content
                self.fill(cell.paragraphs[0], words, row.id if at == 0 else None)
        for at, row in enumerate(table.rows):
            row._tr.get_or_add_trPr().insert(0, element("cantSplit"))
            for cell, part, side in zip(row.cells, parts, block.alignment, strict=True):
                cell.width = part
                cell.paragraphs[0].style = "Issue Cell"
                cell.paragraphs[0].alignment = 2 if side == "end" else None
                cell.paragraphs[0].paragraph_format.keep_with_next = True if at == 0 else None
        self.word.add_paragraph(style="Issue Small")

    def key_figures(self, block: KeyFigures) -> None:
        """A borderless row: Word has no grid but a table, and this one reads well cell by cell."""
        if not block.items:
            return
        table = self.word.add_table(rows=1, cols=len(block.items))
        table._tbl.tblPr.append(_margins(0))
        for cell, item in zip(table.rows[0].cells, block.items, strict=True):
            number: Inlines = (Text(item.value),)
            cell.paragraphs[0].style = "Issue Number"
            self.fill(cell.paragraphs[0], (Link(number, target=item.target),) if item.target else number)
            self.fill(cell.add_paragraph(style="Issue Label"), (Text(item.label),))

    def figure(self, block: Figure) -> None:
        self.paragraph((Text(block.caption),), "Caption", block.id)
        holder = self.word.add_paragraph()
        shape = holder.add_run().add_picture(
            io.BytesIO(charts.png(block.specification, 2.5)), width=Mm(_WIDTH)
        )
        if shape.height > Mm(_TALLEST):
            shape.width, shape.height = int(shape.width * Mm(_TALLEST) / shape.height), Mm(_TALLEST)
        package.sharpen(self.word, shape, charts.svg(block.specification))
        shape._inline.docPr.set("descr", block.alternative)
        shape._inline.docPr.set("name", block.caption)
        self.paragraph((Text(block.table.caption),), "Caption")
        self.table(block.table, _WIDTH if len(block.table.head) > 2 else _WIDTH * 3 // 5)

    # ---- words ----

    def inlines(self, content: Inlines, look: dict[str, str], part: Any) -> list[Element]:
        return [child for inline in content for child in self.inline(inline, look, part)]

    def inline(self, inline: Inline, look: dict[str, str], part: Any) -> list[Element]:
        match inline:
            case Text():
                return [_run(inline.text, look | ({"lang": inline.lang} if inline.lang else {}))]
            case Strong():
                return self.inlines(inline.content, look | {"bold": "1"}, part)
            case Emphasis():
                return self.inlines(inline.content, look | {"italic": "1"}, part)
            case Quiet():
                return self.inlines(inline.content, look | {"style": "IssueQuiet"}, part)
            case Link():
                return self.link(inline, look, part)
            case Anchor():
                return self.placed_at(inline.id, self.inlines(inline.content, look, part))
            case _:
                assert_never(inline)

    def link(self, inline: Link, look: dict[str, str], part: Any) -> list[Element]:
        address = followed(inline.address)
        inside = inline.target in self.places
        if not address and not inside:
            return self.inlines(inline.content, look, part)
        link = element(
            "hyperlink", *self.inlines(inline.content, look | {"style": "Hyperlink"}, part), history="1"
        )
        if inside:
            link.set(qn("w:anchor"), _bookmark(str(inline.target)))
        else:
            link.set(qn("r:id"), part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        more = [
            self.further(target, number)
            for number, target in enumerate(inline.more, 2)
            if target in self.places
        ]
        return [link, *more]

    def further(self, target: str, number: int) -> Element:
        run = _run(str(number), {"style": "Hyperlink", "raised": "1"})
        return element("hyperlink", run, anchor=_bookmark(target), history="1")

    def placed_at(self, place: str | None, content: list[Element]) -> list[Element]:
        """``content`` between the two ends of a bookmark."""
        if not place or place in self.placed:
            return content
        self.placed.add(place)
        self.bookmarks += 1
        number = str(self.bookmarks)
        start = element("bookmarkStart", id=number, name=_bookmark(place))
        return [start, *content, element("bookmarkEnd", id=number)]


def _bookmark(place: str) -> str:
    """A name that Word takes: letters, digits and underscores, at most 40."""
    name = "".join(c if c.isascii() and c.isalnum() else "_" for c in place)
    digest = hashlib.sha256(place.encode()).hexdigest()[:6]
    return f"p_{name[:30]}_{digest}"


def _run(text: str, look: dict[str, str]) -> Element:
    properties = element("rPr")
    if "style" in look:
        properties.append(element("rStyle", val=look["style"]))
    if "bold" in look:
        properties.append(element("b"))
    if "italic" in look:
        properties.append(element("i"))
    if "raised" in look:
        properties.append(element("vertAlign", val="superscript"))
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text):
        properties.append(element("rtl"))
    if "lang" in look:
        properties.append(element("lang", val=styles.LANGUAGE.get(look["lang"], look["lang"])))
    run = element("r", properties)
    words = element("t")
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    words.text = text
    run.append(words)
    return run


def _dress(table: Any, caption: str) -> None:
    """Hairlines between rows, a strong one under the head; the caption as its title for those who cannot see it."""
    line = LIGHT["line"].lstrip("#")
    properties = table._tbl.tblPr
    hair = {"val": "single", "sz": "4", "space": "0", "color": line}
    properties.append(element("tblBorders", element("bottom", **hair), element("insideH", **hair)))
    properties.append(_margins(50))
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
        properties.append(copy.copy(look))
    properties.append(element("tblCaption", val=caption))
    for cell in table.rows[0].cells:
        strong = element("bottom", val="single", sz="12", space="0", color=LIGHT["deep"].lstrip("#"))
        cell._tc.get_or_add_tcPr().append(element("tcBorders", strong))


def _margins(above: int) -> Element:
    """Cells flush with the text at the left; ``above`` and below in twentieths of a point."""
    sides = (("top", above), ("left", 0), ("bottom", above), ("right", 140))
    return element("tblCellMar", *(element(side, w=str(width), type="dxa") for side, width in sides))
