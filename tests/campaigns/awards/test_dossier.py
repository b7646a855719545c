"""Papers of an award dossier: drawn up from results, worded by people, then documents like any other."""

import pytest
from django.urls import reverse

from campaigns.awards.dossier import Annex, Heading, Table, draw_up, papers_about, save_words
from campaigns.awards.dossier_models import DossierPaper
from campaigns.awards.services import record_awards
from campaigns.services import CampaignError
from core.workflow import StepRefused
from documents.models import Document
from documents.papers import paper_of
from documents.services import StaleVersion, choose_signer, set_recipients, take_step
from units.models import Seat


@pytest.fixture
def paper(world):
    return draw_up(
        "submission", issuer=world.province, by=world.drafter, abstract="Về việc đề nghị khen thưởng năm 2025",
        addressees=["Tổng Liên đoàn Lao động Việt Nam"], bases=["Căn cứ Luật Thi đua, khen thưởng;"],
        body=[
            Heading("Kết quả bình xét"), "Hội đồng họp ngày 10/12/2025.", "- 9/9 thành viên có mặt",
            Table(("TT", "Đơn vị", "Điểm"), [(1, world.base.name, 98)], caption="Kết quả"), "Kính đề nghị xem xét.",
        ],
        annexes=[Annex("DANH SÁCH ĐỀ NGHỊ", [Table(("TT", "Họ và tên"), [(1, "Lê Thị Mai")])])],
        source_name="Phong trào thi đua", source_url="/chien-dich/", source_key="movement:1",
    )  # fmt: skip


def test_paper_drawn_up_is_worded_reviewed_numbered_and_keeps_its_lists(world, paper):
    words = "# Kết quả bình xét\n[Bảng 1]\nKính đề nghị Tổng Liên đoàn xem xét.\n- Danh sách kèm theo"
    save_words(
        paper, abstract="Về việc đề nghị tặng Bằng khen", addressees="Tổng Liên đoàn", bases="", text=words, base=1,
        by=world.drafter,
    )  # fmt: skip
    with pytest.raises(StaleVersion):
        save_words(
            paper, abstract="Khác", addressees="", bases="", text=words + "\nThêm", base=1, by=world.drafter
        )
    choose_signer(paper, Seat.objects.get(user=world.leader), by=world.drafter)
    set_recipients(paper, [{"unit": world.base}], by=world.drafter)
    document = Document.objects.get(pk=paper.pk)
    for step, who in (("submit", world.drafter), ("approve", world.leader), ("number", world.registry)):
        document = take_step(document, step, by=who)
    printed = paper_of(document).paper
    assert printed.document_type == "TỜ TRÌNH"
    assert [(line.level, line.number, line.text) for line in printed.lines] == [
        ("section", "1.", "Kết quả bình xét"), ("table", "", ""),
        ("paragraph", "", "Kính đề nghị Tổng Liên đoàn xem xét."), ("bullet", "-", "Danh sách kèm theo"),
    ]  # fmt: skip
    assert printed.lines[1].rows == (("TT", "Đơn vị", "Điểm"), ("1", world.base.name, "98"))
    assert f"số {document.doc_code}" in printed.appendices[0].attached_to
    assert [found.pk for found in papers_about("movement:1", world.drafter)] == [paper.pk]
    assert papers_about("movement:1", world.stranger) == []


def test_table_cannot_be_lost_and_others_cannot_draw_up(world, paper):
    with pytest.raises(CampaignError, match="Bảng 1"):
        save_words(paper, abstract="A", addressees="", bases="", text="Chỉ còn chữ", base=1, by=world.drafter)
    with pytest.raises(StepRefused):
        draw_up("minutes", issuer=world.province, by=world.chair, abstract="Biên bản", body=["Họp."])


def test_list_of_the_register_becomes_a_decision_with_its_annex(world, new, client):
    record_awards(
        [new(), new("cstd_co_so", receiver="person", name="Lê Thị Mai", female=True, issuer=world.upper)],
        keeper=world.province, by=world.drafter,
    )  # fmt: skip
    client.force_login(world.drafter)
    address = reverse("campaigns:dossier_new", args=[world.province.code])
    nothing = client.post(f"{address}?nam=1999", {"kind": "decision", "abstract": "Về việc khen thưởng"})
    assert "Không có dòng nào" in nothing.content.decode()
    made = client.post(
        f"{address}?nam=2025", {"kind": "decision", "abstract": "Về việc khen thưởng"}, follow=True
    )
    page = made.content.decode()
    assert "Bà Lê Thị Mai" in page
    assert world.base.name in page
    edit = reverse("campaigns:dossier_edit", args=[DossierPaper.objects.get().pk])
    assert client.get(edit).context["form"].initial["base"] == 1
    refused = client.post(edit, {"abstract": "", "text": "x", "base": 1})
    assert refused.status_code == 422
    assert (
        client.get(reverse("campaigns:dossier_list"), {"q": "khen thuong"})
        .context["page_obj"]
        .paginator.count
        == 1
    )
    client.force_login(world.stranger)
    assert client.get(edit).status_code == 404
