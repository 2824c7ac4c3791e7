"""Rare edits of issues by hand."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from iscm.accounts.admin import TrailAdmin, TrailInline
from iscm.newsletter.models import Entry, Issue, Link, Listed


class EntryInline(TrailInline):
    model = Entry
    autocomplete_fields = ("mechanism",)


class ListedInline(TrailInline):
    model = Listed
    autocomplete_fields = ("publication",)


class LinkInline(TrailInline):
    model = Link


@admin.register(Issue)
class IssueAdmin(TrailAdmin):
    key_field = "year"
    list_display = ("year", "number", "standing", "published")
    autocomplete_fields = ("source",)
    readonly_fields = (
        "access", "standing", "submitted_by", "approved_by", "approved", "seal", "published", "frozen", "findings",
        "version", "sent",
    )  # fmt: skip
    inlines = (EntryInline, ListedInline, LinkInline)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What is published stays as it is: errata are added to it at its page of the office."""
        frozen = isinstance(obj, Issue) and obj.published is not None
        return not frozen and super().has_change_permission(request, obj)
