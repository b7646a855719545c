"""QR codes, charts and tables."""

import io
from xml.etree import ElementTree

import pikepdf
import pytest
import segno
from django.template.loader import render_to_string

from documents.charts import VALUE_CHAR, WIDTH, Bar, ChartError, bar_chart, clean_svg
from documents.pages import Line
from documents.pdf import part_pdf
from documents.qr import QUIET_ZONE, qr_svg
from documents.tables import DENSE_PADDING, TEXT_WIDTH, printed_table

URL = "https://congdoan.example.vn/kt/K7QD29MX"


def _dark_modules(svg):
    """Read the modules back from the path of the drawing."""
    lines = ElementTree.fromstring(svg)[0]
    assert lines.get("stroke-width") == "1"
    for step in lines.get("d").split("M")[1:]:
        start, width = step.split("h")
        x, y = map(float, start.split())
        yield from ((int(x) + n - QUIET_ZONE, int(y - 0.5) - QUIET_ZONE) for n in range(int(width)))


def test_qr_draws_exactly_the_dark_modules():
    matrix = segno.make(URL, error="m", micro=False, boost_error=False).matrix
    dark = {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    assert set(_dark_modules(qr_svg(URL))) == dark


def test_qr_escapes_its_label_and_has_no_style():
    svg = qr_svg(URL, label='"><script>')
    assert "<script>" not in svg
    assert "style" not in svg


def test_bars_are_as_long_as_their_values():
    svg = ElementTree.fromstring(
        bar_chart([Bar("A", 10, "10"), Bar("B", 5, "5"), Bar("C", 0, "0")], title="T")
    )
    widths = [float(rect.get("width")) for rect in svg.iter("{http://www.w3.org/2000/svg}rect")]
    assert widths[0] == 2 * widths[1] > 0
    assert widths[2] == 0


def test_a_long_label_is_shown_in_full():
    label = "Công đoàn cơ sở " * 12
    svg = ElementTree.fromstring(bar_chart([Bar(label, 1, "1")], title="T"))
    texts = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert " ".join(texts[:-1]) == label.strip()


def test_an_empty_chart_and_labels_with_signs_are_well_formed():
    ElementTree.fromstring(bar_chart([], title="T"))
    ElementTree.fromstring(bar_chart([Bar('<b>&"', 1, "<1")], title='<&"'))


def test_negative_values_are_refused():
    with pytest.raises(ChartError):
        bar_chart([Bar("A", -1, "-1")], title="T")


def test_a_foreign_drawing_loses_everything_but_shapes():
    foreign = (
        '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>x()</script><rect width="1" style="a:b" '
        'onclick="x()"/><image href="file:///etc/passwd"/><text>a &lt; b</text></svg>'
    )
    assert (
        clean_svg(foreign)
        == '<svg xmlns="http://www.w3.org/2000/svg"><rect width="1"></rect><text>a &lt; b</text></svg>'
    )


@pytest.mark.parametrize("text", ["", "<p/>", "<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>'])
def test_what_is_no_drawing_is_refused(text):
    with pytest.raises(ChartError):
        clean_svg(text)


def _table(*rows, **fields):
    return printed_table(Line("b", "table", "", "", rows=rows, header_rows=1, **fields))


def test_numbers_stand_right_and_ordinals_in_the_middle():
    table = _table(("TT", "Đơn vị", "Số lượt"), ("1", "Công đoàn A", "1.240"), ("2", "Công đoàn B", "-"))
    assert [side for side, _ in table.body[0]] == ["c", "l", "r"]


def test_the_given_side_wins():
    table = _table(("TT", "Số"), ("1", "2"), align=("l", "c"))
    assert [side for side, _ in table.body[0]] == ["l", "c"]


def test_widths_are_kept_as_given_and_else_fill_the_line():
    assert _table(("A", "B"), column_widths=(30, 70)).columns == ("w30", "w70")
    shares = _table(("TT", "Tên đơn vị", "Số"), ("1", "Công đoàn cơ sở Công ty may mặc", "12")).columns
    assert sum(int(share[1:]) for share in shares) == 100
    assert int(shares[1][1:]) > int(shares[0][1:])


def test_short_rows_are_filled():
    assert _table(("A", "B", "C"), ("1",)).body[0] == (("r", "1"), ("l", ""), ("l", ""))


def test_numbers_and_dates_stay_on_one_line_and_words_may_wrap():
    table = _table(
        ("Tên", "Số tiền", "Hạn"),
        ("Công đoàn A", "1.170.400.000", "25/11/2026"),
        ("B", "+41,1%", "25/29 (86,2%)"),
        ("từ 90% trở lên", "-1,4 điểm", ""),
    )
    kept = [[text for classes, text in row.cells if "k" in classes.split()] for row in table.rows]
    assert kept == [["1.170.400.000", "25/11/2026"], ["+41,1%", "25/29 (86,2%)"], []]


def test_a_given_width_grows_until_its_longest_number_fits():
    header = tuple(f"C{number}" for number in range(11))
    row = ("Đơn vị", *("1",) * 9, "123.456.789.012.345")
    given = (40, *(6,) * 10)
    table = _table(header, row, column_widths=given)
    shares = [int(share[1:]) for share in table.columns]
    assert sum(shares) == 100 and table.fits
    assert shares[-1] * TEXT_WIDTH["dense-table"] / 100 >= 14 * 0.5 + DENSE_PADDING
    assert shares[0] < 40


def test_the_column_of_the_names_is_the_last_to_give_room():
    header = tuple(f"C{number}" for number in range(11))
    row = ("Tỷ lệ đoàn viên được học tập nghị quyết, pháp luật", "đồng", *("1",) * 7, "", "18.296.245.000")
    table = _table(header, row, column_widths=(30, *(7,) * 10))
    assert [int(share[1:]) for share in table.columns[:2]] == [30, 7]
    assert table.columns[-1] == "w14" and table.columns[-2] < "w7"


def test_a_row_across_the_table_needs_no_room_in_its_first_column():
    told = "Trong đó: cấp cơ sở 12.345.678.901.234"
    table = _table(("Mã", "Chỉ tiêu"), ("A", "Tổng số"), (told,), column_widths=(10, 90), across_rows=(1,))
    assert table.columns == ("w10", "w90")
    assert [(row.spans, row.strong, row.kept) for row in table.rows] == [(False,) * 3, (True, False, True)]


def test_more_than_the_page_can_hold_may_break_again():
    row = ("123.456.789.012.345",) * 14
    table = _table(("Số",) * 14, row)
    assert not table.fits
    assert not any("k" in classes.split() for classes, _ in table.rows[0].cells)


def test_strong_rows_are_bold_and_a_lone_cell_runs_across():
    table = _table(("A", "B"), ("Nhóm một",), ("1", "2"), ("Cộng", "3"), strong_rows=(0, 2))
    assert [(row.strong, row.spans, len(row.cells)) for row in table.rows] == [
        (True, True, 1), (False, False, 2), (True, False, 2),
    ]  # fmt: skip
    html = render_to_string("documents/_table.html", {"table": table})
    assert '<td colspan="2">Nhóm một</td>' in html


def test_values_stay_inside_the_drawing_and_the_axis_says_what_they_are():
    bars = [Bar("Công đoàn A", 100, "1.234/1.234 (100%)"), Bar("Công đoàn B", 50, "617/1.234 (50%)")]
    svg = ElementTree.fromstring(bar_chart(bars, title="T", axis="Tỷ lệ báo cáo đã duyệt (%)", whole=100))
    texts = list(svg.iter("{http://www.w3.org/2000/svg}text"))
    value = next(text for text in texts if text.text == "1.234/1.234 (100%)")
    assert float(value.get("x")) + len(value.text) * VALUE_CHAR <= WIDTH
    said = [text.text for text in texts]
    assert "Tỷ lệ báo cáo đã duyệt (%)" in said
    assert [text for text in said if text in {"0", "20", "40", "60", "80", "100"}] == [
        "0", "20", "40", "60", "80", "100",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("top", "ticks"),
    [(100, "0 20 40 60 80 100"), (7, "0 2 4 6"), (1, "0 1"), (2051, "0 500 1.000 1.500 2.000")],
)
def test_axis_has_round_whole_ticks(top, ticks):
    svg = ElementTree.fromstring(bar_chart([Bar("A", top, "x")], title="T", axis="người"))
    said = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert " ".join(said[: said.index("người")]) == ticks


def test_chart_is_drawn_in_print_and_not_spilt_as_words():
    chart = clean_svg(bar_chart([Bar("Suối Mơ", 12, "12"), Bar("Bến Đá", 7, "7")], title="Số cuộc"))
    content, _pages = part_pdf(f"<html><body><figure>{chart}</figure></body></html>")
    with pikepdf.open(io.BytesIO(content)) as file:
        filled = [str(one.operator) for one in pikepdf.parse_content_stream(file.pages[0])].count("f")
    assert filled >= 2
