"""Certificates as pages: values → letters on their places → one SVG a page → PDF."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from campaigns.certificates.layout import Letters, Spot, letters_of, spot_of
from campaigns.certificates.models import Blank, BlankField, Certificate
from documents import codes
from documents.pdf import piece_pdf
from documents.qr import qr_svg

_Key = BlankField.Key
# What the test page and the editor show: a long name and a long unit, so that the room is seen to be enough.
SAMPLE: dict[str, str] = {
    _Key.RECIPIENT: "Công đoàn cơ sở Công ty Trách nhiệm hữu hạn Một thành viên May mặc Bình Minh",
    _Key.UNIT: "Công đoàn xã Suối Mơ, Liên đoàn Lao động tỉnh Mẫu Sơn",
    _Key.TITLE: "Đã có thành tích xuất sắc trong phong trào thi đua",
    _Key.REASON: "Hoàn thành xuất sắc nhiệm vụ công tác công đoàn, góp phần xây dựng tổ chức Công đoàn vững mạnh",
    _Key.EVENT: "Phong trào thi đua “Lao động giỏi, lao động sáng tạo”",
    _Key.DECISION: "Quyết định số 125/QĐ-LĐLĐ ngày 20/12/2026",
    _Key.YEAR: "2026",
    _Key.PLACE_DATE: "Mẫu Sơn, ngày 20 tháng 12 năm 2026",
    _Key.POST: "CHỦ TỊCH",
    _Key.SIGNER: "Trần Ngọc Ánh",
    _Key.NUMBER: "Số: 125/2026",
    _Key.CODE: "9XK4-TQ7W-PMA",
}


@dataclass(frozen=True)
class Square:
    """Room of the QR symbol, in mm."""

    name: str
    symbol: SafeString


@dataclass(frozen=True)
class Sheet:
    """One page: its letters and its QR symbols."""

    letters: list[Letters]
    squares: list[Square]


def values_of(certificate: Certificate, common: Mapping[str, str]) -> dict[str, str]:
    """Key of a field → what it says on this certificate."""
    return {
        **common, **certificate.values, _Key.NUMBER: f"Số: {certificate.number}/{certificate.year}",
        _Key.CODE: codes.shown(certificate.code),
    }  # fmt: skip


def check_url(code: str) -> str:
    """The public address printed as QR code."""
    return f"{settings.SITE_URL}{reverse('campaigns:certificate_check', args=[code])}"


def sheet_of(spots: Sequence[Spot], values: Mapping[str, str], *, code: str) -> Sheet:
    letters: list[Letters] = []
    squares = []
    for at, spot in enumerate(spots):
        if spot.key == _Key.QR:
            squares.append(Square(f"q{at}", qr_svg(check_url(code), label="Mã QR kiểm tra giấy")))
        else:
            text = spot.text if spot.key == _Key.TEXT else values.get(spot.key, "")
            letters += letters_of(spot, text)
    return Sheet(letters, squares)


def sheets_pdf(blank: Blank, spots: Sequence[Spot], sheets: Iterable[Sheet], *, grid: bool = False) -> bytes:
    """The pages as PDF; `grid`: lines every 10 mm and the rooms of the fields. Raises TimeoutError."""
    context = {
        "blank": blank, "sheets": list(sheets), "grid": grid_of(blank) if grid else None,
        "rooms": [room_of(spot) for spot in spots] if grid else [],
        "background": _background(blank) if grid or blank.background_printed else "",
    }  # fmt: skip
    boxes = "".join(
        f".q{at} {{ left: {spot.x:g}mm; top: {spot.y:g}mm; width: {spot.width:g}mm; height: {spot.width:g}mm }}"
        for at, spot in enumerate(spots)
        if spot.key == _Key.QR
    )
    page = (
        f"@page {{ size: {blank.width}mm {blank.height}mm; margin: 0 }}"
        f"section {{ width: {blank.width}mm; height: {blank.height}mm }}"
    )
    return piece_pdf(render_to_string("campaigns/certificates/sheets.html", context), sizes=page + boxes)


def test_page(blank: Blank) -> bytes:
    """One page with the grid, to be laid over the blank before the first real print. Raises TimeoutError."""
    spots = [spot_of(field) for field in blank.fields.all()]
    return sheets_pdf(blank, spots, [sheet_of(spots, SAMPLE, code="9XK4TQ7WPMA")], grid=True)


def joined(parts: Sequence[bytes]) -> bytes:
    """The parts as one PDF; the same parts give the same bytes."""
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as pages:
                whole.pages.extend(pages.pages)
        made = io.BytesIO()
        whole.save(made, deterministic_id=True)
    return made.getvalue()


def grid_of(blank: Blank) -> dict[str, Any]:
    """Lines every 10 mm, their millimetres written at every 50."""
    return {"across": range(0, blank.width + 1, 10), "down": range(0, blank.height + 1, 10)}


def room_of(spot: Spot) -> dict[str, str]:
    """The room of a field as a rectangle around its first line."""
    letter = spot.size * 25.4 / 72
    high = spot.width if spot.key == _Key.QR else letter * 1.2 * max(spot.lines, 1)
    top = spot.y if spot.key == _Key.QR else spot.y - letter * 0.9
    return {"x": f"{spot.x:g}", "y": f"{top:.2f}", "width": f"{spot.width:g}", "height": f"{high:.2f}"}


def _background(blank: Blank) -> str:
    name = blank.background.name or ""
    if not name or not default_storage.exists(name):
        return ""
    with default_storage.open(name) as file:
        return f"data:image/jpeg;base64,{base64.b64encode(file.read()).decode()}"
