"""Addresses of sending; `campaigns.urls` takes them in."""

from django.urls import URLPattern, URLResolver, path

from campaigns.sending import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("thong-diep/<int:pk>/gui/", views.broadcast_new, name="broadcast_new"),
    path("luot-gui/<int:pk>/", views.broadcast_detail, name="broadcast_detail"),
    path("luot-gui/<int:pk>/dung/", views.broadcast_stop, name="broadcast_stop"),
    path("luot-gui/tin/<int:pk>/ro/", views.sending_settle, name="sending_settle"),
    path("luot-gui/tin/<int:pk>/gui-lai/", views.sending_again, name="sending_again"),
    path("tin/", views.notice_list, name="notice_list"),
    path("tin/<int:pk>/da-doc/", views.notice_read, name="notice_read"),
]
