"""A long paper joined from parts: the same pages, drawn once, whatever stops in between."""

import io
import subprocess
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from documents import pdf
from documents.joining import drawing, joined, parts, store
from documents.joining.joined import joined_pdf
from documents.joining.models import KeptPart
from documents.joining.parts import parts_of
from documents.pages import Appendix, Line
from documents.signing.checking import check_pdf
from tests.documents.paper_sample import ATTACHMENT, CREATED_AT, plan
from tests.documents.signing.pki import SIGNER, pki, signed

pytestmark = pytest.mark.django_db

PLACE = "Kèm theo Báo cáo số {} của Liên đoàn Lao động tỉnh Mẫu Sơn"
INSIDE = {"attachment": ATTACHMENT, "attachment_name": "so-lieu.json", "created_at": CREATED_AT}


def _table(name, count=12):
    rows = [
        ("TT", "Đơn vị", "Số cuộc"),
        *((str(n), f"{name} cơ sở {n}", str(n * 7)) for n in range(1, count + 1)),
    ]
    return Line("", "table", "", "", rows=tuple(rows), header_rows=1, align=("c", "l", "r"))


def _branch(number, name):
    return (Line("", "section", f"{number}.", name, titled=True), _table(name))


def paper(number=5, **changes):
    one = Appendix("I", "Số liệu theo chỉ tiêu", PLACE.format(f"{number}/BC-LĐLĐ"), (_table("Tổng", 60),), landscape=True,
                   room_for=PLACE.format("0000/BC-LĐLĐ"))  # fmt: skip
    two = replace(one, number="II", title="Số liệu từng đơn vị", lines=(Line("", "paragraph", "", "Ghi chú."),),
                  landscape=False, apart=(_branch(1, "Suối Mơ"), _branch(2, "Đồi Chè")))  # fmt: skip
    return replace(
        plan(), lines=plan().lines[:6], appendices=(one, two), heading=replace(plan().heading, number=number),
        verification_code="9XK4TQ7WPM", verification_url="https://congdoan.example/kiem-tra/9XK4TQ7WPM/", **changes,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _short_runs(monkeypatch):
    for module in (joined, parts):
        monkeypatch.setattr(module, "NUMBERS_AT_ONCE", 5)


@pytest.fixture
def drawn(monkeypatch):
    """The parts drawn in this process since."""
    found = []
    draw = drawing.draw
    monkeypatch.setattr(drawing, "draw", lambda part: found.append(part.html()) or draw(part))
    return found


def words(content):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return [sorted(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def ink(content):
    """How much of each page is dark."""
    done = subprocess.run(
        ["pdftoppm", "-r", "20", "-gray", "-"], input=content, capture_output=True, check=True
    )
    pages, rest = [], done.stdout
    while rest:
        _kind, size, _depth, rest = rest.split(b"\n", 3)
        width, height = map(int, size.split())
        pages.append(sum(255 - shade for shade in rest[: width * height]))
        rest = rest[width * height :]
    assert pages
    return pages


def test_joined_pages_say_and_look_what_one_print_does(drawn):
    one, whole = joined_pdf(paper(), **INSIDE), pdf.render_pdf(paper(), **INSIDE, tagged=False)
    assert words(one.content) == words(whole.content)
    assert ink(one.content) == pytest.approx(ink(whole.content), rel=0.03)
    assert (one.pages, one.signature_box) == (whole.pages, whole.signature_box)


def test_joined_file_stays_pdf_a_3_with_its_data_contents_and_code_on_every_page():
    made = joined_pdf(paper(), **INSIDE)
    with pikepdf.open(io.BytesIO(made.content)) as file:
        assert file.check_pdf_syntax() == []
        with file.open_metadata() as told:
            assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("3", "B")
        assert file.Root.OutputIntents and "/ID" in file.trailer
        assert file.attachments["so-lieu.json"].get_file().read_bytes() == ATTACHMENT
        assert [str(entry.AFRelationship) for entry in file.Root.AF] == ["/Source"]
        with file.open_outline() as outline:
            second = outline.root[-1]
            assert second.title == "Phụ lục II. Số liệu từng đơn vị"
            assert [item.title for item in second.children] == ["1. Suối Mơ", "2. Đồi Chè"]
    assert all("9XK4TQ7WPM" in page for page in words(made.content))


def test_another_number_draws_no_part_again(drawn):
    joined_pdf(paper(number=None), **INSIDE)
    drawn.clear()
    made = joined_pdf(paper(number=128), **INSIDE)
    assert not drawn
    assert sum("128/BC-LĐLĐ" in page for page in words(made.content)) == 2


def test_kept_and_fresh_parts_give_the_same_bytes_and_one_changed_branch_is_drawn_alone(drawn):
    first = joined_pdf(paper(), **INSIDE)
    drawn.clear()
    assert joined_pdf(paper(), **INSIDE).sha256 == first.sha256
    one, two = paper().appendices
    changed = replace(
        paper(), appendices=(one, replace(two, apart=(two.apart[0], _branch(2, "Đồi Chè mới"))))
    )
    joined_pdf(changed, **INSIDE)
    assert len(drawn) == 1 and "Đồi Chè mới" in drawn[0]


def test_damaged_and_lost_files_are_drawn_again(drawn):
    first = joined_pdf(paper(), **INSIDE)
    damaged, lost = KeptPart.objects.order_by("pk")[:2]
    default_storage.delete(lost.file)
    with default_storage.open(damaged.file, "wb") as file:
        file.write(b"%PDF-1.7 half")
    drawn.clear()
    assert joined_pdf(paper(), **INSIDE).sha256 == first.sha256
    assert len(drawn) == 2


def test_a_full_disk_keeps_nothing_and_stops_nothing(monkeypatch):
    def full(*_given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.default_storage, "save", full)
    assert joined_pdf(paper(), **INSIDE).pages > 3
    assert not KeptPart.objects.exists()


def test_stopped_work_keeps_what_was_drawn_and_ends_the_process_beside(monkeypatch):
    class Stopped(Exception):
        pass

    beside = []
    start = subprocess.Popen
    monkeypatch.setattr(drawing, "WORTH_A_PROCESS", 0)
    monkeypatch.setattr(
        drawing.subprocess, "Popen", lambda *a, **kw: beside.append(start(*a, **kw)) or beside[-1]
    )

    def stop(_what, done, _total):
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        joined_pdf(paper(), **INSIDE, tell=stop)
    assert KeptPart.objects.count() == 2
    assert all(process.poll() is not None for process in beside)


def test_a_process_beside_that_dies_leaves_its_part_to_this_one(monkeypatch, drawn):
    monkeypatch.setattr(drawing, "WORTH_A_PROCESS", 0)
    monkeypatch.setattr(drawing.sys, "executable", "/bin/false")
    joined_pdf(paper(), **INSIDE)
    wanted = [part for run in parts_of(paper()) for part in run]
    assert not store.missing(wanted)


def test_parts_nobody_used_for_two_months_are_thrown_away():
    joined_pdf(paper(), **INSIDE)
    file = KeptPart.objects.order_by("pk").first().file
    assert store.sweep() == 0
    assert store.sweep(timezone.now() + store.KEPT_UNUSED + timedelta(days=1)) > 0
    assert not KeptPart.objects.exists() and not default_storage.exists(file)


def test_a_joined_paper_is_signed_as_any_other():
    found = check_pdf(signed(joined_pdf(paper(), **INSIDE).content, pki().person), trust=pki().trust)
    assert (found.fault, [each.holder for each in found.signatures]) == ("", [SIGNER])


def test_numbers_past_the_first_run_are_drawn_too(monkeypatch):
    for module in (joined, parts):
        monkeypatch.setattr(module, "NUMBERS_AT_ONCE", 2)
    made = joined_pdf(paper(), **INSIDE)
    assert words(made.content) == words(pdf.render_pdf(paper(), **INSIDE, tagged=False).content)
