"""Which numbers a unit of measure allows: people, units and events are whole, money and shares are not. No database."""

from __future__ import annotations

import re
from decimal import Decimal

from core.formats import write
from core.vietnamese import fold

DIGITS = 16
DECIMALS = 4
# Folded; what a measure begins with.
_COUNTED = re.compile(
    r"(?:luot |so )?(?:nguoi|doan vien|hoi vien|can bo|uy vien|cong nhan|cnvcld|nld|lao dong|nu|chu tich|"
    r"to truong|cuoc|buoi|lop|dot|hoi nghi|hoi thi|hoi thao|dien dan|toa dam|phien|chuong trinh|cdcs|cong doan|"
    r"nghiep doan|to cong doan|don vi|doanh nghiep|co so|mo hinh|tin|bai|tac pham|video|to roi|to|ban|cuon|"
    r"bang ron|pa no|suat|phan qua|qua|can|nha|mai am|ho|gia dinh|chau|hoc sinh|vu|ca|don|thoa uoc|ban thoa uoc|"
    r"sang kien|de tai|cong trinh|giai|bang khen|the|tai khoan|nhom|clb|cau lac bo|chi bo|to chuc)\b"
)
# "điểm %", "điểm phần trăm" and the like are shares, whatever they begin with.
_SHARE = re.compile(r"%|phan tram|(?:^|trieu |ty |nghin |ngan )dong\b|gio\b|kg\b|m2\b|km\b|ha\b")


def is_counted(measure: str) -> bool:
    """Whether the measure counts things that are whole: "người", "lượt người", "CĐCS"."""
    plain = fold(measure)
    return bool(_COUNTED.match(plain)) and not _SHARE.search(plain)


def refusal(value: Decimal | None, measure: str) -> str:
    """Why the number cannot stand, in the words of its box; "" when it can."""
    if value is None:
        return ""
    if value < 0:
        return f"Số {write.number(value)} là số âm. Hãy ghi số từ 0 trở lên."
    if value.adjusted() >= DIGITS:
        return f"Số quá lớn: tối đa {DIGITS} chữ số phần nguyên. Hãy xem lại đơn vị tính."
    if is_counted(measure) and value != value.to_integral_value():
        return f"Đơn vị tính “{measure.strip()}” đếm bằng số nguyên, không ghi phần lẻ."
    if value != round(value, DECIMALS):
        return f"Tối đa {DECIMALS} chữ số sau dấu phẩy."
    return ""
