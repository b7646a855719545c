"""Questions from files: each format, and every fault with its row."""

import io
import time

import docx
import openpyxl
import pytest

from campaigns.contests.importing import read_questions
from campaigns.contests.importing.sheet import HEADINGS, template
from units.importing.faults import UnreadableFile


def sheet(*rows):
    book = openpyxl.Workbook()
    book.active.title = "Câu hỏi"
    for row in (HEADINGS, *rows):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def row(kind="Một đáp án", text="Câu?", options=("a", "b"), answer="A", points=1, level="Dễ"):
    return (kind, text, *options, *[""] * (6 - len(options)), answer, points, level, "")


def test_template_reads_back_with_every_kind():
    found = read_questions(template(), "mau.xlsx")
    assert found.faults == []
    assert [one.kind for one in found.questions] == ["single", "multiple", "ordering", "short", "prediction"]
    assert found.questions[0].answer == [1]
    assert found.questions[3].answer == ["5", "năm"]


def test_right_order_of_a_row_is_the_order_of_its_letters():
    found = read_questions(sheet(row("Sắp xếp", options=("ba", "một", "hai"), answer="B, C, A")), "a.xlsx")
    assert found.questions[0].options == ["một", "hai", "ba"]


@pytest.mark.parametrize(
    "bad, words",
    [
        (row(kind="Ghép cặp"), "Không có loại câu hỏi này"),
        (row(answer="C"), "không phải chữ cái của phương án"),
        (row(answer=""), "không phải chữ cái của phương án"),
        (row(points="hai"), "Điểm không phải số nguyên"),
        (row(points=500), "từ 1 đến 100"),
        (row(level="Siêu khó"), "Không có độ khó này"),
        (row(text=""), "không được để trống"),
        (row("Sắp xếp", answer="A"), "chưa đủ các phương án"),
    ],
)
def test_bad_row_is_named_and_nothing_of_the_file_counts(bad, words):
    found = read_questions(sheet(row(text="Câu tốt?"), bad), "a.xlsx")
    assert [fault.row for fault in found.faults] == [3]
    assert words in found.faults[0].reason
    assert found.faults[0].fix


def test_question_that_stands_twice_is_named_with_its_first_row():
    found = read_questions(sheet(row(text="Câu một?"), row(text="Câu hai?"), row(text="câu  MỘT?")), "a.xlsx")
    assert "trùng với dòng 2" in str(found.faults[0])
    assert found.faults[0].row == 4


def test_aiken_reads_one_and_several_right_answers():
    text = "Thủ đô?\nA. Hà Nội\nB. Huế\nANSWER: A\n\nSố chẵn?\nA) 2\nB) 3\nC) 4\nANSWER: A, C\n"
    found = read_questions(text.encode(), "a.txt")
    assert [(q.kind, q.options, q.answer) for q in found.questions] == [
        ("single", ["Hà Nội", "Huế"], [0]),
        ("multiple", ["2", "3", "4"], [0, 2]),
    ]


def test_aiken_without_answer_line_is_a_fault_at_its_row():
    found = read_questions("Một?\nA. x\nB. y\nANSWER: B\n\nHai?\nA. x\nB. y\n".encode(), "a.txt")
    assert [(fault.row, "ANSWER" in fault.reason) for fault in found.faults] == [(6, True)]


def test_gift_reads_its_kinds_and_names_what_it_cannot_take():
    text = """// ghi chú
::Q1:: Thủ đô? {=Hà Nội ~Huế ~Sài Gòn#gần đúng}

Số chẵn? {~%50%2 ~%50%4 ~%-100%3}

Trái đất tròn {T}

Tháng Công nhân là tháng {=5 =năm} hằng năm

2 \\= 2? {=đúng ~sai}

Bao nhiêu? {#5:1}

Ghép {=a -> b}
"""
    found = read_questions(text.encode(), "a.gift")
    assert [(q.kind, q.answer) for q in found.questions] == [
        ("single", [0]), ("multiple", [0, 1]), ("single", [0]), ("short", ["5", "năm"]), ("single", [0]),
    ]  # fmt: skip
    assert found.questions[4].text == "2 = 2?"
    assert found.questions[0].options == ["Hà Nội", "Huế", "Sài Gòn"]
    assert [fault.row for fault in found.faults] == [12, 14]


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "trống"),
        (b"PK\x03\x04hong", "hỏng"),
        ("Câu?\nA. x".encode("utf-16"), "UTF-8"),
        (b"\n".join(b"Cau %d?\nA. x\nB. y\nANSWER: A\n" % n for n in range(5001)), "5.000"),
    ],
    ids=["empty", "broken", "utf-16", "too many"],
)
def test_file_that_cannot_be_trusted_is_refused_whole(content, words):
    with pytest.raises(UnreadableFile, match=words):
        read_questions(content, "cau-hoi.txt")


def word(*lines):
    """A .docx of the lines; "**" around an option makes it bold."""
    book = docx.Document()
    for line in lines:
        paragraph = book.add_paragraph()
        letter, star, bold = line.partition("**")
        paragraph.add_run(letter)
        if star:
            paragraph.add_run(bold.removesuffix("**")).bold = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_word_file_tells_the_right_answer_in_four_ways():
    found = read_questions(
        word(
            "BỘ CÂU HỎI", "Câu 1. Công đoàn thành lập năm nào?", "A. 1929", "B. 1930", "Đáp án: A", "Nguồn: Điều lệ",
            "Câu 2: Chọn các ý đúng.", "A. **Đúng một**", "B. Sai", "C. **Đúng hai**", "Điểm: 2", "Độ khó: Khó",
            "3) Ngày thành lập?", "a) 28/7\t*b) 9/11\tc) 22/12", "Câu 4. Tháng Công nhân là tháng mấy?", "Đáp án: 5 | năm",
        ),
        "cau-hoi.docx",
    )  # fmt: skip
    assert found.faults == []
    assert [(one.kind, one.answer) for one in found.questions] == [
        ("single", [0]), ("multiple", [0, 2]), ("single", [1]), ("short", ["5", "năm"]),
    ]  # fmt: skip
    assert found.questions[1].points == 2 and found.questions[1].difficulty == "hard"
    assert found.questions[0].source == "Điều lệ"
    assert found.questions[2].options == ["28/7", "9/11", "22/12"]


def test_word_faults_stand_at_their_line():
    found = read_questions(
        word("Câu 1. Một?", "A. x", "B. y", "Đáp án: C", "Câu 2. Hai?", "A. x", "B. y"), "a.docx"
    )
    assert [(fault.row, fault.reason) for fault in found.faults] == [
        (1, "Đáp án đúng không có trong các phương án."), (5, "Chưa có đáp án đúng."),
    ]  # fmt: skip
    for content in (b"PK\x03\x04hong", word("Không có gì"), b"\xd0\xcf\x11\xe0"):
        with pytest.raises(UnreadableFile):
            read_questions(content, "a.docx")


def test_csv_reads_by_its_headings_and_50000_rows_are_refused_at_once():
    head = "Loại câu hỏi;Câu hỏi;Phương án A;Phương án B;Đáp án\n"
    good = head + 'Một đáp án;"Câu; một?";Đúng;Sai;A\n;Câu hai?;Đúng;Sai;C\n'
    found = read_questions(good.encode("utf-8-sig"), "cau-hoi.csv")
    assert [one.text for one in found.questions] == ["Câu; một?"]
    assert [fault.row for fault in found.faults] == [3]
    many = head + "".join(f"Một đáp án;Câu {n}?;Đúng;Sai;A\n" for n in range(50_000))
    started = time.perf_counter()
    with pytest.raises(UnreadableFile, match=r"hơn 5.000 câu"):
        read_questions(many.encode(), "cau-hoi.csv")
    assert time.perf_counter() - started < 10
