"""manage.py verify_audit: proves that no entry of the log was changed or taken out."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from units.audit import verify_chain
from units.models import AuditEntry


class Command(BaseCommand):
    help = "Kiểm tra chuỗi băm của nhật ký: không mục nào bị sửa hoặc bị xóa ở giữa."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = verify_chain()
        if broken is not None:
            raise CommandError(f"Nhật ký bị sửa hoặc mất mục, bắt đầu từ mục số {broken}.")
        last = AuditEntry.objects.order_by("-pk").first()
        self.stdout.write(
            f"Nhật ký nguyên vẹn: {AuditEntry.objects.count()} mục, băm cuối {last.hash if last else '-'}."
        )
