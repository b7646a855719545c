"""The form behind every list's address line."""

from __future__ import annotations

from django import forms


class FilterForm(forms.Form):
    """A form of a list's address line: what is no choice is left out, never an error."""

    q = forms.CharField(required=False)

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
