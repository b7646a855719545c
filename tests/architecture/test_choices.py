"""Lists of choices say in words that nothing is chosen yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.urls import get_resolver


def all_forms(base: type[Any] = forms.BaseForm) -> Iterator[type[Any]]:
    for found in base.__subclasses__():
        if not found.__module__.startswith(("django", "crispy", "tests")):
            yield found
        yield from all_forms(found)


def says_dashes(field: Any) -> bool:
    if isinstance(field, forms.ModelChoiceField):
        return str(field.empty_label or "").startswith("---")
    choices = getattr(field, "choices", ())
    return any(str(label).startswith("---") for _value, label in choices)


def test_no_choice_is_a_row_of_dashes():
    assert get_resolver().url_patterns  # loads every form
    found = {form for form in all_forms() if hasattr(form, "base_fields")}
    assert len(found) > 30
    dashes = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in found
        for name, field in form.base_fields.items()
        if says_dashes(field)
    ]
    assert dashes == []
