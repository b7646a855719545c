"""The printed register of petitions: a job, kept for who asked for it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from campaigns.petitions.queries import PetitionFilter, petition_rows
from campaigns.petitions.registers import petition_book
from core.formats import write
from core.vietnamese import nfc
from documents.jobs import JobFailed, Progress, enqueue, job_handler
from documents.models import Job
from documents.pdf import listing_pdf
from units.models import Unit, User
from units.scope import units_of

KIND = "print_petitions"
MOST_LINES = 3_000


def ask_for_print(wanted: PetitionFilter, *, by: Any, unit: Unit | None) -> Job:
    """The job that prints what the person sees with this filter; a second click soon after is the same wish."""
    words = {name: str(value or "") for name, value in asdict(wanted).items()}
    seconds = int(timezone.now().timestamp()) // 10
    print_of = hashlib.sha256(json.dumps([words, seconds], ensure_ascii=False).encode()).hexdigest()
    return enqueue(KIND, key=f"petitions:{by.pk}:{print_of[:40]}", unit=unit, by=by, wanted=words, user=by.pk)


@job_handler(KIND)
def print_petitions(progress: Progress, *, wanted: dict[str, str], user: int) -> dict[str, Any]:
    """Lay the register out as the asking person sees it when the job runs."""
    person = User.objects.get(pk=user)
    rows = petition_rows(person, _filter(wanted)).order_by("received_on", "pk")
    count = rows.count()
    if count > MOST_LINES:
        raise JobFailed(
            f"Sổ có {write.number(count)} dòng, mỗi lần in tối đa {write.number(MOST_LINES)}. Hãy chọn ngày rồi in lại."
        )
    progress.step(f"Đang dàn trang {write.number(count)} dòng", 0, 2)
    book = petition_book(rows)
    context = {
        "book": book, "rows": list(book.printed()), "units": [one.name for one in units_of(person)][:3],
        "today": timezone.localdate(), "which": "kien-nghi",
    }  # fmt: skip
    content = listing_pdf(render_to_string("campaigns/petitions/register_paper.html", context))
    progress.step("Đang lưu tệp", 1, 2)
    name = f"so-kien-nghi/{progress.job.pk}-{hashlib.sha256(content).hexdigest()[:16]}.pdf"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    url = reverse("campaigns:petition_register_file", args=[progress.job.pk])
    return {"url": url, "label": "Tải sổ (PDF)", "file": name}


def _filter(words: dict[str, str]) -> PetitionFilter:
    days = {name: dt.date.fromisoformat(words[name]) for name in ("since", "until") if words.get(name)}
    return PetitionFilter(
        text=nfc(words.get("text", "")), topic=words.get("topic", ""), status=words.get("status", ""),
        body=words.get("body", ""), since=days.get("since"), until=days.get("until"),
    )  # fmt: skip
