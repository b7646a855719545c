"""The Celery app of a worker that also knows the slow job: `celery -A tests.documents.slow_app`."""

import django

from config.celery import app

django.setup()

from tests.documents import slow_job  # noqa: E402

__all__ = ["app", "slow_job"]
