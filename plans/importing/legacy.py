"""Vietnamese in the encodings before Unicode: VNI (a letter and a mark after it) and TCVN3/ABC (a letter of its own).

In a Word file the letters are those of Windows-1252 shown by a font that draws others: "VNI-Times", ".VnTime".
"""

from __future__ import annotations

import re
import unicodedata

from plans.importing.reading import Encoding

# TCVN 5712:1993, VN3: code → letter. Capitals with tones are written with capital fonts (.VnTimeH).
_TCVN3_CODES = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
TCVN3 = {chr(code + place): letter for code, row in _TCVN3_CODES.items() for place, letter in enumerate(row)}

# VNI for Windows: the mark after the vowel. The first row of a vowel are its tones, then hat or breve with tones.
_TONES = "\u0300\u0301\u0309\u0303\u0323"  # huyền, sắc, hỏi, ngã, nặng
_PLAIN_MARKS = "øùûõï"
_HAT = dict(zip("âàáåãä", ("", *_TONES), strict=True))
_BREVE = dict(zip("êèéúüë", ("", *_TONES), strict=True))
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni() -> dict[str, str]:
    pairs = {
        vowel + mark: vowel + tone
        for vowel in "aeouy"
        for mark, tone in zip(_PLAIN_MARKS, _TONES, strict=True)
    }
    pairs |= {f"{v}{m}": f"{v}\u0302{tone}" for v in "aeo" for m, tone in _HAT.items()}
    pairs |= {f"a{mark}": f"a\u0306{tone}" for mark, tone in _BREVE.items()}
    for code, horn in (("ô", "ơ"), ("ö", "ư")):
        pairs |= {code + mark: horn + tone for mark, tone in zip(_PLAIN_MARKS, _TONES, strict=True)}
    pairs |= _VNI_ALONE
    small = {code: unicodedata.normalize("NFC", letter) for code, letter in pairs.items()}
    capital = {code.upper(): letter.upper() for code, letter in small.items()}
    mixed = {code[0].upper() + code[1:]: letter.upper() for code, letter in small.items() if len(code) == 2}
    return mixed | capital | small


VNI = _vni()
_TABLES = {Encoding.VNI: VNI, Encoding.TCVN3: TCVN3}
_PATTERNS = {
    name: re.compile("|".join(re.escape(code) for code in sorted(table, key=len, reverse=True)))
    for name, table in _TABLES.items()
}
NAMES = {Encoding.VNI: "VNI", Encoding.TCVN3: "TCVN3 (ABC)"}
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_FOREIGN = re.compile("[\u00a1-\u00ff]")
_WORD = re.compile(r"[^\W\d_]+")
# The words no official paper does without, none of them without a mark.
_COMMON = frozenset(
    ("và", "của", "các", "được", "là", "người", "động", "đoàn", "hoạch", "kế", "tổ", "chức", "thực", "hiện", "nhiệm",
     "đơn", "vị", "cơ", "sở", "việt", "cộng", "hòa", "xã", "hội", "chủ", "nghĩa", "độc", "lập", "hạnh", "phúc", "năm",
     "tháng", "ngày", "số", "về", "với", "từ", "đến", "những", "một", "có", "để", "tại", "dưới", "đảng", "truyền",
     "tỉnh", "thường", "phường", "huyện", "đề", "nghị", "báo", "cáo", "nơi", "nhận")
)  # fmt: skip
_ENOUGH = 4
REFUSED = (
    "Chữ trong tệp gõ bằng bảng mã {name}, không phải Unicode. Hãy chọn “chuyển sang Unicode” rồi nhập lại, hoặc chuyển "
    "mã trong UniKey (bảng mã nguồn {name}) trước khi nhập."
)
CONVERTED = "Chữ gõ bằng bảng mã {name} đã được chuyển sang Unicode. Hãy xem lại tên riêng và chữ in hoa."


def convert(text: str, encoding: Encoding) -> str:
    """Text of an old encoding in Unicode; what the table does not know stays."""
    table = _TABLES[encoding]
    return _PATTERNS[encoding].sub(lambda found: table[found[0]], text)


def recognise(text: str) -> Encoding | None:
    """VNI or TCVN3 when a text without Vietnamese letters becomes common Vietnamese words by it; None for others."""
    sample = text[:8_000]
    foreign = len(_FOREIGN.findall(sample))
    if foreign < _ENOUGH or len(_VIETNAMESE.findall(sample)) > foreign // 10:
        return None
    before = _common(sample)
    scores = {encoding: _common(convert(sample, encoding)) - before for encoding in _TABLES}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] >= _ENOUGH else None


def _common(text: str) -> int:
    return sum(word in _COMMON for word in _WORD.findall(text.lower()))


def font_encoding(font: str) -> tuple[Encoding | None, bool]:
    """(encoding, capitals only) a font's name tells: "VNI-Times", ".VnTime", ".VnTimeH"."""
    name = font.strip().lower()
    if name.startswith("vni-"):
        return Encoding.VNI, False
    if name.startswith(".vn"):
        return Encoding.TCVN3, font.strip().endswith("H")
    return None, False
