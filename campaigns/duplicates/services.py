"""Merging two activities into one and taking them apart again; nothing that was logged is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from campaigns.duplicates.models import DifferentPair, Merge
from campaigns.duplicates.workflow import merges
from campaigns.models import Activity, ActivityMoney, ActivityQuantity
from campaigns.services import CampaignError
from campaigns.services.activities import write_amounts
from campaigns.services.checks import FIELDS, LINKS, checked
from core.workflow import StepRefused
from units import audit
from units.models import Unit

FIRST, SECOND, SUM = "kept", "gone", "sum"
_COLUMNS = tuple(f"{name}_id" if name in LINKS else name for name in FIELDS)
_ALWAYS = ("unit_id", "logged_by_id", "logged_at", "request_key")
_GONE = "Một trong hai hoạt động vừa bị xóa hoặc gộp ở nơi khác. Hãy tải lại danh sách."

Chosen = Mapping[str, str]


def merge_activities(kept: Activity, gone: Activity, *, by: Any, chosen: Chosen) -> Merge:
    """Make one of two: `kept` stays, with evidence, money and partners of both.

    `chosen`: field, "quantity_<code>" or "money_<source>" → "kept", "gone" or, for amounts, "sum"; what is not named is
    taken from `kept`, an amount only one has from that one. Raises StepRefused, CampaignError with the field.
    """
    with transaction.atomic():
        stays, goes = _both(kept, gone)
        _allow(by, stays, goes)
        if stays.pk == goes.pk:
            raise CampaignError("Hãy chọn hai hoạt động khác nhau.")
        before, lost = snapshot(stays), snapshot(goes)
        quantities = _amounts(before["quantities"], lost["quantities"], chosen, "quantity_")
        money = _amounts(before["money"], lost["money"], chosen, "money_")
        _take_fields(stays, goes, chosen)
        stays.quantities.all().delete()
        stays.money.all().delete()
        write_amounts(stays, quantities, money)
        stays.partners.add(*(pk for pk in (*lost["partners"], goes.unit_id) if pk != stays.unit_id))
        moved = _move(goes, stays)
        goes_pk = goes.pk
        audit.record("activity.merge", stays, by=by, unit=stays.unit, before={"kept": before, "gone": lost},
                     after=snapshot(stays))  # fmt: skip
        goes.delete()
        return Merge.objects.create(
            kept=stays, gone_id=goes_pk, gone_title=lost["title"], gone_unit_id=lost["unit_id"], gone=lost,
            before=before, after=snapshot(stays), moved=moved, merged_by=by,
        )  # fmt: skip


def undo_merge(merge: Merge, *, by: Any) -> Activity:
    """Bring back the activity that went, with its evidence; what was corrected since stays.

    Raises StepRefused, CampaignError.
    """
    with transaction.atomic():
        row = Merge.objects.select_for_update(of=("self",)).select_related("kept__unit").get(pk=merge.pk)
        stays = Activity.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.kept_id)
        unit = Unit.objects.get(pk=row.gone["unit_id"])
        back = Activity(pk=row.gone_id, **_stored(row.gone))
        back.unit = unit
        _allow(by, stays, back)
        if row.undone_at:
            raise CampaignError("Lần gộp này đã được hoàn tác.")
        try:
            with transaction.atomic():
                back.save(force_insert=True)
        except IntegrityError as error:
            raise CampaignError(
                "Chiến dịch, nhiệm vụ hoặc thông điệp của hoạt động đã gộp không còn, nên không hoàn tác được."
            ) from error
        write_amounts(back, row.gone["quantities"], row.gone["money"])
        back.partners.set(row.gone["partners"])
        _give_back(row, back)
        _restore(stays, row)
        row.undone_by, row.undone_at = by, timezone.now()
        row.save(update_fields=["undone_by", "undone_at"])
        audit.record("activity.unmerge", stays, by=by, unit=stays.unit, after={"back": row.gone_id})
    return back


def keep_apart(one: Activity, other: Activity, *, by: Any) -> None:
    """Say that the two are two, so that nobody is asked again. Raises StepRefused."""
    with transaction.atomic():
        first, second = sorted((one, other), key=lambda row: row.pk)
        _allow(by, first, second)
        DifferentPair.objects.get_or_create(first=first, second=second, defaults={"by": by})
        audit.record("activity.keep_apart", first, by=by, unit=first.unit, after={"other": second.pk})


def snapshot(activity: Activity) -> dict[str, Any]:
    """Everything of the row that deleting it would lose."""
    return {
        **{name: getattr(activity, name) for name in (*_COLUMNS, *_ALWAYS)},
        # JSON would cut it to milliseconds.
        "logged_at": activity.logged_at.isoformat(),
        "quantities": dict(
            ActivityQuantity.objects.filter(activity=activity).values_list("kind_id", "amount")
        ),
        "money": dict(ActivityMoney.objects.filter(activity=activity).values_list("source", "amount")),
        "partners": sorted(activity.partners.order_by().values_list("pk", flat=True)),
    }


def _both(kept: Activity, gone: Activity) -> tuple[Activity, Activity]:
    """Locked in the order of their ids, so that two people merging the same pair wait for each other."""
    rows = Activity.objects.select_for_update(of=("self",)).select_related("unit").order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[kept.pk, gone.pk])}
    try:
        return found[kept.pk], found[gone.pk]
    except KeyError as error:
        raise CampaignError(_GONE) from error


def _allow(by: Any, *activities: Activity) -> None:
    if reason := merges(by, *activities):
        raise StepRefused(reason)


def _take_fields(stays: Activity, goes: Activity, chosen: Chosen) -> None:
    merged = {name: getattr(goes if chosen.get(name) == SECOND else stays, name) for name in FIELDS}
    # What the kept one may name, it names; what comes from the other is judged like something new.
    for name, value in checked(stays.unit, stays, **merged).items():
        setattr(stays, name, value)
    stays.save(update_fields=[*FIELDS])


def _amounts(one: Mapping[str, int], other: Mapping[str, int], chosen: Chosen, prefix: str) -> dict[str, int]:
    found = dict(other) | dict(one)
    for code in set(one) & set(other):
        said = chosen.get(f"{prefix}{code}", FIRST)
        found[code] = one[code] + other[code] if said == SUM else other[code] if said == SECOND else one[code]
    return found


# --- what points at the activity


def _pointers() -> Iterator[Any]:
    """Foreign keys of any app to an activity, apart from its own amounts, partners and the verdicts about it."""
    own = {ActivityQuantity, ActivityMoney, DifferentPair, Activity.partners.through}
    relations: Any = Activity._meta.get_fields(include_hidden=True)
    for relation in relations:
        points_here = relation.auto_created and (relation.one_to_many or relation.one_to_one)
        if points_here and relation.related_model not in own:
            yield relation.field


def _name(field: Any) -> str:
    return f"{field.model._meta.label_lower}.{field.name}"


def _rows(field: Any) -> models.QuerySet[Any]:
    return field.model._base_manager.all()


def _move(goes: Activity, stays: Activity) -> dict[str, list[int]]:
    """Evidence, receipts, sources of figures: whatever named the one names the other from now on."""
    moved = {}
    for field in _pointers():
        ids = list(_rows(field).filter(**{field.name: goes.pk}).order_by("pk").values_list("pk", flat=True))
        if ids:
            _point(field, ids, stays)
            moved[_name(field)] = ids
    return moved


def _give_back(row: Merge, back: Activity) -> None:
    for field in _pointers():
        ids = row.moved.get(_name(field), [])
        _point(
            field,
            list(_rows(field).filter(pk__in=ids, **{field.name: row.kept_id}).values_list("pk", flat=True)),
            back,
        )


def _point(field: Any, ids: list[int], at: Activity) -> None:
    try:
        with transaction.atomic():
            _rows(field).filter(pk__in=ids).update(**{field.name: at.pk})
    except IntegrityError as error:
        raise CampaignError(
            f"Cả hai hoạt động đã được dùng ở “{field.model._meta.verbose_name}” nên không gộp được."
        ) from error


# --- undoing


def _stored(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a snapshot as the model reads them."""
    return {name: _column(name).to_python(kept[name]) for name in (*_COLUMNS, *_ALWAYS)}


def _column(name: str) -> Any:
    return Activity._meta.get_field(name)


def _restore(stays: Activity, row: Merge) -> None:
    """Give the kept one its own words and amounts again, except what was changed after the merge."""
    before, after = _stored(row.before), _stored(row.after)
    for name in _COLUMNS:
        if getattr(stays, name) == after[name]:
            setattr(stays, name, before[name])
    stays.save(update_fields=[*FIELDS])
    now = snapshot(stays)
    for amounts, related in (("quantities", stays.quantities), ("money", stays.money)):
        if now[amounts] == row.after[amounts]:
            related.all().delete()
            write_amounts(stays, **{"quantities": {}, "money": {}, amounts: row.before[amounts]})
    added = set(row.after["partners"]) - set(row.before["partners"])
    stays.partners.remove(*added)
