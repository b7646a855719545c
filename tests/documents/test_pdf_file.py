"""The bytes: same input same bytes, PDF/A-3, fonts, data inside, nothing else read."""

import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pikepdf
import pytest
from weasyprint import HTML
from weasyprint.html import UA

from documents import pdf
from tests.documents.paper_sample import ATTACHMENT, CREATED_AT, plan

NAME = "van-ban.json"
PRINT_ONCE = (
    "import django; django.setup();"
    "from tests.documents.test_pdf_file import rendered; print(rendered().sha256)"
)


def rendered(paper=None, **changes):
    fields = {"attachment": ATTACHMENT, "attachment_name": NAME, "created_at": CREATED_AT, **changes}
    return pdf.render_pdf(paper or plan(), **fields)


@pytest.fixture(scope="module")
def tagged():
    return rendered()


def opened(result, tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(result.content)
    return pikepdf.open(path)


def _hash_elsewhere(seed, zone):
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", PRINT_ONCE],
        cwd=Path(pdf.__file__).resolve().parent.parent,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout.strip().splitlines()[-1]


def test_another_process_another_second_gives_the_same_bytes(tagged):
    assert hashlib.sha256(tagged.content).hexdigest() == tagged.sha256
    assert _hash_elsewhere("1", "UTC") == _hash_elsewhere("2", "Asia/Tokyo") == tagged.sha256


def test_the_same_moment_in_another_zone_gives_the_same_bytes(tagged):
    there = CREATED_AT.astimezone(timezone(timedelta(hours=7)))
    assert rendered(created_at=there).sha256 == tagged.sha256


def test_another_word_or_another_time_gives_other_bytes(tagged):
    later = CREATED_AT + timedelta(seconds=1)
    assert (
        len({tagged.sha256, rendered(plan(abstract="Khác")).sha256, rendered(created_at=later).sha256}) == 3
    )


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        rendered(created_at=datetime(2026, 2, 5))


@pytest.mark.parametrize(("is_tagged", "level"), [(True, "A"), (False, "B")])
def test_the_file_says_which_archive_level_it_keeps(is_tagged, level, tmp_path):
    with opened(rendered(tagged=is_tagged), tmp_path) as file:
        metadata = file.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", level)
        assert metadata.pdfa_status == f"3{level}"
        assert ("/StructTreeRoot" in file.Root) is is_tagged
        assert len(file.Root.OutputIntents) == 1


def test_language_title_author_and_dates(tagged, tmp_path):
    with opened(tagged, tmp_path) as file:
        assert str(file.Root.Lang) == "vi"
        assert str(file.docinfo.Title).startswith("KẾ HOẠCH Tuyên truyền pháp luật lao động")
        assert str(file.docinfo.Author) == "Liên đoàn Lao động tỉnh Mẫu Sơn"
        assert str(file.docinfo.CreationDate) == "D:20260205031500Z"
        assert file.open_metadata()["xmp:CreateDate"] == "2026-02-05T03:15:00Z"


def test_the_data_is_inside_as_source(tagged, tmp_path):
    with opened(tagged, tmp_path) as file:
        assert file.attachments[NAME].get_file().read_bytes() == ATTACHMENT
        [entry] = file.Root.AF
        assert (str(entry.AFRelationship), str(entry.EF.F.Subtype)) == ("/Source", "/application/json")
        assert str(entry.EF.F.Params.ModDate) == "D:20260205031500Z"


def _fonts(file):
    for page in file.pages:
        for font in page.Resources.get("/Font", {}).values():
            yield from font.DescendantFonts


def test_every_font_is_embedded_and_is_ours(tagged, tmp_path):
    with opened(tagged, tmp_path) as file:
        fonts = list(_fonts(file))
        assert fonts
        assert {str(font.BaseFont).partition("+")[2].partition("-")[0] for font in fonts} == {"Paper"}
        assert all(
            "/FontFile2" in font.FontDescriptor or "/FontFile3" in font.FontDescriptor for font in fonts
        )


def test_titles_tables_and_figures_are_tagged(tagged, tmp_path):
    found = set()
    with opened(tagged, tmp_path) as file:
        for item in file.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem":
                found.add(str(item.S))
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/THead", "/TH", "/TD", "/Caption", "/Figure"} <= found


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        f"{pdf.STATIC.as_uri()}/../manage.py",
        f"{pdf.STATIC.as_uri()}/css/%2e%2e/%2e%2e/manage.py",
        f"{pdf.STATIC.as_uri()}/css-other/x.css",
        "file://localhost/etc/passwd",
        "http://127.0.0.1:9/x.css",
        "https://example.org/x.png",
        "ftp://example.org/x",
    ],
)
def test_nothing_outside_fonts_and_style_sheets_is_read(url):
    with pytest.raises(pdf.FetchRefused):
        pdf.LockedFetcher().fetch(url)


def test_fonts_style_sheets_and_data_are_read():
    assert b"p-row" in pdf.LockedFetcher().fetch(f"{pdf.STATIC.as_uri()}/css/paper.css").read()
    assert pdf.LockedFetcher().fetch("data:text/plain,a").read() == b"a"


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="attachment" href="file:///etc/passwd">',
        '<img src="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
    ],
)
def test_a_page_that_asks_for_more_is_not_printed_at_all(html):
    with pytest.raises(pdf.FetchRefused):
        HTML(string=html, url_fetcher=pdf.LockedFetcher()).write_pdf()


def test_the_lean_sheet_changes_memory_only(tagged, monkeypatch):
    assert HTML._ua_stylesheets is not pdf.PaperHTML._ua_stylesheets
    assert UA.count("\n::") >= 6
    monkeypatch.delattr(pdf.PaperHTML, "_ua_stylesheets")
    assert rendered().sha256 == tagged.sha256


def test_garbage_collection_is_on_again_after_a_failure():
    import gc

    with pytest.raises(pdf.FetchRefused), pdf._no_garbage_collection():
        raise pdf.FetchRefused("x")
    assert gc.isenabled()


def test_created_at_is_kept_in_utc():
    assert CREATED_AT.tzinfo is UTC
