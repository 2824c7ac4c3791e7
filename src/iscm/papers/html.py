"""The text of a web page: paragraphs apart by a blank line, items and table rows on lines of their own.

Word files and Markdown come through here too, once turned into HTML. Emphasis goes; a number lifted as a footnote sign
stays one; addresses of links are kept beside the text.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_DROPPED = "script, style, noscript, template, svg, head, nav, button, select, iframe, object"
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SPACE = re.compile(r"[ \t\r\n\f\u00a0\u2000-\u200a\u202f]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LIFTED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{3,30})", re.IGNORECASE)


def declared_charset(data: bytes) -> str | None:
    """The encoding a page says it has, in its first two kilobytes."""
    match = _CHARSET.search(data[:2048])
    return match[1].decode("ascii") if match else None


def html_text(html: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text of ``html`` and its links as (label, address), in order."""
    tree = LexborHTMLParser(html)
    for node in tree.css(_DROPPED):
        node.decompose()
    flow = _Flow()
    if tree.body:
        flow.children(tree.body)
    return flow.text(), tuple(flow.links)


class _Flow:
    """Text as it runs: pieces of the open paragraph, and the paragraphs that are done."""

    def __init__(self) -> None:
        self.done: list[tuple[str, bool]] = []  # (text, whether it stands close under the one before)
        self.open: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.close = False
        self.bullet = ""

    def text(self) -> str:
        self.end()
        pieces = [
            ("" if not n else "\n" if close else "\n\n") + text for n, (text, close) in enumerate(self.done)
        ]
        return "".join(pieces) + "\n" if pieces else ""

    def end(self) -> None:
        """Close the open paragraph, if it has anything in it."""
        words = [_SPACE.sub(" ", line).strip() for line in "".join(self.open).split("\v")]
        self.open.clear()
        text = "\n".join(line for line in words if line).translate(_INVISIBLE)
        if text:
            self.done.append((self.bullet + text, self.close))
            self.bullet, self.close = "", False

    def children(self, node: LexborNode) -> None:
        child = node.child
        while child is not None:
            self.node(child)
            child = child.next

    def node(self, node: LexborNode) -> None:
        tag = node.tag
        if tag == "-text":
            self.open.append(node.text_content or "")
        elif tag == "br":
            self.open.append("\v")
        elif tag == "a":
            self.link(node)
        elif tag == "sup":
            words = node.text()
            self.open.append(words.translate(_LIFTED) if words.strip().isdigit() else words)
        elif tag == "tr" and _is_row(node):
            self.row(node)
        elif tag == "li":
            self.end()
            items = bool(self.done) and self.done[-1][0].startswith("- ")
            self.bullet, self.close = "- ", items
            self.children(node)
            self.end()
            self.bullet = ""
        elif tag in _BLOCKS:
            self.end()
            self.children(node)
            self.end()
        elif tag and not tag.startswith(("-", "_", "!")):
            self.children(node)

    def link(self, node: LexborNode) -> None:
        before = len(self.open)
        self.children(node)
        label = _SPACE.sub(" ", "".join(self.open[before:]).replace("\v", " ")).strip().translate(_INVISIBLE)
        address = node.attributes.get("href") or ""
        if label and not address.lower().startswith(("mailto:", "javascript:", "tel:")):
            self.links.append((label, address.strip()))

    def row(self, node: LexborNode) -> None:
        """A row of a table of facts on one line: "Name | text"."""
        self.end()
        rows = bool(self.done) and self.done[-1][0].count(" | ") > 0
        cells = []
        for cell in (child for child in node.iter() if child.tag in {"td", "th"}):
            inner = _Flow()
            inner.links = self.links
            inner.children(cell)
            inner.end()
            parts = [text.removeprefix("- ").replace("\n", " ") for text, _ in inner.done]
            cells.append("".join(
                part + ("" if n == len(parts) - 1 else " " if part.endswith((".", ";", ":", ",")) else "; ")
                for n, part in enumerate(parts)
            ))  # fmt: skip
        if any(cells):
            self.done.append((" | ".join(cell for cell in cells if cell), rows))


def _is_row(node: LexborNode) -> bool:
    """A row of facts, and not of a page laid out as a table: several short cells without headings in them."""
    cells = [child for child in node.iter() if child.tag in {"td", "th"}]
    if len(cells) < 2:
        return False
    return not any(inner.tag in _HEADINGS or inner.tag == "table" for c in cells for inner in c.traverse())
