"""Pasting sixty pages into an empty draft, as Word and as a plain text hands them over: from the event to the laid out page.

The bound is one second. Yardstick of the same run: the same HTML set as the content of a bare editable page.
"""

from __future__ import annotations

import statistics
import sys
from typing import Any

from bench._browser import in_browser
from bench._table import print_table, verdict
from bench.editor import BLOCKS, SENTENCE

BUDGET_MS = 1000.0
KEEP = 1.0
ROUNDS = 5
LABELS = ("{}. ", "a) ", "- ", "- ", "+ ", "")
WORD = (
    "<p class=MsoNormal style='text-align:justify;text-indent:36.0pt;line-height:150%'><span lang=VI "
    "style='font-size:14.0pt;line-height:150%;font-family:\"Times New Roman\",serif'>{}<o:p></o:p></span></p>"
)
BARE = """<!doctype html><meta charset="utf-8"><div contenteditable="true" spellcheck="false"></div>"""
SET = """(html) => {
  const started = performance.now();
  document.querySelector("div").innerHTML = html;
  document.body.offsetHeight;
  return performance.now() - started;
}"""


def main() -> int:
    return in_browser(_measure)


def _measure(server: Any, browser: Any) -> int:
    from tests.plans.editor_pages import PASTE, block, new_draft, open_editor

    lines = [f"{LABELS[n % 6].format(n // 6 + 1)}{SENTENCE} ({n})." for n in range(BLOCKS)]
    word = "".join(WORD.format(line) for line in lines)
    found: dict[str, list[float]] = {"bare page": [], "Word": [], "plain text": []}
    for _round in range(ROUNDS):
        bare = browser.new_page()
        bare.set_content(BARE)
        found["bare page"].append(bare.evaluate(SET, word))
        bare.close()
        for way, given in (("Word", [word, ""]), ("plain text", ["", "\n".join(lines)])):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            open_editor(page, server, new_draft(block("part00", "part", "NỘI DUNG")))
            page.locator(".plan-block").last.click()
            found[way].append(page.evaluate(PASTE, given))
            made = page.locator(".plan-block").count()
            assert made >= BLOCKS, f"{made} of {BLOCKS} blocks"
            page.context.close()
    print_table(
        f"Pasting {BLOCKS} paragraphs, {len(word):,} letters of HTML, median of {ROUNDS}",
        ["from", "median ms", "slowest ms"],
        [[way, f"{statistics.median(times):.0f}", f"{max(times):.0f}"] for way, times in found.items()],
    )
    slowest = max(statistics.median(times) for times in found.values())
    return verdict(slowest / BUDGET_MS, KEEP)


if __name__ == "__main__":
    sys.exit(main())
