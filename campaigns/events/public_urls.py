"""The address of an invitation: short, because it stands in a QR code."""

from django.urls import URLPattern, URLResolver, path

from campaigns.events.views import invitations

app_name = "invitations"

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:code>/", invitations.invitation, name="invitation"),
]
