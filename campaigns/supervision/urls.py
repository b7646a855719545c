"""Addresses of supervision visits."""

from django.urls import URLPattern, URLResolver, path

from campaigns.supervision import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.visit_list, name="visit_list"),
    path("tep.xlsx", views.visit_export, name="visit_export"),
    path("moi/", views.visit_new, name="visit_new"),
    path("<int:pk>/", views.visit_detail, name="visit_detail"),
    path("<int:pk>/sua/", views.visit_edit, name="visit_edit"),
    path("<int:pk>/bien-ban.pdf", views.visit_minutes, name="visit_minutes"),
    path("<int:pk>/buoc/<slug:step>/", views.visit_step, name="visit_step"),
    path("<int:pk>/kien-nghi/", views.visit_recommend, name="visit_recommend"),
    path("kien-nghi/<int:pk>/buoc/<slug:step>/", views.recommendation_step, name="recommendation_step"),
    path("kien-nghi/<int:pk>/xoa/", views.recommendation_drop, name="recommendation_drop"),
]
