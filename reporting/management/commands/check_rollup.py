"""manage.py check_rollup [--period CODE]: count every stored, printed and shown total again in plain Python."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reporting.models import Period, Total
from reporting.rollups.recount import differences


class Command(BaseCommand):
    help = (
        "Tính lại từ báo cáo đã duyệt mọi số tổng đã chốt và đã đính chính, số trong báo cáo đã phát hành, số theo "
        "tuyến thứ hai và số kỳ trước trên hai cách xếp của mọi kỳ (hay một kỳ); in chỗ khác nhau (mã thoát 1 nếu có)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--period", help="mã kỳ báo cáo; bỏ trống là mọi kỳ")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["period"]
        periods = Period.objects.filter(code=code) if code else Period.objects.order_by("pk")
        if code and not periods:
            raise CommandError(f"Không có kỳ báo cáo mang mã “{code}”.")
        for period in periods:
            self._check(period)

    def _check(self, period: Period) -> None:
        found = 0
        for line in differences(period):
            found += 1
            breakdown = f" [{line.breakdown}]" if line.breakdown else ""
            self.stdout.write(
                f"{line.place}: {line.code}{breakdown}: {line.kind} {line.stored}; tính lại {line.counted}"
            )
        stored = Total.objects.filter(period_unit__period=period).count()
        if found:
            raise CommandError(f"{found} chỗ không khớp; có {stored} số đã chốt của {period.name}.")
        self.stdout.write(
            f"{stored} số tổng của {period.name}, các số trong báo cáo đã phát hành, theo tuyến thứ hai và hai cách xếp "
            "đều khớp với báo cáo đã duyệt."
        )
