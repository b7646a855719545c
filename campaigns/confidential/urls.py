"""Addresses of who may read confidential records, and of the log of who did."""

from django.urls import URLPattern, URLResolver, path

from campaigns.confidential import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("nguoi-theo-doi/", views.keeper_list, name="keeper_list"),
    path("nguoi-theo-doi/giao/", views.keeper_name, name="keeper_name"),
    path("nguoi-theo-doi/<int:pk>/thoi/", views.keeper_drop, name="keeper_drop"),
    path("nhat-ky-mo/", views.opening_list, name="opening_list"),
]
