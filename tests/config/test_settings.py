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
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={"PORTAL_VAR": str(settings.TEST_DIR / "var"), **kept, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_database_is_one_file_unless_a_url_says_otherwise():
    found = environment.database("sqlite:////tmp/x.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]
    assert "foreign_keys=ON" in found["OPTIONS"]["init_command"]


def test_acknowledged_save_outlives_a_power_cut():
    assert "synchronous=FULL" in environment.database("sqlite:////tmp/x.sqlite3")["OPTIONS"]["init_command"]


def test_database_url_selects_postgresql():
    found = environment.database("postgres://portal:secret@127.0.0.1:5433/portal")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PORT"], found["NAME"]) == ("portal", 5433, "portal")
    assert "init_command" not in found.get("OPTIONS", {})


def test_database_url_reaches_a_local_socket():
    assert environment.database("postgres://me@%2Fvar%2Frun%2Fpostgresql/db")["HOST"] == "/var/run/postgresql"


@pytest.mark.parametrize(
    ("text", "proxies"),
    [("", "0"), ("2", "2"), ("10.0.0.0/8, ::1", "(IPv4Network('10.0.0.0/8'), IPv6Network('::1/128'))")],
)
def test_proxies_are_a_number_or_networks(text, proxies):
    assert repr(environment.trusted_proxies(text)) == proxies


def test_proxy_that_is_neither_stops_the_start():
    with pytest.raises(ValueError, match="nginx"):
        environment.trusted_proxies("nginx")


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


def _embedded(tmp_path, expression, **variables):
    """What the embedded default prints for a Python expression over `settings`, in a folder of its own."""
    answer = _manage(
        "shell",
        "--no-imports",
        "-c",
        f"from django.conf import settings; print({expression})",
        PORTAL_VAR=str(tmp_path),
        **variables,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


def test_embedded_default_hides_errors_unless_a_developer_asks(tmp_path):
    assert _embedded(tmp_path, "settings.DEBUG") == "False"
    assert _embedded(tmp_path, "settings.DEBUG", DEBUG="1") == "True"


def test_embedded_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    key = _embedded(tmp_path, "settings.SECRET_KEY")
    assert len(key) >= 50
    assert _embedded(tmp_path, "settings.SECRET_KEY") == key
    assert [path.name for path in tmp_path.glob("*secret*")] == ["secret_key"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert _embedded(tmp_path / "other", "settings.SECRET_KEY") != key


def test_printed_addresses_follow_the_port(tmp_path):
    assert _embedded(tmp_path, "settings.SITE_URL", PORT="8010") == "http://127.0.0.1:8010"
    assert _embedded(tmp_path, "settings.SITE_URL", PORT="8010", SITE_URL="https://x.vn/") == "https://x.vn"


def test_embedded_default_serves_its_own_files_and_its_own_error_page(tmp_path):
    """Without DEBUG Django serves no file itself, and without collectstatic only the finders know them."""
    paths = ["/khong-co/", "/static/css/portal.css", "/static/img/logo.svg"]
    code = (
        "from django.test import Client; client = Client(headers={'host': '127.0.0.1'}); "
        f"answers = [client.get(path) for path in {paths!r}]; "
        "print([answer.status_code for answer in answers], 'Không tìm thấy trang' in answers[0].content.decode())"
    )
    _manage("migrate", "--verbosity", "0", PORTAL_VAR=str(tmp_path))
    answer = _manage("shell", "--no-imports", "-c", code, PORTAL_VAR=str(tmp_path), PYTHONUTF8="1")
    assert answer.stdout.strip() == "[404, 200, 200] True", answer.stderr[-2000:]


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
