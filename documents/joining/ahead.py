"""Parts drawn before anybody prints the paper, while nothing else waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from documents.joining import store
from documents.joining.drawing import draw
from documents.joining.parts import Part


def draw_ahead(parts: Iterable[Part], *, go_on: Callable[[int, int], bool]) -> int:
    """Draw and keep what is not kept; `go_on(done, of how many)` is asked before each part. Gives how many were left."""
    undrawn = store.missing(parts)
    for done, part in enumerate(undrawn):
        if not go_on(done, len(undrawn)):
            return len(undrawn) - done
        store.keep(part, *draw(part))
    return 0
