"""Addresses of opinions."""

from django.urls import URLPattern, URLResolver, path

from campaigns.opinions import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.opinion_list, name="opinion_list"),
    path("tep.xlsx", views.opinion_export, name="opinion_export"),
    path("moi/", views.opinion_new, name="opinion_new"),
    path("tong-hop/", views.opinion_rollup, name="opinion_rollup"),
    path("tong-hop/tep.xlsx", views.opinion_rollup_export, name="opinion_rollup_export"),
    path("<int:pk>/", views.opinion_detail, name="opinion_detail"),
    path("<int:pk>/mo/", views.opinion_open, name="opinion_open"),
    path("<int:pk>/chuyen-len/", views.opinion_pass_up, name="opinion_pass_up"),
    path("<int:pk>/buoc/<slug:step>/", views.opinion_step, name="opinion_step"),
]
