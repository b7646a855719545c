"""All tables of `reporting` at once; an empty portal starts here instead of with the steps this replaces."""

import django.db.migrations.operations.special
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.tables


def byte_order(apps, schema_editor):
    """Paths of a period's frozen tree compare byte by byte, as those of units do."""
    if schema_editor.connection.vendor == "postgresql":
        for column, length in (("path", 120), ("sort_key", 400)):
            schema_editor.execute(
                f'ALTER TABLE reporting_periodunit ALTER COLUMN {column} TYPE varchar({length}) COLLATE "C"'
            )


class Migration(migrations.Migration):
    replaces = [
        ("reporting", "0001_initial"),
        ("reporting", "0002_path_collation"),
        ("reporting", "0003_target_progress"),
        ("reporting", "0004_workbook_uploads"),
        ("reporting", "0005_entry_receipts"),
        ("reporting", "0006_receiving"),
        ("reporting", "0007_members"),
        ("reporting", "0008_fill_members"),
        ("reporting", "0009_target_tally"),
        ("reporting", "0010_corrections"),
        ("reporting", "0011_correction_papers"),
        ("reporting", "0012_target_standing"),
        ("reporting", "0013_form_designer"),
        ("reporting", "0014_regimes"),
        ("reporting", "0015_last_entry"),
        ("reporting", "0016_mark_last_entries"),
        ("reporting", "0017_one_last_entry"),
        ("reporting", "0018_computed_rows_follow"),
        ("reporting", "0019_holiday_source"),
        ("reporting", "0020_due_why"),
        ("reporting", "0021_accept_together"),
        ("reporting", "0022_period_counting"),
        ("reporting", "0023_sentence_sources"),
        ("reporting", "0024_heading_required_for"),
        ("reporting", "0025_text_readings"),
    ]

    initial = True

    dependencies = [
        ("campaigns", "0001_squashed_0012_phases_and_budget"),
        ("documents", "0001_squashed_0016_attached_files"),
        ("plans", "0001_squashed_0019_leads_that_name_a_class"),
        ("units", "0001_squashed_0008_second_lines"),
    ]

    operations = [
        core.tables.CreateTables(
            steps=[
                migrations.CreateModel(
                    name="CorrectionReason",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=30, unique=True, verbose_name="Mã")),
                        ("name", models.CharField(max_length=120, verbose_name="Loại lý do")),
                        ("material", models.BooleanField(verbose_name="Làm thay đổi nội dung")),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("cell", "Số liệu"),
                                    ("text", "Phần lời"),
                                    ("both", "Số liệu và phần lời"),
                                ],
                                default="both",
                                max_length=4,
                                verbose_name="Dùng cho",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["order", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="Disaggregation",
                    fields=[
                        (
                            "code",
                            models.CharField(
                                max_length=10, primary_key=True, serialize=False, verbose_name="Mã"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="Tên phân tổ")),
                        (
                            "exhaustive",
                            models.BooleanField(default=False, verbose_name="Các phần cộng bằng tổng"),
                        ),
                        ("derived", models.BooleanField(default=False, verbose_name="Suy từ đơn vị")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["order", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="Holiday",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(unique=True, verbose_name="Ngày")),
                        ("name", models.CharField(max_length=120, verbose_name="Tên ngày")),
                        ("off", models.BooleanField(default=True, verbose_name="Nghỉ")),
                        (
                            "announced",
                            models.BooleanField(
                                default=True,
                                help_text="Bỏ chọn: ngày dự kiến theo lịch âm và Bộ luật Lao động.",
                                verbose_name="Đã có thông báo chính thức",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, default="", max_length=200, verbose_name="Căn cứ"),
                        ),
                    ],
                    options={
                        "verbose_name": "ngày nghỉ, ngày làm bù",
                        "ordering": ["day"],
                    },
                ),
                migrations.CreateModel(
                    name="AcceptRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "once",
                            models.UUIDField(
                                help_text="Một lần bấm; bấm đúp không lập lượt thứ hai", unique=True
                            ),
                        ),
                        ("scope", models.CharField(max_length=10, verbose_name="Được duyệt mà không mở đọc")),
                        (
                            "over_open",
                            models.BooleanField(
                                default=False, verbose_name="Kể cả khi bên dưới còn báo cáo chưa duyệt"
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "job",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="documents.job",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lượt duyệt nhiều báo cáo",
                        "ordering": ["-asked_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Form",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=30, verbose_name="Mã biểu")),
                        ("version", models.PositiveSmallIntegerField(default=1, verbose_name="Phiên bản")),
                        ("name", models.CharField(max_length=200, verbose_name="Tên biểu")),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "Đang soạn"), ("published", "Đã ban hành")],
                                default="published",
                                max_length=10,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "effective_from",
                            models.DateField(
                                blank=True, null=True, verbose_name="Dùng cho kỳ chốt số liệu từ ngày"
                            ),
                        ),
                        (
                            "effective_to",
                            models.DateField(blank=True, null=True, verbose_name="Dùng đến ngày"),
                        ),
                        (
                            "copied_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="reporting.form",
                                verbose_name="Chép từ",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "biểu mẫu",
                        "ordering": ["code", "-version"],
                        "constraints": [
                            models.UniqueConstraint(fields=("code", "version"), name="one_form_version"),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "draft")),
                                fields=("code",),
                                name="one_draft_a_form",
                                violation_error_message="Biểu này đang có một phiên bản soạn dở.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Indicator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=8, unique=True, verbose_name="Mã")),
                        ("name", models.CharField(max_length=200, verbose_name="Tên chỉ tiêu")),
                        ("unit_of_measure", models.CharField(max_length=40, verbose_name="ĐVT")),
                        ("group", models.CharField(max_length=1, verbose_name="Nhóm")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("F", "Phát sinh trong kỳ"),
                                    ("S", "Tại thời điểm chốt"),
                                    ("R", "Tỷ lệ"),
                                    ("A", "Bình quân có quyền số"),
                                    ("B", "Có/không"),
                                    ("T", "Chữ"),
                                ],
                                max_length=1,
                                verbose_name="Loại",
                            ),
                        ),
                        (
                            "over_units",
                            models.CharField(
                                choices=[
                                    ("sum", "cộng"),
                                    ("weighted", "bình quân theo quyền số"),
                                    ("num_den", "tổng tử số / tổng mẫu số"),
                                    ("count", "đếm đơn vị"),
                                    ("distinct", "đếm đơn vị có phát sinh"),
                                    ("list", "liệt kê"),
                                ],
                                max_length=10,
                                verbose_name="Cộng theo đơn vị",
                            ),
                        ),
                        (
                            "over_periods",
                            models.CharField(
                                choices=[
                                    ("sum", "cộng"),
                                    ("last", "lấy kỳ cuối"),
                                    ("max", "lấy lớn nhất"),
                                    ("recompute", "tính lại"),
                                    ("weighted", "bình quân theo quyền số"),
                                    ("distinct", "đếm lại đơn vị"),
                                    ("none", "không cộng"),
                                ],
                                max_length=10,
                                verbose_name="Cộng theo kỳ",
                            ),
                        ),
                        (
                            "numerator",
                            models.CharField(
                                blank=True,
                                help_text="Mã chỉ tiêu nối bằng +, ví dụ TC17+TC18; trống: nhập trực tiếp",
                                max_length=60,
                                verbose_name="Tử số",
                            ),
                        ),
                        (
                            "denominator",
                            models.CharField(blank=True, max_length=60, verbose_name="Mẫu số hoặc quyền số"),
                        ),
                        (
                            "denominator_name",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="Tên mẫu số khi nhập trực tiếp"
                            ),
                        ),
                        ("computed", models.BooleanField(default=False, verbose_name="Hệ thống tự tính")),
                        ("help_text", models.CharField(blank=True, max_length=300, verbose_name="Hướng dẫn")),
                        ("source", models.CharField(blank=True, max_length=10, verbose_name="Nguồn")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "disaggregations",
                            models.ManyToManyField(
                                blank=True, to="reporting.disaggregation", verbose_name="Phân tổ"
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                help_text="Trống: chỉ tiêu của danh mục chung",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Đơn vị đặt thêm",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "chỉ tiêu thống kê",
                        "ordering": ["order", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="FormItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("section", models.CharField(max_length=120, verbose_name="Mục")),
                        ("required", models.BooleanField(default=False, verbose_name="Bắt buộc")),
                        (
                            "required_for",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Mã loại đơn vị; dùng khi không bắt buộc với mọi đơn vị",
                                verbose_name="Chỉ bắt buộc với loại đơn vị",
                            ),
                        ),
                        ("help_text", models.CharField(blank=True, max_length=300, verbose_name="Hướng dẫn")),
                        (
                            "formula",
                            models.CharField(
                                blank=True,
                                help_text="Dòng tự tính: mã các dòng khác nối bằng + và −, ví dụ TC05+TC06-TC07",
                                max_length=200,
                                verbose_name="Công thức",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "disaggregations",
                            models.ManyToManyField(blank=True, to="reporting.disaggregation"),
                        ),
                        (
                            "form",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="reporting.form",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.indicator",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["form_id", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form", "indicator"), name="indicator_once_a_form"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NarrativeSection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, verbose_name="Mã")),
                        ("part", models.CharField(max_length=120, verbose_name="Phần")),
                        ("title", models.CharField(max_length=200, verbose_name="Tiêu đề")),
                        ("prompt", models.CharField(blank=True, max_length=300, verbose_name="Gợi ý")),
                        ("required", models.BooleanField(default=False, verbose_name="Bắt buộc")),
                        (
                            "required_for",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Mã loại đơn vị; dùng khi không bắt buộc với mọi đơn vị",
                                verbose_name="Chỉ bắt buộc với loại đơn vị",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "form",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="narratives",
                                to="reporting.form",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["form_id", "order"],
                        "constraints": [
                            models.UniqueConstraint(fields=("form", "code"), name="one_narrative_code_a_form")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "breakdown",
                            models.CharField(blank=True, default="", max_length=32, verbose_name="Phân tổ"),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="Ô, mục")),
                        (
                            "old_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("value", "Có số liệu"),
                                    ("nil", "Không phát sinh"),
                                    ("unknown", "Chưa có số liệu"),
                                    ("na", "Không áp dụng"),
                                ],
                                default="",
                                max_length=8,
                            ),
                        ),
                        ("old_value", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                        ("old_base", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                        ("old_text", models.TextField(blank=True, default="")),
                        (
                            "new_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("value", "Có số liệu"),
                                    ("nil", "Không phát sinh"),
                                    ("unknown", "Chưa có số liệu"),
                                    ("na", "Không áp dụng"),
                                ],
                                default="",
                                max_length=8,
                            ),
                        ),
                        ("new_value", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                        ("new_base", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                        ("new_text", models.TextField(blank=True, default="")),
                        ("explanation", models.CharField(max_length=1000, verbose_name="Giải trình")),
                        (
                            "asked_by",
                            models.CharField(
                                choices=[
                                    ("unit", "Đơn vị báo cáo tự phát hiện"),
                                    ("upper", "Công đoàn cấp trên yêu cầu"),
                                    ("committee", "Ủy ban kiểm tra công đoàn"),
                                    ("inspection", "Thanh tra, kiểm toán, cơ quan nhà nước"),
                                    ("other", "Nơi khác"),
                                ],
                                max_length=10,
                                verbose_name="Nơi yêu cầu",
                            ),
                        ),
                        (
                            "asked_in",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="Văn bản, người yêu cầu"
                            ),
                        ),
                        ("asked_on", models.DateField(verbose_name="Ngày yêu cầu")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("pending", "Chờ duyệt đính chính"),
                                    ("approved", "Đã đính chính"),
                                    ("refused", "Không đồng ý đính chính"),
                                    ("withdrawn", "Đã rút đề nghị"),
                                ],
                                default="pending",
                                max_length=10,
                                verbose_name="Tình trạng",
                            ),
                        ),
                        (
                            "prepared_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="Đề nghị lúc"
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="Kết thúc lúc")),
                        ("moves_of_totals", models.JSONField(default=dict)),
                        ("effects", models.JSONField(default=list)),
                        (
                            "amendments",
                            models.ManyToManyField(
                                related_name="figure_corrections", to="documents.amendment"
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reason",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.correctionreason",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.indicator",
                                verbose_name="Chỉ tiêu",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.narrativesection",
                                verbose_name="Mục phần lời",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "đề nghị đính chính số liệu",
                        "ordering": ["-prepared_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Period",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=30, unique=True, verbose_name="Mã kỳ")),
                        ("name", models.CharField(max_length=120, verbose_name="Tên kỳ")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="Năm")),
                        (
                            "part",
                            models.PositiveSmallIntegerField(default=1, verbose_name="Kỳ thứ mấy trong năm"),
                        ),
                        ("starts_on", models.DateField(verbose_name="Số liệu từ ngày")),
                        ("ends_on", models.DateField(verbose_name="Chốt số liệu ngày")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("preparing", "Chưa mở"),
                                    ("open", "Đang mở"),
                                    ("closed", "Đã khóa"),
                                ],
                                default="preparing",
                                max_length=10,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "due_on",
                            models.DateField(blank=True, null=True, verbose_name="Hạn gửi của riêng kỳ này"),
                        ),
                        (
                            "counting",
                            models.CharField(
                                choices=[("in_period", "Số trong kỳ"), ("cumulative", "Lũy kế từ đầu năm")],
                                default="in_period",
                                help_text="Theo chế độ khi mở kỳ; không đổi khi kỳ đã mở.",
                                max_length=10,
                                verbose_name="Đơn vị nhập số",
                            ),
                        ),
                        (
                            "asked",
                            models.JSONField(
                                blank=True,
                                default=dict,
                                help_text='Trống: theo chế độ. {"tiers": [3], "kinds": ["..."], "units": [1], "below": [2]}',
                                verbose_name="Đơn vị được yêu cầu",
                            ),
                        ),
                        (
                            "form",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.form",
                                verbose_name="Biểu của riêng kỳ này",
                            ),
                        ),
                        (
                            "previous",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="reporting.period",
                                verbose_name="Cùng kỳ năm trước",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "kỳ báo cáo",
                        "ordering": ["-ends_on"],
                    },
                ),
                migrations.CreateModel(
                    name="PeriodUnit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("path", models.CharField(max_length=120)),
                        ("depth", models.PositiveSmallIntegerField()),
                        ("tier", models.PositiveSmallIntegerField(verbose_name="Cấp")),
                        (
                            "sector",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("hcsn", "Hành chính, sự nghiệp"),
                                    ("dnnn", "Doanh nghiệp nhà nước"),
                                    ("nnn", "Ngoài nhà nước"),
                                    ("fdi", "Có vốn đầu tư nước ngoài"),
                                ],
                                max_length=8,
                                verbose_name="Khu vực",
                            ),
                        ),
                        ("kind_code", models.CharField(max_length=40)),
                        ("name", models.CharField(max_length=200, verbose_name="Tên đơn vị khi mở kỳ")),
                        ("sort_key", models.CharField(max_length=400)),
                        ("obliged", models.BooleanField(default=True, verbose_name="Phải báo cáo")),
                        (
                            "members",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="0 khi đơn vị cấp dưới cũng phải báo cáo: đoàn viên đã tính ở đó",
                                verbose_name="Đoàn viên khi mở kỳ",
                            ),
                        ),
                        ("due_on", models.DateField(null=True, verbose_name="Hạn gửi")),
                        (
                            "due_why",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                help_text="Hạn rơi vào ngày nghỉ, hoặc được đổi riêng",
                                max_length=250,
                                verbose_name="Vì sao hạn gửi khác lịch",
                            ),
                        ),
                        (
                            "form",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.form",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="children",
                                to="reporting.periodunit",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="places",
                                to="reporting.period",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["period_id", "path"],
                        "indexes": [
                            models.Index(fields=["parent", "sort_key"], name="reporting_p_parent__309310_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("period", "unit"), name="unit_once_a_period"),
                            models.UniqueConstraint(fields=("period", "path"), name="path_once_a_period"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptGroups",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("section_code", models.CharField(max_length=16, verbose_name="Mục")),
                        ("digest", models.CharField(max_length=64, verbose_name="Mã nội dung")),
                        ("groups", models.JSONField(verbose_name="Các nhóm gần giống")),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="reporting.periodunit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "Nhóm lời văn gần giống",
                        "verbose_name_plural": "Nhóm lời văn gần giống",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("place", "section_code"), name="one_grouping_a_heading_a_place"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Exemption",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="Lý do")),
                        (
                            "decided_by",
                            models.CharField(
                                help_text="Ví dụ: Ban Thường vụ, Công văn số 12/LĐLĐ ngày 02/6/2026.",
                                max_length=200,
                                verbose_name="Ai quyết định",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "place",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="exemption",
                                to="reporting.periodunit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "miễn báo cáo",
                        "ordering": ["place_id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("decided_by", ""), _negated=True),
                                ),
                                name="exemption_says_why_and_who",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CorrectionStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "correction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="reporting.correction",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.periodunit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["correction_id", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("correction", "order"), name="one_correction_step_a_turn"
                            ),
                            models.UniqueConstraint(
                                fields=("correction", "place"), name="one_correction_step_a_place"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CorrectionMove",
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
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Người thực hiện",
                            ),
                        ),
                        (
                            "correction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moves",
                                to="reporting.correction",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.periodunit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CompiledReport",
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
                        ("compiled_at", models.DateTimeField(null=True, verbose_name="Tổng hợp lúc")),
                        (
                            "job",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="documents.job",
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="next_report",
                                to="reporting.compiledreport",
                                verbose_name="Thay thế báo cáo",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="compiled_reports",
                                to="reporting.period",
                            ),
                        ),
                        (
                            "period_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="compiled_reports",
                                to="reporting.periodunit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "báo cáo tổng hợp",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("replaces__isnull", True)),
                                fields=("period_unit",),
                                name="one_first_report_a_place",
                            )
                        ],
                    },
                    bases=("documents.document",),
                ),
                migrations.CreateModel(
                    name="Regime",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="Mã")),
                        ("name", models.CharField(max_length=200, verbose_name="Tên chế độ báo cáo")),
                        (
                            "frequency",
                            models.CharField(
                                choices=[
                                    ("half_year", "6 tháng"),
                                    ("year", "Năm"),
                                    ("quarter", "Quý"),
                                    ("month", "Tháng"),
                                    ("nine_month", "9 tháng"),
                                    ("school", "Năm học"),
                                    ("ad_hoc", "Chuyên đề, đột xuất"),
                                ],
                                max_length=10,
                                verbose_name="Định kỳ",
                            ),
                        ),
                        (
                            "start_month_day",
                            models.CharField(
                                default="01-12", max_length=5, verbose_name="Bắt đầu lấy số liệu (ngày-tháng)"
                            ),
                        ),
                        (
                            "cutoff_month_day",
                            models.CharField(
                                default="31-05", max_length=5, verbose_name="Chốt số liệu (ngày-tháng)"
                            ),
                        ),
                        (
                            "due_days",
                            models.JSONField(
                                default=dict,
                                help_text='Số ngày theo cấp, ví dụ {"3": 5, "2": 10, "1": 15}',
                                verbose_name="Hạn gửi sau ngày chốt, theo cấp",
                            ),
                        ),
                        (
                            "grace_days",
                            models.PositiveSmallIntegerField(default=0, verbose_name="Số ngày gia hạn"),
                        ),
                        (
                            "pattern",
                            models.SlugField(
                                blank=True, default="", max_length=20, verbose_name="Lịch kỳ báo cáo"
                            ),
                        ),
                        (
                            "counting",
                            models.CharField(
                                choices=[("in_period", "Số trong kỳ"), ("cumulative", "Lũy kế từ đầu năm")],
                                default="in_period",
                                help_text="Hệ thống luôn lưu số trong kỳ. Chọn lũy kế thì khi đơn vị nhập, hệ thống trừ số các kỳ trước trong năm; số tại thời điểm chốt, tỷ lệ, bình quân vẫn ghi như thường.",
                                max_length=10,
                                verbose_name="Đơn vị nhập số",
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
                                verbose_name="Ban, phòng nhận báo cáo",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="regimes",
                                to="units.unit",
                                verbose_name="Đơn vị ban hành",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "chế độ báo cáo",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="RegimeForm",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("tier", models.PositiveSmallIntegerField(verbose_name="Cấp")),
                        (
                            "form",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.form",
                            ),
                        ),
                        (
                            "regime",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="forms",
                                to="reporting.regime",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("regime", "tier"), name="one_form_a_tier")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RestatedTotal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("breakdown", models.CharField(blank=True, default="", max_length=32)),
                        ("value", models.DecimalField(decimal_places=4, max_digits=24, null=True)),
                        ("base", models.DecimalField(decimal_places=4, max_digits=24, null=True)),
                        ("units_with_value", models.PositiveIntegerField(default=0)),
                        ("members_with_value", models.PositiveIntegerField(default=0)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "correction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.correction",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.indicator",
                            ),
                        ),
                        (
                            "period_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="restated_totals",
                                to="reporting.periodunit",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("period_unit", "indicator", "breakdown"),
                                name="one_restated_total_a_cell",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("not_started", "Chưa báo cáo"),
                                    ("draft", "Đang nhập"),
                                    ("submitted", "Đã gửi"),
                                    ("received", "Đã tiếp nhận"),
                                    ("returned", "Bị trả lại"),
                                    ("accepted", "Đã duyệt"),
                                    ("compiled", "Đã tổng hợp"),
                                ],
                                default="not_started",
                                max_length=12,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "nil_return",
                            models.BooleanField(
                                default=False, verbose_name="Không phát sinh hoạt động trong kỳ"
                            ),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Gửi lần đầu lúc"),
                        ),
                        (
                            "last_submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Gửi gần nhất lúc"),
                        ),
                        (
                            "accepted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Duyệt lúc"),
                        ),
                        ("late", models.BooleanField(default=False, verbose_name="Gửi muộn")),
                        (
                            "times_returned",
                            models.PositiveSmallIntegerField(default=0, verbose_name="Số lần bị trả lại"),
                        ),
                        (
                            "on_paper",
                            models.BooleanField(
                                default=False,
                                help_text="Công đoàn cấp trên nhập từ báo cáo giấy",
                                verbose_name="Nhập thay",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="Lần lưu")),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "form",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.form",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="submissions",
                                to="reporting.period",
                            ),
                        ),
                        (
                            "period_unit",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="submission",
                                to="reporting.periodunit",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="units.unit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "báo cáo",
                        "ordering": ["period_id", "period_unit__path"],
                        "indexes": [
                            models.Index(fields=["period", "status"], name="reporting_s_period__e445c8_idx"),
                            models.Index(fields=["unit", "period"], name="reporting_s_unit_id_674a00_idx"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("period", "unit"), name="one_report_a_unit_a_period"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        [
                                            "not_started",
                                            "draft",
                                            "submitted",
                                            "received",
                                            "returned",
                                            "accepted",
                                            "compiled",
                                        ],
                                    )
                                ),
                                name="submission_status_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SentenceSource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("section_code", models.CharField(max_length=16, verbose_name="Mục")),
                        ("sentence_key", models.CharField(max_length=32)),
                        ("source_key", models.CharField(max_length=32)),
                        ("source", models.TextField(verbose_name="Câu của đơn vị")),
                        ("version", models.PositiveIntegerField(verbose_name="Lần lưu của báo cáo đơn vị")),
                        ("reworded", models.BooleanField(default=False, verbose_name="Đã sửa lời")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sentence_sources",
                                to="reporting.compiledreport",
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="reporting.submission",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "Nguồn của câu",
                        "verbose_name_plural": "Nguồn của câu",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "section_code", "sentence_key", "submission", "source_key"),
                                name="one_source_a_sentence",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportReminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="Lời nhắc")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="reporting.submission",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lần nhắc báo cáo",
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(fields=["submission", "-at"], name="reporting_r_submiss_d728e4_idx")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaperReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(max_length=500, verbose_name="Lý do nhập thay")),
                        ("received_on", models.DateField(verbose_name="Ngày nhận báo cáo giấy")),
                        (
                            "scan",
                            models.FileField(
                                blank=True,
                                max_length=200,
                                upload_to="bao-cao-giay/%Y/%m",
                                verbose_name="Bản chụp",
                            ),
                        ),
                        ("original_name", models.CharField(blank=True, max_length=200)),
                        (
                            "at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="Nhận lúc"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="paper_reports",
                                to="reporting.submission",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "báo cáo giấy",
                        "ordering": ["submission_id", "-at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="paper_report_has_a_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Narrative",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="Nội dung")),
                        (
                            "return_note",
                            models.CharField(blank=True, max_length=300, verbose_name="Cấp trên yêu cầu sửa"),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.narrativesection",
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="narratives",
                                to="reporting.submission",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["submission_id", "section__order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("submission", "section"), name="one_narrative_a_section"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FigureVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("breakdown", models.CharField(blank=True, default="", max_length=32)),
                        ("number", models.PositiveIntegerField(verbose_name="Lần")),
                        (
                            "state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("value", "Có số liệu"),
                                    ("nil", "Không phát sinh"),
                                    ("unknown", "Chưa có số liệu"),
                                    ("na", "Không áp dụng"),
                                ],
                                default="",
                                max_length=8,
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                        ("base", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                        ("text", models.TextField(blank=True, default="")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "correction",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="reporting.correction",
                            ),
                        ),
                        (
                            "previous",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="next",
                                to="reporting.figureversion",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.indicator",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.narrativesection",
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="figure_versions",
                                to="reporting.submission",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["submission_id", "number", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("indicator__isnull", False), ("section__isnull", True)),
                                    models.Q(
                                        ("breakdown", ""),
                                        ("indicator__isnull", True),
                                        ("section__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="version_of_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("correction__isnull", True),
                                        ("number", 1),
                                        ("previous__isnull", True),
                                    ),
                                    models.Q(
                                        ("correction__isnull", False),
                                        ("number__gt", 1),
                                        ("previous__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="first_version_is_as_reported",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("indicator__isnull", False)),
                                fields=("submission", "indicator", "breakdown", "number"),
                                name="one_version_number_a_cell",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("section__isnull", False)),
                                fields=("submission", "section", "number"),
                                name="one_version_number_a_text",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("indicator__isnull", False)),
                                fields=("correction", "indicator", "breakdown"),
                                name="one_version_a_cell_of_a_correction",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Figure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "breakdown",
                            models.CharField(blank=True, default="", max_length=32, verbose_name="Phân tổ"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("value", "Có số liệu"),
                                    ("nil", "Không phát sinh"),
                                    ("unknown", "Chưa có số liệu"),
                                    ("na", "Không áp dụng"),
                                ],
                                default="value",
                                max_length=8,
                                verbose_name="Tình trạng",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="Giá trị"
                            ),
                        ),
                        (
                            "base",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=20,
                                null=True,
                                verbose_name="Mẫu số, quyền số",
                            ),
                        ),
                        (
                            "prefilled",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=20,
                                null=True,
                                verbose_name="Số hệ thống gợi ý",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="Ghi chú")),
                        (
                            "return_note",
                            models.CharField(blank=True, max_length=300, verbose_name="Cấp trên yêu cầu sửa"),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.indicator",
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="figures",
                                to="reporting.submission",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("submission", "indicator", "breakdown"), name="one_figure_a_cell"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "value"), ("value__isnull", False)),
                                    models.Q(
                                        models.Q(("state", "value"), _negated=True), ("value__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="figure_value_fits_state",
                                violation_error_message="Ô có số liệu phải có giá trị, ô khác phải để trống.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EntryReceipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(unique=True)),
                        ("answer", models.JSONField()),
                        (
                            "at",
                            models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="Nhận lúc"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="receipts",
                                to="reporting.submission",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "biên nhận nhập liệu",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AcceptItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("accepted", models.BooleanField(null=True)),
                        ("words", models.CharField(blank=True, max_length=600, verbose_name="Kết quả")),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="reporting.acceptrun",
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="reporting.submission",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["run", "accepted"], name="reporting_a_run_id_2b7a6f_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "submission"), name="report_once_a_press")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SubmissionMove",
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
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Người thực hiện",
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moves",
                                to="reporting.submission",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SentVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="Lần gửi")),
                        ("current", models.BooleanField(default=True)),
                        (
                            "at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="Gửi lúc"),
                        ),
                        ("cells", models.JSONField(default=dict)),
                        ("narratives", models.JSONField(default=dict)),
                        ("nil_return", models.BooleanField(default=False)),
                        (
                            "errors",
                            models.PositiveSmallIntegerField(default=0, verbose_name="Lỗi có giải trình"),
                        ),
                        ("warnings", models.PositiveSmallIntegerField(default=0, verbose_name="Cảnh báo")),
                        (
                            "explained",
                            models.PositiveSmallIntegerField(default=0, verbose_name="Đã giải trình"),
                        ),
                        (
                            "changes",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="Thay đổi từ lần gửi trước"
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
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sent_versions",
                                to="reporting.submission",
                            ),
                        ),
                        (
                            "move",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sent_version",
                                to="reporting.submissionmove",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lần gửi báo cáo",
                        "ordering": ["submission_id", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("submission", "number"), name="one_sent_version_a_number"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("current", True)),
                                fields=("submission",),
                                name="one_current_sent_version",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.CharField(max_length=45, verbose_name="Ô")),
                        ("text", models.CharField(max_length=300, verbose_name="Đề nghị")),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="return_notes",
                                to="reporting.submission",
                            ),
                        ),
                        (
                            "move",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="reporting.submissionmove",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["move_id", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("move", "place"), name="one_return_note_a_box")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TargetEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=4, max_digits=20, verbose_name="Đã đạt (lũy kế)"
                            ),
                        ),
                        ("as_of", models.DateField(verbose_name="Tính đến ngày")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="Diễn giải")),
                        (
                            "url",
                            models.URLField(blank=True, max_length=500, verbose_name="Đường dẫn minh chứng"),
                        ),
                        (
                            "file",
                            models.FileField(
                                blank=True, max_length=200, upload_to="minh-chung-chi-tieu/%Y/%m"
                            ),
                        ),
                        ("original_name", models.CharField(blank=True, max_length=200)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("is_last", models.BooleanField(default=True, editable=False)),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.activity",
                                verbose_name="Hoạt động",
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
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="plans.target",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "số tự theo dõi",
                        "ordering": ["-as_of", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_last", True)),
                                fields=("target", "unit"),
                                name="one_last_entry_of_a_unit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("activity", None), ("file", ""), ("url", ""), _negated=True
                                ),
                                name="target_entry_has_evidence",
                                violation_error_message="Hãy kèm minh chứng: tệp, đường dẫn hoặc hoạt động đã ghi.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TargetReview",
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
                                choices=[("interim", "Sơ kết"), ("final", "Tổng kết")],
                                max_length=8,
                                verbose_name="Loại",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="Tên")),
                        ("on", models.DateField(verbose_name="Ngày chốt")),
                        (
                            "period_name",
                            models.CharField(blank=True, max_length=120, verbose_name="Số liệu của kỳ"),
                        ),
                        (
                            "at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="Lập lúc"),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="target_reviews",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "đợt sơ kết, tổng kết",
                        "ordering": ["-on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveIntegerField()),
                        ("block_id", models.CharField(max_length=12)),
                        ("target_name", models.CharField(max_length=300)),
                        ("unit_name", models.CharField(max_length=200)),
                        ("unit_of_measure", models.CharField(blank=True, max_length=40)),
                        ("aim", models.DecimalField(decimal_places=4, max_digits=24, null=True)),
                        ("achieved", models.DecimalField(decimal_places=4, max_digits=24, null=True)),
                        ("state", models.CharField(max_length=20)),
                        ("source", models.CharField(blank=True, max_length=200)),
                        (
                            "target",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="plans.target",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="reporting.targetreview",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["review_id", "order", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("review", "order", "unit"), name="reviewed_once_a_unit"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TargetStanding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("state", models.CharField(db_index=True, max_length=20, verbose_name="Tình trạng")),
                        ("at", models.DateTimeField(verbose_name="Tính lúc")),
                        (
                            "target",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="standing",
                                to="plans.target",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tình trạng chỉ tiêu",
                        "ordering": ["target_id"],
                    },
                ),
                migrations.CreateModel(
                    name="TargetTally",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("counts", models.CharField(max_length=30, verbose_name="Cộng số nào")),
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
                            "target",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tally",
                                to="plans.target",
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.activitytype",
                                verbose_name="Loại hoạt động",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cách cộng từ hoạt động",
                    },
                ),
                migrations.CreateModel(
                    name="TextReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, verbose_name="Mã nội dung")),
                        ("facts", models.JSONField(verbose_name="Các đoạn đã đọc")),
                        (
                            "narrative",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reading",
                                to="reporting.narrative",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "Lời văn đã đọc",
                        "verbose_name_plural": "Lời văn đã đọc",
                    },
                ),
                migrations.CreateModel(
                    name="Total",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("breakdown", models.CharField(blank=True, default="", max_length=32)),
                        ("value", models.DecimalField(decimal_places=4, max_digits=24, null=True)),
                        (
                            "base",
                            models.DecimalField(
                                decimal_places=4,
                                help_text="Tổng mẫu số hoặc quyền số",
                                max_digits=24,
                                null=True,
                            ),
                        ),
                        ("units_with_value", models.PositiveIntegerField(default=0)),
                        ("units_counted", models.PositiveIntegerField(default=0, verbose_name="n")),
                        ("units_expected", models.PositiveIntegerField(default=0, verbose_name="N")),
                        (
                            "members_with_value",
                            models.PositiveIntegerField(
                                default=0, help_text="Đoàn viên của các đơn vị có số liệu"
                            ),
                        ),
                        (
                            "members_counted",
                            models.PositiveIntegerField(default=0, verbose_name="n (đoàn viên)"),
                        ),
                        (
                            "members_expected",
                            models.PositiveIntegerField(default=0, verbose_name="N (đoàn viên)"),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.indicator",
                            ),
                        ),
                        (
                            "period_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="totals",
                                to="reporting.periodunit",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("period_unit", "indicator", "breakdown"), name="one_total_a_cell"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Waiver",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rule", models.CharField(max_length=40, verbose_name="Quy tắc")),
                        (
                            "breakdown",
                            models.CharField(blank=True, default="", max_length=32, verbose_name="Phân tổ"),
                        ),
                        ("message", models.CharField(max_length=600, verbose_name="Kết quả kiểm tra")),
                        ("stands_on", models.TextField(verbose_name="Dựa trên các số")),
                        ("reason", models.CharField(max_length=500, verbose_name="Lý do")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("asked", "Chờ cấp trên xem"),
                                    ("approved", "Được chấp nhận"),
                                    ("refused", "Không được chấp nhận"),
                                ],
                                default="asked",
                                max_length=8,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "asked_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="Giải trình lúc"
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="Quyết định lúc")),
                        (
                            "decision_note",
                            models.CharField(blank=True, max_length=300, verbose_name="Ý kiến cấp trên"),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.indicator",
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="waivers",
                                to="reporting.submission",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "giải trình",
                        "ordering": ["submission_id", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("submission", "rule", "indicator", "breakdown"),
                                name="one_waiver_a_finding",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="waiver_has_a_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status", "asked"), ("decided_by__isnull", False), _connector="OR"
                                ),
                                name="waiver_decided_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkbookUpload",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="Nộp lúc")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "job",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="documents.job",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lần nộp tệp Excel",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="UploadedWorkbook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=200, verbose_name="Tên tệp")),
                        (
                            "path",
                            models.CharField(
                                blank=True,
                                help_text="Chỗ của tệp trong kho; trống khi tệp không được giữ",
                                max_length=200,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "Chưa đọc"),
                                    ("refused", "Không nhận"),
                                    ("checked", "Chờ xác nhận"),
                                    ("stored", "Đã lưu"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        ("changes", models.JSONField(default=list)),
                        ("faults", models.JSONField(default=list)),
                        ("warnings", models.JSONField(default=list)),
                        ("notes", models.JSONField(default=list)),
                        ("stored_cells", models.PositiveIntegerField(default=0, verbose_name="Số ô đã lưu")),
                        (
                            "submission",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="reporting.submission",
                            ),
                        ),
                        (
                            "upload",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="reporting.workbookupload",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["upload_id", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("upload", "order"), name="one_file_a_place_in_an_upload"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["waiting", "refused", "checked", "stored"])
                                ),
                                name="uploaded_workbook_status_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Category",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, verbose_name="Mã")),
                        ("name", models.CharField(max_length=80, verbose_name="Tên")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "disaggregation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="categories",
                                to="reporting.disaggregation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["disaggregation__order", "order", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("disaggregation", "code"), name="one_category_code"
                            )
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="correction",
                    name="waits_at",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.periodunit",
                    ),
                ),
                migrations.AddField(
                    model_name="period",
                    name="regime",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="reporting.regime",
                    ),
                ),
                migrations.AddField(
                    model_name="correction",
                    name="submission",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="reporting.submission",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="period",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="period_dates_in_order",
                    ),
                ),
                migrations.AddIndex(
                    model_name="correction",
                    index=models.Index(fields=["status", "waits_at"], name="reporting_c_status_7224f7_idx"),
                ),
                migrations.AddConstraint(
                    model_name="correction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("indicator__isnull", False), ("section__isnull", True)),
                            models.Q(
                                ("breakdown", ""), ("indicator__isnull", True), ("section__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="correction_of_one_thing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="correction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("status__in", ["pending", "approved", "refused", "withdrawn"])),
                        name="correction_status_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="correction",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("indicator__isnull", False), ("status", "pending")),
                        fields=("submission", "indicator", "breakdown"),
                        name="one_pending_correction_a_cell",
                        violation_error_message="Ô này đang có một đề nghị đính chính chưa xong.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="correction",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("section__isnull", False), ("status", "pending")),
                        fields=("submission", "section"),
                        name="one_pending_correction_a_text",
                        violation_error_message="Mục này đang có một đề nghị đính chính chưa xong.",
                    ),
                ),
            ],
        ),
        migrations.RunPython(
            code=byte_order,
            reverse_code=django.db.migrations.operations.special.RunPython.noop,
        ),
    ]
