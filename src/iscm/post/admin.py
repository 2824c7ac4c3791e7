"""Letters, to be looked at."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from iscm.post.models import Letter, Unreachable


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin):
    """What was said to whom, and when. Words that open a door are not shown."""

    list_display = ("key", "to", "state", "due", "sent", "fault")
    list_filter = ("kind", "state")
    search_fields = ("key", "to")
    exclude = ("text", "html", "headers")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Unreachable)
class UnreachableAdmin(admin.ModelAdmin):
    """Addresses that nothing is sent to; taking one off the list lets letters go there again."""

    list_display = ("address", "since", "why")
    search_fields = ("address",)
