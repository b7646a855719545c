"""granian in a process of its own, for tests about a server that dies and comes back."""

from __future__ import annotations

import http.client
import socket
import sys
import time
from pathlib import Path

from tests.real_process import RealProcess


class RealServer(RealProcess):
    """Serves the test's database at one address through any number of starts and kills."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        super().__init__(f"server-{self.port}")

    def start(self, *, timeout: float = 30) -> None:
        """Start the server and wait until it takes connections. Raises RuntimeError with its log."""
        program = str(Path(sys.executable).parent / "granian")
        command = [program, "--interface", "wsgi", "config.wsgi:application", "--workers", "1"]
        options = ["--blocking-threads", "4", "--host", "127.0.0.1", "--port", str(self.port)]
        self._run([*command, *options], timeout=timeout)

    def _is_ready(self) -> bool:
        """Answers, not merely listens: a killed server's last child may still hold the port for a moment."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            line.request("GET", "/healthz/")
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    def kill(self) -> None:
        """As for every process; afterwards nobody holds the port."""
        super().kill()
        deadline = time.monotonic() + 10
        while self._is_held() and time.monotonic() < deadline:
            time.sleep(self.PAUSE)

    def _is_held(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0
