"""Rows of meetings. No record is refused for a missing field; no meeting is two rows for having two owners."""

from django.db import models

from iscm.accounts.models import Entered, Visible
from iscm.registry.models import BoundField, Mechanism, Party, Source, WhenField


class Series(Visible):
    """Meetings that follow each other under one name, such as the global meetings of chairs and secretariats."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    mechanism = models.ForeignKey(Mechanism, models.PROTECT, null=True, blank=True, related_name="series")
    participants = models.TextField(blank=True)
    organiser = models.TextField(blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="series")

    class Meta:
        verbose_name_plural = "series"
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class Meeting(Visible):
    """``slug`` is public and permanent. ``count`` None: a plural without a number. ``when`` None: no date at all.

    ``withdrawn``: it is on no list any more, and calendars that know it are told so.
    """

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=500)
    type = models.CharField(max_length=30, db_index=True)
    kinds = models.JSONField(default=list, blank=True)
    ordinal = models.PositiveSmallIntegerField(null=True, blank=True)
    count = models.PositiveSmallIntegerField(null=True, blank=True, default=1)
    when = WhenField()
    earliest = BoundField(of="when", end="earliest")
    latest = BoundField(of="when", end="latest")
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    mode = models.CharField(max_length=10, blank=True)
    status = models.CharField(max_length=10, blank=True)
    topic = models.TextField(blank=True)
    at = models.SlugField(max_length=120, blank=True)  # the larger event, also before it has a row
    series = models.ForeignKey(Series, models.SET_NULL, null=True, blank=True, related_name="meetings")
    prepares = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="prepared_by")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    withdrawn = models.DateTimeField(null=True, blank=True)
    closed = models.BooleanField(default=False)
    gcm = models.JSONField(default=list, blank=True)
    figures = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="meetings")

    class Meta:
        ordering = ["earliest", "slug"]

    def __str__(self) -> str:
        return self.slug


class Ownership(Entered):
    """That a meeting is a mechanism's, as that mechanism words and dates it.

    ``undated``: this mechanism prints it without a date. ``counted_in``: its counted record that includes the meeting.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="ownerships")
    mechanism = models.ForeignKey(Mechanism, models.PROTECT, related_name="ownerships")
    wording = models.TextField(blank=True)
    when = WhenField()
    undated = models.BooleanField(default=False)
    counted_in = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="included")
    note = models.TextField(blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="ownerships")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "mechanism"], name="one_ownership")]

    def __str__(self) -> str:
        return self.wording


class Partner(Entered):
    """An organisation that held a meeting together with its owners."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="partners")
    party = models.ForeignKey(Party, models.PROTECT, related_name="partnered")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.party_id)


class MeetingClaim(Entered):
    """A value of a meeting's field, as its sources give it. None of its own: those of the meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="claims")
    field = models.CharField(max_length=40)
    value = models.TextField(blank=True)
    chosen = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="meeting_claims")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "field"],
                condition=models.Q(chosen=True, withdrawn=None),
                name="one_chosen_value_of_a_meeting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"


class StatusChange(Entered):
    """A step in a meeting's life, on the day it was learnt: announced, confirmed, moved, postponed, ... held."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="history")
    status = models.CharField(max_length=10)
    before = WhenField()
    after = WhenField()
    day = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="status_changes")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.status


class Outcome(Entered):
    """What a meeting adopted or decided, in a few words."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="outcomes")
    text = models.TextField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Subject(Entered):
    """A theme of a meeting as printed, and the one of the vocabulary that it means."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="subjects")
    printed = models.CharField(max_length=200, blank=True)
    theme = models.CharField(max_length=60, blank=True, db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.printed or self.theme
