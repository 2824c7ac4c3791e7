"""Rare edits of meetings by hand."""

from django.contrib import admin

from iscm.accounts.admin import TrailAdmin, TrailInline
from iscm.meetings.models import Meeting, MeetingClaim, Outcome, Ownership, Series, StatusChange, Subject


class OwnershipInline(TrailInline):
    model = Ownership
    fk_name = "meeting"
    autocomplete_fields = ("mechanism", "counted_in", "source")


class ClaimInline(TrailInline):
    model = MeetingClaim
    autocomplete_fields = ("sources",)


class StatusInline(TrailInline):
    model = StatusChange
    autocomplete_fields = ("source",)


class OutcomeInline(TrailInline):
    model = Outcome


class SubjectInline(TrailInline):
    model = Subject


@admin.register(Meeting)
class MeetingAdmin(TrailAdmin):
    list_display = ("slug", "title", "type", "when", "country", "status", "access")
    list_filter = ("type", "status", "access")
    search_fields = ("slug", "title", "city")
    autocomplete_fields = ("series", "prepares", "merged_into", "sources")
    inlines = (OwnershipInline, ClaimInline, StatusInline, OutcomeInline, SubjectInline)


@admin.register(Series)
class SeriesAdmin(TrailAdmin):
    list_display = ("slug", "name", "mechanism", "access")
    search_fields = ("slug", "name")
    autocomplete_fields = ("mechanism", "sources")
