"""From the last key to the new picture of the printed page, in a plan of seven pages with the preview open.

In between: the wait for a pause, the save, laying out the whole plan as the PDF is laid out, drawing its pages, and sending
those that changed. The bound is one second after the last key.
"""

from __future__ import annotations

import statistics
import sys
from typing import Any

from bench._browser import in_browser
from bench._table import print_table, verdict

BUDGET_MS = 1000.0
KEEP = 1.0
PAGES = 7
BLOCKS = 76
ROUNDS = 12
SENTENCE = (
    "Tổ chức nói chuyện tại nơi làm việc, mỗi buổi không quá ba mươi phút, dành một nửa thời gian để hỏi và trả lời; "
    "tổng hợp kiến nghị, trả lời ngay điều thuộc thẩm quyền, chuyển đến nơi có trách nhiệm điều còn lại"
)
WATCH = """() => {
  window.lastKey = 0;
  window.drawnAt = 0;
  addEventListener("keydown", () => { window.lastKey = performance.now(); window.drawnAt = 0; }, true);
  const pages = document.getElementById("plan-preview-pages");
  const seen = () => requestAnimationFrame(() => { window.drawnAt = performance.now(); });
  new MutationObserver(seen).observe(pages, { subtree: true, attributes: true, attributeFilter: ["src"], childList: true });
}"""


def main() -> int:
    return in_browser(_measure)


def _measure(server: Any, browser: Any) -> int:
    from tests.plans.editor_pages import block, new_draft, open_editor, put_cursor

    levels = ("section", "point", "bullet", "bullet", "plus", "paragraph")
    blocks = [block("part00", "part", "NỘI DUNG")]
    blocks += [block(f"blo{n:04d}", levels[n % 6], f"{SENTENCE} ({n}).") for n in range(BLOCKS)]
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    open_editor(page, server, new_draft(*blocks))
    page.locator("#plan-preview-toggle").click()
    page.locator("#plan-preview-pages img[src]").last.wait_for()
    page.wait_for_timeout(2000)
    pages = page.locator("#plan-preview-pages > figure").count()
    page.evaluate(WATCH)
    times = []
    for at in range(ROUNDS):
        put_cursor(page, f"blo{(at * 5) % BLOCKS:04d}", 10)
        page.keyboard.type("xin chào", delay=60)
        times.append(_drawn(page))
        page.wait_for_timeout(300)
    times.sort()
    print_table(
        f"Last key to the new page in a plan of {pages} pages",
        ["keys", "median ms", "p90 ms", "slowest ms"],
        [
            [
                len(times),
                *(f"{ms:.0f}" for ms in (statistics.median(times), times[int(len(times) * 0.9)], times[-1])),
            ]
        ],
    )
    if pages != PAGES:
        sys.exit(f"The plan has {pages} pages instead of {PAGES}: change BLOCKS.")
    return verdict(statistics.median(times) / BUDGET_MS, KEEP)


def _drawn(page: Any) -> float:
    """Milliseconds from the last key to the frame with the last new picture; waits until two seconds are quiet."""
    last = -1.0
    while True:
        page.wait_for_timeout(2000)
        drawn = float(page.evaluate("window.drawnAt - window.lastKey"))
        if drawn == last and drawn > 0:
            return drawn
        last = drawn


if __name__ == "__main__":
    sys.exit(main())
