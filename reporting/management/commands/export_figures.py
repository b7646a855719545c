"""manage.py export_figures [--period CODE] --csv FILE: each unit's own accepted figures."""

from __future__ import annotations

import csv
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from contextlib import ExitStack
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.vietnamese import file_fault
from reporting.models import Period
from reporting.queries.totals import latest_compiled_period, own_figures

COLUMNS = ("unit", "indicator", "breakdown", "value", "state")


class Command(BaseCommand):
    help = (
        "Xuất số liệu riêng của từng đơn vị trong các báo cáo đã duyệt của một kỳ (không có số tổng).\n\n"
        "Cột: unit = mã đơn vị, indicator = mã chỉ tiêu, breakdown = phân tổ (trống: số của chính chỉ tiêu),\n"
        "value = số viết thường, dấu chấm thập phân, state = value | nil | unknown | na.\n"
        "Chỉ tiêu tỷ lệ nhập trực tiếp: value là tử số; bình quân: value là mức bình quân của đơn vị.\n"
        "Không ghi --period: kỳ mới nhất đã tổng hợp."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("--period", help="mã kỳ báo cáo")
        parser.add_argument("--csv", required=True, metavar="FILE", help="tệp CSV (UTF-8), “-” là màn hình")

    def handle(self, *args: Any, **options: Any) -> None:
        period = _period(options["period"])
        with ExitStack() as stack:
            if options["csv"] == "-":
                target: Any = sys.stdout
            else:
                try:
                    target = stack.enter_context(open(options["csv"], "w", encoding="utf-8", newline=""))
                except OSError as error:
                    raise CommandError(
                        f"Không ghi được tệp “{options['csv']}”: {file_fault(error)}."
                    ) from error
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(COLUMNS)
            count = 0
            for row in own_figures(period):
                writer.writerow(row)
                count += 1
        if options["csv"] != "-":
            self.stdout.write(
                f"Đã xuất {count} số liệu của {period.name} ({period.code}) ra {options['csv']}."
            )


def _period(code: str | None) -> Period:
    if not code:
        latest = latest_compiled_period()
        if latest is None:
            raise CommandError("Chưa có kỳ nào được tổng hợp. Hãy ghi --period MÃ_KỲ.")
        return latest
    period = Period.objects.filter(code=code).first()
    if period is None:
        raise CommandError(f"Không có kỳ báo cáo mang mã “{code}”.")
    return period
