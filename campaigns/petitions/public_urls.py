"""Addresses of the receipt code: short, because they stand on paper."""

from django.urls import URLPattern, URLResolver, path

from campaigns.petitions import views

app_name = "petitions"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.code_page, name="code_page"),
    path("<slug:code>/", views.code_state, name="code_state"),
]
