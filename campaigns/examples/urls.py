"""Addresses of good examples for people with an account."""

from django.urls import URLPattern, URLResolver, path

from campaigns.examples import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.example_list, name="example_list"),
    path("tep.xlsx", views.example_export, name="example_export"),
    path("moi/", views.example_new, name="example_new"),
    path("<int:pk>/", views.example_detail, name="example_detail"),
    path("<int:pk>/sua/", views.example_edit, name="example_edit"),
    path("<int:pk>/anh.jpg", views.example_photo, name="example_photo"),
    path("<int:pk>/rut-dong-y/", views.example_withdraw, name="example_withdraw"),
    path("<int:pk>/buoc/<slug:step>/", views.example_step, name="example_step"),
]
