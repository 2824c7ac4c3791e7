"""How allauth is told the hub's rules: nobody signs up, a password alone is not enough, providers tell who is known."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm, LoginWebAuthnForm
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from iscm.accounts.models import User
from iscm.accounts.queries import Reader, has_part, known
from iscm.accounts.views import private

SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Rights(ModelBackend):
    """Administrators may do all in the administration, others nothing. It opens no door: passwords are allauth's."""

    def authenticate(self, request: HttpRequest, **_credentials: Any) -> None:
        return None

    def has_perm(self, user_obj: Reader, perm: str, obj: Any = None) -> bool:
        return has_part(user_obj, "administrator")

    def has_module_perms(self, user_obj: Reader, app_label: str) -> bool:
        return has_part(user_obj, "administrator")


class Accounts(DefaultAccountAdapter):
    """Signing in with a password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Whose password it is, if they have a second factor too; else as if it were wrong, so that nobody can tell."""
        person: User | None = super().authenticate(request, **credentials)
        return person if person and is_mfa_enabled(person, list(SECOND)) else None

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return stranger(request)


class Providers(DefaultSocialAccountAdapter):
    """Signing in by OpenID Connect: for whoever is known here by an address that the provider has verified."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        sociallogin.state.pop(
            "process", None
        )  # to sign in is all that is done here: nothing is connected by hand
        if sociallogin.is_existing:
            return
        for said in sociallogin.email_addresses:
            if said.verified is True and (person := known(said.email)):
                sociallogin.connect(request, person)
                return
        raise ImmediateHttpResponse(stranger(request))


class Factors(DefaultMFAAdapter):
    """Names of passkeys and codes: they are shown to their owner alone."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "ISCM Hub"}


class AddPasskey(AddWebAuthnForm):
    """A key that signs in by itself, unless somebody wants a second factor alone."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.fields["passwordless"].initial = True
        self.fields["name"].label = _("Name")

    def clean(self) -> dict[str, Any]:
        return _read(super().clean)


class NamePasskey(EditWebAuthnForm):
    """Likewise in the reader's language."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.fields["name"].label = _("Name")


class UsePasskey(LoginWebAuthnForm):
    """What a browser says of a key may be anything."""

    def clean_credential(self) -> dict[str, Any]:
        return _read(super().clean_credential)


def _read(look: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What is said of a key, looked at: allauth stumbles over parts that are missing, or of another kind."""
    try:
        return look()
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise DefaultMFAAdapter().validation_error("incorrect_code") from fault


def careful(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A provider that does not answer is no fault of ours, and is said in a sentence."""

    @wraps(view)
    def answer(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except OSError:
            return private(render(request, "socialaccount/authentication_error.html", status=502))

    return answer


start, come_back = careful(views.login), careful(views.callback)


def stranger(request: HttpRequest) -> HttpResponse:
    """Somebody whom a provider knows, and the hub does not; or does not any more."""
    return private(render(request, "site/account/stranger.html", status=403))


def shown(user: User) -> str:
    """How somebody is called on pages and by their own devices."""
    return user.name or user.email or user.username


def sealed_key(key: str, prefix: str, version: int) -> str:
    """The name under which limits remember: nobody can read an address of mail or network out of it."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{prefix}:{version}:{key}".encode(), "sha256").hexdigest()
