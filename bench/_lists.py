"""The list pages of the portal, and rows to fill them with: the same for the bench and for the tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench._confidential import PAGES as CONFIDENTIAL
from bench._confidential import fill_confidential
from bench._work import PAGES, fill_work
from campaigns.models import Activity, ActivityQuantity, Campaign, Evidence, Message
from documents.models import Delivery, DocumentVersion, IncomingDocument, NumberSeries, RegisterEntry
from documents.references.models import LegalReference
from plans.citation_models import Citation
from plans.models import Allotment, Plan, Target, Task
from plans.template_models import PlanTemplate
from reporting.models import (
    CompiledReport,
    Figure,
    Indicator,
    Period,
    PeriodUnit,
    Submission,
    SubmissionStatus,
)
from reporting.services import create_period, open_period
from tests.architecture.world import World
from tests.factories import FOUNDED, make_unit, unit_kind
from units.models import Delegation, Role, Seat, Unit, User


@dataclass(frozen=True)
class ListPage:
    """A page with a list: who looks at it, and its address in a world."""

    name: str
    who: str
    address: Callable[[World], str]


def at(path: str, of: str = "", query: str = "") -> Callable[[World], str]:
    """The address of `path`, where {pk} and {code} are those of the object."""
    return lambda world: path.format(**world.objects[of]) + query


LISTS = (
    ListPage("home of the staff", "office", at("/")),
    ListPage("home of a grassroots union", "reporter", at("/")),
    ListPage("plans: own", "office", at("/ke-hoach/")),
    ListPage("plans: of units below", "office", at("/ke-hoach/", query="?ben=cap-duoi")),
    ListPage("plans: from above", "reporter", at("/ke-hoach/", query="?ben=cap-tren")),
    ListPage("one plan: tasks and plans derived", "office", at("/ke-hoach/{pk}/", "issued plan")),
    ListPage("one plan: who below has derived it", "office", at("/ke-hoach/{pk}/cap-duoi/", "issued plan")),
    ListPage("one plan: who is late", "office", at("/ke-hoach/{pk}/cap-duoi/", "issued plan", "?tt=da-co")),
    ListPage(
        "one target: what units are given",
        "office",
        at("/ke-hoach/{pk}/giao-chi-tieu/{target_pk}/", "followed target"),
    ),
    ListPage(
        "one target: progress by unit", "office", at("/bao-cao/chi-tieu/{pk}/{target_pk}/", "followed target")
    ),
    ListPage("targets given to us", "upper", at("/ke-hoach/chi-tieu-duoc-giao/")),
    ListPage("plans: templates", "office", at("/ke-hoach/mau/")),
    ListPage("one plan: its versions", "office", at("/ke-hoach/{pk}/so-sanh/", "draft plan")),
    ListPage("documents: outgoing", "office", at("/van-ban/")),
    ListPage("documents: in-box", "reporter", at("/van-ban/den/")),
    ListPage("documents: register", "office", at("/van-ban/so-dang-ky/")),
    ListPage("documents: incoming register", "office", at("/van-ban/so-den/")),
    ListPage("documents: powers to sign", "office", at("/van-ban/uy-quyen/")),
    ListPage("documents: cited papers", "office", at("/van-ban/vien-dan/")),
    ListPage(
        "one cited paper: plans that cite it", "office", at("/van-ban/vien-dan/{pk}/", "legal reference")
    ),
    ListPage("documents: receipts of one", "office", at("/van-ban/{pk}/theo-doi/", "issued plan")),
    ListPage("campaigns", "office", at("/chien-dich/")),
    ListPage("one campaign: messages, progress by unit", "head", at("/chien-dich/{pk}/", "open campaign")),
    ListPage("activities", "office", at("/chien-dich/hoat-dong/")),
    ListPage("one activity: its evidence", "reporter", at("/chien-dich/hoat-dong/{pk}/", "activity")),
    ListPage("periods", "office", at("/bao-cao/")),
    ListPage("periods, of a grassroots union", "reporter", at("/bao-cao/")),
    ListPage("completeness by unit", "office", at("/bao-cao/ky/{pk}/", "large period")),
    ListPage(
        "completeness: units behind a state",
        "office",
        at("/bao-cao/ky/{pk}/", "large period", "?tt=accepted"),
    ),
    ListPage(
        "sources of a number", "reporter", at("/bao-cao/phieu/{pk}/nguon/TT01/", "report being entered")
    ),
    ListPage("totals by unit", "office", at("/bao-cao/so-lieu/{pk}/", "large place", "?ct=TT01&nhom=B")),
    ListPage("reports behind a total", "office", at("/bao-cao/so-lieu/{pk}/TT01/", "large place")),
    ListPage("compiled reports", "office", at("/bao-cao/tong-hop/")),
    ListPage("units: tree", "office", at("/don-vi/")),
    ListPage("units: search", "office", at("/don-vi/", query="?q=cong%20doan")),
    ListPage("units: one branch", "office", at("/don-vi/{code}/cap-duoi/", "province")),
    ListPage("one unit: units below", "office", at("/don-vi/{code}/", "province")),
    ListPage("people and seats", "office", at("/don-vi/{code}/nhan-su/", "province")),
    ListPage("picker of units", "office", at("/chon-don-vi/", query="?tim=cong%20doan")),
    *(ListPage(name, who, at(path, of)) for name, who, path, of in (*PAGES, *CONFIDENTIAL)),
    ListPage("picker of people", "office", at("/chon-nguoi/", query="?tim=nguyen")),
)


def queries_of(page: ListPage, world: World) -> int:
    """Queries of one visit by somebody who was there before. Raises AssertionError unless the answer is 200."""
    client, address = Client(), page.address(world)
    client.force_login(world[page.who])
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)


# --- rows


@transaction.atomic
def fill(world: World, first: int, last: int) -> None:
    """Rows number `first` … `last - 1` in every list, and one more period in which all units are asked."""
    numbers = range(first, last)
    below = _units(world, numbers)
    _people(world, numbers)
    _documents(world, numbers, below)
    _cited_papers(world, numbers)
    fill_work(world, numbers)
    fill_confidential(world, numbers)
    _campaigns(world, numbers, below)
    _periods(world, numbers)
    _large_period(world, first)


def _units(world: World, numbers: range) -> list[Unit]:
    """One upper unit a number, below the province."""
    kind = unit_kind("commune_union")
    return [make_unit(kind.code, f"Công đoàn xã Số {n}", world.province, code=f"MS-X{n}") for n in numbers]


def _people(world: World, numbers: range) -> None:
    password = make_password("nhipcau2026")
    people = User.objects.bulk_create(
        User(username=f"canbo{n}", full_name=f"Nguyễn Văn Số {n}", password=password) for n in numbers
    )
    today = timezone.localdate()
    for role, ended in ((Role.MEMBER, None), (Role.DRAFTER, today - dt.timedelta(days=10))):
        Seat.objects.bulk_create(
            Seat(
                user=person,
                unit=world.province,
                role=role,
                post_title="Chuyên viên",
                from_on=FOUNDED,
                to_on=ended,
            )
            for person in people
        )


def _documents(world: World, numbers: range, below: list[Unit]) -> None:
    source = Plan.objects.get(pk=world.objects["issued plan"]["pk"])
    series = NumberSeries.objects.get_or_create(issuer=world.province, series="CV", year=2026)[0]
    today = timezone.localdate()
    own = [_issued_plan(world.province, n, today) for n in numbers]
    RegisterEntry.objects.bulk_create(
        RegisterEntry(
            series=series, number=n + 1, document=plan, symbol="KH-LĐLĐ", issued_on=today, title=plan.abstract
        )
        for n, plan in zip(numbers, own, strict=True)
    )
    derived = [
        _issued_plan(unit, n, today, derived_from=source) for n, unit in zip(numbers, below, strict=True)
    ]
    Delivery.objects.bulk_create(
        [Delivery(document=plan, unit=world.base, role="thuc_hien") for plan in [*own, *derived]]
        + [Delivery(document=source, unit=unit, role="thuc_hien") for unit in below]
    )
    _registers(world, numbers, today)
    target = Target.objects.get(pk=world.objects["followed target"]["target_pk"])
    Allotment.objects.bulk_create(
        Allotment(target=target, unit=unit, value=n, official=n)
        for n, unit in zip(numbers, below, strict=True)
    )
    Allotment.objects.bulk_create(
        Allotment(target=target, unit=world.upper, year=3000 + n, value=n, official=n) for n in numbers
    )
    Task.objects.bulk_create(
        Task(plan=source, block_id=f"q{n}", text=f"Việc số {n}", order=n, lead_unit=world.province)
        for n in numbers
    )
    draft = Plan.objects.select_related("current_version").get(pk=world.objects["draft plan"]["pk"])
    DocumentVersion.objects.bulk_create(
        DocumentVersion(document=draft, number=1000 + n, content=draft.current_version.content, digest=str(n),
                        saved_by=world["office"])
        for n in numbers
    )  # fmt: skip


def _registers(world: World, numbers: range, today: dt.date) -> None:
    IncomingDocument.objects.bulk_create(
        IncomingDocument(
            unit=world.province, year=2026, number=1000 + n, arrived_on=today, issuer_name="Tỉnh ủy", issuer_key="tinhuy",
            code=f"{n}/CV", code_key=f"{n}/cv", abstract=f"Công văn {n}", assignee=world.seat,
        )
        for n in numbers
    )  # fmt: skip
    receiver = Seat.objects.get(user=world["office"], role=Role.UNIT_HEAD)
    Delegation.objects.bulk_create(
        Delegation(
            unit=world.province, kind="TL", giver=world.seat, receiver=receiver, for_post="Chủ tịch", decision=f"{n}/QĐ",
            from_on=today,
        )
        for n in numbers
    )  # fmt: skip


def _cited_papers(world: World, numbers: range) -> None:
    """Papers of the register, templates, and plans that cite the paper of the world."""
    today = timezone.localdate()
    papers = [
        LegalReference(
            owner=world.province,
            type="Quyết định",
            number=f"{n + 1}/QĐ-TLĐ",
            issued_on=today,
            issuer="Tổng Liên đoàn",
        )
        for n in numbers
    ]
    for paper in papers:
        paper.derive()
    LegalReference.objects.bulk_create(papers)
    PlanTemplate.objects.bulk_create(
        PlanTemplate(owner=world.province, name=f"Mẫu số {n}", content={}) for n in numbers
    )
    Citation.objects.bulk_create(
        Citation(plan=plan, number_key="23-ct/tw", field="opening", start=0, end=8, text="23-CT/TW")
        for plan in Plan.objects.filter(issuer=world.province, number__in=[5000 + n for n in numbers])
    )


def _issued_plan(issuer: Unit, n: int, on: dt.date, **fields: Any) -> Plan:
    plan = Plan(issuer=issuer, type="KH", status="issued", number=5000 + n, issued_on=on, symbol="KH-LĐLĐ",
                abstract=f"Kế hoạch số {n}", place_name="Mẫu Sơn", **fields)  # fmt: skip
    plan.save()
    Target.objects.create(
        plan=plan, block_id="a", text="Chỉ tiêu", name="Chỉ tiêu", comparator="gte", value=n
    )
    return plan


def _campaigns(world: World, numbers: range, below: list[Unit]) -> None:
    today = timezone.localdate()
    Campaign.objects.bulk_create(
        Campaign(owner=world.province, name=f"Chiến dịch {n}", starts_on=today, ends_on=today, status="open")
        for n in numbers
    )
    Message.objects.bulk_create(
        Message(
            campaign=world.campaign,
            text=f"Thông điệp {n}",
            order=n,
            approved_by=world["head"],
            approved_at=timezone.now(),
        )
        for n in numbers
    )
    day = Activity.objects.get(pk=world.objects["activity"]["pk"]).happened_on
    made = Activity.objects.bulk_create(
        Activity(unit=unit, campaign=world.campaign, type_id="tuyen_truyen_mieng", title=f"Nói chuyện {n}",
                 happened_on=day, participations=n, logged_by=world["reporter"])
        for n, above in zip(numbers, below, strict=True)
        for unit in (world.base, above)
    )  # fmt: skip
    ActivityQuantity.objects.bulk_create(
        ActivityQuantity(activity=activity, kind_id="to_roi", amount=10) for activity in made
    )
    Evidence.objects.bulk_create(
        Evidence(
            activity_id=world.objects["activity"]["pk"], kind="link", url=f"https://congdoan.example/{n}"
        )
        for n in numbers
    )


def _periods(world: World, numbers: range) -> None:
    """Open periods of earlier years, in which the province, the upper unit and the reporter's unit stand."""
    periods = Period.objects.bulk_create(
        Period(regime=world.period.regime, code=f"ky-{n}", name=f"Kỳ {n}", year=100 + n, starts_on=dt.date(2000, 1, 1),
               ends_on=dt.date(2000, 1, 1) + dt.timedelta(days=n + 1), status="open")
        for n in numbers
    )  # fmt: skip
    forms = {place.unit_id: place.form_id for place in world.period.places.all()}
    for unit in (world.province, world.upper, world.base):
        places = PeriodUnit.objects.bulk_create(
            PeriodUnit(period=period, unit=unit, path=unit.path, depth=unit.depth, tier=unit.depth, kind_code="",
                       name=unit.name, sort_key=unit.sort_key, form_id=forms[unit.pk])
            for period in periods
        )  # fmt: skip
        Submission.objects.bulk_create(
            Submission(period_unit=place, period=place.period, unit=unit, form_id=place.form_id)
            for place in places
        )
        if unit == world.province:
            _compiled(world, places)


def _compiled(world: World, places: list[PeriodUnit]) -> None:
    for place in places:
        CompiledReport(issuer=world.province, type="BC", symbol="BC-LĐLĐ", abstract=f"Báo cáo {place.period.name}",
                       place_name="Mẫu Sơn", period=place.period, period_unit=place).save()  # fmt: skip


def _large_period(world: World, first: int) -> None:
    """All units are asked, all have answered."""
    period = open_period(create_period(world.period.regime, year=2100 + first, by=None), by=None)
    reports = period.submissions
    reports.update(status=SubmissionStatus.ACCEPTED, submitted_at=timezone.now(), accepted_at=timezone.now())
    indicator = Indicator.objects.get(code="TT01")
    Figure.objects.bulk_create(
        Figure(submission_id=pk, indicator=indicator, value=3) for pk in reports.values_list("pk", flat=True)
    )
    place = period.places.get(unit=world.province)
    world.objects |= {"large period": {"pk": period.pk}, "large place": {"pk": place.pk}}
