"""A year's round, who is asked in it, and what they wrote. Nothing that was written is ever written over."""

from django.db import models

from iscm.accounts.models import Entered
from iscm.meetings.models import Meeting
from iscm.newsletter.models import Issue
from iscm.newsletter.rules import OUT
from iscm.registry.models import Mechanism


class Round(models.Model):
    """The asking of a year, by ``due``; ``closed`` when the office takes no more."""

    issue = models.OneToOneField(Issue, models.PROTECT, related_name="round")
    due = models.DateField()
    opened = models.DateTimeField()
    closed = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-issue__year"]

    def __str__(self) -> str:
        return str(self.issue_id)

    @property
    def open(self) -> bool:
        """Whether reports are still taken: not once it is closed, nor once the issue is out."""
        return self.closed is None and self.issue.standing not in OUT


class Ask(models.Model):
    """One mechanism in a round: at which address it is asked, in which language, and what came of it when."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="asks")
    mechanism = models.ForeignKey(Mechanism, models.PROTECT, related_name="asks")
    address = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=10, default="en")
    asked = models.DateTimeField(null=True, blank=True)
    opened = models.DateTimeField(null=True, blank=True)
    reminded = models.DateField(null=True, blank=True)  # the day of the rule, not of the sending

    class Meta:
        ordering = ["mechanism__slug"]
        constraints = [models.UniqueConstraint(fields=["round", "mechanism"], name="asked_once")]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.mechanism_id}"


class Door(models.Model):
    """A link in a letter. It opens a report in the one browser that used it first; only its digest is kept."""

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="doors")
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.ask_id)


class Report(models.Model):
    """A version of what a mechanism wrote. ``number`` counts from 1; ``sender`` is whom a mail claims to be from.

    ``held``: from an address that was not asked; it waits until the office has looked. ``decisions`` say of everything
    meant what it was confirmed to be.
    """

    class Way(models.TextChoices):
        PAGE = "page", "Page"
        MAIL = "mail", "Mail"
        FILE = "file", "File"

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="reports")
    number = models.PositiveSmallIntegerField()
    prose = models.TextField()
    way = models.CharField(max_length=4, choices=Way.choices)
    by = models.CharField(max_length=150)
    sender = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField()
    held = models.BooleanField(default=False)
    confirmed = models.DateTimeField(null=True, blank=True)
    decisions = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["ask", "number"], name="one_version")]

    def __str__(self) -> str:
        return f"{self.ask_id}/{self.number}"


class Enclosure(Entered):
    """A file or an address that came with a report. A file is closed until the office has looked at it."""

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="enclosures")
    name = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    kind = models.CharField(max_length=100, blank=True)
    data = models.BinaryField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Remark(Entered):
    """What the office and a secretariat say to each other about a report."""

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="remarks")
    text = models.TextField()
    office = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Made(models.Model):
    """That a meeting was first told by a report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="made")
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="made_by")

    def __str__(self) -> str:
        return str(self.meeting_id)
