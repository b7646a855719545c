"""Signing a PDF: what is appended, how it looks, what a check says of good and bad files."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess

import pikepdf
import pytest
from asn1crypto.crl import CertificateList
from PIL import Image
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

from documents.signing import (
    appearance,
    certificates,
    checking,
    limits,
    pictures,
    places,
    same_pages,
    sealing,
)
from documents.signing.checking import Fault
from documents.signing.sealing import Trust
from tests.documents.signing.pki import (
    NOW,
    ORGANISATION,
    SIGNER,
    paper_pdf,
    pki,
    raw_signature,
    signed,
    timestamp_server,
)


def check(content: bytes, trust: Trust | None = None) -> checking.Checked:
    return checking.check_pdf(content, trust=trust or pki().trust)


@pytest.fixture(scope="module")
def one() -> bytes:
    return signed(paper_pdf(), pki().person)


@pytest.fixture(scope="module")
def stamped(one: bytes) -> bytes:
    """Signed, sealed on top, with time stamp."""
    hand = appearance.picture_size(pictures.specimen_signature(SIGNER))
    look = appearance.seal(
        one, picture=pictures.specimen_seal(ORGANISATION), name=ORGANISATION, at=NOW, hand=hand
    )
    two = signed(one, pki().organisation, field="ConDau", look=look)
    with timestamp_server() as address:
        return sealing.lengthen(two, trust=pki().trust, timestamper=HTTPTimeStamper(address))


def test_signature_is_appended_and_names_its_signer(one):
    assert one.startswith(paper_pdf())
    found = check(one)
    assert (found.fault, [s.holder for s in found.signatures], found.stamped_at) == ("", [SIGNER], None)


def test_seal_and_time_stamp_come_on_top_and_all_stay_valid(one, stamped):
    assert stamped.startswith(one)
    found = check(stamped)
    assert (found.fault, [s.holder for s in found.signatures]) == ("", [SIGNER, ORGANISATION])
    assert abs(found.stamped_at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)


def test_file_carries_what_a_later_check_needs(stamped):
    """B-LT: certificates and revocation lists stand in the file."""
    store = PdfFileReader(io.BytesIO(stamped)).root["/DSS"]
    assert len(store["/Certs"]) >= 3
    assert len(store["/CRLs"]) >= 1


def test_server_that_does_not_answer_is_told_apart(one):
    with pytest.raises(sealing.TimeStampUnreachable, match="tự thử lại"):
        sealing.lengthen(
            one, trust=pki().trust, timestamper=HTTPTimeStamper("http://127.0.0.1:9/", timeout=1)
        )


@pytest.mark.parametrize("at", [0.2, 0.6, 0.99])
def test_changed_byte_is_found(one, at):
    place = int(len(paper_pdf()) * at)
    broken = one[:place] + bytes([one[place] ^ 1]) + one[place + 1 :]
    assert check(broken).fault in {Fault.TAMPERED, Fault.UNREADABLE}


def test_page_drawn_over_after_signing_is_found(one):
    """A proper incremental update that the signature does not cover."""
    writer = IncrementalPdfFileWriter(io.BytesIO(one))
    drawn = writer.add_object(StreamObject(stream_data=b"1 0 0 rg 100 400 300 60 re f"))
    writer.add_stream_to_page(0, drawn)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(one)
    assert check(out.getvalue()).fault == Fault.CHANGED_AFTER


def test_bytes_behind_the_end_are_found(one):
    assert check(one + b"\n7 0 obj\n<< /Extra true >>\nendobj\n").fault == Fault.CHANGED_AFTER


def test_certificate_of_an_unknown_authority_is_not_trusted():
    assert check(signed(paper_pdf(), pki().stranger)).fault == Fault.UNTRUSTED


def test_revoked_certificate_is_not_trusted(one):
    found = pki()
    revoked = CertificateList.load(certificates.make_crl(found.authority, [found.person.certificate]))
    trust = Trust([certificates.parse(found.authority.pem)], crls=[revoked])
    assert check(one, trust).fault == Fault.UNTRUSTED


def test_signing_time_outside_the_certificate_is_found():
    ended = certificates.make_certificate(
        pki().authority, SIGNER, begins=NOW - dt.timedelta(days=30), ends=NOW - dt.timedelta(days=1)
    )
    content = signed(paper_pdf(), ended)
    assert check(content).fault == Fault.UNTRUSTED
    then = checking.check_pdf(content, trust=pki().trust, moment=NOW - dt.timedelta(days=2))
    assert then.fault == Fault.WRONG_TIME


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"PK\x03\x04", paper_pdf()[:3000]])
def test_rubbish_is_no_error(content):
    assert check(content).fault == Fault.UNREADABLE


def test_unsigned_paper_is_told_apart():
    assert check(paper_pdf()).fault == Fault.UNSIGNED


def test_signature_of_another_key_is_refused():
    certificate = certificates.parse(pki().person.pem)
    look = appearance.hand_signature(paper_pdf(), picture=b"", name=SIGNER, at=NOW)
    prepared = sealing.prepare(paper_pdf(), field="ChuKy", name=SIGNER, certificate=certificate, look=look)
    wrong = raw_signature(pki().somebody_else, prepared.attributes)
    with pytest.raises(sealing.SigningFailed, match="không khớp"):
        sealing.finish(prepared, wrong, certificate=certificate)


def test_file_that_keeps_the_parser_busy_is_given_up():
    with pytest.raises(limits.TooLong), limits.seconds(0.05):
        while True:
            pass


# --- pages


def test_signed_file_shows_the_same_pages(stamped):
    same_pages.compare(paper_pdf(), stamped)


def test_other_text_is_another_page():
    with pytest.raises(same_pages.OtherPages, match="Trang 1"):
        same_pages.compare(paper_pdf(), paper_pdf("Nội dung khác."))


@pytest.mark.parametrize("what", ["link", "page", "script"])
def test_what_is_put_in_is_found(what):
    with pikepdf.open(io.BytesIO(paper_pdf())) as file:
        if what == "link":
            note = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 300, 300]
            )
            file.pages[0].obj["/Annots"] = pikepdf.Array([file.make_indirect(note)])
        elif what == "page":
            file.add_blank_page()
        else:
            file.Root["/OpenAction"] = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        out = io.BytesIO()
        file.save(out)
    with pytest.raises(same_pages.OtherPages):
        same_pages.compare(paper_pdf(), out.getvalue())


# --- places and looks


def test_room_is_read_from_the_file_and_lies_between_post_and_name():
    room = places.signature_room(paper_pdf(pages=3))
    words = _words(paper_pdf(pages=3), room.page + 1)
    post, name = words["TỊCH"], words["Ánh"]
    assert post[3] <= 842 - room.high + 1 <= 842 - room.low <= name[1] + 1
    assert room.left < post[0] < room.right
    assert room.height == pytest.approx(28 * places.POINTS_PER_MM, abs=1)


def _words(pdf: bytes, page: int) -> dict[str, tuple[float, float, float, float]]:
    """Word → its box from the top left of the page, by a program of its own."""
    shown = subprocess.run(
        ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    boxes = re.findall(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.+?)</word>', shown)
    return {word: tuple(float(side) for side in sides) for *sides, word in boxes}  # type: ignore[misc]


def test_file_that_is_not_ours_has_no_room():
    empty = pikepdf.new()
    empty.add_blank_page()
    out = io.BytesIO()
    empty.save(out)
    with pytest.raises(places.NoPlace, match="chỗ ký"):
        places.signature_room(out.getvalue())


def test_seal_covers_a_third_of_the_signature_on_its_left():
    hand = places.picture_box(places.signature_room(paper_pdf()), (540, 210), appearance.HAND_MM)
    seal = places.seal_box(hand, appearance.SEAL_MM)
    assert seal.right - hand.left == pytest.approx(hand.width / 3)
    assert seal.left < hand.left
    assert (seal.width, seal.height) == (pytest.approx(36 * places.POINTS_PER_MM),) * 2
    assert seal.middle[1] == pytest.approx(hand.middle[1])


def test_signature_is_drawn_blue_and_the_seal_red(stamped):
    room = places.signature_room(paper_pdf())
    drawn = subprocess.run(
        ["pdftoppm", "-r", "72", "-f", str(room.page + 1), "-l", str(room.page + 1), "-png", "-"], input=stamped,
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    image = Image.open(io.BytesIO(drawn)).convert("RGB")
    hand = places.picture_box(room, (540, 210), appearance.HAND_MM)
    seal = places.seal_box(hand, appearance.SEAL_MM)
    right_of_the_seal = _colours(image, hand, left=seal.right + 2)
    assert right_of_the_seal["blue"] > 20 and right_of_the_seal["red"] == 0
    assert _colours(image, seal)["red"] > 200


def _colours(image: Image.Image, box: places.Box, left: float | None = None) -> dict[str, int]:
    area = image.crop(
        (round(left or box.left), round(842 - box.high), round(box.right), round(842 - box.low))
    )
    pixels = [(r, g, b) for r, g, b in area.get_flattened_data()]
    return {
        "blue": sum(b > r + 60 for r, _g, b in pixels),
        "red": sum(r > b + 60 and r > g + 60 for r, g, b in pixels),
    }


def test_appendix_mark_says_number_and_time_top_right():
    look = appearance.appendix_mark(paper_pdf(), doc_code="05/KH-LĐLĐ", at=NOW)
    content = signed(paper_pdf(), pki().organisation, field="PhuLuc", look=look)
    assert look.box.right > 500 and look.box.high > 780
    shown = subprocess.run(
        ["pdftotext", "-", "-"], input=look.page, capture_output=True, check=True
    ).stdout.decode()
    assert "05/KH-LĐLĐ" in shown and shown.strip().endswith("+07:00")
    assert check(content).fault == ""


# --- names and pictures


@pytest.mark.parametrize(
    "written, same",
    [("Trần Ngọc Ánh", True), ("TRẦN NGỌC ÁNH", True), ("TRAN NGOC ANH", True), ("Trần Ngọc Anh", False),
     ("Trần Ngọc", False), ("", False)],
)  # fmt: skip
def test_name_in_the_certificate_is_the_persons(written, same):
    assert certificates.names_match(written, SIGNER) is same


def test_picture_needs_a_transparent_ground():
    made = io.BytesIO()
    Image.new("RGB", (300, 100), "white").save(made, "PNG")
    with pytest.raises(pictures.BadPicture, match="nền trong suốt"):
        pictures.checked_png(made.getvalue())
    assert pictures.checked_png(pictures.specimen_signature(SIGNER)).startswith(b"\x89PNG")
    with pytest.raises(pictures.BadPicture, match="PNG"):
        pictures.checked_png(b"GIF89a")
