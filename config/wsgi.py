"""WSGI entry: `granian --interface wsgi config.wsgi:application`."""

import gc

from django.core.wsgi import get_wsgi_application

from config.env import choose_settings

choose_settings("config.settings.production")

application = get_wsgi_application()

# What stands now lives as long as the worker: collecting it again and again took a seventh of the time of a report.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
