"""What stands under a picture that is taken along: whose it is, of which day, and how it becomes a sheet of paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from iscm.documents.blocks import Block, Document, Figure, Heading, Inlines, Link, Note, Text
from iscm.documents.pictures.picture import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """Words of a reader's language for everything around a picture.

    ``citation`` names author, title, days and ``address``, the permanent address of just this picture; ``issued`` is
    the day of the data. ``standing`` are the sentences that must stand under it wherever it goes: where States are
    drawn, the designations. ``headings`` are those of the notes on unknown and source, ``page`` numbers
    pages ("Page {page} of {pages}").
    """

    lang: str
    direction: str
    author: str
    address: str
    citation: str
    issued: dt.date
    standing: tuple[str, ...]
    headings: tuple[str, str]
    page: str


def sheet(picture: Picture, imprint: Imprint) -> Document:
    """The picture as a document: title, drawing, numbers, what is unknown, and where it comes from."""
    return Document(
        title=picture.title,
        lang=imprint.lang,
        direction=imprint.direction,
        author=imprint.author,
        contact=imprint.address,
        subject=picture.alternative,
        keywords=(),
        issued=imprint.issued,
        key=picture.key,
        footer=f"{imprint.author} · {picture.title}",
        labels={"page": imprint.page},
        blocks=_blocks(picture, imprint),
    )


def _blocks(picture: Picture, imprint: Imprint) -> tuple[Block, ...]:
    unknown, source = imprint.headings
    cited: Inlines = (Text(f"{imprint.citation} "), Link((Text(imprint.address),), imprint.address))
    figure = Figure(
        id=picture.key,
        specification=picture.specification,
        narrow=picture.narrow or picture.specification,
        bars=(),
        alternative=picture.alternative,
        caption=picture.alternative,
        table=picture.table,
    )
    return (
        Heading(1, picture.title, "picture"),
        figure,
        *((Note(unknown, ((Text(picture.unknown),),)),) if picture.unknown else ()),
        Note(source, (cited, *((Text(line),) for line in imprint.standing))),
    )
