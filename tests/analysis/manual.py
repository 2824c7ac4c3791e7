"""The manual's list of checks, printed from the checks themselves: ``python -m tests.analysis.manual`` rewrites it."""

from __future__ import annotations

from pathlib import Path

from iscm.analysis.checks import CHECKS, SEVERITIES
from iscm.analysis.wording import codes, wording

PAGE = Path(__file__).parents[2] / "docs" / "checking.md"
BEGIN, END = "<!-- the checks, printed from the code -->", "<!-- end of the checks -->"
HEADS = {
    "error": "To mend before printing",
    "ask": "To ask back",
    "note": "Good to know",
}


def printed() -> str:
    """Every check under its gravity: code, title and why."""
    parts = [BEGIN]
    for severity in SEVERITIES:
        rows = [
            f"| `{check.code}` | {check.words.title} | {check.words.why} |"
            for check in CHECKS
            if check.severity == severity
        ]
        parts += [
            f"### {HEADS[severity]}",
            "\n".join(["| code | what is found | why an editor asks |", "|---|---|---|", *rows]),
        ]
    own = [code for code in codes() if code not in {check.code for check in CHECKS}]
    rows = [f"| `{code}` | {wording(code).title} | {wording(code).why} |" for code in own]
    parts += [
        "### Raised while reading",
        "\n".join(["| code | what is found | why an editor asks |", "|---|---|---|", *rows]),
        END,
    ]
    return "\n\n".join(parts)


def rewritten(page: str) -> str:
    before, _, rest = page.partition(BEGIN)
    return before + printed() + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text("utf-8")), "utf-8")
