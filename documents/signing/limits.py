"""A foreign file may keep a parser busy for ever; it gets so many seconds and no more."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pikepdf.settings import set_qpdf_limits

MOST_UNPACKED = 128 * 1024 * 1024  # a page at 600 dpi in colour
MOST_OBJECTS = 1_000_000


def bound_unpacking() -> None:
    """A file of a few kilobytes may unpack to gigabytes the moment it is opened; qpdf stops there. Holds for the process."""
    set_qpdf_limits(
        flate_max_memory=MOST_UNPACKED, run_length_max_memory=MOST_UNPACKED, png_max_memory=MOST_UNPACKED,
        tiff_max_memory=MOST_UNPACKED, dct_max_memory=MOST_UNPACKED, parser_max_container_size=MOST_OBJECTS,
    )  # fmt: skip


class TooLong(BaseException):
    """The time is up. No `except Exception` on the way may take it for a fault of the file and go on."""


@contextmanager
def seconds(most: float) -> Iterator[None]:
    """Raises TooLong in the block when it lasts longer. Only a process's main thread can be stopped: the worker's is."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: Any) -> None:
        raise TooLong(f"stopped after {most} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
