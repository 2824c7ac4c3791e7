"""Dates that mechanisms hold, what they avoid, and who wants to hear of what. Nothing here is ever public."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from iscm.accounts.models import User
from iscm.meetings.models import Meeting
from iscm.planning.rules import ALL, DAYS, HOLIDAYS, MECHANISM, MEETINGS, MEMBERS, NUMBER, OWN, YEARLY
from iscm.registry.models import BoundField, Mechanism, WhenField


class Shows(models.TextChoices):
    """What others learn of a hold who plan for the same days; each step tells what those before it do."""

    NUMBER = NUMBER, _("how many of their members would have to be in two places")
    MEMBERS = MEMBERS, _("which of their members")
    MECHANISM = MECHANISM, _("which mechanism plans for it")
    ALL = ALL, _("its title and place too")


class How(models.TextChoices):
    """How a hold ended. One whose days are over lapses by itself, without any word."""

    ANNOUNCED = "announced", _("announced")
    RELEASED = "released", _("released")


def drawn() -> str:
    """A name for a hold that tells neither when it was made nor how many there are."""
    return secrets.token_hex(6)


class Hold(models.Model):
    """A date that a mechanism, or several together, plans for and has not announced.

    It is no meeting: it stands on no list of meetings, in no count, feed, dump or search.
    """

    key = models.SlugField(max_length=12, unique=True, default=drawn)
    mechanisms = models.ManyToManyField(Mechanism, through="Holder", related_name="holds")
    title = models.CharField(max_length=500, blank=True)
    type = models.CharField(max_length=30)
    when = WhenField(null=False, blank=False)
    earliest = BoundField(of="when", end="earliest")
    latest = BoundField(of="when", end="latest")
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    mode = models.CharField(max_length=10, blank=True)
    shows = models.CharField(max_length=9, choices=Shows.choices, default=Shows.NUMBER)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=9, choices=How.choices, blank=True)
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="held_as")

    class Meta:
        ordering = ["earliest", "pk"]

    def __str__(self) -> str:
        return self.key


class Holder(models.Model):
    """A mechanism whose hold it is; the first made it. ``agreed``: when its secretariat said that it plans with it."""

    hold = models.ForeignKey(Hold, models.CASCADE, related_name="holders")
    mechanism = models.ForeignKey(Mechanism, models.PROTECT, related_name="holders")
    agreed = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["hold", "mechanism"], name="holder_once")]

    def __str__(self) -> str:
        return f"{self.hold_id}/{self.mechanism_id}"


class Avoidance(models.Model):
    """What a mechanism avoids until ``ended``; ``said`` as in ``rules.Avoided``."""

    class Kind(models.TextChoices):
        DAYS = DAYS, _("days")
        YEARLY = YEARLY, _("the same days every year")
        MEETINGS = MEETINGS, _("meetings of a mechanism")
        HOLIDAYS = HOLIDAYS, _("public holidays of a State")

    mechanism = models.ForeignKey(Mechanism, models.CASCADE, related_name="avoidances")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    said = models.CharField(max_length=60)
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.said}"


class Follow(models.Model):
    """That a person wants to hear of new clashes; ``key`` is a slug or a code, as in ``rules.Followed``.

    Who speaks for a mechanism hears of its own dates without a row, until there is one of the kind ``own`` that is
    ``stopped``.
    """

    class Kind(models.TextChoices):
        MECHANISM = "mechanism", _("Mechanism")
        STATE = "state", _("State")
        MEETING = "meeting", _("Meeting")
        OWN = OWN, _("what your mechanisms plan and announce")

    person = models.ForeignKey(User, models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    key = models.CharField(max_length=120, blank=True)
    since = models.DateTimeField()
    stopped = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "key"]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "key"], name="follows_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}".strip()


class Heard(models.Model):
    """That a person knows of a clash: nobody is told twice, and who was told hears when it is over.

    ``mine`` and ``other`` name the two (``meeting:gfmd-14``, ``hold:5f0c``), ``days`` says when both are.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="heard")
    mine = models.CharField(max_length=140)
    other = models.CharField(max_length=140)
    days = models.CharField(max_length=90)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "mine", "other"], name="heard_once")]
        indexes = [models.Index(fields=["mine"]), models.Index(fields=["other"])]

    def __str__(self) -> str:
        return f"{self.mine} {self.other}"


class Watched(models.Model):
    """One row: the last entry of the trail that was looked at for clashes."""

    entry = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.entry)
