"""A mail ready to send: HTML through MJML, plain text beside it, the same bytes each time.

No picture is asked for, since mail readers block them: the chart is drawn with cells of a table.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from typing import assert_never

import mrml

from iscm.documents.blocks import (
    Anchor,
    Bar,
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
from iscm.documents.look import DARK, FONTS, LIGHT
from iscm.documents.places import followed
from iscm.renderers import text

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_CLASSES = ("ink", "quiet", "blue", "deep")


class Unmailable(RuntimeError):
    """MJML that does not become HTML; ``args[0]`` says why."""


def render(document: Document) -> bytes:
    """The mail as an .eml file: text and HTML, from the office, dated with the day of the data."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = document.title
    message["From"] = _sender(document)
    message["X-Unsent"] = "1"  # opens as a draft, ready to be addressed
    message["Date"] = format_datetime(dt.datetime.combine(document.issued, dt.time(12), dt.UTC))
    plain, html = text.written(document), page(document)
    digest = hashlib.sha256(f"{plain}\0{html}".encode()).hexdigest()
    message["Message-ID"] = f"<{document.key}.{digest[:16]}@{_domain(document.contact)}>"
    message.set_content(plain, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = document.lang
    message.set_boundary(f"=_{digest[:40]}")
    return message.as_bytes()


def parts(mail: bytes) -> tuple[str, str, str]:
    """Subject, text and HTML of what ``render`` made."""
    message = BytesParser(policy=SMTP).parsebytes(mail)
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    if plain is None or html is None:
        raise Unmailable("the mail lacks its text or its HTML")
    return str(message["Subject"]), plain.get_content(), html.get_content()


def within(html: str, before: str, after: str) -> str:
    """The HTML with something before and after all that its body says."""
    opened = html.index(">", html.index("<body")) + 1
    closed = html.rindex("</body>")
    return html[:opened] + before + html[opened:closed] + after + html[closed:]


def page(document: Document) -> str:
    """The HTML part."""
    try:
        return mrml.to_html(_mjml(document), render_options=mrml.RenderOptions(fonts={})).content
    except OSError as error:
        raise Unmailable(str(error)) from error


def _sender(document: Document) -> Address | Group:
    """The office at its address; a group without members (RFC 6854) where there is no address to answer to."""
    office = document.author.strip().split("\n")[0].strip()
    if not _ADDRESS.fullmatch(document.contact):
        return Group(office or document.contact, ())
    name, _, domain = document.contact.rpartition("@")
    return Address(office, name, domain)


def _domain(contact: str) -> str:
    return contact.rpartition("@")[2] if _ADDRESS.fullmatch(contact) else "invalid"


# ---- MJML ----


def _mjml(document: Document) -> str:
    body = "".join(_block(block) for block in document.blocks)
    dark = "".join(f".{name}{{color:{DARK[name]} !important}}" for name in _CLASSES)
    dark += f".page,.page>table{{background:{DARK['page']} !important}}.rule{{border-color:{DARK['line']} !important}}"
    dark += f".bar{{background:{DARK['bar']} !important}}"
    return (
        f'<mjml lang="{document.lang}" dir="{document.direction}"><mj-head>'
        f"<mj-title>{escape(document.title)}</mj-title><mj-preview>{escape(document.subject)}</mj-preview>"
        f'<mj-attributes><mj-all font-family="{FONTS["sans_mail"]}" /><mj-section padding="0 24px" />'
        f'<mj-column padding="0" /><mj-text padding="0" font-size="16px" line-height="1.55" color="{LIGHT["ink"]}" />'
        '</mj-attributes><mj-raw><meta name="color-scheme" content="light dark">'
        '<meta name="supported-color-schemes" content="light dark"></mj-raw>'
        f"<mj-style>@media (prefers-color-scheme:dark){{{dark}}}</mj-style></mj-head>"
        f'<mj-body width="680px" background-color="{LIGHT["page"]}" css-class="page">'
        f"<mj-section><mj-column>{body}</mj-column></mj-section></mj-body></mjml>"
    )


def _text(inner: str, padding: str = "0 0 12px") -> str:
    return f'<mj-text padding="{padding}">{inner}</mj-text>'


def _tag(tag: str, inner: str, css: str, color: str = "ink", *, more: str = "") -> str:
    return f'<{tag} class="{color}"{more} style="margin:0;color:{LIGHT[color]};{css}">{inner}</{tag}>'


def _serif(size: int, leading: float = 1.25) -> str:
    return f"font:600 {size}px/{leading} {FONTS['serif_mail']};"


def _block(block: Block) -> str:
    match block:
        case Masthead():
            return _masthead(block)
        case Heading():
            return _text(_heading(block), "32px 0 12px" if block.level == 1 else "12px 0 6px")
        case Paragraph():
            css = "font-size:14px;line-height:1.5" if block.style == "quiet" else ""
            return _text(_tag("p", _inlines(block.content), css, "quiet" if block.style else "ink"))
        case Entry():
            aside = (
                _tag("p", escape(block.aside.text), "font-size:13px;line-height:1.4", "quiet")
                if block.aside
                else ""
            )
            return _text(_heading(block.heading) + aside + _tag("p", _inlines(block.content), ""), "0 0 16px")
        case List():
            return _list(block)
        case Table():
            return _table(block)
        case KeyFigures():
            return _key_figures(block)
        case Figure():
            return _figure(block)
        case Note():
            title = _tag("p", escape(block.title), "font-size:13px;font-weight:600")
            body = "".join(
                _tag("p", _inlines(content), "font-size:13px;line-height:1.5", "quiet")
                for content in block.paragraphs
            )
            return _text(title + body, "20px 0 0")
        case PageBreak():
            return ""
        case _:
            assert_never(block)


def _masthead(block: Masthead) -> str:
    rules = "".join(
        f'<td style="background:{LIGHT[color]};height:5px;line-height:5px;font-size:0;width:{width}">&nbsp;</td>'
        for color, width in (("accent", "72px"), ("deep", "auto"))
    )
    return (
        f'<mj-table padding="24px 0 16px" role="presentation"><tr>{rules}</tr></mj-table>'
        + _text(
            _tag(
                "p",
                " &nbsp;&nbsp;&nbsp; ".join(map(escape, block.kicker)),
                "font-size:15px;font-weight:600",
                "blue",
            ),
            "0 0 28px",
        )
        + _text(_tag("h1", escape(block.title), _serif(40, 1.1), "deep"), "0 0 6px")
        + _text(_tag("p", escape(block.strapline), _serif(20, 1.3), "blue"), "0 0 18px")
        + _text(
            _tag("p", f"{escape(block.office)}<br>{_inlines((block.contact,))}", "font-size:14px", "quiet")
        )
    )


def _heading(heading: Heading) -> str:
    lang = f' lang="{escape(heading.lang)}"' if heading.lang else ""
    size = 24 if heading.level == 1 else 17
    rule = f"border-top:2px solid {LIGHT['accent']};padding-top:12px;" if heading.level == 1 else ""
    return _tag(f"h{heading.level + 1}", escape(heading.text), rule + _serif(size), "deep", more=lang)


def _list(block: List) -> str:
    tag = "ol" if block.ordered else "ul"
    items = "".join(_tag("li", _inlines(item), "padding:0 0 7px 2px") for item in block.items)
    return _text(f'<{tag} style="margin:0;padding:0 0 0 20px">{items}</{tag}>')


def _table(table: Table) -> str:
    """A row is a name and what belongs to it, one below the other: it holds on the narrowest screen."""
    if table.alignment[-1] == "end":
        return _numbers(table)
    line = f"border-top:1px solid {LIGHT['line']};padding:8px 0;"
    rows = "".join(
        f'<tr><td class="rule" style="{line}">{_tag("p", _inlines(row.cells[0]), "font-weight:600;font-size:15px")}'
        + "".join(_tag("p", _inlines(cell), "font-size:15px;line-height:1.5") for cell in row.cells[1:])
        + "</td></tr>"
        for row in table.rows
    )
    return f'<mj-table padding="0 0 16px">{rows}</mj-table>'


def _numbers(table: Table) -> str:
    line = f"border-top:1px solid {LIGHT['line']};padding:5px 0;font-size:14px;color:{LIGHT['ink']};"
    rows = "".join(
        f'<tr><td class="rule ink" style="{line}">{_inlines(row.cells[0])}</td>'
        + "".join(
            f'<td class="rule ink" align="right" style="{line}">{_inlines(cell)}</td>'
            for cell in row.cells[1:]
        )
        + "</tr>"
        for row in table.rows
    )
    return f'<mj-table padding="0 0 16px">{rows}</mj-table>'


def _key_figures(block: KeyFigures) -> str:
    cells = [
        f'<td width="{100 // min(len(block.items), 3)}%" style="vertical-align:top;padding:0 12px 14px 0">'
        + _tag("p", escape(item.value), _serif(32, 1.1), "deep")
        + _tag("p", escape(item.label), "font-size:14px;line-height:1.35", "quiet")
        + "</td>"
        for item in block.items
    ]
    rows = "".join(f"<tr>{''.join(cells[at : at + 3])}</tr>" for at in range(0, len(cells), 3))
    return f'<mj-table padding="0 0 4px" role="presentation">{rows}</mj-table>'


def _figure(figure: Figure) -> str:
    """Each bar a coloured cell below its name; what it shows stands in words as well."""
    most = max((bar.value for bar in figure.bars), default=1)
    rows = "".join(_bar(bar, round(88 * bar.value / most)) for bar in figure.bars)
    caption = _text(_tag("p", escape(figure.caption), "font-size:14px", "quiet"))
    said = _text(
        _tag("p", escape(figure.alternative), "font-size:14px;line-height:1.5", "quiet"), "4px 0 12px"
    )
    return f'{caption}<mj-table padding="0">{rows}</mj-table>{said}'


def _bar(bar: Bar, width: int) -> str:
    fill = f"background:{LIGHT['bar']};height:9px;line-height:9px;font-size:0"
    return (
        f'<tr><td style="padding:0 0 9px">{_tag("p", escape(bar.label), "font-size:14px;line-height:1.4")}'
        f'<table role="presentation" width="100%" style="border-collapse:collapse"><tr>'
        f'<td class="bar" width="{width}%" style="{fill}">&nbsp;</td><td style="padding-left:7px;line-height:12px">'
        f"{_tag('span', str(bar.value), 'font-size:13px;font-weight:600')}</td></tr></table></td></tr>"
    )


def _inlines(content: Inlines) -> str:
    return "".join(_inline(inline) for inline in content)


def _inline(inline: Inline) -> str:
    """Links within the document are left out: many mail readers lead them astray."""
    match inline:
        case Text():
            words = escape(inline.text)
            return f'<span lang="{escape(inline.lang)}">{words}</span>' if inline.lang else words
        case Strong():
            whole = ' style="white-space:nowrap"' if inline.whole else ""
            return f"<strong{whole}>{_inlines(inline.content)}</strong>"
        case Emphasis():
            return f"<em>{_inlines(inline.content)}</em>"
        case Quiet():
            return _tag("span", _inlines(inline.content), "", "quiet")
        case Anchor():
            return _inlines(inline.content)
        case Link():
            inner, address = _inlines(inline.content), followed(inline.address)
            if not address:
                return inner
            return f'<a href="{escape(address)}" class="blue" style="color:{LIGHT["blue"]}">{inner}</a>'
        case _:
            assert_never(inline)
