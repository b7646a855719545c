"""Addresses of contests for people with an account; `campaigns.urls` takes them in."""

from django.urls import URLPattern, URLResolver, path

from campaigns.contests.views import contests, outside, questions, results

urlpatterns: list[URLPattern | URLResolver] = [
    path("", contests.contest_list, name="contest_list"),
    path("moi/", contests.contest_new, name="contest_new"),
    path("mau-cau-hoi.xlsx", questions.question_template, name="question_template"),
    path("<int:pk>/", contests.contest_detail, name="contest_detail"),
    path("<int:pk>/sua/", contests.contest_edit, name="contest_edit"),
    path("<int:pk>/buoc/<slug:step>/", contests.contest_step, name="contest_step"),
    path("<int:pk>/vong/moi/", contests.round_new, name="round_new"),
    path("vong/<int:pk>/sua/", contests.round_edit, name="round_edit"),
    path("vong/<int:pk>/xoa/", contests.round_remove, name="round_remove"),
    path("<int:pk>/cau-hoi/", questions.question_list, name="question_list"),
    path("<int:pk>/cau-hoi/moi/", questions.question_new, name="question_new"),
    path("<int:pk>/cau-hoi/nhap-tu-tep/", questions.question_import, name="question_import"),
    path("<int:pk>/ket-qua/", results.contest_results, name="contest_results"),
    path("<int:pk>/ket-qua/don-vi/", results.contest_units, name="contest_units"),
    path("<int:pk>/ket-qua/tep.xlsx", results.contest_export, name="contest_export"),
    path("ngoai/", outside.outside_list, name="outside_list"),
    path("ngoai/tep.xlsx", outside.outside_export, name="outside_export"),
    path("ngoai/moi/", outside.outside_new, name="outside_new"),
    path("ngoai/<int:pk>/", outside.outside_detail, name="outside_detail"),
    path("ngoai/<int:pk>/sua/", outside.outside_edit, name="outside_edit"),
    path("ngoai/<int:pk>/xoa/", outside.outside_remove, name="outside_remove"),
    path("ngoai/<int:pk>/tep/", outside.outside_file, name="outside_file"),
    path("cau-hoi/<int:pk>/huy/", results.question_withdraw, name="question_withdraw"),
    path("cau-hoi/<int:pk>/sua/", questions.question_edit, name="question_edit"),
    path("cau-hoi/<int:pk>/xoa/", questions.question_remove, name="question_remove"),
]
