"""One populated world: a province with two upper units and grassroots unions, people at every desk, work in every state.

The tests about access and query counts read it, and `bench.pages` fills it up. Everything is made by the services.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from campaigns import catalogue as campaign_catalogue
from campaigns.models import Activity, Campaign
from campaigns.services import (
    add_message,
    add_photo,
    approve_message,
    create_campaign,
    log_activity,
    open_campaign,
)
from documents.attached.models import AttachedFile
from documents.evidence import read_file
from documents.jobs import run
from documents.models import Delivery, Document, Recipient
from documents.registers.printing import OUTGOING, ask_for_print
from documents.registers.scans import Scan
from documents.rendering import render_document
from documents.review.drawings import read_drawing
from documents.review.models import ReviewStep
from documents.review.services import answer
from documents.services import choose_signer, issue_document, set_recipients, take_step
from documents.services.incoming import register_incoming
from documents.services.references import add_reference
from documents.signing.models import Device
from documents.signing.services import add_certificate, sign, sign_batch
from plans.assignments.services import add_evidence, ask_more_time, give, new_feed, note_promise
from plans.importing import import_text
from plans.models import Allotment, Plan
from plans.services import add_comment, bind_target, create_plan, save_plan, suggest
from plans.services.importing import keep_import
from plans.services.templating import save_as_template
from plans.targets.services import ask_units
from reporting.checks.cells import CellInput
from reporting.corrections.services import propose
from reporting.models import CompiledReport, CorrectionReason
from reporting.services.compiling import compile_report
from reporting.workbooks.services.templates import ask_for_templates
from tests import factories
from tests.architecture.world_activities import logged_twice
from tests.architecture.world_awards import awards
from tests.architecture.world_campaigns import sent_message
from tests.architecture.world_cascade import progress, recalled, replaced
from tests.architecture.world_contests import contests
from tests.architecture.world_emulation import emulation
from tests.architecture.world_events import events
from tests.architecture.world_forms import forms
from tests.architecture.world_opinions import confidential
from tests.architecture.world_reports import report_of, reports
from tests.campaigns.uploads import photo
from tests.documents.review.sheets import drawn
from tests.documents.signing.pki import pki
from units.models import Role, Seat, Unit, User
from units.services import give_delegation, record_absence

STAFF = (Role.DRAFTER, Role.UNIT_HEAD, Role.REGISTRY, Role.UPPER_UNIT, Role.ADMIN)
BLOCKS = [
    {"id": "bbaaaa", "level": "part", "kind": "text", "text": "NHIỆM VỤ"},
    {"id": "bbbbbb", "level": "bullet", "kind": "task", "text": "Tổ chức nói chuyện chuyên đề tại nơi làm việc."},
    {"id": "bbcccc", "level": "bullet", "kind": "target", "text": "Phấn đấu 90% đoàn viên được học tập nghị quyết."},
    {"id": "bbdddd", "level": "bullet", "kind": "message", "text": "Hiểu luật để làm đúng."},
]  # fmt: skip


@dataclass
class World:
    """Units, people and rows by short names.

    `objects` maps the names of the access table to the words of an address, and "data" to what a POST there says.
    """

    province: Unit
    upper: Unit
    other_upper: Unit
    base: Unit
    sister: Unit
    foreign_province: Unit
    foreign_base: Unit
    people: dict[str, User] = field(default_factory=dict)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    campaign: Any = None
    period: Any = None
    seat: Any = None  # the leader's, who signs

    def __getitem__(self, who: str) -> User:
        return self.people[who]


def build_world(commits: Callable[[], AbstractContextManager[Any]] = nullcontext) -> World:
    """The units, the people and one row of every kind. `commits` runs what waits for a commit at its end."""
    campaign_catalogue.load()
    with commits():
        world = _units()
        _people(world)
        _plans(world)
        recalled(
            world, *(issue(world, draft_plan(world, name)) for name in ("Tuyên truyền biển đảo", "Hội thao"))
        )
        replaced(world, *(issue(world, draft_plan(world, f"Phổ biến luật, bản {n}")) for n in (1, 2)))
    with commits():
        _work(world)
        _signatures(world)
        _registers(world)
        _campaigns(world)
        logged_twice(world, world_day())
        events(world)
        contests(world)
        confidential(world)
        awards(world)
        emulation(world)
        reports(world)
        forms(world)
        progress(world, world_day())
        place = world.period.places.get(unit=world.province)
        job = compile_report(place, by=world["office"])
        templates = ask_for_templates(place, by=world["office"])
    report = CompiledReport.objects.get(period_unit=place)
    wrong = propose(
        report_of(world, world.sister), cell=("TC06", ""), typed=CellInput(value_text="6"), by=world["upper"],
        reason=CorrectionReason.objects.get(code="nhap-sai"), explanation="Sót một người", asked_by="upper",
        asked_on=world_day(),
    )  # fmt: skip
    world.objects |= {
        "correction": {"pk": wrong.pk, "data": {"step": "withdraw", "note": "Nhầm"}},
        "totals of the province": {"pk": place.pk, "code": "TT01"},
        "province in the period": {"pk": world.period.pk, "data": {"noi": place.pk}},
        "compiled report": {"pk": report.pk, "step": "submit"}, "compile job": {"pk": job.pk},
        "templates of the province": {"pk": templates.pk},
    }  # fmt: skip
    return world


def _units() -> World:
    province = factories.province(code="MS")
    upper = factories.upper_unit(province, "Công đoàn xã Suối Mơ", code="MS-SM")
    other = factories.upper_unit(province, "Công đoàn xã Đồi Chè", code="MS-DC")
    foreign = factories.province("Liên đoàn Lao động tỉnh Hạ Đông", code="HD")
    return World(
        province=province, upper=upper, other_upper=other,
        base=factories.grassroots(upper, "CĐCS Công ty May Bình Minh", code="MS-SM-1", sector="nnn"),
        sister=factories.grassroots(upper, "CĐCS Trường Tiểu học Hoa Sen", code="MS-SM-2", sector="hcsn"),
        foreign_province=foreign,
        foreign_base=factories.grassroots(foreign, "CĐCS Nhà máy Gạch Phú An", code="HD-1"),
        objects={"": {}},
    )  # fmt: skip


def _people(world: World) -> None:
    """`outsider` holds every role in another province; `office` every role of the staff in this one."""
    world.people = {
        "outsider": _with_roles("Hoàng Văn Xa", world.foreign_province, Role.LEADER, *STAFF),
        "reporter": factories.person(Role.GRASSROOTS, world.base, "Nguyễn Thị Hoa"),
        "head": factories.person(Role.LEADER, world.province, "Trần Ngọc Ánh"),
        "office": _with_roles("Lê Văn Soạn", world.province, *STAFF),
        "upper": _with_roles("Vũ Thị Theo", world.upper, Role.LEADER, *STAFF),
        "member": factories.person(Role.MEMBER, world.base, "Bùi Văn Viên"),
    }
    world.seat = Seat.objects.get(user=world["head"])
    own = {"code": world.province.code}
    office = Seat.objects.get(user=world["office"], role=Role.UNIT_HEAD)
    today = timezone.localdate()
    power = give_delegation(
        unit=world.province, kind="TL", giver=world.seat, receiver=office, from_on=today, decision="5/QĐ-LĐLĐ", types=["TB"]
    )  # fmt: skip
    away = record_absence(seat=office, from_on=today, to_on=today + dt.timedelta(days=2))
    world.objects |= {
        "delegation": {"pk": power.pk}, "absence": {"pk": away.pk},
        "province": own | {"pk": world.province.pk}, "upper unit": {"code": world.upper.code},
        "grassroots unit": {"code": world.base.code},
        "foreign unit": {"code": world.foreign_base.code},
        "own staff": own | {"pk": world["head"].pk},
        "seat": {"pk": world.seat.pk},
    }  # fmt: skip


def _with_roles(name: str, unit: Unit, *roles: str) -> User:
    user = factories.make_user(name)
    for role in roles:
        factories.make_seat(user, role, unit)
    return user


def _plans(world: World) -> None:
    draft = draft_plan(world, "Tổ chức Tháng Công nhân năm 2026")
    review = take_step(draft_plan(world, "Phát động thi đua năm 2026"), "submit", by=world["office"])
    law = draft_plan(world, "Tuyên truyền pháp luật lao động năm 2026")
    followed = bind_target(
        law, "bbcccc", by=world["office"], name="Đoàn viên học tập nghị quyết", comparator="gte", value=90,
        unit_of_measure="%",
    )  # fmt: skip
    issued = issue(world, law)
    _reviews(world, review)
    target = bind_target(
        draft, "bbcccc", by=world["office"], name="Đoàn viên học tập nghị quyết", comparator="gte", value=90,
        unit_of_measure="%",
    )  # fmt: skip
    ask_units(draft, answers_due_on=None, by=world["office"])
    line = Allotment.objects.get(target=target, unit=world.upper)
    comment = add_comment(draft, text="Nêu rõ thời hạn.", block_id="bbbbbb", by=world["head"])
    suggestion = suggest(draft, block_id="bbdddd", replacement="Hiểu luật, làm đúng.", by=world["head"])
    template = save_as_template(draft, name="Mẫu của tỉnh", description="", by=world["office"])
    reference = add_reference(
        owner=world.province, by=world["office"], type="Chỉ thị", number="23-CT/TW", issued_on=dt.date(2023, 5, 25),
        issuer="Ban Bí thư",
    )  # fmt: skip
    numbered = take_step(
        draft_plan(world, "Tuyên truyền an toàn lao động năm 2026"), "submit", by=world["office"]
    )
    take_step(take_step(numbered, "approve", by=world["head"]), "number", by=world["office"])
    received = Delivery.objects.get(document=issued, unit=world.base)
    read = keep_import(
        import_text("KẾ HOẠCH\nTổ chức hội thao năm 2026\n\nI. MỤC ĐÍCH\n\n- Rèn luyện sức khỏe.\n"),
        unit=world.province, sha256="0" * 64, by=world["office"],
    )  # fmt: skip
    words = {"block_id": "bbbbbb", "step": "submit", "number": 1}
    world.objects |= {
        "draft plan": words | {"pk": draft.pk}, "plan in review": words | {"pk": review.pk},
        "issued plan": words | {"pk": issued.pk, "code": issued.verification_code},
        "numbered plan": words | {"pk": numbered.pk},
        "comment": {"pk": comment.pk}, "suggestion": {"pk": suggestion.pk},
        "plan template": {"pk": template.pk}, "legal reference": {"pk": reference.pk},
        "import draft": {"pk": read.pk}, "plan target": {"pk": draft.pk, "block_id": "bbcccc", "target_pk": target.pk},
        "allotment line": {"pk": line.pk}, "followed target": {"pk": issued.pk, "target_pk": followed.pk},
        "coverage branch": {"pk": issued.pk, "unit_pk": world.upper.pk},
        "task": {"pk": Plan.objects.get(pk=issued.pk).tasks.get().pk},
        "delivery": {"pk": received.pk},
        "register line": {"pk": issued.register_entry.pk},
        "unknown code": {"code": "XXXXXXXXXX", "token": "XXXXXXXXXX"},
    }  # fmt: skip


def _work(world: World) -> None:
    """The task of the issued plan, given to every grassroots union; the reporter's asks for more time."""
    today = timezone.localdate()
    plan = Plan.objects.get(pk=world.objects["issued plan"]["pk"])
    given = give(
        plan,
        "bbbbbb",
        by=world["office"],
        group=Recipient.Group.GRASSROOTS,
        deadline_on=today + dt.timedelta(days=7),
    )
    mine = given.assignments.get(unit=world.base)
    wish = ask_more_time(
        mine, wanted_on=today + dt.timedelta(days=20), reason="Chờ báo cáo viên", by=world["reporter"]
    )
    piece = add_evidence(mine, read_file(photo()), by=world["reporter"])
    promise = note_promise(
        plan, "bbbbbb", what="Hướng dẫn nói chuyện chuyên đề", due_on=None, by=world["office"]
    )
    world.objects |= {
        "promised document": {"pk": promise.pk},
        "work given out": {"pk": mine.pk, "step": "accept", "data": {"percent": "40", "note": "Đã mời báo cáo viên"}},
        "several pieces of work": {"data": {"step": "accept", "viec": [mine.pk]}},
        "wish for time": {"pk": wish.pk, "data": {"note": "Giữ hạn cũ"}}, "evidence of work": {"pk": piece.pk},
        "calendar address": {"token": new_feed(by=world["reporter"])},
    }  # fmt: skip


def _reviews(world: World, review: Document) -> None:
    """The leader is asked; a note by hand stands on the sheet of a draft that came back."""
    sheet = review.review_sheets.get()
    back = take_step(draft_plan(world, "Tổ chức hội thi năm 2026"), "submit", by=world["office"])
    noted = ReviewStep.objects.get(sheet__document=back)
    answer(noted, "return", version=2, by=world["head"], drawing=read_drawing(drawn()))
    world.objects |= {
        "review sheet": {"pk": sheet.pk},
        "review step": {"pk": sheet.steps.get().pk, "data": {"answer": "agree", "version": 2}},
        "note by hand": {"pk": noted.pk},
    }  # fmt: skip


def _registers(world: World) -> None:
    """A paper that came by post with its scan, and a printed register."""
    came = register_incoming(
        world.province, issuer_name="Tỉnh ủy", code="23-CV/TU", abstract="Công văn mời họp", by=world["office"],
        scan=Scan(b"%PDF-1.4", "pdf", "cong-van.pdf"),
    )  # fmt: skip
    printed = ask_for_print(OUTGOING, {}, by=world["office"], unit=world.province)
    run(printed.pk)
    world.objects |= {
        "incoming document": {"pk": came.pk, "step": "settle", "data": {"note": "Đã họp"}},
        "printed register": {"pk": printed.pk},
    }  # fmt: skip


def _signatures(world: World) -> None:
    """The head's certificate has its key outside: one signature waits for the device, one batch was refused."""
    add_certificate(pki().person.pem, device=Device.REMOTE, seat=world.seat)
    numbered = Document.objects.get(pk=world.objects["numbered plan"]["pk"])
    render_document(numbered)
    waiting = sign(numbered, by=world["head"])
    name = sign_batch([numbered], by=world["head"])
    _attached(world)
    world.objects |= {"signature handed off": {"hand_off": waiting.hand_off}, "signing batch": {"name": name}}


def _attached(world: World) -> None:
    """An appendix in a file of its own, with a draft and with an issued plan."""
    for plan in ("draft plan", "issued plan"):
        kept = AttachedFile(
            document_id=world.objects[plan]["pk"],
            number=1,
            title="Phụ lục I",
            pages=1,
            added_by=world["office"],
        )
        kept.brought.save("phu-luc.pdf", ContentFile(b"%PDF-1.4"))
        world.objects[f"file with {'a draft' if plan == 'draft plan' else 'an issued'} plan"] = {
            "pk": kept.pk
        }


def draft_plan(world: World, abstract: str) -> Plan:
    """A plan of the province that could be submitted at once."""
    plan = create_plan(issuer=world.province, abstract=abstract, by=world["office"])
    content = {"abstract": abstract, "bases": [], "opening": [], "closing": [], "blocks": BLOCKS}
    save_plan(plan, content=content, base=1, by=world["office"])
    choose_signer(plan, world.seat, by=world["office"])
    lines = [
        {"group": Recipient.Group.UPPER_UNITS, "role": "thuc_hien"},
        {"group": Recipient.Group.GRASSROOTS},
    ]
    set_recipients(plan, lines, by=world["office"])
    return Plan.objects.get(pk=plan.pk)


def issue(world: World, plan: Plan) -> Document:
    take_step(plan, "submit", by=world["office"])
    take_step(plan, "approve", by=world["head"])
    return issue_document(plan, by=world["office"])


def _campaigns(world: World) -> None:
    today = timezone.localdate()
    world.campaign = make_campaign(world, "Tháng pháp luật lao động")
    preparing = create_campaign(
        owner=world.province, name="Tết sum vầy", starts_on=today, ends_on=today + dt.timedelta(days=30), by=world["head"]
    )  # fmt: skip
    message = add_message(world.campaign, text="Hiểu luật để làm đúng", by=world["head"])
    approve_message(message, by=world["head"])
    activity = make_activity(world, "Nói chuyện về hợp đồng lao động")
    picture = add_photo(activity, photo(), by=world["reporter"])
    code = world.campaign.public_code
    words = {"step": "open", "plan_pk": world.objects["issued plan"]["pk"], "code": code}
    world.objects |= {
        "open campaign": words | {"pk": world.campaign.pk}, "campaign in preparation": words | {"pk": preparing.pk},
        **sent_message(message, world),
        "message": {"pk": message.pk, "kind": "ap-phich-a4"}, "activity": {"pk": activity.pk}, "photo": {"pk": picture.pk},
    }  # fmt: skip


def make_campaign(world: World, name: str) -> Campaign:
    today = timezone.localdate()
    made = create_campaign(
        owner=world.province, name=name, starts_on=today - dt.timedelta(days=400), ends_on=today + dt.timedelta(days=30),
        by=world["head"],
    )  # fmt: skip
    return open_campaign(made, by=world["head"])


def make_activity(world: World, title: str) -> Activity:
    return log_activity(
        unit=world.base, by=world["reporter"], type="tuyen_truyen_mieng", title=title, happened_on=world_day(),
        participations=40, female_participations=25, quantities={"to_roi": 100}, campaign=world.campaign,
    )  # fmt: skip


def world_day() -> dt.date:
    """A day that lies in the period and in the past, whatever the day of the test."""
    return dt.date(timezone.localdate().year - 1, 12, 15)
