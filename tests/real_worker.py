"""A Celery worker in a process of its own, for tests about what really runs in the background."""

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

from django.conf import settings
from django.db import connection

from config.celery import app


def redis_answers() -> bool:
    """Whether the broker of this run is a Redis that answers."""
    if not settings.CELERY_BROKER_URL.startswith("redis"):
        return False
    import redis

    try:
        return bool(redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=2).ping())
    except redis.RedisError:
        return False


def database_url() -> str:
    """Address of the test database this process is using."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    host = str(found["HOST"]).replace("/", "%2F")
    port = f":{found['PORT']}" if found["PORT"] else ""
    return f"postgres://{found['USER']}:{found['PASSWORD']}@{host}{port}/{found['NAME']}"


class RealWorker:
    """Starts, kills and restarts one worker that listens to a queue only this test knows."""

    def __init__(self, app_module: str = "config") -> None:
        self.app_module = app_module
        self.queue = f"test-{uuid.uuid4().hex[:8]}"
        self.log_file = Path(settings.TEST_DIR) / f"{self.queue}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self._kept = {name: app.conf[name] for name in ("task_always_eager", "task_default_queue")}
        app.conf.task_always_eager = False
        app.conf.task_default_queue = self.queue

    @property
    def log(self) -> str:
        """What the worker has written so far."""
        return self.log_file.read_text() if self.log_file.exists() else ""

    def start(self, *, timeout: float = 30) -> None:
        """Start the worker and wait until it takes tasks. Raises RuntimeError with its log."""
        ready = self.log.count(" ready.")
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            self.app_module,
            "worker",
            "-Q",
            self.queue,
            "-n",
            f"{self.queue}@%h",
        ]
        options = ["--concurrency", "1", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
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
        while self.log.count(" ready.") == ready:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The worker did not start:\n{self.log[-3000:]}")
            time.sleep(0.1)

    def wait_for(self, text: str, *, timeout: float = 30) -> None:
        """Wait until the worker has written `text`. Raises RuntimeError with its log."""
        deadline = time.monotonic() + timeout
        while text not in self.log:
            if time.monotonic() > deadline:
                raise RuntimeError(f"The worker never wrote {text!r}:\n{self.log[-3000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End the worker and its children at once, as a power cut would."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def close(self) -> None:
        """End the worker and send tasks the usual way again."""
        self.kill()
        app.conf.update(self._kept)
