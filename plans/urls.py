from django.urls import path

from plans import views

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="plan_list"),
    path("moi/", views.plan_new, name="plan_new"),
    path("nhap-tu-tep/", views.plan_import, name="plan_import"),
    path("<int:pk>/", views.plan_detail, name="plan_detail"),
    path("<int:pk>/word/", views.plan_docx, name="plan_docx"),
    path("<int:pk>/tu-word/", views.plan_return, name="plan_return"),
    path("<int:pk>/thong-tin/", views.plan_change, name="plan_change"),
    path("<int:pk>/soan/", views.plan_edit, name="plan_edit"),
    path("<int:pk>/luu/", views.plan_save, name="plan_save"),
    path("<int:pk>/kiem-tra/", views.plan_findings, name="plan_findings"),
    path("<int:pk>/kiem-tra/bo-qua/", views.finding_ignore, name="finding_ignore"),
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
