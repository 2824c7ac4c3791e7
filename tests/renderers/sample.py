"""A small document with one of every block and inline, in words that no format may take for its own."""

from __future__ import annotations

import datetime as dt
from typing import get_args

from iscm.documents import blocks
from iscm.documents.blocks import (
    Anchor,
    Bar,
    Block,
    Document,
    Emphasis,
    Entry,
    Figure,
    Heading,
    Inlines,
    KeyFigure,
    KeyFigures,
    Link,
    List,
    Masthead,
    Note,
    PageBreak,
    Paragraph,
    Quiet,
    Row,
    Strong,
    Table,
    Text,
)
from iscm.documents.figures import bar_chart, narrow_bar_chart
from iscm.documents.words import table

HOSTILE = (
    "<b>bold</b> & <script>alert(1)</script>",
    "=1+1",
    '#let x = "1"; $x^2$ *star* _under_ @place <label> \\ // -- `raw`',
    "{{ brace }} {% tag %} ${shell} %s {0}",
    "<mj-text>x</mj-text> ]]> <!-- -->",
    "quote \" and ' and « guillemets »",
    "Ångström Łódź Türkiye Владивосток Ελλάδα",
)


def words(text: str) -> Inlines:
    return (Text(text),)


def document(text: str = "words", *extra: Block) -> Document:
    """Every block holds ``text`` wherever it holds words, and a mark that tells which block it was."""
    bars = (Bar(label=f"bar {text}", value=3, target="row"), Bar(label="other", value=1))
    return Document(
        title=f"Title {text}",
        lang="en",
        direction="ltr",
        author="An Office\nof Some House",
        contact="office@example.org",
        subject=f"Subject {text}",
        keywords=("one", text),
        issued=dt.date(2023, 2, 28),
        key="sample",
        footer="Sample · Issue I",
        labels=table("en")["furniture"],
        blocks=(*every(text, bars), *extra),
    )


def every(text: str, bars: tuple[Bar, ...]) -> tuple[Block, ...]:
    numbers = Table(
        head=("Name", "Number"),
        rows=(Row((words(f"counted {text}"), words("7"))),),
        caption=f"numbers {text}",
        alignment=("start", "end"),
        widths=(3, 1),
    )
    content: Inlines = (
        Anchor("statement", words(f"anchored {text}")),
        Text(" "),
        Strong(words(f"strong {text}")),
        Text(" "),
        Emphasis(words(f"emphatic {text}")),
        Text(" "),
        Quiet(words(f"quiet {text}")),
        Text(" "),
        Link(words(f"outward {text}"), "https://example.org/?a=1&b=%22"),
        Text(" "),
        Link(words(f"inward {text}"), target="row", more=("statement", "nowhere")),
        Text(" "),
        Link(words(f"lost {text}"), target="nowhere"),
        Text(" "),
        Link(words(f"refused {text}"), "javascript:alert(1)"),
        Text(" "),
        Text(f"étranger {text}", "fr"),
    )
    return (
        Masthead(
            title=f"masthead {text}",
            strapline=f"strapline {text}",
            kicker=(f"kicker {text}", "2022"),
            office=f"office {text}",
            contact=Link(words("office@example.org"), "mailto:office@example.org"),
        ),
        Heading(1, f"section {text}", "section"),
        Paragraph(content, id="paragraph"),
        Paragraph(words(f"lead {text}"), "lead"),
        Heading(2, f"heading {text}", "heading", "fr"),
        Entry(
            heading=Heading(2, f"entry {text}", "entry"),
            aside=Text(f"aside {text}"),
            content=words(f"told {text}"),
        ),
        List((words(f"item {text}"), words("second"))),
        List((words(f"first {text}"), words("next")), ordered=True),
        Table(
            head=("Left", f"head {text}"),
            rows=(Row((words(f"cell {text}"), words("right")), "row"),),
            caption=f"caption {text}",
            alignment=("start", "start"),
            widths=(2, 5),
        ),
        KeyFigures((KeyFigure("42", f"figure {text}", "section"), KeyFigure("7", "unlinked"))),
        PageBreak(),
        Figure(
            id="figure",
            specification=bar_chart(bars, width=500),
            narrow=narrow_bar_chart(bars, width=300),
            bars=bars,
            alternative=f"alternative {text}",
            caption=f"chart {text}",
            table=numbers,
        ),
        Note(f"note {text}", (words(f"small {text}"),)),
    )


SPOKEN = tuple(  # what is read in every format, whatever its look, in its order
    "kicker masthead strapline office section anchored strong emphatic quiet outward inward lost refused étranger "
    "lead heading entry aside told item first cell figure chart note small".split()
)


def kinds() -> set[str]:
    """The names of every block and inline there is."""
    return {kind.__name__ for union in (blocks.Block, blocks.Inline) for kind in get_args(union)}
