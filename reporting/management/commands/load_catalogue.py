"""manage.py load_catalogue: kinds of units, activity types, indicators and forms from their CSV files."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from reporting.catalogue import load


class Command(BaseCommand):
    help = "Nạp danh mục: loại đơn vị, loại hoạt động, chỉ tiêu thống kê, biểu mẫu. Chạy lại không đổi gì."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load()
        if loaded.new_days_off:
            self.stdout.write(
                f"Đã thêm {loaded.new_days_off} ngày nghỉ, ngày làm bù. Hạn của kỳ đã mở không đổi."
            )
        self.stdout.write(
            f"Đã nạp {loaded.indicators} chỉ tiêu, {loaded.disaggregations} phân tổ, {loaded.forms} biểu mẫu."
        )
