"""Outgoing numbers with their register, incoming documents with theirs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.vietnamese import fold, search_words
from units.models import Department, Seat, Unit
from units.scope import own

FOLDED = 1200


class NumberSeries(models.Model):
    """A counter per issuing body, series and year (NĐ 30/2020, Điều 15). The row is locked to take a number."""

    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="number_series")
    series = models.CharField(_("Dãy số"), max_length=20, help_text=_("“chung” hoặc viết tắt loại văn bản"))
    year = models.PositiveSmallIntegerField(_("Năm"))
    last_number = models.PositiveIntegerField(_("Số đã cấp gần nhất"), default=0)

    class Meta:
        ordering = ["issuer_id", "-year", "series"]
        constraints = [models.UniqueConstraint(fields=["issuer", "series", "year"], name="one_series_a_year")]


class SeriesSetting(models.Model):
    """Whether a body numbers all types in one series or each type in its own (Điều 15.1c)."""

    issuer = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="series_setting")
    per_type = models.BooleanField(_("Mỗi loại văn bản một dãy số"), default=True)


class FoldedQuerySet(models.QuerySet[Any]):
    def search(self, text: str) -> Any:
        """Lines that hold every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(search_fold__contains=word)
        return found


class Folded(models.Model):
    """A line found without accents: `search_fold` stands beside the fields of `FOLDED_FROM`."""

    FOLDED_FROM: tuple[str, ...] = ()
    search_fold = models.CharField(max_length=FOLDED, editable=False, default="")

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        self.search_fold = fold(" ".join(str(getattr(self, name)) for name in self.FOLDED_FROM))[:FOLDED]
        if options.get("update_fields") is not None:
            options["update_fields"] = {*options["update_fields"], "search_fold"}
        super().save(**options)


class RegisterEntryQuerySet(FoldedQuerySet):
    def visible_to(self, user: Any) -> RegisterEntryQuerySet:
        """The registers of own units."""
        return self.filter(own(user, "series__issuer"))


class RegisterEntry(Folded):
    """Line of the outgoing register; a cancelled number stays, void with its reason."""

    FOLDED_FROM = ("doc_code", "title", "signed_by", "sent_to", "reserved_for")

    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(_("Số"))
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="register_entry"
    )
    type = models.CharField(_("Loại văn bản"), max_length=6, blank=True)
    symbol = models.CharField(_("Ký hiệu"), max_length=30)
    issued_on = models.DateField(_("Ngày văn bản"))
    title = models.CharField(_("Tên loại và trích yếu"), max_length=600)
    signed_by = models.CharField(_("Người ký"), max_length=120, blank=True)
    sent_to = models.TextField(_("Nơi nhận"), blank=True)
    archived_by = models.CharField(_("Đơn vị, người nhận bản lưu"), max_length=120, blank=True)
    copies = models.PositiveSmallIntegerField(_("Số lượng bản"), default=1)
    sent_on = models.DateField(_("Ngày chuyển"), null=True, blank=True)
    received_mark = models.CharField(_("Ký nhận"), max_length=120, blank=True)
    remark = models.CharField(_("Ghi chú"), max_length=200, blank=True)
    reserved_for = models.CharField(
        _("Giữ số cho"), max_length=120, blank=True, help_text=_("Người hoặc ban giữ số cho văn bản giấy")
    )
    void_reason = models.CharField(_("Lý do hủy số"), max_length=200, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField(auto_now_add=True)

    objects = RegisterEntryQuerySet.as_manager()

    class Meta:
        ordering = ["series_id", "number"]
        verbose_name = _("dòng sổ đăng ký")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"],
                name="number_given_once",
                violation_error_message=_("Số này đã được cấp."),
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True) | Q(reserved_for=""),
                name="portal_document_is_not_reserved",
            ),
        ]

    @property
    def doc_code(self) -> str:
        """ "05/KH-LĐLĐ"."""
        return f"{self.number:02d}/{self.symbol}"

    @property
    def is_open(self) -> bool:
        """A reserved number whose paper has not been written in yet."""
        return bool(self.reserved_for and not self.signed_by and not self.void_reason)


# --- incoming


class IncomingSeries(models.Model):
    """The counter of arrivals of a body in a year (NĐ 30/2020, Điều 22). The row is locked to take a number."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="incoming_series")
    year = models.PositiveSmallIntegerField(_("Năm"))
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_incoming_series_a_year")]


class IncomingStatus(models.TextChoices):
    REGISTERED = "registered", _("Đã vào sổ")
    ASSIGNED = "assigned", _("Đã giao xử lý")
    DONE = "done", _("Đã giải quyết")


class IncomingQuerySet(FoldedQuerySet):
    def visible_to(self, user: Any) -> IncomingQuerySet:
        """What came to own units."""
        return self.filter(own(user))

    def same_paper(self, unit: Unit, code: str, issuer: str) -> IncomingQuerySet:
        """Lines with this number, symbol and issuer, however they are spaced and spelled (Phụ lục VI, mục III)."""
        return self.filter(unit=unit, code_key=paper_key(code), issuer_key=paper_key(issuer))

    def overdue(self, on: dt.date | None = None) -> IncomingQuerySet:
        day = on or timezone.localdate()
        return self.exclude(status=IncomingStatus.DONE).filter(due_on__lt=day)


def paper_key(text: str) -> str:
    """What makes two writings of a number or a body the same: no accents, case or spaces."""
    return "".join(fold(text).split())


class IncomingDocument(Folded):
    """A paper that came to the body: its stamp ĐẾN, who settles it, by when."""

    FOLDED_FROM = ("number", "code", "issuer_name", "abstract", "recipient")

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="incoming", verbose_name=_("Đơn vị nhận")
    )
    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField(_("Số đến"), editable=False)
    arrived_on = models.DateField(_("Ngày đến"), default=timezone.localdate)
    issuer_name = models.CharField(_("Tác giả"), max_length=200)
    issuer_key = models.CharField(max_length=200, editable=False)
    code = models.CharField(_("Số, ký hiệu"), max_length=60)
    code_key = models.CharField(max_length=60, editable=False)
    dated_on = models.DateField(_("Ngày văn bản"), null=True, blank=True)
    abstract = models.CharField(_("Tên loại và trích yếu"), max_length=600)
    delivery = models.OneToOneField(
        "documents.Delivery", on_delete=models.PROTECT, null=True, blank=True, related_name="incoming"
    )
    scan = models.FileField(_("Bản chụp"), upload_to="van-ban-den/%Y/%m", blank=True, max_length=200)
    scan_name = models.CharField(max_length=200, blank=True, editable=False)
    scan_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Ban, phòng")
    )  # fmt: skip
    assignee = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="incoming", verbose_name=_("Người xử lý")
    )  # fmt: skip
    recipient = models.CharField(_("Đơn vị, người nhận"), max_length=200, blank=True)
    instruction = models.CharField(_("Ý kiến chỉ đạo"), max_length=500, blank=True)
    sent_on = models.DateField(_("Ngày chuyển"), null=True, blank=True)
    due_on = models.DateField(_("Hạn giải quyết"), null=True, blank=True)
    received_mark = models.CharField(_("Ký nhận"), max_length=120, blank=True)
    remark = models.CharField(_("Ghi chú"), max_length=200, blank=True)
    status = models.CharField(
        _("Tình trạng"), max_length=12, choices=IncomingStatus, default=IncomingStatus.REGISTERED
    )
    result = models.CharField(_("Kết quả giải quyết"), max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    registered_at = models.DateTimeField(auto_now_add=True)

    objects = IncomingQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "-year", "-number"]
        verbose_name = _("văn bản đến")
        indexes = [
            models.Index(fields=["unit", "code_key", "issuer_key"]),
            models.Index(fields=["unit", "status", "due_on"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "number"], name="arrival_number_given_once",
                violation_error_message=_("Số đến này đã được cấp."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=IncomingStatus.values), name="incoming_status_known"
            ),
            models.CheckConstraint(
                condition=Q(dated_on__isnull=True) | Q(dated_on__lte=F("arrived_on")),
                name="paper_written_before_it_came",
                violation_error_message=_("Ngày văn bản không được sau ngày đến."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.abstract}"

    def save(self, **options: Any) -> None:
        """Keeps what finds a second copy beside the words it is made of."""
        self.code_key, self.issuer_key = paper_key(self.code)[:60], paper_key(self.issuer_name)[:200]
        if options.get("update_fields") is not None:
            options["update_fields"] = {*options["update_fields"], "code_key", "issuer_key"}
        super().save(**options)

    @property
    def arrival(self) -> str:
        """ "05": the number on the stamp ĐẾN."""
        return f"{self.number:02d}"

    @property
    def is_late(self) -> bool:
        return bool(self.due_on and self.status != IncomingStatus.DONE and self.due_on < timezone.localdate())
