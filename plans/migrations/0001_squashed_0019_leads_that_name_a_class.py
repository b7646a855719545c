"""All tables of `plans` at once; an empty portal starts here instead of with the steps this replaces."""

import django.db.migrations.operations.special
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.tables


def byte_order(apps, schema_editor):
    """Lineages compare byte by byte, as paths of units do."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE plans_plan ALTER COLUMN lineage TYPE varchar(120) COLLATE "C"')


class Migration(migrations.Migration):
    replaces = [
        ("plans", "0001_initial"),
        ("plans", "0002_ignored_finding"),
        ("plans", "0003_remarks"),
        ("plans", "0004_references"),
        ("plans", "0005_import_draft"),
        ("plans", "0006_remarks_of_word_files"),
        ("plans", "0007_citations_of_older_plans"),
        ("plans", "0008_target_base_year"),
        ("plans", "0009_responsibility"),
        ("plans", "0010_responsibilities_of_older_plans"),
        ("plans", "0011_upper_changes"),
        ("plans", "0012_assignments"),
        ("plans", "0013_allotments"),
        ("plans", "0014_cascade"),
        ("plans", "0015_lineage_of_older_plans"),
        ("plans", "0016_reminders"),
        ("plans", "0017_block_answers"),
        ("plans", "0018_classes_of_units"),
        ("plans", "0019_leads_that_name_a_class"),
    ]

    initial = True

    dependencies = [
        ("documents", "0001_squashed_0016_attached_files"),
        ("units", "0001_squashed_0008_second_lines"),
    ]

    operations = [
        core.tables.CreateTables(
            steps=[
                migrations.CreateModel(
                    name="Allotment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(default=0, verbose_name="Năm")),
                        (
                            "value",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=20,
                                null=True,
                                verbose_name="Mức giao",
                            ),
                        ),
                        (
                            "base",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="Số gốc"
                            ),
                        ),
                        (
                            "official",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=20,
                                null=True,
                                verbose_name="Đã giao chính thức",
                            ),
                        ),
                        (
                            "asked",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=20,
                                null=True,
                                verbose_name="Đơn vị đề nghị",
                            ),
                        ),
                        (
                            "asked_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="Lý do đề nghị"),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allotments",
                                to="units.unit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "dòng giao chỉ tiêu",
                        "ordering": ["target_id", "year", "unit__sort_key", "unit_id"],
                    },
                ),
                migrations.CreateModel(
                    name="AllotmentMove",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("given", "Dự kiến giao"),
                                    ("asked", "Đơn vị đề nghị"),
                                    ("countered", "Trả lời mức khác"),
                                    ("accepted", "Đồng ý mức đề nghị"),
                                    ("agreed", "Đơn vị đồng ý"),
                                    ("issued", "Giao chính thức"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                        ("note", models.CharField(blank=True, max_length=500)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "allotment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moves",
                                to="plans.allotment",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("block_id", models.CharField(max_length=12)),
                        (
                            "given_to",
                            models.CharField(help_text="“u”, “d<id>” hoặc “s<id>” khi giao", max_length=20),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("assigned", "Mới giao"),
                                    ("doing", "Đang thực hiện"),
                                    ("handed_on", "Đã chuyển tiếp"),
                                    ("reported", "Chờ xác nhận"),
                                    ("returned", "Bị trả lại"),
                                    ("confirmed", "Đã xác nhận"),
                                    ("withdrawn", "Đã thu hồi"),
                                ],
                                default="assigned",
                                max_length=10,
                                verbose_name="Tình trạng",
                            ),
                        ),
                        ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="Tiến độ (%)")),
                        ("deadline_on", models.DateField(blank=True, null=True, verbose_name="Thời hạn")),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Xác nhận lúc"),
                        ),
                        (
                            "escalated_on",
                            models.DateField(blank=True, null=True, verbose_name="Báo cấp trên ngày"),
                        ),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="units.department",
                                verbose_name="Ban, phòng",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.seat",
                                verbose_name="Người làm",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="units.unit",
                                verbose_name="Đơn vị thực hiện",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "việc được giao",
                        "ordering": ["deadline_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AssignmentRound",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("block_id", models.CharField(max_length=12, verbose_name="Đoạn")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("task", "Nhiệm vụ"), ("obligation", "Nghĩa vụ báo cáo")],
                                max_length=12,
                                verbose_name="Loại việc",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="Nội dung việc")),
                        ("text_fold", models.TextField(default="", editable=False)),
                        (
                            "at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="Giao lúc"),
                        ),
                        (
                            "group",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("truc_thuoc", "Các đơn vị trực thuộc"),
                                    ("cap_tren_co_so", "Các công đoàn cấp trên trực tiếp cơ sở"),
                                    ("cong_doan_nganh", "Các công đoàn ngành"),
                                    ("cong_doan_xa", "Các công đoàn xã, phường, đặc khu"),
                                    ("co_so", "Tất cả công đoàn cơ sở"),
                                    ("cac_cap", "Công đoàn các cấp trực thuộc"),
                                ],
                                help_text="Một dòng cho cả nhóm",
                                max_length=20,
                                verbose_name="Nhóm đơn vị",
                            ),
                        ),
                        ("deadline_on", models.DateField(blank=True, null=True, verbose_name="Thời hạn")),
                        (
                            "instruction",
                            models.CharField(blank=True, max_length=500, verbose_name="Ý kiến chỉ đạo"),
                        ),
                        (
                            "escalate_after",
                            models.PositiveSmallIntegerField(
                                default=7, verbose_name="Báo cấp trên sau số ngày quá hạn"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "by_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Đơn vị giao",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handed_rounds",
                                to="plans.assignment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lượt giao việc",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token_sha256", models.CharField(max_length=64, unique=True)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_feed",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ImportDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200, verbose_name="Tên tệp")),
                        ("sha256", models.CharField(max_length=64)),
                        ("proposal", models.JSONField(verbose_name="Kết quả đọc")),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_index=True, default=django.utils.timezone.now, verbose_name="Lúc"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Người nhập",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Đơn vị ban hành",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tệp chờ nhận thành dự thảo",
                        "ordering": ["-created_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Plan",
                    fields=[
                        (
                            "document_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to="documents.document",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("thematic", "Kế hoạch chuyên đề"),
                                    ("programme", "Chương trình, kế hoạch nhiều năm"),
                                    ("emulation", "Phát động thi đua"),
                                    ("anniversary", "Đợt kỷ niệm, cao điểm"),
                                    ("directive", "Triển khai chỉ thị, nghị quyết"),
                                ],
                                default="thematic",
                                max_length=12,
                                verbose_name="Loại kế hoạch",
                            ),
                        ),
                        (
                            "starts_on",
                            models.DateField(blank=True, null=True, verbose_name="Thực hiện từ ngày"),
                        ),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="Đến ngày")),
                        (
                            "lineage",
                            models.CharField(
                                db_index=True,
                                default="",
                                editable=False,
                                help_text="Đường dẫn từ kế hoạch gốc xuống kế hoạch này, mỗi cấp năm ký tự như đường dẫn đơn vị",
                                max_length=120,
                            ),
                        ),
                        (
                            "derived_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="derived",
                                to="plans.plan",
                                verbose_name="Cụ thể hóa từ",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "kế hoạch",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts_on__isnull", True),
                                    ("ends_on__isnull", True),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="plan_dates_in_order",
                                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("derived_from", models.F("document_ptr")), _negated=True),
                                name="plan_not_derived_from_itself",
                                violation_error_message="Kế hoạch không thể cụ thể hóa từ chính nó.",
                            ),
                        ],
                    },
                    bases=("documents.document",),
                ),
                migrations.CreateModel(
                    name="Obligation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("block_id", models.CharField(max_length=12, verbose_name="Đoạn")),
                        ("text", models.TextField(verbose_name="Câu trong kế hoạch")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        ("who", models.CharField(max_length=200, verbose_name="Ai báo cáo")),
                        (
                            "through",
                            models.CharField(blank=True, max_length=120, verbose_name="Qua ban, phòng"),
                        ),
                        (
                            "in_periodic_report",
                            models.BooleanField(default=True, verbose_name="Trong báo cáo định kỳ"),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="Hạn riêng")),
                        (
                            "indicator_codes",
                            models.JSONField(blank=True, default=list, verbose_name="Chỉ tiêu phải báo cáo"),
                        ),
                        (
                            "reports_to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Báo cáo về",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "nghĩa vụ báo cáo",
                        "ordering": ["plan_id", "order", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="IgnoredFinding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rule", models.CharField(max_length=40, verbose_name="Quy tắc")),
                        ("digest", models.CharField(max_length=32)),
                        ("reason", models.CharField(max_length=300, verbose_name="Lý do bỏ qua")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Lúc")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Người bỏ qua",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ignored_findings",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "nhắc nhở đã bỏ qua",
                        "ordering": ["plan_id", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "rule", "digest"),
                                name="finding_ignored_once",
                                violation_error_message="Chỗ này đã được bỏ qua rồi.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="ignored_finding_has_reason",
                                violation_error_message="Hãy ghi lý do bỏ qua.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Comment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("block_id", models.CharField(blank=True, max_length=12, verbose_name="Đoạn")),
                        (
                            "author_name",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="Tên ghi trong tệp Word"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Lúc")),
                        ("start", models.PositiveIntegerField(default=0)),
                        ("end", models.PositiveIntegerField(default=0)),
                        ("quote", models.TextField(blank=True, verbose_name="Chữ được chọn")),
                        ("text", models.TextField(max_length=4000, verbose_name="Góp ý")),
                        ("resolved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Người góp ý",
                            ),
                        ),
                        (
                            "mentions",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Nhắc tên",
                            ),
                        ),
                        (
                            "reply_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="replies",
                                to="plans.comment",
                            ),
                        ),
                        (
                            "resolved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "góp ý",
                        "ordering": ["plan_id", "at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="comment_has_text",
                                violation_error_message="Hãy viết góp ý.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                                    models.Q(
                                        ("reply_to__isnull", True),
                                        ("resolved_at__isnull", False),
                                        ("resolved_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="comment_resolved_by_somebody",
                                violation_error_message="Góp ý đã xong phải có người đánh dấu.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("by__isnull", False),
                                    models.Q(("author_name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="comment_said_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Citation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number_key", models.CharField(db_index=True, max_length=60)),
                        (
                            "cited_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="Ngày của văn bản, khi câu có ghi"
                            ),
                        ),
                        ("field", models.CharField(max_length=10)),
                        ("line", models.PositiveSmallIntegerField(default=0)),
                        ("block_id", models.CharField(blank=True, max_length=12, verbose_name="Đoạn")),
                        ("start", models.PositiveIntegerField()),
                        ("end", models.PositiveIntegerField()),
                        ("text", models.CharField(max_length=80, verbose_name="Ghi trong kế hoạch")),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="citations",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "chỗ viện dẫn",
                        "ordering": ["plan_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CascadeOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "due_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="Hạn ban hành kế hoạch cụ thể hóa"
                            ),
                        ),
                        (
                            "grassroots",
                            models.BooleanField(
                                default=False,
                                verbose_name="Công đoàn cơ sở cũng phải xây dựng kế hoạch riêng",
                            ),
                        ),
                        (
                            "plan",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="cascade_order",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "yêu cầu cụ thể hóa",
                    },
                ),
                migrations.CreateModel(
                    name="BlockAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=12, verbose_name="Đoạn của cấp trên")),
                        (
                            "decision",
                            models.CharField(
                                choices=[("taken", "Đã tiếp thu"), ("kept", "Giữ như cũ")], max_length=5
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="block_answers",
                                to="plans.plan",
                            ),
                        ),
                        (
                            "upper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans.plan"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "upper", "key"), name="block_answered_once_a_change"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AllotmentSheet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "asked_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="Lấy ý kiến từ"
                            ),
                        ),
                        (
                            "answers_due_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="Đề nghị trả lời trước ngày"
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="allotment_sheet",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bảng giao chỉ tiêu",
                    },
                ),
                migrations.CreateModel(
                    name="AllotmentDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="Lần giao")),
                        ("decision", models.CharField(max_length=120, verbose_name="Quyết định")),
                        ("decided_on", models.DateField(verbose_name="Ngày quyết định")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="Ghi chú")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="allotment_decisions",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["plan_id", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="one_decision_a_number")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlannedActivity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("block_id", models.CharField(max_length=12, verbose_name="Đoạn")),
                        ("text", models.TextField(verbose_name="Câu trong kế hoạch")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="Từ ngày")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="Đến ngày")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="Địa điểm")),
                        ("times", models.PositiveSmallIntegerField(default=1, verbose_name="Số cuộc")),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "hoạt động trong kế hoạch",
                        "ordering": ["plan_id", "order", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.SlugField(
                                blank=True, editable=False, help_text="Mã của mẫu hệ thống", max_length=40
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("thematic", "Kế hoạch chuyên đề"),
                                    ("programme", "Chương trình, kế hoạch nhiều năm"),
                                    ("emulation", "Phát động thi đua"),
                                    ("anniversary", "Đợt kỷ niệm, cao điểm"),
                                    ("directive", "Triển khai chỉ thị, nghị quyết"),
                                ],
                                default="thematic",
                                max_length=12,
                                verbose_name="Loại kế hoạch",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="Tên mẫu")),
                        (
                            "description",
                            models.CharField(blank=True, max_length=300, verbose_name="Dùng khi nào"),
                        ),
                        ("content", models.JSONField(editable=False, verbose_name="Nội dung")),
                        ("active", models.BooleanField(default=True, verbose_name="Đang dùng")),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="Lần sửa"),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                help_text="Để trống là mẫu của hệ thống",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="plan_templates",
                                to="units.unit",
                                verbose_name="Đơn vị có mẫu",
                            ),
                        ),
                        (
                            "updated_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "mẫu kế hoạch",
                        "ordering": ["kind", "name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("code", ""), _negated=True),
                                fields=("code",),
                                name="one_plan_template_a_code",
                            ),
                            models.UniqueConstraint(
                                fields=("owner", "name"),
                                name="one_plan_template_name_a_unit",
                                violation_error_message="Đơn vị đã có mẫu mang tên này.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PromisedDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("block_id", models.CharField(max_length=12, verbose_name="Đoạn")),
                        ("text", models.TextField(verbose_name="Câu trong kế hoạch")),
                        ("what", models.CharField(max_length=300, verbose_name="Văn bản")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="Chậm nhất ngày")),
                        ("fulfilled_at", models.DateTimeField(blank=True, null=True)),
                        ("noted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "fulfilled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                                verbose_name="Đã ban hành",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="promised_documents",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "văn bản sẽ ban hành",
                        "ordering": ["plan_id", "due_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "block_id"),
                                name="promise_noted_once",
                                violation_error_message="Câu này đã được theo dõi.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReminderSetting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "daily",
                            models.BooleanField(default=True, verbose_name="Gửi thư nhắc việc mỗi ngày"),
                        ),
                        (
                            "weekends",
                            models.BooleanField(default=False, verbose_name="Gửi cả thứ bảy, chủ nhật"),
                        ),
                        (
                            "quiet_from",
                            models.PositiveSmallIntegerField(default=20, verbose_name="Không gửi từ giờ"),
                        ),
                        ("quiet_to", models.PositiveSmallIntegerField(default=7, verbose_name="đến giờ")),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminder_setting",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("quiet_from__lte", 23), ("quiet_to__lte", 23)),
                                name="quiet_hours_are_hours",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Responsibility",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("block_id", models.CharField(max_length=12, verbose_name="Đoạn")),
                        ("text", models.TextField(verbose_name="Câu trong kế hoạch")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "actor_text",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="Ai thực hiện (ghi trên văn bản)"
                            ),
                        ),
                        (
                            "actor_class",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("direct", "Các đơn vị trực thuộc"),
                                    ("upper", "Các công đoàn cấp trên trực tiếp cơ sở"),
                                    ("sector", "Các công đoàn ngành"),
                                    ("commune", "Các công đoàn xã, phường, đặc khu"),
                                    ("grassroots", "Các công đoàn cơ sở"),
                                    ("all", "Công đoàn các cấp"),
                                ],
                                max_length=10,
                                verbose_name="Nhóm đơn vị",
                            ),
                        ),
                        ("duty", models.CharField(blank=True, max_length=500, verbose_name="Lo việc gì")),
                        (
                            "actor_unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Đơn vị",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="units.department",
                                verbose_name="Ban, phòng",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="responsibilities",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "phân công trong kế hoạch",
                        "ordering": ["plan_id", "order", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("actor_unit__isnull", True), ("department__isnull", True)),
                                    models.Q(("actor_class", ""), ("actor_unit__isnull", True)),
                                    models.Q(("actor_class", ""), ("department__isnull", True)),
                                    _connector="OR",
                                ),
                                name="responsibility_has_one_actor",
                                violation_error_message="Chỉ chọn một: đơn vị, ban phòng, hoặc nhóm đơn vị.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Slogan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("block_id", models.CharField(max_length=12, verbose_name="Đoạn")),
                        ("text", models.TextField(verbose_name="Câu trong kế hoạch")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "thông điệp trong kế hoạch",
                        "ordering": ["plan_id", "order", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Suggestion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("block_id", models.CharField(blank=True, max_length=12, verbose_name="Đoạn")),
                        (
                            "author_name",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="Tên ghi trong tệp Word"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Lúc")),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("edit", "Đề xuất sửa"),
                                    ("add", "Đề xuất thêm đoạn"),
                                    ("remove", "Đề xuất bỏ đoạn"),
                                ],
                                default="edit",
                                max_length=6,
                                verbose_name="Việc",
                            ),
                        ),
                        ("added", models.JSONField(blank=True, default=dict)),
                        ("before", models.TextField(blank=True, verbose_name="Đang viết")),
                        ("after", models.TextField(blank=True, verbose_name="Sửa thành")),
                        ("note", models.TextField(blank=True, max_length=4000, verbose_name="Lý do")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Chờ quyết định"),
                                    ("accepted", "Đã nhận"),
                                    ("rejected", "Không nhận"),
                                ],
                                default="open",
                                max_length=8,
                                verbose_name="Tình trạng",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Người góp ý",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="suggestions",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "đề xuất sửa",
                        "ordering": ["plan_id", "at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "accepted", "rejected"])),
                                name="suggestion_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("before", models.F("after")), _negated=True),
                                name="suggestion_changes_text",
                                violation_error_message="Câu đề xuất giống câu đang viết.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("state", "open"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="suggestion_decided_by_somebody",
                                violation_error_message="Đề xuất đã quyết định phải có người quyết định.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("action", "edit"),
                                        models.Q(("before", ""), _negated=True),
                                        models.Q(("after", ""), _negated=True),
                                    ),
                                    models.Q(("action", "add"), ("before", "")),
                                    models.Q(("action", "remove"), ("after", "")),
                                    _connector="OR",
                                ),
                                name="suggestion_has_its_texts",
                                violation_error_message="Hãy viết câu đề xuất.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("by__isnull", False),
                                    models.Q(("author_name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="suggestion_said_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("block_id", models.CharField(max_length=12, verbose_name="Đoạn")),
                        ("text", models.TextField(verbose_name="Câu trong kế hoạch")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        ("name", models.CharField(max_length=300, verbose_name="Tên chỉ tiêu")),
                        (
                            "comparator",
                            models.CharField(
                                choices=[
                                    ("gte", "từ … trở lên"),
                                    ("lte", "không quá"),
                                    ("eq", "bằng"),
                                    ("qual", "định tính"),
                                ],
                                default="gte",
                                max_length=4,
                                verbose_name="So sánh",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="Giá trị"
                            ),
                        ),
                        (
                            "unit_of_measure",
                            models.CharField(blank=True, max_length=40, verbose_name="Đơn vị tính"),
                        ),
                        (
                            "change",
                            models.CharField(
                                blank=True,
                                choices=[("increase", "tăng"), ("decrease", "giảm")],
                                max_length=8,
                                verbose_name="So với năm gốc",
                            ),
                        ),
                        (
                            "base_year",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Năm gốc"),
                        ),
                        (
                            "base_value",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=20,
                                null=True,
                                verbose_name="Số của năm gốc",
                            ),
                        ),
                        (
                            "population",
                            models.CharField(blank=True, max_length=200, verbose_name="Trên tổng số"),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("period", "trong kỳ báo cáo"),
                                    ("year", "hằng năm"),
                                    ("term", "cả thời gian kế hoạch"),
                                    ("by_date", "đến một ngày"),
                                ],
                                default="year",
                                max_length=8,
                                verbose_name="Tính theo",
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="Đến ngày")),
                        (
                            "indicator_code",
                            models.CharField(blank=True, max_length=8, verbose_name="Mã chỉ tiêu thống kê"),
                        ),
                        (
                            "allocation",
                            models.CharField(
                                choices=[
                                    ("sum", "cộng các đơn vị"),
                                    ("each", "từng đơn vị đều đạt"),
                                    ("own", "riêng đơn vị ban hành"),
                                ],
                                default="sum",
                                max_length=4,
                                verbose_name="Phân bổ",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="plans.plan",
                            ),
                        ),
                        (
                            "upper_target",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="lower_targets",
                                to="plans.target",
                                verbose_name="Chỉ tiêu cấp trên",
                            ),
                        ),
                        (
                            "within",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="plans.target",
                                verbose_name="Trong đó của",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "chỉ tiêu",
                        "ordering": ["plan_id", "order", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("comparator", "qual"), ("value__isnull", False), _connector="OR"
                                ),
                                name="target_has_value",
                                violation_error_message="Chỉ tiêu định lượng phải có giá trị.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("base_value__isnull", True),
                                        ("base_year__isnull", True),
                                        ("change", ""),
                                    ),
                                    models.Q(
                                        models.Q(("change", ""), _negated=True), ("base_year__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="target_change_has_base_year",
                                violation_error_message="Chỉ tiêu tăng, giảm phải ghi năm gốc; chỉ tiêu khác thì để trống.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Task",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("block_id", models.CharField(max_length=12, verbose_name="Đoạn")),
                        ("text", models.TextField(verbose_name="Câu trong kế hoạch")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "lead_class",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("direct", "Các đơn vị trực thuộc"),
                                    ("upper", "Các công đoàn cấp trên trực tiếp cơ sở"),
                                    ("sector", "Các công đoàn ngành"),
                                    ("commune", "Các công đoàn xã, phường, đặc khu"),
                                    ("grassroots", "Các công đoàn cơ sở"),
                                    ("all", "Công đoàn các cấp"),
                                ],
                                max_length=10,
                                verbose_name="Nhóm đơn vị chủ trì",
                            ),
                        ),
                        (
                            "lead_text",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="Chủ trì (ghi trên văn bản)"
                            ),
                        ),
                        (
                            "partner_text",
                            models.CharField(blank=True, max_length=300, verbose_name="Phối hợp"),
                        ),
                        ("deadline_on", models.DateField(blank=True, null=True, verbose_name="Thời hạn")),
                        (
                            "deliverable",
                            models.CharField(blank=True, max_length=300, verbose_name="Kết quả phải có"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Chưa thực hiện"),
                                    ("doing", "Đang thực hiện"),
                                    ("done", "Hoàn thành"),
                                ],
                                default="open",
                                max_length=8,
                                verbose_name="Tình trạng",
                            ),
                        ),
                        (
                            "lead_unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Chủ trì",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="plans.plan",
                            ),
                        ),
                        (
                            "upper_task",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="lower_tasks",
                                to="plans.task",
                                verbose_name="Nhiệm vụ cấp trên",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "nhiệm vụ",
                        "ordering": ["plan_id", "order", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("lead_unit__isnull", True), ("lead_class", ""), _connector="OR"
                                ),
                                name="task_has_one_lead",
                                violation_error_message="Chỉ chọn một: đơn vị chủ trì hoặc nhóm đơn vị.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UpperChangeAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "decision",
                            models.CharField(
                                choices=[
                                    ("kept", "Giữ nguyên kế hoạch của đơn vị"),
                                    ("adapted", "Đã điều chỉnh kế hoạch của đơn vị"),
                                    ("withdrawn", "Dừng thực hiện kế hoạch của đơn vị"),
                                ],
                                max_length=10,
                                verbose_name="Xử lý",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="Ghi chú")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "amendment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="documents.amendment",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="upper_change_answers",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "xử lý thay đổi của cấp trên",
                        "ordering": ["plan_id", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "amendment"),
                                name="upper_change_answered_once",
                                violation_error_message="Thay đổi này đã được xử lý.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkEvidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "file",
                            models.FileField(blank=True, max_length=200, upload_to="minh-chung-viec/%Y/%m"),
                        ),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="Đường dẫn")),
                        ("caption", models.CharField(blank=True, max_length=200, verbose_name="Chú thích")),
                        ("original_name", models.CharField(blank=True, max_length=200)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "assignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="plans.assignment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["assignment_id", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("file", ""), ("url", ""), _negated=True),
                                name="work_evidence_has_content",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AllottedValue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("before", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                        ("value", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                        (
                            "allotment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="decided_values",
                                to="plans.allotment",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="values_given",
                                to="plans.allotmentdecision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["decision__number", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("decision", "allotment"), name="decided_once_a_line"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssignmentMove",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("step", models.CharField(max_length=30, verbose_name="Bước")),
                        ("from_status", models.CharField(max_length=20, verbose_name="Từ trạng thái")),
                        ("to_status", models.CharField(max_length=20, verbose_name="Sang trạng thái")),
                        ("note", models.TextField(blank=True, verbose_name="Ghi chú")),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="Lúc")),
                        (
                            "progress",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="Tiến độ (%)"
                            ),
                        ),
                        (
                            "assignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moves",
                                to="plans.assignment",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Người thực hiện",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["at"], name="plans_assig_at_2d42b0_idx")],
                    },
                ),
                migrations.CreateModel(
                    name="Digest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="Ngày")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("queued", "Chờ gửi"),
                                    ("sending", "Đang gửi"),
                                    ("sent", "Đã gửi"),
                                    ("empty", "Không có gì để nhắc"),
                                    ("unknown", "Không rõ đã gửi"),
                                    ("failed", "Không gửi được"),
                                ],
                                default="queued",
                                max_length=8,
                            ),
                        ),
                        ("claimed_at", models.DateTimeField(blank=True, null=True)),
                        ("handed_at", models.DateTimeField(blank=True, null=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("lines", models.PositiveIntegerField(default=0)),
                        ("error", models.CharField(blank=True, max_length=300)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-on", "pk"],
                        "indexes": [
                            models.Index(fields=["state", "on"], name="plans_diges_state_006897_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "on"), name="one_digest_a_person_and_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MoreTime",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("deadline_before", models.DateField(null=True, verbose_name="Hạn cũ")),
                        ("wanted_on", models.DateField(verbose_name="Xin đến ngày")),
                        ("reason", models.CharField(max_length=500, verbose_name="Lý do")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Đang xin gia hạn"),
                                    ("granted", "Đã gia hạn"),
                                    ("refused", "Không gia hạn"),
                                ],
                                default="asked",
                                max_length=8,
                                verbose_name="Trả lời",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "answer",
                            models.CharField(blank=True, max_length=500, verbose_name="Lý do trả lời"),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "assignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="more_time",
                                to="plans.assignment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lần xin gia hạn",
                        "ordering": ["-asked_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "asked")),
                                fields=("assignment",),
                                name="one_open_wish_for_time",
                                violation_error_message="Đang có một lần xin gia hạn chờ trả lời.",
                            )
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="assignment",
                    name="round",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="plans.assignmentround",
                    ),
                ),
                migrations.AddField(
                    model_name="assignmentround",
                    name="plan",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignment_rounds",
                        to="plans.plan",
                    ),
                ),
                migrations.AddField(
                    model_name="assignment",
                    name="plan",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="plans.plan",
                    ),
                ),
                migrations.AddField(
                    model_name="allotment",
                    name="target",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allotments",
                        to="plans.target",
                    ),
                ),
                migrations.AddIndex(
                    model_name="assignmentround",
                    index=models.Index(fields=["plan", "block_id"], name="plans_assig_plan_id_f1e73a_idx"),
                ),
                migrations.AddIndex(
                    model_name="assignment",
                    index=models.Index(
                        fields=["unit", "status", "deadline_on"], name="plans_assig_unit_id_834683_idx"
                    ),
                ),
                migrations.AddIndex(
                    model_name="assignment",
                    index=models.Index(
                        fields=["by_unit", "status", "deadline_on"], name="plans_assig_by_unit_ce800e_idx"
                    ),
                ),
                migrations.AddIndex(
                    model_name="assignment",
                    index=models.Index(
                        fields=["plan", "block_id", "status"], name="plans_assig_plan_id_ec3fc7_idx"
                    ),
                ),
                migrations.AddIndex(
                    model_name="assignment",
                    index=models.Index(
                        fields=["status", "deadline_on"], name="plans_assig_status_a58006_idx"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assignment",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("status", "withdrawn"), _negated=True),
                        fields=("by_unit", "plan", "block_id", "unit", "given_to"),
                        name="work_given_once",
                        violation_error_message="Việc này đã giao cho nơi đó rồi.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="assignment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("progress__lte", 100)),
                        name="assignment_progress_is_percent",
                        violation_error_message="Tiến độ từ 0 đến 100%.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="allotment",
                    constraint=models.UniqueConstraint(
                        fields=("target", "unit", "year"),
                        name="target_allotted_once_a_unit",
                        violation_error_message="Chỉ tiêu này đã giao cho đơn vị này rồi. Hãy sửa dòng đã có, không giao lần thứ hai.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="allotment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("asked__isnull", True),
                            models.Q(("asked_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="asked_number_has_reason",
                        violation_error_message="Hãy ghi lý do đề nghị.",
                    ),
                ),
            ],
        ),
        migrations.RunPython(
            code=byte_order,
            reverse_code=django.db.migrations.operations.special.RunPython.noop,
        ),
    ]
