"""People, the marks of who may see a record, and the trail of every change."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

SHIPPED = "shipped"  # who enters the project's own data


class User(AbstractUser):
    """A person who signs in. A model of our own from the first day, since it cannot be exchanged later."""


class Part(models.TextChoices):
    """What somebody does here. The first two for a mechanism, a focal point for a State, the rest in the office."""

    SECRETARIAT = "secretariat", _("Secretariat")
    CHAIR = "chair", _("Chair")
    FOCAL_POINT = "focal-point", _("Focal point of a State")
    COMPILER = "compiler", _("Compiler")
    APPROVER = "approver", _("Approver")
    ADMINISTRATOR = "administrator", _("Administrator")


class Role(models.Model):
    """A part that somebody has, from ``since`` until ``ended``.

    ``scope`` is the slug of the mechanism or the two letters of the State, which never change, and "" for the office.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    part = models.CharField(max_length=13, choices=Part.choices)
    scope = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "part", "scope"], condition=models.Q(ended=None), name="one_role_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.scope}".strip()


class Access(models.TextChoices):
    """Who may see a record. A record that nobody has marked is closed."""

    PUBLIC = "public", "Public"
    OFFICIALS = "officials", "Officials of member States"
    SECRETARIATS = "secretariats", "Secretariats"
    CLOSED = "closed", "Closed"


class Visible(models.Model):
    """A record with a mark of who may see it."""

    access = models.CharField(max_length=12, choices=Access.choices, default=Access.CLOSED, db_index=True)

    class Meta:
        abstract = True


class Entered(models.Model):
    """A row that knows who entered it, and that is withdrawn rather than deleted."""

    entered_by = models.CharField(max_length=150, default=SHIPPED)
    withdrawn = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Change(models.Model):
    """One entry of the trail: who did what to which record, what it was before and after, why and when.

    ``kind`` and ``key`` name the record (``meeting``, ``gfmd-14``) and stay readable after it is gone.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    verb = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "key"])]

    def __str__(self) -> str:
        return f"{self.by}: {self.verb} {self.kind} {self.key}"


class Revision(models.Model):
    """One row: how often any record has changed. A writer holds it until its change is seen, so the number never lies.

    ``salt`` is drawn anew each time, so that two histories of one database are never taken for each other.
    ``changed`` is in whole seconds and grows with every change, as a date in HTTP must; it may run a little ahead.
    """

    number = models.PositiveBigIntegerField(default=0)
    salt = models.CharField(max_length=16, default="")
    changed = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.number)
