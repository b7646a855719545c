"""Addresses of blanks and certificates; `campaigns.urls` takes them in."""

from django.urls import URLPattern, URLResolver, path

from campaigns.certificates.views import batches, blanks

urlpatterns: list[URLPattern | URLResolver] = [
    path("", batches.batch_list, name="batch_list"),
    path("phoi/", blanks.blank_list, name="blank_list"),
    path("phoi/<str:code>/moi/", blanks.blank_new, name="blank_new"),
    path("phoi/<int:pk>/", blanks.blank_detail, name="blank_detail"),
    path("phoi/<int:pk>/sua/", blanks.blank_edit, name="blank_edit"),
    path("phoi/<int:pk>/nen/", blanks.blank_background, name="blank_background"),
    path("phoi/<int:pk>/anh-nen/", blanks.blank_picture, name="blank_picture"),
    path("phoi/<int:pk>/in-thu/", blanks.blank_test, name="blank_test"),
    path("phoi/<int:pk>/thoi-dung/", blanks.blank_archive, name="blank_archive"),
    path("tu-so/<str:code>/", batches.batch_new, name="batch_new"),
    path("<int:pk>/", batches.batch_detail, name="batch_detail"),
    path("<int:pk>/tep.pdf", batches.batch_file, name="batch_file"),
    path("<int:pk>/in-lai/", batches.batch_again, name="batch_again"),
    path("<int:pk>/buoc/<slug:step>/", batches.batch_step, name="batch_step"),
    path("kiem-tra/<slug:code>/", batches.certificate_check, name="certificate_check"),
]
