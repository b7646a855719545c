"""Files that go with a document: brought to a draft, sealed top right when the paper is, handed to whoever has the paper."""

from __future__ import annotations

import hashlib
import io
import subprocess
from functools import cache
from unittest.mock import Mock

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.workflow import IllegalStep, StepRefused
from documents.attached import services
from documents.attached.models import AttachedFile
from documents.attached.services import MOST, attach, detach
from documents.models import Document
from documents.registers.scans import Scan
from documents.services import set_recipients, take_step
from documents.signing import checking, trust
from documents.signing.models import SignatureKind
from documents.signing.sealing import SigningFailed
from documents.signing.services import sign
from documents.signing.verifying import verify_file
from tests import factories
from tests.documents import samples

pytestmark = pytest.mark.django_db
TITLE = "Phụ lục II. Dự toán kinh phí"


@cache
def sheet(width: float = 842, height: float = 595) -> bytes:
    """One empty landscape page."""
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(width, height))
        pdf.save(file, deterministic_id=True)
    return file.getvalue()


def brought(width: float = 842) -> Scan:
    return Scan(sheet(width), "pdf", "phu-luc.pdf")


@pytest.fixture
def draft(desk, paper):
    return samples.draft(desk)


@pytest.fixture
def sealed(desk, draft, certificate, django_capture_on_commit_callbacks):
    """Takes the draft with its file to the seal."""

    def go() -> AttachedFile:
        attach(draft, file=brought(), title=TITLE, by=desk.drafter)
        with django_capture_on_commit_callbacks(execute=True):
            take_step(draft, "submit", by=desk.drafter)
            take_step(draft, "approve", by=desk.leader)
            take_step(draft, "number", by=desk.registry)
        with django_capture_on_commit_callbacks(execute=True):
            sign(draft, by=desk.leader)
            sign(draft, by=desk.registry, kind=SignatureKind.ORGANISATION)
        return AttachedFile.objects.get()

    return go


def test_seal_puts_number_and_time_top_right_of_every_file(sealed, seal):
    one = sealed()
    content = default_storage.open(one.sealed.name).read()
    assert one.fault == "" and hashlib.sha256(content).hexdigest() == one.sealed_sha256
    found = checking.check_pdf(content, trust=trust.trusted())
    assert (found.fault, [signature.holder for signature in found.signatures]) == ("", [seal.holder])
    corner = ["-x", "560", "-y", "0", "-W", "282", "-H", "80"]
    shown = subprocess.run(["pdftotext", *corner, "-", "-"], input=content, capture_output=True, check=True)
    assert Document.objects.get().doc_code in shown.stdout.decode()
    assert default_storage.open(one.brought.name).read() == sheet()


def test_sealed_file_and_the_one_brought_are_known_to_anybody(sealed, seal):
    one = sealed()
    content = default_storage.open(one.sealed.name).read()
    good, bare, changed = (verify_file(file, deep=True) for file in (content, sheet(), content + b" "))
    assert (good.valid, good.reason, good.document) == (True, "attached", one.document)
    assert TITLE in good.message
    assert (bare.valid, bare.document) == (False, one.document)
    assert not changed.valid


def test_file_stays_as_brought_while_the_key_is_outside_and_says_so(desk, sealed, seal, monkeypatch):
    class Outside:
        def signature_of(self, attributes: bytes) -> None:
            """A device at home answers later, if at all."""

    monkeypatch.setattr(services, "signer_for", lambda certificate: Outside())
    one = sealed()
    assert (one.sealed.name, one.fault) == ("", services.OUTSIDE)


def test_registry_tries_the_mark_again_where_it_failed(
    client, desk, sealed, seal, monkeypatch, django_capture_on_commit_callbacks
):
    with monkeypatch.context() as broken:
        broken.setattr(services, "_sealed", Mock(side_effect=SigningFailed("Thiết bị ký không trả lời.")))
        one = sealed()
    address = reverse("documents:attached_seal", args=[one.document_id])
    page = reverse("documents:attached_list", args=[one.document_id])
    client.force_login(desk.drafter)
    assert client.post(address).status_code == 403
    client.force_login(desk.registry)
    assert (
        "Thiết bị ký không trả lời." in client.get(page).content.decode()
        and address in client.get(page).content.decode()
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address).status_code == 302
    one.refresh_from_db()
    assert one.sealed and not one.fault
    assert address not in client.get(page).content.decode()
    assert "Không còn tệp nào" in client.post(address, follow=True).content.decode()


def test_files_change_with_a_draft_only(desk, draft):
    kept = attach(draft, file=brought(), title=TITLE, by=desk.drafter)
    with pytest.raises(IllegalStep, match="đã được kèm"):
        attach(draft, file=brought(), title="Bản khác", by=desk.drafter)
    with pytest.raises(StepRefused):
        attach(draft, file=brought(600), title="Bản khác", by=desk.registry)
    take_step(draft, "submit", by=desk.drafter)
    for change in (
        lambda: attach(draft, file=brought(600), title="Bản khác", by=desk.drafter),
        lambda: detach(kept, by=desk.drafter),
    ):
        with pytest.raises(IllegalStep, match="Đang trình duyệt"):
            change()
    assert AttachedFile.objects.get().title == TITLE


def test_more_files_than_a_paper_takes_are_refused(desk, draft):
    for number in range(MOST):
        attach(draft, file=brought(300 + number), title=f"Phụ lục {number + 1}", by=desk.drafter)
    with pytest.raises(IllegalStep, match=str(MOST)):
        attach(draft, file=brought(900), title="Thừa", by=desk.drafter)


@pytest.mark.parametrize(
    "name, content, words",
    [("anh.pdf", b"khong phai pdf", "không phải"), ("rong.pdf", b"", "không phải"),
     ("hong.pdf", b"%PDF-1.7\n1 0 obj", "hỏng")],
)  # fmt: skip
def test_what_is_no_pdf_is_refused_at_the_file(client, desk, draft, name, content, words):
    client.force_login(desk.drafter)
    answer = client.post(
        reverse("documents:attached_list", args=[draft.pk]),
        {"title": TITLE, "file": SimpleUploadedFile(name, content)},
    )
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors["file"])
    assert not AttachedFile.objects.exists()


def test_drafter_brings_and_removes_by_the_page(client, desk, draft):
    client.force_login(desk.drafter)
    address = reverse("documents:attached_list", args=[draft.pk])
    client.post(address, {"title": TITLE, "file": SimpleUploadedFile("phu-luc.pdf", sheet())})
    assert TITLE in client.get(address).content.decode()
    client.post(reverse("documents:attached_remove", args=[AttachedFile.objects.get().pk]))
    assert not AttachedFile.objects.exists()


def test_file_brought_after_the_submission_is_refused_in_words(client, desk, draft):
    take_step(draft, "submit", by=desk.drafter)
    client.force_login(desk.drafter)
    answer = client.post(
        reverse("documents:attached_list", args=[draft.pk]),
        {"title": TITLE, "file": SimpleUploadedFile("phu-luc.pdf", sheet())},
    )
    assert answer.status_code == 422
    assert "Đang trình duyệt" in answer.content.decode()


def test_receiver_gets_the_files_of_an_issued_paper_only(client, desk, draft, done):
    below = factories.upper_unit(desk.unit)
    kept = attach(draft, file=brought(), title=TITLE, by=desk.drafter)
    set_recipients(draft, [{"unit": below, "role": "thuc_hien"}], by=desk.drafter)
    client.force_login(factories.person("drafter", below))
    address = reverse("documents:attached_file", args=[kept.pk])
    assert client.get(address).status_code == 404
    for step, by in (("submit", desk.drafter), ("approve", desk.leader), ("issue", desk.registry)):
        take_step(draft, step, by=by)
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == sheet()
