"""The example province through the whole loop: `manage.py demo` (with --serve, the default, the portal runs afterwards)."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reporting.demo import summary
from reporting.demo.running import serve
from reporting.demo.story import Story
from reporting.demo.tree import PROVINCE_CODE, Size
from units.models import Unit


class Command(BaseCommand):
    help = (
        "Nạp tỉnh Mẫu Sơn minh họa và làm trọn một vòng: kế hoạch, hoạt động, báo cáo, tổng hợp, PDF. "
        "Chạy lại thì dùng những gì đã có; chạy dở thì làm tiếp phần còn thiếu."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--serve", action="store_true", default=True, help="Chạy cổng thông tin sau khi nạp (mặc định)"
        )
        parser.add_argument(
            "--no-serve", action="store_false", dest="serve", help="Dừng sau khi có các tệp PDF"
        )
        parser.add_argument(
            "--uppers", type=int, default=Size.uppers, help="Số công đoàn cấp trên trực tiếp cơ sở"
        )
        parser.add_argument(
            "--direct", type=int, default=Size.direct, help="Số công đoàn cơ sở trực thuộc tỉnh"
        )
        parser.add_argument(
            "--grassroots", type=int, default=Size.below, help="Số công đoàn cơ sở dưới cấp trên trực tiếp"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Unit.objects.filter(parent=None).exclude(code=PROVINCE_CODE).exists():
            raise CommandError(
                "Cơ sở dữ liệu đang có đơn vị khác. Lệnh demo chỉ chạy trên cơ sở dữ liệu trống của riêng nó."
            )
        # The file broker has no host, and says so at every first use.
        logging.getLogger("kombu.connection").setLevel(logging.ERROR)
        size = Size(uppers=options["uppers"], direct=options["direct"], below=options["grassroots"])
        story = Story(size, self._say)
        story.run()
        for line in summary.lines(story):
            self._say(line)
        if options["serve"]:
            serve(self._say)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
