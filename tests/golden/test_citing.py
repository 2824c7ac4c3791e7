"""A material as it is cited and described to others: kept as files, and read by a person."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest

from iscm.domain.mechanisms import Subject
from iscm.domain.publications import Copy, Maker, Material, Work
from iscm.domain.when import When
from iscm.renderers import oai
from iscm.renderers.citing import datacite, exchange
from iscm.renderers.citing.csl import csl
from iscm.renderers.citing.styles import STYLES, plain
from iscm.renderers.linked.works import work
from tests.golden.test_golden import FILES

HUB = "https://hub.example"
AT = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
FULL = Material(
    work=Work(
        id="progress-declaration",
        title="Progress Declaration: 50% & more",
        kind="declaration",
        mechanisms=("rcm",),
        meetings=("imrf-1",),
        year=2022,
        when=When.parse("2022-05-20"),
        languages=("en", "es"),
        titles={"es": "Declaración sobre los progresos"},
        pages=15,
        licence="CC-BY-4.0",
        doi="10.1234/abc",
        symbol="A/RES/76/266",
        abstract="What States agreed.",
        gcm=(5, 11),
    ),
    makers=(Maker("author", None, "A. Author"), Maker("author", None, "B. Writer"), Maker("body", None, "An Office")),
    subjects=(Subject("", "labour-migration"),),
    copies=(
        Copy(number=1, language="en", open=True, name="a b.pdf", media_type="application/pdf", size=9, held=True,
             digest="0" * 64),
        Copy(number=2, language="es"),
    ),
    relations=(("replaces", "draft"),),
    related=(("follows", "next"),),
    changed=AT,
)  # fmt: skip
BARE = Material(
    work=Work(
        id="bare",
        title="What is known of little?",
        mechanisms=("rabat-process", "khartoum-process"),
        year=2019,
    ),
    changed=AT,
)
NOTHING = Material(work=Work(id="nothing", title="No year", mechanisms=("rcm",)), changed=AT)
GONE = Material(work=Work(id="gone", title="Gone", mechanisms=("rcm",)), changed=AT, gone=AT)
ALL = (FULL, BARE, NOTHING)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _references() -> str:
    rows = [f"{style}: {plain(csl(one, HUB), style)}" for one in ALL for style in STYLES]
    return "\n".join(rows) + "\n"


def _oai() -> str:
    rows = [oai.record(one, "oai_dc", HUB) for one in (*ALL, GONE)] + [oai.record(FULL, "oai_datacite", HUB)]
    inside = oai.listed("ListRecords", rows, token="on", at=0)
    text = oai.answer(inside, base=f"{HUB}/oai", asked={"verb": "ListRecords", "metadataPrefix": "x"}, at=AT)
    return text.replace("><", ">\n<")


MADE: dict[str, Callable[[], str]] = {
    "citing-references.txt": _references,
    "citing.bib": lambda: "".join(exchange.bibtex(csl(one, HUB)) for one in ALL),
    "citing.ris": lambda: "".join(exchange.ris(csl(one, HUB)) for one in ALL),
    "citing-csl.json": lambda: _json([csl(one, HUB) for one in ALL]),
    "citing-datacite.json": lambda: _json([datacite.datacite(one, HUB) for one in (FULL, BARE)]),
    "citing-schema.json": lambda: _json([work(one, HUB) for one in ALL]),
    "oai.xml": _oai,
}


@pytest.mark.parametrize("name", MADE)
def test_golden(name: str, request: pytest.FixtureRequest):
    content = MADE[name]().encode()
    path = FILES / name
    if request.config.getoption("--rewrite", default=False):
        path.write_bytes(content)
    assert path.read_bytes() == content


def test_what_the_schema_asks_for_and_nobody_says_is_not_made_up():
    assert [datacite.describable(one) for one in ALL] == [True, True, False]


@pytest.mark.parametrize("style", STYLES)
def test_a_reference_tells_no_date_that_nobody_knows(style: str):
    said = plain(csl(NOTHING, HUB), style)
    assert not any(sign.isdigit() for sign in said)
    assert "No year" in said
