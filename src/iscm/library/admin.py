"""Rare edits of publications by hand."""

from django.contrib import admin

from iscm.accounts.admin import TrailAdmin, TrailInline
from iscm.library.models import Maker, Publication, Title, Topic


class TitleInline(TrailInline):
    model = Title


class MakerInline(TrailInline):
    model = Maker


class TopicInline(TrailInline):
    model = Topic
    exclude = ("commitment",)


@admin.register(Publication)
class PublicationAdmin(TrailAdmin):
    list_display = ("title", "kind", "year", "access")
    list_filter = ("access", "kind", "year")
    search_fields = ("slug", "title")
    autocomplete_fields = ("mechanisms", "meetings", "partners", "sources")
    inlines = (TitleInline, MakerInline, TopicInline)
