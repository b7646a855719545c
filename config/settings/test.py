"""Tests: own database and folders per process, fast passwords, tasks at once, unknown template names fail."""

import atexit
import copy
import os
import shutil
import tempfile
from pathlib import Path

from config.env import database, env
from config.undefined import Undefined

from .base import *  # noqa: F403
from .base import TEMPLATES as BASE_TEMPLATES

DEBUG = False
SECRET_KEY = "test-only-not-a-secret-" + "0" * 32
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# Two test runs in one tree must not meet, and a real worker started by a test shares its parent's folder.
TEST_DIR = Path(env.str("PORTAL_TEST_DIR", default="") or tempfile.mkdtemp(prefix="portal-test-"))
if not env.str("PORTAL_TEST_DIR", default=""):
    atexit.register(shutil.rmtree, TEST_DIR, ignore_errors=True)

DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{TEST_DIR / 'db.sqlite3'}"))}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads and live servers get connections of their own, as in production.
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;PRAGMA foreign_keys=ON;"
    )
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_portal_{os.getpid()}"}
    DATABASES["default"]["CONN_MAX_AGE"] = 0

MEDIA_ROOT = TEST_DIR / "media"

TEMPLATES = copy.deepcopy(BASE_TEMPLATES)
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("undefined")

# Without a worker. A task that raises is a bug: tasks write their failure into the job row.
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
