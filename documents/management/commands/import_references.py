"""manage.py import_references FILE [--dry-run] [--unit CODE]: a list of cited papers, all rows or none."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.services.references import check_list, import_list
from units.importing.faults import UnreadableFile
from units.models import Unit


class Command(BaseCommand):
    help = "Nhập sổ văn bản viện dẫn từ tệp CSV: kiểm tra tất cả trước, ghi tất cả hoặc không ghi gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")
        parser.add_argument("--unit", metavar="CODE", default="", help="mã đơn vị; bỏ trống là sổ dùng chung")

    def handle(self, *args: Any, file: Path, dry_run: bool, unit: str, **options: Any) -> None:
        owner = _unit(unit)
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Không đọc được tệp “{file}”: {error.strerror}.") from error
        try:
            if dry_run:
                read, added, changed = check_list(content, owner=owner), 0, 0
            else:
                read, added, changed = import_list(content, owner=owner, by=None)
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        for fault in sorted(read.faults, key=lambda fault: fault.row):
            self.stderr.write(str(fault))
        if read.faults:
            raise CommandError(f"Có {len(read.faults)} lỗi, chưa ghi văn bản nào.")
        if dry_run:
            self.stdout.write(f"Tệp hợp lệ: {len(read.rows)} văn bản.")
        else:
            self.stdout.write(f"Đã thêm {added}, cập nhật {changed} trong {len(read.rows)} văn bản.")


def _unit(code: str) -> Unit | None:
    if not code:
        return None
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"Không có đơn vị mã “{code}”.")
    return found
