"""Addresses of the portal; each app owns what stands under its prefix."""

from django.urls import include, path

from config.health import healthz
from config.web_app import device, manifest, service_worker, waiting
from reporting.desk.views import home

urlpatterns = [
    path("", home, name="home"),
    path("healthz/", healthz, name="healthz"),
    path("sw.js", service_worker, name="service_worker"),
    path("ung-dung.webmanifest", manifest, name="manifest"),
    path("thiet-bi/", device, name="device"),
    path("ngoai-tuyen/", waiting, name="waiting"),
    path("van-ban/", include("documents.urls")),
    path("ke-hoach/", include("plans.urls")),
    path("chien-dich/", include("campaigns.urls")),
    path("thi/", include("campaigns.contests.public_urls")),
    path("giay-moi/", include("campaigns.events.public_urls")),
    path("kien-nghi/", include("campaigns.petitions.public_urls")),
    path("guong/", include("campaigns.examples.public_urls")),
    path("bao-cao/", include("reporting.urls")),
    path("", include("units.urls")),
]
