"""Choosing one of very many rows: a search box that brings matching rows as radio buttons (htmx)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.forms import RowField
from core.vietnamese import parse_id


class Picker(forms.Widget):
    """Search box with the rows found below it; `options_url` names the view that answers the search."""

    def __init__(self, options_url: str, placeholder: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.options_url, self.placeholder = options_url, placeholder
        self.rows: QuerySet[Any] | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        pk = parse_id(value)
        chosen = self.rows.filter(pk=pk).first() if pk and self.rows is not None else None
        context = {
            "name": name, "chosen": chosen, "options_url": reverse(self.options_url),
            "placeholder": self.placeholder, "attrs": self.build_attrs(self.attrs, attrs),
        }  # fmt: skip
        return render_to_string("units/_picker.html", context)


class PickedField(RowField):
    """A ModelChoiceField whose choices are searched, not listed; the queryset is what the person may choose."""

    def __init__(self, *, options_url: str, placeholder: str, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages",
            {
                "required": _("Hãy tìm và chọn một dòng trong kết quả."),
                "invalid_choice": _("Không có mục này trong phạm vi bạn quản lý. Hãy tìm và chọn lại."),
            },
        )
        super().__init__(widget=Picker(options_url, placeholder), **kwargs)

    def narrow(self, rows: QuerySet[Any]) -> None:
        """Sets what may be chosen."""
        self.queryset = rows
        self.widget.rows = rows
