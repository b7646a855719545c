"""The printed register of awards: a job that lays out the lines a person sees with these filters."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Count, Max
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from campaigns.awards import queries
from campaigns.awards.models import Award, Receiver
from campaigns.awards.spreadsheets import source_of
from core.formats import write
from core.vietnamese import parse_id
from documents.jobs import JobFailed, Progress, enqueue, job_handler
from documents.models import Job
from documents.pdf import listing_pdf
from units.models import Unit, User

KIND = "print_awards"
MOST_LINES = 5_000
COLUMNS = (
    "TT", "Họ tên cá nhân, tên tập thể", "Đơn vị", "Danh hiệu, hình thức khen thưởng", "Cơ quan khen thưởng",
    "Số quyết định", "Ngày quyết định", "Năm", "Thành tích, phong trào", "Ghi chú",
)  # fmt: skip


def ask_for_book(chosen: Mapping[str, Any], *, by: Any, unit: Unit | None) -> Job:
    """The job that prints the lines; the same while nothing is added."""
    words = {name: str(value) for name, value in sorted(chosen.items())}
    state = queries.award_rows(by, chosen).order_by().aggregate(n=Count("pk"), last=Max("pk"))
    seconds = int(timezone.now().timestamp()) // 10  # a second click soon after is the same wish
    said = json.dumps([words, state, seconds], ensure_ascii=False, default=str)
    key = f"awards:{by.pk}:{hashlib.sha256(said.encode()).hexdigest()[:40]}"
    return enqueue(KIND, key=key, unit=unit, by=by, chosen=words, user=by.pk)


@job_handler(KIND)
def print_awards(progress: Progress, *, chosen: dict[str, str], user: int) -> dict[str, Any]:
    """Lay out the register as the asking person sees it when the job runs."""
    person = User.objects.get(pk=user)
    rows = queries.award_rows(person, chosen).select_related("campaign", "contest")
    count = rows.count()
    if count > MOST_LINES:
        raise JobFailed(
            f"Sổ có {write.number(count)} dòng, mỗi lần in tối đa {write.number(MOST_LINES)}. Hãy chọn năm, cấp rồi in lại."
        )
    progress.step(f"Đang dàn trang {write.number(count)} dòng", 0, 2)
    content = listing_pdf(book_html(rows.iterator(chunk_size=1000), person, chosen))
    progress.step("Đang lưu tệp", 1, 2)
    name = f"so-khen-thuong/{progress.job.pk}-{hashlib.sha256(content).hexdigest()[:16]}.pdf"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    url = reverse("campaigns:award_book", args=[progress.job.pk])
    return {"url": url, "label": "Tải sổ khen thưởng (PDF)", "file": name}


def book_html(awards: Any, person: User, chosen: Mapping[str, str]) -> str:
    """Cover line and lines as HTML for print."""
    seats = person.seats.current().select_related("unit")
    context = {
        "columns": COLUMNS, "rows": [_cells(n, award) for n, award in enumerate(awards, 1)],
        "units": sorted({seat.unit.name for seat in seats}), "today": timezone.localdate(),
        "year": str(parse_id(chosen.get("nam", "")) or ""),
    }  # fmt: skip
    return render_to_string("campaigns/awards/book.html", context)


def _cells(n: int, award: Award) -> tuple[str, ...]:
    called = award.recipient
    if award.receiver == Receiver.PERSON:
        called = f"{'Bà' if award.female else 'Ông'} {award.name}"
    return (
        str(n), called, award.unit.name if award.name else "", award.title.name, award.issuer_name, award.decision_number,
        write.date(award.decided_on), str(award.year), "; ".join(one for one in (award.reason, source_of(award)) if one),
        f"Đã hủy: {award.revoked_why}" if award.status == Award.Status.REVOKED else "",
    )  # fmt: skip
