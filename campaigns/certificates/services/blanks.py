"""Blank forms: their size, their scan, where their fields stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from campaigns.certificates.models import LARGEST, SMALLEST, Blank, BlankField
from campaigns.certificates.workflow import arranges, prints_at
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.workflow import StepRefused
from documents.evidence import NewEvidence
from units import audit
from units.models import Unit

MOST_FIELDS = 40
FIELDS = (
    "key", "text", "x", "y", "width", "size", "lines", "font", "align", "color", "bold", "italic", "caps",
)  # fmt: skip
_Key = BlankField.Key
# Shares of the page (left, baseline, width), size in pt of an A4 lying on its side, and what else is not as usual.
_START: tuple[tuple[str, float, float, float, float, dict[str, Any]], ...] = (
    (_Key.RECIPIENT, 0.12, 0.47, 0.76, 30, {"bold": True, "color": "red", "lines": 2}),
    (_Key.UNIT, 0.12, 0.58, 0.76, 16, {}),
    (_Key.REASON, 0.12, 0.65, 0.76, 16, {"lines": 2}),
    (_Key.DECISION, 0.08, 0.79, 0.36, 12, {"italic": True, "align": "l"}),
    (_Key.NUMBER, 0.08, 0.84, 0.36, 12, {"align": "l"}),
    (_Key.PLACE_DATE, 0.52, 0.75, 0.40, 13, {"italic": True}),
    (_Key.POST, 0.52, 0.79, 0.40, 14, {"bold": True, "caps": True}),
    (_Key.SIGNER, 0.52, 0.94, 0.40, 14, {"bold": True}),
    (_Key.QR, 0.08, 0.87, 0.06, 12, {}),
)


def create_blank(
    *, unit: Unit, name: str, width: int, height: int, background_printed: bool = False, by: Any
) -> Blank:
    """A blank of the unit with its usual fields on their usual places. Raises CampaignError, StepRefused."""
    _allow(prints_at(by, unit) if by is not None else "")
    values = _checked(name, width, height)
    with transaction.atomic():
        blank = Blank.objects.create(
            unit=unit, background_printed=background_printed, created_by=by, **values
        )
        BlankField.objects.bulk_create(_start(blank))
        audit.record("blank.create", blank, by=by, unit=unit, after=values)
    return blank


def change_blank(
    blank: Blank, *, name: str, width: int, height: int, background_printed: bool, by: Any
) -> Blank:
    """Name, size, whether the scan is printed. Raises CampaignError, StepRefused."""
    values = {**_checked(name, width, height), "background_printed": background_printed}
    with transaction.atomic():
        row = _locked(blank, by)
        before = {field: getattr(row, field) for field in values}
        outside = row.fields.filter(x__gt=values["width"]) | row.fields.filter(y__gt=values["height"])
        if first := outside.first():
            raise CampaignError(
                f"Trường “{first.get_key_display()}” sẽ nằm ngoài phôi. Hãy dời trường đó trước khi thu nhỏ phôi.",
                "width",
            )
        for field, value in values.items():
            setattr(row, field, value)
        row.save(update_fields=list(values))
        audit.record("blank.change", row, by=by, unit=row.unit, before=before, after=values)
    return row


def set_background(blank: Blank, picture: NewEvidence, *, by: Any) -> Blank:
    """The scan behind the fields, drawn anew by `documents.evidence.read_photo`."""
    with transaction.atomic():
        row = _locked(blank, by)
        row.background.save(f"{row.pk}-{picture.sha256[:12]}.jpg", ContentFile(picture.data), save=False)
        row.save(update_fields=["background"])
        audit.record("blank.background", row, by=by, unit=row.unit, after={"sha256": picture.sha256})
    return row


def save_fields(blank: Blank, fields: Sequence[Mapping[str, Any]], *, base: int, by: Any) -> Blank:
    """These fields and no others, in this order. `base`: the version the page was opened at.

    Raises CampaignError (outside the page, too many, somebody saved in between), StepRefused.
    """
    if len(fields) > MOST_FIELDS:
        raise CampaignError(f"Mỗi phôi có tối đa {MOST_FIELDS} trường.")
    with transaction.atomic():
        row = _locked(blank, by)
        if row.version != base:
            raise CampaignError("Phôi vừa được lưu ở nơi khác. Hãy tải lại trang rồi sửa tiếp.")
        for values in fields:
            _check_place(row, values)
        row.fields.all().delete()
        BlankField.objects.bulk_create(
            BlankField(blank=row, order=at, **{name: values[name] for name in FIELDS})
            for at, values in enumerate(fields)
        )
        row.version += 1
        row.save(update_fields=["version"])
        audit.record(
            "blank.fields", row, by=by, unit=row.unit,
            after={"fields": [f"{one['key']} {one['x']} {one['y']} {one['width']} {one['size']}" for one in fields]},
        )  # fmt: skip
    return row


def archive_blank(blank: Blank, *, archived: bool, by: Any) -> Blank:
    """Out of the lists people choose from, or back. What was printed stays."""
    with transaction.atomic():
        row = _locked(blank, by)
        row.archived = archived
        row.save(update_fields=["archived"])
        audit.record("blank.archive", row, by=by, unit=row.unit, after={"archived": archived})
    return row


def _checked(name: str, width: int, height: int) -> dict[str, Any]:
    for field, side in (("width", width), ("height", height)):
        if not SMALLEST <= side <= LARGEST:
            raise CampaignError(f"Mỗi cạnh của phôi phải từ {SMALLEST} đến {LARGEST} mm.", field)
    return {
        "name": texts.line(name, field="name", label="Tên mẫu phôi", longest=120),
        "width": width,
        "height": height,
    }


def _check_place(blank: Blank, values: Mapping[str, Any]) -> None:
    label = str(_Key(values["key"]).label)
    if values["x"] + values["width"] > blank.width or values["y"] > blank.height:
        raise CampaignError(
            f"Trường “{label}” nằm ngoài phôi {blank.width} × {blank.height} mm. Hãy dời vào trong hoặc thu hẹp."
        )
    if values["key"] == _Key.QR and values["y"] + values["width"] > blank.height:
        raise CampaignError(f"“{label}” thò ra ngoài mép dưới của phôi. Hãy dời lên hoặc thu nhỏ.")
    if values["key"] == _Key.TEXT and not values["text"].strip():
        raise CampaignError(f"Trường “{label}” chưa có chữ. Hãy ghi chữ hoặc bỏ trường này.")


def _start(blank: Blank) -> list[BlankField]:
    scale = min(blank.width / 297, blank.height / 210)
    return [
        BlankField(
            blank=blank, key=key, order=at, x=_tenth(left * blank.width), y=_tenth(down * blank.height),
            width=_tenth(wide * blank.width), size=_tenth(max(size * scale, 6)), **more,
        )
        for at, (key, left, down, wide, size, more) in enumerate(_START)
    ]  # fmt: skip


def _tenth(value: float) -> Decimal:
    return Decimal(str(round(value, 1)))


def _locked(blank: Blank, by: Any) -> Blank:
    row = Blank.objects.select_for_update(of=("self",)).select_related("unit").get(pk=blank.pk)
    _allow(arranges(by, row) if by is not None else "")
    return row


def _allow(reason: str) -> None:
    if reason:
        raise StepRefused(reason)
