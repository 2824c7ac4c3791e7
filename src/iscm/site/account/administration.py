"""The administration has no door of its own: who comes signs in as everybody does, and must be an administrator."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from iscm.accounts.queries import has_part
from iscm.accounts.views import private, refused, way_back


class Administration(AdminSite):
    """Django's, with our rights: flags of Django's own count for nothing but a superuser's."""

    site_header = site_title = "ISCM Hub"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Not what allauth and Django would show of people: rights are ours, providers are set by the environment."""
        if admin_class is None or not admin_class.__module__.startswith(("allauth.", "django.contrib.auth.")):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return has_part(request.user, "administrator")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        back = way_back(request, request.GET.get("next")) or reverse("admin:index")
        if self.has_permission(request):
            return HttpResponseRedirect(back)
        if request.user.is_authenticated:
            return private(refused(request, ("administrator",)))
        return private(HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode({'next': back})}"))
