"""A query that was looked at and may stand: its key and the reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiver:
    """``key`` is a finding's key; ``reason`` is why it may stand, in the editor's words; ``by`` and ``on`` if known."""

    key: str
    reason: str
    by: str = ""
    on: str = ""

    def __post_init__(self) -> None:
        if not self.key.strip():
            raise ValueError("a waiver needs the key of a query")
        if not self.reason.strip():
            raise ValueError("a waiver needs a reason")
