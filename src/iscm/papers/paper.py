"""A paper as received: its kind, its text, the addresses behind its links, and what had to be done to read it."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
LARGEST_TEXT = 20 * MEGABYTE  # of text in a paper: an issue is a thousandth of that
LARGEST_FILE = 100 * MEGABYTE  # of a Word file or PDF, pictures and all


class PaperError(Exception):
    """A file that cannot be read as a paper; ``str()`` says why, and what to do, in a sentence for its sender."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """``kind`` is text, markdown, html, word, table or pdf. ``links`` are (label, address) in the order of the text; a
    link that leads nowhere is kept too. ``notes`` are sentences on how it was read: "read as windows-1252"."""

    name: str
    kind: str
    text: str
    links: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def too_long(name: str, size: int, limit: int) -> PaperError:
    return PaperError(
        f"{name} is too large to be a paper: {size / MEGABYTE:.0f} MB, and {limit // MEGABYTE} MB is the limit. "
        "Send its parts one by one; for bulk work write one JSON object for each text (.jsonl), which has no limit."
    )
