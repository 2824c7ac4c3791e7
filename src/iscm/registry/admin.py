"""Rare edits of mechanisms by hand."""

from django.contrib import admin

from iscm.accounts.admin import TrailAdmin, TrailInline
from iscm.registry.models import Body, Claim, Mechanism, Name, Participation, Party, Remark, Source


class ClaimInline(TrailInline):
    model = Claim
    autocomplete_fields = ("sources",)


class ParticipationInline(TrailInline):
    model = Participation
    autocomplete_fields = ("party", "source")


class NameInline(TrailInline):
    model = Name


class BodyInline(TrailInline):
    model = Body


class RemarkInline(TrailInline):
    model = Remark


@admin.register(Mechanism)
class MechanismAdmin(TrailAdmin):
    list_display = ("slug", "level", "status", "access")
    list_filter = ("level", "status", "access")
    search_fields = ("slug", "names__text")
    autocomplete_fields = ("sources",)
    inlines = (ClaimInline, NameInline, BodyInline, RemarkInline, ParticipationInline)


@admin.register(Source)
class SourceAdmin(TrailAdmin):
    key_field = "key"
    list_display = ("key", "title", "kind", "year")
    search_fields = ("key", "title")


@admin.register(Party)
class PartyAdmin(TrailAdmin):
    key_field = "key"
    list_display = ("key", "kind")
    list_filter = ("kind",)
    search_fields = ("key",)
