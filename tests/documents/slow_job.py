"""A job kind for tests about killed workers: slow, and it leaves one row for each time it finished."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from documents.jobs import Progress, job_handler
from units.models import Department, Unit

KIND = "test_slow"


@job_handler(KIND)
def slow(progress: Progress, *, at: int, steps: int, pause: float) -> Callable[[], dict[str, Any]]:
    for done in range(steps):
        progress.step(f"Bước {done + 1}", done, steps)
        time.sleep(pause)

    def leave_a_mark() -> dict[str, Any]:
        made = Department.objects.create(
            unit=Unit.objects.get(pk=at), name=f"{progress.job.key} {progress.job.attempts}"
        )
        return {"made": made.pk}

    return leave_a_mark
