"""Holding, announcing, avoiding, following and watching. Keyword-only, one transaction, ``by`` whom, ``at`` when."""

from iscm.planning.actions.following import avoid, follow, forget, stop, stop_avoiding
from iscm.planning.actions.holding import agree, announce, change, hold, release
from iscm.planning.actions.watching import watch

__all__ = [
    "agree", "announce", "avoid", "change", "follow", "forget", "hold", "release", "stop", "stop_avoiding", "watch",
]  # fmt: skip
