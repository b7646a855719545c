"""Addresses of the month, the map and the gallery, under hoat-dong/."""

from django.urls import URLPattern, URLResolver, path

from campaigns.activities import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("hoat-dong/lich/", views.activity_calendar, name="activity_calendar"),
    path("hoat-dong/ban-do/", views.activity_places, name="activity_places"),
    path("hoat-dong/anh/", views.activity_gallery, name="activity_gallery"),
    path("hoat-dong/anh.zip", views.activity_photos, name="activity_photos"),
    path("hoat-dong/<int:pk>/bien-ban/", views.activity_minutes, name="activity_minutes"),
    path("minh-chung/<int:pk>/dong-y/", views.evidence_consent, name="evidence_consent"),
    path("ban-in/<int:pk>/", views.printed_file, name="printed_file"),
]
