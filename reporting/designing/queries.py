"""Reading forms: the list, one form's outline, which version a period uses, what changed between versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from core.vietnamese import fold, search_words
from reporting.models import Disaggregation, Form, FormItem, Indicator, NarrativeSection
from reporting.models.catalogue import DESIGNER_ROLES
from units.models import Unit
from units.scope import holds_any, sees_all


def may_design(user: Any, form: Form) -> bool:
    """Those who design forms at the form's owner; a form of the common catalogue is changed by nobody, only copied."""
    if form.owner is None:
        return False
    return sees_all(user) or holds_any(user, *DESIGNER_ROLES, at=form.owner)


@dataclass
class OutlineSection:
    title: str
    rows: list[FormItem] = field(default_factory=list)


def items_of(form: Form) -> list[FormItem]:
    """Rows in order with indicator and breakdowns, in three queries."""
    rows = FormItem.objects.filter(form=form).select_related("indicator")
    return list(rows.prefetch_related("disaggregations").order_by("order", "pk"))


def outline_of(items: Iterable[FormItem]) -> list[OutlineSection]:
    sections: dict[str, OutlineSection] = {}
    for item in items:
        sections.setdefault(item.section, OutlineSection(item.section)).rows.append(item)
    return list(sections.values())


def texts_of(form: Form) -> list[NarrativeSection]:
    return list(NarrativeSection.objects.filter(form=form).order_by("order", "pk"))


def forms_for(user: Any, *, words: str = "", state: str = "") -> list[Form]:
    """Forms the person sees, newest version of each code first, with counts of rows and headings; a few dozen."""
    forms = Form.objects.visible_to(user).select_related("owner", "copied_from").annotate(
        rows=Count("items", distinct=True), texts=Count("narratives", distinct=True)
    )  # fmt: skip
    if state in Form.Status.values:
        forms = forms.filter(status=state)
    wanted = search_words(words)
    found = forms.order_by("code", "-version")
    return [form for form in found if all(word in fold(f"{form.code} {form.name}") for word in wanted)]


def indicators_for(owner: Unit | None) -> QuerySet[Indicator]:
    """What a form of `owner` can ask: the common catalogue and the owner's own; never what the system computes."""
    mine = Q(owner__isnull=True) | Q(owner=owner)
    return (
        Indicator.objects.filter(mine, computed=False)
        .exclude(~Q(numerator=""), ~Q(denominator=""))
        .order_by("code")
    )


def asked_disaggregations() -> QuerySet[Disaggregation]:
    return Disaggregation.objects.filter(derived=False).order_by("order", "code")


def form_in_force(form: Form, on: dt.date) -> Form:
    """The version of the form's code that a period with cut-off `on` uses: the newest published one that has begun."""
    begun = Q(effective_from__isnull=True) | Q(effective_from__lte=on)
    lasting = Q(effective_to__isnull=True) | Q(effective_to__gte=on)
    versions = Form.objects.filter(begun, lasting, code=form.code, status=Form.Status.PUBLISHED)
    return versions.order_by("-version").first() or form


@dataclass(frozen=True)
class VersionChange:
    """One line of what a version changes against the one before."""

    kind: str  # added, removed, changed
    code: str
    name: str
    detail: str = ""


def changes_between(before: Form, after: Form) -> list[VersionChange]:
    """Rows and headings added, taken out and changed, in the order of the newer version."""
    old = {item.indicator.code: item for item in items_of(before)}
    new = {item.indicator.code: item for item in items_of(after)}
    found = [_change(old.get(code), item) for code, item in new.items()]
    found += [
        VersionChange("removed", code, item.indicator.name) for code, item in old.items() if code not in new
    ]
    old_texts = {text.code: text for text in texts_of(before)}
    new_texts = {text.code: text for text in texts_of(after)}
    found += [
        VersionChange("added", code, text.title) for code, text in new_texts.items() if code not in old_texts
    ]
    found += [
        VersionChange("changed", code, text.title, detail)
        for code, text in new_texts.items()
        if code in old_texts and (detail := _differences(_asked_text(old_texts[code]), _asked_text(text)))
    ]
    found += [
        VersionChange("removed", code, text.title)
        for code, text in old_texts.items()
        if code not in new_texts
    ]
    return [change for change in found if change is not None]


def _change(old: FormItem | None, new: FormItem) -> VersionChange | None:
    code, name = new.indicator.code, new.indicator.name
    if old is None:
        return VersionChange("added", code, name)
    changed = _differences(_asked(old), _asked(new))
    return VersionChange("changed", code, name, changed) if changed else None


def _differences(before: dict[str, str], after: dict[str, str]) -> str:
    return "; ".join(
        f"{label}: {before[label] or 'không'} → {after[label] or 'không'}"
        for label in after
        if before[label] != after[label]
    )


def _asked_text(text: NarrativeSection) -> dict[str, str]:
    return {
        "phần": text.part, "đề mục": text.title, "gợi ý": text.prompt,
        "bắt buộc": "có" if text.required else ", ".join(text.required_for),
    }  # fmt: skip


def _asked(item: FormItem) -> dict[str, str]:
    return {
        "phân tổ": ", ".join(d.name.lower() for d in item.disaggregations.all()),
        "bắt buộc": "có" if item.required else ", ".join(item.required_for),
        "công thức": item.formula,
    }
