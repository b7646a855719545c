"""Starting a form, publishing it, starting its next version."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from reporting.designing.faults import faults_of
from reporting.designing.queries import items_of, texts_of
from reporting.designing.services.drafts import DesignError, lock_draft, must_design
from reporting.models import Form, FormItem, Indicator, NarrativeSection, Submission
from units import audit
from units.models import Unit, User

OWN_CODE = "R"


# --- forms


@transaction.atomic
def create_form(owner: Unit, *, code: str, name: str, by: User, like: Form | None = None) -> Form:
    """A draft of version 1; with `like` its rows and headings are copied. Raises PermissionDenied, DesignError."""
    must_design(owner, by)
    if Form.objects.filter(code=code).exists():
        raise DesignError(
            f"Mã biểu {code} đã có. Hãy đặt mã khác, hoặc lập phiên bản mới của biểu đó.", "code"
        )
    form = _new_draft(owner, code, 1, name, like)
    audit.record(
        "reporting.form.create", form, by=by, unit=owner, after={"code": code, "like": str(like or "")}
    )
    return form


@transaction.atomic
def next_version(form: Form, *, by: User) -> Form:
    """A draft with everything the form has. Raises PermissionDenied, DesignError (a draft is there already)."""
    must_design(form.owner, by)
    newest = Form.objects.filter(code=form.code).aggregate(n=Max("version"))["n"]
    try:
        with transaction.atomic():
            draft = _new_draft(form.owner, form.code, newest + 1, form.name, form)
    except IntegrityError as error:
        raise DesignError("Biểu này đang có một phiên bản soạn dở. Hãy sửa tiếp phiên bản đó.") from error
    audit.record("reporting.form.version", draft, by=by, unit=form.owner, after={"version": draft.version})
    return draft


def _new_draft(owner: Unit | None, code: str, version: int, name: str, like: Form | None) -> Form:
    form = Form.objects.create(
        owner=owner, code=code, version=version, name=name, status=Form.Status.DRAFT, copied_from=like
    )
    if like is not None:
        _copy_rows(like, form)
    return form


def _copy_rows(like: Form, form: Form) -> None:
    """Rows in order with their breakdowns, headings in order; indicators another unit added come along as they are."""
    old = items_of(like)
    new = FormItem.objects.bulk_create(
        [
            FormItem(
                form=form, section=item.section, indicator_id=item.indicator_id, required=item.required,
                required_for=item.required_for, help_text=item.help_text, formula=item.formula, order=at,
            )
            for at, item in enumerate(old)
        ]
    )  # fmt: skip
    link = FormItem.disaggregations.through
    link._default_manager.bulk_create(
        link(formitem_id=copy.pk, disaggregation_id=d.pk)
        for item, copy in zip(old, new, strict=True)
        for d in item.disaggregations.all()
    )
    NarrativeSection.objects.bulk_create(
        NarrativeSection(
            form=form, code=text.code, part=text.part, title=text.title, prompt=text.prompt, required=text.required,
            required_for=text.required_for, order=at,
        )
        for at, text in enumerate(texts_of(like))
    )  # fmt: skip


@transaction.atomic
def rename_form(form: Form, *, name: str, by: User) -> None:
    now = lock_draft(form, by)
    before, now.name = now.name, name
    now.save(update_fields=["name"])
    audit.record(
        "reporting.form.rename", now, by=by, unit=now.owner, before={"name": before}, after={"name": name}
    )


@transaction.atomic
def publish_form(form: Form, *, effective_from: dt.date, by: User) -> Form:
    """From now on unchangeable; used by periods whose cut-off day is `effective_from` or later.

    The version before ends the day before. Raises PermissionDenied, DesignError (faults, date not after the version before).
    """
    now = lock_draft(form, by)
    stopping = [fault for fault in faults_of(items_of(now), texts_of(now)) if not fault.warning]
    if stopping:
        raise DesignError(
            f"Chưa ban hành được: còn {len(stopping)} chỗ phải sửa. {stopping[0].where}: {stopping[0].message}"
        )
    before = _version_before(now)
    if before and before.effective_from and effective_from <= before.effective_from:
        raise DesignError(
            f"Phiên bản {before.version} dùng từ ngày {before.effective_from:%d/%m/%Y}; hãy chọn một ngày sau đó.",
            "effective_from",
        )
    now.status, now.effective_from = Form.Status.PUBLISHED, effective_from
    now.save(update_fields=["status", "effective_from"])
    if before:
        before.effective_to = effective_from - dt.timedelta(days=1)
        before.save(update_fields=["effective_to"])
    audit.record("reporting.form.publish", now, by=by, unit=now.owner, after={"from": str(effective_from)})
    return now


def _version_before(form: Form) -> Form | None:
    published = Form.objects.filter(code=form.code, status=Form.Status.PUBLISHED)
    return published.exclude(pk=form.pk).order_by("-version").first()


@transaction.atomic
def delete_draft(form: Form, *, by: User) -> None:
    """Raises PermissionDenied, DesignError (published, or used by a report)."""
    now = lock_draft(form, by)
    if Submission.objects.filter(form=now).exists():
        raise DesignError("Đã có báo cáo lập theo biểu này nên không xóa được.")
    audit.record(
        "reporting.form.delete", now, by=by, unit=now.owner, before={"code": now.code, "version": now.version}
    )
    now.delete()


# --- own indicators


@transaction.atomic
def add_indicator(form: Form, *, by: User, **values: Any) -> Indicator:
    """An indicator of the form's owner: name, unit_of_measure, kind, over_units, over_periods, help_text,
    disaggregations. Its code is the next free R001. Raises DesignError."""
    now = lock_draft(form, by)
    chosen = values.pop("disaggregations", [])
    used = Indicator.objects.filter(code__regex=rf"^{OWN_CODE}[0-9]+$").values_list("code", flat=True)
    number = max((int(code[1:]) for code in used), default=0) + 1
    indicator = Indicator.objects.create(
        code=f"{OWN_CODE}{number:03}", owner=now.owner, group=OWN_CODE, order=10_000 + number, **values
    )
    indicator.disaggregations.set(chosen)
    audit.record(
        "reporting.indicator.create", indicator, by=by, unit=now.owner, after={"name": indicator.name}
    )
    return indicator
