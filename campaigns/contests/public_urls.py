"""Addresses of a contest for everybody: short, because they stand on posters and in QR codes."""

from django.urls import URLPattern, URLResolver, path

from campaigns.contests.views import complaints, results, taking, writing

app_name = "contests"

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:code>/", taking.landing, name="landing"),
    path("<slug:code>/dang-ky/", taking.register, name="register"),
    path("<slug:code>/don-vi/", taking.units, name="units"),
    path("<slug:code>/khieu-nai/", complaints.complain, name="complain"),
    path("<slug:code>/ket-qua/<int:number>/", results.public_results, name="public_results"),
    path("<slug:code>/tu-luan/<int:number>/", writing.essay, name="essay"),
    path("<slug:code>/tu-luan/<int:number>/luu/", writing.essay_save, name="essay_save"),
    path("<slug:code>/tu-luan/<int:number>/nop/", writing.essay_submit, name="essay_submit"),
    path("<slug:code>/vong/<int:number>/", taking.paper, name="paper"),
    path("<slug:code>/vong/<int:number>/bat-dau/", taking.start, name="start"),
    path("<slug:code>/vong/<int:number>/tra-loi/", taking.answer, name="answer"),
    path("<slug:code>/vong/<int:number>/nop/", taking.finish, name="finish"),
]
