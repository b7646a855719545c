"""Changing a regime, calling for a report of one theme, editing days off."""

import pytest
from django.urls import reverse

from reporting.models import Form, Holiday, Period, Submission
from reporting.services import open_period
from tests.factories import person
from tests.reporting.factories import country, day
from units.models import Department, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return country()


def regime_data(here, **given):
    form = Form.objects.get(code="1-HĐCĐ")
    return {
        "name": "Báo cáo 6 tháng", "start_month_day": "1/12", "cutoff_month_day": "31/5", "grace_days": "2",
        "department": "", "due_3": "4", "due_2": "", "due_1": "", "form_3": form.pk,
        "counting": "cumulative", **given,
    }  # fmt: skip


def change(client, here, **given):
    client.force_login(given.pop("by", here.admin))
    return client.post(
        reverse("reporting:regime_change", args=[here.period.regime_id]), regime_data(here, **given)
    )


def test_regime_is_changed_with_its_days_forms_and_department(client, here):
    department = Department.objects.create(unit=here.top, name="Ban Tuyên giáo – Nữ công")
    assert change(client, here, department=department.pk).status_code == 302
    regime = here.period.regime
    regime.refresh_from_db()
    assert regime.counting == "cumulative"
    assert (regime.due_days, regime.grace_days, regime.start_month_day) == ({"3": 4}, 2, "01-12")
    assert regime.department == department
    assert list(regime.forms.values_list("tier", "form__code")) == [(3, "1-HĐCĐ")]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"cutoff_month_day": "31/11"}, "cutoff_month_day"),
        ({"form_3": ""}, "__all__"),
        ({"due_3": "-1"}, "due_3"),
    ],
)
def test_wrong_entry_is_said(client, here, given, field):
    answer = change(client, here, **given)
    assert answer.status_code == 422 and field in answer.context["form"].errors


def test_upper_unit_does_not_change_the_regime_of_the_province(client, here):
    assert change(client, here, by=here.officer).status_code == 403


def call(client, here, **given):
    client.force_login(here.admin)
    form = Form.objects.get(code="1-HĐCĐ")
    return client.post(
        reverse("reporting:call_new"),
        {
            "name": "Chuyên đề Tháng Công nhân", "form": form.pk, "starts_on": "01/05/2026", "ends_on": "31/05/2026",
            "due_on": "06/06/2026", **given,
        },
    )  # fmt: skip


def test_call_asks_only_the_chosen_units_by_their_own_day(client, here):
    answer = call(client, here, tiers=["3"], below=here.uppers[0].code, units=here.uppers[1].code)
    assert answer.status_code == 302
    period = open_period(Period.objects.latest("pk"), by=here.admin)
    asked = {here.bases[0].pk, here.bases[1].pk, here.uppers[1].pk}
    assert set(Submission.objects.filter(period=period).values_list("unit", flat=True)) == asked
    # 6/6/2026 is a Saturday.
    assert set(period.places.filter(obliged=True).values_list("due_on", flat=True)) == {day("8/6/2026")}
    assert call(client, here, units=here.bases[0].code).status_code == 302  # a second one in the year


@pytest.mark.parametrize("given", [{}, {"units": "KHONG-CO"}, {"units": "CS", "due_on": "01/05/2026"}])
def test_call_that_asks_nobody_or_is_due_too_early_is_refused(client, here, given):
    assert call(client, here, **given).status_code == 422
    assert Period.objects.count() == 1


def test_administrator_of_the_province_edits_days_off(client, here):
    data = {
        "day": "02/01/2026",
        "name": "Nghỉ hoán đổi",
        "off": "0",
        "announced": "on",
        "source": "Thông báo số 1/TB-BNV",
    }
    client.force_login(here.admin)
    assert client.post(reverse("reporting:holidays"), data).status_code == 403
    client.force_login(person(Role.ADMIN, here.top))
    assert client.post(reverse("reporting:holidays"), data).status_code == 302
    holiday = Holiday.objects.get(day=day("2/1/2026"))
    assert not holiday.off and holiday.source == "Thông báo số 1/TB-BNV"
    assert "Thông báo số 1/TB-BNV" in client.get(reverse("reporting:holidays")).content.decode()
    client.post(reverse("reporting:holiday_remove", args=[holiday.pk]))
    assert not Holiday.objects.filter(day=day("2/1/2026")).exists()


def test_pages_open(client, here):
    client.force_login(here.admin)
    regime = here.period.regime_id
    for name, args in (
        ("regime_change", [regime]), ("call_new", []), ("holidays", []), ("period_new", []),
        ("period_exemptions", [here.period.pk]), ("period_follow", [here.period.pk]),
    ):  # fmt: skip
        assert client.get(reverse(f"reporting:{name}", args=args)).status_code == 200, name
