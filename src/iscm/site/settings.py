"""Settings. Everything that a place may want to change is an environment variable; docs/operators.md lists them."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

HOME = Path(os.environ.get("ISCM_HOME", "var")).resolve()  # the hub's own files: database, key, uploads


def database(url: str | None) -> dict[str, Any]:
    """The database of ``DATABASE_URL`` (``postgresql://user:password@host:port/name?sslmode=require``), or SQLite."""
    if not url:
        HOME.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "iscm.sqlite3",
            "CONN_MAX_AGE": None,  # opening it costs more than most questions
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",  # a writer waits for its turn at the start, not in the middle
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme}://")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")  # ?host= names a socket's folder
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def secret_key() -> str:
    """``ISCM_SECRET_KEY``, or one made once and kept in a file that only its owner can read."""
    if key := os.environ.get("ISCM_SECRET_KEY"):
        return key
    path = HOME / "secret-key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        draft, name = tempfile.mkstemp(dir=HOME)  # mode 600
        with os.fdopen(draft, "w") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # of two that begin together, one makes the key and both read it
            os.link(name, path)
        Path(name).unlink()
    return path.read_text("utf-8")


def mail(url: str | None) -> dict[str, Any]:
    """Django's settings of ``ISCM_MAIL``: ``smtp://user:password@host:587?tls=start``, ``smtps://`` for TLS at once."""
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("ISCM_MAIL must be such as smtp://user:password@mail.example.org:587?tls=start")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": dict(parse_qsl(parts.query)).get("tls") == "start",
        "EMAIL_TIMEOUT": 30,
    }


def providers(said: str) -> list[dict[str, Any]]:
    """The OpenID Connect providers of ``ISCM_OIDC``: ``https://client:secret@login.example.org/path#Name``, with blanks
    between several. The name is what the button says; without it, the host. Addresses to come back to name the host.
    """
    found = []
    for url in said.split():
        parts = urlsplit(url)
        near = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if parts.scheme != "https" and not (near and parts.scheme == "http"):
            raise ValueError("ISCM_OIDC must be such as https://client:secret@login.example.org")
        if not (parts.hostname and parts.username and parts.password):
            raise ValueError(f"ISCM_OIDC lacks client and secret: https://client:secret@{parts.hostname}")
        host = parts.hostname + (f":{parts.port}" if parts.port else "")
        found.append(
            {
                "provider_id": parts.hostname,
                "name": unquote(parts.fragment) or parts.hostname,
                "client_id": unquote(parts.username),
                "secret": unquote(parts.password),
                "settings": {
                    "server_url": f"{parts.scheme}://{host}{parts.path.rstrip('/')}",
                    "oauth_pkce_enabled": True,
                },
            }
        )
    return found


def files(url: str | None) -> dict[str, Any]:
    """The store of ``ISCM_FILES``, ``s3://key:secret@host:9000/bucket?tls=no``, or the hub's own folder."""
    if not url:
        options = {"location": HOME / "files", "file_permissions_mode": 0o640}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    parts, bucket = urlsplit(url), urlsplit(url).path.strip("/")
    if parts.scheme != "s3" or not (parts.hostname and bucket):
        raise ValueError("ISCM_FILES must be such as s3://key:secret@storage.example.org/bucket")
    asked = dict(parse_qsl(parts.query))
    host = parts.hostname + (f":{parts.port}" if parts.port else "")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "endpoint_url": f"{'http' if asked.get('tls') == 'no' else 'https'}://{host}",
            "bucket_name": bucket,
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "region_name": asked.get("region"),
            "addressing_style": "path",
            "default_acl": None,  # what may be read is asked of the row, never of the store
        },
    }


DEBUG = os.environ.get("ISCM_DEBUG", "") not in ("", "0")
SECRET_KEY = secret_key()
ISCM_MAIL = os.environ.get("ISCM_MAIL", "")  # without it letters wait
globals().update(mail(ISCM_MAIL))
DEFAULT_FROM_EMAIL = os.environ.get("ISCM_MAIL_FROM", "ISCM Hub <hub@localhost>")
ISCM_HARVEST_ALLOW = os.environ.get(
    "ISCM_HARVEST_ALLOW", ""
).split()  # host:port that may be inside our network
ISCM_ADDRESS = os.environ.get("ISCM_ADDRESS", "http://127.0.0.1:8000")  # of the hub, as letters name it
DATABASES = {"default": database(os.environ.get("DATABASE_URL"))}
ALLOWED_HOSTS = os.environ.get("ISCM_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [
    f"https://{host}" for host in ALLOWED_HOSTS if host not in ("localhost", "127.0.0.1", "[::1]")
]

INSTALLED_APPS = [
    "iscm.post",
    "iscm.accounts",
    "iscm.registry",
    "iscm.meetings",
    "iscm.library",
    "iscm.newsletter",
    "iscm.intake",
    "iscm.explore",
    "iscm.planning",
    "iscm.harvest",
    "iscm.site",
    "iscm.site.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "iscm.site.unchanged.Unchanged",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "iscm.site.account.privacy.Private",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "iscm.site.languages.Languages",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "iscm.site.urls"
WSGI_APPLICATION = "iscm.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [  # those of the United Nations, each by its own name; tests hold every catalogue to be whole
    ("ar", "العربية"),
    ("zh-hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
ISCM_ARABIC_MONTHS = os.environ.get("ISCM_ARABIC_MONTHS", "both")  # as United Nations documents print them
if ISCM_ARABIC_MONTHS not in ("both", "levantine", "gregorian"):
    raise ValueError(f"ISCM_ARABIC_MONTHS is both, levantine or gregorian, not {ISCM_ARABIC_MONTHS}")
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "materials": files(os.environ.get("ISCM_FILES")),
}
STATIC_URL = "static/"
STATICFILES_DIRS = [("fonts", Path(__file__).parents[1] / "renderers" / "fonts")]  # those of the issue
WHITENOISE_USE_FINDERS = True  # static files are served from the package: nothing to collect
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/fonts/"  # a new font comes under a new name
WHITENOISE_AUTOREFRESH = DEBUG

LOGGING = {  # a fault of ours is told where the server speaks, with its traceback; what is not found is no fault
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}

# Signing in. There is no sign-up: people are added by the office. See docs/people.md.
AUTHENTICATION_BACKENDS = [
    "iscm.site.account.adapters.Rights",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL, LOGIN_REDIRECT_URL = "sign-in", "account"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "iscm.site.account.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; it says that there are passwords
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is what a person is known by; the office enters it
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_USER_DISPLAY = "iscm.site.account.adapters.shown"
SOCIALACCOUNT_ADAPTER = "iscm.site.account.adapters.Providers"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may lead nowhere but to us (form-action), a link may
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": providers(os.environ.get("ISCM_OIDC", ""))}}
MFA_ADAPTER = "iscm.site.account.adapters.Factors"
MFA_FORMS = {
    "add_webauthn": "iscm.site.account.adapters.AddPasskey",
    "login_webauthn": "iscm.site.account.adapters.UsePasskey",
    "edit_webauthn": "iscm.site.account.adapters.NamePasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "ISCM Hub"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute wrong
CACHES = {  # for limits alone; what they remember is deleted when it is over
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_remembered",
        "KEY_FUNCTION": "iscm.site.account.adapters.sealed_key",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},  # with few, a flood of askings would wash the limits away
    }
}
SESSION_ENGINE = "iscm.site.account.sessions"
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {  # nothing from anyone else; the only scripts are those of the administration
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "img-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
    }
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # browsers themselves allow it on the machine at hand alone
if os.environ.get("ISCM_HTTPS", "") not in ("", "0"):  # behind a proxy that speaks HTTPS
    MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # the last address of X-Forwarded-For is the reader's
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
