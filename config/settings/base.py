"""Settings shared by dev, test and production."""

from typing import Any

from celery.schedules import crontab
from csp.constants import NONE, SELF

from config.env import BASE_DIR, broker, database, env, folder, trusted_proxies

PRODUCT_NAME = "Nhịp Cầu"

# --- application
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "core",
    "units",
    "documents",
    "plans",
    "campaigns",
    "reporting",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "units.context.seat",
                "documents.context.menu_counts",
            ],
        },
    }
]

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- data
DATABASES = {"default": database()}
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

# --- people
AUTH_USER_MODEL = "units.User"
LOGIN_URL = "units:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
# Whose X-Forwarded-For is believed when sign-ins are counted by address (units.addresses).
TRUSTED_PROXIES = trusted_proxies()
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "units.passwords.MinimumLength", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- language, numbers, dates
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["core.formats"]

# --- files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
MEDIA_URL = "/media/"
MEDIA_ROOT = folder("media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
# An archive of filled workbooks: what “Tải mẫu cho các đơn vị” gives for a whole province comes back in one file.
ARCHIVE_MAX_BYTES = 100 * 1024 * 1024
# Form text without files; a long plan is below 1 MB of JSON.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A report form has a few fields per cell.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# --- digital signatures (docs/operations.md, "Chữ ký số")
# roots/ and chain/ hold certificates and revocation lists, keys/ the keys the server holds, each encrypted.
SIGNING_DIR = folder("signing")
# Encrypts those keys; the secret key of the portal when it is not set.
SIGNING_SECRET = env.str("SIGNING_SECRET", default="")
SIGNING_TSA_URL = env.str("SIGNING_TSA_URL", default="")
SIGNING_PKCS11 = {
    "module": env.str("SIGNING_PKCS11_MODULE", default=""),
    "token": env.str("SIGNING_PKCS11_TOKEN", default=""),
    "pin": env.str("SIGNING_PKCS11_PIN", default=""),
}

# --- what the browser may do
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
# The preview of a document stands in a frame of the same site.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# --- addresses
# Where `make demo` and `make run` serve.
PORT = env.int("PORT", default=8000)
# Printed in QR codes and mails, where no request is at hand.
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Nhịp Cầu <khong-tra-loi@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Seconds; a mail claimed longer than documents.mailing.jobs.LOST_AFTER ago counts as lost.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=30)

# --- work in the background (config/celery.py)
CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = broker()
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(folder() / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "resend-stale-jobs": {"task": "documents.tasks.resend_stale_jobs", "schedule": 15.0},
    "send-waiting-mails": {"task": "documents.schedule.send_waiting_mails", "schedule": 60.0},
    "remind": {"task": "plans.schedule.remind", "schedule": 900.0},
    "follow-up": {"task": "plans.schedule.follow_up", "schedule": crontab(hour=1, minute=30)},
    "draw-annex-pages": {"task": "reporting.schedule.draw_annex_pages", "schedule": 60.0},
    "follow-targets": {"task": "reporting.schedule.follow_targets", "schedule": 900.0},
    "sweep-parts": {"task": "documents.schedule.sweep_parts", "schedule": crontab(hour=3, minute=10)},
    "sweep-receipts": {"task": "reporting.schedule.sweep_receipts", "schedule": crontab(hour=3, minute=20)},
    "send-waiting-messages": {"task": "campaigns.schedule.send_waiting_messages", "schedule": 60.0},
    "tell-urgent": {"task": "campaigns.schedule.tell_urgent", "schedule": 60.0},
    "forget-old-records": {
        "task": "campaigns.schedule.forget_old_records",
        "schedule": crontab(hour=3, minute=40),
    },
    "ring-bell": {"task": "campaigns.schedule.ring_bell", "schedule": 15.0},
    "stamp-waiting": {"task": "documents.schedule.stamp_waiting", "schedule": 300.0},
}

# --- ways a campaign's message reaches people; a provider's adapter takes the place of the recorder
CAMPAIGN_WAYS = {
    "portal": "campaigns.sending.ways.PortalNotice",
    "email": "campaigns.sending.ways.MailToOfficer",
    "zalo": env.str("ZALO_ADAPTER", default="campaigns.sending.ways.Recorder"),
    "sms": env.str("SMS_ADAPTER", default="campaigns.sending.ways.Recorder"),
}

# --- months a confidential record keeps its words; then only what is counted stays
CONFIDENTIAL_MONTHS = {
    "opinion": env.int("OPINION_MONTHS", default=24),
    "petition": env.int("PETITION_MONTHS", default=60),
}

# --- logging
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # fontTools and WeasyPrint tell each subset table at INFO.
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
        # Told at every start, also of a command that prints for a person.
        "pikepdf": {"level": "WARNING"},
        # They tell every refused signature as an error; the portal tells it to the person.
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
    },
}
