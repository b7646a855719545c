"""The designer of forms: drafts, versions, computed rows, files in and out."""

import io
import json
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from reporting.checks.cells import CellInput
from reporting.designing import exchange, services
from reporting.designing.formulas import FormulaError, Term, in_order, read_formula
from reporting.designing.queries import changes_between, form_in_force, items_of, outline_of
from reporting.designing.services import DesignError
from reporting.models import Figure, Form, FormItem, Indicator, RegimeForm, Submission
from reporting.queries.layout import layout_of
from reporting.services import open_period, save_figures
from reporting.services.entry import EntryError
from reporting.services.steps import missing
from reporting.workbooks import layout as at
from tests.factories import person, province
from tests.reporting.factories import country, day
from tests.reporting.workbooks.books import changed, made, sent_in, typed
from tests.reporting.workbooks.books import row_of as sheet_row
from tests.reporting.workbooks.books import stored as keep_workbook
from units.models import Role

pytestmark = pytest.mark.django_db


def head(unit):
    return person(Role.ADMIN, unit)


@pytest.fixture
def place():
    here = country()
    return here, head(here.top)


def catalogue_form():
    return Form.objects.get(code="1-HĐCĐ", version=1)


def draft(top, by, *codes, section="Tổ chức"):
    form = services.create_form(top, code="B-01", name="Biểu thử", by=by)
    for code in codes:
        services.add_row(form, indicator=Indicator.objects.get(code=code), section=section, by=by)
    return form


def row_of(form, code):
    return FormItem.objects.select_related("form__owner", "indicator").get(form=form, indicator__code=code)


def upload(content, name="bieu.xlsx"):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("TC05 + TC06 − TC07", (Term(1, "TC05"), Term(1, "TC06"), Term(-1, "TC07"))),
        ("-tc07+NC02B", (Term(-1, "TC07"), Term(1, "NC02b"))),
        ("", ()),
    ],
)
def test_formula_is_read_as_signed_codes(text, terms):
    assert read_formula(text) == terms


@pytest.mark.parametrize("text", ["TC05*2", "TC05 TC06", "TC05+", "=A1"])
def test_formula_that_is_no_sum_is_refused(text):
    with pytest.raises(FormulaError):
        read_formula(text)


def test_circle_of_formulas_is_named():
    with pytest.raises(FormulaError, match="TC05 → TC06 → TC05"):
        in_order({"TC05": read_formula("TC06"), "TC06": read_formula("TC05")})


def test_copy_of_another_units_form_holds_every_row_heading_and_breakdown(place):
    here, by = place
    copy = services.create_form(
        here.top, code="1-HĐCĐ-VC", name="Biểu của tỉnh", by=by, like=catalogue_form()
    )
    assert list(exchange._row_cells(copy)) == list(exchange._row_cells(catalogue_form()))
    assert list(exchange._text_cells(copy)) == list(exchange._text_cells(catalogue_form()))


def test_sections_are_kept_together_and_lettered(place):
    here, by = place
    form = draft(here.top, by, "TC01", "TC02")
    services.add_row(form, indicator=Indicator.objects.get(code="TT01"), section="Tuyên truyền", by=by)
    services.add_row(form, indicator=Indicator.objects.get(code="TC05"), section="Tổ chức", by=by)
    services.move_section(form, section="B. Tuyên truyền", up=True, by=by)
    shown = [(s.title, [row.indicator.code for row in s.rows]) for s in outline_of(items_of(form))]
    assert shown == [("A. Tuyên truyền", ["TT01"]), ("B. Tổ chức", ["TC01", "TC02", "TC05"])]


def test_row_moves_before_another_and_takes_its_section(place):
    here, by = place
    form = draft(here.top, by, "TC01", "TC02", "TC05")
    services.add_row(form, indicator=Indicator.objects.get(code="TT01"), section="Tuyên truyền", by=by)
    services.move_row(row_of(form, "TT01"), before=row_of(form, "TC02"), section="", by=by)
    assert [item.indicator.code for item in items_of(form)] == ["TC01", "TT01", "TC02", "TC05"]


def test_an_indicator_is_asked_once(place):
    here, by = place
    form = draft(here.top, by, "TC01")
    with pytest.raises(DesignError, match="TC01 đã có"):
        services.add_row(form, indicator=Indicator.objects.get(code="TC01"), section="Khác", by=by)


def test_published_form_is_never_changed(place):
    here, by = place
    form = draft(here.top, by, "TC01")
    services.publish_form(form, effective_from=day("1/1/2026"), by=by)
    with pytest.raises(DesignError, match="Lập phiên bản mới"):
        services.remove_row(row_of(form, "TC01"), by=by)


def test_form_with_a_formula_over_a_missing_row_is_not_published(place):
    here, by = place
    form = draft(here.top, by, "TC05", "TC06")
    services.change_row(row_of(form, "TC05"), by=by, formula="TC06-TC07")
    with pytest.raises(DesignError, match="TC07"):
        services.publish_form(form, effective_from=day("1/1/2026"), by=by)


def test_only_designers_of_the_owner_change_a_draft(place):
    here, by = place
    form = draft(here.top, by, "TC01")
    with pytest.raises(PermissionDenied):
        services.rename_form(form, name="Tên khác", by=head(province("Khác")))


def test_new_version_is_used_by_periods_that_end_after_it_begins(place):
    here, by = place
    first = draft(here.top, by, "TC01")
    services.publish_form(first, effective_from=day("1/1/2025"), by=by)
    second = services.next_version(first, by=by)
    services.add_row(second, indicator=Indicator.objects.get(code="TC02"), section="Tổ chức", by=by)
    services.publish_form(second, effective_from=day("1/6/2026"), by=by)
    assert form_in_force(first, day("31/5/2026")) == first
    assert form_in_force(first, day("30/11/2026")) == second
    assert [(c.kind, c.code) for c in changes_between(first, second)] == [("added", "TC02")]


def test_draft_is_not_used_by_a_period_that_opens(place):
    here, by = place
    regime = here.period.regime
    form = draft(here.top, by, "TC01")
    services.publish_form(form, effective_from=day("1/1/2025"), by=by)
    services.next_version(form, by=by)
    RegimeForm.objects.filter(regime=regime, tier=3).update(form=form)
    from reporting.services import create_period

    period = open_period(create_period(regime, year=2030, by=None), by=None)
    assert {s.form_id for s in Submission.objects.filter(period=period, period_unit__tier=3)} == {form.pk}


def reporting_by(here, form):
    """A report of the first base on this form, and who enters it."""
    base = here.bases[0]
    report = Submission.objects.get(period=here.period, unit=base)
    report.form = form
    report.save()
    return report, person(Role.GRASSROOTS, base)


def test_computed_row_follows_its_components_and_waits_for_all_of_them(place):
    here, by = place
    form = draft(here.top, by, "TC01", "TC02", "TC05")
    services.change_row(row_of(form, "TC05"), by=by, formula="TC01-TC02")
    report, reporter = reporting_by(here, form)
    saved = save_figures(
        report, cells={("TC01", ""): CellInput("", "12", "", "")}, base=report.version, by=reporter
    )
    assert not Figure.objects.filter(submission=report, indicator__code="TC05").exists()
    saved = save_figures(
        saved, cells={("TC02", ""): CellInput("", "2", "", "")}, base=saved.version, by=reporter
    )
    assert Figure.objects.get(submission=report, indicator__code="TC05").value == Decimal(10)
    with pytest.raises(EntryError):
        save_figures(
            saved, cells={("TC05", ""): CellInput("", "99", "", "")}, base=saved.version, by=reporter
        )


def test_row_is_required_of_the_chosen_kinds_of_units_only(place):
    here, by = place
    form = draft(here.top, by, "TC01", "TC02")
    report, _reporter = reporting_by(here, form)
    kind = report.period_unit.kind_code
    services.change_row(row_of(form, "TC01"), by=by, required_for=[kind])
    services.change_row(row_of(form, "TC02"), by=by, required_for=["khac"])
    assert missing(report, layout_of(form))[0] == [("TC01", "")]


def test_heading_is_required_of_the_chosen_kinds_of_units_only(place, client):
    here, by = place
    form = draft(here.top, by, "TC01")
    report, _reporter = reporting_by(here, form)
    kind = report.period_unit.kind_code
    client.force_login(by)
    address = f"/bao-cao/bieu-mau/{form.pk}/loi-van/"
    for title, asked in (("Của đơn vị này", kind), ("Của đơn vị khác", "")):
        values = {
            "part": "I. Chung",
            "title": title,
            "must": "some" if asked else "none",
            "required_for": asked,
        }
        client.post(address, {f"moi-{name}": value for name, value in values.items() if value})
    assert missing(report, layout_of(form))[1] == ["I.1"]
    nobody = client.post(address, {"moi-part": "I. Chung", "moi-title": "Không ai", "moi-must": "some"})
    assert nobody.status_code == 422 and "ít nhất một loại đơn vị" in nobody.content.decode()
    page = client.get(f"/bao-cao/bieu-mau/{form.pk}/soan/").content.decode()
    assert "bắt buộc với 1 loại đơn vị" in page
    again = services.create_form(here.top, code="B-09", name="Biểu chép", by=by, like=form)
    assert again.narratives.get(code="I.1").required_for == [kind]


def own_indicator(form, by, name="Tổ tự quản"):
    over = {"over_units": "sum", "over_periods": "sum"}
    return services.add_indicator(form, by=by, name=name, unit_of_measure="tổ", kind="F", **over)


@pytest.mark.parametrize("kind", ["xlsx", "json"])
def test_own_indicators_travel_with_the_form_under_codes_of_the_other_portal(place, kind):
    """The other portal calls something else R001."""
    here, by = place
    kind_code = here.bases[0].kind_id
    form = draft(here.top, by, "TC01")
    ours = own_indicator(form, by)
    services.add_row(form, indicator=ours, section="Tổ chức", by=by)
    total = own_indicator(form, by, "Tổng số tổ")
    services.change_row(
        services.add_row(form, indicator=total, section="Tổ chức", by=by), by=by, formula=f"TC01+{ours.code}"
    )
    services.save_text(
        form, None, by=by, part="I. Chung", title="Khác", prompt="", required_for=[kind_code], required=False
    )
    content = exchange.as_workbook(form) if kind == "xlsx" else exchange.as_json(form)
    other = province(code="TG", short_name="LĐLĐ tỉnh Thanh Giang")
    form.delete()
    Indicator.objects.filter(pk__in=[ours.pk, total.pk]).delete()
    chief = head(other)
    theirs = own_indicator(
        services.create_form(other, code="T-01", name="Biểu khác", by=chief), chief, "Hội thao"
    )
    assert theirs.code == ours.code
    back = exchange.read_form(upload(content), owner=other, code="B-06", name="Biểu đọc lại", by=chief)
    rows = {row.indicator.name: row for row in items_of(back)}
    new = rows["Tổ tự quản"].indicator
    assert (new.owner, new.unit_of_measure, new.kind) == (other, "tổ", "F") and new.code != theirs.code
    assert rows["Tổng số tổ"].formula == f"TC01+{new.code}"
    assert back.narratives.get().required_for == [kind_code]
    twice = exchange.read_form(upload(content), owner=other, code="B-07", name="Lần nữa", by=chief)
    assert {row.indicator_id for row in items_of(twice)} == {row.indicator_id for row in items_of(back)}


def test_own_indicator_without_a_measure_is_refused_at_its_cell(place):
    here, by = place
    own = {"ma": "R001", "ten": "Tổ tự quản", "dvt": "", "loai": "nhiều quá"}
    content = {"dong": [{"muc": "A", "chi_tieu": "R001"}], "loi_van": [], "chi_tieu_rieng": [own]}
    with pytest.raises(exchange.RefusedFile) as refused:
        exchange.read_form(
            upload(json.dumps(content).encode()), owner=here.top, code="B-08", name="Biểu", by=by
        )
    places = [(fault.sheet, fault.row, fault.column) for fault in refused.value.faults]
    assert places == [("Chỉ tiêu riêng", 1, "Đơn vị tính"), ("Chỉ tiêu riêng", 1, "Cách tính")]
    assert not Indicator.objects.filter(owner=here.top).exists()


@pytest.mark.parametrize("kind", ["xlsx", "json"])
def test_exported_form_comes_back_the_same(place, kind):
    here, by = place
    form = catalogue_form()
    content = exchange.as_workbook(form) if kind == "xlsx" else exchange.as_json(form)
    back = exchange.read_form(upload(content), owner=here.top, code="B-02", name="Biểu đọc lại", by=by)
    assert list(exchange._row_cells(back)) == list(exchange._row_cells(form))
    assert [t.title for t in back.narratives.order_by("order")] == [
        t.title for t in form.narratives.order_by("order")
    ]


def test_wrong_file_is_refused_line_by_line_and_nothing_is_stored(place):
    here, by = place
    book = load_workbook(io.BytesIO(exchange.as_workbook(catalogue_form())))
    sheet = book["Dòng"]
    sheet["B2"], sheet["D3"], sheet["E4"] = "XX99", "zz", "có lẽ"
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(exchange.RefusedFile) as refused:
        exchange.read_form(upload(buffer.getvalue()), owner=here.top, code="B-03", name="Biểu", by=by)
    places = [(f.sheet, f.row, f.column) for f in refused.value.faults]
    assert places == [("Dòng", 2, "Mã chỉ tiêu"), ("Dòng", 3, "Phân tổ"), ("Dòng", 4, "Bắt buộc")]
    assert not Form.objects.filter(code="B-03").exists()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"dong": 3, "loi_van": []}', b"\xff\xfe", b"PK\x03\x04x"]
)
def test_what_is_no_form_is_refused_with_words(place, content):
    here, by = place
    with pytest.raises(exchange.UnreadableFile):
        exchange.read_form(upload(content), owner=here.top, code="B-04", name="Biểu", by=by)


def test_json_with_an_own_code_twice_is_refused(place):
    here, by = place
    line = {"muc": "A", "chi_tieu": "TC01"}
    content = json.dumps({"dong": [line, line], "loi_van": []}).encode()
    with pytest.raises(exchange.RefusedFile, match="1 chỗ"):
        exchange.read_form(upload(content), owner=here.top, code="B-05", name="Biểu", by=by)


def test_own_indicator_gets_the_next_code_and_its_rules(place, client):
    here, by = place
    form = draft(here.top, by, "TC01")
    client.force_login(by)
    values = {"name": "Tổ tự quản", "unit_of_measure": "tổ", "kind": "S", "section": "Tổ chức"}
    answer = client.post(
        f"/bao-cao/bieu-mau/{form.pk}/chi-tieu-rieng/", {f"rieng-{k}": v for k, v in values.items()}
    )
    assert answer.status_code == 302
    own = Indicator.objects.get(owner=here.top)
    assert (own.code, own.over_units, own.over_periods) == ("R001", "sum", "last")
    assert row_of(form, "R001").section == "A. Tổ chức"
    assert "Tổ tự quản" in client.get(f"/bao-cao/bieu-mau/{form.pk}/phieu/").content.decode()


def test_designer_is_walked_from_a_copy_to_publishing(place, client):
    here, by = place
    client.force_login(by)
    like = catalogue_form()
    data = {"owner": here.top.pk, "code": "C-01", "name": "Biểu chép", "like": like.pk}
    page = client.post("/bao-cao/bieu-mau/moi/", data, follow=True)
    form = Form.objects.get(code="C-01")
    first, second = items_of(form)[:2]
    address = f"/bao-cao/bieu-mau/{form.pk}"
    assert first.indicator.name in page.content.decode()
    client.post(f"{address}/chuyen/", {"row": second.pk, "way": "up"})
    client.post(f"{address}/bo/", {"row": first.pk})
    assert items_of(form)[0].pk == second.pk
    client.post(
        f"{address}/loi-van/", {"moi-part": "VI. Khác", "moi-title": "Việc riêng", "moi-must": "none"}
    )
    bad = client.post(f"{address}/buoc/", {"step": "publish", "effective_from": "mai"})
    assert bad.status_code == 422
    client.post(f"{address}/buoc/", {"step": "publish", "effective_from": "01/12/2026"})
    form.refresh_from_db()
    assert (form.status, form.effective_from) == ("published", day("1/12/2026"))
    assert "Việc riêng" in client.get(f"{address}/").content.decode()


def test_workbook_computes_the_row_and_nobody_types_it(place):
    here, by = place
    form = draft(here.top, by, "TC01", "TC02", "TC05")
    services.change_row(row_of(form, "TC05"), by=by, formula="TC01-TC02")
    report, reporter = reporting_by(here, form)
    content = made(report, reporter)
    book = load_workbook(io.BytesIO(content))
    sheet = book[at.NUMBERS]
    cell = sheet.cell(sheet_row(book, "TC05"), at.VALUE + 1)
    assert cell.value.startswith("=IF(AND(") and cell.protection.locked
    filled = changed(content, typed({"TC01": 30, "TC02": 4, "TC05": 99}))
    keep_workbook(sent_in(report, reporter, filled), reporter)
    assert Figure.objects.get(submission=report, indicator__code="TC05").value == Decimal(26)
