"""The year 2022 as mechanisms told it, in our own words, and what the records held beside it."""

from __future__ import annotations

from iscm.domain.issues import GlobalMeeting, Publication
from iscm.domain.when import When
from tests.analysis.issues import compose, known, past, st

ENTRIES = [
    (
        "abu-dhabi-dialogue",
        "Abu Dhabi Dialogue (ADD)",
        [
            ("Senior officials met (18-19 October)", st("senior-officials", "2022-10-18/2022-10-19")),
            (
                "a side event at the first IMRF (17 May)",
                st("side-event", "2022-05-17", at="imrf-1", gcm=(23,)),
            ),
        ],
    ),
    (
        "bali-process",
        "Bali Process",
        [
            ("Senior officials (18 December)", st("senior-officials", "2022-12-18")),
            ("for the ministers to meet (19 December)", st("ministerial", "2022-12-19")),
            (
                "8th yearly meeting of the trafficking group (30 August)",
                st("working-group", "2022-08-30", ordinal=8),
            ),
        ],
    ),
    (
        "gfmd",
        "Global Forum on Migration and Development (GFMD)",
        [
            (
                "Two steering groups (7 April and 16 June)",
                st("steering-group", "2022-04-07", "2022-06-16", count=2),
            )
        ],
    ),
    (
        "khartoum-process",
        "Khartoum Process",
        [
            ("Steering Committee (22 March)", st("steering-group", "2022-03-22")),
            ("and the 8th SOM (23 March)", st("senior-officials", "2022-03-23", ordinal=8)),
            (
                "a workshop held with the Rabat Process (10 February)",
                st("workshop", "2022-02-10", joint_with=("rabat-process",)),
            ),
        ],
    ),
    (
        "midsa",
        "Migration Dialogue for Southern Africa (MIDSA)",
        [("SOM (7-10 November)", st("senior-officials", "2022-11-07/2022-11-10"))],
    ),
    (
        "ocam",
        "Commission of Migration Directors (OCAM)",
        [
            ("54th Ordinary Meeting (13-14 June)", st("ordinary", "2022-06-13/2022-06-14", ordinal=54)),
            ("55th Ordinary Meeting (12-13 December)", st("ordinary", "2022-12-12/2022-12-13", ordinal=55)),
        ],
    ),
    (
        "rabat-process",
        "Rabat Process",
        [
            ("6th Ministerial Conference (14 December)", st("ministerial", "2022-12-14", ordinal=6)),
            ("five Steering Committees", st("steering-group", count=5)),
            ("a workshop held with the Khartoum Process", st("workshop", joint_with=("khartoum-process",))),
        ],
    ),
    (
        "rcm",
        "Regional Conference on Migration (RCM)",
        [
            ("3rd plenary with SACM (31 May)", st("plenary", "2022-05-31", ordinal=3, joint_with=("sacm",))),
            (
                "27th vice-ministerial (1-2 December)",
                st("vice-ministerial", "2022-12-01/2022-12-02", ordinal=27),
            ),
        ],
    ),
    (
        "sacm",
        "South American Conference on Migration (SACM)",
        [
            (
                "The 20th SACM Conference (12-14 October)",
                st("conference", "2022-10-12/2022-10-14", ordinal=20),
            ),
            (
                "the 3rd plenary with RCM (31 May)",
                st("plenary", "2022-05-31", ordinal=3, joint_with=("rcm",)),
            ),
            (
                "two extraordinary meetings of focal points (26 & 31 May)",
                st("extraordinary", "2022-05-26", "2022-05-31", kinds=("focal-points",), count=2),
            ),
        ],
    ),
]

ROWS = {
    "global-compact-for-migration": [("Abu Dhabi Dialogue", "abu-dhabi-dialogue"), ("MID-SA", "midsa")],
    "gender": [("RCM", "rcm"), ("RMFM", "rmfm"), ("SACM", "sacm")],
    "labour-migration": [("ADD", "abu-dhabi-dialogue"), ("Bali Process", "bali-process"), ("RMFM", "rmfm")],
    "migration-law": [("Khartoum Process", "khartoum-process"), ("RMFM", "rmfm")],
    "return-readmission-reintegration": [("RCM", "rcm"), ("RMFM", "rmfm")],
    "youth-and-minors": [("Bali Process", "bali-process"), ("RMFM", "rmfm")],
}

GLOBAL = GlobalMeeting(
    title="The first International Migration Review Forum (IMRF)",
    dates=(When.parse("2022-11-10/2022-11-11"),),
    represented=23,
    spoke=18,
    text=(
        "10-11 November, on the Forum as an opportunity for mechanisms to contribute to governance. "
        "23 came and 18 spoke. "
        "Their possible contributions to the IMRF were talked over. To inform GRCP⁹, a survey was held."
    ),
)

RECORDS = known(
    past(
        "bali-process",
        "senior-officials",
        "2022-12-06",
        title="16th Ad Hoc Group SOM",
        ordinal=16,
        country="ID",
    ),
    past(
        "bali-process",
        "ministerial",
        "2023-02-10",
        title="8th Ministerial",
        ordinal=8,
        city="Adelaide",
        country="AU",
    ),
    past("grcp", "annual", "2021-11-10/2021-11-11", title="GRCP 9", ordinal=9),
    past(
        "imrf",
        "annual",
        "2022-05-17/2022-05-20",
        title="First IMRF",
        ordinal=1,
        city="New York",
        country="US",
    ),
    past(
        "khartoum-process",
        "senior-officials",
        "2022-03-22/2022-03-23",
        title="8th SOM",
        ordinal=8,
        country="UG",
    ),
    past("rabat-process", "ministerial", "2018-05-02", title="5th Ministerial", ordinal=5),
    past(
        "rabat-process",
        "ministerial",
        "2022-12-13/2022-12-14",
        title="6th Ministerial",
        ordinal=6,
        city="Cádiz",
    ),
    past("rcm", "vice-ministerial", "2021-12-02/2021-12-03", title="XXVI Meeting", ordinal=26),
    past(
        "rmfm",
        "ministerial",
        "2022-03-28/2022-04-01",
        title="3rd Ministerial Forum",
        ordinal=3,
        city="Nairobi",
    ),
    past("sacm", "annual", "2018-11-22/2018-11-23", title="XVIII Conference", ordinal=18),
    past("colombo-process", "senior-officials", "2021-09-01", title="SOM"),
)

ISSUE = compose(
    ENTRIES,
    rows=ROWS,
    title="ISEM Highlights of the Inter-State Consultation Mechanisms (ISCM)",
    meeting=GLOBAL,
    publications=(
        Publication(title="Taking stock of a programme", mechanisms=("rabat-process",)),
        Publication(title="A plan of action", mechanisms=("prague-process",), url="https://www.iom.int/plan"),
    ),
)
