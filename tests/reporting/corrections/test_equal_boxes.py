"""Boxes that have to be equal (a total and its classes) are corrected by several requests that are settled together."""

import pytest

from core.workflow import IllegalStep, StepRefused
from reporting.corrections.services import take_step
from reporting.models import Correction, Figure, FigureVersion
from reporting.rollups import totals_below
from reporting.rollups.recount import differences
from tests.reporting.compile_factories import accept
from tests.reporting.corrections.corrected import asked, compiled, settled, staffed_country
from tests.reporting.corrections.test_correction_pages import typed

pytestmark = pytest.mark.django_db
TOTAL, PART = ("TT01", ""), ("TT01", "h.truc_tiep")


@pytest.fixture
def country(django_capture_on_commit_callbacks):
    country = staffed_country()
    country.commit = django_capture_on_commit_callbacks
    accept(country.report(country.school), {"TT01": 5, "TT01|h.truc_tiep": 3, "TT01|h.truc_tuyen": 2})
    return country


def value_of(country, cell):
    code, part = cell
    return Figure.objects.get(
        submission=country.report(country.school), indicator__code=code, breakdown=part
    ).value


def test_one_of_equal_boxes_is_asked_for_and_not_settled_alone(country, client):
    client.force_login(country.chair)
    url = f"/bao-cao/phieu/{country.report(country.school).pk}/dinh-chinh/?o=TT01"
    page = client.post(url, typed(seen="value|5|", value="7", action="preview")).content.decode()
    assert "Chỉ được duyệt cùng với ô liên quan" in page
    waiting = asked(country, "7", cell=TOTAL)
    with pytest.raises(IllegalStep, match="đề nghị đính chính cả ô liên quan"):
        take_step(waiting, "settle", by=country.officer)
    assert value_of(country, TOTAL) == 5


def test_equal_boxes_are_settled_together_and_nothing_else(country):
    report = compiled(country, country.commit)
    total, part, other = asked(country, "7", cell=TOTAL), asked(country, "5", cell=PART), asked(country, "9")
    settled(country, total)
    assert (value_of(country, TOTAL), value_of(country, PART), value_of(country, ("TC06", ""))) == (7, 5, 4)
    part.refresh_from_db()
    other.refresh_from_db()
    assert (part.status, other.status) == ("approved", "pending")
    assert part.moves.order_by("pk").last().note == f"Duyệt cùng lúc với đính chính {total.title}."
    assert FigureVersion.objects.filter(indicator__code="TT01", number=2).count() == 2
    assert totals_below(country.place(country.province), codes=["TT01"]).total["TT01", ""].value == 7
    assert [one["title"][:4] for one in report.next_report.current_version.content["corrections"]] == [
        "TT01",
        "TT01",
    ]
    assert list(differences(country.period)) == []


def test_who_asked_for_one_of_them_settles_none(country):
    total = asked(country, "7", cell=TOTAL)
    asked(country, "5", cell=PART, by=country.officer)
    with pytest.raises(StepRefused, match="không tự duyệt"):
        take_step(total, "settle", by=country.officer)
    assert Correction.objects.pending().count() == 2
    assert value_of(country, TOTAL) == 5


def test_page_says_what_was_settled_along(country, client):
    total, part = asked(country, "7", cell=TOTAL), asked(country, "5", cell=PART)
    client.force_login(country.leader)
    page = client.post(
        f"/bao-cao/dinh-chinh/{total.pk}/buoc/", {"step": "settle"}, follow=True
    ).content.decode()
    assert "Được duyệt cùng lúc" in page
    assert part.title in page
