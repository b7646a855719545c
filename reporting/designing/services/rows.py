"""Rows and sections of a draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from reporting.designing.formulas import FormulaError, read_formula, written
from reporting.designing.queries import indicators_for, items_of
from reporting.designing.services.drafts import DesignError, lock_draft
from reporting.designing.services.forms import add_indicator
from reporting.models import Disaggregation, Form, FormItem, Indicator
from units import audit
from units.models import User

LETTERS = "ABCDEFGHIKLMNOPQRSTUVXY"
_LETTER = re.compile(r"^[A-ZĐ]{1,2}\.\s+")
MOST_ROWS = 400


@transaction.atomic
def add_row(form: Form, *, indicator: Indicator, section: str, by: User, **asked: Any) -> FormItem:
    """The indicator as the last row of its section. `asked` as in change_row. Raises DesignError."""
    now = lock_draft(form, by)
    rows = items_of(now)
    if any(row.indicator_id == indicator.pk for row in rows):
        raise DesignError(f"{indicator.code} đã có trong biểu. Mỗi chỉ tiêu chỉ hỏi một lần.", "indicator")
    if len(rows) >= MOST_ROWS:
        raise DesignError(f"Biểu đã có {MOST_ROWS} dòng. Hãy tách thành hai biểu.", "indicator")
    if not indicators_for(now.owner).filter(pk=indicator.pk).exists():
        raise DesignError(f"{indicator.code} do hệ thống tự tính, không hỏi trong phiếu được.", "indicator")
    row = FormItem.objects.create(form=now, indicator=indicator, section=section, order=len(rows))
    _write_row(row, asked)
    _settle([*rows, row])
    audit.record(
        "reporting.form.row.add",
        now,
        by=by,
        unit=now.owner,
        after={"row": indicator.code, "section": section},
    )
    return row


@transaction.atomic
def add_own_row(
    form: Form, *, section: str, by: User, disaggregations: Sequence[Disaggregation], **values: Any
) -> FormItem:
    """A new indicator of the form's owner and its row. `values` as in add_indicator. Raises DesignError."""
    indicator = add_indicator(form, by=by, disaggregations=disaggregations, **values)
    return add_row(form, indicator=indicator, section=section, by=by, disaggregations=disaggregations)


@transaction.atomic
def change_row(row: FormItem, *, by: User, section: str = "", **asked: Any) -> FormItem:
    """`asked`: disaggregations (rows), required, required_for (kind codes), help_text, formula. Raises DesignError."""
    now = lock_draft(row.form, by)
    row.section = section or row.section
    row.save(update_fields=["section"])
    _write_row(row, asked)
    _settle(items_of(now))
    audit.record("reporting.form.row.change", now, by=by, unit=now.owner, after={"row": row.indicator.code})
    return row


def _write_row(row: FormItem, asked: dict[str, Any]) -> None:
    row.required = asked.get("required", row.required)
    row.required_for = [] if row.required else list(asked.get("required_for", row.required_for))
    row.help_text = asked.get("help_text", row.help_text)
    if "formula" in asked:
        row.formula = _formula(asked["formula"], row)
    row.save(update_fields=["required", "required_for", "help_text", "formula"])
    if "disaggregations" in asked:
        row.disaggregations.set(asked["disaggregations"])


def _formula(text: str, row: FormItem) -> str:
    try:
        terms = read_formula(text)
    except FormulaError as error:
        raise DesignError(str(error), "formula") from error
    if row.indicator.code in {term.code for term in terms}:
        raise DesignError(f"Dòng {row.indicator.code} không thể tính từ chính nó.", "formula")
    return written(terms)


@transaction.atomic
def move_row(row: FormItem, *, before: FormItem | None, section: str, by: User) -> None:
    """Put the row before another one, or at the end of `section`. Raises DesignError."""
    now = lock_draft(row.form, by)
    rows = [one for one in items_of(now) if one.pk != row.pk]
    row.section = before.section if before else section or row.section
    places = [one.pk for one in rows]
    at = places.index(before.pk) if before and before.pk in places else len(rows)
    row.save(update_fields=["section"])
    _settle([*rows[:at], row, *rows[at:]])
    audit.record("reporting.form.row.move", now, by=by, unit=now.owner, after={"row": row.indicator.code})


@transaction.atomic
def remove_row(row: FormItem, *, by: User) -> None:
    now = lock_draft(row.form, by)
    audit.record("reporting.form.row.remove", now, by=by, unit=now.owner, before={"row": row.indicator.code})
    row.delete()
    _settle(items_of(now))


def _settle(rows: Sequence[FormItem]) -> None:
    """Rows numbered without gaps, sections kept together in the order of their first row and lettered A, B, C."""
    sections: dict[str, list[FormItem]] = {}
    for row in rows:
        sections.setdefault(_LETTER.sub("", row.section), []).append(row)
    at = 0
    for letter, (title, members) in enumerate(sections.items()):
        for row in members:
            row.section, row.order = f"{_letter(letter)}. {title}"[:120], at
            at += 1
    FormItem.objects.bulk_update(
        [row for members in sections.values() for row in members], ["section", "order"]
    )


def _letter(at: int) -> str:
    return (
        LETTERS[at] if at < len(LETTERS) else f"{LETTERS[at // len(LETTERS) - 1]}{LETTERS[at % len(LETTERS)]}"
    )


# --- sections


@transaction.atomic
def rename_section(form: Form, *, section: str, title: str, by: User) -> None:
    """Raises DesignError (no such section). A name that is there already joins the two."""
    now = lock_draft(form, by)
    rows = items_of(now)
    mine = [row for row in rows if row.section == section]
    if not mine:
        raise DesignError("Mục này không còn trong biểu. Hãy tải lại trang.", "section")
    for row in mine:
        row.section = title
    _settle(rows)
    audit.record(
        "reporting.form.section", now, by=by, unit=now.owner, before={"name": section}, after={"name": title}
    )


@transaction.atomic
def move_section(
    form: Form, *, section: str, by: User, up: bool = False, before: str = "", after: str = ""
) -> None:
    """The section with all its rows one place up or down, or before or after another. Raises DesignError."""
    now = lock_draft(form, by)
    rows = items_of(now)
    titles = list(dict.fromkeys(row.section for row in rows))
    beside = before or after
    if section not in titles or (beside and beside not in titles):
        raise DesignError("Mục này không còn trong biểu. Hãy tải lại trang.", "section")
    at = titles.index(section)
    to = max(0, at - 1) if up else min(len(titles) - 1, at + 1)
    if beside == section:
        to = at
    elif beside:
        to = [one for one in titles if one != section].index(beside) + bool(after and not before)
    titles.insert(to, titles.pop(at))
    _settle(sorted(rows, key=lambda row: (titles.index(row.section), row.order)))
    audit.record(
        "reporting.form.section.move", now, by=by, unit=now.owner, after={"name": section, "place": to}
    )


@transaction.atomic
def fill_rows(form: Form, *, rows: Sequence[dict[str, Any]], by: User) -> None:
    """All rows of a file at once, into an empty draft: indicator, section and what change_row takes. Raises DesignError."""
    now = lock_draft(form, by)
    made: list[FormItem] = []
    for at, row in enumerate(rows):
        asked = {key: value for key, value in row.items() if key not in {"indicator", "section"}}
        item = FormItem.objects.create(form=now, indicator=row["indicator"], section=row["section"], order=at)
        _write_row(item, asked)
        made.append(item)
    _settle(made)
    audit.record("reporting.form.fill", now, by=by, unit=now.owner, after={"rows": len(rows)})
