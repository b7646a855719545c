"""Drawing many parts with two processes: this one, and one beside it while there is enough to do."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

from documents.joining.beside import ask
from documents.joining.parts import Part
from documents.joining.ruled import is_ruled, ruled_pdf
from documents.pdf import part_pdf

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent.parent
WORTH_A_PROCESS = 3_000  # cells: less is drawn before the other process has loaded
Drawn = tuple[bytes, int]


def draw(part: Part) -> Drawn:
    """The part's file and its pages. Raises FetchRefused."""
    return ruled_pdf(part) if is_ruled(part) else part_pdf(part.html())


class Drawing:
    """Draws the parts, the biggest first. Used as a context: whatever ends it also ends the process beside."""

    def __init__(self, parts: Iterable[Part], *, drawn: Callable[[Part, Drawn], None]) -> None:
        """`drawn(part, (file, pages))` is called in the caller's thread, in no certain order."""
        parts = list(parts)
        self._ruled = [part for part in parts if is_ruled(part)]
        self._waiting = deque(
            sorted((part for part in parts if not is_ruled(part)), key=lambda part: -part.work)
        )
        self._given: deque[tuple[Part, Drawn]] = deque()
        self._tell = drawn
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Drawing:
        if sum(part.work for part in self._waiting) >= WORTH_A_PROCESS and (os.cpu_count() or 1) > 1:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "documents.joining.beside"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
            )  # fmt: skip
            self._thread = threading.Thread(target=self._feed, name="drawing-beside", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._waiting.clear()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._thread is not None:
            self._thread.join()

    def finish(self) -> None:
        """Draw until nothing is left."""
        for part in self._ruled:
            self._tell(part, draw(part))
            self._hand_over()
        while self._waiting or (self._thread is not None and self._thread.is_alive()):
            try:
                part = self._waiting.popleft()
            except IndexError:
                assert self._thread is not None
                self._thread.join(0.2)
                self._hand_over()
                continue
            self._tell(part, draw(part))
            self._hand_over()
        self._hand_over()

    def _hand_over(self) -> None:
        while self._given:
            self._tell(*self._given.popleft())

    def _feed(self) -> None:
        """In its own thread: give the other process the next part as soon as it has drawn one."""
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        while True:
            try:
                part = self._waiting.popleft()
            except IndexError:
                return
            try:
                self._given.append((part, ask(part.html(), process.stdin, process.stdout)))
            except (OSError, ValueError):
                log.warning("the drawing process stopped; its part is drawn here", exc_info=True)
                self._waiting.append(part)
                return


__all__ = ["Drawing", "Drawn", "draw"]
