"""Pages of workbooks: choose, see, confirm; errors at the field; only the uploader sees an upload."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.models import Job
from reporting.models import WorkbookUpload
from reporting.workbooks.layout import file_name
from tests.reporting.factories import WHOLE, country, enter
from tests.reporting.workbooks.books import changed, made, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return country()


def url(name, *args):
    return reverse(f"reporting:{name}", args=args)


def post(client, *files):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(url("workbook_uploads"), {"files": sent})


def test_upload_is_shown_first_and_stored_after_the_confirmation(here, client):
    report = here.report(here.bases[0])
    enter(report, here.chair, WHOLE)
    client.force_login(here.chair)
    content = b"".join(client.get(url("workbook_template", report.pk)).streaming_content)
    answer = post(client, (file_name(report), changed(content, typed({"LD02": 7, "LD03": "12 người"}))))
    upload = WorkbookUpload.objects.get()
    assert answer.url == url("workbook_upload", upload.pk)
    page = client.get(answer.url).content.decode()
    assert "Lao động thiếu việc làm" in page and "“12 người” không phải là số" in page and "ô F" in page
    assert not report.figures.filter(indicator__code="LD02").exists()
    file = upload.files.get()
    client.post(url("workbook_store", upload.pk), {"tep": [file.pk]})
    assert report.figures.get(indicator__code="LD02").value == 7
    marked = client.get(url("workbook_marked", upload.pk, file.pk))
    assert io.BytesIO(b"".join(marked.streaming_content)).read(2) == b"PK"


def test_box_changed_on_both_sides_is_decided_on_the_page(here, client):
    report = here.report(here.bases[0])
    enter(report, here.chair, WHOLE)
    content = changed(made(report, here.chair), typed({"TC06": 8, "TC07": 1}))
    enter(report, here.chair, {("TC06", ""): "6", ("TC07", ""): "2"})
    client.force_login(here.chair)
    page = client.get(post(client, (file_name(report), content)).url).content.decode()
    file = WorkbookUpload.objects.get().files.get()
    assert f'value="{file.pk}|TC06"' in page and f'name="ghi_de_het" value="{file.pk}"' in page
    assert (
        "Hãy chọn ít nhất một tệp"
        in client.post(
            url("workbook_store", file.upload_id), {"bo": [f"{file.pk}|TC06"]}, follow=True
        ).content.decode()
    )
    client.post(url("workbook_store", file.upload_id), {"ghi_de": [f"{file.pk}|TC06", "x|y", "9|\0"]})
    values = dict(report.figures.filter(breakdown="").values_list("indicator__code", "value"))
    assert (values["TC06"], values["TC07"]) == (8, 2)
    assert f'value="{file.pk}|TC07"' in client.get(url("workbook_upload", file.upload_id)).content.decode()
    client.post(url("workbook_store", file.upload_id), {"ghi_de_het": [file.pk]})
    assert report.figures.get(indicator__code="TC07").value == 1


def test_many_workbooks_are_judged_by_a_job(here, client):
    report = here.report(here.bases[0])
    content = made(report, here.chair)
    client.force_login(here.chair)
    post(client, *((f"{number}.xlsx", content) for number in range(6)))
    job = Job.objects.get(kind="check_workbooks")
    assert job.arguments["upload"] == WorkbookUpload.objects.get().pk


@pytest.mark.parametrize(
    ("name", "words"), [("so-lieu.csv", "không phải là tệp .xlsx"), ("hong.zip", "bị hỏng"), ("", "Hãy chọn")]
)
def test_wrong_file_is_told_at_its_field(here, client, name, words):
    client.force_login(here.chair)
    answer = post(client, (name, b"PK hong")) if name else client.post(url("workbook_uploads"), {})
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors["files"])


def test_links_lead_to_workbooks(here, client):
    report, place = here.report(here.bases[0]), here.period.places.get(unit=here.top)
    client.force_login(here.chair)
    assert (
        url("workbook_template", report.pk) in client.get(url("submission_edit", report.pk)).content.decode()
    )
    client.force_login(here.admin)
    period = client.get(f"{url('period_detail', here.period.pk)}?noi={place.pk}").content.decode()
    assert url("templates_below", here.period.pk) in period
    assert url("consolidation", place.pk) in client.get(url("totals", place.pk)).content.decode()
