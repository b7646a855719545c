"""manage.py export_plan ID --docx FILE: a plan as a Word file that can be imported again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.vietnamese import file_fault
from documents.layout import LayoutError
from plans.docx import plan_docx
from plans.models import Plan


class Command(BaseCommand):
    help = "Xuất một kế hoạch ra tệp Word; nhập lại bằng import_plan giữ nguyên mã, cấp, loại của từng đoạn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", type=int, help="Mã số của kế hoạch (số trong địa chỉ trang)")
        parser.add_argument("--docx", required=True, type=Path, help="Tệp .docx sẽ ghi")
        parser.add_argument("--clean", action="store_true", help="Không kèm góp ý, đề xuất đang mở")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.filter(pk=options["plan"]).first()
        if plan is None:
            raise CommandError(f"Không có kế hoạch nào mang mã số {options['plan']}.")
        path: Path = options["docx"]
        if path.suffix.lower() != ".docx":
            raise CommandError(f"Tên tệp phải có đuôi .docx, không phải “{path.name}”.")
        try:
            path.write_bytes(plan_docx(plan, remarks=not options["clean"]))
        except LayoutError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Không ghi được tệp “{path}”: {file_fault(error)}.") from error
        self.stdout.write(f"Đã ghi {path}.")
