"""Addresses of events, under su-kien/."""

from django.urls import URLPattern, URLResolver, path

from campaigns.events.views import events, invitations, people

urlpatterns: list[URLPattern | URLResolver] = [
    path("", events.event_list, name="event_list"),
    path("moi/", events.event_new, name="event_new"),
    path("giay-moi/", invitations.my_invitations, name="my_invitations"),
    path("<int:pk>/", events.event_detail, name="event_detail"),
    path("<int:pk>/sua/", events.event_edit, name="event_edit"),
    path("<int:pk>/buoc/<slug:step>/", events.event_step, name="event_step"),
    path("<int:pk>/bao-thay-doi/", events.event_tell, name="event_tell"),
    path("<int:pk>/buoi/", events.sitting_new, name="sitting_new"),
    path("buoi/<int:pk>/", events.sitting_edit, name="sitting_edit"),
    path("buoi/<int:pk>/xoa/", events.sitting_remove, name="sitting_remove"),
    path("buoi/<int:pk>/khach/", people.walk_in, name="walk_in"),
    path("<int:pk>/in/<slug:which>/", events.event_paper, name="event_paper"),
    path("<int:pk>/van-ban/", events.event_document, name="event_document"),
    path("<int:pk>/diem-danh.xlsx", events.event_export, name="event_export"),
    path("<int:pk>/khach-moi/", people.event_people, name="event_people"),
    path("<int:pk>/khach-moi/nhom/", people.event_group, name="event_group"),
    path("khach-moi/<int:pk>/xoa/", people.invitee_remove, name="invitee_remove"),
    path("<int:pk>/diem-danh/", people.event_door, name="event_door"),
    path("<int:pk>/giay-chung-nhan/", people.event_certificates, name="event_certificates"),
    path("diem-danh/<int:pk>/bo/", people.check_in_remove, name="check_in_remove"),
]
