"""Puts the first page together for one seat: which groups, tiles and buttons the person's roles call for."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from campaigns.sending.queries import unread_notices
from campaigns.workflow import LOGGING_ROLES
from core.formats import write
from documents.models import Delivery, Document, Status
from documents.papers import page_url
from documents.review.models import ReviewStep
from documents.workflow import RECEIVERS
from reporting.corrections.queries import waiting_for
from reporting.desk import queries
from reporting.desk.items import Action, Desk, Group, Item, News, Tile
from reporting.desk.work import add_work, tiles_of
from reporting.models import PeriodUnit, Submission, SubmissionMove
from reporting.models import SubmissionStatus as S
from reporting.queries.periods import Counts, completeness
from reporting.services.compiling import COMPILER_ROLES
from reporting.workflow import RECEIVER_ROLES, REPORTER_ROLES
from units.models import Role, Seat, Unit
from units.scope import holds, holds_any

NEXT = {
    Status.DRAFT: "Đang soạn, chưa trình",
    Status.RETURNED: "Bị trả lại, cần sửa rồi trình lại",
    Status.IN_REVIEW: "Chờ xem xét, duyệt",
    Status.APPROVED: "Chờ cấp số và phát hành",
    Status.NUMBERED: "Đã cấp số, chờ ký rồi phát hành",
}
DONE = {
    "submit": "Đã trình", "withdraw": "Đã rút", "return": "Đã trả lại", "approve": "Đã duyệt", "number": "Đã cấp số",
    "issue": "Đã phát hành", "replace": "Đã thay thế", "correct": "Đã đính chính", "recall": "Đã thu hồi",
}  # fmt: skip
OWN_REPORT = {
    "start": "bắt đầu được nhập", "submit": "đã gửi", "receive": "được tiếp nhận", "return": "bị trả lại",
    "paper": "được cấp trên nhập thay từ báo cáo giấy", "accept": "được duyệt", "reopen": "được mở lại",
    "compile": "được tổng hợp",
}  # fmt: skip


def desk_of(user: Any, seat: Seat) -> Desk:
    """The page of the person in this seat; a fixed number of queries."""
    unit, desk = seat.unit, Desk()
    place = queries.open_place(user, unit)
    counts = completeness(place) if place and unit.kind.tier < 3 else None
    _reviews(desk, user, unit)
    _papers(desk, user, unit)
    add_work(desk, user, unit)
    _mentions(desk, user, unit)
    _notices(desk, user)
    _reports(desk, user, unit, place, counts)
    _corrections(desk, user, unit)
    _plans(desk, user, unit)
    _deliveries(desk, user, unit)
    _news(desk, user, unit)
    _actions(desk, user, unit, place)
    desk.tiles = tiles_of(seat, desk.tiles)
    return desk


# --- papers


def _reviews(desk: Desk, user: Any, unit: Unit) -> None:
    """What waits for the person's opinion, check or approval; what is overdue stands among what is late."""
    waiting = queries.to_answer(user, unit)
    rows = list(waiting[: queries.SHOWN + 1])
    if not rows:
        return
    total = len(rows) if len(rows) <= queries.SHOWN else waiting.count()
    rows, url = rows[: queries.SHOWN], reverse("documents:review_list")
    today = timezone.localdate()
    late = [row for row in rows if row.due_on < today]
    if late:
        desk.late.append(
            Group("Quá hạn cho ý kiến, duyệt", [_review_item(row) for row in late], url, "Xem tất cả")
        )
    if len(late) < len(rows):
        items = [_review_item(row) for row in rows if row.due_on >= today]
        desk.waiting.append(Group("Chờ tôi cho ý kiến, duyệt", items, url, "Xem tất cả", total - len(late)))
    desk.tiles.append(Tile("Chờ tôi cho ý kiến, duyệt", total, url, tone="warning", icon="clipboard-check"))


def _review_item(step: ReviewStep) -> Item:
    document = step.sheet.document
    return Item(
        document.abstract, reverse("documents:review_sheet", args=[step.sheet_id]),
        f"{step.sheet.submitted_by} trình {write.datetime(step.sheet.submitted_at)}", step.status,
        step.get_kind_display(), step.due_on,
    )  # fmt: skip


def _papers(desk: Desk, user: Any, unit: Unit) -> None:
    papers = queries.documents_at_work(user, unit)
    listed = reverse("documents:document_list")
    if papers:
        items = [_paper(document) for document in papers[: queries.SHOWN]]
        desk.waiting.append(
            Group("Văn bản đến bước của tôi", items, listed, "Tất cả văn bản đi", len(papers))
        )
    if holds_any(user, Role.LEADER, Role.UNIT_HEAD, Role.REGISTRY, Role.DRAFTER, at=unit):
        shown = f"{queries.SHOWN}+" if len(papers) > queries.SHOWN else len(papers)
        tone = "warning" if papers else ""
        desk.tiles.append(
            Tile("Văn bản đến bước của tôi", shown, listed, tone=tone, icon="file-text", key="papers")
        )


def _mentions(desk: Desk, user: Any, unit: Unit) -> None:
    items = [
        Item(
            said.text, f"{reverse('plans:plan_detail', args=[said.plan_id])}#gop-y-{said.reply_to_id or said.pk}",
            f"{said.by}, {write.datetime(said.at)}: {said.plan.abstract}",
        )
        for said in queries.mentions(user, unit)
    ]  # fmt: skip
    if items:
        desk.waiting.append(Group("Được nhắc tên", items))


def _notices(desk: Desk, user: Any) -> None:
    """What campaigns told the person and they have not read."""
    unread = list(unread_notices(user)[: queries.SHOWN])
    if unread:
        listed = reverse("campaigns:notice_list")
        items = [Item(row.broadcast.texts[row.way], listed, row.campaign.name) for row in unread]
        desk.waiting.append(Group("Tin từ chiến dịch", items, listed, "Tất cả tin"))


def _deliveries(desk: Desk, user: Any, unit: Unit) -> None:
    if not holds_any(user, *RECEIVERS, at=unit):
        return
    unconfirmed = queries.unconfirmed(user, unit)
    rows = list(unconfirmed[: queries.SHOWN])
    total = unconfirmed.count()
    inbox = reverse("documents:inbox")
    # Everybody may confirm; it is the registry's task, and the chair's where there is no registry.
    if rows and holds_any(user, Role.REGISTRY, Role.GRASSROOTS, at=unit):
        items = [_delivery(row) for row in rows]
        desk.waiting.append(Group("Văn bản đến cần xác nhận", items, inbox, "Mở hộp văn bản đến", total))
    tone = "warning" if total else ""
    desk.tiles.append(Tile("Văn bản đến chưa xác nhận", total, inbox, tone=tone, icon="inbox", key="inbox"))


def _delivery(row: Delivery) -> Item:
    return Item(
        f"{row.document.code_or_type} – {row.document.abstract}",
        reverse("documents:delivery_detail", args=[row.pk]),
        f"{row.document.issuer.name}, {row.get_role_display().lower()}",
        "" if row.opened_at else "new", "" if row.opened_at else "Chưa mở",
    )  # fmt: skip


def _paper(document: Document) -> Item:
    return Item(
        document.abstract, page_url(document), NEXT[Status(document.status)], document.status,
        document.get_status_display(),
    )  # fmt: skip


# --- reports


def _reports(desk: Desk, user: Any, unit: Unit, place: PeriodUnit | None, counts: Counts | None) -> None:
    if place is None:
        return
    desk.period_name = place.period.name
    if holds_any(user, *REPORTER_ROLES, at=unit):
        _own_report(desk, place)
        _inherited_reports(desk, unit)
    if unit.kind.tier >= 3:
        logged = queries.logged_in(place)
        url = reverse("campaigns:activity_list")
        desk.tiles.append(Tile("Hoạt động đã ghi trong kỳ", logged, url, icon="calendar-check", key="logged"))
    if counts is None or not counts.obliged or not holds_any(user, *RECEIVER_ROLES, Role.DRAFTER, at=unit):
        return
    desk.coverage, desk.coverage_url = counts, _completeness(place)
    _tiles_below(desk, place, counts)
    if holds_any(user, *RECEIVER_ROLES, at=unit):
        _review(desk, place)
    if counts.overdue:
        rows = queries.overdue(place)[: queries.SHOWN]
        items = [
            _report_item(row, row.period_unit.parent.name if row.period_unit.parent else "") for row in rows
        ]
        url = _completeness(place, "overdue")
        desk.late.append(Group("Quá hạn chưa gửi báo cáo", items, url, "Xem tất cả", counts.overdue))


def _completeness(place: PeriodUnit, state: str = "") -> str:
    url = f"{reverse('reporting:period_detail', args=[place.period_id])}?noi={place.pk}"
    return f"{url}&tt={state}" if state else url


def _own_report(desk: Desk, place: PeriodUnit) -> None:
    report: Submission | None = getattr(place, "submission", None)
    if report is None:
        return
    page = "submission_edit" if report.is_editable else "submission_detail"
    url = reverse(f"reporting:{page}", args=[report.pk])
    label = report.get_status_display()
    if report.is_editable:
        note = (
            queries.return_note(report)
            if report.status == S.RETURNED
            else "Số liệu đã ghi trong nhật ký được điền sẵn."
        )
        item = Item(
            f"Báo cáo {place.period.name}", url, note, report.status, label, place.due_on, place.due_why
        )
        group = Group("Báo cáo của đơn vị tôi", [item])
        overdue = place.due_on is not None and place.due_on < timezone.localdate()
        (desk.late if overdue else desk.waiting).insert(0, group)
    tone = {S.RETURNED: "danger", S.ACCEPTED: "success", S.COMPILED: "success"}.get(S(report.status), "")
    if not report.is_editable and place.tier < 3:
        return
    due = f"hạn gửi {write.date(place.due_on)}" if place.due_on and report.is_editable else place.period.name
    desk.tiles.insert(
        0, Tile("Báo cáo của đơn vị", label, url, note=due, tone=tone, icon="chart-column", key="own_report")
    )


def _inherited_reports(desk: Desk, unit: Unit) -> None:
    items = [
        Item(
            row.period_unit.name, reverse("reporting:submission_edit", args=[row.pk]), row.period.name, row.status,
            row.get_status_display(), row.period_unit.due_on, row.period_unit.due_why,
        )
        for row in queries.inherited_reports(unit)
    ]  # fmt: skip
    if items:
        desk.waiting.append(Group("Báo cáo của đơn vị đã sáp nhập, đơn vị tôi kế thừa", items))


def _tiles_below(desk: Desk, place: PeriodUnit, counts: Counts) -> None:
    of = f"trên {write.number(counts.obliged)} đơn vị"
    rows = (
        ("waiting", "Báo cáo chờ duyệt", counts.waiting, "warning" if counts.waiting else "", "inbox"),
        ("overdue", "Quá hạn chưa gửi", counts.overdue, "danger" if counts.overdue else "", "clock"),
        (
            "accepted",
            "Báo cáo đã duyệt",
            counts.accepted,
            "success" if counts.accepted else "",
            "circle-check",
        ),
    )
    desk.tiles += [
        Tile(name, write.number(n), _completeness(place, state), of, tone, icon, state)
        for state, name, n, tone, icon in rows
    ]


def _review(desk: Desk, place: PeriodUnit) -> None:
    waiting = queries.to_review(place)
    rows, total = list(waiting[: queries.SHOWN]), waiting.count()
    if rows:
        items = [_report_item(row, f"gửi {write.datetime(row.last_submitted_at)}", due=False) for row in rows]
        url = f"{reverse('reporting:review_desk')}?ky={place.period_id}"
        desk.waiting.append(Group("Báo cáo chờ tôi tiếp nhận, duyệt", items, url, "Xem tất cả", total))


def _report_item(report: Submission, note: str, *, due: bool = True) -> Item:
    return Item(
        report.period_unit.name, reverse("reporting:submission_detail", args=[report.pk]), note, report.status,
        report.get_status_display(), report.period_unit.due_on if due else None,
    )  # fmt: skip


def _corrections(desk: Desk, user: Any, unit: Unit) -> None:
    """Corrections of accepted figures whose turn it is here."""
    waiting = waiting_for(user, unit)
    rows = list(waiting[: queries.SHOWN + 1])
    if not rows:
        return
    items = [
        Item(
            f"{row.submission.period_unit.name}: {row.title}", reverse("reporting:correction_detail", args=[row.pk]),
            f"{row.reason.name}, {row.prepared_by} đề nghị {write.datetime(row.prepared_at)}", row.status,
            row.get_status_display(),
        )
        for row in rows[: queries.SHOWN]
    ]  # fmt: skip
    total = len(rows) if len(rows) <= queries.SHOWN else waiting.count()
    url = f"{reverse('reporting:correction_list')}?tinh_trang=pending"
    desk.waiting.append(Group("Đính chính số liệu chờ tôi duyệt", items, url, "Xem tất cả", total))


# --- plans, tasks


def _plans(desk: Desk, user: Any, unit: Unit) -> None:
    items = [
        Item(
            f"{plan.code_or_type} – {plan.abstract}", reverse("plans:plan_detail", args=[plan.pk]),
            f"Kế hoạch của {plan.issuer.name} giao đơn vị thực hiện",
        )
        for plan in queries.to_derive(user, unit)
    ]  # fmt: skip
    changed = [
        Item(
            f"{plan.code_or_type} – {plan.abstract}", reverse("plans:plan_detail", args=[plan.pk]),
            f"{changes[0].title}: {changes[0].upper.doc_code}, {changes[0].upper.issuer.name}",
            plan.status, plan.get_status_display(),
        )
        for plan, changes in queries.changed_above(user, unit)
    ]  # fmt: skip
    if changed:
        desk.waiting.append(Group("Kế hoạch cấp trên đã thay đổi, cần xử lý", changed))
    if items:
        url = f"{reverse('plans:plan_list')}?ben=cap-tren"
        desk.waiting.append(
            Group("Kế hoạch cấp trên cần cụ thể hóa", items, url, "Kế hoạch cấp trên", len(items))
        )
    desk.tasks = [
        Item(
            task.text, reverse("plans:plan_detail", args=[task.plan_id]),
            f"{task.plan.code_or_type}, {task.plan.issuer.short_name or task.plan.issuer.name}", task.state,
            task.get_state_display(), task.deadline_on,
        )
        for task in queries.tasks_ahead(user, unit)
    ]  # fmt: skip


# --- news


def _news(desk: Desk, user: Any, unit: Unit) -> None:
    papers = [
        News(
            f"{DONE.get(move.step, move.step)} {move.document.code_or_type} {move.document.abstract}",
            page_url(move.document), move.at, str(move.by), move.note,
        )
        for move in queries.document_news(user, unit)
    ]  # fmt: skip
    reports = [
        News(
            _told(move, unit), reverse("reporting:submission_detail", args=[move.submission_id]), move.at, str(move.by),
            move.note,
        )
        for move in queries.report_news(user, unit)
    ]  # fmt: skip
    work = [
        News(
            f"{queries.WORK_NEWS[move.step]}: {move.assignment.round.text}",
            reverse("plans:assignment_detail", args=[move.assignment_id]), move.at, str(move.by), move.note,
        )
        for move in queries.work_news(user, unit)
    ]  # fmt: skip
    desk.news = sorted(papers + reports + work, key=lambda news: news.at, reverse=True)[: queries.SHOWN]


def _told(move: SubmissionMove, unit: Unit) -> str:
    if move.submission.unit_id == unit.pk:
        return f"Báo cáo của đơn vị {OWN_REPORT.get(move.step, move.step)}"
    return f"{move.submission.period_unit.name} đã gửi báo cáo"


# --- buttons


def _actions(desk: Desk, user: Any, unit: Unit, place: PeriodUnit | None) -> None:
    report: Submission | None = getattr(place, "submission", None) if place else None
    upper = unit.kind.tier < 3
    if holds_any(user, *LOGGING_ROLES, at=unit):
        desk.actions.append(Action("Ghi hoạt động", reverse("campaigns:activity_new"), "plus"))
    if report is not None and report.is_editable and holds_any(user, *REPORTER_ROLES, at=unit):
        url = reverse("reporting:submission_edit", args=[report.pk])
        desk.actions.append(Action("Nhập báo cáo", url, "pencil"))
    if holds(user, Role.DRAFTER, at=unit):
        desk.actions.append(Action("Soạn kế hoạch", reverse("plans:plan_new"), "clipboard-list"))
    if place is not None and upper and holds_any(user, *COMPILER_ROLES, at=unit):
        desk.actions.append(Action("Tổng hợp", reverse("reporting:totals", args=[place.pk]), "chart-column"))
    if holds(user, Role.REGISTRY, at=unit):
        desk.actions.append(Action("Sổ đăng ký văn bản đi", reverse("documents:register"), "files"))
    if holds(user, Role.ADMIN, at=unit):
        desk.actions.append(
            Action("Đơn vị, tài khoản", reverse("units:unit_detail", args=[unit.code]), "network")
        )
        desk.actions.append(Action("Kỳ báo cáo", reverse("reporting:period_list"), "calendar-check"))
