"""All tables of `campaigns` at once; an empty portal starts here instead of with the steps this replaces."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import campaigns.contests.models
import core.tables


class Migration(migrations.Migration):
    replaces = [
        ("campaigns", "0001_initial"),
        ("campaigns", "0002_initial"),
        ("campaigns", "0003_search_and_evidence"),
        ("campaigns", "0004_activity_receipt"),
        ("campaigns", "0005_message_days_and_channel"),
        ("campaigns", "0006_activity_by_day_and_type"),
        ("campaigns", "0007_contests"),
        ("campaigns", "0008_public_code"),
        ("campaigns", "0009_fill_public_codes"),
        ("campaigns", "0010_sending"),
        ("campaigns", "0011_participant_search"),
        ("campaigns", "0012_phases_and_budget"),
    ]

    initial = True

    dependencies = [
        ("plans", "0001_squashed_0019_leads_that_name_a_class"),
        ("units", "0001_squashed_0008_second_lines"),
    ]

    operations = [
        core.tables.CreateTables(
            steps=[
                migrations.CreateModel(
                    name="ActivityType",
                    fields=[
                        (
                            "code",
                            models.SlugField(
                                max_length=30, primary_key=True, serialize=False, verbose_name="Mã"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="Tên loại hoạt động")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["order", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="Channel",
                    fields=[
                        (
                            "code",
                            models.SlugField(
                                max_length=30, primary_key=True, serialize=False, verbose_name="Mã"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="Tên kênh")),
                        (
                            "max_length",
                            models.PositiveIntegerField(default=0, verbose_name="Số ký tự tối đa"),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["order", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="QuantityKind",
                    fields=[
                        (
                            "code",
                            models.SlugField(
                                max_length=30, primary_key=True, serialize=False, verbose_name="Mã"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="Tên số lượng")),
                        ("unit_of_measure", models.CharField(max_length=40, verbose_name="Đơn vị tính")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["order", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="Activity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="Tên hoạt động")),
                        ("happened_on", models.DateField(verbose_name="Ngày")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="Địa điểm")),
                        (
                            "form",
                            models.CharField(
                                choices=[("truc_tiep", "Trực tiếp"), ("truc_tuyen", "Trực tuyến")],
                                default="truc_tiep",
                                max_length=10,
                                verbose_name="Hình thức",
                            ),
                        ),
                        ("sessions", models.PositiveIntegerField(default=1, verbose_name="Số cuộc")),
                        (
                            "participations",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="Lượt người dự"),
                        ),
                        (
                            "female_participations",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="Trong đó nữ"),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="Kết quả, ghi chú")),
                        ("search_fold", models.CharField(default="", editable=False, max_length=420)),
                        (
                            "request_key",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                help_text="Gửi lại cùng khóa không tạo thêm",
                                unique=True,
                            ),
                        ),
                        ("logged_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "logged_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "partners",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="units.unit", verbose_name="Đơn vị phối hợp"
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="activities",
                                to="plans.task",
                                verbose_name="Nhiệm vụ trong kế hoạch",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="activities",
                                to="units.unit",
                                verbose_name="Đơn vị tổ chức",
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="campaigns.activitytype",
                                verbose_name="Loại hoạt động",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "hoạt động",
                        "verbose_name_plural": "hoạt động",
                        "ordering": ["-happened_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ActivityReceipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(unique=True)),
                        ("answer", models.JSONField()),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="Nhận lúc")),
                        (
                            "activity",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="receipts",
                                to="campaigns.activity",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "biên nhận hoạt động",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Campaign",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="Tên chiến dịch")),
                        ("theme", models.CharField(blank=True, max_length=300, verbose_name="Chủ đề")),
                        ("summary", models.TextField(blank=True, verbose_name="Giới thiệu")),
                        ("starts_on", models.DateField(verbose_name="Từ ngày")),
                        ("ends_on", models.DateField(verbose_name="Đến ngày")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("preparing", "Đang chuẩn bị"),
                                    ("open", "Đang diễn ra"),
                                    ("closed", "Đã kết thúc"),
                                ],
                                default="preparing",
                                max_length=10,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "public_code",
                            models.CharField(
                                blank=True,
                                editable=False,
                                help_text="Trong mã QR; có từ khi mở",
                                max_length=11,
                                null=True,
                                unique=True,
                            ),
                        ),
                        ("search_fold", models.CharField(default="", editable=False, max_length=600)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="campaigns",
                                to="units.unit",
                                verbose_name="Đơn vị chủ trì",
                            ),
                        ),
                        (
                            "plans",
                            models.ManyToManyField(
                                blank=True, related_name="campaigns", to="plans.plan", verbose_name="Kế hoạch"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "chiến dịch",
                        "ordering": ["-starts_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="campaign_dates_in_order",
                                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CampaignBudget",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("tai_chinh_cd", "Tài chính công đoàn"),
                                    ("nsdld", "Người sử dụng lao động"),
                                    ("xa_hoi_hoa", "Xã hội hóa"),
                                ],
                                max_length=14,
                                verbose_name="Nguồn",
                            ),
                        ),
                        ("amount", models.PositiveBigIntegerField(verbose_name="Số tiền dự kiến (đồng)")),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="budget",
                                to="campaigns.campaign",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["campaign_id", "source"],
                        "constraints": [
                            models.UniqueConstraint(fields=("campaign", "source"), name="one_budget_a_source")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="Tên cuộc thi")),
                        ("topic", models.CharField(max_length=1000, verbose_name="Chủ đề, nội dung")),
                        ("audience", models.CharField(max_length=500, verbose_name="Đối tượng dự thi")),
                        ("prizes", models.TextField(blank=True, verbose_name="Cơ cấu giải")),
                        (
                            "complaint_days",
                            models.PositiveSmallIntegerField(
                                default=5, verbose_name="Số ngày nhận khiếu nại"
                            ),
                        ),
                        ("more_rules", models.TextField(blank=True, verbose_name="Quy định khác")),
                        ("rules", models.JSONField(default=list, help_text="Thể lệ như đã được duyệt")),
                        (
                            "code",
                            models.CharField(
                                default=campaigns.contests.models.new_code,
                                editable=False,
                                max_length=8,
                                unique=True,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("preparing", "Đang chuẩn bị"),
                                    ("approved", "Đã duyệt"),
                                    ("open", "Đang diễn ra"),
                                    ("closed", "Đã kết thúc"),
                                    ("published", "Đã công bố kết quả"),
                                ],
                                default="preparing",
                                max_length=10,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Duyệt lúc"),
                        ),
                        ("search_fold", models.CharField(default="", editable=False, max_length=1300)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contests",
                                to="campaigns.campaign",
                                verbose_name="Chiến dịch",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contests",
                                to="units.unit",
                                verbose_name="Đơn vị tổ chức",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cuộc thi",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ContestRound",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="Thứ tự")),
                        ("name", models.CharField(max_length=120, verbose_name="Tên vòng thi")),
                        ("opens_at", models.DateTimeField(verbose_name="Mở lúc")),
                        ("closes_at", models.DateTimeField(verbose_name="Đóng lúc")),
                        ("minutes", models.PositiveSmallIntegerField(verbose_name="Số phút làm bài")),
                        (
                            "questions_each",
                            models.PositiveSmallIntegerField(verbose_name="Số câu mỗi bài thi"),
                        ),
                        ("seed", models.CharField(default="", editable=False, max_length=64)),
                        (
                            "contest",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rounds",
                                to="campaigns.contest",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "vòng thi",
                        "ordering": ["contest_id", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("contest", "number"), name="one_round_a_number"),
                            models.CheckConstraint(
                                condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                                name="contest_round_times_in_order",
                                violation_error_message="Giờ đóng phải sau giờ mở.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("photo", "Ảnh"), ("file", "Tệp"), ("link", "Đường dẫn")],
                                max_length=5,
                            ),
                        ),
                        ("file", models.FileField(blank=True, max_length=200, upload_to="minh-chung/%Y/%m")),
                        (
                            "preview",
                            models.FileField(
                                blank=True,
                                help_text="Ảnh nhỏ cho danh sách",
                                max_length=200,
                                upload_to="minh-chung/%Y/%m",
                            ),
                        ),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="Đường dẫn")),
                        ("caption", models.CharField(blank=True, max_length=200, verbose_name="Chú thích")),
                        ("original_name", models.CharField(blank=True, max_length=200)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        (
                            "consent",
                            models.BooleanField(
                                default=False,
                                help_text="Luật Bảo vệ dữ liệu cá nhân 2025: ảnh người là dữ liệu cá nhân",
                                verbose_name="Người trong ảnh đã đồng ý",
                            ),
                        ),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="campaigns.activity",
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["activity_id", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "link"), models.Q(("url", ""), _negated=True)),
                                    models.Q(
                                        models.Q(("kind", "link"), _negated=True),
                                        models.Q(("file", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="evidence_has_content",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="Thông điệp")),
                        (
                            "language",
                            models.CharField(
                                choices=[
                                    ("vi", "Tiếng Việt"),
                                    ("hmn", "Tiếng Mông"),
                                    ("tyz", "Tiếng Tày"),
                                    ("blt", "Tiếng Thái"),
                                    ("km", "Tiếng Khmer"),
                                    ("en", "Tiếng Anh"),
                                    ("zh", "Tiếng Trung"),
                                    ("ko", "Tiếng Hàn"),
                                ],
                                default="vi",
                                max_length=3,
                                verbose_name="Ngôn ngữ",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="Dùng từ ngày")),
                        (
                            "valid_until",
                            models.DateField(blank=True, null=True, verbose_name="Dùng đến hết ngày"),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0, verbose_name="Thứ tự")),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Duyệt lúc"),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="messages",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "slogan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="messages",
                                to="plans.slogan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "thông điệp",
                        "ordering": ["campaign_id", "order", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until__gte", models.F("valid_from")),
                                    ("valid_from__isnull", True),
                                    ("valid_until__isnull", True),
                                    _connector="OR",
                                ),
                                name="message_days_in_order",
                                violation_error_message="“Dùng đến hết ngày” phải từ “Dùng từ ngày” trở đi.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Broadcast",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("every", "Mọi đơn vị tham gia"),
                                    ("upper", "Công đoàn cấp trên trực tiếp cơ sở"),
                                    ("base", "Công đoàn cơ sở"),
                                    ("silent", "Đơn vị chưa ghi hoạt động nào của chiến dịch"),
                                ],
                                max_length=6,
                                verbose_name="Gửi tới",
                            ),
                        ),
                        ("ways", models.JSONField(default=list, verbose_name="Cách gửi")),
                        ("texts", models.JSONField(default=dict)),
                        (
                            "asked_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="Gửi lúc"),
                        ),
                        ("stopped_at", models.DateTimeField(blank=True, null=True, verbose_name="Dừng lúc")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Người gửi",
                            ),
                        ),
                        (
                            "stopped_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="broadcasts",
                                to="campaigns.message",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lượt gửi tin",
                        "ordering": ["-asked_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="MessageVariant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="Nội dung theo kênh")),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, to="campaigns.channel"
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="variants",
                                to="campaigns.message",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["message_id", "channel__order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("message", "channel"), name="one_variant_a_channel"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Participant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="Họ và tên")),
                        ("name_fold", models.CharField(default="", editable=False, max_length=80)),
                        ("birth_year", models.PositiveSmallIntegerField(verbose_name="Năm sinh")),
                        ("phone", models.CharField(max_length=12, verbose_name="Số điện thoại")),
                        (
                            "device",
                            models.PositiveIntegerField(
                                default=1,
                                help_text="Thiết bị vào sau cùng; thiết bị trước không trả lời được nữa",
                            ),
                        ),
                        (
                            "consent_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="Đồng ý lúc"
                            ),
                        ),
                        (
                            "contest",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="participants",
                                to="campaigns.contest",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Đơn vị",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "người dự thi",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contest", "phone"), name="one_participant_a_phone"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("started_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("by_bell", models.BooleanField(default=False)),
                        ("score", models.PositiveIntegerField(default=0, verbose_name="Điểm")),
                        (
                            "prediction",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="Dự đoán"),
                        ),
                        ("all_right", models.BooleanField(default=False)),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="campaigns.contestround",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="campaigns.participant",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bài thi",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("finished_at__isnull", True)),
                                fields=["ends_at"],
                                name="entries_still_running",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("participant", "round"), name="one_entry_a_round")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PeakPhase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="Tên đợt cao điểm")),
                        ("starts_on", models.DateField(verbose_name="Từ ngày")),
                        ("ends_on", models.DateField(verbose_name="Đến ngày")),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="phases",
                                to="campaigns.campaign",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "đợt cao điểm",
                        "ordering": ["campaign_id", "starts_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="peak_phase_dates_in_order",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActivityQuantity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("amount", models.PositiveBigIntegerField(verbose_name="Số lượng")),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="quantities",
                                to="campaigns.activity",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="campaigns.quantitykind",
                                verbose_name="Loại",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["activity_id", "kind__order"],
                        "constraints": [
                            models.UniqueConstraint(fields=("activity", "kind"), name="one_amount_a_quantity")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("single", "Một đáp án"),
                                    ("multiple", "Nhiều đáp án"),
                                    ("ordering", "Sắp xếp"),
                                    ("short", "Trả lời ngắn"),
                                    ("prediction", "Dự đoán"),
                                ],
                                default="single",
                                max_length=10,
                                verbose_name="Loại câu hỏi",
                            ),
                        ),
                        (
                            "difficulty",
                            models.CharField(
                                choices=[("easy", "Dễ"), ("medium", "Trung bình"), ("hard", "Khó")],
                                default="medium",
                                max_length=6,
                                verbose_name="Độ khó",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="Câu hỏi")),
                        ("options", models.JSONField(default=list)),
                        ("answer", models.JSONField(default=list)),
                        ("points", models.PositiveSmallIntegerField(default=1, verbose_name="Điểm")),
                        (
                            "source",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="Nguồn (điều luật, văn bản)"
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_why", models.CharField(blank=True, max_length=500)),
                        (
                            "contest",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="campaigns.contest",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="questions",
                                to="campaigns.contestround",
                                verbose_name="Chỉ dùng cho vòng",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "câu hỏi",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("option_order", models.JSONField(default=list)),
                        ("value", models.JSONField(null=True)),
                        ("turn", models.PositiveIntegerField(default=0)),
                        ("points", models.PositiveSmallIntegerField(default=0)),
                        ("given_at", models.DateTimeField(null=True)),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="campaigns.entry",
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="campaigns.question",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["entry_id", "place"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("entry", "question"), name="one_answer_a_question"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sending",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("portal", "Thông báo trên cổng"),
                                    ("email", "Thư điện tử"),
                                    ("zalo", "Zalo"),
                                    ("sms", "Tin nhắn SMS"),
                                ],
                                max_length=6,
                                verbose_name="Cách gửi",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=254, verbose_name="Địa chỉ")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("queued", "Đang chờ gửi"),
                                    ("sending", "Đang gửi"),
                                    ("sent", "Đã gửi"),
                                    ("unknown", "Không rõ đã gửi"),
                                    ("failed", "Không gửi được"),
                                    ("dropped", "Đã dừng, không gửi"),
                                ],
                                default="queued",
                                max_length=8,
                                verbose_name="Tình trạng",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="Lý do")),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("claim", models.CharField(blank=True, editable=False, max_length=32)),
                        ("claimed_at", models.DateTimeField(blank=True, null=True)),
                        ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="Gửi lúc")),
                        ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="Đọc lúc")),
                        (
                            "broadcast",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sendings",
                                to="campaigns.broadcast",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.message",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Người nhận",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Đơn vị",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tin đã gửi",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(fields=["status", "due_at"], name="campaigns_s_status_5e53da_idx"),
                            models.Index(
                                fields=["recipient", "way", "status"], name="campaigns_s_recipie_36318b_idx"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "message", "recipient", "way"),
                                name="message_once_a_person_and_way",
                                violation_error_message="Người này đã có thông điệp này theo cách gửi này.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("way", "portal"),
                                    models.Q(("address", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="sending_has_an_address",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecordedMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("address", models.CharField(max_length=254, verbose_name="Số nhận")),
                        ("text", models.TextField(verbose_name="Nội dung")),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "sending",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recorded",
                                to="campaigns.sending",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tin được ghi lại",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ActivityMoney",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("tai_chinh_cd", "Tài chính công đoàn"),
                                    ("nsdld", "Người sử dụng lao động"),
                                    ("xa_hoi_hoa", "Xã hội hóa"),
                                ],
                                max_length=14,
                                verbose_name="Nguồn",
                            ),
                        ),
                        ("amount", models.PositiveBigIntegerField(verbose_name="Số tiền (đồng)")),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="money",
                                to="campaigns.activity",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["activity_id", "source"],
                        "constraints": [
                            models.UniqueConstraint(fields=("activity", "source"), name="one_amount_a_source")
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="activity",
                    name="campaign",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="campaigns.campaign",
                        verbose_name="Chiến dịch",
                    ),
                ),
                migrations.AddField(
                    model_name="activity",
                    name="channel",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.channel",
                        verbose_name="Kênh",
                    ),
                ),
                migrations.AddField(
                    model_name="activity",
                    name="message",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="activities",
                        to="campaigns.message",
                        verbose_name="Thông điệp",
                    ),
                ),
                migrations.AddField(
                    model_name="activitytype",
                    name="quantities",
                    field=models.ManyToManyField(blank=True, to="campaigns.quantitykind"),
                ),
                migrations.AddIndex(
                    model_name="activity",
                    index=models.Index(fields=["unit", "happened_on"], name="campaigns_a_unit_id_27ac16_idx"),
                ),
                migrations.AddIndex(
                    model_name="activity",
                    index=models.Index(fields=["happened_on", "type"], name="campaigns_a_happene_3e4ac0_idx"),
                ),
                migrations.AddConstraint(
                    model_name="activity",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("female_participations__isnull", True),
                            ("female_participations__lte", models.F("participations")),
                            _connector="OR",
                        ),
                        name="activity_female_within_total",
                        violation_error_message="“Trong đó nữ” không thể lớn hơn số lượt người dự.",
                    ),
                ),
            ],
        ),
    ]
