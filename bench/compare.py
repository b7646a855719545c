"""Comparing two 60-page versions of a plan, from the stored JSON to the page's HTML, against half a second.

Three pairs: a day's edits (a tenth of the blocks touched, some moved, added, removed), a thorough revision (every sentence
touched) and another plan altogether (no sentence alike). The slowest decides. Processor time of one process is counted, so
that other programs of the machine are not.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from typing import Any

from bench._table import print_table, verdict

PAGES = 60
LIMIT = 0.5
ROUNDS = 5
WORDING = (
    "công đoàn cơ sở tổ chức tuyên truyền pháp luật lao động đến đoàn viên người lao động trong đơn vị bằng hình thức "
    "phù hợp từng tổ từng ca báo cáo kết quả về ban thường vụ liên đoàn lao động tỉnh trước ngày chỉ tiêu thực hiện"
)
WORDS = tuple(WORDING.split())
LEVELS = ("part", "section", "subsection", "point", "bullet", "bullet", "plus", "paragraph")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-compare-") as folder:
        os.environ["PORTAL_TEST_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        return _measure()


def _measure() -> int:
    chance = random.Random(2026)
    before = _text(chance)
    pages = _pages(before)
    if pages < PAGES:
        sys.exit(f"The text prints {pages} pages, {PAGES} are wanted.")
    pairs = {
        "a day's edits": _edited(before, chance, share=0.1),
        "every sentence touched": _edited(before, chance, share=1.0),
        "another plan": _text(chance, ids="z"),
    }
    rows, slowest = [], 0.0
    for name, after in pairs.items():
        found, seconds = _timed(json.dumps(before), json.dumps(after))
        _check(name, before, after, found)
        median = statistics.median(seconds)
        slowest = max(slowest, median)
        rows.append(
            [name, len(after["blocks"]), len(found), f"{median * 1000:.0f}", f"{max(seconds) * 1000:.0f}"]
        )
    print_table(
        f"Two versions of {pages} pages ({len(before['blocks'])} blocks), median of {ROUNDS}",
        ["", "blocks", "changes", "ms", "slowest ms"],
        rows,
    )
    return verdict(slowest / LIMIT, 1.0)


def _timed(before: str, after: str) -> tuple[list[Any], list[float]]:
    from django.template.loader import render_to_string

    from plans.comparing import compare
    from plans.outline import PlanContent

    seconds = []
    for _round in range(ROUNDS):
        started = time.process_time()
        found = compare(PlanContent.from_json(json.loads(before)), PlanContent.from_json(json.loads(after)))
        for at, change in enumerate(found, start=1):
            render_to_string(
                "plans/_change.html", {"change": change, "at": at, "first": at == 1, "last": False}
            )
        seconds.append(time.process_time() - started)
    return found, seconds


def _check(name: str, before: dict[str, Any], after: dict[str, Any], found: list[Any]) -> None:
    """The comparison tells the truth: both sentences of every change can be read back from its marks."""
    old = {block["id"]: block["text"] for block in before["blocks"]}
    new = {block["id"]: block["text"] for block in after["blocks"]}
    for change in found:
        if change.states == ("changed",) and change.block_id in new and change.block_id in old:
            read_before = "".join(span.text for span in change.spans if span.kind != "ins")
            read_after = "".join(span.text for span in change.spans if span.kind != "del")
            if (read_before, read_after) != (old[change.block_id], new[change.block_id]):
                sys.exit(f"{name}: the marks of block {change.block_id} do not give back its two texts.")
    told = {change.block_id for change in found}
    missing = [i for i in new if i in old and new[i] != old[i] and i not in told]
    if missing or any(i not in told for i in new.keys() ^ old.keys()):
        sys.exit(f"{name}: {len(missing)} changed blocks are not told.")


def _text(chance: random.Random, ids: str = "a") -> dict[str, Any]:
    """Blocks of 20 to 60 words, and a table a part."""
    blocks = []
    for place in range(720):
        level = LEVELS[0] if place % 60 == 0 else chance.choice(LEVELS[1:])
        words = 6 if level == "part" else chance.randint(20, 60)
        blocks.append(_block(f"{ids}{place:06d}", level, _sentence(chance, words)))
        if place % 60 == 30:
            rows = [[str(n), _sentence(chance, 4), _sentence(chance, 8)] for n in range(12)]
            blocks.append(_block(f"{ids}t{place:05d}", "table", "") | {"rows": rows, "header_rows": 1})
    return {"abstract": "Kế hoạch so sánh", "blocks": blocks}


def _block(block_id: str, level: str, text: str) -> dict[str, Any]:
    return {"id": block_id, "level": level, "kind": "text", "text": text}


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _word in range(words)).capitalize() + "."


def _edited(content: dict[str, Any], chance: random.Random, *, share: float) -> dict[str, Any]:
    blocks = [dict(block) for block in content["blocks"]]
    for block in blocks:
        if chance.random() < share and block["text"]:
            words = block["text"].split()
            for _edit in range(max(1, len(words) // 12)):
                words[chance.randrange(len(words))] = chance.choice(WORDS)
            block["text"] = " ".join(words)
    for _move in range(12):
        blocks.insert(chance.randrange(len(blocks)), blocks.pop(chance.randrange(len(blocks))))
    for number in range(12):
        del blocks[chance.randrange(len(blocks))]
        blocks.insert(
            chance.randrange(len(blocks)), _block(f"new{number:05d}", "bullet", _sentence(chance, 30))
        )
    return content | {"blocks": blocks}


def _pages(content: dict[str, Any]) -> int:
    from bench.plan_pdf import _paper
    from documents.pdf import preview_pdf
    from plans.outline import Outline
    from plans.pages import printed_lines

    paper = _paper()
    lines = printed_lines(Outline.from_json(content["blocks"]))
    return len(preview_pdf(type(paper)(**{**vars(paper), "lines": lines})).places)


if __name__ == "__main__":
    sys.exit(main())
