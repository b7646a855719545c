"""One machine, no server: SQLite, files as broker, errors in the browser."""

from config.env import env

from .base import *  # noqa: F403

DEBUG = env.bool("DEBUG", default=True)
# Protects nothing: whoever runs dev settings in production has also DEBUG on.
SECRET_KEY = env.str("SECRET_KEY", default="dev-only-not-a-secret-" + "0" * 32)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
INTERNAL_IPS = ["127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# A failed task marks its job row; it must not break the request that sent it.
CELERY_TASK_EAGER_PROPAGATES = False
