"""The Celery app. Other apps use `from celery import shared_task` and never import this."""

from celery import Celery

from config.env import choose_settings

choose_settings("config.settings.dev")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="schedule")
