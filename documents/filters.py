"""The form behind every list's address line."""

from __future__ import annotations

from django import forms

from core.forms import DateField


class FilterForm(forms.Form):
    """A form of a list's address line: what is no choice is left out, never an error."""

    q = forms.CharField(required=False)

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def selects(self) -> list[forms.BoundField]:
        """What is chosen from a list, for documents/_filters.html."""
        return [bound for bound in self if isinstance(bound.field, forms.ChoiceField)]

    def dates(self) -> list[forms.BoundField]:
        return [bound for bound in self if isinstance(bound.field, DateField)]
