"""Every setting of the site. What each is for: docs/run.md.

Defaults suit one machine that tries Mica out. Production names its own secrets, and is refused with
those of development.
"""

import base64
import os
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from mica.site.environment import Environment, as_django, time_zone

_SOURCE: Final = Path(__file__).resolve().parent.parent
_DEVELOPMENT_SECRET: Final = "development only: anybody can read this"  # noqa: S105 - and refused in production
_DEVELOPMENT_MASTER_KEY: Final = base64.b64encode(b"development only: not a secret!!").decode()
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
_MASTER_KEY_BYTES: Final = 32
_SECRET_CHARACTERS: Final = 40
_LANGUAGES: Final = {"en": "English", "fr": "Français"}


def _origin(text: str) -> tuple[str, str]:
    """The origin without a slash at its end, and its host without a port."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise ValueError(text)
    return f"{parts.scheme}://{parts.netloc}", parts.hostname


def _origin_of(url: str) -> str:
    """Where a sign-in provider is, whose page a form may lead to."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(url)
    return f"{parts.scheme}://{parts.netloc}"


def _mail(url: str) -> dict[str, Any]:
    """smtp://user:password@host:port?tls=none|starttls|tls; `outbox:` keeps mail in the outbox."""
    parts = urlsplit(url)
    tls = dict(parse_qsl(parts.query)).get("tls", "starttls")
    known = tls in {"none", "starttls", "tls"}
    if parts.scheme == "outbox":
        return {}
    if parts.scheme != "smtp" or not parts.hostname or not known:
        raise ValueError(url)
    return {
        "host": parts.hostname,
        "port": parts.port or {"none": 25, "starttls": 587, "tls": 465}[tls],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "tls": tls,
    }


def _master_key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != _MASTER_KEY_BYTES:
        raise ValueError
    return key


_env = Environment(os.environ)

# -- where and for whom -----------------------------------------------------------------------
MICA_ENV = _env.choice("MICA_ENV", ("development", "production"), "development")
PRODUCTION = MICA_ENV == "production"
DEBUG = False  # a page of Django's internals helps nobody who uses the site
MICA_NAME = _env.text("MICA_NAME", "Mica")
MICA_ORIGIN, _HOST = _env.parsed(
    "MICA_ORIGIN", "http://127.0.0.1:8000", _origin, "an address such as https://mica.example"
) or ("http://127.0.0.1:8000", "127.0.0.1")
ON_LOOPBACK = _HOST in {"127.0.0.1", "localhost", "::1"}
ALLOWED_HOSTS = [_HOST, *(() if PRODUCTION else _LOOPBACK), *_env.words("MICA_HOSTS", ())]
CSRF_TRUSTED_ORIGINS = [MICA_ORIGIN]
MICA_PROXIES = _env.number("MICA_PROXIES", 0, least=0, most=9)
MICA_GUARDIAN_AGE = _env.number("MICA_GUARDIAN_AGE", 0, least=0, most=25)
MICA_OPEN_VC_API = _env.flag("MICA_OPEN_VC_API")
if MICA_OPEN_VC_API and (PRODUCTION or not ON_LOOPBACK):
    _env.refuse("MICA_OPEN_VC_API", "yes", "no, but where MICA_ORIGIN is on loopback")
MICA_DEMO = _env.words("MICA_DEMO", ())
if MICA_DEMO and (PRODUCTION or not ON_LOOPBACK):
    _env.refuse("MICA_DEMO", ",".join(MICA_DEMO), "nothing, but where MICA_ORIGIN is on loopback")

# -- secrets ----------------------------------------------------------------------------------
SECRET_KEY = _env.text("MICA_SECRET", _DEVELOPMENT_SECRET)
_MASTER = _env.text("MICA_MASTER_KEY", _DEVELOPMENT_MASTER_KEY)
try:
    MICA_MASTER_KEY = _master_key(_MASTER)
except ValueError:
    MICA_MASTER_KEY = b""
    _env.faults.append("  MICA_MASTER_KEY; accepted: 32 random bytes in base64.")
try:  # the key before the present one, while what it sealed is not yet sealed anew
    MICA_MASTER_KEY_OLD = _master_key(_OLD) if (_OLD := _env.text("MICA_MASTER_KEY_OLD")) else None
except ValueError:
    MICA_MASTER_KEY_OLD = None
    _env.faults.append("  MICA_MASTER_KEY_OLD; accepted: nothing, or 32 bytes in base64.")
if PRODUCTION:
    if len(SECRET_KEY) < _SECRET_CHARACTERS or SECRET_KEY == _DEVELOPMENT_SECRET:
        _env.faults.append(
            f"  MICA_SECRET; accepted: {_SECRET_CHARACTERS} random characters or more."
        )
    if _MASTER == _DEVELOPMENT_MASTER_KEY:
        _env.faults.append("  MICA_MASTER_KEY; accepted: your own, 32 random bytes in base64.")
    if not MICA_ORIGIN.startswith("https://"):
        _env.refuse("MICA_ORIGIN", MICA_ORIGIN, "an address with https")

# -- database ---------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": _env.parsed(
        "DATABASE_URL",
        "postgresql://mica@127.0.0.1:5432/mica",
        as_django,
        "postgresql://user:password@host:port/name",
        secret=True,
    )
    or {}
}
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",  # shared by all processes: rates are counted in it
    }
}

# -- mail -------------------------------------------------------------------------------------
MICA_MAIL = _env.parsed(
    "MICA_MAIL",
    "outbox:",
    _mail,
    "outbox:, or smtp://user:password@host:port?tls=none, starttls or tls",
    secret=True,
)
DEFAULT_FROM_EMAIL = _env.text("MICA_MAIL_FROM", f"{MICA_NAME} <no-reply@{_HOST}>")
EMAIL_BACKEND = "mica.core.mail.OutboxBackend"

# -- jobs -------------------------------------------------------------------------------------
PROCRASTINATE_ON_APP_READY = "mica.core.jobs.make_patient"
PROCRASTINATE_WORKER_DEFAULTS = {
    "queues": _env.words("MICA_WORKER_QUEUES", ()) or None,  # None: all of them
    "concurrency": _env.number("MICA_WORKER_CONCURRENCY", 2, least=1, most=32),
    "update_heartbeat_interval": 10,  # seconds; a job of a dead worker begins anew after 30 to 50
    "stalled_worker_timeout": 30,
}

# -- language and time ------------------------------------------------------------------------
LANGUAGES = [(code, _LANGUAGES[code]) for code in _env.some("MICA_LANGUAGES", tuple(_LANGUAGES))]
LANGUAGE_CODE = LANGUAGES[0][0] if LANGUAGES else "en"
LOCALE_PATHS = [_SOURCE / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = _env.parsed(
    "MICA_TIME_ZONE", "UTC", time_zone, "a name of the IANA time zones, such as Europe/Vienna"
)

# -- parts ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "mica.core",
    "mica.people",
    "mica.signing",
    "mica.catalogue",
    "mica.issuing",
    "mica.verification",
    "mica.wallet",
    "mica.web",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "mica.web.security.headers",  # first, so that what others refuse has them too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "mica.web.bodies.limited",  # before anything reads a form
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mica.web.answers.Answers",
]
ROOT_URLCONF = "mica.site.urls"
WSGI_APPLICATION = "mica.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mica.web.navigation.navigation",
                "mica.web.access.banner",
            ],
        },
    }
]
FORM_RENDERER = "mica.web.forms.Renderer"
STATIC_URL = "/static/"
STATIC_ROOT = _env.text("MICA_STATIC") or None  # where they lie gathered, named by content, packed
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.InMemoryStorage"
    },  # files live in the database
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

# -- sign-in ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "mica.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is kept only when it is proved
SOCIALACCOUNT_ADAPTER = "mica.people.adapter.ProviderAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
MICA_FORM_TARGETS: tuple[str, ...] = ()
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
_OIDC = {part: _env.text(f"MICA_OIDC_{part}") for part in ("NAME", "SERVER", "CLIENT", "SECRET")}
MICA_OIDC_NAME = _OIDC["NAME"]
if any(_OIDC.values()):
    if not all(_OIDC.values()):
        missing = ", ".join(f"MICA_OIDC_{part}" for part, value in _OIDC.items() if not value)
        _env.faults.append(f"  OpenID Connect is set in part; missing: {missing}.")
    # Signing in there begins with a form of ours, and browsers hold its redirect to our policy.
    try:
        MICA_FORM_TARGETS = (_origin_of(_OIDC["SERVER"]),)
    except ValueError:
        _env.refuse("MICA_OIDC_SERVER", _OIDC["SERVER"], "an address such as https://id.example")
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": _OIDC["NAME"],
                "client_id": _OIDC["CLIENT"],
                "secret": _OIDC["SECRET"],
                "settings": {"server_url": _OIDC["SERVER"]},
            }
        ],
    }

# -- safety -----------------------------------------------------------------------------------
SESSION_ENGINE = "mica.people.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MICA_ORIGIN.startswith("https://")
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
X_FRAME_OPTIONS = "DENY"

# -- words about the running site --------------------------------------------------------------
_LOG = _env.choice("MICA_LOG", ("DEBUG", "INFO", "WARNING", "ERROR"), "WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": _LOG},
}

# -- what `mica doctor` asks -------------------------------------------------------------------
MICA_SETTINGS = frozenset(_env.names)
MICA_DEVELOPMENT_SECRETS = [
    name
    for name, value, known in (
        ("MICA_SECRET", SECRET_KEY, _DEVELOPMENT_SECRET),
        ("MICA_MASTER_KEY", _MASTER, _DEVELOPMENT_MASTER_KEY),
    )
    if value == known
]

_env.finish()
