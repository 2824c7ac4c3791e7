"""A whole issue, read: its sections by their sense, in any layout and language, and not a character lost."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from iscm.domain.issues import IssueReading
from iscm.domain.statements import Span
from iscm.prose.issue import looks_like_issue, read_issue

SHIPPED = files("iscm.shipped") / "issues"
YEAR_2022 = (SHIPPED / "2022.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def issue() -> IssueReading:
    return read_issue(YEAR_2022)


@pytest.fixture(scope="module")
def records() -> dict:
    return yaml.safe_load((SHIPPED / "2022.yaml").read_text("utf-8"))


def pieces(issue: IssueReading) -> list[Span]:
    entries = [s for e in issue.entries for s in (*(f.span for f in e.found), *e.unread)]
    return sorted([*issue.read, *issue.unread, *entries], key=lambda span: span.start)


def accounted(issue: IssueReading) -> None:
    """Found and unread under each mechanism, read and unread elsewhere: each character once."""
    assert "".join(span.of(issue.text) for span in pieces(issue)) == issue.text
    place = 0
    for span in pieces(issue):
        assert span.start == place
        place = span.end


def themes_of(issue: IssueReading) -> dict[str, tuple[str, ...]]:
    return {row.theme: row.mechanisms for row in (*issue.initiatives, *issue.themes)}


class TestTheYear2022:
    def test_masthead(self, issue: IssueReading, records: dict) -> None:
        assert (issue.number, issue.year, str(issue.period)) == ("VIII", 2022, "2022-01/2022-12")
        assert (issue.title, issue.office, issue.contact) == (
            records["title"],
            records["office"],
            records["contact"],
        )

    def test_every_mechanism_has_its_entry(self, issue: IssueReading, records: dict) -> None:
        assert [entry.mechanism for entry in issue.entries] == [
            row["mechanism"] for row in records["entries"]
        ]
        assert len(issue.entries) == 22

    def test_all_links_of_themes_and_initiatives(self, issue: IssueReading, records: dict) -> None:
        printed = {
            row["theme"]: tuple(row["mechanisms"]) for row in records["initiatives"] + records["themes"]
        }
        assert themes_of(issue) == printed
        assert sum(len(row.mechanisms) for row in issue.themes) == 84
        assert [row.elsewhere for row in issue.initiatives] == [True, True]
        assert all(
            span.of(issue.text) == name
            for row in issue.themes
            for span, name in zip(row.spans, row.names, strict=True)
        )

    def test_publications(self, issue: IssueReading) -> None:
        assert len(issue.publications) == 8
        third = issue.publications[2]
        assert (third.mechanisms, third.partners) == (("rabat-process",), ("mixed-migration-centre",))
        assert all(each.mechanisms and each.url is None and each.year is None for each in issue.publications)
        assert issue.publications[1].title.endswith("Marrakesh Programme, 2018-2022")

    def test_global_meeting(self, issue: IssueReading) -> None:
        meeting = issue.global_meeting
        assert meeting is not None
        assert (meeting.represented, meeting.spoke, meeting.survey) == (23, 18, True)
        assert [str(when) for when in meeting.dates] == ["XXXX-11-10/XXXX-11-11"]  # no year is printed
        assert meeting.topic is not None
        assert meeting.topic.startswith("International Migration Review Forum: An Opportunity")

    def test_links(self, issue: IssueReading) -> None:
        calendar = "https://www.iom.int/inter-state-consultation-mechanisms-migration"
        assert ("ISCM events calendar", calendar) in issue.links

    def test_not_a_character_is_lost(self, issue: IssueReading) -> None:
        accounted(issue)
        for entry in issue.entries:
            assert entry.heading_span.of(issue.text) == entry.heading
        unread = " ".join(span.of(issue.text) for span in issue.unread)
        assert len(unread) < 0.05 * len(issue.text)


IN_FRENCH = """\
Organisation internationale pour les migrations
Département de la coopération internationale
Courriel : grcp@iom.int

Janvier – Décembre 2023
Numéro IX
MCIE 2023 – Faits saillants

PRINCIPALES RÉUNIONS DES MÉCANISMES

Processus de Rabat
Deux ateliers (7 avril et 16 juin 2023) ; réunion des hauts fonctionnaires (3 mai 2023).

Dialogue sur la migration pour l'Afrique de l'Ouest (MIDWA)
Conférence ministérielle (12-13 juillet 2023).

Réunion mondiale des PCR
La réunion, tenue en ligne les 4 et 5 octobre 2023, a rassemblé les représentants de 21 mécanismes, dont 15 ont pris la
parole. Une enquête l'avait précédée.

DOMAINES THÉMATIQUES
Traite des êtres humains : MIDWA et Processus de Rabat
Intégration : RCM

PUBLICATIONS
Un guide pratique (Processus de Rabat, 2023) | Télécharger
"""

IN_SPANISH = """\
Enero - Diciembre de 2023
Edición IX
Aspectos destacados 2023

PRINCIPALES REUNIONES

Conferencia Regional sobre Migración (CRM)
Dos talleres (7 de abril y 16 de junio).

Conferencia Suramericana sobre Migraciones (CSM)
XX Conferencia (12-14 de octubre).

ÁREAS TEMÁTICAS
Retorno, readmisión y reintegración: CRM y CSM

PUBLICACIONES
Guía de buenas prácticas (CSM en colaboración con la OIM) | Descargar
"""

AS_MARKDOWN = """\
# ISCM 2021 Highlights

## Main meetings

### 1. Bali Process
- SOM (3 May)
- two webinars

### Prague Proces

SOM (4 May) held jointly with the

ISCM 2021 Highlights
7

Budapest Process on data.

### Colombo Process

## Themes
| Theme | Mechanisms |
|---|---|
| Gender | Bali Process; IGC |
| Data - Bali Process, RCM/SACM |

**Border management**
- RCM
- SACM

Unheard theme: RCM, SACM

## Publications
**Prague Process**
- Annual report, 2021 ([English](https://example.org/en) | [French](https://example.org/fr))
- [A study of borders](https://example.org/study)
"""

BY_LEVEL = """\
ISCM 2017 HIGHLIGHTS
JANUARY-DECEMBER 2017 | ISSUE III

REGIONAL CONSULTATIVE PROCESSES (RCPs)

Almaty Process
The Senior Officials' Meeting of the Almaty Process took place on 5 June 2017 in Astana, Kazakhstan. The meeting
adopted the Workplan for 2018.

Inter-Governmental Consultations on Migration, Asylum
and Refugees (IGC)
SOM with the
Budapest Process
(3 July).

INTER-REGIONAL FORUMS (IRFs)

5+5 Dialogue
A meeting on 3-4 May 2017.

SEVENTH GLOBAL MEETING OF CHAIRS AND SECRETARIATS OF CONSULTATIVE PROCESSES (GRCP 7)
10-11 October 2017, Geneva, Switzerland. Representatives of 22 ISCMs took part.

NEW PUBLICATIONS
Guide on return, 2017 – Budapest Process – https://example.org/a.pdf
"Labour mobility handbook" (Colombo Process with ILO and IOM), available here: https://example.org/b.pdf

For more information: grcp@iom.int
"""

IN_RUSSIAN = """\
Выпуск X
Январь - декабрь 2024
ОСНОВНЫЕ ВСТРЕЧИ

Пражский процесс
Совещание старших должностных лиц (3 мая).

ТЕМЫ
Торговля людьми: Пражский процесс, Алматинский процесс
"""

INLINE = """\
ADD: SOM (18-19 October).
GFMD – Troika meeting (30 June).
MIDSA | SOM (7-10 November)
Khartoum and Rabat Processes: one joint workshop (3 May)
"""


class TestOtherLayouts:
    def test_french(self) -> None:
        issue = read_issue(IN_FRENCH)
        accounted(issue)
        assert (issue.number, issue.year, issue.contact) == ("IX", 2023, "grcp@iom.int")
        assert [entry.mechanism for entry in issue.entries] == ["rabat-process", "midwa"]
        assert [f.statement.type for f in issue.entries[1].found] == ["ministerial"]
        assert issue.global_meeting is not None
        meeting = issue.global_meeting
        assert (meeting.represented, meeting.spoke, meeting.survey, meeting.mode) == (21, 15, True, "online")
        assert [str(when) for when in meeting.dates] == ["2023-10-04/2023-10-05"]
        assert themes_of(issue) == {
            "combating-human-trafficking": ("midwa", "rabat-process"),
            "integration": ("rcm",),
        }
        assert [(p.title, p.mechanisms, p.year) for p in issue.publications] == [
            ("Un guide pratique", ("rabat-process",), 2023)
        ]

    def test_spanish(self) -> None:
        issue = read_issue(IN_SPANISH)
        accounted(issue)
        assert [entry.mechanism for entry in issue.entries] == ["rcm", "sacm"]
        assert themes_of(issue) == {"return-readmission-reintegration": ("rcm", "sacm")}
        assert [(p.mechanisms, p.partners) for p in issue.publications] == [(("sacm",), ("iom",))]

    def test_markdown_with_lists_tables_and_a_page_break(self) -> None:
        issue = read_issue(AS_MARKDOWN)
        accounted(issue)
        assert issue.year == 2021
        assert [entry.mechanism for entry in issue.entries] == [
            "bali-process",
            "prague-process",
            "colombo-process",
        ]
        assert issue.entries[2].found == ()  # printed with no report: silence, not an error
        prague = issue.entries[1].found
        assert [found.statement.joint_with for found in prague] == [("budapest-process",)]
        assert themes_of(issue) == {
            "gender": ("bali-process", "igc"),
            "data": ("bali-process", "rcm", "sacm"),
            "border-management": ("rcm", "sacm"),
        }
        assert [finding.code for finding in issue.findings if finding.code == "unknown-theme"] == [
            "unknown-theme"
        ]
        report, study = issue.publications
        assert (report.title, report.mechanisms, report.year) == ("Annual report", ("prague-process",), 2021)
        assert (report.url, report.languages) == ("https://example.org/en", ("en", "fr"))
        assert (study.title, study.url) == ("A study of borders", "https://example.org/study")

    def test_sections_by_level_and_headings_over_two_lines(self) -> None:
        issue = read_issue(BY_LEVEL)
        accounted(issue)
        assert (issue.number, issue.contact, str(issue.period)) == ("III", "grcp@iom.int", "2017-01/2017-12")
        assert [entry.mechanism for entry in issue.entries] == ["almaty-process", "igc", "5-plus-5"]
        assert [found.statement.joint_with for found in issue.entries[1].found] == [("budapest-process",)]
        assert issue.global_meeting is not None
        meeting = issue.global_meeting
        assert (meeting.event, meeting.represented, meeting.city, meeting.country) == (
            "grcp-7",
            22,
            "Geneva",
            "CH",
        )
        assert [(p.title, p.mechanisms, p.partners, p.year, p.url) for p in issue.publications] == [
            ("Guide on return", ("budapest-process",), (), 2017, "https://example.org/a.pdf"),
            (
                "Labour mobility handbook",
                ("colombo-process",),
                ("ilo", "iom"),
                None,
                "https://example.org/b.pdf",
            ),
        ]

    def test_russian(self) -> None:
        issue = read_issue(IN_RUSSIAN)
        accounted(issue)
        assert (issue.number, issue.year) == ("X", 2024)
        assert [len(entry.found) for entry in issue.entries] == [1]
        assert themes_of(issue) == {"combating-human-trafficking": ("prague-process", "almaty-process")}

    def test_text_on_the_line_of_the_name(self) -> None:
        issue = read_issue(INLINE, year=2022)
        accounted(issue)
        assert [entry.mechanism for entry in issue.entries] == ["abu-dhabi-dialogue", "gfmd", "midsa"]
        assert [str(when) for when in issue.entries[1].found[0].statement.dates] == ["2022-06-30"]

    def test_a_mechanism_nobody_knows_takes_no_neighbours_text(self) -> None:
        issue = read_issue(
            "Main meetings\n\nBali Process\n\nSOM (3 May).\n\nLunar Process on Tides (LPT)\n\nSOM (4 May).\n"
        )
        accounted(issue)
        assert [len(entry.found) for entry in issue.entries] == [1]
        assert [(f.code, f.subject, f.line) for f in issue.findings] == [
            ("unknown-mechanism", "Lunar Process on Tides (LPT)", 7)
        ]

    def test_names_in_a_row(self) -> None:
        issue = read_issue(
            "Themes\n\nGender: Bali, Budapest and Prague Processes, MID-IGAD/IGAD RCP, XYZ; as well as IGC\n"
        )
        assert themes_of(issue) == {
            "gender": ("bali-process", "budapest-process", "prague-process", "mid-igad", "igc")
        }
        assert [(f.code, f.subject) for f in issue.findings] == [("unknown-name", "XYZ")]
        assert "XYZ" in [span.of(issue.text) for span in issue.unread]

    def test_addresses_of_the_paper_find_their_labels(self) -> None:
        text = "2020 Publications\n\nOne (RCM) | Download\n\nTwo (SACM) | Download\n"
        issue = read_issue(text, links=[("Download", "#"), ("Download", "https://example.org/two")])
        assert [each.url for each in issue.publications] == [None, "https://example.org/two"]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("representatives of 23 ISCMs; representatives of 18 ISCMs spoke", (23, 18)),
        ("23 mechanisms were represented, of which 18 took the floor", (23, 18)),
        ("Twenty-three ISCMs were represented and eighteen spoke", (23, 18)),
        ("18 of the 23 ISCMs represented took the floor", (23, 18)),
        ("Chairs and Secretariats of 28 ISCMs participated. There were 14 speakers.", (28, 14)),
        ("On 5 June 2019, 22 ISCMs attended the meeting in Geneva", (22, None)),
        ("les représentants de 23 mécanismes, dont 18 ont pris la parole", (23, 18)),
        ("Estuvieron representados 23 mecanismos, de los cuales 18 intervinieron", (23, 18)),
        ("приняли участие представители 23 механизмов, 18 из них выступили", (23, 18)),
    ],
)
def test_figures_of_the_global_meeting(text: str, figures: tuple[int | None, int | None]) -> None:
    meeting = read_issue(f"Global ISCM Meeting\n\n{text}.\n").global_meeting
    assert meeting is not None
    assert (meeting.represented, meeting.spoke) == figures


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (YEAR_2022, True),
        ("Rabat Process\n\nSOM (3 May)\n", True),
        ("Gender: IGC, RCM\nData: MIDWA\n", True),
        ("8th SOM (23 March); two workshops with the\nRabat Process\nin May", False),
        ("RCM: SOM (3 May)", False),  # one line, however it begins
        ("", False),
    ],
)
def test_a_whole_issue_is_told_from_a_few_lines(text: str, whole: bool) -> None:
    assert looks_like_issue(text) is whole


LINES = st.sampled_from(
    [
        line
        for text in (YEAR_2022, IN_FRENCH, IN_SPANISH, IN_RUSSIAN, AS_MARKDOWN, BY_LEVEL, INLINE)
        for line in text.splitlines()
    ]
    + ["", "  ", "\f", "12", "- 3 -", "****", "|---|", "(continued)", "RCM (continued)", "\u2028", "a\rb"]
)


@settings(max_examples=150)
@given(st.lists(LINES, max_size=25), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_law_nothing_is_lost_whatever_stands_where(lines: list[str], ends: str) -> None:
    accounted(read_issue(ends.join(lines), year=2022))
