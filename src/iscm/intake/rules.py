"""When a mechanism is reminded, what a door into a report looks like, and what a report was decided to mean."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iscm.analysis.matching import Match
from iscm.post.rules import numbers_of, sealed_address

DOOR_DAYS = 30  # how long a link in a letter opens a report
BEFORE, AFTER = (21, 7, 2), (3, 10)  # days round the due day on which who is silent is reminded
NEW, LEAVE = "new", "leave"


def reply_address(ask: int, report: int, key: str, sender: str) -> str:
    """Where an answer about a report goes; ``report`` 0: about none yet."""
    return sealed_address("report", ask, report, key=key, sender=sender)


def replied(address: str, key: str) -> tuple[int, int] | None:
    """The ask and the report that an answer is about; None where the address is none of ours."""
    numbers = numbers_of("report", address, key)
    return (numbers[0], numbers[1]) if numbers and len(numbers) == 2 else None


def reminder_days(due: dt.date) -> tuple[dt.date, ...]:
    """Days on which whoever has not reported is reminded."""
    return (
        *(due - dt.timedelta(days=days) for days in BEFORE),
        *(due + dt.timedelta(days=days) for days in AFTER),
    )


def reminder_due(due: dt.date, asked: dt.date, last: dt.date | None, today: dt.date) -> dt.date | None:
    """The day of the rule that a reminder sent today is for; None where none is due.

    A day that was missed (nothing ran) is made up for by one reminder, never by several.
    """
    passed = [day for day in reminder_days(due) if asked < day <= today]
    if not passed or (last is not None and last >= passed[-1]):
        return None
    return passed[-1]


YES = frozenset(
    "yes ok okay confirm confirmed oui confirme confirmons confirmé sí si confirmo confirmamos confirmado да "
    "подтверждаем подтверждаю نعم أؤكد نؤكد 是 确认".split()
)


POLITE = frozenset("thank you thanks many we i it is right merci gracias спасибо شكرا 谢谢".split())


def _yes(text: str) -> bool:
    """Whether an answer says yes, and nothing else: "Yes, thank you." does, "Yes, but ..." does not."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return bool(words) and any(word in YES for word in words) and all(word in YES | POLITE for word in words)


_HOLDS_BACK = frozenset(
    "but not no except please wrong instead remove add change however mais pas sauf faux retirer ajouter pero excepto "
    "falta quitar agregar cambiar но не кроме убрать добавить لكن ليس ما عدا 但 不 除".split()
)


def agrees(text: str) -> bool:
    """Whether an answer says yes, and then at most who says so: "Yes.\n\nThe secretariat". "Yes, but ..." does not."""
    first, _line, rest = text.strip().partition("\n")
    if not _yes(first):
        return False
    words = re.findall(r"[^\W_]+", rest.casefold())
    return len(words) <= 40 and not any(word in _HOLDS_BACK or word.isdigit() for word in words)


@dataclass(frozen=True, slots=True)
class Decided:
    """What something said was decided to be: a meeting's id, ``new``, or ``leave`` (said, and kept as prose alone)."""

    match: Match
    choice: str


class Undecided(ValueError):
    """Something that only a person can say was not said: the keys of what is open."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = tuple(keys)
        super().__init__(", ".join(self.keys))


def decide(matches: Iterable[Match], said: Mapping[str, str]) -> tuple[Decided, ...]:
    """Each proposal with what a person chose (key to choice), or as proposed where only one reading is sound.

    Undecided where two meetings fit equally and nobody has said which. A choice that was not offered is none.
    """
    decided, open_ = [], []
    for match in matches:
        offered = {m.id for m in ((match.meeting,) if match.meeting else ()) + match.others} | {NEW, LEAVE}
        choice = said.get(match.meant.key, "")
        if choice not in offered:
            if match.verdict == "unsure":
                open_.append(match.meant.key)
                continue
            choice = match.meeting.id if match.meeting else NEW
        decided.append(Decided(match, choice))
    if open_:
        raise Undecided(open_)
    return tuple(decided)
