"""The file around the document: its properties, its fonts inside it, and the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import uuid
import zipfile
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from iscm.documents.blocks import Document
from iscm.documents.look import FONTS
from iscm.renderers.charts import FONTS as FOLDER

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_FACES = (  # family, how it is used, file, what stands in for it where it cannot be read
    (FONTS["serif"], "embedBold", "SourceSerif4_600SemiBold.ttf", "Georgia"),
    (FONTS["sans"], "embedRegular", "SourceSans3_400Regular.ttf", "Calibri"),
    (FONTS["sans"], "embedBold", "SourceSans3_600SemiBold.ttf", "Calibri"),
    (FONTS["sans"], "embedItalic", "SourceSans3_400Regular_Italic.ttf", "Calibri"),
)


def properties(word: Any, document: Document) -> None:
    """Title, author, language and days: what a reader's software shows and an archive keeps."""
    core = word.core_properties
    core.title, core.subject = document.title[:255], document.subject[:255]
    core.author = core.last_modified_by = " · ".join(document.author.split("\n")).strip(" ·")[:255]
    core.keywords = ", ".join(document.keywords)[:255]
    core.language, core.comments, core.identifier = document.lang, "", document.key
    core.created = core.modified = dt.datetime.combine(document.issued, dt.time(12))
    core.revision = 1


def embed_fonts(word: Any) -> None:
    """The fonts of the document inside it, masked as the standard asks (ECMA-376 part 4, obfuscation of fonts)."""
    table = next(
        part for part in word.part.package.iter_parts() if str(part.partname) == "/word/fontTable.xml"
    )
    families: dict[str, list[str]] = {}
    for number, (family, use, file, instead) in enumerate(_FACES, 1):
        key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:iscm:font:{file}")).upper()
        part = Part(
            PackURI(f"/word/fonts/font{number}.odttf"),
            "application/vnd.openxmlformats-officedocument.obfuscatedFont",
            _masked((FOLDER / file).read_bytes(), key),
            word.part.package,
        )
        link = table.relate_to(part, f"{RELATIONSHIP_TYPE.FONT}")
        families.setdefault(family, [f'<w:altName w:val="{instead}"/>']).append(
            f'<w:{use} r:id="{link}" w:fontKey="{{{key}}}"/>'
        )
    fonts = "".join(f'<w:font w:name="{name}">{"".join(inner)}</w:font>' for name, inner in families.items())
    table._blob = f'<w:fonts xmlns:w="{_W}" xmlns:r="{_R}">{fonts}</w:fonts>'.encode()
    settings = word.settings.element
    settings.insert(1, parse_xml(f'<w:embedTrueTypeFonts xmlns:w="{_W}"/>'))


def sharpen(word: Any, shape: Any, drawing: str) -> None:
    """The same picture as SVG beside its pixels: Word of 2016 and later shows that, sharp at any size."""
    package = word.part.package
    number = sum(str(part.partname).endswith(".svg") for part in package.iter_parts()) + 1
    part = Part(PackURI(f"/word/media/drawing{number}.svg"), "image/svg+xml", drawing.encode(), package)
    blip = next(shape._inline.iter(qn("a:blip")))
    blip.append(
        parse_xml(
            f'<a:extLst xmlns:a="{_A}"><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
            f'xmlns:asvg="{_SVG}" xmlns:r="{_R}" r:embed="{word.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)}"/>'
            "</a:ext></a:extLst>"
        )
    )


def _masked(font: bytes, key: str) -> bytes:
    """The first 32 bytes crossed with the key, read from its end."""
    mask = bytes.fromhex(key.replace("-", ""))[::-1]
    return bytes(byte ^ mask[place % 16] for place, byte in enumerate(font[:32])) + font[32:]


def saved(word: Any, day: dt.date) -> bytes:
    """The file's bytes, every entry dated ``day``, whatever the clock says."""
    package = word.part.package
    for key, link in list(package.rels.items()):
        if str(link.target_ref).endswith("thumbnail.jpeg"):  # a picture of the template's own page
            del package.rels[key]
    raw = io.BytesIO()
    word.save(raw)
    dated = io.BytesIO()
    with (
        zipfile.ZipFile(raw) as old,
        zipfile.ZipFile(dated, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, (max(day.year, 1980), day.month, day.day, 12, 0, 0))
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(info, old.read(entry))
    return dated.getvalue()
