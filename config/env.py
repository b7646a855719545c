"""The only reader of the process environment. Everything else reads `django.conf.settings`."""

import contextlib
import ipaddress
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# What the portal writes: database file, uploads, broker. Outside the code, ignored by git.
VAR_DIR = Path(env.str("PORTAL_VAR", default=str(BASE_DIR / "var"))).resolve()

# FULL: what was acknowledged outlives a power cut, for the editor then forgets its own copy.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
}


def choose_settings(module: str) -> None:
    """Name the settings module unless the environment already names one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module)


def write_below(path: Path) -> None:
    """Put everything the portal writes under `path`; the tests call it before the base settings load."""
    global VAR_DIR
    VAR_DIR = path


def folder(*parts: str) -> Path:
    """A folder under VAR_DIR that exists."""
    path = VAR_DIR.joinpath(*parts)
    path.mkdir(parents=True, exist_ok=True)
    return path


def own_secret_key() -> str:
    """The key of this folder's portal: made once, kept in VAR_DIR/secret_key, readable by its owner only."""
    path = folder() / "secret_key"
    if not path.exists():
        # Linking a finished file: of two processes starting at once, both read the key of the first.
        with tempfile.NamedTemporaryFile("w", dir=folder(), prefix=".secret_key-") as draft:
            draft.write(secrets.token_urlsafe(60))
            draft.flush()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text(encoding="ascii").strip()


def database(url: str | None = None) -> dict[str, Any]:
    """The default database: PostgreSQL by DATABASE_URL, else one SQLite file under VAR_DIR.

    `url` overrules the environment; used by the tests.
    """
    url = url or env.str("DATABASE_URL", default=f"sqlite:///{folder() / 'portal.sqlite3'}")
    settings: dict[str, Any] = dict(environ.Env.db_url_config(url))
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = dict(SQLITE_OPTIONS)
    else:
        # A socket's folder stands in a URL as %2Fvar%2Frun%2Fpostgresql.
        settings["HOST"] = unquote(settings["HOST"])
        settings["CONN_HEALTH_CHECKS"] = True
    # Opening costs more than most queries; on SQLite the last one to close also empties the log, and others wait.
    settings.setdefault("CONN_MAX_AGE", 60)
    return settings


def trusted_proxies(text: str | None = None) -> int | tuple[Network, ...]:
    """TRUSTED_PROXIES: how many proxies stand in front, or their networks separated by commas; 0 when there is none.

    `text` overrules the environment; used by the tests. Raises ValueError for what is neither.
    """
    text = env.str("TRUSTED_PROXIES", default="") if text is None else text
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) <= 1 and all(part.isdecimal() for part in parts):
        return int(parts[0]) if parts else 0
    return tuple(ipaddress.ip_network(part) for part in parts)


def broker() -> tuple[str, dict[str, Any]]:
    """Where tasks travel: Redis by CELERY_BROKER_URL, else files under VAR_DIR.

    Returns (url, transport options). The Job rows are the truth, so a lost or doubled message is harmless.
    """
    url = env.str("CELERY_BROKER_URL", default="filesystem://")
    if not url.startswith("filesystem:"):
        # Above the longest task, or Redis hands the same message out twice.
        return url, {"visibility_timeout": 3600}
    queue = str(folder("broker", "queue"))
    return url, {
        "data_folder_in": queue,
        "data_folder_out": queue,
        "processed_folder": str(folder("broker", "processed")),
        "control_folder": str(folder("broker", "control")),
        "store_processed": False,
        "polling_interval": 0.05,
    }
