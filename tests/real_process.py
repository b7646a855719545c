"""A program of the portal in a process of its own, on the test's database, that a test may kill and start again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from django.conf import settings
from django.db import connection


def database_url() -> str:
    """Address of the test database this process is using."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    host = str(found["HOST"]).replace("/", "%2F")
    port = f":{found['PORT']}" if found["PORT"] else ""
    return f"postgres://{found['USER']}:{found['PASSWORD']}@{host}{port}/{found['NAME']}"


class RealProcess:
    """What is started says in `_is_ready` when it takes work."""

    PAUSE = 0.05  # seconds between two looks

    def __init__(self, name: str) -> None:
        self.log_file = Path(settings.TEST_DIR) / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """What the program has written so far."""
        return self.log_file.read_text() if self.log_file.exists() else ""

    def _run(self, command: list[str], *, timeout: float) -> None:
        """Start the command and wait until it takes work. Raises RuntimeError with its log."""
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PORTAL_TEST_DIR": str(settings.TEST_DIR),
            "DATABASE_URL": database_url(),
        }
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, start_new_session=True, cwd=settings.BASE_DIR, env=environment
            )  # fmt: skip
        deadline = time.monotonic() + timeout
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} did not start:\n{self.log[-3000:]}")
            time.sleep(self.PAUSE)

    def _is_ready(self) -> bool:
        raise NotImplementedError

    def kill(self) -> None:
        """End the program and its children at once, as a power cut would."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
