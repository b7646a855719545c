"""Hội đồng thi đua – khen thưởng of a movement and its secret votes.

Nobody can tell from these rows who voted how: a slip names one candidate and a yes or no, and neither voter, nor time,
nor the other slips of the same person. Who has voted is a mark of its own. At the end of the vote the slips are written
anew in random order, so that their place on the disk tells nothing either.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.emulation.models.movements import EmulationRegistration, Movement


class Council(models.Model):
    """Hội đồng of a movement, set up by a decision."""

    movement = models.OneToOneField(Movement, on_delete=models.CASCADE, related_name="council")
    decision = models.CharField(_("Quyết định thành lập"), max_length=200, blank=True)
    quorum_percent = models.PositiveSmallIntegerField(_("Họp hợp lệ khi có mặt từ %"), default=70)
    agree_percent = models.PositiveSmallIntegerField(_("Đạt khi tỷ lệ đồng ý từ %"), default=80)
    met_on = models.DateField(_("Ngày họp"), null=True, blank=True)
    place = models.CharField(_("Địa điểm họp"), max_length=200, blank=True)
    note = models.TextField(_("Ý kiến tại cuộc họp"), blank=True)

    class Meta:
        verbose_name = _("hội đồng")
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_percent__lte=100, agree_percent__lte=100),
                name="council_percents_within_100",
            )
        ]


class CouncilMember(models.Model):
    """Thành viên hội đồng: somebody with an account, so that nobody else votes in this name."""

    class Post(models.TextChoices):
        CHAIR = "chair", _("Chủ tịch hội đồng")
        DEPUTY = "deputy", _("Phó chủ tịch hội đồng")
        SECRETARY = "secretary", _("Thư ký")
        MEMBER = "member", _("Ủy viên")

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("Thành viên")
    )
    post = models.CharField(_("Nhiệm vụ"), max_length=10, choices=Post, default=Post.MEMBER)

    class Meta:
        ordering = ["council_id", "pk"]
        verbose_name = _("thành viên hội đồng")
        constraints = [
            models.UniqueConstraint(
                fields=["council", "user"],
                name="one_seat_a_council_member",
                violation_error_message=_("Người này đã là thành viên hội đồng."),
            )
        ]


class Vote(models.Model):
    """Lần bỏ phiếu kín of the council."""

    class Status(models.TextChoices):
        OPEN = "open", _("Đang bỏ phiếu")
        CLOSED = "closed", _("Đã kiểm phiếu")

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="votes")
    number = models.PositiveSmallIntegerField(_("Lần"))
    status = models.CharField(_("Trạng thái"), max_length=6, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField(_("Mở lúc"), auto_now_add=True)
    closed_at = models.DateTimeField(_("Kiểm phiếu lúc"), null=True, blank=True)

    class Meta:
        ordering = ["council_id", "-number"]
        verbose_name = _("lần bỏ phiếu")
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_vote_a_number"),
            models.UniqueConstraint(
                fields=["council"],
                condition=Q(status="open"),
                name="one_open_vote_a_council",
                violation_error_message=_("Hội đồng đang có một lần bỏ phiếu chưa kết thúc."),
            ),
        ]


class VoteCandidate(models.Model):
    """A unit on the slip, and what was counted once the vote is over."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="candidates")
    registration = models.ForeignKey(EmulationRegistration, on_delete=models.PROTECT, related_name="+")
    agreed = models.PositiveSmallIntegerField(_("Đồng ý"), null=True, blank=True)
    refused = models.PositiveSmallIntegerField(_("Không đồng ý"), null=True, blank=True)
    passed = models.BooleanField(_("Đạt"), null=True, blank=True)

    class Meta:
        ordering = ["vote_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["vote", "registration"], name="one_candidate_a_vote")]


class VoteTurn(models.Model):
    """Whether a member has voted; without a time, and never with the slip."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="turns")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="+")
    taken = models.BooleanField(_("Đã bỏ phiếu"), default=False)

    class Meta:
        ordering = ["vote_id", "member_id"]
        constraints = [models.UniqueConstraint(fields=["vote", "member"], name="one_turn_a_member")]


class Slip(models.Model):
    """One yes or no about one candidate."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(VoteCandidate, on_delete=models.CASCADE, related_name="slips")
    agrees = models.BooleanField(_("Đồng ý"))

    class Meta:
        ordering = ["candidate_id", "id"]
