"""Addresses of duplicates, under hoat-dong/."""

from django.urls import URLPattern, URLResolver, path

from campaigns.duplicates import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("hoat-dong/trung/", views.duplicate_list, name="duplicate_list"),
    path("hoat-dong/<int:pk>/gop/<int:other>/", views.merge, name="activity_merge"),
    path("hoat-dong/<int:pk>/khac/<int:other>/", views.keep_apart, name="activity_keep_apart"),
    path("hoat-dong/gop/<int:pk>/hoan-tac/", views.merge_undo, name="merge_undo"),
]
