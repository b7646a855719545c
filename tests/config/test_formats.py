"""Numbers and dates as they are written in Vietnam."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, timezone


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1234, "1.234"),
        (1_234_567, "1.234.567"),
        (Decimal("1234567.891"), "1.234.567,891"),
        (-1_000, "-1.000"),
        (999, "999"),
        (0, "0"),
    ],
)
def test_number_is_grouped_by_dots_with_a_decimal_comma(number, text):
    assert Template("{{ number }}").render(Context({"number": number})) == text


def test_date_is_day_month_year():
    assert Template("{{ day }}").render(Context({"day": dt.date(2026, 11, 5)})) == "05/11/2026"


def test_time_is_local_to_vietnam():
    moment = dt.datetime(2026, 11, 20, 18, 30, tzinfo=dt.UTC)
    assert Template("{{ moment }}").render(Context({"moment": moment})) == "21/11/2026 01:30"
    assert timezone.get_default_timezone_name() == "Asia/Ho_Chi_Minh"


@pytest.mark.parametrize("text", ["05/11/2026", "05-11-2026", "2026-11-05"])
def test_date_field_reads_what_people_type(text):
    assert forms.DateField().clean(text) == dt.date(2026, 11, 5)


def test_date_field_never_reads_the_month_first():
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean("11/25/2026")


@pytest.mark.parametrize("text", ["20/11/2026 08:30", "2026-11-20T08:30"])
def test_time_field_reads_what_people_and_browsers_send(text):
    assert timezone.localtime(forms.DateTimeField().clean(text)).strftime("%d/%m %H:%M") == "20/11 08:30"


def test_localized_field_reads_back_what_it_shows():
    field = forms.DecimalField(localize=True)
    shown = formats.localize_input(Decimal("1234567.5"))
    assert field.clean(shown) == Decimal("1234567.5")
    assert field.clean("1.234.567,5") == Decimal("1234567.5")
