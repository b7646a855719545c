"""The set phrases of an official paper, compared without accents so that damaged letters still match."""

from __future__ import annotations

import re

from core.vietnamese import fold

DOCUMENT_TYPES = (
    "KẾ HOẠCH LIÊN TỊCH",
    "KẾ HOẠCH PHỐI HỢP",
    "KẾ HOẠCH",
    "CHƯƠNG TRÌNH PHỐI HỢP",
    "CHƯƠNG TRÌNH HÀNH ĐỘNG",
    "CHƯƠNG TRÌNH",
    "HƯỚNG DẪN",
    "BÁO CÁO",
    "THÔNG BÁO",
    "QUYẾT ĐỊNH",
    "NGHỊ QUYẾT",
    "ĐỀ ÁN",
    "PHƯƠNG ÁN",
    "TỜ TRÌNH",
    "QUY CHẾ",
)
_TYPES_FOLDED = tuple(fold(name) for name in DOCUMENT_TYPES)
_RECIPIENTS = re.compile(r"n.i\s*nh.n\s*[:;.]?\s*")
_AUTHORITY = re.compile(r"(?:t\s*/?\s*m|k\s*/?\s*t|t\s*/?\s*l|tuq|q)\s*\.\s*\S", re.IGNORECASE)
_POSTS = (
    "chu tich|pho chu tich|chu tich cong doan|truong phong|pho truong phong|truong ban|pho truong ban|chanh van phong|"
    "pho chanh van phong|giam doc|pho giam doc|hieu truong|pho hieu truong|bi thu|pho bi thu|truong tieu ban|"
    "pho truong tieu ban|tong giam doc|vien truong|thu truong|uy vien|uy vien thuong vu|to truong|thu ky"
)
_POST = re.compile(rf"(?:quyen )?(?:{_POSTS})(?: (?:thuong truc|phu trach))?")
_CLOSING = re.compile(
    r"(tren day la|can cu ke hoach nay|yeu cau cac|de nghi cac|de nghi ban|nhan duoc ke hoach|ke hoach nay)\b"
)
_BASE = re.compile(r"(?:[-–+]\s*)?can cu\b")
_OPENING = re.compile(
    r"(?:can cu|thuc hien|thi hanh|tiep tuc|tren co so|theo|trien khai|de|nham|huong ung|chao mung|nhan dip|xet)\b"
)
_APPENDIX = re.compile(r"(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s+)?[IVX\d]+)?\b|(?:BIỂU|Biểu)\s+(?:MẪU|mẫu|SỐ|số)\b")
_SIGNED = re.compile(r"\(?\s*(?:da ky|ky ten|ky, dong dau|ky ten, dong dau|chu ky)[^)]*\)?")


def is_document_type(text: str) -> int:
    """Length of the type name the line begins with ("KẾ HOẠCH …"), 0 for none; only capitals count."""
    letters = "".join(letter for letter in text if letter.isalpha())
    for name, folded in zip(DOCUMENT_TYPES, _TYPES_FOLDED, strict=True):
        head = text[: len(name)]
        if head.isupper() and fold(head) == folded and not text[len(name) : len(name) + 1].isalpha():
            return len(name) if letters else 0
    return 0


def recipients_label(text: str) -> int:
    """Length of "Nơi nhận:" (or a damaged one) at the start of the line, 0 for none."""
    found = _RECIPIENTS.match(text.casefold())
    if found is None or fold(found[0])[:3] not in {"noi", "nol"} or len(found[0].split()) != 2:
        return 0
    return found.end()


def is_authority(text: str) -> bool:
    """ "TM. BAN THƯỜNG VỤ", "KT.CHỦ TỊCH", "T/M. …", in capitals."""
    return bool(_AUTHORITY.match(text)) and text.isupper() and len(text) < 90


def is_post(text: str) -> bool:
    """ "PHÓ CHỦ TỊCH", "TRƯỞNG PHÒNG", alone on a line, in capitals."""
    folded = fold(text).strip(" .:,")
    return text.isupper() and len(text) < 80 and bool(_POST.match(folded))


def is_signed_note(text: str) -> bool:
    return bool(_SIGNED.fullmatch(fold(text)))


def is_name(text: str) -> bool:
    """Two to five words, each with a capital first letter only (or all capitals): a person's name."""
    words = text.split()
    if (
        not 2 <= len(words) <= 5
        or len(text) > 40
        or not all(word.replace("-", "").isalpha() for word in words)
    ):
        return False
    return all(word.istitle() or (len(word) == 1 and word.isupper()) for word in words) or (
        text.isupper() and not is_post(text) and len(words) <= 4
    )


def is_closing(text: str) -> bool:
    return bool(_CLOSING.match(fold(text)))


def is_base(text: str) -> bool:
    return bool(_BASE.match(fold(text)))


def is_opening(text: str) -> bool:
    return bool(_OPENING.match(fold(text)))


def is_appendix(text: str) -> bool:
    return bool(_APPENDIX.match(text)) and len(text) < 200
