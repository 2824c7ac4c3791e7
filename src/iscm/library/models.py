"""Rows of materials: a work, its titles and files by language, whose it is, and what it commits to."""

from django.core.files.storage import Storage, storages
from django.db import models

from iscm.accounts.models import Entered, Visible
from iscm.meetings.models import Meeting
from iscm.registry.models import Mechanism, Party, Source, WhenField


class Publication(Visible):
    """A material: a publication or outcome document. ``slug`` is its permanent address; ``url`` is where it is.

    Pages that only tell of it are sources. ``access`` is of the fact; each file has its own. ``kind`` is of
    ``vocabulary/materials.toml``, "" where no source says. ``licence`` is an SPDX id or an address. ``changed`` is the
    time of its last entry in the trail, and ``opened`` of the first at which everybody could see it: what was open
    once is told as deleted when it is so no more.
    """

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=500)
    kind = models.CharField(max_length=20, blank=True, db_index=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True, db_index=True)
    when = WhenField()
    languages = models.JSONField(default=list, blank=True)
    url = models.URLField(max_length=500, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    doi = models.CharField(max_length=200, blank=True)
    symbol = models.CharField(max_length=100, blank=True)
    abstract = models.TextField(blank=True)
    gcm = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True, editable=False)
    opened = models.DateTimeField(null=True, editable=False)
    changed = models.DateTimeField(null=True, editable=False, db_index=True)
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


class Maker(Entered):
    """Who wrote a work (``author``) or issued it (``body``), in the order printed: a party known here, or a name."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="makers")
    role = models.CharField(max_length=6, choices=[("author", "author"), ("body", "body")])
    place = models.PositiveSmallIntegerField(default=1)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="made")
    name = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["role", "place", "pk"]

    def __str__(self) -> str:
        return self.name or str(self.party)


class WorkRelation(Entered):
    """That a work replaces another, is part of it, or follows it. Languages are files of one work, not relations."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=8, choices=[(k, k) for k in ("replaces", "part-of", "follows")])
    other = models.ForeignKey(Publication, models.CASCADE, related_name="related")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "kind", "other"], name="one_relation_of_works")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.other_id}"


def materials() -> Storage:
    """Where the bytes are: a folder, or a store elsewhere (``ISCM_FILES``)."""
    return storages["materials"]


class File(Visible, Entered):
    """A work in one language, in one version. Its ``number`` within the work is permanent.

    ``content`` is named by ``digest`` (SHA-256), so that the same bytes are kept once; it is empty for a file that is
    kept elsewhere, at ``url``. ``media_type`` is by content. ``url`` and ``read`` tell where and on which day the
    bytes were fetched; ``entered_by`` who gave them.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    content = models.FileField(storage=materials, max_length=100, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    read = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["publication", "number"], name="one_number_of_a_file")]

    def __str__(self) -> str:
        return self.name


class Passage(models.Model):
    """A piece of a file's text, on its page, for the search: made of the file, and made anew from it."""

    file = models.ForeignKey(File, models.CASCADE, related_name="passages")
    place = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True, blank=True)
    language = models.CharField(max_length=8, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["file", "place"]
        constraints = [models.UniqueConstraint(fields=["file", "place"], name="one_place_of_a_passage")]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.place}"


class Commitment(Entered):
    """What a work commits somebody to: a numbered paragraph of it, in its words.

    ``party`` or, in plain words, ``addressee`` says whom; ``due`` a time, or ``due_meeting`` a meeting.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="commitments")
    place = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="commitments")
    addressee = models.CharField(max_length=300, blank=True)
    gcm = models.JSONField(default=list, blank=True)
    due = WhenField()
    due_meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="due")
    page = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["publication", "place"]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:60]}"


class Topic(Entered):
    """A theme of a work, or of one of its commitments, as printed, and the one of the vocabulary that it means."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="topics")
    commitment = models.ForeignKey(Commitment, models.CASCADE, null=True, blank=True, related_name="topics")
    printed = models.CharField(max_length=200, blank=True)
    theme = models.CharField(max_length=60, blank=True, db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.printed or self.theme
