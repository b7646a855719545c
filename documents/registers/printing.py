"""The printed register: a job that lays out the chosen lines to be bound (NĐ 30/2020, Phụ lục IV)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Count, Max
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from core.formats import write
from documents.jobs import JobFailed, Progress, enqueue, job_handler
from documents.models import Job
from documents.pdf import listing_pdf
from documents.registers import queries
from documents.registers.books import Book, incoming_book, outgoing_book
from units.models import Unit, User

KIND = "print_register"
OUTGOING, INCOMING = "van-ban-di", "van-ban-den"
MOST_LINES = 5_000
# Ten cells to be broken into lines; the layout is fixed already, so only fewer words would be quicker.
SECONDS_A_LINE = 0.008


@dataclass(frozen=True)
class Register:
    """One of the two registers: which lines, how they are told."""

    found: Callable[[Any, Mapping[str, Any]], Any]
    book: Callable[..., Book]


REGISTERS = {
    OUTGOING: Register(queries.outgoing, outgoing_book),
    INCOMING: Register(queries.incoming, incoming_book),
}


def ask_for_print(which: str, chosen: Mapping[str, Any], *, by: Any, unit: Unit | None) -> Job:
    """The job that prints the lines the person sees with these filters; the same while nothing is added."""
    words = {name: str(value) for name, value in sorted(chosen.items())}
    state = REGISTERS[which].found(by, chosen).order_by().aggregate(n=Count("pk"), last=Max("pk"))
    seconds = int(timezone.now().timestamp()) // 10  # a second click soon after is the same wish
    print_of = json.dumps([which, words, state, seconds], ensure_ascii=False, default=str)
    key = f"register:{by.pk}:{hashlib.sha256(print_of.encode()).hexdigest()[:40]}"
    return enqueue(KIND, key=key, unit=unit, by=by, which=which, chosen=words, user=by.pk)


@job_handler(KIND)
def print_register(progress: Progress, *, which: str, chosen: dict[str, str], user: int) -> dict[str, Any]:
    """Lay out the register as the asking person sees it when the job runs."""
    register, person = REGISTERS[which], User.objects.get(pk=user)
    rows = register.found(person, chosen)
    count = rows.count()
    if count > MOST_LINES:
        raise JobFailed(
            f"Sổ có {count} dòng, mỗi lần in tối đa {MOST_LINES}. Hãy chọn năm hoặc dãy số rồi in lại."
        )
    seconds = max(round(count * SECONDS_A_LINE), 1)
    progress.step(f"Đang dàn trang {write.number(count)} dòng, khoảng {write.number(seconds)} giây", 0, 2)
    html = register_html(
        register.book(rows.iterator(chunk_size=1000), year=chosen.get("nam", "")), person, which
    )
    content = listing_pdf(html)
    progress.step("Đang lưu tệp", 1, 2)
    name = f"so-dang-ky/{progress.job.pk}-{hashlib.sha256(content).hexdigest()[:16]}.pdf"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    url = reverse("documents:register_file", args=[progress.job.pk])
    return {"url": url, "label": "Tải sổ (PDF)", "file": name, "which": which}


def register_html(book: Book, person: User, which: str = OUTGOING) -> str:
    """Cover and lines as HTML for print."""
    rows = list(book.printed())
    seats = person.seats.current().select_related("unit")
    context = {
        "book": book, "rows": rows, "units": sorted({seat.unit.name for seat in seats}),
        "today": timezone.localdate(), "which": which,
    }  # fmt: skip
    return render_to_string("documents/register_paper.html", context)
