"""manage.py check_tree: says which cached paths, depths and counts do not fit the rows."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from units.models import Unit
from units.queries import broken_paths


class Command(BaseCommand):
    help = "Kiểm tra hệ thống đơn vị: đường dẫn, độ sâu, số đơn vị trực thuộc, vị trí đang hiệu lực."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = broken_paths()
        for fault in faults:
            self.stderr.write(f"{fault.code}: {fault.what}")
        if faults:
            raise CommandError(f"Hệ thống đơn vị có {len(faults)} chỗ sai (dừng ở 100).")
        self.stdout.write(f"Hệ thống đơn vị đúng: {Unit.objects.count()} đơn vị.")
