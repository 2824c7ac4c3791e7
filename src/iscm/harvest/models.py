"""Rows of harvesting. Nothing here is ever public: what a source says is, once somebody took it as a meeting."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from iscm.harvest.rules import CHANGED, CONTRADICTION, NEW, VANISHED
from iscm.meetings.models import Meeting
from iscm.registry.models import Mechanism


class Kind(models.TextChoices):
    CALENDAR = "calendar", _("calendar (iCalendar)")
    FEED = "feed", _("feed (Atom or RSS)")
    MARKUP = "markup", _("page with events marked up (schema.org)")
    INDICO = "indico", _("export of Indico (JSON)")
    TABLE = "table", _("table (CSV or spreadsheet)")
    PAGE = "page", _("plain page")


class Every(models.IntegerChoices):
    HOUR = 1, _("every hour")
    QUARTER = 6, _("every six hours")
    DAY = 24, _("every day")
    WEEK = 168, _("every week")


class Snapshot(models.Model):
    """Bytes as they came, kept once however often they come."""

    digest = models.CharField(max_length=64, unique=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.digest


class Source(models.Model):
    """An address that is asked for a mechanism's meetings. ``hosts``: others that it may lead to, besides its own.

    ``moved``: where its server says it is for good. ``told``: when its mechanism was last written to.
    """

    mechanism = models.ForeignKey(Mechanism, models.PROTECT, related_name="offers")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    address = models.CharField(max_length=500)
    every = models.PositiveSmallIntegerField(choices=Every.choices, default=Every.DAY)
    active = models.BooleanField(default=True)
    hosts = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=7, blank=True)
    note = models.CharField(max_length=300, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    moved = models.CharField(max_length=500, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    succeeded = models.DateTimeField(null=True, blank=True)
    due = models.DateTimeField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["mechanism__slug", "pk"]
        constraints = [models.UniqueConstraint(fields=["mechanism", "address"], name="source_once")]

    def __str__(self) -> str:
        return self.address


class Fetch(models.Model):
    """One asking: what came, or why nothing did. ``took`` in milliseconds; ``items`` None where none were read."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="fetches")
    at = models.DateTimeField()
    took = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict)
    address = models.CharField(max_length=500, blank=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="fetches")
    why = models.TextField(blank=True)
    items = models.PositiveIntegerField(null=True, blank=True)
    unread = models.JSONField(default=list)
    proposed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.source_id} {self.status}"


class Item(models.Model):
    """A meeting as a source tells of it, by the source's own key. ``former``: what it said before.

    ``missed``: readings in a row without it. ``meeting``: the one of the records that it is.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="items")
    key = models.CharField(max_length=330)
    digest = models.CharField(max_length=32)
    said = models.JSONField()
    former = models.JSONField(default=dict)
    first = models.DateTimeField()
    last = models.DateTimeField()
    missed = models.PositiveSmallIntegerField(default=0)
    vanished = models.DateTimeField(null=True, blank=True)
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="items")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="item_once")]

    def __str__(self) -> str:
        return self.key


class How(models.TextChoices):
    """How a proposal ended."""

    TAKEN = "taken", _("taken")
    PART = "part", _("taken in part")
    BESIDE = "beside", _("kept beside the record")
    WAIVED = "waived", pgettext_lazy("proposal", "waived")
    OVERTAKEN = "overtaken", _("superseded")


class Proposal(models.Model):
    """What a source says and the records do not, field by field. ``mark``: the same is not proposed twice."""

    class Kind(models.TextChoices):
        NEW = NEW, _("new")
        CHANGED = CHANGED, _("changed")
        VANISHED = VANISHED, _("vanished")
        CONTRADICTION = CONTRADICTION, _("sources disagree")

    item = models.ForeignKey(Item, models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    mark = models.CharField(max_length=32)
    says = models.JSONField(default=dict)
    known = models.JSONField(default=dict)
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="proposals")
    at = models.DateTimeField()
    told = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=9, choices=How.choices, blank=True)
    fields = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=150, blank=True)
    decided = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "mark"], name="proposed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"


class Host(models.Model):
    """A host that is asked: by one at a time, ``free`` from then on; and its robots.txt, as of ``read``."""

    name = models.CharField(max_length=270, unique=True)
    free = models.DateTimeField()
    robots = models.TextField(blank=True)
    read = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
