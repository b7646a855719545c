"""What the settings promise: no server needed, nothing open in production, strict pages."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse

from config import env as environment

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "k7!" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
    "ALLOWED_HOSTS": "example.vn",
    "SITE_URL": "https://example.vn",
    "DATABASE_URL": "postgres://portal:secret@127.0.0.1:5432/portal",
}


def _manage(*arguments, **variables):
    """manage.py in a process of its own with only these variables set."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    kept["PORTAL_VAR"] = str(settings.TEST_DIR / "var")
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_database_is_one_file_unless_a_url_says_otherwise():
    found = environment.database("sqlite:////tmp/x.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]
    assert "foreign_keys=ON" in found["OPTIONS"]["init_command"]


def test_database_url_selects_postgresql():
    found = environment.database("postgres://portal:secret@127.0.0.1:5433/portal")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PORT"], found["NAME"]) == ("portal", 5433, "portal")
    assert "init_command" not in found.get("OPTIONS", {})


def test_database_url_reaches_a_local_socket():
    assert environment.database("postgres://me@%2Fvar%2Frun%2Fpostgresql/db")["HOST"] == "/var/run/postgresql"


def test_broker_is_a_folder_that_exists_unless_a_url_says_otherwise(monkeypatch):
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)
    url, options = environment.broker()
    assert url == "filesystem://"
    assert options["data_folder_in"] == options["data_folder_out"]
    assert os.path.isdir(options["data_folder_in"])
    assert os.path.isdir(options["control_folder"])


def test_redis_keeps_a_message_longer_than_the_longest_task(monkeypatch):
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://127.0.0.1:6379/15")
    assert environment.broker() == ("redis://127.0.0.1:6379/15", {"visibility_timeout": 3600})


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "SITE_URL"])
def test_production_does_not_start_without(name):
    answer = _manage("check", **{key: value for key, value in PRODUCTION.items() if key != name})
    assert answer.returncode != 0
    assert name in answer.stderr


def test_production_passes_the_deployment_check():
    answer = _manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert answer.returncode == 0, answer.stderr


@pytest.mark.slow
def test_production_finds_every_file_its_styles_name(tmp_path):
    """The manifest storage refuses a style sheet that names a missing font, image or source map."""
    answer = _manage("collectstatic", "--noinput", **PRODUCTION, STATIC_ROOT=str(tmp_path / "static"))
    assert answer.returncode == 0, answer.stderr[-2000:]
    assert (tmp_path / "static" / "staticfiles.json").exists()


def test_every_page_forbids_scripts_and_styles_that_are_not_ours(client, db):
    policy = client.get("/healthz/").headers["Content-Security-Policy"]
    parts = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
    assert (
        parts["script-src"] == parts["style-src"] == parts["font-src"] == parts["default-src"] == ["'self'"]
    )
    assert parts["img-src"] == ["'self'", "data:"]
    assert parts["object-src"] == ["'none'"]
    assert "unsafe" not in policy


def test_health_says_ok_while_the_database_answers(client, db):
    answer = client.get(reverse("healthz"))
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_health_refuses_to_change_anything(client, db):
    assert client.post(reverse("healthz")).status_code == 405


def test_tests_write_nothing_into_the_working_tree():
    assert not environment.VAR_DIR.is_relative_to(settings.BASE_DIR)
    assert str(settings.MEDIA_ROOT).startswith(str(settings.TEST_DIR))


def test_uploads_end_at_20_megabytes():
    assert settings.UPLOAD_MAX_BYTES == 20_971_520
