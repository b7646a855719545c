"""A file signed elsewhere and a scan of the signed paper: checked by the worker, and only then they count."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core.workflow import StepRefused
from documents.models import Document, Job
from documents.services import take_step
from documents.signing import queries
from documents.signing.models import Signature, SignatureStatus
from documents.signing.services import NotSigned, receive
from tests.documents.signing.pki import pki, signed

pytestmark = pytest.mark.django_db


def content_of(document: Document) -> bytes:
    return queries.newest_content(document)[0]


# --- signed elsewhere


def bring(document: Document, content: bytes, by: Any, done: Any, route: str = "upload") -> Signature:
    with done():
        signature = receive(document, content, route=route, by=by)
    signature.refresh_from_db()
    return signature


def test_file_signed_elsewhere_counts_after_the_check(desk, numbered, done):
    document = numbered()
    found = bring(document, signed(content_of(document), pki().person), desk.leader, done)
    assert (found.status, found.holder) == (SignatureStatus.SIGNED, "Trần Ngọc Ánh")
    take_step(document, "issue", by=desk.registry)


@pytest.mark.parametrize(
    "what, told",
    [("somebody", "Hoàng Văn Khác"), ("stranger", "tin cậy"), ("unsigned", "không mang chữ ký"),
     ("tampered", "thay đổi sau khi ký"), ("appended", "thêm nội dung"), ("other document", "không phải văn bản"),
     ("rubbish", "không phải PDF đọc được")],
)  # fmt: skip
def test_bad_file_is_refused_with_its_reason(desk, numbered, done, what, told):
    document = numbered()
    ours = content_of(document)
    good = signed(ours, pki().person)
    contents = {
        "somebody": lambda: signed(ours, pki().somebody_else), "stranger": lambda: signed(ours, pki().stranger),
        "unsigned": lambda: ours, "tampered": lambda: good[:9000] + bytes([good[9000] ^ 1]) + good[9001:],
        "appended": lambda: good + b"\n9 0 obj\n<<>>\nendobj\n",
        "other document": lambda: signed(content_of(numbered(abstract="Khác")), pki().person),
        "rubbish": lambda: b"%PDF-1.7\n" + b"x" * 500,
    }  # fmt: skip
    found = bring(document, contents[what](), desk.leader, done)
    assert found.status == SignatureStatus.REFUSED
    assert told in found.refusal
    assert document.signed_files.count() == 0
    assert queries.given(document) is None


@pytest.mark.parametrize("content", [b"MZ\x90", b"", b"PK\x03\x04", b"%PDF"])
def test_what_is_no_pdf_is_not_even_kept(desk, numbered, content):
    document = numbered()
    with pytest.raises(NotSigned, match="không phải PDF"):
        receive(document, content, route="upload", by=desk.leader)
    assert document.signatures.count() == 0


def test_file_over_the_limit_is_refused(desk, numbered, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    with pytest.raises(NotSigned, match="1 MB"):
        receive(numbered(), b"%PDF-1.7\n" + b"0" * 1024 * 1024, route="upload", by=desk.leader)


@pytest.mark.parametrize("ended", [Job.Status.FAILED, Job.Status.CANCELLED])
def test_file_whose_check_ended_without_an_answer_stops_nobody(desk, numbered, done, ended):
    document = numbered()
    content = signed(content_of(document), pki().person)
    stuck = receive(document, content, route="upload", by=desk.leader)
    with pytest.raises(NotSigned, match="đang được kiểm tra"):
        receive(document, content, route="upload", by=desk.leader)
    Job.objects.filter(kind="check_signature").update(status=ended)
    assert bring(document, content, desk.leader, done).status == SignatureStatus.SIGNED
    stuck.refresh_from_db()
    assert (stuck.status, stuck.refusal) == (
        SignatureStatus.REFUSED,
        "Việc kiểm tra tệp này đã dừng giữa chừng.",
    )


def test_drafter_brings_no_signed_file(desk, numbered):
    with pytest.raises(StepRefused):
        receive(numbered(), b"%PDF-1.7\n", route="upload", by=desk.drafter)


# --- scans


def scan_of(content: bytes, *, pages: int = 1, dpi: int = 150, blank: bool = False) -> bytes:
    """The printed pages as a scanner gives them: pictures, a little turned and grey."""
    drawn = subprocess.run(["pdftoppm", "-r", str(dpi), "-png", "-singlefile", "-"], input=content, capture_output=True,
                           check=True).stdout  # fmt: skip
    image = (
        Image.open(io.BytesIO(drawn)).convert("L").rotate(0.6, fillcolor=250).point(lambda v: min(250, v + 8))
    )
    if blank:
        image = Image.new("L", image.size, 245)
    out = io.BytesIO()
    image.save(out, "PDF", resolution=dpi, save_all=True, append_images=[image] * (pages - 1))
    return out.getvalue()


def test_scan_with_all_pages_and_codes_is_the_signature(desk, numbered, done):
    document = numbered()
    found = bring(document, scan_of(content_of(document)), desk.registry, done, "scan")
    assert (found.status, found.refusal) == (SignatureStatus.SIGNED, "")
    assert document.signed_files.get().reason == "scan"
    take_step(document, "issue", by=desk.registry)


def test_day_of_a_hand_s_signature_is_stated_and_shown_to_everybody(client, desk, numbered, done):
    document, today = numbered(), timezone.localdate()
    approved = today - dt.timedelta(days=3)
    document.moves.filter(step="approve").update(at=timezone.now() - dt.timedelta(days=3))
    for day in (approved - dt.timedelta(days=1), today + dt.timedelta(days=1)):
        with pytest.raises(NotSigned) as refused:
            receive(document, b"%PDF-1.7\n", route="scan", by=desk.registry, signed_on=day)
        assert refused.value.field == "signed_on"
    client.force_login(desk.registry)
    data = {"route": "scan", "file": SimpleUploadedFile("q.pdf", scan_of(content_of(document)))}
    with done():
        client.post(
            reverse("documents:signing_bring", args=[document.pk]),
            data | {"signed_on": f"{approved:%d/%m/%Y}"},
        )
    take_step(document, "issue", by=desk.registry)
    page = client.get(reverse("documents:verify", args=[document.verification_code])).content.decode()
    assert f"ngày ký {approved:%d/%m/%Y}" in page


def test_scan_of_a_paper_printed_under_an_older_address_counts(desk, numbered, done, settings):
    document = numbered()
    scan = scan_of(content_of(document))
    settings.SITE_URL = "https://moi.example.vn"
    assert bring(document, scan, desk.registry, done, "scan").status == SignatureStatus.SIGNED


@pytest.mark.parametrize(
    "what, told",
    [("more pages", "2 trang"), ("other document", "văn bản khác"), ("blank", "Không đọc được mã QR")],
)
def test_bad_scan_is_refused_with_its_reason(desk, numbered, done, what, told):
    document = numbered()
    contents = {
        "more pages": lambda: scan_of(content_of(document), pages=2),
        "other document": lambda: scan_of(content_of(numbered(abstract="Khác"))),
        "blank": lambda: scan_of(content_of(document), blank=True),
    }
    found = bring(document, contents[what](), desk.registry, done, "scan")
    assert found.status == SignatureStatus.REFUSED
    assert told in found.refusal
