"""Rare edits by hand. Whatever is saved here enters the trail, and no record is deleted."""

from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.db.models import Model, URLField
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.utils import timezone

from iscm.accounts.actions import record
from iscm.accounts.models import Change, Entered, Role, User
from iscm.accounts.rules import address


class RoleInline(admin.TabularInline):
    """Parts are given and ended on the page of people; here they are seen."""

    model = Role
    extra = 0
    can_delete = False
    readonly_fields = ("part", "scope", "since", "ended")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(User)
class PersonAdmin(admin.ModelAdmin):
    """What the page of people does not do: another address, and to keep somebody out for a while.

    The trail says what was changed, and no value: a name or an address in it could never be forgotten.
    """

    list_display = ("username", "email", "name", "language", "is_active")
    search_fields = ("username", "email", "name")
    fields = ("username", "email", "name", "language", "is_active", "date_joined")
    readonly_fields = ("username", "date_joined")
    inlines = (RoleInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        obj.email = address(obj.email)
        super().save_model(request, obj, form, change)
        if form.changed_data:
            record(
                kind="person", key=obj.username, verb="edit", by=request.user.get_username(), at=timezone.now(),
                after={"fields": sorted(form.changed_data)},
            )  # fmt: skip


@admin.register(Authenticator)
class FactorAdmin(admin.ModelAdmin):
    """Passkeys and second factors: taken away when a device is lost. What they are made of is not shown."""

    list_display = ("user", "type", "created_at", "last_used_at")
    search_fields = ("user__email", "user__username")
    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


# an address typed without its scheme is taken for https
SECURE = {URLField: {"form_class": partial(forms.URLField, assume_scheme="https")}}


class TrailAdmin(admin.ModelAdmin):
    """Records are known by ``key_field``; what a person changes is told in the trail, field by field."""

    key_field = "slug"
    formfield_overrides = SECURE

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, self.key_field) if obj else fields  # public and permanent

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        before = {name: _plain(form.initial.get(name)) for name in form.changed_data} if change else {}
        super().save_model(request, obj, form, change)
        record(
            kind=obj._meta.model_name,
            key=str(getattr(obj, self.key_field)),
            verb="edit" if change else "add",
            by=request.user.get_username(),
            at=timezone.now(),
            before=before,
            after={name: _plain(form.cleaned_data.get(name)) for name in form.changed_data},
        )

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool
    ) -> None:
        rows = formset.save(commit=False)
        for row in rows:
            if isinstance(row, Entered):
                row.entered_by = request.user.get_username()
            row.save()
        formset.save_m2m()
        if rows:
            record(
                kind=form.instance._meta.model_name,
                key=str(getattr(form.instance, self.key_field)),
                verb=f"edit {formset.model._meta.verbose_name_plural}",
                by=request.user.get_username(),
                at=timezone.now(),
                after={formset.model._meta.model_name: [str(row) for row in rows]},
            )


class TrailInline(admin.TabularInline):
    """Rows of a record; they are withdrawn rather than deleted."""

    formfield_overrides = SECURE
    extra = 0
    can_delete = False
    readonly_fields = ("entered_by",)


def _plain(value: Any) -> Any:
    """What JSON can hold: numbers and words as they are, rows by their names."""
    if value is None or isinstance(value, (bool, int, str, list, dict)):
        return value
    if hasattr(value, "values_list") or isinstance(value, (set, tuple)):
        return sorted(map(str, value))
    return str(value)


@admin.register(Change)
class ChangeAdmin(admin.ModelAdmin):
    """The trail is read, never written."""

    list_display = ("at", "by", "verb", "kind", "key", "why")
    list_filter = ("kind", "verb")
    search_fields = ("key", "by", "why")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
