"""Invitations and the attendance list on paper, laid out by a job; the list as XLSX."""

from __future__ import annotations

import io
import secrets
from typing import Any

import xlsxwriter
from django.template.loader import render_to_string
from django.utils import timezone

from campaigns.events import queries
from campaigns.events.jobs import address_of
from campaigns.events.models import Event, Invitee
from campaigns.printed import keep_printed
from documents.jobs import JobFailed, Progress, enqueue, job_handler
from documents.models import Job
from documents.pdf import listing_pdf
from documents.qr import qr_svg

KIND = "event_papers"
INVITATIONS, ATTENDANCE = "giay-moi", "diem-danh"
TEMPLATES = {
    INVITATIONS: ("campaigns/events/invitations_paper.html", "Giấy mời"),
    ATTENDANCE: ("campaigns/events/attendance_paper.html", "Danh sách ký tên"),
}
MOST_INVITATIONS = 1_000
_COLUMNS = (
    ("Số thứ tự", 9), ("Họ và tên", 28), ("Chức vụ", 24), ("Đơn vị", 40), ("Nam/nữ", 9), ("Trả lời", 16),
    ("Lý do, người đi thay", 30), ("Số buổi có mặt", 14),
)  # fmt: skip


def ask_for_paper(event: Event, which: str, *, by: Any) -> Job:
    """The job that lays the paper out as the list stands now."""
    key = f"event:{event.pk}:{which}:{secrets.token_hex(4)}"
    return enqueue(KIND, key=key, unit=event.unit, by=by, event=event.pk, which=which)


@job_handler(KIND)
def make_paper(progress: Progress, *, event: int, which: str) -> dict[str, Any]:
    row = queries.whole_event(event)
    template, label = TEMPLATES[which]
    people = list(queries.invitee_rows(row))
    if which == INVITATIONS:
        people = [person for person in people if not person.walk_in]
        if len(people) > MOST_INVITATIONS:
            raise JobFailed(
                f"Danh sách có {len(people)} người, mỗi lần in tối đa {MOST_INVITATIONS} giấy mời."
            )
    progress.step(f"Đang dàn trang cho {len(people)} người", 0, 2)
    content = listing_pdf(render_to_string(template, paper_context(row, people, codes=which == INVITATIONS)))
    progress.step("Đang lưu tệp", 1, 2)
    return keep_printed(
        progress.job, content, name=f"{which}-{row.pk}.pdf", label=f"Tải {label.lower()} (PDF)"
    )


def paper_context(event: Event, people: list[Invitee], *, codes: bool) -> dict[str, Any]:
    """What both papers print; the codes only where they are printed."""
    return {
        "event": event, "lines": queries.lines_of(event), "sittings": list(event.sittings.all()),
        "today": timezone.localdate(),
        "people": [(person, qr_svg(address_of(person), label="Mã điểm danh") if codes else "") for person in people],
    }  # fmt: skip


def attendance_workbook(event: Event) -> bytes:
    """Everybody invited, with a column for each sitting they came to. No address and no code is exported."""
    sittings = list(event.sittings.all())
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True})
        sheet = book.add_worksheet("Điểm danh")
        heads = [
            *_COLUMNS,
            *((f"Buổi {timezone.localtime(one.starts_at):%d/%m/%Y %H:%M}", 18) for one in sittings),
        ]
        for column, (heading, width) in enumerate(heads):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 2)
        for row, person in enumerate(queries.invitee_rows(event), 1):
            came = {one.sitting_id: one.at for one in person.check_ins.all()}
            times = [
                f"{timezone.localtime(came[one.pk]):%H:%M}" if one.pk in came else "" for one in sittings
            ]
            answer = "Không có giấy mời" if person.walk_in else str(person.get_answer_display())
            cells = [row, person.name, person.post, person.workplace, str(person.get_sex_display()), answer,
                     person.answer_note, len(came), *times]  # fmt: skip
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
    return buffer.getvalue()
