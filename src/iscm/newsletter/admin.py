"""Rare edits of issues by hand."""

from django.contrib import admin

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
    list_display = ("year", "number", "published", "access")
    autocomplete_fields = ("source",)
    readonly_fields = ("published", "frozen")
    inlines = (EntryInline, ListedInline, LinkInline)
