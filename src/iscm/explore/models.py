"""The index at rest. Every record that can be found is a card at a place; every word is a row of bits, one a place."""

from django.db import models


class Head(models.Model):
    """The state of the index: one row. ``version`` is new with every change; ``analysis`` says how words were read."""

    version = models.CharField(max_length=32)
    analysis = models.CharField(max_length=32)
    top = models.PositiveIntegerField(default=0)  # the first place never used

    def __str__(self) -> str:
        return self.version


class Card(models.Model):
    """A record as it is found and shown. ``fields``: name, language, text and weight of each; ``facets``: values."""

    place = models.PositiveIntegerField(primary_key=True)
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=200)
    access = models.CharField(max_length=12)
    rank = models.BigIntegerField()
    fields = models.JSONField()
    facets = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_card")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Term(models.Model):
    """A term and the places of its cards, as packed bits. ``sort`` is its first sign; ``shown`` the word as printed."""

    key = models.CharField(max_length=200, primary_key=True)
    sort = models.CharField(max_length=1, db_index=True)
    bits = models.BinaryField()
    shown = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.key
