"""The pages as a reader of the PDF sees them: sizes, places, page numbers, signature block."""

import re
import shutil
import subprocess
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from documents.charts import Bar, bar_strips
from documents.pages import Line
from documents.pdf import render_pdf
from tests.documents.paper_sample import ATTACHMENT, CREATED_AT, appendix, plan

pytestmark = pytest.mark.skipif(not shutil.which("pdftohtml"), reason="poppler-utils is not installed")

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM


def printed(paper):
    return render_pdf(paper, attachment=ATTACHMENT, attachment_name="van-ban.json", created_at=CREATED_AT)


def read(content, tmp_path):
    """Pages of (text, left, top, right, size, bold, italic), all in pt."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    command = ["pdftohtml", "-xml", "-i", "-stdout", "-zoom", "1", str(path)]
    xml = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    sizes, pages = {}, []
    for page in ElementTree.fromstring(xml).iter("page"):
        sizes |= {font.get("id"): int(font.get("size")) for font in page.iter("fontspec")}
        pages.append([_piece(text, sizes) for text in page.iter("text")])
    return pages


def _piece(text, sizes):
    left = int(text.get("left"))
    return {
        "text": "".join(text.itertext()).strip(),
        "left": left,
        "top": int(text.get("top")),
        "right": left + int(text.get("width")),
        "size": sizes[text.get("font")],
        "bold": text.find(".//b") is not None,
        "italic": text.find(".//i") is not None,
    }


@pytest.fixture(scope="module")
def result():
    return printed(plan())


@pytest.fixture(scope="module")
def pages(result, tmp_path_factory):
    return read(result.content, tmp_path_factory.mktemp("pages"))


def piece(pages, start, page=None):
    chosen = pages if page is None else [pages[page]]
    return next(found for pieces in chosen for found in pieces if found["text"].startswith(start))


@pytest.mark.parametrize(
    ("start", "size", "bold", "italic"),
    [
        ("CỘNG HÒA", 12, True, False),
        ("Độc lập", 13, True, False),
        ("TỔNG LIÊN ĐOÀN", 12, False, False),
        ("LIÊN ĐOÀN LAO", 12, True, False),
        ("Số: 05/KH-LĐLĐ", 13, False, False),
        ("Mẫu Sơn, ngày 05 tháng 02 năm 2026", 13, False, True),
        ("KẾ HOẠCH", 14, True, False),
        ("Tuyên truyền pháp luật", 14, True, False),
        ("Căn cứ Luật", 14, False, True),
        ("Ban Thường vụ", 14, False, False),
        ("I. MỤC ĐÍCH", 14, True, False),
        ("1. Giúp người", 14, False, False),
        ("1. Tiền lương", 14, True, False),
        ("TM. BAN", 14, True, False),
        ("Nguyễn Thị Hoài Ước", 14, True, False),
        ("Nơi nhận:", 12, True, True),
        ("- Lưu: VT", 11, False, False),
        ("Phụ lục I", 14, True, False),
        ("CHỈ TIÊU GIAO", 14, True, False),
        ("(Kèm theo", 14, False, True),
    ],
)
def test_elements_have_the_size_and_style_of_the_decree(pages, start, size, bold, italic):
    found = piece(pages, start)
    assert (found["size"], found["bold"], found["italic"]) == (size, bold, italic)


def test_text_keeps_inside_the_margins(pages):
    body = [found for found in pages[1] if 20 * MM <= found["top"] < HEIGHT - 20 * MM]
    assert min(found["left"] for found in body) == pytest.approx(30 * MM, abs=1.5)
    assert max(found["right"] for found in body) == pytest.approx(WIDTH - 15 * MM, abs=1.5)
    assert min(found["top"] for found in body) == pytest.approx(20 * MM, abs=4)


def test_first_lines_are_indented(pages):
    assert piece(pages, "1. Giúp")["left"] == pytest.approx((30 + 12.7) * MM, abs=1.5)


def test_number_and_date_stand_on_one_line_and_authority_level_with_recipients(pages):
    assert piece(pages, "Số: 05")["top"] == piece(pages, "Mẫu Sơn, ngày")["top"]
    assert piece(pages, "Nơi nhận")["top"] == pytest.approx(piece(pages, "TM. BAN")["top"], abs=3)
    assert piece(pages, "Nơi nhận")["left"] == pytest.approx(30 * MM, abs=1.5)


def test_page_numbers_are_centred_in_the_top_margin_and_start_anew_in_an_appendix(pages):
    tops = [[found for found in page if found["top"] < 18 * MM] for page in pages]
    assert [[found["text"] for found in top] for top in tops] == [[], ["2"], ["3"], ["4"], [], ["2"], []]
    number = tops[1][0]
    assert number["size"] == 14
    assert (number["left"] + number["right"]) / 2 == pytest.approx((30 + 195) / 2 * MM, abs=3)


def test_code_and_address_stand_at_the_foot_of_every_page(pages):
    for page in pages:
        feet = [found["text"] for found in page if found["size"] == 8]
        assert feet == ["Mã kiểm tra: K7QD-29MX", "https://congdoan.example.vn/kt/K7QD29MX"]


def test_the_wide_appendix_lies_and_the_other_stands(result, tmp_path):
    import pikepdf

    path = tmp_path / "paper.pdf"
    path.write_bytes(result.content)
    with pikepdf.open(path) as file:
        boxes = [[round(float(side)) for side in page.MediaBox] for page in file.pages]
    assert boxes[-1][2:] == [842, 595]
    assert {tuple(box[2:]) for box in boxes[:-1]} == {(595, 842)}


def test_a_long_table_repeats_its_head_and_loses_no_row(tmp_path):
    pages = read(printed(plan(appendices=(appendix("", 70),))).content, tmp_path)
    tables = [
        page for page in pages if any(found["text"] == "Lượt nữ" or found["text"] == "nữ" for found in page)
    ]
    assert len(tables) >= 3
    numbers = [int(f["text"]) for page in tables for f in page if f["left"] < 36 * MM and f["text"].isdigit()]
    assert numbers == list(range(1, 71))


def test_the_room_to_sign_lies_between_post_and_name(result, pages):
    number, x0, low, x1, high = result.signature_box
    page = number - 1
    post, name = piece(pages, "PHÓ CHỦ TỊCH", page), piece(pages, "Nguyễn Thị Hoài Ước", page)
    assert post["top"] < HEIGHT - high < HEIGHT - low < name["top"] + 3
    assert x0 < (name["left"] + name["right"]) / 2 < x1
    assert high - low == pytest.approx(28 * MM, abs=0.5)


@pytest.mark.parametrize("count", range(11, 19))
def test_the_signature_block_is_never_alone_on_a_page(count, tmp_path):
    lines = tuple(
        Line(f"b{n}", "section", f"{n}.", "Nội dung công việc cần làm trong năm. " * 3) for n in range(count)
    )
    result = printed(plan(lines=lines, appendices=()))
    pages = read(result.content, tmp_path)
    page = pages[result.signature_box[0] - 1]
    signature = piece([page], "TM. BAN")
    before = [
        f for f in page if 18 * MM < f["top"] < signature["top"] - 2 and not f["text"].startswith("Nơi nhận")
    ]
    assert before
    assert result.signature_box[0] == len(pages)


def test_the_same_text_can_be_copied_out_again(pages):
    whole = " ".join(found["text"] for page in pages for found in page)
    assert "Công đoàn cấp trên trực tiếp cơ sở xây dựng kế hoạch, gửi trước ngày 05" in re.sub(
        r"\s+", " ", whole
    )


@pytest.mark.parametrize("count", range(13, 22))
def test_a_caption_and_a_heading_stand_with_what_follows_them(count, tmp_path):
    rows = (("TT", "Việc"), *((f"{n}", f"Dòng {n}") for n in range(1, 4)))
    lines = (
        *(Line(f"b{n}", "paragraph", "", f"Việc số {n}.") for n in range(count)),
        Line("s", "section", "1.", "Kết quả của kỳ", titled=True),
        Line("t", "table", "", "", rows=rows, header_rows=1, caption="Bảng kết quả"),
        *(Line(f"e{n}", "paragraph", "", f"Cuối {n}.") for n in range(3)),
    )
    pages = read(printed(plan(lines=lines, appendices=(), bases=())).content, tmp_path)

    def page_of(text):
        return next(number for number, page in enumerate(pages) if any(text in f["text"] for f in page))

    assert page_of("Kết quả của kỳ") == page_of("Bảng kết quả") == page_of("Dòng 1")


def test_chart_begins_where_the_text_ends_and_goes_on_overleaf(tmp_path):
    svg, *strips = bar_strips(
        [Bar(f"Đơn vị {n}", n, f"{n} cuộc") for n in range(1, 13)], title="Số cuộc", axis="cuộc"
    )
    text = [
        Line(f"t-{n}", "paragraph", "", f"Đoạn {n}. " + "Tổ chức thực hiện nghiêm túc. " * 9)
        for n in range(12)
    ]
    chart = Line("c", "figure", "", "", svg=svg, strips=tuple(strips), caption="Biểu đồ: Số cuộc")
    pages = read(printed(replace(plan(), lines=(*text, chart), appendices=())).content, tmp_path)
    at = {one["text"]: number for number, page in enumerate(pages) for one in page}
    assert at["Biểu đồ: Số cuộc"] == at["Đơn vị 1"] == at[next(t for t in at if t.startswith("Đoạn 11"))]
    assert at["Đơn vị 12"] == at["Đơn vị 1"] + 1
