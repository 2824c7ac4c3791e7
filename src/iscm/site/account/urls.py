"""Addresses of signing in, one's own page and the people. Of allauth only what is used: nobody signs up."""

from allauth.account import views as allauth
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from iscm.site.account import adapters, own, people, sign_in

pages = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/<str:token>/", sign_in.link, name="sign-in-link"),
    path("account/", own.account, name="account"),
    path("account/data.json", own.data, name="account-data"),
    path("account/sessions/", own.leave, name="account-sessions"),
    path("account/forget/", own.forget, name="account-forget"),
    path("account/sign-in/", allauth.login, name="account_login"),
    path("account/sign-up/", RedirectView.as_view(pattern_name="sign-in"), name="account_signup"),
    path("account/sign-out/", allauth.logout, name="account_logout"),
    path("account/confirm/", allauth.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", allauth.password_change, name="account_change_password"),
    path("account/password/set/", allauth.password_set, name="account_set_password"),
    path("people/", people.people, name="people"),
    path("people/<str:handle>/", people.person, name="person"),
]
factors = i18n_patterns(path("account/factors/", include("allauth.mfa.urls")), prefix_default_language=False)
providers = [  # once: a provider must know the address to come back to
    path("account/oidc/<str:provider_id>/login/", adapters.start, name="openid_connect_login"),
    path(
        "account/oidc/<str:provider_id>/login/callback/", adapters.come_back, name="openid_connect_callback"
    ),
    path(
        "account/cancelled/",
        RedirectView.as_view(pattern_name="sign-in"),
        name="socialaccount_login_cancelled",
    ),
]
