"""How much more work a bigger input is: a ratio of processor time in one run, so a busy machine changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable


def growth(work: Callable[[int], object], small: int, big: int) -> float:
    """Processor time of `work(big)` over that of `work(small)`, the least of three runs each."""
    return _least(work, big) / max(_least(work, small), 1e-6)


def _least(work: Callable[[int], object], size: int) -> float:
    taken = []
    for _ in range(3):
        started = time.process_time()
        work(size)
        taken.append(time.process_time() - started)
    return min(taken)
