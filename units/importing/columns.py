"""The columns of a unit list: names in files, with accents or without, and the one order of the export."""

from __future__ import annotations

import re

from core.vietnamese import fold

# key → (heading of the export, other headings people write)
COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "ma": ("Mã", ("mã đơn vị", "mã số", "code")),
    "ten": ("Tên", ("tên đơn vị", "tên đầy đủ", "name")),
    "ten_goi_tat": ("Tên gọi tắt", ("tên tắt", "tên viết tắt", "short name")),
    "loai": ("Loại", ("loại đơn vị", "loại hình", "kind")),
    "cap_tren": ("Cấp trên", ("mã cấp trên", "đơn vị cấp trên", "mã đơn vị cấp trên", "parent")),
    "khu_vuc": ("Khu vực", ("khối", "sector")),
    "dia_danh": ("Địa danh", ("place",)),
    "ky_hieu": ("Ký hiệu", ("ký hiệu văn bản", "symbol")),
    "ngay_thanh_lap": ("Ngày thành lập", ("thành lập ngày", "started on")),
    "so_doan_vien": ("Số đoàn viên", ("đoàn viên", "tổng số đoàn viên", "members")),
    "quyet_dinh": ("Quyết định", ("quyết định thành lập", "số quyết định", "decision")),
}
REQUIRED = ("ma", "ten", "loai")


def heading(key: str) -> str:
    """ "so_doan_vien" → "Số đoàn viên"."""
    return COLUMNS[key][0]


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(text)).split())


_KEYS = {
    _plain(name): key for key, (own, others) in COLUMNS.items() for name in (key, own, *others)
}  # fmt: skip


def key_of(text: str) -> str:
    """The key of a heading as somebody wrote it ("SỐ ĐOÀN VIÊN *" → "so_doan_vien"), "" for an unknown one."""
    return _KEYS.get(_plain(text), "")
