"""Django's settings, from the environment and the data folder. No secret stands here."""

import hashlib
import ipaddress
import os
import secrets
from importlib import resources
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

from csp.constants import NONE, SELF

from sekisho.gate.words import ZONES


def _database(url: str) -> dict[str, object]:
    """A PostgreSQL URL as Django's dictionary; a socket's folder may stand in ``?host=``."""
    parts = urlparse(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _secret(path: Path) -> str:
    """The key in ``path``, made when there is none yet."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _affairs() -> list[str]:
    """Every folder of ``sekisho.affairs`` with a register: an affair is installed by being there."""
    folder = Path(str(resources.files("sekisho.affairs")))
    return sorted(f"sekisho.affairs.{path.parent.name}" for path in folder.glob("*/register.toml"))


SEKISHO_DATA = Path(os.environ.get("SEKISHO_DATA", "data")).resolve()
SEKISHO_ZONE = os.environ.get("SEKISHO_ZONE", "lgwan")
if SEKISHO_ZONE not in ZONES:
    raise ValueError(f"SEKISHO_ZONE must be one of {', '.join(ZONES)}, not {SEKISHO_ZONE}")
#: With 1, purposes whose entry's wording nobody has approved stay shut.
SEKISHO_REQUIRE_APPROVAL = os.environ.get("SEKISHO_REQUIRE_APPROVAL", "0") == "1"
#: Who signs in with a password needs an authenticator app or a passkey too; the demo does without.
SEKISHO_SECOND_FACTOR = os.environ.get("SEKISHO_SECOND_FACTOR", "1") == "1"
#: Networks of the city's own proxies; only their X-Forwarded-For is believed.
SEKISHO_TRUSTED_PROXIES = [
    ipaddress.ip_network(text) for text in os.environ.get("SEKISHO_TRUSTED_PROXIES", "").split(",") if text
]
#: How many pages for everybody one address may ask for in a minute, in the internet zone (each process counts by itself); 0: any.
SEKISHO_PUBLIC_REQUESTS = int(os.environ.get("SEKISHO_PUBLIC_REQUESTS", "120"))
#: Seconds between signs of life of workers and schedulers; after four times as long without one they count as dead.
SEKISHO_HEARTBEAT = float(os.environ.get("SEKISHO_HEARTBEAT", "5"))
#: Cores that a worker reads sheets with; 0: all of the machine. Where several workers run on one machine, 1 each.
SEKISHO_READING_THREADS = int(os.environ.get("SEKISHO_READING_THREADS", "0"))
#: The city's own table of postcodes (TOML); without it the demo city's.
SEKISHO_POSTCODES = os.environ.get("SEKISHO_POSTCODES", "")
#: Where messages to staff go: smtp://user:password@host:587?from=address&tls=starttls; without it a spool keeps them.
SEKISHO_MAIL = os.environ.get("SEKISHO_MAIL", "spool:")
#: Where short messages go: https://gateway/path, with its key; without it the spool keeps them too.
SEKISHO_SMS = os.environ.get("SEKISHO_SMS", "spool:")
SEKISHO_SMS_KEY = os.environ.get("SEKISHO_SMS_KEY", "")
#: Alias of the connection that owns the tables; only ``sekisho migrate`` and ``city`` have it.
SEKISHO_OWNER_ALIAS = "owner"

#: The vault: epoch keys in a folder of their own (another disk in a city), ciphertext files in the storage.
SEKISHO_KEYS = Path(os.environ.get("SEKISHO_KEYS", SEKISHO_DATA / "keys" / "epochs")).resolve()
SEKISHO_VAULT = Path(os.environ.get("SEKISHO_VAULT", SEKISHO_DATA / "vault")).resolve()
SEKISHO_VAULT_STORAGE = "sekisho.gate.vault.storage.Folder"

SECRET_KEY = _secret(SEKISHO_DATA / "keys" / "django")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("SEKISHO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql:///sekisho"))}
if owner_url := os.environ.get("SEKISHO_OWNER_URL"):
    DATABASES[SEKISHO_OWNER_ALIAS] = _database(owner_url)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    # Before the gate, which gives it the work.
    "procrastinate.contrib.django",
    "sekisho.gate",
    "sekisho.site",
    # Before allauth, whose pages it words anew.
    "sekisho.people",
    "sekisho.audit",
    "sekisho.residents",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *_affairs(),
]
# What a form brings stays in memory: nothing that came in lies on a disk in plain.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 25_000_000

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sekisho.site.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "sekisho.people.middleware.terminal",
    "sekisho.site.middleware.readable",
    "sekisho.site.middleware.whole_pages",
    "sekisho.people.middleware.acting",
    "sekisho.site.once.once",
    "sekisho.site.middleware.refusals",
]
ROOT_URLCONF = "sekisho.project.urls"
WSGI_APPLICATION = "sekisho.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sekisho.site.context.shell",
            ]
        },
    }
]

AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "sekisho.people.adapter.SignIn"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "number"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"login": "sekisho.people.web.sign_in.SignInForm"}
# Failures are counted in the database (people.models.sign_in), for all processes and machines together.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "関所"
MFA_TOTP_TOLERANCE = 1
LOGOUT_REDIRECT_URL = "sign_in"
CSRF_FAILURE_VIEW = "sekisho.site.errors.csrf_failure"
FORM_RENDERER = "sekisho.site.forms.Renderer"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# Each installation has cookies of its own, so that two cities tried under one host name don't sign each other out. Behind TLS
# the prefix makes browsers refuse them from, and to, any other host (RFC 6265bis 4.1.3.2).
_HTTPS = os.environ.get("SEKISHO_HTTPS", "0") == "1"
_COOKIES = (
    ("__Host-" if _HTTPS else "")
    + "sekisho_{}_"
    + hashlib.sha256(b"cookies" + SECRET_KEY.encode()).hexdigest()[:8]
)
SESSION_COOKIE_NAME = _COOKIES.format("session")
CSRF_COOKIE_NAME = _COOKIES.format("csrf")
SEKISHO_TERMINAL_COOKIE = _COOKIES.format("terminal")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# A passkey on plain HTTP works on one's own machine only, and browsers see to that.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HTTPS
SESSION_COOKIE_AGE = 9 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
# Plain HTTP is for the demo on one's own machine; a city sets SEKISHO_HTTPS=1 behind its TLS.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = SEKISHO_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Rooms' jobs.py are found by the gate itself.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# No query, no parameter, no personal data in the log: what went wrong, where, nothing else.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"told": {"()": "sekisho.gate.jobs.stopped.Told"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["told"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
