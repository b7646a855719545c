"""Certificates for a demonstration: a test authority, one for each signing seat of a unit, one as its seal."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from documents.queries import signers_of
from documents.signing import certificates, keys, pictures
from documents.signing.certificates import Pair
from documents.signing.models import Device
from documents.signing.services import add_certificate
from units.models import Seat, Unit

AUTHORITY = "CA thử nghiệm, không có giá trị pháp lý"


class Command(BaseCommand):
    help = (
        "Tạo tổ chức chứng thực thử nghiệm và chứng thư cho người ký, con dấu của một đơn vị. "
        "Chỉ để chạy thử: chữ ký không có giá trị pháp lý."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("unit", help="Mã đơn vị")

    def handle(self, *args: Any, unit: str, **options: Any) -> None:
        found = Unit.objects.filter(code=unit).first()
        if found is None:
            raise CommandError(f"Không có đơn vị mang mã “{unit}”.")
        authority = _authority()
        for seat in signers_of(found):
            self._say(_for_seat(authority, seat))
        self._say(_for_unit(authority, found))

    def _say(self, holder: str) -> None:
        self.stdout.write(f"Đã cấp chứng thư thử nghiệm cho {holder}.")


def _authority() -> Pair:
    """The test authority of this folder, made once; its certificate is trusted from then on."""
    folder = Path(settings.SIGNING_DIR) / "roots"
    path = folder / "test-authority.pem"
    if path.exists():
        return Pair(certificates.as_cryptography(path.read_bytes()), keys.load("test-authority"))
    made = certificates.make_authority(AUTHORITY)
    folder.mkdir(parents=True, exist_ok=True)
    keys.store("test-authority", made.key)
    path.write_text(made.pem)
    (folder / "test-authority.crl").write_bytes(certificates.make_crl(made))
    return made


def _for_seat(authority: Pair, seat: Seat) -> str:
    name = seat.user.full_name
    made = certificates.make_certificate(authority, name, organisation=seat.unit.name, title=seat.post_title)
    keys.store(f"seat-{seat.pk}", made.key)
    add_certificate(
        made.pem, device=Device.SERVER, seat=seat, key_name=f"seat-{seat.pk}",
        picture=pictures.specimen_signature(name),
    )  # fmt: skip
    return name


def _for_unit(authority: Pair, unit: Unit) -> str:
    made = certificates.make_certificate(authority, unit.name, organisation=unit.name)
    keys.store(f"unit-{unit.pk}", made.key)
    add_certificate(
        made.pem,
        device=Device.SERVER,
        unit=unit,
        key_name=f"unit-{unit.pk}",
        picture=pictures.specimen_seal(unit.name),
    )
    return unit.name
