"""The jury of a task, and which member marks which essay: never one of the author's own unit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from campaigns.contests.essays.models import Essay, EssayMarker, EssayTask, Marking
from campaigns.contests.services import locked
from campaigns.contests.workflow import runs_contest
from campaigns.services.errors import CampaignError
from core.formats import write
from core.workflow import StepRefused
from units import audit
from units.models import Seat, User


def add_marker(task: EssayTask, user: User, *, by: Any) -> EssayMarker:
    """One more member of the jury. Twice is once. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        contest = locked(task.contest)
        _allow(by, contest)
        _still_marking(task)
        row, made = EssayMarker.objects.get_or_create(task=task, user=user)
        if made:
            audit.record("contest.essay.marker", task, by=by, unit=contest.owner, after={"marker": user.pk})
    return row


def remove_marker(marker: EssayMarker, *, by: Any) -> None:
    """Out of the jury; essays not marked yet are dealt out anew next time. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        contest = locked(marker.task.contest)
        _allow(by, contest)
        _still_marking(marker.task)
        Marking.objects.filter(essay__task=marker.task, marker=marker.user, done_at__isnull=True).delete()
        before = {"marker": marker.user_id}
        audit.record("contest.essay.marker.remove", marker.task, by=by, unit=contest.owner, before=before)
        marker.delete()


def deal_out(task: EssayTask, *, by: Any) -> int:
    """Give every essay at the organiser's desk the markers it lacks, evenly; gives how many turns were dealt.

    Raises CampaignError (nothing is dealt) when the jury cannot mark some essay blind and twice, StepRefused.
    """
    with transaction.atomic():
        contest = locked(task.contest)
        _allow(by, contest)
        _still_marking(task)
        if not task.over:
            raise CampaignError(
                f"{task.name} còn nhận bài đến {write.datetime(task.closes_at)}. Hãy giao bài sau đó."
            )
        jury = Jury(task)
        wanted, short = [], []
        for essay in _at_desk(task):
            markers = {marking.marker_id for marking in essay.markings.all()}
            for turn in _turns_lacking(essay):
                marker = jury.least_busy(essay, without=markers)
                if marker is None:
                    short.append(essay.code)
                    break
                markers.add(marker)
                wanted.append(Marking(essay=essay, marker_id=marker, turn=turn))
        if short:
            raise CampaignError(
                f"Ban giám khảo chưa đủ người: {write.number(len(short))} bài (như bài {short[0]}) cần hai giám khảo "
                "không thuộc đơn vị của tác giả. Hãy thêm giám khảo rồi giao lại."
            )
        Marking.objects.bulk_create(wanted, batch_size=500)
        audit.record("contest.essay.deal", task, by=by, unit=contest.owner, after={"turns": len(wanted)})
    return len(wanted)


def _turns_lacking(essay: Essay) -> list[int]:
    """1 and 2 for everybody; 3 where both are done and the essay still lies here without points."""
    taken = {marking.turn: marking for marking in essay.markings.all()}
    if len(taken) == 2 and all(marking.done_at for marking in taken.values()):
        return [3]
    return [turn for turn in (1, 2) if turn not in taken]


class Jury:
    """Who may mark an essay, and who has the least to do. Four queries, whatever the number of essays."""

    def __init__(self, task: EssayTask) -> None:
        people = list(User.objects.filter(pk__in=task.markers.values("user")).order_by("pk"))
        self._phones = {person.pk: "".join(filter(str.isdigit, person.phone)) for person in people}
        self._units: Mapping[int, set[int]] = defaultdict(set)
        for user, unit in Seat.objects.current().filter(user__in=people).values_list("user", "unit"):
            self._units[user].add(unit)
        dealt = Marking.objects.filter(essay__task=task).values_list("marker", flat=True)
        self._load = Counter(dealt)

    def least_busy(self, essay: Essay, *, without: Iterable[int]) -> int | None:
        """The id of the member with the fewest essays who may mark this one; counted as busy from now on."""
        free = [pk for pk in self._phones if pk not in set(without) and self.may_mark(pk, essay)]
        if not free:
            return None
        chosen = min(free, key=lambda pk: (self._load[pk], pk))
        self._load[chosen] += 1
        return chosen

    def may_mark(self, user: int, essay: Essay) -> bool:
        """Not of the author's unit, and not the author."""
        own_phone = bool(self._phones[user]) and self._phones[user] == essay.participant.phone
        return essay.participant.unit_id not in self._units[user] and not own_phone


def _at_desk(task: EssayTask) -> Any:
    rows = Essay.objects.filter(task=task, status=Essay.Status.FORWARDED, at_unit=task.contest.owner_id)
    return rows.select_related("participant").prefetch_related("markings").defer("text").order_by("code")


def _allow(by: Any, contest: Any) -> None:
    if reason := runs_contest(by, contest):
        raise StepRefused(reason)


def _still_marking(task: EssayTask) -> None:
    if task.marked_at is not None:
        raise CampaignError("Điểm tự luận đã khóa nên không đổi được ban giám khảo.")
