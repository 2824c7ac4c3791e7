"""Letters and the addresses that they could not reach."""

from django.db import models


class State(models.TextChoices):
    """Where a letter stands. ``SENDING`` that stays means: nobody knows, so it is never sent again by itself."""

    QUEUED = "queued", "Queued"
    SENDING = "sending", "Sending"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    WITHHELD = "withheld", "Withheld"


class Body(models.Model):
    """What many letters say alike, kept once. Where ``post.rules.OWN`` stands in it, each letter's own words go."""

    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    html = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.digest


class Letter(models.Model):
    """One mail to one address. ``key`` says what it is (``highlights/2022/184``), so that it is never written twice.

    ``text`` and ``html`` are all that it says, or with a ``body`` what it says of its own.
    ``secret``: its words open a door (a link to sign in), and are wiped once it has left.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40, db_index=True)
    to = models.EmailField(max_length=254)
    reply_to = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="letters")
    headers = models.JSONField(default=dict)
    secret = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    queued = models.DateTimeField()
    due = models.DateTimeField()
    sent = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(blank=True)
    returned = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "secret", "due", "id"])]

    def __str__(self) -> str:
        return self.key


class Unreachable(models.Model):
    """An address from which letters come back for good: nothing is sent there until a person says so."""

    address = models.EmailField(max_length=254, unique=True)
    since = models.DateTimeField()
    why = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.address
