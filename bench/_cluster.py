"""A PostgreSQL of a bench's own, that may be stopped and started while others use theirs."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench._server import free_port

# A restart has to bring back what was committed: fsync stays on, as on a server.
SETTINGS = "listen_addresses=127.0.0.1 max_connections=100 shared_buffers=256MB"


class Cluster:
    """A server in a folder; `restart` ends every connection at once, as a restart of the machine's would."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        self.programs = found[-1].parent if found else Path(shutil.which("initdb") or "initdb").parent
        self.url = f"postgres://bench@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        self._run(
            "initdb",
            "-D",
            str(self.folder / "data"),
            "-U",
            "bench",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        )
        self.start()

    def start(self) -> None:
        options = " ".join(f"-c {one}" for one in SETTINGS.split())
        told = f"-p {self.port} -k {self.folder} {options}"
        self._run(
            "pg_ctl",
            "-D",
            str(self.folder / "data"),
            "-w",
            "-l",
            str(self.folder / "log"),
            "-o",
            told,
            "start",
        )

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", "immediate", "stop")

    def restart(self) -> None:
        """Killed without a checkpoint, started again: the log has to bring back every commit."""
        self.stop()
        self.start()

    def _run(self, program: str, *options: str) -> None:
        # PostgreSQL refuses to run as root.
        user = "postgres" if os.getuid() == 0 else None
        done = subprocess.run(
            [str(self.programs / program), *options], user=user, cwd="/", capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL,
        ) if program == "initdb" else subprocess.run(
            [str(self.programs / program), *options], user=user, cwd="/", stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        if done.returncode:
            sys.exit(f"{program} failed. {done.stderr or ''}")


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """Made, started, and gone at the end; DATABASE_URL names it meanwhile."""
    with tempfile.TemporaryDirectory(prefix="bench-pg-") as name:
        folder = Path(name)
        if os.getuid() == 0:
            os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        cluster = Cluster(folder)
        cluster.make()
        before = os.environ.get("DATABASE_URL")
        os.environ["DATABASE_URL"] = cluster.url
        try:
            yield cluster
        finally:
            os.environ.pop("DATABASE_URL")
            if before:
                os.environ["DATABASE_URL"] = before
            cluster.stop()
