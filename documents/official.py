"""How an official paper writes its number, date, type and symbol (Nghị định 30/2020/NĐ-CP; 933/QĐ-TLĐ)."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

LETTER = "CV"  # công văn: the one type without an abbreviation in its symbol

_TYPES = {
    # Decree 30, Phụ lục III.
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "HĐ": "Hợp đồng",
    LETTER: "Công văn",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép",
    "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
    # Union custom.
    "KL": "Kết luận",
}

# Types of 933/QĐ-TLĐ and the decree for which no abbreviation is laid down.
TYPES_WITHOUT_ABBREVIATION = (
    "Điều lệ",
    "Chiến lược",
    "Tuyên bố",
    "Lời kêu gọi",
    "Quy hoạch",
    "Thư công",
    "Phiếu trình",
    "Giấy chứng nhận",
)


def document_types() -> Mapping[str, str]:
    """Abbreviation → name of every type that has one, and "CV" → "Công văn"."""
    return MappingProxyType(_TYPES)


def official_date(place: str, on: date | None, year: int | None = None) -> str:
    """Box 4: "Lai Châu, ngày 05 tháng 01 năm 2026".

    Days below 10 and the months 1 and 2 carry a zero. Without a date, day and month stay blank for the pen and
    `year` (blank too when None) is printed.
    """
    if on is None:
        return f"{place}, ngày    tháng    năm {year or '     '}"
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return f"{place}, ngày {on.day:02d} tháng {month} năm {on.year}"


def doc_code(number: int | None, symbol: str) -> str:
    """Number and symbol: "05/KH-LĐLĐ"; a number not yet given leaves room for the pen."""
    return f"{'     ' if number is None else f'{number:02d}'}/{symbol}"


def number_line(number: int | None, symbol: str) -> str:
    """Box 3: "Số: 05/KH-LĐLĐ"."""
    return f"Số:{'' if number is None else ' '}{doc_code(number, symbol)}"


def symbol_for(type_abbreviation: str, issuer_symbol: str, department: str = "") -> str:
    """The symbol after the number: "KH-LĐLĐ"; for a công văn issuer and drafting department: "TLĐ-TG".

    Groups are joined by a hyphen without spaces. Raises ValueError for an unknown type or an empty issuer.
    """
    issuer = issuer_symbol.strip()
    if type_abbreviation not in _TYPES:
        raise ValueError(f"Không có loại văn bản viết tắt “{type_abbreviation}”.")
    if not issuer:
        raise ValueError("Thiếu chữ viết tắt tên cơ quan ban hành.")
    if type_abbreviation == LETTER:
        return "-".join(part for part in (issuer, department.strip()) if part)
    return f"{type_abbreviation}-{issuer}"
