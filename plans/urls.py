from django.urls import path

from plans import views

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="plan_list"),
    path("moi/", views.plan_new, name="plan_new"),
    path("nhap-tu-tep/", views.plan_import, name="plan_import"),
    path("nhap-tu-tep/<int:pk>/", views.import_check, name="import_check"),
    path("mau/", views.template_list, name="template_list"),
    path("mau/chon/", views.template_choice, name="template_choice"),
    path("mau/<int:pk>/", views.template_detail, name="template_detail"),
    path("mau/<int:pk>/sua/", views.template_edit, name="template_edit"),
    path("mau/<int:pk>/xoa/", views.template_delete, name="template_delete"),
    path("<int:pk>/luu-thanh-mau/", views.template_save, name="template_save"),
    path("<int:pk>/vien-dan/", views.reference_picker, name="reference_picker"),
    path("<int:pk>/", views.plan_detail, name="plan_detail"),
    path("<int:pk>/word/", views.plan_docx, name="plan_docx"),
    path("<int:pk>/tu-word/", views.plan_return, name="plan_return"),
    path("<int:pk>/thong-tin/", views.plan_change, name="plan_change"),
    path("<int:pk>/soan/", views.plan_edit, name="plan_edit"),
    path("<int:pk>/luu/", views.plan_save, name="plan_save"),
    path("<int:pk>/kiem-tra/", views.plan_findings, name="plan_findings"),
    path("<int:pk>/kiem-tra/bo-qua/", views.finding_ignore, name="finding_ignore"),
    path("<int:pk>/gop-y/", views.comments, name="comments"),
    path("<int:pk>/gop-y/moi/", views.comment_new, name="comment_new"),
    path("<int:pk>/gop-y/nguoi/", views.mention_options, name="mention_options"),
    path("<int:pk>/de-xuat/moi/", views.suggestion_new, name="suggestion_new"),
    path("gop-y/<int:pk>/tra-loi/", views.comment_reply, name="comment_reply"),
    path("gop-y/<int:pk>/xong/", views.comment_resolve, name="comment_resolve"),
    path("gop-y/<int:pk>/mo-lai/", views.comment_reopen, name="comment_reopen"),
    path("de-xuat/<int:pk>/nhan/", views.suggestion_accept, name="suggestion_accept"),
    path("de-xuat/<int:pk>/khong-nhan/", views.suggestion_reject, name="suggestion_reject"),
    path("<int:pk>/doan/<str:block_id>/", views.block_records, name="block_records"),
    path(
        "<int:pk>/doan/<str:block_id>/chi-tieu/<int:target_pk>/bo/", views.target_unbind, name="target_unbind"
    ),
    path("<int:pk>/buoc/<slug:step>/", views.plan_step, name="plan_step"),
    path("<int:pk>/cu-the-hoa/", views.plan_derive, name="plan_derive"),
    path("<int:pk>/so-sanh/", views.plan_compare, name="plan_compare"),
    path("<int:pk>/trang-in/", views.plan_preview, name="plan_preview"),
    path("<int:pk>/trang-in/hinh/", views.plan_sheets, name="plan_sheets"),
    path("<int:pk>/lan-luu/", views.plan_versions, name="plan_versions"),
    path("<int:pk>/lan-luu/<int:number>/ten/", views.version_name, name="version_name"),
    path("<int:pk>/lan-luu/<int:number>/khoi-phuc/", views.version_restore, name="version_restore"),
    path("<int:pk>/xoa/", views.plan_delete, name="plan_delete"),
    path("nhiem-vu/<int:pk>/", views.task_state, name="task_state"),
]
