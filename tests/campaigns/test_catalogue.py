import pytest

from campaigns import catalogue
from campaigns.awards.models import AwardTitle
from campaigns.models import ActivityType, Channel, QuantityKind
from campaigns.opinions.models import OpinionTopic

TYPES = (
    "tuyen_truyen_mieng tuyen_truyen_mang truc_quan hoi_thi tu_van_phap_luat van_nghe_the_thao tham_hoi_tro_cap "
    "cham_lo_tet thang_cong_nhan tap_huan doi_thoai hoi_nghi_nld kiem_tra_giam_sat nu_cong thi_dua hoc_tap khac"
)
KINDS = (
    "to_roi tai_lieu tin_bai video luot_tiep_can bang_ron pa_no co_phuon bai_du_thi suat_qua nha_xay_moi "
    "nha_sua_chua sang_kien nguoi_duoc_ho_tro bai_phan_bac can_bo_chu_chot gia_tri_lam_loi cong_trinh"
)


@pytest.mark.django_db
def test_load_gives_the_codes_reports_rely_on():
    catalogue.load()
    assert set(ActivityType.objects.values_list("code", flat=True)) == set(TYPES.split())
    assert set(QuantityKind.objects.values_list("code", flat=True)) == set(KINDS.split())
    assert Channel.objects.get(code="zalo").max_length == 400


@pytest.mark.django_db
def test_load_again_repairs_and_keeps_what_a_customer_added():
    catalogue.load()
    ActivityType.objects.filter(code="hoi_thi").update(name="Sai tên")
    ActivityType.objects.get(code="hoi_thi").quantities.clear()
    ActivityType.objects.create(code="ngay_hoi", name="Ngày hội")
    rows = (Channel, QuantityKind, AwardTitle, OpinionTopic)
    assert catalogue.load() == len(TYPES.split()) + sum(kind.objects.count() for kind in rows)
    assert ActivityType.objects.get(code="hoi_thi").name == "Hội thi, cuộc thi"
    assert [k.code for k in ActivityType.objects.get(code="hoi_thi").quantities.all()] == ["bai_du_thi"]
    assert ActivityType.objects.filter(code="ngay_hoi").exists()
