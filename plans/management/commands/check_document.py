"""manage.py check_document ID|FILE [--json]: what the linter says about a plan of the portal or a .txt/.docx file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.importing import ImportFailed, import_file
from plans.linter import ERROR, DocumentContext, Finding, check
from plans.linter.document import Reading, read
from plans.linter.plan import context_of_import, context_of_plan, decomposed_part, where
from plans.models import Plan
from plans.outline import OutlineError, PlanContent
from plans.queries import content_of


class Command(BaseCommand):
    help = "Kiểm tra thể thức, chữ nghĩa của một kế hoạch (mã số) hoặc tệp .txt, .docx; có lỗi thì mã thoát là 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "document", metavar="ID|FILE", help="Mã kế hoạch trong hệ thống, hoặc tệp .txt/.docx"
        )
        parser.add_argument("--json", action="store_true", help="In kết quả dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        content, context, ignored = _of(options["document"])
        found = [f for f in check(content, context) if (f.rule, f.digest) not in ignored]
        if options["json"]:
            self.stdout.write(json.dumps([f.to_json() for f in found], ensure_ascii=False, indent=1))
        else:
            self._tell(found, read(content, context))
        if any(finding.severity == ERROR for finding in found):
            sys.exit(1)

    def _tell(self, found: list[Finding], reading: Reading) -> None:
        for finding in found:
            quoted = f" “{finding.found[:80]}”" if finding.found else ""
            fix = f" → “{finding.fix[:80]}”" if finding.fix else ""
            self.stdout.write(
                f"[{finding.severity_label}] {where(reading, finding)}:{quoted}{fix} {finding.message} "
                f"({finding.rule}; {finding.source})"
            )
        errors = sum(finding.severity == ERROR for finding in found)
        self.stdout.write(
            f"{len(found)} lỗi, cảnh báo, trong đó {errors} lỗi." if found else "Không có gì phải xem lại."
        )


def _of(document: str) -> tuple[PlanContent, DocumentContext, set[tuple[str, str]]]:
    """The text, what stands around it, and what was set aside. Raises CommandError with a Vietnamese message."""
    if document.isdecimal() and not Path(document).exists():
        plan = (
            Plan.objects.select_related("issuer__kind", "signer__user", "delegation", "current_version")
            .filter(pk=document)
            .first()
        )
        if plan is None:
            raise CommandError(f"Không có kế hoạch nào mang mã {document}.")
        return (
            content_of(plan),
            context_of_plan(plan),
            set(plan.ignored_findings.values_list("rule", "digest")),
        )
    path = Path(document)
    try:
        imported = import_file(path)
        content = imported.content()
    except ImportFailed as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"Không mở được tệp “{path}”.") from error
    except OutlineError as error:
        faults = "\n".join(fault.message for fault in error.faults[:10])
        raise CommandError(f"Nội dung tệp không vừa khuôn của một kế hoạch:\n{faults}") from error
    return content, context_of_import(imported, decomposed=decomposed_part(path)), set()
