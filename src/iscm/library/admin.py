"""Rare edits of publications by hand."""

from django.contrib import admin

from iscm.accounts.admin import TrailAdmin, TrailInline
from iscm.library.models import Publication, Title


class TitleInline(TrailInline):
    model = Title


@admin.register(Publication)
class PublicationAdmin(TrailAdmin):
    list_display = ("title", "year", "access")
    list_filter = ("access", "year")
    search_fields = ("slug", "title")
    autocomplete_fields = ("mechanisms", "meetings", "partners", "sources")
    inlines = (TitleInline,)
