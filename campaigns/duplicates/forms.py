"""Which days are looked through, and what is taken from which of two."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.duplicates.queries import Line
from core.forms import DateField

LOOK_BACK = dt.timedelta(days=90)


class DaysForm(forms.Form):
    """GET: the days looked through, the last three months unless said."""

    tu = DateField(label=_("Từ ngày"), required=False)
    den = DateField(label=_("Đến ngày"), required=False)

    def days(self) -> tuple[dt.date, dt.date]:
        self.is_valid()
        last = self.cleaned_data.get("den") or timezone.localdate()
        return self.cleaned_data.get("tu") or last - LOOK_BACK, last


class MergeForm(forms.Form):
    """A choice for every line in which the two differ; `keep`: which row stays and whose unit owns the event."""

    keep = forms.ChoiceField(label=_("Đơn vị chủ trì, được tính số liệu"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, lines: list[Line], owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.fields["keep"].choices = owners
        self.fields["keep"].initial = owners[0][0]
        for line in lines:
            if line.differs:
                self.fields[line.name] = self._choice(line)

    @staticmethod
    def _choice(line: Line) -> forms.ChoiceField:
        offered = [("first", line.first or _("(để trống)")), ("second", line.second or _("(để trống)"))]
        if line.sum:
            offered.append(("sum", _("Cộng hai bên: %(sum)s") % {"sum": line.sum}))
        fuller = "second" if line.second and not line.first else "first"
        return forms.ChoiceField(label=line.label, choices=offered, initial=fuller, widget=forms.RadioSelect)

    def fields_to_choose(self) -> list[Any]:
        return [self[line.name] for line in self.lines if line.differs]

    def chosen(self) -> dict[str, str]:
        """Field → "kept", "gone" or "sum", as the service names them."""
        stays = self.cleaned_data["keep"]
        return {
            name: "sum" if value == "sum" else "kept" if value == stays else "gone"
            for name, value in self.cleaned_data.items()
            if name != "keep"
        }
