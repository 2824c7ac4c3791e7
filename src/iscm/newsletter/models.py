"""Rows of a year's issue: prose as told, statements with their place in it, and the meetings they are evidence for."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from iscm.accounts.models import Entered, Visible
from iscm.library.models import Publication
from iscm.meetings.models import Meeting
from iscm.registry.models import Mechanism, Source, WhenField


class Standing(models.TextChoices):
    """Where an issue stands. A shipped one was issued before there was a hub, and stays as it is."""

    DRAFT = "draft", _("draft")
    REVIEW = "in-review", _("in review")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")
    SHIPPED = "shipped", _("shipped with the hub")


class Issue(Visible):
    """A year's issue. Once published, ``frozen`` holds its records as they were believed on that day.

    ``seal`` is the digest of what was approved (``rules.seal``); ``findings`` what its check said when it was frozen;
    ``version`` the software that made its files; ``sent`` when it was given to the post.
    """

    year = models.PositiveSmallIntegerField(unique=True)
    number = models.PositiveSmallIntegerField()
    period = WhenField()
    title = models.CharField(max_length=200, blank=True)
    office = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="issues")
    standing = models.CharField(max_length=9, choices=Standing.choices, default=Standing.DRAFT)
    submitted_by = models.CharField(max_length=150, blank=True)
    approved_by = models.CharField(max_length=150, blank=True)
    approved = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    published = models.DateTimeField(null=True, blank=True)
    frozen = models.JSONField(null=True, blank=True)
    findings = models.JSONField(null=True, blank=True)
    version = models.CharField(max_length=40, blank=True)
    sent = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class Entry(Entered):
    """One mechanism's year in an issue, in prose. No entry, or an empty one, is silence and not inactivity."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="entries")
    mechanism = models.ForeignKey(Mechanism, models.PROTECT, related_name="entries")
    place = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=300, blank=True)
    prose = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["issue", "mechanism"], name="one_entry_a_year")]

    def __str__(self) -> str:
        return self.heading


class Told(Entered):
    """A statement of an entry: characters ``start`` to ``end`` of its prose, in the shape of ``Statement.as_json``."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="told")
    place = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    statement = models.JSONField()
    meetings = models.ManyToManyField(Meeting, blank=True, related_name="told")

    class Meta:
        verbose_name_plural = "told"
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.place}"


class IndexRow(Entered):
    """A theme or initiative of the index. ``elsewhere``: also taken up within other themes."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="index")
    theme = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField()
    elsewhere = models.BooleanField(default=False)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["issue", "theme"], name="one_row_a_theme")]

    def __str__(self) -> str:
        return self.theme


class IndexLink(Entered):
    """A mechanism under a theme of the index, by the name printed there."""

    row = models.ForeignKey(IndexRow, models.CASCADE, related_name="links")
    mechanism = models.ForeignKey(Mechanism, models.PROTECT, related_name="index_links")
    place = models.PositiveSmallIntegerField()
    printed = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return self.printed


class GlobalEvent(Entered):
    """The global meeting that an issue reports, with its figures as printed."""

    issue = models.OneToOneField(Issue, models.CASCADE, related_name="event")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="reported_in")
    heading = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=500, blank=True)
    dates = models.JSONField(default=list)
    represented = models.PositiveSmallIntegerField(null=True, blank=True)
    spoke = models.PositiveSmallIntegerField(null=True, blank=True)
    survey = models.BooleanField(default=False)
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class Listed(Entered):
    """A publication in an issue's list."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="listed")
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="listed")
    place = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "listed"
        ordering = ["place"]

    def __str__(self) -> str:
        return str(self.publication_id)


class Link(Entered):
    """An address at the foot of an issue."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="links")
    label = models.CharField(max_length=200)
    url = models.URLField(max_length=500)
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return self.label


class WaivedFinding(models.Model):
    """A query that was waived, by its stable key, with the reason."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="waived")
    key = models.CharField(max_length=500)
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "key"], name="waived_once")]

    def __str__(self) -> str:
        return self.key


class PublishedFile(models.Model):
    """A file of an issue as it was published: its bytes are served as they are, whatever later software would make."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="files")
    name = models.CharField(max_length=100, unique=True)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Erratum(models.Model):
    """What is wrong in an issue that is out, and what is right. ``mechanism``: in whose entry; none for the whole."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="errata")
    mechanism = models.ForeignKey(Mechanism, models.PROTECT, null=True, blank=True, related_name="errata")
    text = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "errata"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Rhythm(models.TextChoices):
    """How often a subscriber hears of new and changed meetings."""

    NEVER = "never", _("never")
    DAILY = "daily", _("daily")
    WEEKLY = "weekly", _("weekly")
    MONTHLY = "monthly", _("monthly")


def token() -> str:
    """What nobody can guess: 192 bits, fit for an address."""
    return secrets.token_urlsafe(24)


class Subscriber(models.Model):
    """An address that asked for mail, and what it wants. Only one that is ``confirmed`` and not ``ended`` gets any.

    ``token`` stands in the links of its letters: who has it may read and change this row. ``choice`` narrows the
    digest, written as ``meetings.rules.Choice``. ``told``: the last entry of the trail that a digest has looked at, and
    ``digested`` the first day, by UTC, of the period for which one was last made.
    """

    address = models.EmailField(max_length=254, unique=True)
    token = models.CharField(max_length=40, unique=True, default=token)
    language = models.CharField(max_length=7)
    highlights = models.BooleanField(default=True)
    rhythm = models.CharField(max_length=7, choices=Rhythm.choices, default=Rhythm.NEVER)
    choice = models.TextField(blank=True)
    asked = models.DateTimeField()
    confirmed = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    told = models.BigIntegerField(default=0)
    digested = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["rhythm", "digested"])]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"
