"""A PostgreSQL database of a bench's own: made, migrated, dropped at the end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent


def server_url() -> str:
    """DATABASE_URL when it names PostgreSQL, else the server of this machine (.ci/machine starts it)."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return given
    found = subprocess.run(
        [ROOT / ".ci" / "machine", "postgres"], capture_output=True, text=True, check=False
    )
    if found.returncode:
        sys.exit(f"This bench needs PostgreSQL.\n{found.stderr}")
    return found.stdout.strip().splitlines()[-1]


@contextmanager
def own_database(name: str) -> Iterator[None]:
    """Django set up on an empty, migrated database that lives as long as the block."""
    url = urlsplit(server_url())
    database = f"{name}_{os.getpid()}"
    _on_server(url, f'CREATE DATABASE "{database}"')
    try:
        os.environ["DATABASE_URL"] = urlunsplit(url._replace(path=f"/{database}"))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        yield
    finally:
        from django.db import connections

        connections.close_all()
        _on_server(url, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def _on_server(url, statement: str) -> None:
    """Run one statement outside a transaction on a database that is always there."""
    connection = psycopg2.connect(
        dbname="postgres",
        user=url.username,
        password=url.password,
        host=unquote(url.hostname or ""),
        port=url.port,
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
