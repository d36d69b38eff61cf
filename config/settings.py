"""One settings file. Everything that differs between two offices comes from the environment (see .env.example)."""

import importlib.util
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import env, storage

BASE_DIR = Path(__file__).resolve().parent.parent
env.load(BASE_DIR / ".env")
VAR_DIR = Path(env.text("VAR_DIR") or BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- Which office, which environment ---------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")  # a demo office with known passwords; refused together with PRODUCTION
PRODUCTION = env.flag("PRODUCTION")
HTTPS = env.flag("HTTPS")
OFFICE_NAME = env.text("OFFICE_NAME", "人大代表建议办理系统")
# Who sends the papers and gets their copies: the office's name, unless that is not one to print
OFFICE_ON_PAPER = env.text("OFFICE_ON_PAPER") or env.text("OFFICE_NAME", "人大常委会代表工作机构")
ENVIRONMENT_NAME = env.text("ENVIRONMENT_NAME", "" if PRODUCTION else "演示")
if PRODUCTION and (DEMO or DEBUG):
    raise ImproperlyConfigured("PRODUCTION=1 does not go with DEMO=1 or DEBUG=1: demo accounts have known passwords.")


def _secret_key() -> str:
    """From the environment; else made once and kept in var/, so that sessions outlive a restart."""
    given = env.text("SECRET_KEY")
    if given:
        return given
    if PRODUCTION:
        raise ImproperlyConfigured("PRODUCTION=1 needs SECRET_KEY.")
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")  # earlier ones: what they sealed is still opened
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ("127.0.0.1", "localhost", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")  # links in messages

# --- Applications ----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "accounts",
    "suggestions",
    "supervision",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.KeepSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LoginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.ContentSecurityPolicyMiddleware",
    "accounts.middleware.WrongMethodMiddleware",
    "accounts.middleware.OneTimePasswordMiddleware",
    "axes.middleware.AxesMiddleware",
    "suggestions.middleware.UploadsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.frame",
                "suggestions.context_processors.session_chooser",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Data ------------------------------------------------------------------------------------------------------------
if env.text("DATABASE_URL"):
    DATABASES = {"default": env.postgres(env.text("DATABASE_URL"))}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR_DIR / "db.sqlite3",
            "OPTIONS": {
                # Writers queue instead of failing half-way; readers never wait for a writer.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = VAR_DIR / "media"  # FILE_STORAGE=local; never served by the web server: each file has its gate
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the assignment screen posts one session
UPLOAD_MAX_BYTES = 20 * 1024 * 1024

# --- People ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "suggestions:work_list"
LOGOUT_REDIRECT_URL = "accounts:login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.password_rules.ShortestLength", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
CSRF_FAILURE_VIEW = "accounts.views.errors.csrf_failed"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# User and address together: one mistyped name must not lock a whole office behind one address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "accounts.views.login.locked_out"
AXES_CLIENT_IP_CALLABLE = "accounts.links.client_ip"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page names the time to try again, and it holds
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 8 * 3600  # from the last request: accounts/middleware.py

# --- Language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"  # the day changes at local midnight, everywhere
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

# --- Static files: Bootstrap, Tom Select, ECharts from their packages, ours from static/; nothing from another host ---


def _package(name: str, below: str = "") -> Path:
    """The folder of an installed package, without importing it."""
    return Path(importlib.util.find_spec(name).submodule_search_locations[0]) / below


STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "staticfiles"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/bootstrap", _package("bootstrap")),
    ("vendor/tom-select", _package("django_tomselect", "static/django_tomselect")),
    ("vendor/echarts", _package("instaui_echarts", "static")),
]
STORAGES = {
    "default": storage.uploads(),  # var/media, or a store that several web servers share
    "staticfiles": {"BACKEND": "config.static_files.StaticStorage"},
}

# --- Figures ---------------------------------------------------------------------------------------------------------
RATE_DECIMALS = env.number("RATE_DECIMALS", 2)  # of a percentage on a page; places publish 0, 1 or 2 (domain.md 4.2)
if RATE_DECIMALS not in (0, 1, 2):
    raise ImproperlyConfigured("RATE_DECIMALS: a percentage has 0, 1 or 2 decimals.")

# --- Jobs ------------------------------------------------------------------------------------------------------------
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
if env.text("REDIS_URL"):
    CELERY_BROKER_URL = env.text("REDIS_URL")
else:
    _queue = VAR_DIR / "queue"
    for _folder in (_queue / "messages", _queue / "control"):
        _folder.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "control_folder": str(_queue / "control"),
    }

# --- Messages leave the house only when switched on ------------------------------------------------------------------
EMAIL_ENABLED = env.flag("EMAIL_ENABLED")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL")
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "noreply@localhost")
WEBHOOK_URL = env.text("WEBHOOK_URL")  # the office's SMS or WeCom gateway
WEBHOOK_SECRET = env.text("WEBHOOK_SECRET")
if WEBHOOK_URL and not WEBHOOK_SECRET:
    raise ImproperlyConfigured("WEBHOOK_URL needs WEBHOOK_SECRET: messages to the gateway are signed.")

# --- Transport security: driven by one switch, since many an office network has plain http ----------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
