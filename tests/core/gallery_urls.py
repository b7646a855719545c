"""Addresses for the gallery, so that it stands without the apps."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from core.templatetags.portal_menu import PRIMARY_NAV


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


spaces: dict[str, list[str]] = {"": ["manifest"], "units": ["switch_seat", "sign_out", "profile"]}
for _key, name, *_rest in PRIMARY_NAV:
    space, _, view = name.rpartition(":")
    spaces.setdefault(space, []).append(view)

urlpatterns = [
    path(
        f"{space}/" if space else "",
        include(([path(f"{v}/", nothing, name=v) for v in views], space))
        if space
        else include([path("", nothing, name=v) for v in views]),
    )
    for space, views in spaces.items()
]
