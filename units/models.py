"""Units of the union over time, people and their seats, the log of what was done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.vietnamese import fold, search_words, sort_key

STEP = 5  # characters of one level of a path: base 36, 60 million units


class UnitKind(models.Model):
    """Kind of unit as data: a new kind needs no release (DOMAIN 3.1, 3.2)."""

    code = models.SlugField(_("Mã"), max_length=40, primary_key=True)
    name = models.CharField(_("Tên loại đơn vị"), max_length=120)
    tier = models.PositiveSmallIntegerField(
        _("Cấp"), help_text=_("0 Tổng Liên đoàn, 1 tỉnh, 2 trên cơ sở, 3 cơ sở")
    )
    symbol = models.CharField(_("Ký hiệu mặc định"), max_length=20, blank=True)
    collective = models.CharField(_("Tập thể ban hành"), max_length=60, default="BAN THƯỜNG VỤ")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["tier", "order", "code"]
        verbose_name = _("loại đơn vị")

    def __str__(self) -> str:
        return self.name


class Sector(models.TextChoices):
    """Khu vực (DOMAIN 2.5, phân tổ k)."""

    PUBLIC = "hcsn", _("Hành chính, sự nghiệp")
    STATE = "dnnn", _("Doanh nghiệp nhà nước")
    PRIVATE = "nnn", _("Ngoài nhà nước")
    FOREIGN = "fdi", _("Có vốn đầu tư nước ngoài")


class UnitQuerySet(models.QuerySet["Unit"]):
    def below(self, unit: Unit) -> UnitQuerySet:
        """The unit itself and everything under it today."""
        return self.filter(path__gte=unit.path, path__lt=unit.path + "~")

    def above(self, unit: Unit) -> UnitQuerySet:
        """Ancestors of the unit, nearest last, without the unit."""
        return self.filter(path__in=[unit.path[:i] for i in range(STEP, len(unit.path), STEP)])

    def active(self) -> UnitQuerySet:
        return self.filter(ended_on__isnull=True)

    def search(self, text: str) -> UnitQuerySet:
        """Units whose name or code holds every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(Q(name_fold__contains=word) | Q(code__icontains=word))
        return found

    def visible_to(self, user: Any) -> UnitQuerySet:
        """Own units, everything below them and the line above them."""
        from units.scope import visible_units

        return visible_units(self, user)


class Unit(models.Model):
    """Node of the tree. Parent, path, name are today's cache of Placement and UnitName."""

    code = models.CharField(_("Mã đơn vị"), max_length=40, unique=True)
    kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT, verbose_name=_("Loại đơn vị"))
    sector = models.CharField(_("Khu vực"), max_length=8, choices=Sector, blank=True)
    place_name = models.CharField(_("Địa danh"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Đơn vị cấp trên"),
    )
    path = models.CharField(max_length=120, unique=True)
    depth = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("Tên đơn vị"), max_length=200)
    short_name = models.CharField(_("Tên gọi tắt"), max_length=120, blank=True)
    name_fold = models.CharField(max_length=320, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)
    child_count = models.PositiveIntegerField(default=0, editable=False)
    member_count = models.PositiveIntegerField(_("Số đoàn viên"), default=0)
    phone = models.CharField(_("Điện thoại"), max_length=40, blank=True)
    email = models.EmailField(_("Thư điện tử"), blank=True)
    address = models.CharField(_("Địa chỉ"), max_length=200, blank=True)
    started_on = models.DateField(_("Ngày thành lập"), null=True, blank=True)
    ended_on = models.DateField(_("Ngày kết thúc hoạt động"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        verbose_name = _("đơn vị")
        indexes = [models.Index(fields=["parent", "sort_key"]), models.Index(fields=["name_fold"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")),
                name="unit_not_its_own_parent",
                violation_error_message=_("Đơn vị không thể là cấp trên của chính mình."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def name_parts(self) -> None:
        """Fill the search and order columns from the name; services call it before every save."""
        self.name_fold = fold(f"{self.name} {self.short_name}")[:320]
        self.sort_key = sort_key(self.name)

    def is_under(self, other: Unit) -> bool:
        """Whether this unit is `other` or stands somewhere below it."""
        return self.path.startswith(other.path)


class Placement(models.Model):
    """Where a unit stood in the tree, from when to when, by which decision."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField(_("Từ ngày"))
    to_on = models.DateField(_("Đến ngày"), null=True, blank=True, help_text=_("Ngày cuối cùng còn hiệu lực"))
    decision = models.CharField(_("Quyết định"), max_length=200, blank=True)

    class Meta:
        ordering = ["unit_id", "from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(to_on__isnull=True), name="one_open_placement"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on")),
                name="placement_dates_in_order",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
        ]


class UnitName(models.Model):
    """What a unit was called and how it headed its papers, from when to when (DOMAIN 1.7)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("Tên đơn vị"), max_length=200)
    short_name = models.CharField(_("Tên gọi tắt"), max_length=120, blank=True)
    parent_authority = models.CharField(_("Cơ quan chủ quản trên tiêu đề"), max_length=200, blank=True)
    issuing_body = models.CharField(_("Cơ quan ban hành trên tiêu đề"), max_length=200)
    symbol = models.CharField(_("Ký hiệu cơ quan"), max_length=20)
    from_on = models.DateField(_("Từ ngày"))
    to_on = models.DateField(_("Đến ngày"), null=True, blank=True)
    decision = models.CharField(_("Quyết định"), max_length=200, blank=True)

    class Meta:
        ordering = ["unit_id", "from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(to_on__isnull=True), name="one_open_unit_name"
            )
        ]


class Department(models.Model):
    """Ban, phòng of a unit; names change, so they are data (DOMAIN, fact 3)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="departments")
    name = models.CharField(_("Tên ban, phòng"), max_length=120)
    short_name = models.CharField(_("Viết tắt"), max_length=20, blank=True)

    class Meta:
        ordering = ["unit_id", "name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="one_department_name_a_unit")]

    def __str__(self) -> str:
        return self.name


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: Any) -> UserQuerySet:
        """Oneself and the people with seats at or below one's own units."""
        from units.scope import visible_people

        return visible_people(self, user)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.name_parts()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The person who signs in with this name; phones put a capital first, so case does not count."""
        found: User | None = self.filter(username__iexact=username).order_by("pk").first()
        if found is None:
            raise User.DoesNotExist
        return found

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(username, password, is_superuser=True, is_staff=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What they may do comes from their seats (units.scope)."""

    username = models.CharField(_("Tên đăng nhập"), max_length=60, unique=True)
    full_name = models.CharField(_("Họ và tên"), max_length=120)
    email = models.EmailField(_("Thư điện tử"), blank=True)
    phone = models.CharField(_("Điện thoại"), max_length=20, blank=True)
    is_active = models.BooleanField(_("Đang hoạt động"), default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    name_fold = models.CharField(default="", editable=False, max_length=200)

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("người dùng")
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def name_parts(self) -> None:
        """Fill the search column from the names; whoever writes them calls it before saving."""
        self.name_fold = fold(f"{self.full_name} {self.username}")[:200]


class Role(models.TextChoices):
    """What a seat lets a person do (DOMAIN 3.3)."""

    DRAFTER = "drafter", _("Cán bộ tham mưu")
    UNIT_HEAD = "unit_head", _("Trưởng ban")
    REGISTRY = "registry", _("Văn thư")
    LEADER = "leader", _("Lãnh đạo")
    UPPER_UNIT = "upper_unit", _("Cán bộ theo dõi, tổng hợp báo cáo")
    GRASSROOTS = "grassroots", _("Cán bộ công đoàn cơ sở")
    MEMBER = "member", _("Ủy viên")
    ADMIN = "admin", _("Quản trị")


class SeatQuerySet(models.QuerySet["Seat"]):
    def current(self, on: dt.date | None = None) -> SeatQuerySet:
        """Seats held on the day (today by default)."""
        day = on or timezone.localdate()
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=day), from_on__lte=day)

    def visible_to(self, user: Any) -> SeatQuerySet:
        """Seats at visible units and one's own."""
        from units.scope import visible_seats

        return visible_seats(self, user)


class Seat(models.Model):
    """A person's post at a unit for a time; one person may hold several (DOMAIN 3.3: double-hatted staff)."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="seats", verbose_name=_("Người giữ")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="seats", verbose_name=_("Đơn vị"))
    department = models.ForeignKey(
        Department,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("Ban, phòng"),
    )
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role)
    post_title = models.CharField(_("Chức vụ"), max_length=80)
    second_post = models.CharField(
        _("Chức vụ khác"),
        max_length=120,
        blank=True,
        help_text=_("In cùng họ tên khi ký, ví dụ trong hội đồng"),
    )
    from_on = models.DateField(_("Từ ngày"), default=timezone.localdate)
    to_on = models.DateField(_("Đến ngày"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "role", "pk"]
        verbose_name = _("chức danh")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=Q(to_on__isnull=True),
                name="one_open_seat_a_role",
                violation_error_message=_("Người này đang giữ vai trò đó tại đơn vị."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_title} – {self.unit}"


class AuditEntry(models.Model):
    """Append-only, hash-chained record of who did what to which row (units.audit writes it)."""

    at = models.DateTimeField(_("Lúc"))
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Người thực hiện")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(_("Việc"), max_length=60)
    target_kind = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    # Unique: two entries after the same one would be a fork of the chain.
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["target_kind", "target_id"])]


class SignInFailure(models.Model):
    """A failed try to sign in; a few in a short time lock the pair of name and address for a while."""

    username = models.CharField(max_length=60)
    address = models.CharField(max_length=45, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["username", "address", "at"])]


# Its tables belong to this app; it names Unit and Seat, so it comes last.
from units.delegations.models import Absence, Delegation, SignatureSetting  # noqa: E402, F401
from units.lines.models import SecondLine  # noqa: E402, F401
from units.succession.models import Succession  # noqa: E402, F401
