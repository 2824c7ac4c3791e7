"""From a year's records to the Highlights: what is in it, in which order, and where its links lead."""

from __future__ import annotations

import dataclasses
import re

import pytest

from iscm.documents.blocks import (
    Anchor,
    Document,
    Entry,
    Figure,
    Heading,
    Inline,
    KeyFigures,
    Link,
    List,
    Note,
    Paragraph,
    Quiet,
    Row,
    Table,
    plain,
    texts,
)
from iscm.documents.newsletter import compose
from iscm.documents.places import places
from iscm.documents.words import UnknownLanguage
from iscm.domain.issues import Issue, Publication
from iscm.prose.reader import read
from iscm.prose.writer import entry
from tests.documents import year


@pytest.fixture(scope="module")
def issue() -> Issue:
    return year.load()


@pytest.fixture(scope="module")
def document(issue: Issue) -> Document:
    return compose(issue, "en")


def sections(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 1]


def entries(document: Document) -> list[Entry]:
    return [b for b in document.blocks if isinstance(b, Entry)]


def rows(document: Document) -> dict[str, Row]:
    return {row.id: row for b in document.blocks if isinstance(b, Table) for row in b.rows if row.id}


def inlines(document: Document) -> list[Inline]:
    found: list[Inline] = []
    for block in document.blocks:
        if isinstance(block, Entry | Paragraph):
            found += texts(block.content)
        elif isinstance(block, List):
            found += [inline for item in block.items for inline in texts(item)]
        elif isinstance(block, Table):
            found += [inline for row in block.rows for cell in row.cells for inline in texts(cell)]
    return found


def test_the_contents_in_their_order(document: Document):
    assert sections(document) == [
        "The year in figures",
        "Main meetings by mechanism",
        "The global event of the year",
        "The year by month",
        "Global initiatives and thematic areas",
        "Most popular thematic areas",
        "Publications of 2022",
        "Find out more",
    ]


def test_the_masthead_says_which_issue_of_whom(document: Document):
    head = document.blocks[0]
    assert head.kicker == ("Issue VIII", "January – December 2022")
    assert head.office == "International Organization for Migration · International Partnerships Division"
    assert head.contact.address == "mailto:grcp@iom.int"


@pytest.mark.parametrize(
    ("lang", "first", "last"),
    [
        ("en", "Abu Dhabi Dialogue", "South American Conference on Migration (SACM)"),
        (
            "fr",
            "Commission centraméricaine des directrices et directeurs des migrations (OCAM)",
            "Réseau ibéro-américain des autorités migratoires (RIAM)",
        ),
        (
            "es",
            "Comisión Centroamericana de Directoras y Directores de Migración (OCAM)",
            "Red Iberoamericana de Autoridades Migratorias (RIAM)",
        ),
    ],
)
def test_entries_stand_in_the_alphabetical_order_of_the_language(
    issue: Issue, lang: str, first: str, last: str
):
    headings = [entry.heading.text for entry in entries(compose(issue, lang))]
    assert (headings[0], headings[-1]) == (first, last)
    assert len(headings) == len(issue.entries)


def test_an_entry_is_its_statements_each_of_them_a_place_to_point_at(document: Document):
    entry = next(e for e in entries(document) if e.heading.id == "m-au-hoai")
    assert plain(entry.content) == "SOM (20–21 September)."
    assert [i.id for i in entry.content if isinstance(i, Anchor)] == ["s-2022-au-hoai-1"]
    gfmd = next(e for e in entries(document) if e.heading.id == "m-gfmd")
    assert plain(gfmd.content).count("; ") == len([i for i in gfmd.content if isinstance(i, Anchor)]) - 1


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_an_entry_is_what_the_writer_writes_set_with_dashes(issue: Issue, lang: str):
    document = compose(issue, lang)
    for told in issue.entries:
        if told.statements:
            set_ = next(e for e in entries(document) if e.heading.id == f"m-{told.mechanism}")
            wanted = entry([t.statement for t in told.statements], lang, year=issue.year)
            assert plain(set_.content) == re.sub(r"(?<=\d)-(?=\d)|(?<= )-(?= )", "–", wanted)


def test_what_is_printed_is_read_back_as_it_was_meant(issue: Issue, document: Document):
    for told in issue.entries:
        printed = next(e for e in entries(document) if e.heading.id == f"m-{told.mechanism}")
        if told.statements:
            found = read(plain(printed.content), year=issue.year, mechanism=told.mechanism).found
            assert [f.statement.dates for f in found] == [t.statement.dates for t in told.statements]


def test_silence_is_told_as_silence(document: Document):
    silent = next(e for e in entries(document) if e.heading.id == "m-rmfm")
    assert isinstance(silent.content[0], Quiet)
    assert "does not mean that nothing took place" in plain(silent.content)


def test_a_mechanism_of_an_index_row_leads_to_what_bears_the_theme(document: Document):
    climate = rows(document)["t-climate-change"]
    links = {plain(i.content): i for i in climate.cells[1] if isinstance(i, Link)}
    assert links["SACM"].target == "s-2022-sacm-5"
    assert (links["PAFOM"].target, links["PAFOM"].more) == ("s-2022-pafom-1", ("s-2022-pafom-2",))


def test_a_mechanism_named_without_a_statement_is_marked_quietly(document: Document):
    climate = rows(document)["t-climate-change"]
    assert [plain(i.content) for i in climate.cells[1] if isinstance(i, Quiet)] == ["IGC°", "Rabat Process°"]
    assert any(
        "° Named for this theme" in plain(i.content) for i in inlines(document) if isinstance(i, Quiet)
    )


def test_nothing_is_marked_where_every_name_is_borne_out(issue: Issue):
    row = dataclasses.replace(
        next(r for r in issue.themes if r.theme == "mixed-migration-flows"), mechanisms=("rabat-process",)
    )
    document = compose(dataclasses.replace(issue, themes=(row,), initiatives=()), "en")
    assert not any("°" in plain(i.content) for i in inlines(document) if isinstance(i, Quiet))


def test_a_row_taken_up_elsewhere_says_so(document: Document):
    found = rows(document)
    assert plain(found["t-agenda-2030"].cells[1]) == "taken up within other themes"
    assert plain(found["t-global-compact-for-migration"].cells[1]).endswith(
        "; also taken up within other themes"
    )


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_every_link_within_the_document_leads_somewhere(issue: Issue, lang: str):
    document = compose(issue, lang)
    known = places(document)
    links = [i for i in inlines(document) if isinstance(i, Link)]
    targets = {t for link in links for t in (link.target, *link.more) if t}
    targets |= {i.target for b in document.blocks if isinstance(b, KeyFigures) for i in b.items if i.target}
    targets |= {bar.target for b in document.blocks if isinstance(b, Figure) for bar in b.bars}
    assert len(targets) > 60
    assert targets <= known


def test_a_joint_meeting_is_counted_and_dated_once(document: Document, issue: Issue):
    figures = next(b for b in document.blocks if isinstance(b, KeyFigures))
    assert [(i.value, i.label) for i in figures.items] == [
        ("22", "mechanisms reporting"),
        ("140", "meetings"),
        ("62", "of them dated"),
        ("20", "thematic areas"),
        ("8", "publications"),
    ]
    alone = sum(s.statement.count or 0 for e in issue.entries for s in e.statements)
    assert alone == 142  # the plenary of RCM and SACM and the workshop of Khartoum and Rabat, told twice each


def test_the_year_by_month_names_both_hosts_of_a_joint_meeting(document: Document):
    months = next(b for b in document.blocks if isinstance(b, Table) and b.head[0] == "Month")
    by_month = {plain(row.cells[0]): plain(row.cells[1]) for row in months.rows}
    assert by_month["May"].endswith("31\u00a0RCM and SACM; 31\u00a0SACM")
    assert by_month["July"].startswith("12–13\u00a0Khartoum Process")
    assert "30 – 1 July\u00a0Quito Process" in by_month["June"]
    assert "January" not in by_month


def test_the_chart_shows_what_the_index_says_the_most_first(document: Document, issue: Issue):
    figure = next(b for b in document.blocks if isinstance(b, Figure))
    assert [(bar.label, bar.value) for bar in figure.bars[:3]] == [
        ("Combating human trafficking", 7),
        ("Labour migration", 7),
        ("Climate change", 6),
    ]
    assert sum(bar.value for bar in figure.bars) == sum(len(row.mechanisms) for row in issue.themes) == 84
    assert [row["value"] for row in figure.specification["data"]["values"]] == [b.value for b in figure.bars]
    assert [plain(row.cells[1]) for row in figure.table.rows] == [str(bar.value) for bar in figure.bars]


def test_its_alternative_text_says_what_the_picture_says(document: Document):
    figure = next(b for b in document.blocks if isinstance(b, Figure))
    assert figure.alternative == (
        "Bar chart of 20 thematic areas by the number of mechanisms that took them up in 2022. Combating human "
        "trafficking and Labour migration lead together with 7 mechanisms; next Climate change, Counter migrant "
        "smuggling and Return, readmission, reintegration with 6 mechanisms. At the other end, Mixed Migration "
        "Flows with 1 mechanism."
    )


def test_the_global_event_with_its_figures(document: Document):
    heading = next(b for b in document.blocks if isinstance(b, Heading) and b.id == "global-event")
    assert heading.text.startswith("9th Global Meeting of Chairs and Secretariats")
    figures = [b for b in document.blocks if isinstance(b, KeyFigures)][1]
    assert [(i.value, i.label) for i in figures.items] == [
        ("23", "mechanisms represented"),
        ("18", "of them took the floor"),
    ]


def test_what_was_told_of_the_event_is_what_its_figures_lead_to(issue: Issue):
    event = dataclasses.replace(issue.global_meeting, text="23 came; 18 spoke.")
    document = compose(dataclasses.replace(issue, global_meeting=event), "fr")
    figures = [b for b in document.blocks if isinstance(b, KeyFigures)][1]
    assert {i.target for i in figures.items} == {"global-text"}
    told = next(b for b in document.blocks if isinstance(b, Paragraph) and b.id == "global-text")
    assert [i.lang for i in texts(told.content) if getattr(i, "text", "") == "23 came; 18 spoke."] == ["en"]


def test_a_publication_without_address_says_so(document: Document):
    items = {plain(item): item for b in document.blocks if isinstance(b, List) for item in b.items}
    without = next(
        text for text in items if text.startswith("Impact assessment of the migrant resource centres")
    )
    assert without.endswith("(Budapest Process) [address not given]")
    with_one = next(item for text, item in items.items() if text.startswith("Prague Process Action Plan"))
    assert with_one[0].address == "https://www.pragueprocess.eu/"
    assert plain(with_one).endswith("(Prague Process; in English and Russian)")


def test_partners_and_an_older_year_are_told(document: Document):
    items = [plain(item) for b in document.blocks if isinstance(b, List) for item in b.items]
    assert any("(Rabat Process with Mixed Migration Centre)" in item for item in items)
    assert any(item.endswith("(GFMD; 2021)") for item in items)


def test_the_small_print_closes_it(document: Document):
    notes = [b for b in document.blocks if isinstance(b, Note)]
    assert [note.title for note in notes] == ["Designations", "About this issue"]
    assert "28 February 2023" in plain(notes[1].paragraphs[0])
    assert document.blocks[-1] is notes[1]


def test_sections_without_records_are_left_out(issue: Issue):
    bare = dataclasses.replace(
        issue, entries=(), themes=(), initiatives=(), publications=(), links=(), global_meeting=None
    )
    document = compose(bare, "en")
    assert sections(document) == ["The year in figures"]


def test_the_day_of_the_data_is_the_end_of_the_period_where_none_is_kept(issue: Issue):
    document = compose(dataclasses.replace(issue, as_of=None), "en")
    assert document.issued.isoformat() == "2022-12-31"
    assert plain(document.blocks[-1].paragraphs[0]).startswith("Compiled from records. The web page")


def test_english_words_are_marked_as_english_in_another_language(issue: Issue):
    document = compose(issue, "es")
    titles = [i for i in inlines(document) if getattr(i, "text", "").startswith("Impact assessment")]
    assert [title.lang for title in titles] == ["en"]
    russian = Publication(title="Сборник", languages=("es", "ru"))
    document = compose(dataclasses.replace(issue, publications=(russian,)), "es")
    assert [i.lang for i in inlines(document) if getattr(i, "text", "") == "Сборник"] == [None]


def test_a_language_without_wording_is_refused_in_words(issue: Issue):
    with pytest.raises(UnknownLanguage, match="written in en, fr, es; there is no wording for 'de'"):
        compose(issue, "de")
