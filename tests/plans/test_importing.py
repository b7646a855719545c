"""Import of damaged texts: structure, fields, and every character accounted for. The samples are written for this."""

import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.importing import ImportFailed, import_file, import_text
from plans.outline import PlanContent

SAMPLES = Path(__file__).parent / "samples"
MARKS = "ký hiệu đậm/nghiêng của tệp nguồn, đã đổi thành định dạng"


def letters(text: str) -> Counter:
    return Counter(letter for letter in unicodedata.normalize("NFC", text) if not letter.isspace())


def placed_letters(found: dict) -> Counter:
    pieces = [block["number"] + block["text"] for block in found["blocks"]]
    pieces += [field["source"] for field in found["fields"].values()]
    pieces += [recipient["source"] for recipient in found["recipients"]] + [found["signature"]["source"]]
    return letters("".join(pieces))


def assert_accounted(found: dict, source: str) -> None:
    unplaced = letters("".join(piece["text"] for piece in found["unplaced"]))
    placed = placed_letters(found)
    assert placed + unplaced == letters(source)
    assert found["source_chars"] == letters(source).total()
    assert found["placed_chars"] == placed.total()


def read(name: str) -> dict:
    return import_file(SAMPLES / name).to_json()


def shape(found: dict) -> list[tuple[str, str]]:
    return [(block["level"], block["number"]) for block in found["blocks"]]


def kinds(found: dict) -> dict[str, str]:
    return {f"{block['number']} {block['text']}"[:24]: block["kind"] for block in found["blocks"]}


@pytest.mark.parametrize("name", ["flattened.txt", "wrapped.txt", "lost_numbers.txt"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_character_is_placed_or_listed(name, form, tmp_path):
    source = unicodedata.normalize(form, (SAMPLES / name).read_text())
    path = tmp_path / name
    path.write_text(source)
    found = import_file(path).to_json()
    assert_accounted(found, source)
    reasons = {piece["reason"] for piece in found["unplaced"]}
    assert reasons <= {MARKS, "đường kẻ của tệp nguồn", "số trang của tệp nguồn"}


def test_flattened_heading_is_taken_apart():
    fields = import_file(SAMPLES / "flattened.txt").heading
    assert fields["parent_authority"] == "LIÊN ĐOÀN LAO ĐỘNG TỈNH AN PHÚ"
    assert fields["issuing_body"] == "CÔNG ĐOÀN NGÀNH DỆT MAY"
    assert fields["state_title"] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert fields["motto"] == "Độc lập – Tự do – Hạnh phúc"
    assert fields["number"] == {"number": 27, "symbol": "KH-CĐDM"}
    assert fields["place_and_date"] == {"place": "An Phú", "day": 9, "month": 3, "year": 2026}
    assert fields["document_type"] == "KẾ HOẠCH"
    assert fields["abstract"].startswith("Phát động phong trào đọc sách")
    assert fields["abstract"].endswith("tại xưởng năm 2026.")


def test_bases_opening_and_closing_stand_apart_from_the_blocks():
    fields = import_file(SAMPLES / "flattened.txt").heading
    assert [len(fields[name]) for name in ("bases", "opening", "closing")] == [1, 1, 1]
    assert fields["bases"][0].startswith("Căn cứ")
    assert fields["closing"][0].endswith(".Ad")


def test_levels_and_typed_numbers_of_the_flattened_sample():
    expected = """part I.|section 1.|bullet -|section 2.|bullet -|part II.|section 1.|section 2.|part III.|section 1.|
    subsection 1.1.|bullet -|item (1)|item (2)|item (3)|subsection 1.3.|point a)|plus +|point b)|point đ)|section 2.|
    paragraph |part IV.|section 1.|bullet -|section 2.|bullet -"""
    found = [f"{level} {number}".strip() for level, number in shape(read("flattened.txt"))]
    assert found == [entry.strip() for entry in expected.split("|")]


def test_a_number_that_differs_from_the_computed_one_is_kept_visible():
    blocks = {block["number"]: block for block in read("flattened.txt")["blocks"]}
    assert blocks["1.3."]["typed_number"] == "1.3."
    assert blocks["1.3."]["computed_number"] == "1.2."
    assert "1.2." in blocks["1.3."]["note"]
    assert blocks["đ)"]["computed_number"] == "c)"
    assert "typed_number" not in blocks["1.1."]


def test_a_paragraph_broken_at_a_page_end_is_whole_again():
    texts = [block["text"] for block in read("flattened.txt")["blocks"]]
    assert any("tại các xưởng may" in text for text in texts)


def test_damaged_letters_stay_as_they_stand():
    text = " ".join(block["text"] for block in read("flattened.txt")["blocks"])
    assert "gòp phần" in text
    assert "nỗi cộm" in text


def test_kinds_come_from_the_headings():
    found = kinds(read("flattened.txt"))
    assert found["1. Mục đích"] == "purpose"
    assert found["- Tạo thói quen đọc sách"] == "purpose"
    assert found["- Việc tổ chức phải gọn "] == "requirement"
    assert found["1. Hằng năm có ít nhất 8"] == "target"
    assert found["II. CHỈ TIÊU"] == "target"
    assert found["1. Tuyên truyền về đọc s"] == "task"
    assert found["(2) Giờ nghỉ trưa - Giờ "] == "message"
    assert found["- Hướng dẫn, kiểm tra cá"] == "responsibility"
    assert found["- Định kỳ báo cáo kết qu"] == "obligation"


def test_conversion_marks_become_formats_and_are_listed():
    found = read("flattened.txt")
    message = next(block for block in found["blocks"] if block["number"] == "(1)")
    assert message["marks"] == [[0, len(message["text"]), "i"]]
    listed = "".join(piece["text"] for piece in found["unplaced"] if piece["reason"] == MARKS)
    assert listed == "*" * 14


def test_recipients_have_their_purpose_and_the_archive_line_is_a_field():
    found = read("flattened.txt")
    assert [(r["text"], r["purpose"]) for r in found["recipients"]] == [
        ("LĐLĐ tỉnh", "bao_cao"),
        ("Thường trực CĐN", "chi_dao"),
        ("Các CĐCS trực thuộc", "thuc_hien"),
    ]
    assert "Website" in found["recipients"][2]["note"]
    assert found["fields"]["archive_line"]["value"] == "Lưu VT, TG-NC."
    assert found["fields"]["recipients_label"]["source"] == "Noi nhận:"


def test_signature_of_three_lines_and_a_name():
    signature = read("flattened.txt")["signature"]
    assert signature["authority_lines"] == ["T/M. BAN CHẤP HÀNH", "KT.CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert signature["name"] == "Nguyễn Thị Mẫu"


def test_blank_number_and_blank_day_are_kept_as_none():
    fields = import_file(SAMPLES / "wrapped.txt").heading
    assert fields["number"] == {"number": None, "symbol": "KH-CĐX"}
    assert fields["place_and_date"] == {"place": "Tân Lập", "day": None, "month": 4, "year": 2026}


def test_hard_wrapped_lines_become_paragraphs_and_other_numberings_are_known():
    found = read("wrapped.txt")
    assert shape(found) == [
        ("part", "I-"),
        ("bullet", "-"),
        ("bullet", "-"),
        ("part", "II-"),
        ("section", "1."),
        ("point", "a."),
        ("point", "b."),
        ("section", "2/"),
        ("bullet", "-"),
        ("part", "III-"),
        ("section", "1."),
    ]
    texts = [block["text"] for block in found["blocks"]]
    assert "chính trị - xã hội của xã" in texts[1]
    assert texts[3].endswith("CÁC XÓM TRỌ")
    assert found["blocks"][0]["computed_number"] == "I."


def test_page_numbers_are_listed_not_lost():
    pages = [piece["text"] for piece in read("wrapped.txt")["unplaced"] if "số trang" in piece["reason"]]
    assert pages == ["-1-", "-2-"]


def test_a_wrapped_recipient_and_a_post_without_authority():
    found = read("wrapped.txt")
    assert len(found["recipients"]) == 2
    assert found["recipients"][1]["text"].endswith("có người lao động ở trọ")
    assert found["fields"]["archive_line"]["value"] == "Lưu."
    assert found["signature"]["authority_lines"] == ["TRƯỞNG BAN"]
    assert found["signature"]["name"] == "Lê Văn Thí"


def test_headings_without_numbers_are_proposed_with_little_confidence():
    found = read("lost_numbers.txt")
    levels = [(block["level"], block["number"]) for block in found["blocks"]]
    assert levels.count(("part", "")) == 3
    assert levels.count(("section", "")) == 2
    assert all(block["confidence"] <= 0.5 for block in found["blocks"] if block["level"] == "part")
    assert found["blocks"][0]["computed_number"] == "I."


def test_only_a_name_is_a_signature_without_authority():
    assert read("lost_numbers.txt")["signature"] == {
        "authority_lines": [],
        "name": "Phan Thị Ví Dụ",
        "source": "Phan Thị Ví Dụ",
    }


@pytest.mark.parametrize("name", ["flattened.txt", "wrapped.txt", "lost_numbers.txt"])
def test_content_is_what_a_plan_version_takes(name):
    content = import_file(SAMPLES / name).content()
    assert PlanContent.from_json(content.to_json()) == content
    assert content.abstract
    assert len(content.outline) > 5


def test_the_same_file_gives_the_same_ids():
    assert read("wrapped.txt") == read("wrapped.txt")


def test_signature_before_recipients_and_side_by_side():
    text = "I. MỤC ĐÍCH\n\n- Đọc sách.\n\nNơi nhận:\t\tTM. BAN THƯỜNG VỤ\n- Như trên;\t\tCHỦ TỊCH\n"
    text += "- Lưu: VT.\t\tTrần Văn Thử\n"
    found = import_text(text).to_json()
    assert_accounted(found, text)
    assert [r["text"] for r in found["recipients"]] == ["Như trên"]
    assert found["signature"]["authority_lines"] == ["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"]
    assert found["signature"]["name"] == "Trần Văn Thử"


def test_phases_above_roman_numerals_push_the_levels_down():
    text = "Phần thứ nhất\nTÌNH HÌNH\n\nI. KẾT QUẢ\n\n1. Việc đã làm\n\n"
    text += "Phần thứ hai\nNHIỆM VỤ\n\nI. CHUNG\n\n1. Việc sẽ làm\n"
    found = import_text(text).to_json()
    assert_accounted(found, text)
    numbered = [(level, number) for level, number in shape(found) if number]
    assert numbered == [
        ("part", "Phần thứ nhất"),
        ("section", "I."),
        ("subsection", "1."),
        ("part", "Phần thứ hai"),
        ("section", "I."),
        ("subsection", "1."),
    ]


def test_an_appendix_after_the_signature_is_kept_as_uncertain_blocks():
    text = "I. MỤC ĐÍCH\n\n- Đọc sách.\n\nNơi nhận:\n- Lưu: VT.\n\nCHỦ TỊCH\nTrần Văn Thử\n\nPHỤ LỤC I\n\nDanh mục sách\n"
    found = import_text(text).to_json()
    assert_accounted(found, text)
    assert [block["text"] for block in found["blocks"]][-2:] == ["PHỤ LỤC I", "Danh mục sách"]
    assert found["blocks"][-1]["confidence"] <= 0.3


def test_stars_without_a_partner_in_their_paragraph_are_listed_not_printed():
    text = "I. **MỤC ĐÍCH\n\n- Đọc sách** mỗi ngày.\n\n- Đọc **báo.\n\n- Ghi chú * của tổ.\n"
    found = import_text(text).to_json()
    assert_accounted(found, text)
    assert [block["text"] for block in found["blocks"]] == [
        "MỤC ĐÍCH",
        "Đọc sách mỗi ngày.",
        "Đọc báo.",
        "Ghi chú * của tổ.",
    ]


def test_a_table_drawn_with_bars_becomes_a_table():
    text = "1. Phân công\n\n| TT | Việc |\n|----|------|\n| 1 | Mở **tủ** sách |\n\n2. Kinh phí\n"
    found = import_text(text).to_json()
    assert_accounted(found, text)
    assert [block["level"] for block in found["blocks"]] == ["section", "table", "section"]
    assert found["blocks"][1]["rows"] == [["TT", "Việc"], ["1", "Mở tủ sách"]]


FRAGMENTS = [
    line for name in ("flattened.txt", "wrapped.txt") for line in (SAMPLES / name).read_text().split("\n")
]
LINES = st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=30), st.text("|*-I.1a) \n", max_size=12))


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=40))
def test_whatever_stands_in_the_text_the_account_is_exact(lines):
    text = "\n".join(lines)
    assert_accounted(import_text(text).to_json(), text)


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("rong.txt", b"", "Tệp rỗng"),
        ("trang.txt", b" \n\n ", "Tệp rỗng"),
        ("cu.txt", "K\xe0 ho\xe0ch".encode("latin-1"), "bảng mã UTF-8"),
        ("nhi-phan.txt", b"abc\x00def", "không phải tệp văn bản"),
        ("bang.xlsx", b"PK\x03\x04", "Chỉ nhập được tệp .docx, .doc"),
    ],
)
def test_unreadable_texts_are_refused_with_a_reason(tmp_path, name, raw, message):
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(ImportFailed, match=message):
        import_file(path)


def test_a_missing_file_is_named():
    with pytest.raises(ImportFailed, match="Không tìm thấy tệp"):
        import_file(SAMPLES / "khong-co.txt")


def test_a_file_over_twenty_megabytes_is_refused(tmp_path):
    path = tmp_path / "lon.txt"
    with path.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    with pytest.raises(ImportFailed, match="tối đa 20 MB"):
        import_file(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_word_and_notepad_save_are_read(tmp_path, encoding):
    source = (SAMPLES / "wrapped.txt").read_text()
    path = tmp_path / "ke-hoach.txt"
    path.write_bytes(source.replace("\n", "\r\n").encode(encoding))
    assert import_file(path).to_json()["blocks"] == read("wrapped.txt")["blocks"]
