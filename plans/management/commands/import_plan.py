"""manage.py import_plan FILE --unit CODE [--changes …] [--encoding …] [--dry-run] [--json]: a plan from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.workflow import IllegalStep
from documents.services import DocumentError
from plans.importing import Changes, Encoding, ImportedPlan, ImportFailed, Reading, import_file
from plans.models import Plan
from plans.outline import OutlineError
from plans.services import create_plan_from_import, take_back
from units.models import Unit

SHOWN_FAULTS = 10


def run_import(path: str | Path, reading: Reading | None = None) -> ImportedPlan:
    """The plan proposed from the file, checked to fit a plan. Raises CommandError with a Vietnamese message."""
    try:
        imported = import_file(path, reading=reading)
        imported.content()
    except ImportFailed as error:
        raise CommandError(str(error)) from error
    except PermissionError as error:
        raise CommandError(f"Không có quyền đọc tệp “{path}”.") from error
    except OutlineError as error:
        faults = "\n".join(fault.message for fault in error.faults[:SHOWN_FAULTS])
        raise CommandError(f"Nội dung tệp không vừa khuôn của một kế hoạch:\n{faults}") from error
    return imported


class Command(BaseCommand):
    help = "Nhập một kế hoạch từ tệp .docx, .doc, .odt, .txt hoặc .pdf; --dry-run chỉ xem, không lưu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="Tệp .docx, .doc, .odt, .txt hoặc .pdf")
        parser.add_argument("--unit", default="", help="Mã đơn vị ban hành (bắt buộc khi lưu)")
        parser.add_argument(
            "--into", type=int, help="Mã số bản dự thảo đã xuất ra Word, nay nhận lại vào chính nó"
        )
        parser.add_argument(
            "--changes", choices=list(Changes), default=Changes.SUGGEST,
            help="Track Changes: suggest (giữ thành đề xuất), list (nhận, liệt kê chữ xóa), accept, reject (bỏ hết)",
        )  # fmt: skip
        parser.add_argument(
            "--encoding", choices=list(Encoding), default=Encoding.REFUSE,
            help="Chữ bảng mã cũ: refuse (từ chối), found (nhận ra thì chuyển), vni, tcvn3",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="Chỉ phân tích, không lưu gì")
        parser.add_argument("--json", action="store_true", help="In kết quả dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        into = self._draft(options["into"])
        unit = self._unit(options["unit"], needed=not options["dry_run"] and into is None)
        reading = Reading(Changes(options["changes"]), Encoding(options["encoding"]))
        imported = run_import(options["file"], reading)
        if into is not None and not options["dry_run"]:
            self._take_back(into, imported)
            return
        if unit is not None and not options["dry_run"]:
            plan = create_plan_from_import(imported, unit=unit, by=None)
            self.stderr.write(f"Đã lưu bản dự thảo số {plan.pk} của {unit}.")
        if options["json"]:
            self.stdout.write(json.dumps(imported.to_json(), ensure_ascii=False, indent=1))
        else:
            self._tell(imported)

    def _unit(self, code: str, *, needed: bool) -> Unit | None:
        if not code:
            if needed:
                raise CommandError(
                    "Thiếu --unit: hãy cho mã đơn vị ban hành, hoặc dùng --dry-run để chỉ xem."
                )
            return None
        unit = Unit.objects.filter(code=code).first()
        if unit is None:
            raise CommandError(
                f"Không có đơn vị nào mang mã “{code}”. Hãy kiểm tra mã trong danh mục đơn vị."
            )
        return unit

    def _draft(self, plan_id: int | None) -> Plan | None:
        found = Plan.objects.filter(pk=plan_id).first() if plan_id is not None else None
        if plan_id is not None and found is None:
            raise CommandError(f"Không có kế hoạch nào mang mã số {plan_id}.")
        return found

    def _take_back(self, plan: Plan, imported: ImportedPlan) -> None:
        try:
            version = take_back(plan, imported, by=None)
        except (DocumentError, IllegalStep, ValidationError, OutlineError) as error:
            raise CommandError(f"Không nhận lại được: {error}") from error
        self.stderr.write(f"Kế hoạch {plan.pk} nay ở lần lưu số {version.number}.")

    def _tell(self, imported: ImportedPlan) -> None:
        for name, value in imported.heading.items():
            self.stdout.write(f"{name}: {value}")
        for block in imported.blocks:
            note = f"   ⟵ {block.note}" if block.note else ""
            self.stdout.write(f"[{block.level} · {block.kind}] {block.number} {block.text[:100]}{note}")
        for recipient in imported.recipients:
            self.stdout.write(f"Nơi nhận: {recipient.text} ({recipient.purpose})")
        for note in imported.notes:
            self.stdout.write(note)
        signature = imported.signature
        self.stdout.write(
            f"Người ký: {' / '.join(signature.authority_lines) or '—'} / {signature.name or '—'}"
        )
        for piece in imported.unplaced:
            self.stdout.write(f"Chưa xếp (dòng {piece.line}): {piece.text[:100]} — {piece.reason}")
        self.stdout.write(f"Đã xếp {imported.placed_chars}/{imported.source_chars} ký tự.")
