"""The portal on an empty database beside a Chromium: what a bench of a page needs."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


def in_browser(measure: Callable[[Any, Any], int], *, compressed: bool = False) -> int:
    """What `measure(server, browser)` answers; `server.url` is the portal's address. Exits without Chromium.

    `compressed`: also the static files travel compressed, as WhiteNoise sends them in production.
    """
    if not os.path.exists(CHROMIUM):
        sys.exit("This bench needs Chromium (package chromium).")
    with tempfile.TemporaryDirectory(prefix="bench-browser-") as folder:
        os.environ["PORTAL_TEST_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        with _server(compressed) as server, _browser() as browser:
            return measure(server, browser)


@contextmanager
def _server(compressed: bool) -> Iterator[Any]:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.middleware.gzip import GZipMiddleware
    from django.test.testcases import LiveServerThread

    class Compressing(StaticFilesHandler):
        def serve(self, request: Any) -> Any:
            return GZipMiddleware(lambda _request: None).process_response(request, super().serve(request))  # type: ignore[arg-type, return-value]

    call_command("migrate", verbosity=0)
    thread = LiveServerThread("127.0.0.1", Compressing if compressed else StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    yield SimpleNamespace(url=f"http://127.0.0.1:{thread.port}")
    thread.terminate()


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        )
        yield browser
        browser.close()
