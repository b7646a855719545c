"""How every bench prints: one table, then the ratio and the bound it has to keep."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence


def best_of(rounds: int, variants: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """The best wall time in seconds of each variant; the variants take turns, so that all see the same machine."""
    best = dict.fromkeys(variants, float("inf"))
    for _round in range(rounds):
        for name, run in variants.items():
            started = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - started)
    return best


def print_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    cells = [[str(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    print(title)
    for index, row in enumerate(cells):
        aligned = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        print("  " + "  ".join(aligned).rstrip())
        if index == 0:
            print("  " + "  ".join("-" * width for width in widths))


def verdict(ratio: float, keep: float) -> int:
    """Print the last line; the exit status is 0 only when the bound is kept."""
    print(f"ratio={ratio:.3f} keep=<={keep:g}")
    return 0 if ratio <= keep else 1
