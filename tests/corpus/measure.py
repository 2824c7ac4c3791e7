"""How well lines are read: what was found, missed and changed, against what a careful person takes from them."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from iscm.domain.statements import Statement
from iscm.domain.when import When
from iscm.prose.reader import read

HERE = Path(__file__).parent


def lines(folder: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for path in sorted((HERE / folder).glob("*.yaml")):
        rows += [{**row, "file": path.stem} for row in yaml.safe_load(path.read_text("utf-8"))]
    return rows


def agrees(said: Statement, gold: dict[str, Any]) -> list[str]:
    """The judged fields in which a statement differs from the gold."""
    wrong = []
    if said.type not in gold["type"]:
        wrong.append("type")
    if said.count != gold.get("count", 1):
        wrong.append("count")
    if said.ordinal != gold.get("ordinal"):
        wrong.append("ordinal")
    if [str(d) for d in said.dates] != [str(d) for d in gold.get("dates", [])]:
        wrong.append("dates")
    return wrong


def _cost(said: Statement, gold: dict[str, Any]) -> int:
    wrong = agrees(said, gold)
    return 8 * ("dates" in wrong) + 3 * ("type" in wrong) + 2 * ("ordinal" in wrong) + ("count" in wrong)


def align(
    said: list[Statement], gold: list[dict[str, Any]]
) -> list[tuple[Statement | None, dict[str, Any] | None]]:
    """Pairs in order of the text with least disagreement (an edit distance over statements)."""
    gap = 9
    table = [[0] * (len(gold) + 1) for _ in range(len(said) + 1)]
    for i in range(len(said) + 1):
        for j in range(len(gold) + 1):
            if i == 0 or j == 0:
                table[i][j] = gap * (i + j)
                continue
            table[i][j] = min(
                table[i - 1][j - 1] + _cost(said[i - 1], gold[j - 1]),
                table[i - 1][j] + gap,
                table[i][j - 1] + gap,
            )
    pairs: list[tuple[Statement | None, dict[str, Any] | None]] = []
    i, j = len(said), len(gold)
    while i or j:
        if i and j and table[i][j] == table[i - 1][j - 1] + _cost(said[i - 1], gold[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((said[i], gold[j]))
        elif i and table[i][j] == table[i - 1][j] + gap:
            i -= 1
            pairs.append((said[i], None))
        else:
            j -= 1
            pairs.append((None, gold[j]))
    return pairs[::-1]


@dataclass
class Score:
    """Counts over many lines. ``f1`` is of whole statements, ``days_f1`` of dated spans."""

    right: int = 0
    said: int = 0
    gold: int = 0
    days_right: int = 0
    days_said: int = 0
    days_gold: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    extras: Counter[str] = field(default_factory=Counter)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.said + self.gold)

    @property
    def days_f1(self) -> float:
        return 2 * self.days_right / max(1, self.days_said + self.days_gold)

    def add(self, said: list[Statement], gold: list[dict[str, Any]]) -> list[str]:
        notes: list[str] = []
        self.said += len(said)
        self.gold += len(gold)
        left = Counter(str(d) for s in said for d in s.dates)
        right = Counter(str(d) for g in gold for d in g.get("dates", []))
        self.days_said += left.total()
        self.days_gold += right.total()
        self.days_right += (left & right).total()
        for one, other in align(said, gold):
            if one is None and other is not None:
                notes.append(f"missed  {_short(other)}")
                self.wrong["missed"] += 1
            elif other is None and one is not None:
                notes.append(f"added   {_short_said(one)}")
                self.wrong["added"] += 1
            elif one is not None and other is not None:
                wrong = agrees(one, other)
                self.wrong.update(wrong)
                if wrong:
                    notes.append(f"changed {'+'.join(wrong)}: {_short_said(one)}  <>  {_short(other)}")
                else:
                    self.right += 1
                notes += self._extra(one, other)
        return notes

    def _extra(self, one: Statement, other: dict[str, Any]) -> list[str]:
        """Fields judged apart: place, partners, larger event, mode, status, objectives."""
        notes: list[str] = []
        for name in ("city", "country", "online", "status", "at"):
            if other.get(name) is not None:
                self.extras[name + " of"] += 1
                right = getattr(one, name) == other[name]
                self.extras[name + (" right" if right else " wrong")] += 1
                if not right:
                    notes.append(f"beside  {name}: {getattr(one, name)} <> {other[name]}")
        for name in ("joint_with", "gcm"):
            if other.get(name):
                self.extras[name + " of"] += 1
                right = sorted(getattr(one, name)) == sorted(other[name])
                self.extras[name + (" right" if right else " wrong")] += 1
                if not right:
                    notes.append(f"beside  {name}: {getattr(one, name)} <> {other[name]}")
        return notes


def _short(gold: dict[str, Any]) -> str:
    days = [str(date) for date in gold.get("dates", [])]
    return f"{'/'.join(gold['type'])} #{gold.get('ordinal')} x{gold.get('count', 1)} {days}"


def _short_said(s: Statement) -> str:
    return f"{s.type} #{s.ordinal} x{s.count} {[str(d) for d in s.dates]} «{s.title}»"


def measure(folder: str) -> tuple[Score, dict[str, Score], list[str]]:
    total, files, report = Score(), defaultdict(Score), []
    for row in lines(folder):
        reading = read(row["text"], year=row.get("year"), mechanism=row.get("mechanism"))
        said = [f.statement for f in reading.found]
        files[row["file"]].add(said, row["statements"])
        notes = total.add(said, row["statements"])
        if notes:
            report.append(f"{row['id']} ({row.get('year')}): {row['text']}\n    " + "\n    ".join(notes))
    return total, files, report


def printed(folder: str) -> str:
    total, files, report = measure(folder)
    out = ["\n".join(report), ""] if "-v" in sys.argv else []
    for name, score in files.items():
        out.append(f"{name:16} statements {score.f1:.3f}  days {score.days_f1:.3f}  {dict(score.wrong)}")
    out.append(f"{folder:16} statements {total.f1:.3f}  days {total.days_f1:.3f}  {dict(total.wrong)}")
    keys = sorted({k.split(" ")[0] for k in total.extras})
    out.append("  ".join(f"{k} {total.extras[k + ' right']}/{total.extras[k + ' of']}" for k in keys))
    return "\n".join(out)


if __name__ == "__main__":
    assert When
    print(printed(sys.argv[1] if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "lines"))
