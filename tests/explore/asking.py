"""What is asked of the search in its tests; run as a program, the order of all hits of every question, as JSON."""

from __future__ import annotations

import json
from argparse import Namespace
from importlib import import_module
from pathlib import Path

import django
import yaml

QUESTIONS: list[tuple[str, str]] = [
    (str(question), first)
    for question, first in yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text("utf-8"))
]
WIDE = (
    "migration",
    "meeting",
    "2022",
    "process",
    "the",
    "senior officials",
    "a b c d e",
    "trafic",
    "xyzzy migration",
)
EVERYTHING = 10_000


def found(question: str, **more: object) -> list[str]:
    """Kind and id of every hit in order."""
    from iscm.explore.queries.search import search

    return [f"{hit.kind} {hit.key}" for hit in search(question, stop=EVERYTHING, **more).hits]


def main() -> None:
    import_module("tests.conftest")  # chooses the database
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    from iscm.commands import load

    made = setup_databases(verbosity=0, interactive=False)
    try:
        assert load.run(Namespace(quiet=True)) == 0
        print(json.dumps({question: found(question) for question in [*dict(QUESTIONS), *WIDE]}))
    finally:
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
