"""granian in a process of its own, for tests about a server that dies and comes back."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

from tests.real_worker import database_url


class RealServer:
    """Serves the test's database at one address through any number of starts and kills."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_file = Path(settings.TEST_DIR) / f"server-{self.port}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, timeout: float = 30) -> None:
        """Start the server and wait until it takes connections. Raises RuntimeError with its log."""
        command = [
            str(Path(sys.executable).parent / "granian"),
            "--interface",
            "wsgi",
            "config.wsgi:application",
        ]
        options = [
            "--workers",
            "1",
            "--blocking-threads",
            "4",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *options],
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=settings.BASE_DIR,
                env={
                    **os.environ,
                    "DJANGO_SETTINGS_MODULE": "config.settings.test",
                    "PORTAL_TEST_DIR": str(settings.TEST_DIR),
                    "DATABASE_URL": database_url(),
                },
            )
        deadline = time.monotonic() + timeout
        while not self._listens():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The server did not start:\n{self.log_file.read_text()[-3000:]}")
            time.sleep(0.05)

    def _listens(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        """End the server and its children at once, as a power cut would."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
