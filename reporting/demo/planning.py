"""The province's plan from the first draft to the in-boxes, and the plans the upper units make of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign, Channel
from campaigns.services import approve_message, create_campaign, open_campaign, set_variant, take_slogans
from documents.models import Delivery, RecipientRole
from documents.services import acknowledge, choose_signer, issue_document, mark_opened, set_recipients
from plans.models import Plan, Task
from plans.outline import PlanContent
from plans.services import (
    adopt_rest,
    bind_activity,
    bind_obligation,
    bind_target,
    bind_task,
    create_plan,
    derive_plan,
    save_plan,
    set_task_state,
    take_plan_step,
)
from reporting.demo import plan_texts as texts
from reporting.demo.calendar import DemoYear
from reporting.demo.names import dice
from reporting.demo.people import Cast
from reporting.demo.tree import upper_specs
from units.models import Unit, User

RECIPIENTS = (
    {"text": "Tổng Liên đoàn Lao động Việt Nam", "role": RecipientRole.REPORT_TO},
    {"text": "Thường trực Tỉnh ủy, Ban Thường trực Ủy ban MTTQ tỉnh", "role": RecipientRole.REPORT_TO},
    {
        "group": "cap_tren_co_so",
        "text": "Các công đoàn cấp trên trực tiếp cơ sở",
        "role": RecipientRole.CARRY_OUT,
    },
    {"group": "co_so", "text": "Các công đoàn cơ sở trong tỉnh", "role": RecipientRole.CARRY_OUT},
    {"text": "Trang thông tin điện tử Liên đoàn Lao động tỉnh", "role": RecipientRole.WEBSITE},
)
_BINDERS: dict[str, Any] = {"task": bind_task, "activity": bind_activity, "obligation": bind_obligation}


def province_plan(cast: Cast) -> Plan:
    """Raises Plan.DoesNotExist before `issue_province_plan`."""
    return Plan.objects.filter(issuer=cast.top, derived_from=None).earliest("pk")


def issue_province_plan(cast: Cast, demo: DemoYear) -> None:
    """Drafted in three saves, returned once with a reason, approved, numbered, sent to every unit."""
    top, drafter = cast.top, cast.drafter(cast.top)
    plan = create_plan(
        issuer=top, abstract=texts.abstract(demo), by=drafter, kind="thematic", starts_on=demo.starts_on,
        ends_on=demo.day(12, 31), content=texts.content(demo, complete=False),
    )  # fmt: skip
    _save(plan, _with_motto(texts.content(demo, complete=False)), drafter)
    choose_signer(plan, cast.signer(top), by=drafter)
    set_recipients(plan, RECIPIENTS, by=drafter)
    _bind(plan, demo, drafter, complete=False)
    take_plan_step(plan, "submit", by=drafter)
    take_plan_step(plan, "return", by=cast.leader(top), note=texts.return_reason())
    _save(plan, texts.content(demo), drafter)
    _bind(plan, demo, drafter, complete=True)
    take_plan_step(plan, "submit", by=drafter)
    take_plan_step(plan, "approve", by=cast.leader(top), note="Đồng ý phát hành.")
    issue_document(plan, by=cast.clerk(top), on=demo.day(1, 12))


def _with_motto(content: PlanContent) -> PlanContent:
    """The second save: the drafter thinks of the movement's name."""
    return replace(content, opening=(*content.opening, f"Chủ đề xuyên suốt: “{texts.MOTTO}”."))


def _save(plan: Plan, content: PlanContent, by: User) -> None:
    base = plan.current_version.number if plan.current_version else 0
    save_plan(plan, content=content.to_json(), base=base, by=by)


def _bind(plan: Plan, demo: DemoYear, by: User, *, complete: bool) -> None:
    bound = set(plan.targets.values_list("block_id", flat=True))
    for sentence in texts.sentences(demo, complete=complete):
        block = sentence.block
        if block.kind == "target" and block.id not in bound:
            _bind_targets(plan, sentence, by)
        elif block.kind in _BINDERS and sentence.record:
            upward = {"reports_to": plan.issuer} if block.kind == "obligation" else {}
            _BINDERS[block.kind](plan, block.id, by=by, **sentence.record, **upward)


def _bind_targets(plan: Plan, sentence: texts.Sentence, by: User) -> None:
    first = bind_target(plan, sentence.block.id, by=by, **sentence.record)
    for further in sentence.more:
        fields = {**further, "within": first} if further.get("within") else further
        bind_target(plan, sentence.block.id, by=by, **fields)


def write_further_plans(cast: Cast, demo: DemoYear) -> None:
    """Papers that are still on the desks: one waits for its number, one for the leader, one came back."""
    top, drafter, leader = cast.top, cast.drafter(cast.top), cast.leader(cast.top)
    for until, content in texts.further(demo):
        plan = create_plan(issuer=top, abstract=content.abstract, by=drafter, content=content)
        choose_signer(plan, cast.signer(top), by=drafter)
        set_recipients(plan, RECIPIENTS, by=drafter)
        take_plan_step(plan, "submit", by=drafter)
        if until != "submit":
            take_plan_step(plan, until, by=leader, note=texts.further_reason() if until == "return" else "")


# --- the plans below


def derive_plans(cast: Cast, demo: DemoYear) -> None:
    """Every upper unit builds its plan; all but the last have issued theirs."""
    for number, unit in enumerate(cast.uppers):
        plan = _adapted(cast, demo, unit)
        take_plan_step(plan, "submit", by=cast.drafter(unit))
        if number == len(cast.uppers) - 1 and number:
            continue
        take_plan_step(plan, "approve", by=cast.leader(unit))
        issue_document(plan, by=cast.clerk(unit), on=demo.day(1, 19) + dt.timedelta(days=2 * number))


def _adapted(cast: Cast, demo: DemoYear, unit: Unit) -> Plan:
    """Own share of the targets and one task of its own; everything else follows the upper plan."""
    by, spec = cast.drafter(unit), next(s for s in upper_specs(cast.size) if s.code == unit.code)
    plan = derive_plan(province_plan(cast), issuer=unit, by=by)
    content = PlanContent.from_json(plan.current_version.content if plan.current_version else {})
    block, record = texts.own_task(spec.pool, demo.day(5, 25))
    last_task = [b.id for b in content.outline.blocks if b.kind == "task"][-1]
    own = PlanContent(
        content.abstract, content.bases, content.opening, content.outline.insert(block, after=last_task), content.closing
    )  # fmt: skip
    _save(plan, own, by)
    bind_task(plan, block.id, by=by, **record)
    _own_share(plan, unit, by)
    adopt_rest(plan, base=plan.current_version.number if plan.current_version else 0, by=by)
    choose_signer(plan, cast.signer(unit), by=by)
    set_recipients(
        plan,
        (
            {"unit": cast.top, "text": cast.top.name, "role": RecipientRole.REPORT_TO},
            {"group": "co_so", "text": "Các công đoàn cơ sở trực thuộc", "role": RecipientRole.CARRY_OUT},
        ),
        by=by,
    )
    return plan


def _own_share(plan: Plan, unit: Unit, by: User) -> None:
    """Counted targets are shared out by the number of grassroots unions; percentages stay as they are."""
    whole = Unit.objects.filter(kind__tier=3).count()
    share = Decimal(unit.child_count) / whole
    for target in plan.targets.exclude(value=None).exclude(unit_of_measure="%"):
        value = max(Decimal(1), ((target.value or 0) * share).quantize(Decimal(1)))
        bind_target(plan, target.block_id, by=by, target=target, value=value)


# --- what happens with the plans


def read_deliveries(cast: Cast) -> None:
    """Most units have opened the plan, many have confirmed it, some have done nothing yet."""
    plans = Plan.objects.filter(status="issued")
    for delivery in (
        Delivery.objects.filter(document__in=plans).select_related("unit__kind", "document").order_by("pk")
    ):
        top = delivery.unit_id == cast.top.pk
        reader = cast.clerk(cast.top) if top else cast.reporter(delivery.unit)
        luck = dice("delivery", delivery.unit.code, delivery.document_id).random()
        if delivery.unit.kind.tier < 3 or luck < 0.62:
            acknowledge(delivery, by=reader)
        elif luck < 0.84:
            mark_opened(delivery, by=reader)


def open_the_campaign(cast: Cast, demo: DemoYear) -> None:
    """A campaign under the plan, its messages taken from the plan's slogans, worded for two channels, approved."""
    drafter, leader = cast.drafter(cast.top), cast.leader(cast.top)
    plan = province_plan(cast)
    campaign = create_campaign(
        owner=cast.top, name=f"Mùa xuân gần đoàn viên {demo.year}", theme=texts.MOTTO, starts_on=demo.starts_on,
        ends_on=demo.day(12, 31), plans=[plan], by=drafter,
        summary="Đợt cao điểm đưa hoạt động công đoàn về tổ sản xuất, phòng, khoa, lớp học: nghe ý kiến, giải quyết việc "
        "cụ thể, ghi lại kết quả.",
    )  # fmt: skip
    messages = take_slogans(campaign, plan, by=drafter)
    channels = Channel.objects.in_bulk()
    for message in messages[:3]:
        zalo = f"{message.text} Gửi ý kiến của bạn cho công đoàn nơi mình làm việc ngay hôm nay."
        set_variant(message, channel=channels["zalo"], text=zalo, by=drafter)
        set_variant(
            message, channel=channels["loa_truyen_thanh"], text=f"Thưa anh chị em! {message.text}", by=drafter
        )
    for message in messages[:-1]:
        approve_message(message, by=leader)
    open_campaign(campaign, by=leader)


def the_campaign(cast: Cast) -> Campaign:
    """Raises Campaign.DoesNotExist before `open_the_campaign`."""
    return Campaign.objects.get(owner=cast.top)


def move_tasks_on(cast: Cast) -> None:
    """What was due is done, or nearly; what is due later has been begun here and there."""
    today = timezone.localdate()
    for task in Task.objects.filter(plan__status="issued").select_related("plan__issuer", "lead_unit"):
        luck = dice("task", task.plan.issuer_id, task.block_id).random()
        if task.deadline_on and task.deadline_on < today:
            state = "done" if luck < 0.94 else "doing"
        else:
            state = "doing" if luck < 0.5 else "open"
        if state != task.state:
            set_task_state(task, state, by=cast.drafter(task.lead_unit or task.plan.issuer))
