"""The consolidation workbook of a large place is made by a job and fetched by who asked."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from documents import jobs
from documents.models import Job
from reporting.workbooks.cells import CELLS
from reporting.workbooks.consolidating import FIGURES, consolidation_workbook
from reporting.workbooks.services import consolidations
from tests.reporting.factories import accepted, country

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(monkeypatch):
    monkeypatch.setattr(consolidations, "AT_ONCE", 2)
    made = country()
    accepted(made.report(made.bases[0]), made.chair, made.officer, {("LD01", ""): "120"})
    return made


@pytest.fixture
def place(here):
    return here.period.places.get(unit=here.top)


def url(name, pk):
    return reverse(f"reporting:{name}", args=[pk])


def cells(content):
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {
        name: [[cell.value for cell in row] for row in book[name].iter_rows(min_row=6)]
        for name in (FIGURES, CELLS)
    }


def test_large_place_is_asked_for_and_fetched_when_ready(here, place, client):
    client.force_login(here.admin)
    page = client.get(url("totals", place.pk)).content.decode()
    assert f'action="{url("consolidation", place.pk)}"' in page and 'method="post"' in page
    assert client.get(url("consolidation", place.pk)).url == url("totals", place.pk)
    answer = client.post(url("consolidation", place.pk))
    job = Job.objects.get(kind=consolidations.KIND)
    assert answer.url == reverse("documents:job_status", args=[job.pk])
    assert client.get(url("made_workbook", job.pk)).status_code == 404
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.done, job.total) == ("ready", 4, 5)
    made = client.get(job.result["url"])
    assert made["Content-Disposition"].endswith(f'{consolidations.workbook_name(place)}"')
    assert cells(b"".join(made.streaming_content)) == cells(consolidation_workbook(place).read())
    client.force_login(here.officer)
    assert client.get(job.result["url"]).status_code == 404


def test_small_place_is_answered_at_once(here, client):
    client.force_login(here.officer)
    small = here.period.places.get(unit=here.bases[0])
    assert url("consolidation", small.pk) in client.get(url("totals", small.pk)).content.decode()
    assert client.get(url("consolidation", small.pk)).status_code == 200
    assert not Job.objects.filter(kind=consolidations.KIND).exists()


def test_cancelled_job_leaves_no_file(here, place):
    job = consolidations.ask_for_consolidation(place, by=here.admin)
    before = _kept()

    def stop(words, *_numbers):
        if "từng ô" in words:
            jobs.cancel(Job.objects.get(pk=job.pk), by=here.admin)

    step = jobs.Progress.step

    def told(progress, *words):
        stop(*words)
        step(progress, *words)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs.Progress, "step", told)
        jobs.run(job.pk)
    job.refresh_from_db()
    assert job.status == "cancelled" and _kept() == before


def _kept():
    return (
        set(default_storage.listdir("bang-tong-hop")[1]) if default_storage.exists("bang-tong-hop") else set()
    )


def test_file_nobody_came_back_to_is_forgotten_when_the_person_asks_again(here, place):
    first = consolidations.ask_for_consolidation(place, by=here.admin)
    jobs.run(first.pk)
    Job.objects.filter(pk=first.pk).update(key="old", finished_at=timezone.now() - dt.timedelta(days=8))
    first.refresh_from_db()
    assert default_storage.exists(first.result["file"])
    consolidations.ask_for_consolidation(place, by=here.admin)
    assert not default_storage.exists(first.result["file"])
