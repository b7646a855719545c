"""Addresses of emulation; `campaigns.urls` takes them in."""

from django.urls import URLPattern, URLResolver, path

from campaigns.emulation.views import criteria, movements, registering, scoring

urlpatterns: list[URLPattern | URLResolver] = [
    path("", movements.movement_list, name="movement_list"),
    path("moi/", movements.movement_new, name="movement_new"),
    path("tieu-chi/", criteria.criteria_list, name="criteria_list"),
    path("tieu-chi/moi/", criteria.criteria_new, name="criteria_new"),
    path("tieu-chi/<int:pk>/", criteria.criteria_detail, name="criteria_detail"),
    path("tieu-chi/<int:pk>/sua/", criteria.criteria_edit, name="criteria_edit"),
    path("tieu-chi/<int:pk>/ban-moi/", criteria.criteria_copy, name="criteria_copy"),
    path("tieu-chi/<int:pk>/buoc/<slug:step>/", criteria.criteria_step, name="criteria_step"),
    path("tieu-chi/<int:pk>/<slug:kind>/moi/", criteria.criteria_part, name="criteria_part_new"),
    path("tieu-chi/<int:pk>/<slug:kind>/<int:part_pk>/", criteria.criteria_part, name="criteria_part_edit"),
    path(
        "tieu-chi/<int:pk>/<slug:kind>/<int:part_pk>/xoa/",
        criteria.criteria_part_remove,
        name="criteria_part_remove",
    ),
    path("<int:pk>/", movements.movement_detail, name="movement_detail"),
    path("<int:pk>/sua/", movements.movement_edit, name="movement_edit"),
    path("<int:pk>/buoc/<slug:step>/", movements.movement_step, name="movement_step"),
    path("<int:pk>/dang-ky/", registering.register, name="emulation_register"),
    path("<int:pk>/don-vi/", registering.registration_list, name="registration_list"),
    path("<int:pk>/don-vi/tep.xlsx", registering.registration_export, name="registration_export"),
    path("<int:pk>/cum/", registering.cluster_list, name="cluster_list"),
    path("<int:pk>/cum/chia/", registering.cluster_split, name="cluster_split"),
    path("<int:pk>/cum/moi/", registering.cluster_form, name="cluster_new"),
    path("<int:pk>/cum/<int:cluster_pk>/", registering.cluster_form, name="cluster_edit"),
    path("dang-ky/<int:pk>/", scoring.registration_detail, name="emulation_registration"),
    path("dang-ky/<int:pk>/rut/", registering.registration_withdraw, name="registration_withdraw"),
    path("dang-ky/<int:pk>/cum/", registering.registration_place, name="registration_place"),
    path("dang-ky/<int:pk>/cham/<int:level>/", scoring.score, name="emulation_score"),
    path("dang-ky/<int:pk>/cham/<int:level>/bat-dau/", scoring.score_start, name="score_start"),
    path("dang-ky/<int:pk>/cham/<int:level>/buoc/<slug:step>/", scoring.sheet_step, name="sheet_step"),
]
