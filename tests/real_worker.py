"""A Celery worker in a process of its own, for tests about what really runs in the background."""

import sys
import time
import uuid

from django.conf import settings

from config.celery import app
from tests.real_process import RealProcess


def redis_answers() -> bool:
    """Whether the broker of this run is a Redis that answers."""
    if not settings.CELERY_BROKER_URL.startswith("redis"):
        return False
    import redis

    try:
        return bool(redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=2).ping())
    except redis.RedisError:
        return False


class RealWorker(RealProcess):
    """Starts, kills and restarts one worker that listens to a queue only this test knows."""

    PAUSE = 0.1

    def __init__(self, app_module: str = "config") -> None:
        self.app_module = app_module
        self.queue = f"test-{uuid.uuid4().hex[:8]}"
        self._ready_before = 0
        super().__init__(self.queue)
        self._kept = {name: app.conf[name] for name in ("task_always_eager", "task_default_queue")}
        app.conf.task_always_eager = False
        app.conf.task_default_queue = self.queue

    def start(self, *, timeout: float = 30) -> None:
        """Start the worker and wait until it takes tasks. Raises RuntimeError with its log."""
        self._ready_before = self.log.count(" ready.")
        command = [sys.executable, "-m", "celery", "-A", self.app_module, "worker", "-Q", self.queue]
        options = ["-n", f"{self.queue}@%h", "--concurrency", "1", "--loglevel", "INFO"]
        self._run([*command, *options, "--without-gossip", "--without-mingle"], timeout=timeout)

    def _is_ready(self) -> bool:
        return self.log.count(" ready.") > self._ready_before

    def wait_for(self, text: str, *, timeout: float = 30) -> None:
        """Wait until the worker has written `text`. Raises RuntimeError with its log."""
        deadline = time.monotonic() + timeout
        while text not in self.log:
            if time.monotonic() > deadline:
                raise RuntimeError(f"The worker never wrote {text!r}:\n{self.log[-3000:]}")
            time.sleep(0.05)

    def close(self) -> None:
        """End the worker and send tasks the usual way again."""
        self.kill()
        app.conf.update(self._kept)
