"""Tone marks of a message: what is told, with the word that is wrong."""

import pytest

from campaigns.wording import faults


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mỗi đoàn viên đựơc tập huấn", "Hãy gõ lại thành “được”"),
        ("Học tíêng nói của đồng bào", "“tiếng”"),
        ("CHÚÔNG BÁO", "“CHUỐNG”"),
        ("Công đòàn cơ sở", "đòàn” có hai dấu thanh"),
        ("Hieu luat de lam dung", "không dấu"),
        ("Công đoàn b\u0301ên bạn", "không ghép được"),
    ],
)
def test_wrong_marks_are_named_with_their_word(text, said):
    assert any(said in line for line in faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "Hiểu luật để làm đúng, làm đúng để bền lâu",
        "Được nghỉ phép, hưởng đủ lương",
        "Hoà giải và hòa giải, quý bà con, giữ gìn, khuỷu tay, ngoằn ngoèo, thuở xưa",
        "ATVSLĐ 2026: an toàn là trên hết",
        "Zalo OA",
        "Mọi người cùng đi\u0323",
        "",
    ],
)
def test_right_text_passes_in_either_style(text):
    assert faults(text) == []


def test_other_languages_have_no_vietnamese_marks():
    assert faults("Know the law, do it right", "en") == []
    assert faults("Know the law, do it right", "vi")
