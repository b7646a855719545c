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
    path("so-dang-ky/xuat/", views.register_export, name="register_export"),
    path("so-dang-ky/<int:pk>/huy/", views.number_void, name="number_void"),
    # --- cited papers
    path("vien-dan/", views.reference_list, name="reference_list"),
    path("vien-dan/xuat/", views.reference_export, name="reference_export"),
    path("vien-dan/moi/", views.reference_new, name="reference_new"),
    path("vien-dan/<int:pk>/", views.reference_detail, name="reference_detail"),
    path("vien-dan/<int:pk>/sua/", views.reference_edit, name="reference_edit"),
    # --- jobs
    path("cong-viec/<int:pk>/", views.job_status, name="job_status"),
    path("cong-viec/<int:pk>/huy/", views.job_cancel, name="job_cancel"),
    # --- for everybody
    path("kiem-tra/", views.verify_form, name="verify_form"),
    path("kiem-tra/<str:code>/", views.verify, name="verify"),
    # --- one document
    path("<int:pk>/", views.document_preview, name="document_preview"),
    path("<int:pk>/pdf/", views.document_pdf, name="document_pdf"),
    path("<int:pk>/lap-pdf/", views.document_print, name="document_print"),
    path("<int:pk>/noi-nhan/", views.recipients_edit, name="recipients_edit"),
    path("<int:pk>/theo-doi/", views.receipts, name="receipts"),
    path("<int:pk>/buoc/<slug:step>/", views.step, name="step"),
]
