"""manage.py import_units FILE [--dry-run]: brings a unit list in, all rows or none."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.vietnamese import file_fault
from units.importing.writing import check_file, import_file


class Command(BaseCommand):
    help = "Nhập danh sách đơn vị từ tệp CSV hoặc XLSX: kiểm tra tất cả trước, ghi tất cả hoặc không ghi gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Không đọc được tệp “{file}”: {file_fault(error)}.") from error
        checked = (check_file if dry_run else import_file)(content, file.name)
        for note in checked.notes:
            self.stdout.write(f"Lưu ý: {note}")
        for fault in checked.faults:
            self.stderr.write(str(fault))
        if not checked.ok:
            raise CommandError(f"Có {len(checked.faults)} lỗi, chưa ghi đơn vị nào.")
        done = "Tệp hợp lệ, sẽ thêm" if dry_run else "Đã thêm"
        self.stdout.write(f"{done} {len(checked.rows)} đơn vị.")
