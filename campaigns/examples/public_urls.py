"""The public page of a good example."""

from django.urls import URLPattern, URLResolver, path

from campaigns.examples import views

app_name = "examples"

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:code>/", views.public, name="public"),
    path("<slug:code>/anh.jpg", views.public_photo, name="public_photo"),
]
