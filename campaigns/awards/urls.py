"""Addresses of the register of awards; `campaigns.urls` takes them in."""

from django.urls import URLPattern, URLResolver, path

from campaigns.awards.views import books, dossier, register

urlpatterns: list[URLPattern | URLResolver] = [
    path("", register.award_list, name="award_list"),
    path("tep.xlsx", register.award_export, name="award_export"),
    path("don-vi/", register.award_units, name="award_units"),
    path("danh-muc/", register.award_titles, name="award_titles"),
    path("mau.xlsx", books.award_template, name="award_template"),
    path("in-so/", books.award_print, name="award_print"),
    path("in-so/<int:pk>/", books.award_book, name="award_book"),
    path("<str:code>/nhap-tu-tep/", books.award_import, name="award_import"),
    path("<str:code>/nhap-tu-tep/ghi/", books.award_import_confirm, name="award_import_confirm"),
    path("<str:code>/ghi/", register.award_new, name="award_new"),
    path("ho-so/", dossier.dossier_list, name="dossier_list"),
    path("ho-so/<str:code>/lap/", dossier.dossier_new, name="dossier_new"),
    path("ho-so/<int:pk>/", dossier.dossier_detail, name="dossier_detail"),
    path("ho-so/<int:pk>/soan/", dossier.dossier_edit, name="dossier_edit"),
    path("<int:pk>/", register.award_detail, name="award_detail"),
    path("<int:pk>/sua/", register.award_edit, name="award_edit"),
    path("<int:pk>/buoc/<slug:step>/", register.award_step, name="award_step"),
]
