"""Addresses of petitions for those who receive and answer them."""

from django.urls import URLPattern, URLResolver, path

from campaigns.petitions import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.petition_list, name="petition_list"),
    path("moi/", views.petition_new, name="petition_new"),
    path("so.xlsx", views.petition_export, name="petition_export"),
    path("in-so/", views.petition_print, name="petition_print"),
    path("so/<int:pk>.pdf", views.petition_register_file, name="petition_register_file"),
    path("<int:pk>/", views.petition_detail, name="petition_detail"),
    path("<int:pk>/mo/", views.petition_open, name="petition_open"),
    path("<int:pk>/chuyen/", views.petition_route, name="petition_route"),
    path("<int:pk>/tra-loi/", views.petition_answer, name="petition_answer"),
    path("<int:pk>/buoc/<slug:step>/", views.petition_step, name="petition_step"),
]
