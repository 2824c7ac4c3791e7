"""People, the marks of who may see a record, and the trail of every change."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

SHIPPED = "shipped"  # who enters the project's own data


class User(AbstractUser):
    """A person who signs in, known by ``email``; one that was forgotten has none.

    ``username`` is a handle that says nothing by itself (``p-7k3f9q``). The trail names people by it for ever, so that
    the rest can be forgotten. When somebody last signed in is not kept.
    """

    email = models.EmailField(_("E-mail address"), max_length=254, blank=True)
    name = models.CharField(_("Name"), max_length=150, blank=True)
    language = models.CharField(_("Language"), max_length=7, choices=settings.LANGUAGES, default="en")
    first_name = last_name = last_login = None

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="one_person_for_an_address"
            )
        ]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name or self.username


class SignInLink(models.Model):
    """A link that signs somebody in once: of its token only the digest is kept. ``back`` is where it leads."""

    user = models.ForeignKey(User, models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)
    back = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.user} {self.made}"


class Session(AbstractBaseSession):
    """A browser that somebody is signed in with. Deleting the row signs it out.

    ``device`` is what the browser said of itself, in two words; ``seen`` the last day it was used.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)
    since = models.DateField(null=True)
    seen = models.DateField(null=True)


class Remembered(models.Model):
    """What limits remember until ``expires``: the table of Django's cache, whose names of columns these are."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key


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

    ``scope`` is the slug of the mechanism or the two letters of the State (``KE``), which never change; the
    office has "".
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
