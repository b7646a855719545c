"""Read mails that came back: `manage.py record_bounces FILE` (one eml, or an mbox of the sender's mailbox)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.mailing.bounces import bounces_in
from documents.services.mailing import record_bounce


class Command(BaseCommand):
    help = (
        "Ghi nhận thư bị trả lại từ tệp eml hoặc mbox của hộp thư gửi. Chạy lại cùng tệp không ghi hai lần."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="Tệp eml hoặc mbox")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        found = known = 0
        try:
            for bounce in bounces_in(file):
                found += 1
                mail = record_bounce(bounce)
                if mail is not None:
                    known += 1
                    self.stdout.write(f"{mail.address}: {mail.document.doc_code}: {bounce.reason}")
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {file}: {error.strerror}") from error
        self.stdout.write(f"{found} thư bị trả lại, ghi nhận {known}.")
