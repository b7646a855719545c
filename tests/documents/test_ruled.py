"""Long tables ruled line by line: the same words at the same places as the PDF maker puts them."""

import re
import subprocess
import unicodedata
from dataclasses import replace

import pytest

from documents.joining.parts import apart
from documents.joining.ruled import is_ruled, ruled_pdf
from documents.pages import Line
from documents.pdf import part_pdf

NAMES = (
    "Công đoàn cơ sở Trường Trung học cơ sở Nguyễn Thị Minh Khai và Trung tâm giáo dục nghề nghiệp – giáo dục thường xuyên",
    "CĐCS Trạm Y tế xã Đồi Chè", "Nghiệp đoàn xe ôm/xích lô bến Suối Mơ – Ngọc Xuyên", "CĐCS Nhà máy Chè",
)  # fmt: skip
HEADER = ("TT", "Đơn vị", "Báo cáo", "Tổng số lao động LD01", "Số tiền thăm hỏi, trợ cấp (đồng) CL02")


def part(rows=45, *, title="Công đoàn phường Hồ Sen (68/70 đơn vị)", names=NAMES, landscape=True, **changes):
    body = (
        (str(n), f"{names[n % len(names)]} {n}", "Đã duyệt" if n % 9 else "Chưa gửi", f"{n * 7}" if n % 9 else "",
         f"{n}.500.000" if n % 9 else "")
        for n in range(1, rows + 1)
    )  # fmt: skip
    table = Line(
        "t", "table", "", "", rows=(HEADER, *body), header_rows=1, column_widths=(5, 45, 15, 15, 20),
        align=("c", "l", "c", "r", "r"),
    )  # fmt: skip
    heading = Line("h", "section", "1.", title, titled=True)
    return apart((heading, replace(table, **changes)), landscape=landscape)


def words(content):
    """(page, left, top, word) of every word."""
    told = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True)
    return [
        (number, float(x), float(y), word)
        for number, page in enumerate(told.stdout.decode().split("<page ")[1:], start=1)
        for x, y, word in re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)".*?>(.*?)</word>', page)
    ]


@pytest.mark.parametrize("landscape", [True, False], ids=["lying", "upright"])
def test_every_word_stands_where_the_pdf_maker_puts_it(landscape):
    given = part(landscape=landscape)
    (ours, pages), (theirs, wanted) = ruled_pdf(given), part_pdf(given.html())
    found, expected = words(ours), words(theirs)
    assert pages == wanted > 2
    assert [(page, word) for page, _x, _y, word in found] == [(page, word) for page, _x, _y, word in expected]
    assert max(abs(a[1] - b[1]) for a, b in zip(found, expected, strict=True)) < 0.1
    assert max(abs(a[2] - b[2]) for a, b in zip(found, expected, strict=True)) < 0.1


def test_rules_stand_where_the_pdf_maker_draws_them():
    given = part(20)
    ours, theirs = (_lines(content) for content in (ruled_pdf(given)[0], part_pdf(given.html())[0]))
    assert len(theirs) > 200_000 // 255
    differing = sum(a != b for a, b in zip(ours, theirs, strict=True))
    assert differing < 0.02 * len(theirs)


def _lines(content):
    """A picture in which only long dark runs count: whether each row and column of dots is mostly dark."""
    told = subprocess.run(
        ["pdftoppm", "-r", "144", "-f", "1", "-l", "1", "-gray", "-"], input=content, capture_output=True, check=True
    )  # fmt: skip
    _kind, size, _depth, dots = told.stdout.split(b"\n", 3)
    width, height = map(int, size.split())
    rows = [sum(dot < 160 for dot in dots[y * width : (y + 1) * width]) > width // 2 for y in range(height)]
    columns = [sum(dot < 160 for dot in dots[x::width]) > height // 3 for x in range(width)]
    return rows + columns


@pytest.mark.parametrize(
    "given",
    [
        part(3, title="Liên hiệp " * 30),
        part(3, names=("W" * 120,)),
        part(1, names=("Công đoàn cơ sở " * 400,)),
    ],
    ids=["long heading", "word wider than its column", "row higher than the page"],
)  # fmt: skip
def test_what_does_not_fit_is_left_to_the_pdf_maker(given):
    assert is_ruled(given)
    assert words(ruled_pdf(given)[0]) == words(part_pdf(given.html())[0])


@pytest.mark.parametrize(
    "given",
    [
        part(3, names=("Công đoàn 工会",)),
        part(3, names=("hai\ndòng",)),
        part(3, names=(unicodedata.normalize("NFD", "Đồi Chè"),)),
        part(3, strong_rows=(1,)),
        part(3, across_rows=(1,)),
        part(3, caption="Bảng 1"),
        part(3, header_rows=0),
    ],
    ids=["other letters", "break in a cell", "loose marks", "bold row", "row across", "caption", "no header"],
)
def test_what_is_not_a_plain_table_is_not_ruled(given):
    assert not is_ruled(given)
