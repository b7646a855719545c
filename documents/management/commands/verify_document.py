"""Is this PDF a paper of the portal, as it was signed? `manage.py verify_document FILE.pdf --json`"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents.signing.verifying import Verdict, verify_file
from documents.standing import standing_of


class Command(BaseCommand):
    help = (
        "Kiểm tra một tệp PDF: có phải văn bản của cổng, chữ ký có còn nguyên. Mã thoát 0: hợp lệ, 1: không."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="Tệp PDF")
        parser.add_argument("--json", action="store_true", help="In kết quả dạng JSON")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {file}: {error.strerror}") from error
        verdict = verify_file(content, deep=True)
        if options["json"]:
            self.stdout.write(json.dumps(told(verdict), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(f"{'HỢP LỆ' if verdict.valid else 'KHÔNG HỢP LỆ'}: {verdict.message}")
        if not verdict.valid:
            sys.exit(1)


def told(verdict: Verdict) -> dict[str, Any]:
    """The verdict for programs."""
    document = verdict.document
    return {
        "valid": verdict.valid,
        "reason": verdict.reason,
        "message": verdict.message,
        "sha256": verdict.sha256,
        "document": document
        and {
            "code": document.doc_code,
            "issued_on": document.issued_on and document.issued_on.isoformat(),
            "issuer": document.issuer.name,
            "status": document.status,
            "standing": asdict(standing_of(document)),
            "verification_code": document.verification_code,
        },
        "signatures": [
            {
                "holder": one.holder,
                "serial": one.serial,
                "issuer": one.issuer,
                "signed_at": one.signed_at and timezone.localtime(one.signed_at).isoformat(),
                "fault": one.fault,
            }
            for one in verdict.signatures
        ],
    }
