"""Addresses of the app `campaigns`."""

from django.urls import URLPattern, URLResolver, include, path

from campaigns import views
from campaigns.serving.views import campaign_passages
from campaigns.twins.views import activity_twin

app_name = "campaigns"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.campaign_list, name="campaign_list"),
    path("moi/", views.campaign_new, name="campaign_new"),
    path("<int:pk>/", views.campaign_detail, name="campaign_detail"),
    path("<int:pk>/sua/", views.campaign_edit, name="campaign_edit"),
    path("<int:pk>/doan-ke-hoach/", campaign_passages, name="campaign_passages"),
    path("<int:pk>/buoc/<slug:step>/", views.campaign_step, name="campaign_step"),
    path("<int:pk>/thong-diep/moi/", views.message_new, name="message_new"),
    path("<int:pk>/thong-diep/tu-ke-hoach/<int:plan_pk>/", views.slogans_take, name="slogans_take"),
    path("c/<slug:code>/", views.public, name="public"),
    path("<int:pk>/to-roi/", views.campaign_leaflet, name="campaign_leaflet"),
    path("thong-diep/<int:pk>/in/<slug:kind>/", views.message_piece, name="message_piece"),
    path("an-pham/<int:pk>/", views.piece_file, name="piece_file"),
    path("<int:pk>/da-dang/", views.publications, name="publications"),
    path("thong-diep/<int:pk>/thu-tu/", views.message_move, name="message_move"),
    path("thong-diep/<int:pk>/sua/", views.message_edit, name="message_edit"),
    path("thong-diep/<int:pk>/duyet/", views.message_approve, name="message_approve"),
    path("thong-diep/<int:pk>/xoa/", views.message_remove, name="message_remove"),
    path("", include("campaigns.sending.urls")),
    path("cuoc-thi/", include("campaigns.contests.urls")),
    path("du-luan/", include("campaigns.opinions.urls")),
    path("kien-nghi/", include("campaigns.petitions.urls")),
    path("giam-sat/", include("campaigns.supervision.urls")),
    path("guong/", include("campaigns.examples.urls")),
    path("", include("campaigns.confidential.urls")),
    path("khen-thuong/", include("campaigns.awards.urls")),
    path("", include("campaigns.activities.urls")),
    path("in-giay/", include("campaigns.certificates.urls")),
    path("", include("campaigns.duplicates.urls")),
    path("su-kien/", include("campaigns.events.urls")),
    path("thi-dua/", include("campaigns.emulation.urls")),
    path("hoat-dong/", views.activity_list, name="activity_list"),
    path("hoat-dong/tep.xlsx", views.activity_export, name="activity_export"),
    path("hoat-dong/moi/", views.activity_new, name="activity_new"),
    path("hoat-dong/gui/", views.activity_send, name="activity_send"),
    path("hoat-dong/<int:pk>/", views.activity_detail, name="activity_detail"),
    path("hoat-dong/<int:pk>/sua/", views.activity_edit, name="activity_edit"),
    path("hoat-dong/<int:pk>/trung/", activity_twin, name="activity_twin"),
    path("hoat-dong/<int:pk>/xoa/", views.activity_remove, name="activity_remove"),
    path("minh-chung/<int:pk>/", views.evidence, name="evidence"),
    path("minh-chung/<int:pk>/xoa/", views.evidence_remove, name="evidence_remove"),
]
