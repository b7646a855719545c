import io

import pytest
from PIL import Image

from campaigns.models import Evidence
from campaigns.services import CampaignError, add_file, add_link, add_photo, log_activity, remove_evidence
from core.workflow import StepRefused
from documents import evidence
from documents.evidence import EvidenceError, read_file, read_link, read_photo
from tests.campaigns.uploads import PDF, WORD, photo, photo_bytes, upload, zipped
from units.models import AuditEntry


def _image(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_photo_is_drawn_anew_without_position_and_at_most_2000_pixels():
    sent = photo(size=(3000, 1500), position=True)
    assert 0x8825 in _image(sent.read()).getexif()
    kept = read_photo(sent)
    image = _image(kept.data)
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (2000, 1000), {})
    assert b"Exif" not in kept.data
    assert "Ảnh chụp tại nhà".encode() not in kept.data
    assert max(_image(kept.preview).size) == 480


def test_photo_taken_upright_stands_upright():
    assert _image(read_photo(photo(size=(400, 200), turned=True)).data).size == (200, 400)


def test_transparent_png_gets_a_white_ground():
    buffer = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(buffer, "PNG")
    assert _image(read_photo(upload("dau.png", buffer.getvalue())).data).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("anh.jpg", b"<html></html>", "không phải ảnh JPG hoặc PNG"),
        ("anh.heic", b"\0\0\0\x18ftypheic" + b"\0" * 50, "HEIC"),
        ("anh.jpg", photo_bytes((900, 900))[:5000], "bị hỏng hoặc tải lên chưa đủ"),
        ("anh.jpg", b"", "rỗng"),
        ("anh.gif", b"GIF89a" + b"\0" * 50, "không phải ảnh"),
    ],
)
def test_what_is_no_photo_is_refused_with_words(name, data, words):
    with pytest.raises(EvidenceError, match=words):
        read_photo(upload(name, data))


def test_decompression_bomb_is_refused_before_it_is_unpacked():
    buffer = io.BytesIO()
    Image.new("1", (9000, 9000)).save(buffer, "PNG")
    assert len(buffer.getvalue()) < 100_000
    with pytest.raises(EvidenceError, match=r"quá lớn \(9\.000 × 9\.000 điểm ảnh\)"):
        read_photo(upload("bom.png", buffer.getvalue()))


def test_bomb_pillow_itself_refuses_is_refused_with_words(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(EvidenceError, match="quá lớn"):
        read_photo(photo())


@pytest.mark.parametrize("read", [read_photo, read_file])
def test_50_mb_is_refused_with_both_sizes(read):
    with pytest.raises(EvidenceError, match=r"“anh.jpg” nặng 50 MB, tối đa 20 MB"):
        read(upload("anh.jpg", b"\0" * 50 * 1024 * 1024))


def test_pdf_word_and_excel_are_known_by_content():
    assert read_file(upload("ke-hoach.PDF", PDF)).extension == "pdf"
    word = zipped(types=WORD, document="x")
    assert read_file(upload("bien-ban.docx", word)).data == word
    sheet = zipped(types=WORD.replace("wordprocessingml.document.main", "spreadsheetml.sheet.main"))
    assert read_file(upload("danh-sach.xlsx", sheet)).extension == "xlsx"


def test_image_as_file_becomes_a_photo():
    kept = read_file(photo("anh.jpeg", position=True))
    assert kept.kind == Evidence.Kind.PHOTO
    assert b"Exif" not in kept.data


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("ke-hoach.docx", zipped(readme="x"), r"mang đuôi .docx nhưng nội dung là một tệp nén \(zip\)"),
        ("ke-hoach.docx", zipped(types="x"), "tệp nén"),
        ("ke-hoach.xlsx", zipped(types=WORD), "nội dung là một tệp Word"),
        ("ke-hoach.docx", PDF, "nội dung là một tệp PDF"),
        ("ke-hoach.pdf", b"<!doctype html><html><body>x</body></html>", "một trang web"),
        ("ke-hoach.docx", zipped(types=WORD)[:60], "tệp nén"),
        ("macro.docx", zipped(**{"types": WORD, "word/vbaProject.bin": "x"}), "tệp nén"),
        ("virus.exe", b"MZ", "Chỉ nhận tệp pdf, docx, xlsx, jpg, png"),
        ("khong-duoi", PDF, "Chỉ nhận tệp"),
    ],
)
def test_renamed_or_foreign_file_is_refused_with_words(name, data, words):
    with pytest.raises(EvidenceError, match=words):
        read_file(upload(name, data))


def test_zip_bomb_named_docx_is_refused(monkeypatch):
    monkeypatch.setattr(evidence, "MOST_UNPACKED", 1000)
    with pytest.raises(EvidenceError):
        read_file(upload("bom.docx", zipped(types=WORD, document="0" * 5000)))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://may.vn/a",
        "zalo.me/abc",
        "https://",
        "data:text/html,x",
        "https://a:b@c.vn/",
    ],
)
def test_only_web_addresses_are_links(url):
    with pytest.raises(EvidenceError, match="Đường dẫn"):
        read_link(url)


def test_link_keeps_its_address():
    assert read_link(" https://congdoan.example.vn/bai?id=1 ").url == "https://congdoan.example.vn/bai?id=1"


@pytest.fixture
def activity(logging, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return log_activity(**logging)


def test_stored_name_is_random_and_the_original_is_kept(world, activity):
    piece = add_photo(
        activity, photo("../../Bà Hoa nhận quà.jpg"), by=world.chair, consent=True, caption="Trao quà"
    )
    assert (piece.original_name, piece.caption, piece.consent) == ("Bà Hoa nhận quà.jpg", "Trao quà", True)
    assert "Hoa" not in piece.file.name
    assert ".." not in piece.file.name
    assert len(piece.sha256) == 64


def test_only_the_unit_adds_and_removes(world, activity, django_capture_on_commit_callbacks, tmp_path):
    for who in (world.upper_officer, world.stranger, world.member):
        with pytest.raises(StepRefused):
            add_link(activity, "https://congdoan.example.vn/", by=who)
    piece = add_file(activity, upload("bien-ban.pdf", PDF), by=world.chair)
    with pytest.raises(StepRefused):
        remove_evidence(piece, by=world.upper_officer)
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(piece, by=world.chair)
    assert not Evidence.objects.exists()
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]
    assert AuditEntry.objects.get(action="activity.evidence.remove").before["sha256"] == piece.sha256


def test_too_many_pieces_store_none_of_them(world, activity, monkeypatch):
    monkeypatch.setattr("campaigns.services.evidence.MOST_PIECES", 1)
    pieces = [read_link("https://a.example.vn/"), read_link("https://b.example.vn/")]
    with pytest.raises(CampaignError, match="tối đa"):
        log_activity(
            unit=world.base,
            by=world.chair,
            type="khac",
            title="Nhiều",
            happened_on=activity.happened_on,
            evidence=pieces,
        )
    assert not Evidence.objects.exists()
    assert activity.__class__.objects.count() == 1


def test_files_do_not_stay_when_storing_fails(world, activity, tmp_path):
    broken = read_photo(photo())
    object.__setattr__(broken, "caption", None)
    with pytest.raises(Exception, match=r"NULL|null"):
        log_activity(
            unit=world.base, by=world.chair, type="khac", title="Hỏng", happened_on=activity.happened_on,
            evidence=[read_photo(photo()), broken],
        )  # fmt: skip
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]
