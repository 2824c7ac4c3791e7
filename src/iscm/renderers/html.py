"""The web page: one self-contained file, no script, nothing asked of anyone else; and the same body for the site."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib.resources import files
from typing import assert_never

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
    Row,
    Strong,
    Table,
    Text,
    plain,
)
from iscm.documents.look import DARK, FONTS, LIGHT
from iscm.documents.places import followed
from iscm.renderers import charts

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'"
_FACES = (
    ("Hub Serif", 600, "HubSerif-SemiBold"),
    ("Hub Sans", 400, "HubSans-Regular"),
    ("Hub Sans", 600, "HubSans-SemiBold"),
)


def render(document: Document) -> bytes:
    """The whole page as UTF-8."""
    head = "".join(
        f'<meta name="{name}" content="{escape(content)}">'
        for name, content in (
            ("author", " · ".join(document.author.split("\n")).strip(" ·")),
            ("description", document.subject),
            ("keywords", ", ".join(document.keywords)),
            ("dcterms.issued", document.issued.isoformat()),
            ("color-scheme", "light dark"),
        )
    )
    return (
        f'<!doctype html>\n<html lang="{document.lang}" dir="{document.direction}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(document.title)}</title>{head}\n<style>\n{stylesheet()}</style></head>\n"
        f'<body class="issue-page"><a class="skip" href="#contents">{escape(document.labels["skip"])}</a>\n'
        f"<main>\n{fragment(document)}</main>\n</body>\n</html>\n"
    ).encode()


def fragment(document: Document) -> str:
    """The body alone, an <article class="issue">, for a page that brings ``stylesheet()`` itself."""
    return (
        f'<article class="issue" lang="{document.lang}" dir="{document.direction}">\n'
        f"{''.join(_sections(document))}</article>\n"
    )


@cache
def stylesheet(*, fonts: bool = True) -> str:
    """The style of ``fragment``; ``fonts`` False leaves the embedded fonts out (some 70 kB)."""
    here = files("iscm.renderers")
    faces = "".join(_face(*face) for face in _FACES) if fonts else ""
    light = {**LIGHT, "serif": FONTS["serif_web"], "sans": FONTS["sans_web"]}
    return (
        f"{faces}:root{{{_variables(light)}}}\n@media (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}\n"
        + (here / "issue.css").read_text("utf-8")
    )


def _face(family: str, weight: int, name: str) -> str:
    data = base64.b64encode((files("iscm.renderers") / "fonts" / f"{name}.woff2").read_bytes()).decode()
    return (
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-display:swap;"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}\n"
    )


def _variables(values: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())


def _sections(document: Document) -> Iterator[str]:
    """The blocks, with everything from one first-level heading to the next in a section."""
    open_section = False
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            yield "</section>\n" if open_section else _contents(document)
            yield f'<section aria-labelledby="{escape(block.id)}">\n'
            open_section = True
        elif isinstance(block, Note) and open_section:
            yield "</section>\n"
            open_section = False
        yield _block(block)
    if open_section:
        yield "</section>\n"


def _contents(document: Document) -> str:
    links = "".join(
        f'<li><a href="#{escape(b.id)}">{escape(b.text)}</a></li>'
        for b in document.blocks
        if isinstance(b, Heading) and b.level == 1
    )
    label = escape(document.labels["contents"])
    return f'<nav class="contents" id="contents" aria-label="{label}"><ul>{links}</ul></nav>\n'


def _block(block: Block) -> str:
    match block:
        case Masthead():
            kicker = "".join(f"<span>{escape(part)}</span>" for part in block.kicker)
            return (
                f'<header class="masthead"><p class="kicker">{kicker}</p><h1>{escape(block.title)}</h1>'
                f'<p class="strapline">{escape(block.strapline)}</p>'
                f'<p class="office">{escape(block.office)}<br>{inlines((block.contact,))}</p></header>\n'
            )
        case Heading():
            return _heading(block)
        case Paragraph():
            style = f' class="{block.style}"' if block.style else ""
            return f"<p{style}{_id(block.id)}>{inlines(block.content)}</p>\n"
        case Entry():
            aside = (
                f'<p class="aside"{_lang(block.aside.lang)}>{escape(block.aside.text)}</p>'
                if block.aside
                else ""
            )
            return (
                f'<div class="entry"><div class="name">{_heading(block.heading)}{aside}</div>'
                f"<p>{inlines(block.content)}</p></div>\n"
            )
        case List():
            tag = "ol" if block.ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{inlines(item)}</li>' for item in block.items)}</{tag}>\n"
        case Table():
            return _table(block)
        case KeyFigures():
            items = "".join(
                f"<div><dt>{escape(item.label)}</dt><dd>{_linked(item.value, item.target)}</dd></div>"
                for item in block.items
            )
            return f'<dl class="figures">{items}</dl>\n'
        case Figure():
            return _figure(block)
        case Note():
            body = "".join(f"<p>{inlines(content)}</p>" for content in block.paragraphs)
            return f'<aside class="note"><h2>{escape(block.title)}</h2>{body}</aside>\n'
        case PageBreak():
            return '<div class="page-break"></div>\n'
        case _:
            assert_never(block)


def _heading(heading: Heading) -> str:
    tag = f"h{heading.level + 1}"
    return f"<{tag}{_id(heading.id)}{_lang(heading.lang)}>{escape(heading.text)}</{tag}>\n"


def _table(table: Table) -> str:
    head = "".join(
        f'<th scope="col" class="{side}">{escape(cell)}</th>'
        for cell, side in zip(table.head, table.alignment, strict=True)
    )
    rows = "".join(_row(row, table.alignment) for row in table.rows)
    return (
        f'<table class="w{"-".join(map(str, table.widths))}"><caption>{escape(table.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>\n"
    )


def _row(row: Row, alignment: Iterable[str]) -> str:
    first, *rest = ((inlines(cell), side) for cell, side in zip(row.cells, alignment, strict=True))
    cells = "".join(f'<td class="{side}">{cell}</td>' for cell, side in rest)
    return f'<tr{_id(row.id)}><th scope="row" class="{first[1]}">{first[0]}</th>{cells}</tr>'


def _figure(figure: Figure) -> str:
    """The chart twice, for wide and narrow screens; its links repeat those of the table, which the keyboard takes."""
    drawn = "".join(
        f'<div class="chart {kind}" aria-hidden="true">{_mouse_only(charts.svg(specification))}</div>'
        for kind, specification in (("wide", figure.specification), ("narrow", figure.narrow))
    )
    return (
        f'<figure{_id(figure.id)} aria-describedby="{escape(figure.id)}-said">'
        f"<figcaption>{escape(figure.caption)}</figcaption>{drawn}"
        f'<p class="said" id="{escape(figure.id)}-said">{escape(figure.alternative)}</p>'
        f"<details><summary>{escape(figure.table.caption)}</summary>{_table(figure.table)}</details></figure>\n"
    )


def _mouse_only(svg: str) -> str:
    return svg.replace("<a ", '<a tabindex="-1" ')


def inlines(content: Inlines) -> str:
    """Words within a line; only addresses of the web and of mail become links."""
    return "".join(_inline(inline) for inline in content)


def _inline(inline: Inline) -> str:
    match inline:
        case Text():
            text = escape(inline.text)
            return f"<span{_lang(inline.lang)}>{text}</span>" if inline.lang else text
        case Strong():
            whole = ' class="whole"' if inline.whole else ""
            return f"<strong{whole}>{inlines(inline.content)}</strong>"
        case Emphasis():
            return f"<em>{inlines(inline.content)}</em>"
        case Quiet():
            return f'<span class="quiet">{inlines(inline.content)}</span>'
        case Link():
            inner = inlines(inline.content)
            if inline.target:
                return f'<a href="#{escape(inline.target)}">{inner}</a>{_more(inline)}'
            address = followed(inline.address)
            return f'<a href="{escape(address)}">{inner}</a>' if address else inner
        case Anchor():
            return f'<span class="statement"{_id(inline.id)}>{inlines(inline.content)}</span>'
        case _:
            assert_never(inline)


def _more(link: Link) -> str:
    return "".join(
        f'<sup><a href="#{escape(target)}" aria-label="{escape(plain(link.content))} {number}">{number}</a></sup>'
        for number, target in enumerate(link.more, 2)
    )


def _linked(text: str, target: str | None) -> str:
    return f'<a href="#{escape(target)}">{escape(text)}</a>' if target else escape(text)


def _id(value: str | None) -> str:
    return f' id="{escape(value)}"' if value else ""


def _lang(value: str | None) -> str:
    return f' lang="{escape(value)}"' if value else ""
