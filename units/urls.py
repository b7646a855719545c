"""Addresses of the app `units`."""

from django.urls import URLPattern, URLResolver, path

from units.views import account, browse, changes, choosing, importing, people, splitting

app_name = "units"

# A code may be any word, so nothing else stands directly below don-vi/.
urlpatterns: list[URLPattern | URLResolver] = [
    path("dang-nhap/", account.sign_in, name="sign_in"),
    path("dang-xuat/", account.sign_out, name="sign_out"),
    path("doi-vai-tro/", account.switch_seat, name="switch_seat"),
    path("tai-khoan/", account.profile, name="profile"),
    path("tai-khoan/mat-khau/", account.password_change, name="password_change"),
    path("don-vi/", browse.unit_list, name="unit_list"),
    path("nhap-don-vi/", importing.unit_import, name="unit_import"),
    path("nhap-don-vi/ghi/", importing.unit_import_confirm, name="unit_import_confirm"),
    path("xuat-don-vi/", browse.unit_export, name="unit_export"),
    path("chon-don-vi/", choosing.unit_options, name="unit_options"),
    path("chon-nguoi/", choosing.person_options, name="person_options"),
    path("vai-tro/<int:pk>/ket-thuc/", people.seat_end, name="seat_end"),
    path("don-vi/<str:code>/", browse.unit_detail, name="unit_detail"),
    path("don-vi/<str:code>/cap-duoi/", browse.unit_children, name="unit_children"),
    path("don-vi/<str:code>/them/", changes.unit_new, name="unit_new"),
    path("don-vi/<str:code>/sua/", changes.unit_edit, name="unit_edit"),
    path("don-vi/<str:code>/doi-ten/", changes.unit_rename, name="unit_rename"),
    path("don-vi/<str:code>/chuyen/", changes.unit_move, name="unit_move"),
    path("don-vi/<str:code>/tuyen-thu-hai/", changes.unit_second_line, name="unit_second_line"),
    path("don-vi/<str:code>/ket-thuc/", changes.unit_end, name="unit_end"),
    path("don-vi/<str:code>/chia-tach/", splitting.unit_split, name="unit_split"),
    path("don-vi/<str:code>/nhan-su/", people.seat_list, name="seat_list"),
    path("don-vi/<str:code>/nhan-su/xuat/", people.seat_export, name="seat_export"),
    path("don-vi/<str:code>/nhan-su/them/", people.person_new, name="person_new"),
    path("don-vi/<str:code>/nhan-su/giao-vai-tro/", people.seat_new, name="seat_new"),
    path("don-vi/<str:code>/nhan-su/<int:pk>/mat-khau/", people.person_password, name="person_password"),
    path("don-vi/<str:code>/ban-phong/them/", people.department_new, name="department_new"),
]
