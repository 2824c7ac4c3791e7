"""Rows of mechanisms. Values shown are columns; rivals and values with sources of their own are claims beside them."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from iscm.accounts.models import Entered, Visible
from iscm.domain.when import When


class WhenField(models.CharField):
    """A date as exactly as known: a ``When`` in Python, EDTF text at rest, None and "" for no date."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 40, "blank": True, "default": None, "null": True} | kwargs)

    def from_db_value(self, value: str | None, *_: object) -> When | None:
        return When.parse(value) if value else None

    def to_python(self, value: object) -> When | None:
        if value is None or value == "" or isinstance(value, When):
            return value or None  # type: ignore[return-value]
        try:
            return When.parse(str(value))
        except ValueError as fault:
            raise ValidationError(str(fault)) from fault

    def get_prep_value(self, value: object) -> str | None:
        when = self.to_python(value)
        return str(when) if when else None

    def value_from_object(self, obj: models.Model) -> str:
        """Its text, as forms show it."""
        return self.get_prep_value(super().value_from_object(obj)) or ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.value_from_object(obj)

    def clean(self, value: object, model_instance: models.Model | None) -> When | None:
        return self.to_python(value)


class BoundField(models.DateField):
    """The first or last day that a ``WhenField`` of the same row may mean, so that rows can be sorted and found."""

    def __init__(self, of: str = "when", end: str = "earliest", **kwargs: Any) -> None:
        self.of, self.end = of, end
        super().__init__(**{"null": True, "editable": False, "db_index": True} | kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of, "end": self.end}

    def pre_save(self, model_instance: models.Model, add: bool) -> dt.date | None:
        when = WhenField().to_python(getattr(model_instance, self.of))
        value: dt.date | None = getattr(when, self.end) if when else None
        setattr(model_instance, self.attname, value)
        return value


class Held(models.Model):
    """Something that held from a day to a day, either open."""

    since = WhenField()
    until = WhenField()
    since_first = BoundField(of="since", end="earliest")
    until_last = BoundField(of="until", end="latest")

    class Meta:
        abstract = True


class Source(models.Model):
    """Where something was read: ``key`` is its address, or a short id where it has none."""

    key = models.CharField(max_length=500, unique=True)
    title = models.CharField(max_length=500, blank=True)
    url = models.URLField(max_length=500, blank=True)
    kind = models.CharField(max_length=20, default="page")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    read = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title or self.key


class Party(models.Model):
    """Who can take part: a place, an organisation, a group of States or another mechanism."""

    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=300)

    class Meta:
        verbose_name_plural = "parties"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_party")]

    def __str__(self) -> str:
        return self.key


class Mechanism(Visible):
    """A consultation mechanism. ``slug`` is its public and permanent name."""

    slug = models.SlugField(max_length=60, unique=True)
    level = models.CharField(max_length=20)
    region = models.CharField(max_length=300, blank=True)
    established = WhenField()
    ended = WhenField()
    status = models.CharField(max_length=20, blank=True)
    website = models.URLField(max_length=500, blank=True)
    secretariat = models.TextField(blank=True)
    parent = models.TextField(blank=True)
    members_complete = models.BooleanField(null=True, blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="mechanisms")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Name(Entered, Held):
    """A name of a mechanism: in a language, an acronym, an alias, or one it had before."""

    mechanism = models.ForeignKey(Mechanism, models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=10)
    lang = models.CharField(max_length=8, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Claim(Entered, Held):
    """A value of a mechanism's field, as its sources give it. None of its own: those of the mechanism."""

    mechanism = models.ForeignKey(Mechanism, models.CASCADE, related_name="claims")
    field = models.CharField(max_length=40)
    value = models.TextField(blank=True)
    chosen = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="claims")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mechanism", "field"],
                condition=models.Q(chosen=True, withdrawn=None),
                name="one_chosen_value_of_a_field",
            )
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"


class Participation(Entered, Held):
    """A party in a role, from a day to a day. ``basis`` tells what was read from what was worked out."""

    mechanism = models.ForeignKey(Mechanism, models.CASCADE, related_name="participations")
    party = models.ForeignKey(Party, models.PROTECT, related_name="participations")
    role = models.CharField(max_length=20)
    capacity = models.CharField(max_length=20, blank=True)
    basis = models.CharField(max_length=10, default="read")
    chosen = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="participations")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["party", "role"])]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.role}"


class Body(Entered):
    """A part of a mechanism that meets by itself."""

    mechanism = models.ForeignKey(Mechanism, models.CASCADE, related_name="bodies")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=300)
    acronym = models.CharField(max_length=20, blank=True)
    chair = models.CharField(max_length=2, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "bodies"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Relation(Entered):
    """``mechanism`` has ``other`` as its predecessor, successor or parent."""

    mechanism = models.ForeignKey(Mechanism, models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=20)
    other = models.ForeignKey(Mechanism, models.CASCADE, related_name="related_from")

    def __str__(self) -> str:
        return f"{self.kind}: {self.other_id}"


class Remark(Entered):
    """What is worth knowing beside the values: of members, observers, chair, website, or in general."""

    mechanism = models.ForeignKey(Mechanism, models.CASCADE, related_name="remarks")
    about = models.CharField(max_length=20)
    text = models.TextField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Focus(Entered):
    """A theme of a mechanism as printed, and the one of the vocabulary that it means."""

    mechanism = models.ForeignKey(Mechanism, models.CASCADE, related_name="foci")
    printed = models.CharField(max_length=200)
    theme = models.CharField(max_length=60, blank=True, db_index=True)

    class Meta:
        verbose_name_plural = "foci"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.printed
