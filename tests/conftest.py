"""What every test may use: browser settings, a real worker, skips that are said aloud."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection

from config.env import env
from reporting.queries.layout import forget_layouts
from tests.real_worker import RealWorker, redis_answers

# Playwright's sync API keeps an event loop running in the thread of the test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

BROWSER_FIXTURES = {"page", "browser", "context", "browser_context", "new_context"}
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


# --- what can run here


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    on_postgres = django_settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    with_redis = redis_answers()
    with_browser = Path(CHROMIUM).exists()
    for item in items:
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
        if item.get_closest_marker("postgres") and not on_postgres:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: set DATABASE_URL"))
        if item.get_closest_marker("redis") and not with_redis:
            item.add_marker(pytest.mark.skip(reason="needs Redis: set CELERY_BROKER_URL"))
        if item.get_closest_marker("browser") and not with_browser:
            item.add_marker(pytest.mark.skip(reason="needs Chromium"))
    if on_postgres:
        _leave_out(config, items, [item for item in items if not _touches_rows(item)])


def _touches_rows(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("redis")
    return bool(marked) or bool(fixtures & {"db", "transactional_db", "live_server", "django_db_setup"})


def _leave_out(config: pytest.Config, items: list[pytest.Item], left_out: list[pytest.Item]) -> None:
    """What no row touches gives the same on every database: the SQLite pass has judged it."""
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: nobody reads a green log."""
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if not env.bool("CI", default=False) or reporter is None or hasattr(session.config, "workerinput"):
        return
    if reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line("Skipped tests fail in CI.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


# --- the migrated database


def _migrated() -> Path:
    """Where the empty, migrated SQLite database of this very set of migrations is kept between runs."""
    told = hashlib.sha256(django.__version__.encode())
    for file in sorted(django_settings.BASE_DIR.glob("*/migrations/*.py")):
        told.update(file.read_bytes())
    return Path(django_settings.BASE_DIR) / "var" / "test-databases" / f"{told.hexdigest()[:24]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """On SQLite a run starts from a copy of the migrated database, if an earlier one left it."""
    name = django_settings.DATABASES["default"]["TEST"]["NAME"]
    if connection.vendor != "sqlite" or request.config.getvalue("create_db") or not _migrated().exists():
        return bool(request.config.getvalue("reuse_db"))
    shutil.copyfile(_migrated(), name)
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    if connection.vendor != "sqlite" or _migrated().exists():
        return
    _migrated().parent.mkdir(parents=True, exist_ok=True)
    fresh = _migrated().with_suffix(f".{os.getpid()}")
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(fresh)])
    fresh.replace(_migrated())


# --- clean state


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    yield
    cache.clear()
    forget_layouts()


# --- browser


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--disable-quic",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}


# --- background


@pytest.fixture
def real_worker(transactional_db: None) -> Iterator[RealWorker]:
    """A Celery worker in a process of its own, on the same database and broker as the test.

    While it lives, `task.delay()` really travels. `real_worker.kill()` ends it as a power cut would.
    """
    worker = RealWorker()
    try:
        worker.start()
        yield worker
    finally:
        worker.close()


def pytest_make_parametrize_id(val: object) -> str | None:
    """Contents of files have no place in a test's name: an archive holds the second it was made, which differs by worker."""
    return f"{len(val)} bytes" if isinstance(val, bytes) else None
