"""Which certificate a seat or an organisation signs with."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from documents.signing import certificates, pictures
from documents.signing.models import Device, SigningCertificate
from documents.signing.services.errors import NotSigned
from units import audit
from units.models import Seat, Unit


def add_certificate(
    pem: str, *, device: str, seat: Seat | None = None, unit: Unit | None = None, key_name: str = "",
    picture: bytes = b"", by: Any = None,
) -> SigningCertificate:  # fmt: skip
    """Register a certificate for a seat or a unit; the one in use before is retired.

    Raises NotSigned for a certificate that is not readable or bears another name than the seat's holder, and for a
    picture that is no transparent PNG.
    """
    try:
        found = certificates.parse(pem)
        shown = pictures.checked_png(picture) if picture else b""
    except ValueError as wrong:
        message = (
            str(wrong)
            if isinstance(wrong, pictures.BadPicture)
            else "Không đọc được chứng thư (cần tệp PEM)."
        )
        raise NotSigned(message, field="pem") from wrong
    holder = certificates.common_name(found)
    if seat is not None and not certificates.names_match(holder, seat.user.full_name):
        raise NotSigned(f"Chứng thư mang tên {holder}, không phải {seat.user.full_name}.", field="pem")
    with transaction.atomic():
        for older in SigningCertificate.objects.filter(seat=seat, unit=unit, active=True):
            retire_certificate(older, by=by)
        row = SigningCertificate(
            seat=seat, unit=unit, device=Device(device), pem=pem, holder=holder[:200],
            serial=format(found.serial_number, "x"), valid_from=found.not_valid_before,
            valid_to=found.not_valid_after, key_name=key_name,
        )  # fmt: skip
        if shown:
            row.picture.save(f"{row.serial}.png", ContentFile(shown), save=False)
        row.save()
        owner: Any = seat or unit
        audit.record(
            "certificate.add", owner, by=by, unit=seat.unit if seat else unit,
            after={"holder": row.holder, "serial": row.serial, "device": row.device},
        )  # fmt: skip
    return row


def retire_certificate(row: SigningCertificate, *, by: Any) -> SigningCertificate:
    """Sign no more with it; what was signed stays valid."""
    row.active = False
    row.save(update_fields=["active"])
    owner: Any = row.seat or row.unit
    unit = row.seat.unit if row.seat else row.unit
    audit.record("certificate.retire", owner, by=by, unit=unit, after={"serial": row.serial})
    return row
