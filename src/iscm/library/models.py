"""Rows of publications: a work, its titles and addresses by language, and whose it is."""

from django.db import models

from iscm.accounts.models import Entered, Visible
from iscm.meetings.models import Meeting
from iscm.registry.models import Mechanism, Party, Source


class Publication(Visible):
    """A publication or outcome document. ``url`` is where it is; pages that only tell of it are sources."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=500)
    year = models.PositiveSmallIntegerField(null=True, blank=True, db_index=True)
    languages = models.JSONField(default=list, blank=True)
    url = models.URLField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    mechanisms = models.ManyToManyField(Mechanism, related_name="publications")
    meetings = models.ManyToManyField(Meeting, blank=True, related_name="publications")
    partners = models.ManyToManyField(Party, blank=True, related_name="publications")
    sources = models.ManyToManyField(Source, blank=True, related_name="publications")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title


class Title(Entered):
    """Another title: in a language, with its own address, or as another source has it (no language)."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="titles")
    text = models.CharField(max_length=500)
    lang = models.CharField(max_length=8, blank=True)
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
