"""Lines by many hands, read and compared with what a careful person takes from them.

Run with ``-s`` to see what was found, missed and changed; ``python tests/corpus/measure.py lines -v`` prints a folder.
The bounds are what is reached now, less a little: a change that loses more must say why.
"""

import pytest

from tests.corpus.measure import measure

BOUNDS = {
    "lines": (0.97, 0.985),
    "heldout": (0.98, 0.99),
    "blind": (0.975, 0.985),
    "fresh": (0.98, 0.99),
    "unseen": (0.95, 0.98),
}


@pytest.mark.parametrize("folder", BOUNDS)
def test_lines_are_read_as_a_careful_person_reads_them(folder: str) -> None:
    score, files, report = measure(folder)
    print("\n".join(report))
    for name, part in files.items():
        print(f"{folder}/{name:16} statements {part.f1:.3f}  days {part.days_f1:.3f}  {dict(part.wrong)}")
    statements, days = BOUNDS[folder]
    assert score.f1 >= statements, f"statements F1 {score.f1:.3f}: {dict(score.wrong)}"
    assert score.days_f1 >= days, f"days F1 {score.days_f1:.3f}"


@pytest.mark.parametrize("folder", BOUNDS)
def test_nothing_is_lost(folder: str) -> None:
    from iscm.prose.reader import read
    from tests.corpus.measure import lines

    for row in lines(folder):
        reading = read(row["text"], year=row.get("year"), mechanism=row.get("mechanism"))
        spans = sorted([f.span for f in reading.found] + list(reading.unread), key=lambda s: s.start)
        assert "".join(s.of(row["text"]) for s in spans) == row["text"], row["id"]
        assert all(a.end == b.start for a, b in zip(spans, spans[1:], strict=False)), row["id"]
