"""The manual lists every check as the code has it."""

from __future__ import annotations

from tests.analysis.manual import PAGE, rewritten


def test_the_manual_lists_every_check() -> None:
    page = PAGE.read_text("utf-8")
    assert page == rewritten(page), "run: python -m tests.analysis.manual"
