"""Addresses of work given out; they stand under those of plans."""

from django.urls import path

from plans import views

urlpatterns = [
    path("viec/", views.assignment_list, name="assignment_list"),
    path("viec/xuat/", views.assignment_export, name="assignment_export"),
    path("viec/nhieu/", views.assignment_bulk, name="assignment_bulk"),
    path("viec/bang/", views.assignment_board, name="assignment_board"),
    path("viec/<int:pk>/", views.assignment_detail, name="assignment_detail"),
    path("viec/<int:pk>/buoc/<slug:step>/", views.assignment_step, name="assignment_step"),
    path("viec/<int:pk>/tien-do/", views.assignment_progress, name="assignment_progress"),
    path("viec/<int:pk>/minh-chung/", views.assignment_evidence, name="assignment_evidence"),
    path("viec/<int:pk>/gia-han/", views.assignment_more_time, name="assignment_more_time"),
    path("viec/<int:pk>/han/", views.assignment_deadline, name="assignment_deadline"),
    path("viec/don-vi/<int:pk>/", views.work_units, name="work_units"),
    path("viec/<int:pk>/doi-nguoi/", views.assignment_hand_over, name="assignment_hand_over"),
    path("viec/<int:pk>/chuyen-tiep/", views.assignment_hand_on, name="assignment_hand_on"),
    path("viec/gia-han/<int:pk>/", views.more_time_answer, name="more_time_answer"),
    path("viec/minh-chung/<int:pk>/", views.evidence_file, name="evidence_file"),
    path("viec/minh-chung/<int:pk>/bo/", views.evidence_remove, name="evidence_remove"),
    path("viec/nhac/", views.reminders, name="reminders"),
    path("viec/nhac/lich-moi/", views.feed_new, name="feed_new"),
    path("viec/nhac/ngung-lich/", views.feed_end, name="feed_end"),
    path("lich/", views.calendar, name="calendar"),
    path("lich/<slug:token>.ics", views.calendar_feed, name="calendar_feed"),
    path("<int:pk>/bieu-do/", views.plan_gantt, name="plan_gantt"),
    path("<int:pk>/thay-doi/", views.plan_changes, name="plan_changes"),
    path("<int:pk>/van-ban-se-ban-hanh/", views.plan_promises, name="plan_promises"),
    path("<int:pk>/van-ban-se-ban-hanh/<str:block_id>/", views.promise_note, name="promise_note"),
    path("van-ban-se-ban-hanh/<int:pk>/da-co/", views.promise_fulfil, name="promise_fulfil"),
    path("van-ban-se-ban-hanh/<int:pk>/bo/", views.promise_drop, name="promise_drop"),
    path("<int:pk>/giao-viec/<str:block_id>/", views.work_give, name="work_give"),
]
