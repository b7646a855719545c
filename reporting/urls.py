"""Addresses of the app `reporting`."""

from django.urls import URLPattern, URLResolver, path

from reporting.comparing import views as comparing
from reporting.corrections import views as corrections
from reporting.designing import views as designing
from reporting.entry.views import cells_save
from reporting.lineage.views import block_lineage, plan_lineage
from reporting.merging import views as merging
from reporting.narratives.views import narratives
from reporting.prefill import views as prefill
from reporting.receiving import together_views, tree_views
from reporting.receiving import views as receiving
from reporting.regimes.views import follow, regimes
from reporting.targets import views as targets
from reporting.views import compiled, periods, submissions, totals, words, workbooks

app_name = "reporting"

urlpatterns: list[URLPattern | URLResolver] = [
    path("dong-ke-hoach/<int:pk>/", plan_lineage, name="plan_lineage"),
    path("dong-ke-hoach/<int:pk>/<str:block_id>/", block_lineage, name="block_lineage"),
    path("tinh-trang-chi-tieu/", targets.target_states, name="target_states"),
    path("chi-tieu/<int:pk>/", targets.target_progress, name="target_progress"),
    path("chi-tieu/<int:pk>/chot/", targets.review_new, name="review_new"),
    path("chi-tieu/<int:pk>/<int:target_pk>/", targets.target_units, name="target_units"),
    path("chi-tieu/<int:pk>/<int:target_pk>/ghi/", targets.target_entry, name="target_entry"),
    path("chi-tieu/<int:pk>/<int:target_pk>/cong/", targets.target_tally, name="target_tally"),
    path("chi-tieu/<int:pk>/<int:target_pk>/so-goc/", targets.target_base, name="target_base"),
    path("chi-tieu/<int:pk>/<int:target_pk>/hoat-dong/", targets.target_activities, name="target_activities"),
    path("chi-tieu/minh-chung/<int:pk>/", targets.entry_file, name="entry_file"),
    path("so-ket/<int:pk>/", targets.review_detail, name="review_detail"),
    path("", periods.period_list, name="period_list"),
    path("ky/moi/", periods.period_new, name="period_new"),
    path("che-do/moi/", periods.regime_new, name="regime_new"),
    path("ky/<int:pk>/", periods.period_detail, name="period_detail"),
    path("ky/<int:pk>/mo/", periods.period_open, name="period_open"),
    path("ky/<int:pk>/khoa/", periods.period_close, name="period_close"),
    path("ky/<int:pk>/han-gui/", periods.period_due_days, name="period_due_days"),
    path("ky/<int:pk>/xuat/", periods.period_export, name="period_export"),
    # --- regimes, calls, days off; how a period comes in
    path("che-do/<int:pk>/", regimes.regime_change, name="regime_change"),
    path("chuyen-de/moi/", regimes.call_new, name="call_new"),
    path("ngay-nghi/", regimes.holidays, name="holidays"),
    path("ngay-nghi/<int:pk>/xoa/", regimes.holiday_remove, name="holiday_remove"),
    path("ky/<int:pk>/mien/", regimes.period_exemptions, name="period_exemptions"),
    path("mien/<int:pk>/bo/", regimes.exemption_end, name="exemption_end"),
    path("ky/<int:pk>/theo-doi/", follow.period_follow, name="period_follow"),
    path("ky/<int:pk>/theo-doi/xuat/", follow.period_follow_export, name="period_follow_export"),
    path("ky/<int:pk>/theo-doi/nhac/", follow.period_remind, name="period_remind"),
    path("phieu/<int:pk>/", submissions.submission_detail, name="submission_detail"),
    path("phieu/<int:pk>/nhap/", submissions.submission_edit, name="submission_edit"),
    path("phieu/<int:pk>/o/", cells_save, name="cells_save"),
    path("phieu/<int:pk>/buoc/", submissions.submission_step, name="submission_step"),
    path("phieu/<int:pk>/nguon/", prefill.submission_sources, name="submission_sources"),
    path("phieu/<int:pk>/nguon/tep.xlsx", prefill.sources_export, name="sources_export"),
    path("phieu/<int:pk>/nguon/in/", prefill.sources_print, name="sources_print"),
    path("phieu/<int:pk>/nguon/<slug:code>/", prefill.figure_sources, name="figure_sources"),
    # --- corrections
    path("phieu/<int:pk>/dinh-chinh/", corrections.correction_new, name="correction_new"),
    path("dinh-chinh/", corrections.correction_list, name="correction_list"),
    path("dinh-chinh/xuat/", corrections.correction_export, name="correction_export"),
    path("dinh-chinh/<int:pk>/", corrections.correction_detail, name="correction_detail"),
    path("dinh-chinh/<int:pk>/buoc/", corrections.correction_step, name="correction_step"),
    # --- receiving
    path("ban-duyet/", receiving.review_desk, name="review_desk"),
    path("ban-duyet/xuat/", receiving.review_desk_export, name="review_desk_export"),
    path("ban-duyet/duyet/", together_views.accept_together, name="accept_together"),
    path("ban-duyet/luot/<int:pk>/", together_views.accept_run, name="accept_run"),
    path("ban-duyet/luot/<int:pk>/tiep/", together_views.accept_run_go_on, name="accept_run_go_on"),
    path("phieu/<int:pk>/kiem-tra/", receiving.submission_checks, name="submission_checks"),
    path("phieu/<int:pk>/giai-trinh/", receiving.waiver_decision, name="waiver_decision"),
    path("phieu/<int:pk>/nhap-thay/", receiving.paper_report, name="paper_report"),
    path("ky/<int:pk>/kiem-tra/", tree_views.tree_checks, name="tree_checks"),
    path("ky/<int:pk>/kiem-tra/xuat/", tree_views.tree_checks_export, name="tree_checks_export"),
    path("bao-cao-giay/<int:pk>/", receiving.paper_scan, name="paper_scan"),
    # --- forms
    path("bieu-mau/", designing.form_list, name="form_list"),
    path("bieu-mau/moi/", designing.form_new, name="form_new"),
    path("bieu-mau/<int:pk>/", designing.form_detail, name="form_detail"),
    path("bieu-mau/<int:pk>/tep/", designing.form_export, name="form_export"),
    path("bieu-mau/<int:pk>/buoc/", designing.form_step, name="form_step"),
    path("bieu-mau/<int:pk>/soan/", designing.form_edit, name="form_edit"),
    path("bieu-mau/<int:pk>/ten/", designing.form_name, name="form_name"),
    path("bieu-mau/<int:pk>/dong/", designing.row_new, name="row_new"),
    path("bieu-mau/<int:pk>/dong/<int:row>/", designing.row_edit, name="row_edit"),
    path("bieu-mau/<int:pk>/chi-tieu-rieng/", designing.indicator_new, name="indicator_new"),
    path("bieu-mau/<int:pk>/loi-van/", designing.text_new, name="text_new"),
    path("bieu-mau/<int:pk>/loi-van/<int:text>/", designing.text_edit, name="text_edit"),
    path("bieu-mau/<int:pk>/chuyen/", designing.part_move, name="part_move"),
    path("bieu-mau/<int:pk>/bo/", designing.part_remove, name="part_remove"),
    path("bieu-mau/<int:pk>/xem-thu/", designing.form_preview, name="form_preview"),
    path("bieu-mau/<int:pk>/phieu/", designing.form_sheet, name="form_sheet"),
    # --- workbooks
    path("phieu/<int:pk>/mau-excel/", workbooks.workbook_template, name="workbook_template"),
    path("ky/<int:pk>/mau-excel/", workbooks.templates_below, name="templates_below"),
    path("tep-excel/<int:pk>/", workbooks.made_workbook, name="made_workbook"),
    path("nop-excel/", workbooks.workbook_uploads, name="workbook_uploads"),
    path("nop-excel/<int:pk>/", workbooks.workbook_upload, name="workbook_upload"),
    path("nop-excel/<int:pk>/luu/", workbooks.workbook_store, name="workbook_store"),
    path("nop-excel/<int:pk>/tep/<int:file>/", workbooks.workbook_marked, name="workbook_marked"),
    path("so-lieu/<int:pk>/bang-tong-hop/", workbooks.consolidation, name="consolidation"),
    # --- totals and compiled reports
    path("so-lieu/<int:pk>/", totals.totals, name="totals"),
    path("so-lieu/<int:pk>/so-sanh/", comparing.comparison, name="comparison"),
    path("so-lieu/<int:pk>/loi-van/", narratives, name="narratives"),
    path("so-lieu/<int:pk>/<slug:code>/", totals.total_sources, name="total_sources"),
    path("tong-hop/", compiled.compiled_list, name="compiled_list"),
    path("tong-hop/don-vi/<int:pk>/", compiled.compile, name="compile"),
    path("tong-hop/<int:pk>/", compiled.compiled_detail, name="compiled_detail"),
    path("tong-hop/<int:pk>/so-sanh/", compiled.compiled_compare, name="compiled_compare"),
    path("tong-hop/<int:pk>/noi-dung/", compiled.compiled_edit, name="compiled_edit"),
    path("tong-hop/<int:pk>/cau/", merging.compiled_sentences, name="compiled_sentences"),
    path("tong-hop/<int:pk>/word/", words.compiled_docx, name="compiled_docx"),
    path("tong-hop/<int:pk>/word/nhan/", words.compiled_words, name="compiled_words"),
    path("tong-hop/<int:pk>/buoc/<slug:step>/", compiled.compiled_step, name="compiled_step"),
    path("tong-hop/<int:pk>/phu-luc/", compiled.compiled_annex, name="compiled_annex"),
]
