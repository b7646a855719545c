"""A ten-page plan: our PDF maker in a warm worker against headless Chromium printing the same HTML (DESIGN 8).

Ours writes PDF/A-3 with tags and the plan's data inside; Chromium writes a plain tagged PDF. A page printed in a
Chromium that is already open is shown for comparison and does not count.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench._table import print_table, verdict

KEEP = 1.0
ROUNDS = 5
PAGES = 10
PARTS, SECTIONS = 6, 3
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
CREATED_AT = dt.datetime(2026, 2, 5, 3, 15, tzinfo=dt.UTC)
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
         "--no-first-run", "--hide-scrollbars")  # fmt: skip
OURS, PROCESS, OPEN = (
    "render_pdf in a warm worker",
    "chromium --headless --print-to-pdf",
    "page.pdf() in an open Chromium",
)

THEMES = ("tiền lương và tiền thưởng", "hợp đồng lao động", "an toàn nơi làm việc", "bữa ăn ca", "nhà trọ và nhà trẻ",
          "đối thoại định kỳ", "thương lượng tập thể", "chuyển đổi số trong công đoàn")  # fmt: skip
DUTIES = (
    "Khảo sát nhu cầu của người lao động theo từng tổ, từng ca, ghi rõ số người được hỏi và số ý kiến nhận được",
    "Biên soạn tài liệu hỏi và đáp ngắn gọn, có hình vẽ, gửi cán bộ công đoàn cơ sở góp ý trước khi in",
    "Tổ chức nói chuyện tại nơi làm việc, mỗi buổi không quá ba mươi phút, dành một nửa thời gian để hỏi và trả lời",
    "Tổng hợp kiến nghị, trả lời ngay điều thuộc thẩm quyền, chuyển đến nơi có trách nhiệm điều còn lại",
    "Cập nhật kết quả vào cổng thông tin trong vòng ba ngày, kèm ảnh và danh sách người dự",
)
DUTIES_PRINTED = PARTS * SECTIONS * len(DUTIES)


def main() -> int:
    if not Path(CHROMIUM).exists():
        sys.exit("This bench needs Chromium (package chromium).")
    with tempfile.TemporaryDirectory(prefix="bench-plan-pdf-") as folder:
        return _measure(Path(folder))


def _measure(folder: Path) -> int:
    _set_up(folder)
    from documents.html import paper_html
    from documents.pdf import STATIC, render_pdf

    paper = _paper()
    data = json.dumps({"plan": paper.abstract}, ensure_ascii=False).encode()
    page = folder / "plan.html"
    # The sheet names its styles from the static folder; Chromium is told where that is.
    page.write_text(paper_html(paper).replace("<head>", f'<head><base href="{STATIC.as_uri()}/">', 1))
    with _open_chromium(page) as print_open:
        variants: dict[str, Callable[[], bytes]] = {
            OURS: lambda: (
                render_pdf(
                    paper, attachment=data, attachment_name="ke-hoach.json", created_at=CREATED_AT
                ).content
            ),
            PROCESS: lambda: _print_in_a_process(page, folder),
            OPEN: print_open,
        }
        made = {name: make() for name, make in variants.items()}  # warms up each of them
        texts = {name: _text(content) for name, content in made.items()}
        for name, pages in texts.items():
            _same_text(name, pages)
        seconds = _interleaved(variants)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    print_table(
        f"A plan of {len(texts[OURS])} pages, median of {ROUNDS} in turns",
        ["", "ms", "slowest ms", "pages", "kB"],
        [
            [name, _ms(medians[name]), _ms(max(seconds[name])), len(texts[name]), len(made[name]) // 1024]
            for name in variants
        ],
    )  # fmt: skip
    # Round by round, so that a busy moment of the machine weighs on both.
    ratios = [ours / theirs for ours, theirs in zip(seconds[OURS], seconds[PROCESS], strict=True)]
    return verdict(statistics.median(ratios), KEEP)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f}"


def _set_up(folder: Path) -> None:
    os.environ["PORTAL_TEST_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()


def _paper() -> Any:
    """The plan's text as blocks, grown until it fills the pages."""
    from documents.pages import Heading, Paper, Recipient, SignatureBlock
    from plans.outline import Outline
    from plans.pages import printed_lines

    return Paper(
        document_type="KẾ HOẠCH",
        abstract="Đưa pháp luật lao động đến từng tổ, từng ca năm 2026",
        heading=Heading("Tổng Liên đoàn Lao động Việt Nam", "Liên đoàn Lao động tỉnh Mẫu Sơn", 5, "KH-LĐLĐ", "Mẫu Sơn",
                        dt.date(2026, 2, 5)),
        lines=printed_lines(Outline.from_json(list(_blocks()))),
        signature=SignatureBlock(("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"), name="Lường Thị Ban"),
        recipients=(Recipient("Các công đoàn trực thuộc", "thực hiện"), Recipient("Tỉnh ủy", "báo cáo")),
        archive_line="Lưu: VT.",
        verification_code="9XK4TQ7WPM",
        verification_url="https://congdoan.example/van-ban/kiem-tra/9XK4TQ7WPM/",
    )  # fmt: skip


def _blocks() -> Iterator[dict[str, Any]]:
    for part in range(1, PARTS + 1):
        yield _block(f"p{part}", "part", f"NHÓM NHIỆM VỤ THỨ {part}")
        for section in range(1, SECTIONS + 1):
            theme = THEMES[(part * 3 + section) % len(THEMES)]
            yield _block(f"s{part}{section}", "section", f"Về {theme}")
            for point, duty in enumerate(DUTIES):
                level = "point" if point % 2 else "bullet"
                yield _block(
                    f"d{part}{section}{point}",
                    level,
                    f"{duty}, trước hết về {theme}; hoàn thành trong quý {section}.",
                )
        rows = [["TT", "Nội dung", "Đơn vị tính", "Chỉ tiêu"]]
        rows += [
            [str(n + 1), f"Số buổi về {theme}", "buổi", f"{(n + part) * 125}"]
            for n, theme in enumerate(THEMES)
        ]
        yield {**_block(f"t{part}", "table", ""), "rows": rows, "header_rows": 1}


def _block(block_id: str, level: str, text: str) -> dict[str, Any]:
    return {"id": block_id.ljust(6, "0"), "level": level, "kind": "text", "text": text}


def _print_in_a_process(page: Path, folder: Path) -> bytes:
    made = folder / "chromium.pdf"
    made.unlink(missing_ok=True)
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer",
               f"--print-to-pdf={made}", page.as_uri()]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return made.read_bytes()


@contextmanager
def _open_chromium(page: Path) -> Iterator[Callable[[], bytes]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS[1:]))
        tab = browser.new_page()

        def print_page() -> bytes:
            tab.goto(page.as_uri())
            return tab.pdf(prefer_css_page_size=True, print_background=True, tagged=True)

        yield print_page
        browser.close()


def _interleaved(variants: dict[str, Callable[[], bytes]]) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {name: [] for name in variants}
    for _round in range(ROUNDS):
        for name, make in variants.items():
            started = time.perf_counter()
            make()
            seconds[name].append(time.perf_counter() - started)
    return seconds


def _text(content: bytes) -> list[str]:
    """The words of each page."""
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return [" ".join(page.split()) for page in read.stdout.decode().split("\f")[:-1]]


def _same_text(name: str, pages: list[str]) -> None:
    """Each variant printed the whole plan, on about ten pages."""
    found = " ".join(pages).count("hoàn")
    if found != DUTIES_PRINTED or abs(len(pages) - PAGES) > 1:
        sys.exit(f"{name}: {found} of {DUTIES_PRINTED} duties on {len(pages)} pages.")


if __name__ == "__main__":
    sys.exit(main())
