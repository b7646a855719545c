"""Addresses of the app `documents`."""

from django.urls import path

from documents import views

app_name = "documents"

urlpatterns = [
    path("", views.document_list, name="document_list"),
    path("xuat/", views.document_export, name="document_export"),
    # --- incoming
    path("den/", views.inbox, name="inbox"),
    path("den/<int:pk>/", views.delivery_detail, name="delivery_detail"),
    path("den/<int:pk>/mo/", views.delivery_open, name="delivery_open"),
    path("den/<int:pk>/xac-nhan/", views.delivery_acknowledge, name="delivery_acknowledge"),
    # --- register
    path("so-dang-ky/", views.register, name="register"),
    path("so-dang-ky/in/", views.register_print, name="register_print"),
    path("so-dang-ky/in/<int:pk>/", views.register_file, name="register_file"),
    path("so-dang-ky/giu-so/", views.number_reserve, name="number_reserve"),
    path("so-dang-ky/<int:pk>/ghi/", views.entry_edit, name="entry_edit"),
    path("so-dang-ky/xuat/", views.register_export, name="register_export"),
    path("so-dang-ky/day-so/<str:code>/", views.series_edit, name="series_edit"),
    path("so-dang-ky/<int:pk>/huy/", views.number_void, name="number_void"),
    # --- incoming register
    path("so-den/", views.incoming_list, name="incoming_list"),
    path("so-den/in/", views.incoming_print, name="incoming_print"),
    path("so-den/xuat/", views.incoming_export, name="incoming_export"),
    path("so-den/moi/", views.incoming_new, name="incoming_new"),
    path("so-den/nhan/", views.incoming_take_all, name="incoming_take_all"),
    path("so-den/nhan/<int:pk>/", views.incoming_take, name="incoming_take"),
    path("so-den/<int:pk>/", views.incoming_detail, name="incoming_detail"),
    path("so-den/<int:pk>/sua/", views.incoming_edit, name="incoming_edit"),
    path("so-den/<int:pk>/giao/", views.incoming_assign, name="incoming_assign"),
    path("so-den/<int:pk>/ban-chup/", views.incoming_scan, name="incoming_scan"),
    path("so-den/<int:pk>/buoc/<slug:step>/", views.incoming_step, name="incoming_step"),
    # --- cited papers
    path("vien-dan/", views.reference_list, name="reference_list"),
    path("vien-dan/xuat/", views.reference_export, name="reference_export"),
    path("vien-dan/moi/", views.reference_new, name="reference_new"),
    path("vien-dan/<int:pk>/", views.reference_detail, name="reference_detail"),
    path("vien-dan/<int:pk>/sua/", views.reference_edit, name="reference_edit"),
    # --- powers to sign
    path("uy-quyen/", views.delegation_list, name="delegation_list"),
    path("uy-quyen/<int:pk>/thu-hoi/", views.delegation_end, name="delegation_end"),
    path("uy-quyen/<str:code>/giao/", views.delegation_new, name="delegation_new"),
    path("uy-quyen/<str:code>/vang-mat/", views.absence_new, name="absence_new"),
    path("uy-quyen/<str:code>/cach-ghi/", views.signature_setting, name="signature_setting"),
    path("vang-mat/<int:pk>/bo/", views.absence_remove, name="absence_remove"),
    # --- jobs
    path("cong-viec/<int:pk>/", views.job_status, name="job_status"),
    path("cong-viec/<int:pk>/huy/", views.job_cancel, name="job_cancel"),
    # --- for everybody
    path("kiem-tra/", views.verify_form, name="verify_form"),
    path("kiem-tra/<str:code>/", views.verify, name="verify"),
    # --- signing
    path("ky/", views.signing_list, name="signing_list"),
    path("ky/dot/<slug:name>/", views.signing_batch, name="signing_batch"),
    path("ky/dot/<slug:name>/ky-lai/", views.signing_retry, name="signing_retry"),
    path("ky/cho/<str:hand_off>/", views.signing_answer, name="signing_answer"),
    path("ky/cho/<str:hand_off>/du-lieu/", views.signing_data, name="signing_data"),
    path("<int:pk>/ky/", views.signing, name="signing"),
    path("<int:pk>/ky/tai-len/", views.signing_bring, name="signing_bring"),
    # --- after the issue
    path("xu-ly/<int:pk>/", views.amendment_detail, name="amendment_detail"),
    path("xu-ly/<int:pk>/bo/", views.amendment_drop, name="amendment_drop"),
    path("xu-ly/thong-bao/<int:pk>/", views.notice_detail, name="notice_detail"),
    path("xu-ly/thong-bao/<int:pk>/xac-nhan/", views.notice_acknowledge, name="notice_acknowledge"),
    path("<int:pk>/soan/", views.words_edit, name="words_edit"),
    path("<int:pk>/xu-ly/", views.amendment_new, name="amendment_new"),
    # --- review sheets
    path("trinh/", views.review_list, name="review_list"),
    path("trinh/tra-loi-nhieu/", views.review_batch, name="review_batch"),
    path("trinh/<int:pk>/", views.review_sheet, name="review_sheet"),
    path("trinh/<int:pk>/in/", views.review_print, name="review_print"),
    path("trinh/buoc/<int:pk>/tra-loi/", views.review_answer, name="review_answer"),
    path("trinh/buoc/<int:pk>/bo-qua/", views.review_skip, name="review_skip"),
    path("trinh/buoc/<int:pk>/chuyen/", views.review_pass, name="review_pass"),
    path("trinh/buoc/<int:pk>/viet-tay/", views.review_drawing, name="review_drawing"),
    path("<int:pk>/trinh/", views.review_compose, name="review_compose"),
    # --- one document
    path("<int:pk>/kem-theo/", views.attached_list, name="attached_list"),
    path("<int:pk>/kem-theo/ky-lai/", views.attached_seal, name="attached_seal"),
    path("kem-theo/<int:pk>/", views.attached_file, name="attached_file"),
    path("kem-theo/<int:pk>/bo/", views.attached_remove, name="attached_remove"),
    path("<int:pk>/", views.document_preview, name="document_preview"),
    path("<int:pk>/pdf/", views.document_pdf, name="document_pdf"),
    path("<int:pk>/lap-pdf/", views.document_print, name="document_print"),
    path("<int:pk>/noi-nhan/", views.recipients_edit, name="recipients_edit"),
    path("<int:pk>/theo-doi/", views.receipts, name="receipts"),
    path("<int:pk>/theo-doi/xuat/", views.receipts_export, name="receipts_export"),
    path("<int:pk>/theo-doi/nhac/", views.remind, name="remind"),
    path("<int:pk>/theo-doi/thu/", views.mail_list, name="mail_list"),
    path("thu/", views.mail_trouble, name="mail_trouble"),
    path("thu/<int:pk>/da-gui/", views.mail_settle, name="mail_settle"),
    path("thu/<int:pk>/gui-lai/", views.mail_again, name="mail_again"),
    path("<int:pk>/buoc/<slug:step>/", views.step, name="step"),
]
