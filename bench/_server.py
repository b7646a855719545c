"""granian as docs/operations.md starts it, on two cores, for benches that measure through the real server."""

from __future__ import annotations

import http.client
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench._postgres import ROOT

CORES = "0,1"


def production(folder: str) -> None:
    """The settings of production for this process and those it starts; everything that is written goes to `folder`."""
    os.environ |= {
        "PORTAL_VAR": folder,
        "STATIC_ROOT": f"{folder}/static",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "SECURE_SSL_REDIRECT": "False",
        "LOG_LEVEL": "WARNING",
    }


@contextmanager
def granian(port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "config.wsgi:application",
               "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--host", "127.0.0.1",
               "--port", str(port), "--log-level", "warning"]  # fmt: skip
    pinned = ["taskset", "-c", CORES] if shutil.which("taskset") and (os.cpu_count() or 1) > 2 else []
    server = subprocess.Popen([*pinned, *command], cwd=ROOT)
    try:
        _wait_for(port, server)
        yield server
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(1200):
        if server.poll() is not None:
            sys.exit("granian did not start.")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("granian does not answer.")


def processor_seconds(pid: int) -> float:
    """What the process and its children have used so far."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(processor_seconds(int(child)) for child in children)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
