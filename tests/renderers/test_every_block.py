"""Every renderer renders every block, and takes no word of it for its own markup."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from iscm.documents.blocks import Document
from iscm.renderers import email, html, pdf, text, word
from tests.renderers import reading, sample


def as_html(document: Document) -> str:
    return reading.html(html.render(document))


def as_word(document: Document) -> str:
    return reading.docx_text(word.render(document))


def as_text(document: Document) -> str:
    return text.render(document).decode()


def as_mail(document: Document) -> str:
    return reading.html(reading.part(email.render(document), "html").encode())


def as_mail_text(document: Document) -> str:
    return reading.part(email.render(document), "plain")


def as_pdf(document: Document) -> str:
    return reading.pdf_text(pdf.render(document), "-raw")


READERS = [
    as_html,
    as_word,
    as_text,
    as_mail,
    as_mail_text,
    pytest.param(as_pdf, marks=pytest.mark.needs("pdftotext")),
]


def test_the_sample_has_one_of_every_kind():
    seen: set[str] = set()

    def see(value: object) -> None:
        if isinstance(value, tuple):
            for inner in value:
                see(inner)
        elif type(value).__name__ in sample.kinds():
            seen.add(type(value).__name__)
            for name in type(value).__dataclass_fields__:
                see(getattr(value, name))

    see(sample.document().blocks)
    assert seen == sample.kinds()


@pytest.mark.parametrize("read", READERS)
def test_every_block_is_there_in_its_order(read: Callable[[Document], str]):
    found = reading.bare(read(sample.document("wort"))).casefold()
    places = [found.find(f"{mark}wort") for mark in sample.SPOKEN]
    assert [mark for mark, place in zip(sample.SPOKEN, places, strict=True) if place < 0] == []
    in_text = places[:10] if read is not as_mail else places[:4]
    assert in_text == sorted(in_text)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("hostile", sample.HOSTILE)
def test_words_stay_words(read: Callable[[Document], str], hostile: str):
    found = reading.bare(read(sample.document(hostile)))
    wanted = reading.bare(hostile)
    if read in (as_text, as_mail_text):  # its title is in capitals
        found = found.replace(
            reading.bare(f"masthead {hostile}".upper()), reading.bare(f"masthead {hostile}")
        )
    missing = [mark for mark in sample.SPOKEN if f"{mark}{wanted}" not in found]
    assert missing == []


@pytest.mark.parametrize("render", [html.render, word.render, text.render, email.render, pdf.render])
def test_the_same_document_makes_the_same_bytes(render: Callable[[Document], bytes]):
    assert render(sample.document("twice")) == render(sample.document("twice"))


@pytest.mark.parametrize("read", [as_html, as_word, as_text, as_mail])
def test_control_characters_are_left_out(read: Callable[[Document], str]):
    assert "told ab" in read(sample.document("a\x00\x1b\ufffeb"))
