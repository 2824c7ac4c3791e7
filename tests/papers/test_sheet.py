"""A table of meetings is read as lines, whatever program wrote it and in whichever language its heads are."""

from __future__ import annotations

import io
import zipfile

import pytest

from iscm.papers import PaperError, paper_of
from iscm.prose.reader import read


def workbook(*rows: tuple[str, ...]) -> bytes:
    """A small .xlsx of texts and, where a cell is ``#45789``, days as Excel counts them."""

    def cell(value: str) -> str:
        if value.startswith("#"):
            return f'<c s="1"><v>{value[1:]}</v></c>'
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'

    sheet = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    schemas = "http://schemas.openxmlformats.org"
    main, office = f"{schemas}/spreadsheetml/2006/main", f"{schemas}/officeDocument/2006/relationships"
    packages = f"{schemas}/package/2006"

    def leads(*pairs: tuple[str, str]) -> str:
        links = (
            f'<Relationship Id="r{n}" Type="{office}/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(pairs, 1)
        )
        return f'<Relationships xmlns="{packages}/relationships">{"".join(links)}</Relationships>'

    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": leads(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">'
        '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": leads(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return made.getvalue()


CSV = (
    "Meeting,Date,Place,Country,Topic\n8th SOM,23 March 2025,Managua,Nicaragua,\n"
    "Workshop,12-13 May 2025,Nairobi,Kenya,labour migration\n"
)


def statements(data: bytes, name: str):
    paper = paper_of(data, name)
    assert paper.kind == "table"
    return [
        (f.statement.type, [str(d) for d in f.statement.dates], f.statement.city, f.statement.topic)
        for f in read(paper.text, year=2025).found
    ]


MEANT = [
    ("senior-officials", ["2025-03-23"], "Managua", None),
    ("workshop", ["2025-05-12/2025-05-13"], "Nairobi", "labour migration"),
]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separated_values_are_read_row_by_row(separator):
    assert statements(CSV.replace(",", separator).encode(), "report.csv") == MEANT


def test_a_workbook_with_days_of_its_own_is_read():
    data = workbook(
        ("Report for 2025",),
        ("Title", "From", "To", "City", "Country", "Subject"),
        ("8th SOM", "#45739", "#45739", "Managua", "Nicaragua", ""),
        ("Workshop", "#45789", "#45790", "Nairobi", "Kenya", "labour migration"),
    )
    assert statements(data, "report.xlsx") == MEANT


@pytest.mark.parametrize(
    "heads", ["Réunion;Dates;Ville;Pays", "Evento;Fecha;Ciudad;País", "Событие;Дата;Город;Страна"]
)
def test_heads_are_known_in_four_languages(heads):
    (found,) = statements(f"{heads}\nWorkshop;12-13 May 2025;Nairobi;Kenya\n".encode(), "report.csv")
    assert found[:3] == ("workshop", ["2025-05-12/2025-05-13"], "Nairobi")


def test_a_table_without_heads_loses_no_cell():
    text = paper_of(b"8th SOM,23 March 2025\nnothing,known\n", "x.csv").text
    assert text == "8th SOM, 23 March 2025\nnothing, known"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 xl/workbook.xml and no more", "broken"),
        (workbook(), "has no text in it"),
    ],
)
def test_what_cannot_be_opened_is_told(data, said):
    with pytest.raises(PaperError, match=said):
        paper_of(data, "report.xlsx")
