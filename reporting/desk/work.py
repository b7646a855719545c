"""Work given out on the first page: what is mine, what I gave, papers given to me to settle; and who sees which figures."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from core.formats import write
from documents.models import IncomingDocument
from documents.registers.models import IncomingStatus
from plans.assignments import queries as work
from plans.assignments.models import Assignment, AssignmentStatus
from plans.assignments.workflow import GIVERS
from plans.targets import queries as targets
from plans.targets.roles import ANSWERERS
from reporting.desk.items import Desk, Group, Item, Tile
from reporting.desk.queries import SHOWN
from reporting.targets.standings import chart_of
from units.models import Role, Seat, Unit
from units.scope import holds_any

MOST_TILES = 6
# Which figures a role looks at first; the rest of the tiles is left to their lists.
PAPERS, MINE, GIVEN_LATE, GIVEN_WAITING, INBOX, OWN_REPORT, LOGGED, REVIEW, OVERDUE, ACCEPTED = (
    "papers", "mine", "given_late", "given_waiting", "inbox", "own_report", "logged", "waiting", "overdue", "accepted",
)  # fmt: skip
LOOKS = {
    Role.LEADER: (PAPERS, GIVEN_LATE, OVERDUE, GIVEN_WAITING, REVIEW, OWN_REPORT, MINE, INBOX, ACCEPTED, LOGGED),
    Role.UPPER_UNIT: (OWN_REPORT, REVIEW, OVERDUE, MINE, GIVEN_LATE, ACCEPTED, GIVEN_WAITING, PAPERS, INBOX, LOGGED),
    Role.GRASSROOTS: (OWN_REPORT, MINE, INBOX, LOGGED, GIVEN_LATE, GIVEN_WAITING, PAPERS, REVIEW, OVERDUE, ACCEPTED),
    Role.REGISTRY: (INBOX, PAPERS, MINE, GIVEN_LATE, GIVEN_WAITING, OWN_REPORT, REVIEW, OVERDUE, ACCEPTED, LOGGED),
}  # fmt: skip
DEPARTMENT = (PAPERS, MINE, GIVEN_WAITING, GIVEN_LATE, INBOX, OVERDUE, REVIEW, OWN_REPORT, ACCEPTED, LOGGED)


def tiles_of(seat: Seat, tiles: list[Tile]) -> list[Tile]:
    """At most six, in the order the seat's role looks at them; what is only shown while it waits stands first."""
    order = ("", *LOOKS.get(Role(seat.role), DEPARTMENT))
    return sorted(tiles, key=lambda tile: order.index(tile.key))[:MOST_TILES]


def add_work(desk: Desk, user: Any, unit: Unit) -> None:
    """Own work with what is late apart, the standing of what the unit gave, papers to settle."""
    _mine(desk, user, unit)
    if holds_any(user, *GIVERS, at=unit):
        _given(desk, unit)
    if holds_any(user, Role.LEADER, Role.UNIT_HEAD, Role.DRAFTER, Role.UPPER_UNIT, Role.GRASSROOTS, at=unit):
        desk.targets = chart_of(unit)
    _asked(desk, user, unit)
    _incoming(desk, user, unit)


def _mine(desk: Desk, user: Any, unit: Unit) -> None:
    mine = Assignment.objects.of_person(user).filter(unit=unit)
    found = work.standing(mine)
    listed = reverse("plans:assignment_list")
    if not (found.total or holds_any(user, *GIVERS, at=unit)):
        return
    note = f"{write.number(found.late)} quá hạn" if found.late else "không có việc quá hạn"
    tone = "danger" if found.late else ""
    desk.tiles.append(Tile("Việc của tôi", found.open, listed, note, tone, "list-checks", key=MINE))
    if not found.open:
        return
    rows: Any = work.with_words(mine.unfinished()).order_by(*work.ORDERS["han"])[: 2 * SHOWN]
    late = [_item(row) for row in rows if row.is_late][:SHOWN]
    ahead = [_item(row) for row in rows if not row.is_late][:SHOWN]
    if late:
        url = f"{listed}?loc={work.LATE}"
        desk.late.append(Group("Việc được giao đã quá hạn", late, url, "Tất cả việc quá hạn", found.late))
    if ahead:
        desk.waiting.append(
            Group("Việc được giao", ahead, listed, "Tất cả việc của tôi", found.open - found.late)
        )


def _item(row: Assignment) -> Item:
    return Item(
        row.round.text, reverse("plans:assignment_detail", args=[row.pk]),
        f"{row.round.plan.code_or_type}, {row.by_unit.short_name or row.by_unit.name} giao, đã làm {row.progress}%",
        row.status, row.get_status_display(), row.deadline_on,
    )  # fmt: skip


def _given(desk: Desk, unit: Unit) -> None:
    found = work.standing_of_given(unit)
    if not found.total:
        return
    listed = f"{reverse('plans:assignment_list')}?ben={work.GIVEN}"
    of = f"trên {write.number(found.total)} việc đã giao"
    desk.tiles += [
        Tile("Việc đã giao quá hạn", found.late, f"{listed}&loc={work.LATE}", of, "danger" if found.late else "", "clock",
             key=GIVEN_LATE),
        Tile("Chờ tôi xác nhận", found.waiting, f"{listed}&loc={work.WAITING}", of, "warning" if found.waiting else "",
             "circle-check", key=GIVEN_WAITING),
    ]  # fmt: skip
    desk.given_url = f"{listed}&loc={work.ALL}"
    desk.given = [
        ("Chưa nhận", found.fresh, f"{listed}&loc={work.NEW}", ""),
        ("Đang làm", found.open - found.fresh, listed, ""),
        (str(AssignmentStatus.REPORTED.label), found.waiting, f"{listed}&loc={work.WAITING}", "warning"),
        (
            str(AssignmentStatus.CONFIRMED.label),
            found.confirmed,
            f"{listed}&loc={work.CLOSED_ONES}",
            "success",
        ),
        ("Trong đó quá hạn", found.late, f"{listed}&loc={work.LATE}", "danger"),
    ]
    desk.given_total = found.total


def _asked(desk: Desk, user: Any, unit: Unit) -> None:
    """Plans above that wait for the unit's own numbers of their targets."""
    rows = targets.sheets_waiting([unit.pk]) if holds_any(user, *ANSWERERS, at=unit) else []
    if not rows:
        return
    url = f"{reverse('plans:allotted_to_us')}?loc=cho-tra-loi"
    items = [
        Item(
            one.abstract, url, f"{one.issuer} lấy ý kiến mức giao {write.number(one.lines)} chỉ tiêu", "waiting",
            "Chờ trả lời", one.due_on,
        )
        for one in rows[:SHOWN]
    ]  # fmt: skip
    desk.waiting.append(Group("Chỉ tiêu chờ đơn vị cho ý kiến", items, url, "Xem tất cả", len(rows)))


def _incoming(desk: Desk, user: Any, unit: Unit) -> None:
    """Papers of the incoming register the person was named for."""
    rows = IncomingDocument.objects.visible_to(user).filter(
        unit=unit, assignee__user=user, status=IncomingStatus.ASSIGNED
    )
    found = list(rows.order_by("due_on", "pk")[: SHOWN + 1])
    if not found:
        return
    items = [
        Item(
            f"{row.code} – {row.abstract}", reverse("documents:incoming_detail", args=[row.pk]),
            ". ".join(filter(None, (row.issuer_name, row.instruction))), "late" if row.is_late else row.status,
            "Quá hạn" if row.is_late else row.get_status_display(), row.due_on,
        )
        for row in found[:SHOWN]
    ]  # fmt: skip
    url = f"{reverse('documents:incoming_list')}?cua_toi=1"
    total = rows.count() if len(found) > SHOWN else len(found)
    desk.waiting.append(Group("Văn bản đến giao tôi xử lý", items, url, "Tất cả văn bản giao cho tôi", total))
