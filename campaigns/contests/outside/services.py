"""Recording, changing and taking away contests that others organise."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from campaigns.contests.outside.models import OutsideContest
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from campaigns.workflow import logs_for
from core.vietnamese import nfc
from core.workflow import StepRefused
from documents.evidence import NewEvidence, read_link
from units import audit
from units.models import Unit

FIELDS = (
    "name", "organiser", "starts_on", "ends_on", "online", "participants", "female", "essays", "results", "link",
)  # fmt: skip


def record_contest(*, unit: Unit, by: Any, paper: NewEvidence | None = None, **values: Any) -> OutsideContest:
    """A contest of others with what the unit's people did there. Raises CampaignError, StepRefused."""
    row = OutsideContest(unit=unit, recorded_by=by)
    return _save(row, "outside_contest.record", by, paper, values)


def change_outside(
    row: OutsideContest, *, by: Any, paper: NewEvidence | None = None, **values: Any
) -> OutsideContest:
    """Set the named fields; a new paper replaces the old one. Raises CampaignError, StepRefused."""
    return _save(row, "outside_contest.change", by, paper, values)


def remove_outside(row: OutsideContest, *, by: Any) -> None:
    """Take the record away; the log keeps what it said. Raises StepRefused."""
    _allow(row.unit, by)
    with transaction.atomic():
        kept = OutsideContest.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)
        audit.record("outside_contest.remove", kept, by=by, unit=kept.unit, before=_facts(kept))
        if kept.file:
            transaction.on_commit(partial(kept.file.storage.delete, str(kept.file.name)))
        kept.delete()


def _save(
    row: OutsideContest, action: str, by: Any, paper: NewEvidence | None, values: dict[str, Any]
) -> OutsideContest:
    _allow(row.unit, by)
    with transaction.atomic():
        before: dict[str, Any] = {}
        if row.pk:
            row = OutsideContest.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)
            before = _facts(row)
        for name, value in values.items():
            if name not in FIELDS:
                raise TypeError(f"{name} is no field of an outside contest")
            setattr(row, name, value)
        _check(row)
        if paper:
            _attach(row, paper)
        row.save()
        audit.record(action, row, by=by, unit=row.unit, before=before, after=_facts(row))
    return row


def _allow(unit: Unit, by: Any) -> None:
    if reason := logs_for(by, unit):
        raise StepRefused(reason)


def _check(row: OutsideContest) -> None:
    row.name = texts.line(row.name, field="name", label="Tên cuộc thi", longest=200)
    row.organiser = texts.line(row.organiser, field="organiser", label="Cơ quan tổ chức", longest=200)
    row.results = texts.within(nfc(row.results).strip(), field="results", label="Kết quả", longest=4000)
    row.essays = row.essays or 0
    texts.count(row.participants, field="participants", label="Lượt người dự thi")
    texts.count(row.essays, field="essays", label="Bài dự thi tự luận")
    if row.ends_on < row.starts_on:
        raise CampaignError("Ngày kết thúc phải từ ngày bắt đầu trở đi.", "ends_on")
    if row.starts_on > timezone.localdate() + dt.timedelta(days=1):
        raise CampaignError("Cuộc thi chưa bắt đầu. Hãy ghi khi đã có người dự thi.", "starts_on")
    if row.female is not None and texts.count(row.female, field="female", label="Số nữ") > row.participants:
        raise CampaignError("Số nữ không thể lớn hơn lượt người dự thi.", "female")
    if row.essays > row.participants:
        raise CampaignError("Số bài tự luận không thể lớn hơn lượt người dự thi.", "essays")
    if row.link:
        row.link = read_link(row.link).url


def _attach(row: OutsideContest, paper: NewEvidence) -> None:
    if row.file:
        transaction.on_commit(partial(row.file.storage.delete, str(row.file.name)))
    row.original_name, row.sha256 = paper.original_name, paper.sha256
    # Nobody can guess an address, and no name a person chose reaches the disk.
    row.file.save(f"{uuid.uuid4().hex}.{paper.extension}", ContentFile(paper.data or b""), save=False)


def _facts(row: OutsideContest) -> dict[str, Any]:
    return {name: str(getattr(row, name)) for name in FIELDS} | {"file": row.sha256}
