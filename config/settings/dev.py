"""One machine, no server: SQLite, files as broker. DEBUG=1 in the environment shows errors in the browser."""

from config.env import env, folder, own_secret_key

from .base import *  # noqa: F403

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or own_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
INTERNAL_IPS = ["127.0.0.1"]
# Mails become files in var/mails unless a server is named (EMAIL_URL=consolemail:// shows them in the terminal).
vars().update(env.email_url("EMAIL_URL", default=f"filemail:///{folder('mails')}"))
# Style sheets and fonts come straight from static/, so that nothing must be collected first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# A failed task marks its job row; it must not break the request that sent it.
CELERY_TASK_EAGER_PROPAGATES = False
