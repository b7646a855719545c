"""Tests: own database and folders per process, fast passwords, tasks at once, unknown template names fail."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from config.env import database, env, write_below
from config.undefined import Undefined

# Two test runs in one tree must not meet; a worker started by a test shares its parent's folder.
_parent = env.str("PORTAL_TEST_DIR", default="")
TEST_DIR = Path(_parent or tempfile.mkdtemp(prefix="portal-test-"))
if not _parent:
    atexit.register(shutil.rmtree, TEST_DIR, ignore_errors=True)
write_below(TEST_DIR)

from .base import *  # noqa: E402,F403

DEBUG = False
SECRET_KEY = "test-only-not-a-secret-" + "0" * 32
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

DATABASES = {"default": database()}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads and live servers get connections of their own, as in production.
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;PRAGMA foreign_keys=ON;"
    )
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_portal_{os.getpid()}"}
DATABASES["default"]["CONN_MAX_AGE"] = 0

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("undefined")  # noqa: F405

# Without a worker. A task that raises is a bug: tasks write their failure into the job row.
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
