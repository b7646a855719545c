"""Contests with essays and prizes, emulation, awards, certificates, events, opinions, petitions, visits, examples."""

import functools
import uuid

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import campaigns.confidential.models
import campaigns.events.models
import core.tables
import documents.models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0012_phases_and_budget"),
        ("documents", "0001_squashed_0016_attached_files"),
        ("plans", "0001_squashed_0019_leads_that_name_a_class"),
        ("units", "0009_carving_out"),
    ]

    operations = [
        core.tables.CreateTables(
            steps=[
                migrations.CreateModel(
                    name="AwardTitle",
                    fields=[
                        (
                            "code",
                            models.SlugField(
                                max_length=40, primary_key=True, serialize=False, verbose_name="Mã"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(max_length=160, verbose_name="Danh hiệu, hình thức khen thưởng"),
                        ),
                        (
                            "recipients",
                            models.CharField(
                                choices=[
                                    ("collective", "Tập thể"),
                                    ("person", "Cá nhân"),
                                    ("both", "Tập thể và cá nhân"),
                                ],
                                max_length=10,
                                verbose_name="Tặng cho",
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("overall", "Toàn diện"),
                                    ("thematic", "Chuyên đề"),
                                    ("sudden", "Đột xuất"),
                                ],
                                max_length=8,
                                verbose_name="Phạm vi",
                            ),
                        ),
                        ("levels", models.CharField(max_length=120, verbose_name="Cấp khen thưởng")),
                        (
                            "indicator",
                            models.CharField(blank=True, max_length=10, verbose_name="Chỉ tiêu thống kê"),
                        ),
                        (
                            "once",
                            models.CharField(
                                blank=True,
                                choices=[("year", "Một lần một năm ở một cấp"), ("life", "Một lần")],
                                max_length=4,
                                verbose_name="Giới hạn",
                            ),
                        ),
                        (
                            "excludes",
                            models.CharField(
                                blank=True,
                                help_text="Danh hiệu cùng nhóm không trao hai lần cho một đối tượng trong giới hạn",
                                max_length=40,
                                verbose_name="Nhóm loại trừ nhau",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "danh hiệu, hình thức khen thưởng",
                        "ordering": ["order", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="Council",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "decision",
                            models.CharField(blank=True, max_length=200, verbose_name="Quyết định thành lập"),
                        ),
                        (
                            "quorum_percent",
                            models.PositiveSmallIntegerField(
                                default=70, verbose_name="Họp hợp lệ khi có mặt từ %"
                            ),
                        ),
                        (
                            "agree_percent",
                            models.PositiveSmallIntegerField(
                                default=80, verbose_name="Đạt khi tỷ lệ đồng ý từ %"
                            ),
                        ),
                        ("met_on", models.DateField(blank=True, null=True, verbose_name="Ngày họp")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="Địa điểm họp")),
                        ("note", models.TextField(blank=True, verbose_name="Ý kiến tại cuộc họp")),
                    ],
                    options={
                        "verbose_name": "hội đồng",
                    },
                ),
                migrations.CreateModel(
                    name="DossierPaper",
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
                                    ("submission", "Tờ trình"),
                                    ("minutes", "Biên bản họp hội đồng"),
                                    ("achievement", "Báo cáo thành tích"),
                                    ("results", "Thông báo kết quả"),
                                    ("decision", "Quyết định khen thưởng"),
                                    ("summary", "Báo cáo tổng kết phong trào"),
                                    ("invitation", "Giấy mời"),
                                ],
                                max_length=12,
                                verbose_name="Loại hồ sơ",
                            ),
                        ),
                        ("source_name", models.CharField(blank=True, max_length=200, verbose_name="Lập từ")),
                        ("source_url", models.CharField(blank=True, max_length=200)),
                        ("source_key", models.CharField(blank=True, db_index=True, max_length=60)),
                    ],
                    options={
                        "verbose_name": "văn bản hồ sơ khen thưởng",
                        "ordering": ["-created_at", "-pk"],
                    },
                    bases=("documents.document",),
                ),
                migrations.CreateModel(
                    name="OpinionTopic",
                    fields=[
                        (
                            "code",
                            models.SlugField(
                                max_length=30, primary_key=True, serialize=False, verbose_name="Mã"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="Nhóm vấn đề")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["order", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="Recommendation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=1000, verbose_name="Kiến nghị")),
                        ("due_on", models.DateField(verbose_name="Hạn thực hiện")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "Chưa thực hiện"),
                                    ("reported", "Đã báo cáo thực hiện"),
                                    ("done", "Đã thực hiện"),
                                ],
                                default="open",
                                max_length=8,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "result",
                            models.TextField(blank=True, max_length=4000, verbose_name="Kết quả thực hiện"),
                        ),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "verbose_name": "kiến nghị sau giám sát",
                        "ordering": ["visit_id", "due_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ActivityTwin",
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
                                    ("contest", "Cuộc thi"),
                                    ("outside_contest", "Cuộc thi ngoài"),
                                    ("movement", "Phong trào thi đua"),
                                    ("visit", "Cuộc giám sát, kiểm tra"),
                                ],
                                max_length=20,
                                verbose_name="Loại hồ sơ",
                            ),
                        ),
                        ("record_id", models.PositiveBigIntegerField()),
                        ("title", models.CharField(max_length=300, verbose_name="Tên hồ sơ")),
                        ("said_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "activity",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="twin",
                                to="campaigns.activity",
                            ),
                        ),
                        (
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "hồ sơ trùng với hoạt động",
                    },
                ),
                migrations.CreateModel(
                    name="Award",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "receiver",
                            models.CharField(
                                choices=[("collective", "Tập thể"), ("person", "Cá nhân")],
                                max_length=10,
                                verbose_name="Đối tượng",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                blank=True,
                                help_text="Để trống khi chính đơn vị được khen",
                                max_length=160,
                                verbose_name="Họ tên cá nhân, tên tập thể nhỏ",
                            ),
                        ),
                        ("female", models.BooleanField(default=False, verbose_name="Nữ")),
                        (
                            "birth_year",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Năm sinh"),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("state", "Nhà nước, Chính phủ"),
                                    ("authority", "Bộ, ngành, tỉnh"),
                                    ("confederation", "Tổng Liên đoàn"),
                                    ("province", "Liên đoàn Lao động cấp tỉnh, công đoàn ngành trung ương"),
                                    ("upper", "Công đoàn cấp trên trực tiếp cơ sở"),
                                    ("grassroots", "Công đoàn cơ sở"),
                                    ("local", "Chính quyền xã, chuyên môn cùng cấp"),
                                ],
                                max_length=14,
                                verbose_name="Cấp khen thưởng",
                            ),
                        ),
                        ("issuer_name", models.CharField(max_length=200, verbose_name="Cơ quan khen thưởng")),
                        ("decision_number", models.CharField(max_length=60, verbose_name="Số quyết định")),
                        ("decided_on", models.DateField(verbose_name="Ngày quyết định")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="Năm thi đua")),
                        (
                            "origin",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="Từ phong trào, hội thi"
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="Thành tích")),
                        (
                            "status",
                            models.CharField(
                                choices=[("recorded", "Đã ghi sổ"), ("revoked", "Đã hủy")],
                                default="recorded",
                                max_length=10,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "revoked_why",
                            models.CharField(blank=True, max_length=500, verbose_name="Lý do hủy"),
                        ),
                        ("recipient_key", models.CharField(editable=False, max_length=220)),
                        ("once_key", models.CharField(blank=True, editable=False, max_length=80)),
                        ("search_fold", models.CharField(default="", editable=False, max_length=1200)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="awards",
                                to="campaigns.campaign",
                                verbose_name="Chiến dịch",
                            ),
                        ),
                        (
                            "contest",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="awards",
                                to="campaigns.contest",
                                verbose_name="Cuộc thi",
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
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                                verbose_name="Văn bản",
                            ),
                        ),
                        (
                            "issuer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="awards_given",
                                to="units.unit",
                                verbose_name="Công đoàn ký quyết định",
                            ),
                        ),
                        (
                            "keeper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Đơn vị ghi sổ",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="awards",
                                to="units.unit",
                                verbose_name="Đơn vị",
                            ),
                        ),
                        (
                            "title",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="awards",
                                to="campaigns.awardtitle",
                                verbose_name="Danh hiệu, hình thức",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "khen thưởng",
                        "ordering": ["-decided_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Blank",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="Tên mẫu phôi")),
                        (
                            "width",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(50),
                                    django.core.validators.MaxValueValidator(600),
                                ],
                                verbose_name="Rộng (mm)",
                            ),
                        ),
                        (
                            "height",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(50),
                                    django.core.validators.MaxValueValidator(600),
                                ],
                                verbose_name="Cao (mm)",
                            ),
                        ),
                        (
                            "background",
                            models.FileField(
                                blank=True, editable=False, max_length=200, upload_to="phoi/%Y/%m"
                            ),
                        ),
                        (
                            "background_printed",
                            models.BooleanField(default=False, verbose_name="In cả ảnh nền (giấy trắng)"),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(
                                default=1, help_text="Tăng mỗi lần lưu; trang mở từ bản cũ bị từ chối"
                            ),
                        ),
                        ("archived", models.BooleanField(default=False, verbose_name="Thôi dùng")),
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
                        "verbose_name": "mẫu phôi",
                        "ordering": ["archived", "name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Batch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="Tên đợt in")),
                        ("source_url", models.CharField(blank=True, max_length=200)),
                        ("common", models.JSONField(default=dict)),
                        (
                            "status",
                            models.CharField(
                                choices=[("issued", "Đang có hiệu lực"), ("withdrawn", "Đã thu hồi")],
                                default="issued",
                                max_length=10,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "withdrawn_why",
                            models.CharField(blank=True, max_length=500, verbose_name="Lý do thu hồi"),
                        ),
                        ("count", models.PositiveIntegerField(default=0, verbose_name="Số giấy")),
                        (
                            "prints",
                            models.PositiveIntegerField(
                                default=1, help_text="Lần in; in lại sau khi sửa phôi là lần mới"
                            ),
                        ),
                        ("search_fold", models.CharField(default="", editable=False, max_length=220)),
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
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Đơn vị cấp",
                            ),
                        ),
                        (
                            "blank",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="batches",
                                to="campaigns.blank",
                                verbose_name="Mẫu phôi",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "đợt in giấy",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="BlankField",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.CharField(
                                choices=[
                                    ("recipient", "Họ tên, tên tập thể"),
                                    ("unit", "Đơn vị"),
                                    ("title", "Danh hiệu, giải"),
                                    ("reason", "Thành tích"),
                                    ("event", "Phong trào, cuộc thi, lớp"),
                                    ("decision", "Quyết định số, ngày"),
                                    ("year", "Năm"),
                                    ("place_date", "Địa danh, ngày tháng năm"),
                                    ("post", "Chức vụ người ký"),
                                    ("signer", "Họ tên người ký"),
                                    ("number", "Số vào sổ"),
                                    ("code", "Mã kiểm tra"),
                                    ("qr", "Mã QR kiểm tra"),
                                    ("text", "Chữ cố định"),
                                ],
                                max_length=10,
                                verbose_name="Trường",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=200, verbose_name="Chữ cố định")),
                        (
                            "x",
                            models.DecimalField(
                                decimal_places=1, max_digits=5, verbose_name="Cách trái (mm)"
                            ),
                        ),
                        (
                            "y",
                            models.DecimalField(
                                decimal_places=1, max_digits=5, verbose_name="Cách trên (mm)"
                            ),
                        ),
                        (
                            "width",
                            models.DecimalField(decimal_places=1, max_digits=5, verbose_name="Rộng (mm)"),
                        ),
                        (
                            "size",
                            models.DecimalField(
                                decimal_places=1, default=14, max_digits=4, verbose_name="Cỡ chữ (pt)"
                            ),
                        ),
                        ("lines", models.PositiveSmallIntegerField(default=1, verbose_name="Số dòng")),
                        (
                            "font",
                            models.CharField(
                                choices=[("serif", "Có chân (Times)"), ("sans", "Không chân")],
                                default="serif",
                                max_length=5,
                                verbose_name="Kiểu chữ",
                            ),
                        ),
                        (
                            "align",
                            models.CharField(
                                choices=[("l", "Trái"), ("c", "Giữa"), ("r", "Phải")],
                                default="c",
                                max_length=1,
                                verbose_name="Căn",
                            ),
                        ),
                        (
                            "color",
                            models.CharField(
                                choices=[("black", "Đen"), ("red", "Đỏ"), ("blue", "Xanh")],
                                default="black",
                                max_length=5,
                                verbose_name="Màu",
                            ),
                        ),
                        ("bold", models.BooleanField(default=False, verbose_name="Đậm")),
                        ("italic", models.BooleanField(default=False, verbose_name="Nghiêng")),
                        ("caps", models.BooleanField(default=False, verbose_name="Chữ hoa")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "blank",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fields",
                                to="campaigns.blank",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "trường của phôi",
                        "ordering": ["blank_id", "order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Certificate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("number", models.PositiveIntegerField(verbose_name="Số vào sổ")),
                        (
                            "code",
                            models.CharField(
                                default=documents.models.new_verification_code,
                                editable=False,
                                max_length=12,
                                unique=True,
                                verbose_name="Mã kiểm tra",
                            ),
                        ),
                        ("values", models.JSONField(default=dict)),
                        (
                            "award",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="campaigns.award",
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="certificates",
                                to="campaigns.batch",
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
                        "verbose_name": "giấy đã in",
                        "ordering": ["batch_id", "number"],
                    },
                ),
                migrations.CreateModel(
                    name="Cluster",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="Tên cụm, khối")),
                        (
                            "deputy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Cụm phó",
                            ),
                        ),
                        (
                            "head",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Cụm trưởng",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cụm, khối thi đua",
                        "ordering": ["movement_id", "name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CouncilMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "post",
                            models.CharField(
                                choices=[
                                    ("chair", "Chủ tịch hội đồng"),
                                    ("deputy", "Phó chủ tịch hội đồng"),
                                    ("secretary", "Thư ký"),
                                    ("member", "Ủy viên"),
                                ],
                                default="member",
                                max_length=10,
                                verbose_name="Nhiệm vụ",
                            ),
                        ),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="campaigns.council",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Thành viên",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "thành viên hội đồng",
                        "ordering": ["council_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CriteriaSet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="Tên bộ tiêu chí")),
                        ("name_fold", models.CharField(default="", editable=False, max_length=200)),
                        ("year", models.PositiveSmallIntegerField(verbose_name="Năm")),
                        ("version", models.PositiveSmallIntegerField(default=1, verbose_name="Bản")),
                        ("basis", models.CharField(blank=True, max_length=500, verbose_name="Căn cứ")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Đang soạn"),
                                    ("in_force", "Đang áp dụng"),
                                    ("replaced", "Đã thay thế"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "tie_breaks",
                            models.JSONField(default=list, verbose_name="Thứ tự xét khi bằng điểm"),
                        ),
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
                            "made_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="campaigns.criteriaset",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="criteria_sets",
                                to="units.unit",
                                verbose_name="Đơn vị ban hành",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bộ tiêu chí",
                        "ordering": ["-year", "owner_id", "name_fold", "-version"],
                    },
                ),
                migrations.CreateModel(
                    name="CriteriaGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="Thứ tự")),
                        ("name", models.CharField(max_length=200, verbose_name="Tên nhóm")),
                        (
                            "max_points",
                            models.DecimalField(decimal_places=2, max_digits=6, verbose_name="Điểm tối đa"),
                        ),
                        ("bonus", models.BooleanField(default=False, verbose_name="Điểm thưởng")),
                        (
                            "criteria_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="groups",
                                to="campaigns.criteriaset",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "nhóm tiêu chí",
                        "ordering": ["criteria_set_id", "number"],
                    },
                ),
                migrations.CreateModel(
                    name="DifferentPair",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "first",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="campaigns.activity",
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="campaigns.activity",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cặp hoạt động khác nhau",
                    },
                ),
                migrations.CreateModel(
                    name="EmulationGrade",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(verbose_name="Bậc")),
                        ("name", models.CharField(max_length=120, verbose_name="Tên hạng")),
                        (
                            "least_points",
                            models.DecimalField(decimal_places=2, max_digits=6, verbose_name="Từ số điểm"),
                        ),
                        (
                            "most_units_percent",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="Tối đa % số đơn vị"
                            ),
                        ),
                        (
                            "most_members_percent",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="Tối đa % số đoàn viên"
                            ),
                        ),
                        (
                            "years_in_row",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="Số năm liền trước đã đạt hạng này"
                            ),
                        ),
                        (
                            "award",
                            models.CharField(blank=True, max_length=40, verbose_name="Khen thưởng kèm theo"),
                        ),
                        (
                            "prior_award",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="Phải có khen thưởng trước đó"
                            ),
                        ),
                        (
                            "prior_years",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="Trong bao nhiêu năm trước"
                            ),
                        ),
                        (
                            "criteria_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="grades",
                                to="campaigns.criteriaset",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "hạng",
                        "ordering": ["criteria_set_id", "order"],
                    },
                ),
                migrations.CreateModel(
                    name="EmulationCriterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="Thứ tự")),
                        ("text", models.CharField(max_length=1000, verbose_name="Nội dung")),
                        (
                            "max_points",
                            models.DecimalField(decimal_places=2, max_digits=6, verbose_name="Điểm tối đa"),
                        ),
                        (
                            "evidence_needed",
                            models.BooleanField(default=False, verbose_name="Phải có minh chứng"),
                        ),
                        (
                            "least_points",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=6,
                                null=True,
                                verbose_name="Điểm liệt: dưới số điểm",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="campaigns.criteriagroup",
                            ),
                        ),
                        (
                            "fallback",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="campaigns.emulationgrade",
                                verbose_name="Bị điểm liệt thì cao nhất là hạng",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tiêu chí",
                        "ordering": ["group__number", "number"],
                    },
                ),
                migrations.CreateModel(
                    name="EmulationRegistration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "goal",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="Đăng ký đạt hạng, danh hiệu"
                            ),
                        ),
                        ("members", models.PositiveIntegerField(default=0, verbose_name="Số đoàn viên")),
                        ("people", models.PositiveIntegerField(default=0, verbose_name="Số cá nhân đăng ký")),
                        ("women", models.PositiveIntegerField(default=0, verbose_name="Trong đó nữ")),
                        ("pledge", models.TextField(blank=True, verbose_name="Giao ước thi đua")),
                        (
                            "signed_by",
                            models.CharField(blank=True, max_length=120, verbose_name="Người ký giao ước"),
                        ),
                        ("registered_on", models.DateField(verbose_name="Ngày đăng ký")),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="registrations",
                                to="campaigns.cluster",
                                verbose_name="Cụm, khối thi đua",
                            ),
                        ),
                        (
                            "registered_by",
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
                                related_name="emulation_registrations",
                                to="units.unit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "đăng ký thi đua",
                        "ordering": ["movement_id", "unit__path"],
                    },
                ),
                migrations.CreateModel(
                    name="EmulationEvidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(blank=True, max_length=5)),
                        (
                            "file",
                            models.FileField(
                                blank=True, max_length=200, upload_to="minh-chung-thi-dua/%Y/%m"
                            ),
                        ),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="Đường dẫn")),
                        ("caption", models.CharField(blank=True, max_length=200, verbose_name="Chú thích")),
                        ("original_name", models.CharField(blank=True, max_length=200)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.activity",
                                verbose_name="Hoạt động đã ghi",
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
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.emulationcriterion",
                            ),
                        ),
                        (
                            "registration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="campaigns.emulationregistration",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "minh chứng thi đua",
                        "ordering": ["registration_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Essay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=12, verbose_name="Số phách")),
                        ("text", models.TextField(blank=True, verbose_name="Bài làm")),
                        ("words", models.PositiveIntegerField(default=0, verbose_name="Số chữ")),
                        ("turn", models.PositiveIntegerField(default=0)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("writing", "Đang viết"),
                                    ("submitted", "Đã nộp"),
                                    ("forwarded", "Được chọn gửi lên"),
                                    ("ranked", "Có điểm"),
                                ],
                                default="writing",
                                max_length=10,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "saved_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="Lưu lúc"),
                        ),
                        ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="Nộp lúc")),
                        (
                            "points",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=7, null=True, verbose_name="Điểm"
                            ),
                        ),
                        ("adjustment", models.DecimalField(decimal_places=2, default=0, max_digits=7)),
                        (
                            "at_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Đang ở",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="essays",
                                to="campaigns.participant",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bài tự luận",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Complaint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.TextField(verbose_name="Nội dung khiếu nại")),
                        (
                            "received_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="Nhận lúc"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("received", "Chờ trả lời"),
                                    ("accepted", "Chấp nhận"),
                                    ("partly", "Chấp nhận một phần"),
                                    ("refused", "Không chấp nhận"),
                                ],
                                default="received",
                                max_length=8,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, verbose_name="Trả lời")),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Trả lời lúc"),
                        ),
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
                            "contest",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="complaints",
                                to="campaigns.contest",
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="complaints",
                                to="campaigns.entry",
                                verbose_name="Bài thi",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="complaints",
                                to="campaigns.participant",
                            ),
                        ),
                        (
                            "essay",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="complaints",
                                to="campaigns.essay",
                                verbose_name="Bài tự luận",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "khiếu nại",
                        "ordering": ["-received_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="EssayTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="Thứ tự")),
                        ("name", models.CharField(max_length=120, verbose_name="Tên phần thi")),
                        ("text", models.TextField(verbose_name="Đề bài")),
                        (
                            "most_words",
                            models.PositiveIntegerField(default=5000, verbose_name="Số chữ tối đa"),
                        ),
                        ("opens_at", models.DateTimeField(verbose_name="Nhận bài từ")),
                        ("closes_at", models.DateTimeField(verbose_name="Hạn nộp bài")),
                        (
                            "forward_until",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="Hạn các đơn vị chọn gửi bài"
                            ),
                        ),
                        (
                            "most_forwarded",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="Số bài mỗi đơn vị được gửi lên"
                            ),
                        ),
                        (
                            "gap",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=6,
                                verbose_name="Chênh lệch điểm phải chấm lần ba",
                            ),
                        ),
                        (
                            "in_total",
                            models.BooleanField(
                                default=True, verbose_name="Cộng điểm tự luận vào điểm toàn cuộc"
                            ),
                        ),
                        (
                            "marked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Khóa điểm lúc"),
                        ),
                        (
                            "contest",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="essay_tasks",
                                to="campaigns.contest",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "đề tự luận",
                        "ordering": ["contest_id", "number"],
                    },
                ),
                migrations.CreateModel(
                    name="EssayMarker",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Giám khảo",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="markers",
                                to="campaigns.essaytask",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "giám khảo",
                        "ordering": ["task_id", "user__name_fold"],
                    },
                ),
                migrations.CreateModel(
                    name="EssayCriterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="Thứ tự")),
                        ("name", models.CharField(max_length=200, verbose_name="Tiêu chí")),
                        ("points", models.PositiveSmallIntegerField(verbose_name="Điểm tối đa")),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="campaigns.essaytask",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tiêu chí chấm",
                        "ordering": ["task_id", "number"],
                    },
                ),
                migrations.CreateModel(
                    name="ContestPrize",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="Thứ tự")),
                        ("name", models.CharField(max_length=120, verbose_name="Tên giải")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("person", "Cá nhân"), ("unit", "Tập thể")],
                                default="person",
                                max_length=6,
                                verbose_name="Trao cho",
                            ),
                        ),
                        ("places", models.PositiveSmallIntegerField(default=1, verbose_name="Số giải")),
                        (
                            "worth",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="Trị giá mỗi giải (đồng)"
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Cụm",
                            ),
                        ),
                        (
                            "contest",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="prize_rows",
                                to="campaigns.contest",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="campaigns.contestround",
                                verbose_name="Vòng thi",
                            ),
                        ),
                        (
                            "unit_kind",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unitkind",
                                verbose_name="Loại đơn vị",
                            ),
                        ),
                        (
                            "essay_task",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="campaigns.essaytask",
                                verbose_name="Phần tự luận",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "giải thưởng",
                        "ordering": ["contest_id", "number", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
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
                                    ("event", "Sự kiện, hội nghị"),
                                    ("course", "Lớp tập huấn, bồi dưỡng"),
                                ],
                                default="event",
                                max_length=6,
                                verbose_name="Loại",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="Tên sự kiện")),
                        ("audience", models.CharField(max_length=1000, verbose_name="Thành phần")),
                        (
                            "form",
                            models.CharField(
                                choices=[("truc_tiep", "Trực tiếp"), ("truc_tuyen", "Trực tuyến")],
                                default="truc_tiep",
                                max_length=10,
                                verbose_name="Hình thức",
                            ),
                        ),
                        ("content", models.TextField(verbose_name="Nội dung")),
                        ("place", models.CharField(max_length=200, verbose_name="Địa điểm")),
                        ("lead", models.CharField(blank=True, max_length=200, verbose_name="Chủ trì")),
                        (
                            "least_sittings",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="Số buổi phải dự để được cấp giấy chứng nhận"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("preparing", "Đang chuẩn bị"),
                                    ("open", "Đã mời"),
                                    ("closed", "Đã tổ chức"),
                                    ("cancelled", "Đã hủy"),
                                ],
                                default="preparing",
                                max_length=10,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "cancelled_why",
                            models.CharField(blank=True, max_length=500, verbose_name="Lý do hủy"),
                        ),
                        ("search_fold", models.CharField(default="", editable=False, max_length=420)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="events",
                                to="campaigns.activity",
                                verbose_name="Hoạt động đã ghi",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
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
                            "planned",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="events",
                                to="plans.plannedactivity",
                                verbose_name="Hoạt động trong kế hoạch",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="events",
                                to="plans.task",
                                verbose_name="Nhiệm vụ trong kế hoạch",
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.activitytype",
                                verbose_name="Ghi thành loại hoạt động",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="units.unit",
                                verbose_name="Đơn vị tổ chức",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sự kiện",
                        "verbose_name_plural": "sự kiện",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="EventMoney",
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
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="money",
                                to="campaigns.event",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["event_id", "source"],
                    },
                ),
                migrations.CreateModel(
                    name="Example",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                default=functools.partial(
                                    campaigns.confidential.models.receipt_code, *("GU",), **{}
                                ),
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("dien_hinh", "Điển hình tiên tiến"),
                                    ("viec_tot", "Người tốt, việc tốt"),
                                    ("tap_the", "Tập thể điển hình"),
                                ],
                                default="viec_tot",
                                max_length=10,
                                verbose_name="Loại",
                            ),
                        ),
                        (
                            "subject",
                            models.CharField(
                                help_text="Như người được nêu gương muốn được gọi.",
                                max_length=160,
                                verbose_name="Họ tên hoặc tên tập thể",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="Tiêu đề")),
                        ("story", models.TextField(max_length=10000, verbose_name="Câu chuyện")),
                        ("happened_on", models.DateField(verbose_name="Ngày, hoặc ngày gần nhất của việc")),
                        ("photo", models.FileField(blank=True, max_length=200, upload_to="guong/%Y/%m")),
                        (
                            "small_photo",
                            models.FileField(blank=True, max_length=200, upload_to="guong/%Y/%m"),
                        ),
                        (
                            "photo_words",
                            models.CharField(blank=True, max_length=200, verbose_name="Chú thích ảnh"),
                        ),
                        (
                            "consent_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="Người được nêu gương đồng ý ngày"
                            ),
                        ),
                        (
                            "consent_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("van_ban", "Bằng văn bản"),
                                    ("tin_nhan", "Bằng tin nhắn, thư điện tử"),
                                    ("loi_noi", "Bằng lời, có người chứng kiến"),
                                ],
                                max_length=10,
                                verbose_name="Đồng ý bằng",
                            ),
                        ),
                        (
                            "consent_note",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="Nơi lưu, người chứng kiến"
                            ),
                        ),
                        (
                            "withdrawn_on",
                            models.DateField(blank=True, null=True, verbose_name="Rút đồng ý ngày"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Đang soạn"),
                                    ("submitted", "Chờ duyệt"),
                                    ("returned", "Bị trả lại"),
                                    ("published", "Đã công bố"),
                                    ("withdrawn", "Đã gỡ"),
                                ],
                                default="draft",
                                max_length=9,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "published_on",
                            models.DateField(blank=True, null=True, verbose_name="Ngày công bố"),
                        ),
                        ("search_fold", models.CharField(default="", editable=False, max_length=380)),
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
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="examples",
                                to="units.unit",
                                verbose_name="Đơn vị giới thiệu",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "gương điển hình",
                        "ordering": ["-happened_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ExampleMove",
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
                            "example",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moves",
                                to="campaigns.example",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="GradingCondition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="Thứ tự")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("veto", "Hạ hạng"), ("not_rateable", "Không xếp hạng")],
                                default="veto",
                                max_length=12,
                                verbose_name="Hệ quả",
                            ),
                        ),
                        ("text", models.CharField(max_length=500, verbose_name="Nội dung")),
                        (
                            "criteria_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="conditions",
                                to="campaigns.criteriaset",
                            ),
                        ),
                        (
                            "fallback",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="campaigns.emulationgrade",
                                verbose_name="Cao nhất là hạng",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "điều kiện",
                        "ordering": ["criteria_set_id", "number"],
                    },
                ),
                migrations.CreateModel(
                    name="Invitee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="Họ và tên")),
                        ("post", models.CharField(blank=True, max_length=120, verbose_name="Chức vụ")),
                        ("workplace", models.CharField(blank=True, max_length=200, verbose_name="Đơn vị")),
                        (
                            "sex",
                            models.CharField(
                                blank=True,
                                choices=[("nu", "Nữ"), ("nam", "Nam")],
                                max_length=3,
                                verbose_name="Giới tính",
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="Thư điện tử")),
                        (
                            "code",
                            models.CharField(
                                default=campaigns.events.models.new_code,
                                editable=False,
                                max_length=10,
                                unique=True,
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("none", "Chưa trả lời"),
                                    ("coming", "Sẽ dự"),
                                    ("declined", "Không dự được"),
                                ],
                                default="none",
                                max_length=8,
                                verbose_name="Trả lời",
                            ),
                        ),
                        (
                            "answer_note",
                            models.CharField(blank=True, max_length=300, verbose_name="Lý do, người đi thay"),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Trả lời lúc"),
                        ),
                        ("walk_in", models.BooleanField(default=False, verbose_name="Đến không có giấy mời")),
                        ("name_fold", models.CharField(default="", editable=False, max_length=300)),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitees",
                                to="campaigns.event",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "người được mời",
                        "ordering": ["event_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="InvitationMail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "occasion",
                            models.CharField(
                                choices=[
                                    ("invited", "Giấy mời"),
                                    ("changed", "Đổi giờ, địa điểm"),
                                    ("cancelled", "Hủy"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("turn", models.PositiveSmallIntegerField(default=1)),
                        ("address", models.EmailField(max_length=254, verbose_name="Địa chỉ")),
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
                        (
                            "invitee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mails",
                                to="campaigns.invitee",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "thư mời",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Keeper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "given_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="Giao lúc"),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "seat",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="keeper",
                                to="units.seat",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "người được giao theo dõi",
                        "ordering": ["seat__unit_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Marking",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("turn", models.PositiveSmallIntegerField(verbose_name="Lần chấm")),
                        (
                            "points",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=7, null=True, verbose_name="Điểm"
                            ),
                        ),
                        ("remark", models.CharField(blank=True, max_length=1000, verbose_name="Nhận xét")),
                        (
                            "assigned_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="Giao lúc"),
                        ),
                        (
                            "done_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Chấm xong lúc"),
                        ),
                        (
                            "essay",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="markings",
                                to="campaigns.essay",
                            ),
                        ),
                        (
                            "marker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="essay_markings",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Giám khảo",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lượt chấm",
                        "ordering": ["essay_id", "turn"],
                    },
                ),
                migrations.CreateModel(
                    name="Mark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("points", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="Điểm")),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.essaycriterion",
                            ),
                        ),
                        (
                            "marking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="marks",
                                to="campaigns.marking",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["marking_id", "criterion_id"],
                    },
                ),
                migrations.CreateModel(
                    name="Merge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("gone_id", models.BigIntegerField()),
                        ("gone_title", models.CharField(max_length=200, verbose_name="Hoạt động đã gộp")),
                        ("gone", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ("before", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ("after", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ("moved", models.JSONField()),
                        ("merged_at", models.DateTimeField(auto_now_add=True, verbose_name="Gộp lúc")),
                        ("undone_at", models.DateTimeField(null=True, verbose_name="Hoàn tác lúc")),
                        (
                            "gone_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                            ),
                        ),
                        (
                            "kept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="merges",
                                to="campaigns.activity",
                            ),
                        ),
                        (
                            "merged_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Người gộp",
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lần gộp hoạt động",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Movement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=250, verbose_name="Tên phong trào")),
                        ("slogan", models.CharField(blank=True, max_length=300, verbose_name="Khẩu hiệu")),
                        ("content", models.TextField(blank=True, verbose_name="Nội dung thi đua")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("thuong_xuyen", "Thường xuyên"),
                                    ("theo_dot", "Theo đợt, chuyên đề"),
                                    ("hang_nam", "Hằng năm"),
                                    ("nam_nam", "Năm năm"),
                                ],
                                default="hang_nam",
                                max_length=12,
                                verbose_name="Loại phong trào",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="Năm thi đua")),
                        ("pledge", models.TextField(blank=True, verbose_name="Mẫu giao ước thi đua")),
                        ("starts_on", models.DateField(verbose_name="Từ ngày")),
                        ("ends_on", models.DateField(verbose_name="Đến ngày")),
                        ("register_until", models.DateField(verbose_name="Hạn đăng ký")),
                        ("score_until", models.DateField(verbose_name="Hạn tự chấm điểm")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("preparing", "Đang chuẩn bị"),
                                    ("launched", "Đã phát động"),
                                    ("scoring", "Đang chấm điểm"),
                                    ("council", "Hội đồng xét"),
                                    ("decided", "Đã công nhận kết quả"),
                                    ("closed", "Đã tổng kết"),
                                ],
                                default="preparing",
                                max_length=10,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "launched_on",
                            models.DateField(blank=True, null=True, verbose_name="Ngày phát động"),
                        ),
                        ("search_fold", models.CharField(default="", editable=False, max_length=560)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "campaign",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="movements",
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
                            "criteria",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="movements",
                                to="campaigns.criteriaset",
                                verbose_name="Bộ tiêu chí",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="movements",
                                to="units.unit",
                                verbose_name="Đơn vị phát động",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="movements",
                                to="plans.plan",
                                verbose_name="Kế hoạch phát động",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "phong trào thi đua",
                        "ordering": ["-year", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="MovementMove",
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
                            "movement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moves",
                                to="campaigns.movement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="OpinionReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                default=functools.partial(
                                    campaigns.confidential.models.receipt_code, *("PA",), **{}
                                ),
                                editable=False,
                                max_length=12,
                                unique=True,
                                verbose_name="Mã",
                            ),
                        ),
                        (
                            "heard_on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="Ngày nắm được"
                            ),
                        ),
                        (
                            "heard_from",
                            models.CharField(
                                choices=[
                                    ("ctv", "Cộng tác viên dư luận"),
                                    ("to_cd", "Sinh hoạt tổ công đoàn"),
                                    ("doi_thoai", "Đối thoại, hội nghị"),
                                    ("duong_day", "Đường dây nóng"),
                                    ("mang_xh", "Mạng xã hội"),
                                ],
                                default="ctv",
                                max_length=10,
                                verbose_name="Nguồn",
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("group", "Một tổ, một bộ phận"),
                                    ("unit", "Cả đơn vị"),
                                    ("several", "Nhiều đơn vị"),
                                    ("wide", "Lan rộng trên địa bàn"),
                                ],
                                default="group",
                                max_length=8,
                                verbose_name="Phạm vi",
                            ),
                        ),
                        (
                            "people",
                            models.PositiveIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="Khoảng bao nhiêu người",
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="Nơi, khu vực")),
                        ("summary", models.TextField(max_length=4000, verbose_name="Nội dung phản ánh")),
                        (
                            "mood",
                            models.CharField(
                                choices=[
                                    ("good", "Tích cực, đồng tình"),
                                    ("calm", "Bình thường"),
                                    ("worried", "Lo lắng, băn khoăn"),
                                    ("angry", "Bức xúc"),
                                    ("risk", "Có nguy cơ ngừng việc, khiếu kiện"),
                                ],
                                default="calm",
                                max_length=8,
                                verbose_name="Đánh giá",
                            ),
                        ),
                        (
                            "proposal",
                            models.TextField(blank=True, max_length=2000, verbose_name="Đề xuất xử lý"),
                        ),
                        (
                            "urgent",
                            models.BooleanField(
                                default=False,
                                help_text="Lên ngay mọi cấp trên, người có trách nhiệm được báo ngay.",
                                verbose_name="Đột xuất, khẩn",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("sent", "Đã gửi"),
                                    ("noted", "Đã tiếp nhận"),
                                    ("answered", "Đã xử lý"),
                                ],
                                default="sent",
                                max_length=8,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "answer",
                            models.TextField(blank=True, max_length=4000, verbose_name="Kết quả xử lý"),
                        ),
                        (
                            "reported_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="Gửi lúc"),
                        ),
                        (
                            "forgotten_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="Đã xóa nội dung lúc"
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
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opinions",
                                to="units.unit",
                                verbose_name="Đơn vị phản ánh",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="campaigns.opiniontopic",
                                verbose_name="Nhóm vấn đề",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "phản ánh dư luận",
                        "ordering": ["-urgent", "-reported_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="OpinionReach",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Lúc")),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                            ),
                        ),
                        (
                            "opinion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reaches",
                                to="campaigns.opinionreport",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="OpinionMove",
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
                            "opinion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moves",
                                to="campaigns.opinionreport",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="OutsideContest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="Tên cuộc thi")),
                        ("organiser", models.CharField(max_length=200, verbose_name="Cơ quan tổ chức")),
                        ("starts_on", models.DateField(verbose_name="Từ ngày")),
                        ("ends_on", models.DateField(verbose_name="Đến ngày")),
                        ("online", models.BooleanField(default=False, verbose_name="Thi trực tuyến")),
                        ("participants", models.PositiveIntegerField(verbose_name="Lượt người dự thi")),
                        (
                            "female",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="Trong đó nữ"),
                        ),
                        ("essays", models.PositiveIntegerField(default=0, verbose_name="Bài dự thi tự luận")),
                        ("results", models.TextField(blank=True, verbose_name="Kết quả")),
                        (
                            "link",
                            models.URLField(blank=True, max_length=500, verbose_name="Đường dẫn minh chứng"),
                        ),
                        (
                            "file",
                            models.FileField(
                                blank=True,
                                max_length=200,
                                upload_to="cuoc-thi-ngoai/%Y/%m",
                                verbose_name="Tệp minh chứng",
                            ),
                        ),
                        ("original_name", models.CharField(blank=True, max_length=200)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("search_fold", models.CharField(default="", editable=False, max_length=1000)),
                        ("recorded_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "recorded_by",
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
                                related_name="outside_contests",
                                to="units.unit",
                                verbose_name="Đơn vị",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cuộc thi ngoài",
                        "ordering": ["-ends_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Petition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                default=functools.partial(
                                    campaigns.confidential.models.receipt_code, *("KN",), **{}
                                ),
                                editable=False,
                                max_length=12,
                                unique=True,
                                verbose_name="Mã biên nhận",
                            ),
                        ),
                        (
                            "received_on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="Ngày tiếp nhận"
                            ),
                        ),
                        (
                            "via",
                            models.CharField(
                                choices=[
                                    ("doi_thoai", "Đối thoại, hội nghị người lao động"),
                                    ("tiep_xuc", "Tiếp đoàn viên, tiếp xúc"),
                                    ("don_thu", "Đơn, thư"),
                                    ("duong_day", "Đường dây nóng"),
                                    ("to_cd", "Tổ công đoàn"),
                                ],
                                default="doi_thoai",
                                max_length=10,
                                verbose_name="Tiếp nhận qua",
                            ),
                        ),
                        (
                            "sender_kind",
                            models.CharField(
                                choices=[
                                    ("doan_vien", "Đoàn viên"),
                                    ("nguoi_ld", "Người lao động"),
                                    ("tap_the", "Tập thể"),
                                ],
                                default="doan_vien",
                                max_length=10,
                                verbose_name="Người kiến nghị",
                            ),
                        ),
                        (
                            "sender_name",
                            models.CharField(
                                blank=True,
                                help_text="Chỉ ghi khi người kiến nghị đồng ý; chỉ người được giao đọc thấy, xóa khi hết hạn lưu.",
                                max_length=120,
                                verbose_name="Họ tên người kiến nghị",
                            ),
                        ),
                        (
                            "sender_contact",
                            models.CharField(blank=True, max_length=120, verbose_name="Cách liên hệ"),
                        ),
                        (
                            "people",
                            models.PositiveIntegerField(
                                default=1,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="Số người cùng kiến nghị",
                            ),
                        ),
                        (
                            "subject",
                            models.CharField(
                                help_text="In trong sổ theo dõi: không ghi tên người, số điện thoại.",
                                max_length=200,
                                verbose_name="Tóm tắt",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(blank=True, max_length=6000, verbose_name="Nội dung kiến nghị"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("received", "Đã tiếp nhận"),
                                    ("routed", "Đã chuyển"),
                                    ("answered", "Đã trả lời"),
                                    ("told", "Đã báo người kiến nghị"),
                                    ("declined", "Không thụ lý"),
                                ],
                                default="received",
                                max_length=8,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "body",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("cd_cap_tren", "Công đoàn cấp trên"),
                                    ("cd_cap_duoi", "Công đoàn cấp dưới"),
                                    ("dang_chinh_quyen", "Đảng, chính quyền"),
                                    ("nsdld", "Người sử dụng lao động"),
                                    ("don_vi", "Đơn vị tiếp nhận tự trả lời"),
                                ],
                                max_length=18,
                                verbose_name="Nơi phải trả lời",
                            ),
                        ),
                        (
                            "outside_body",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="Cơ quan, người trả lời"
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="Hạn")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("accepted", "Chấp nhận"),
                                    ("partial", "Chấp nhận một phần"),
                                    ("refused", "Không chấp nhận"),
                                ],
                                max_length=8,
                                verbose_name="Kết quả",
                            ),
                        ),
                        (
                            "answer",
                            models.TextField(
                                blank=True, max_length=6000, verbose_name="Nội dung trả lời, lý do"
                            ),
                        ),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="Ngày trả lời")),
                        (
                            "told_on",
                            models.DateField(blank=True, null=True, verbose_name="Ngày báo người kiến nghị"),
                        ),
                        ("search_fold", models.CharField(default="", editable=False, max_length=420)),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="Ghi lúc"),
                        ),
                        (
                            "forgotten_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="Đã xóa nội dung lúc"
                            ),
                        ),
                        (
                            "holder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Đang ở đơn vị",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="campaigns.opiniontopic",
                                verbose_name="Nhóm vấn đề",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="petitions",
                                to="units.unit",
                                verbose_name="Đơn vị tiếp nhận",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "kiến nghị",
                        "ordering": ["-received_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Opening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Lúc")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Người mở",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                            ),
                        ),
                        (
                            "opinion",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="openings",
                                to="campaigns.opinionreport",
                            ),
                        ),
                        (
                            "petition",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="openings",
                                to="campaigns.petition",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lần mở nội dung",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PetitionMove",
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
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moves",
                                to="campaigns.petition",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PetitionTransfer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "body",
                            models.CharField(
                                choices=[
                                    ("cd_cap_tren", "Công đoàn cấp trên"),
                                    ("cd_cap_duoi", "Công đoàn cấp dưới"),
                                    ("dang_chinh_quyen", "Đảng, chính quyền"),
                                    ("nsdld", "Người sử dụng lao động"),
                                    ("don_vi", "Đơn vị tiếp nhận tự trả lời"),
                                ],
                                max_length=18,
                            ),
                        ),
                        ("outside_body", models.CharField(blank=True, max_length=200)),
                        ("due_on", models.DateField(verbose_name="Hạn")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="Ghi chú")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Lúc")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "from_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                            ),
                        ),
                        (
                            "petition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="transfers",
                                to="campaigns.petition",
                            ),
                        ),
                        (
                            "to_unit",
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
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Rating",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Tự chấm"), (2, "Cụm, khối chấm"), (3, "Cấp trên chấm")],
                                verbose_name="Điểm của cấp",
                            ),
                        ),
                        (
                            "points",
                            models.DecimalField(decimal_places=2, max_digits=7, verbose_name="Tổng điểm"),
                        ),
                        ("place", models.PositiveIntegerField(verbose_name="Thứ tự trong cụm")),
                        ("reasons", models.JSONField(default=list)),
                        ("proposed", models.BooleanField(default=False, verbose_name="Đề nghị khen thưởng")),
                        ("awarded", models.BooleanField(default=False, verbose_name="Đã ghi sổ khen thưởng")),
                        (
                            "earned",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.emulationgrade",
                                verbose_name="Hạng theo điểm",
                            ),
                        ),
                        (
                            "grade",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ratings",
                                to="campaigns.emulationgrade",
                                verbose_name="Hạng",
                            ),
                        ),
                        (
                            "registration",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rating",
                                to="campaigns.emulationregistration",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "xếp hạng",
                        "ordering": ["registration__cluster__name", "place"],
                    },
                ),
                migrations.CreateModel(
                    name="RecommendationMove",
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
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moves",
                                to="campaigns.recommendation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RegisteredPerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="Họ và tên")),
                        (
                            "post",
                            models.CharField(blank=True, max_length=120, verbose_name="Chức vụ, công việc"),
                        ),
                        (
                            "goal",
                            models.CharField(blank=True, max_length=120, verbose_name="Đăng ký danh hiệu"),
                        ),
                        ("female", models.BooleanField(default=False, verbose_name="Nữ")),
                        (
                            "registration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="registered_people",
                                to="campaigns.emulationregistration",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cá nhân đăng ký",
                        "ordering": ["registration_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ScoreChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "before",
                            models.DecimalField(decimal_places=2, max_digits=8, verbose_name="Điểm trước"),
                        ),
                        (
                            "after",
                            models.DecimalField(decimal_places=2, max_digits=8, verbose_name="Điểm sau"),
                        ),
                        ("why", models.CharField(max_length=1000, verbose_name="Lý do")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Lúc")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="campaigns.complaint",
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="campaigns.entry",
                            ),
                        ),
                        (
                            "essay",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="campaigns.essay",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sửa điểm",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ScoreSheet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Tự chấm"), (2, "Cụm, khối chấm"), (3, "Cấp trên chấm")],
                                verbose_name="Cấp chấm",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Đang chấm"),
                                    ("sent", "Đã gửi"),
                                    ("returned", "Bị trả lại"),
                                ],
                                default="draft",
                                max_length=8,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=1000, verbose_name="Lý do trả lại, nhận xét"
                            ),
                        ),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="Gửi lúc")),
                        (
                            "registration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sheets",
                                to="campaigns.emulationregistration",
                            ),
                        ),
                        (
                            "scored_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "phiếu chấm",
                        "ordering": ["registration_id", "level"],
                    },
                ),
                migrations.CreateModel(
                    name="EmulationScore",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("points", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="Điểm")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="Giải trình")),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.emulationcriterion",
                            ),
                        ),
                        (
                            "sheet",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scores",
                                to="campaigns.scoresheet",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "điểm",
                        "ordering": ["sheet_id", "criterion__group__number", "criterion__number"],
                    },
                ),
                migrations.CreateModel(
                    name="ConditionFinding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "condition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.gradingcondition",
                            ),
                        ),
                        (
                            "sheet",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="campaigns.scoresheet",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sheet_id", "condition__number"],
                    },
                ),
                migrations.CreateModel(
                    name="ServedBlock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("block_id", models.CharField(max_length=12, verbose_name="Đoạn")),
                        (
                            "words",
                            models.CharField(
                                help_text="Như khi chọn", max_length=300, verbose_name="Nội dung"
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="served_blocks",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans.plan"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "đoạn kế hoạch được thực hiện",
                        "ordering": ["plan_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Sitting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="Bắt đầu lúc")),
                        ("ends_at", models.DateTimeField(verbose_name="Kết thúc lúc")),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sittings",
                                to="campaigns.event",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "buổi",
                        "ordering": ["event_id", "starts_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CheckIn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="Có mặt lúc"
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
                            "invitee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="check_ins",
                                to="campaigns.invitee",
                            ),
                        ),
                        (
                            "sitting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="check_ins",
                                to="campaigns.sitting",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "điểm danh",
                        "ordering": ["sitting_id", "at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="UrgentNotice",
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
                                    ("queued", "Đang chờ gửi"),
                                    ("sending", "Đang gửi"),
                                    ("sent", "Đã gửi"),
                                    ("unknown", "Không rõ đã gửi"),
                                    ("failed", "Không gửi được"),
                                    ("no_address", "Không có địa chỉ thư"),
                                ],
                                default="queued",
                                max_length=10,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Lúc")),
                        (
                            "opinion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="campaigns.opinionreport",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
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
                                    ("giam_sat", "Giám sát"),
                                    ("phan_bien", "Phản biện xã hội"),
                                    ("kiem_tra", "Kiểm tra công đoàn cấp dưới"),
                                ],
                                default="giam_sat",
                                max_length=10,
                                verbose_name="Loại",
                            ),
                        ),
                        ("subject", models.CharField(max_length=300, verbose_name="Nội dung giám sát")),
                        (
                            "basis",
                            models.CharField(
                                blank=True,
                                help_text="Ví dụ: Kế hoạch số 12/KH-LĐLĐ.",
                                max_length=300,
                                verbose_name="Căn cứ",
                            ),
                        ),
                        ("planned_on", models.DateField(verbose_name="Ngày giám sát")),
                        (
                            "members",
                            models.TextField(
                                help_text="Mỗi dòng một người: họ tên, chức vụ, vai trò trong đoàn.",
                                max_length=2000,
                                verbose_name="Thành viên đoàn",
                            ),
                        ),
                        (
                            "present",
                            models.TextField(
                                blank=True,
                                help_text="Mỗi dòng một người.",
                                max_length=2000,
                                verbose_name="Đại diện đơn vị được giám sát",
                            ),
                        ),
                        (
                            "findings",
                            models.TextField(blank=True, max_length=8000, verbose_name="Kết quả giám sát"),
                        ),
                        ("strengths", models.TextField(blank=True, max_length=4000, verbose_name="Ưu điểm")),
                        (
                            "faults",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="Hạn chế, nguyên nhân"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("prepared", "Đang chuẩn bị"),
                                    ("planned", "Đã thông báo"),
                                    ("open", "Đang theo dõi kiến nghị"),
                                    ("closed", "Đã kết thúc"),
                                    ("cancelled", "Đã hủy"),
                                ],
                                default="prepared",
                                max_length=9,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        ("search_fold", models.CharField(default="", editable=False, max_length=620)),
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
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="units.unit",
                                verbose_name="Đơn vị chủ trì",
                            ),
                        ),
                        (
                            "visited",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits_received",
                                to="units.unit",
                                verbose_name="Đơn vị được giám sát",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cuộc giám sát",
                        "ordering": ["-planned_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="VisitMove",
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
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moves",
                                to="campaigns.visit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Vote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="Lần")),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "Đang bỏ phiếu"), ("closed", "Đã kiểm phiếu")],
                                default="open",
                                max_length=6,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(auto_now_add=True, verbose_name="Mở lúc")),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Kiểm phiếu lúc"),
                        ),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="votes",
                                to="campaigns.council",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lần bỏ phiếu",
                        "ordering": ["council_id", "-number"],
                    },
                ),
                migrations.CreateModel(
                    name="VoteCandidate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "agreed",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Đồng ý"),
                        ),
                        (
                            "refused",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="Không đồng ý"
                            ),
                        ),
                        ("passed", models.BooleanField(blank=True, null=True, verbose_name="Đạt")),
                        (
                            "registration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.emulationregistration",
                            ),
                        ),
                        (
                            "vote",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="candidates",
                                to="campaigns.vote",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["vote_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Slip",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("agrees", models.BooleanField(verbose_name="Đồng ý")),
                        (
                            "candidate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="slips",
                                to="campaigns.votecandidate",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["candidate_id", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="VoteTurn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("taken", models.BooleanField(default=False, verbose_name="Đã bỏ phiếu")),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.councilmember",
                            ),
                        ),
                        (
                            "vote",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="turns",
                                to="campaigns.vote",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["vote_id", "member_id"],
                    },
                ),
                migrations.CreateModel(
                    name="Winner",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rank", models.PositiveIntegerField(verbose_name="Hạng")),
                        ("score", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="Điểm")),
                        (
                            "participant",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="wins",
                                to="campaigns.participant",
                            ),
                        ),
                        (
                            "prize",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="winners",
                                to="campaigns.contestprize",
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
                        "verbose_name": "đạt giải",
                        "ordering": ["prize_id", "rank", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="YearGrade",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="Năm")),
                        ("order", models.PositiveSmallIntegerField(verbose_name="Bậc")),
                        ("name", models.CharField(max_length=120, verbose_name="Hạng")),
                        (
                            "movement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="year_grades",
                                to="campaigns.movement",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="year_grades",
                                to="units.unit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "hạng của năm",
                        "ordering": ["unit_id", "-year"],
                    },
                ),
                migrations.AddField(
                    model_name="essay",
                    name="task",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="essays",
                        to="campaigns.essaytask",
                    ),
                ),
                migrations.AddField(
                    model_name="emulationregistration",
                    name="movement",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registrations",
                        to="campaigns.movement",
                    ),
                ),
                migrations.AddField(
                    model_name="council",
                    name="movement",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="council",
                        to="campaigns.movement",
                    ),
                ),
                migrations.AddField(
                    model_name="cluster",
                    name="movement",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clusters",
                        to="campaigns.movement",
                    ),
                ),
                migrations.AddField(
                    model_name="recommendation",
                    name="visit",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recommendations",
                        to="campaigns.visit",
                    ),
                ),
                migrations.AddIndex(
                    model_name="award",
                    index=models.Index(fields=["unit", "decided_on"], name="awards_of_a_unit"),
                ),
                migrations.AddIndex(
                    model_name="award",
                    index=models.Index(fields=["-decided_on", "-id"], name="awards_by_day"),
                ),
                migrations.AddConstraint(
                    model_name="award",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("status", "recorded"), models.Q(("once_key", ""), _negated=True)),
                        fields=("recipient_key", "once_key"),
                        name="no_double_award",
                        violation_error_message="Đối tượng đã được khen cùng cấp trong năm này (mỗi năm, mỗi cấp chỉ một lần, toàn diện hoặc chuyên đề).",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="award",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("status", "recorded")),
                        fields=("recipient_key", "title", "decision_number", "decided_on"),
                        name="one_award_a_decision",
                        violation_error_message="Quyết định này đã ghi danh hiệu đó cho đối tượng rồi.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="award",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("birth_year", None), ("female", False), ("receiver", "collective")),
                            models.Q(("receiver", "person"), models.Q(("name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="award_receiver_told",
                        violation_error_message="Cá nhân phải có họ tên; tập thể không có giới tính, năm sinh.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="blank",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("height__gte", 50), ("height__lte", 600), ("width__gte", 50), ("width__lte", 600)
                        ),
                        name="blank_size_of_a_page",
                        violation_error_message="Mỗi cạnh của phôi phải từ 50 đến 600 mm.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="certificate",
                    constraint=models.UniqueConstraint(
                        fields=("unit", "year", "number"), name="one_certificate_a_number"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="councilmember",
                    constraint=models.UniqueConstraint(
                        fields=("council", "user"),
                        name="one_seat_a_council_member",
                        violation_error_message="Người này đã là thành viên hội đồng.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="criteriaset",
                    constraint=models.UniqueConstraint(
                        fields=("owner", "year", "name", "version"),
                        name="one_criteria_set_a_version",
                        violation_error_message="Đơn vị đã có bản này của bộ tiêu chí trong năm.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="criteriagroup",
                    constraint=models.UniqueConstraint(
                        fields=("criteria_set", "number"),
                        name="one_criteria_group_a_number",
                        violation_error_message="Bộ tiêu chí đã có nhóm mang số thứ tự này.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="criteriagroup",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("max_points__gt", 0)), name="criteria_group_has_points"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="differentpair",
                    constraint=models.UniqueConstraint(fields=("first", "second"), name="one_verdict_a_pair"),
                ),
                migrations.AddConstraint(
                    model_name="differentpair",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="pair_in_order"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="emulationgrade",
                    constraint=models.UniqueConstraint(
                        fields=("criteria_set", "order"),
                        name="one_grade_an_order",
                        violation_error_message="Bộ tiêu chí đã có hạng ở bậc này.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="emulationgrade",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("most_units_percent__isnull", True),
                            ("most_units_percent__lte", 100),
                            _connector="OR",
                        ),
                        name="grade_units_percent_within_100",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="emulationgrade",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("most_members_percent__isnull", True),
                            ("most_members_percent__lte", 100),
                            _connector="OR",
                        ),
                        name="grade_members_percent_within_100",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="emulationcriterion",
                    constraint=models.UniqueConstraint(
                        fields=("group", "number"),
                        name="one_criterion_a_number",
                        violation_error_message="Nhóm đã có tiêu chí mang số thứ tự này.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="emulationcriterion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("max_points__gt", 0)), name="criterion_has_points"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="emulationcriterion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("least_points__isnull", True),
                            ("least_points__lte", models.F("max_points")),
                            _connector="OR",
                        ),
                        name="criterion_least_within_most",
                        violation_error_message="Điểm liệt không thể lớn hơn điểm tối đa.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="emulationevidence",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", ""), _negated=True),
                            models.Q(("url", ""), _negated=True),
                            ("activity__isnull", False),
                            _connector="OR",
                        ),
                        name="emulation_evidence_has_content",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="complaint",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("status", "received"), models.Q(("answer", ""), _negated=True), _connector="OR"
                        ),
                        name="answered_complaint_has_a_reason",
                        violation_error_message="Trả lời khiếu nại phải có lý do.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="essaytask",
                    constraint=models.UniqueConstraint(
                        fields=("contest", "number"), name="one_essay_task_a_number"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="essaytask",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="essay_times_in_order",
                        violation_error_message="Hạn nộp bài phải sau giờ bắt đầu nhận bài.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="essaymarker",
                    constraint=models.UniqueConstraint(fields=("task", "user"), name="one_marker_a_person"),
                ),
                migrations.AddConstraint(
                    model_name="essaycriterion",
                    constraint=models.UniqueConstraint(
                        fields=("task", "number"), name="one_essay_criterion_a_number"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="essaycriterion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("points__gte", 1)), name="essay_criterion_has_points"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="essay",
                    constraint=models.UniqueConstraint(
                        fields=("task", "participant"), name="one_essay_a_task"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="essay",
                    constraint=models.UniqueConstraint(fields=("task", "code"), name="one_essay_a_code"),
                ),
                migrations.AddConstraint(
                    model_name="contestprize",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("places__gte", 1)), name="contest_prize_has_places"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contestprize",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("round__isnull", True), ("essay_task__isnull", True), _connector="OR"
                        ),
                        name="contest_prize_of_one_board",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="eventmoney",
                    constraint=models.UniqueConstraint(
                        fields=("event", "source"), name="one_amount_an_event_source"
                    ),
                ),
                migrations.AddIndex(
                    model_name="example",
                    index=models.Index(
                        fields=["unit", "published_on"], name="campaigns_e_unit_id_6aedfd_idx"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="example",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            models.Q(("consent_on__isnull", False), ("withdrawn_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="published_example_has_consent",
                        violation_error_message="Chưa có đồng ý của người được nêu gương nên chưa công bố được.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="gradingcondition",
                    constraint=models.UniqueConstraint(
                        fields=("criteria_set", "number"),
                        name="one_condition_a_number",
                        violation_error_message="Bộ tiêu chí đã có điều kiện mang số thứ tự này.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="invitee",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("event", "user"),
                        name="one_invitation_a_user",
                        violation_error_message="Người này đã có trong danh sách mời.",
                    ),
                ),
                migrations.AddIndex(
                    model_name="invitationmail",
                    index=models.Index(fields=["status", "due_at"], name="campaigns_i_status_3dabc0_idx"),
                ),
                migrations.AddConstraint(
                    model_name="invitationmail",
                    constraint=models.UniqueConstraint(
                        fields=("invitee", "occasion", "turn"), name="one_mail_an_occasion"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="marking",
                    constraint=models.UniqueConstraint(fields=("essay", "turn"), name="one_marking_a_turn"),
                ),
                migrations.AddConstraint(
                    model_name="marking",
                    constraint=models.UniqueConstraint(
                        fields=("essay", "marker"), name="one_marking_a_marker"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="marking",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("turn__gte", 1), ("turn__lte", 3)),
                        name="essay_marked_three_times_at_most",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="mark",
                    constraint=models.UniqueConstraint(
                        fields=("marking", "criterion"), name="one_mark_a_criterion"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="mark",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("points__gte", 0)), name="essay_marks_from_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="merge",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("gone_id",),
                        name="merged_once_at_a_time",
                    ),
                ),
                migrations.AddIndex(
                    model_name="movement",
                    index=models.Index(
                        fields=["owner", "launched_on"], name="campaigns_m_owner_i_e397e3_idx"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="movement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="movement_dates_in_order",
                        violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="movement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("score_until__gte", models.F("register_until"))),
                        name="movement_deadlines_in_order",
                        violation_error_message="Hạn tự chấm điểm phải từ hạn đăng ký trở đi.",
                    ),
                ),
                migrations.AddIndex(
                    model_name="emulationregistration",
                    index=models.Index(
                        fields=["unit", "registered_on"], name="campaigns_e_unit_id_963d6e_idx"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="emulationregistration",
                    constraint=models.UniqueConstraint(
                        fields=("movement", "unit"),
                        name="one_registration_a_movement",
                        violation_error_message="Đơn vị đã đăng ký phong trào này.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="emulationregistration",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("women__lte", models.F("people"))),
                        name="registered_women_within_people",
                        violation_error_message="“Trong đó nữ” không thể lớn hơn số cá nhân đăng ký.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="council",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("agree_percent__lte", 100), ("quorum_percent__lte", 100)),
                        name="council_percents_within_100",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="cluster",
                    constraint=models.UniqueConstraint(
                        fields=("movement", "name"),
                        name="one_cluster_a_name",
                        violation_error_message="Phong trào đã có cụm, khối mang tên này.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="cluster",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("head__isnull", True),
                            ("deputy__isnull", True),
                            models.Q(("head", models.F("deputy")), _negated=True),
                            _connector="OR",
                        ),
                        name="cluster_head_is_not_deputy",
                        violation_error_message="Cụm phó phải là đơn vị khác cụm trưởng.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="opinionreach",
                    constraint=models.UniqueConstraint(
                        fields=("opinion", "unit"), name="opinion_reaches_a_unit_once"
                    ),
                ),
                migrations.AddIndex(
                    model_name="opinionreport",
                    index=models.Index(fields=["unit", "heard_on"], name="campaigns_o_unit_id_9e147e_idx"),
                ),
                migrations.AddIndex(
                    model_name="opinionreport",
                    index=models.Index(fields=["heard_on", "topic"], name="campaigns_o_heard_o_6bad09_idx"),
                ),
                migrations.AddIndex(
                    model_name="outsidecontest",
                    index=models.Index(fields=["unit", "ends_on"], name="outside_contests_by_day"),
                ),
                migrations.AddConstraint(
                    model_name="outsidecontest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="outside_contest_days_in_order",
                        violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="outsidecontest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("female__isnull", True),
                            ("female__lte", models.F("participants")),
                            _connector="OR",
                        ),
                        name="outside_contest_women_among_all",
                        violation_error_message="Số nữ không thể lớn hơn lượt người dự thi.",
                    ),
                ),
                migrations.AddIndex(
                    model_name="petition",
                    index=models.Index(fields=["unit", "received_on"], name="campaigns_p_unit_id_db537b_idx"),
                ),
                migrations.AddIndex(
                    model_name="petition",
                    index=models.Index(fields=["holder", "due_on"], name="campaigns_p_holder__4fcf4a_idx"),
                ),
                migrations.AddConstraint(
                    model_name="petition",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", ""),
                            models.Q(("answer", ""), _negated=True),
                            ("forgotten_at__isnull", False),
                            _connector="OR",
                        ),
                        name="petition_answer_has_reason",
                        violation_error_message="Trả lời kiến nghị phải có nội dung, lý do.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="petition",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on__isnull", True),
                            ("answered_on__gte", models.F("received_on")),
                            _connector="OR",
                        ),
                        name="petition_answered_after_receipt",
                        violation_error_message="Ngày trả lời không thể trước ngày tiếp nhận.",
                    ),
                ),
                migrations.AddIndex(
                    model_name="opening",
                    index=models.Index(fields=["unit", "-at"], name="campaigns_o_unit_id_ecf2ab_idx"),
                ),
                migrations.AddConstraint(
                    model_name="opening",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opinion__isnull", False), ("petition__isnull", True)),
                            models.Q(("opinion__isnull", True), ("petition__isnull", False)),
                            _connector="OR",
                        ),
                        name="opening_of_one_record",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="petitiontransfer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("to_unit__isnull", False),
                            models.Q(("outside_body", ""), _negated=True),
                            ("body", "don_vi"),
                            _connector="OR",
                        ),
                        name="petition_transfer_has_target",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="scorechange",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry__isnull", False), ("essay__isnull", True)),
                            models.Q(("entry__isnull", True), ("essay__isnull", False)),
                            _connector="OR",
                        ),
                        name="score_change_of_one_paper",
                    ),
                ),
                migrations.AddIndex(
                    model_name="scoresheet",
                    index=models.Index(
                        condition=models.Q(("status", "sent")),
                        fields=["registration", "level"],
                        name="score_sheets_sent",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="scoresheet",
                    constraint=models.UniqueConstraint(
                        fields=("registration", "level"), name="one_score_sheet_a_level"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="emulationscore",
                    constraint=models.UniqueConstraint(
                        fields=("sheet", "criterion"), name="one_score_a_criterion"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="emulationscore",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("points__gte", 0)),
                        name="score_not_negative",
                        violation_error_message="Điểm không thể là số âm.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="conditionfinding",
                    constraint=models.UniqueConstraint(
                        fields=("sheet", "condition"), name="one_finding_a_condition"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="servedblock",
                    constraint=models.UniqueConstraint(
                        fields=("campaign", "plan", "block_id"), name="one_row_a_served_block"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sitting",
                    constraint=models.UniqueConstraint(
                        fields=("event", "starts_at"),
                        name="one_sitting_a_time",
                        violation_error_message="Sự kiện đã có một buổi bắt đầu lúc này.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sitting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="sitting_times_in_order",
                        violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="checkin",
                    constraint=models.UniqueConstraint(fields=("invitee", "sitting"), name="once_a_sitting"),
                ),
                migrations.AddConstraint(
                    model_name="urgentnotice",
                    constraint=models.UniqueConstraint(
                        fields=("opinion", "recipient"), name="one_urgent_notice_a_person"
                    ),
                ),
                migrations.AddIndex(
                    model_name="visit",
                    index=models.Index(fields=["unit", "planned_on"], name="campaigns_v_unit_id_a27cf1_idx"),
                ),
                migrations.AddConstraint(
                    model_name="vote",
                    constraint=models.UniqueConstraint(
                        fields=("council", "number"), name="one_vote_a_number"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="vote",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("council",),
                        name="one_open_vote_a_council",
                        violation_error_message="Hội đồng đang có một lần bỏ phiếu chưa kết thúc.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="votecandidate",
                    constraint=models.UniqueConstraint(
                        fields=("vote", "registration"), name="one_candidate_a_vote"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="voteturn",
                    constraint=models.UniqueConstraint(fields=("vote", "member"), name="one_turn_a_member"),
                ),
                migrations.AddConstraint(
                    model_name="winner",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("participant__isnull", False)),
                        fields=("prize", "participant"),
                        name="one_win_a_person",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="winner",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("participant__isnull", True)),
                        fields=("prize", "unit"),
                        name="one_win_a_unit",
                    ),
                ),
                migrations.AddIndex(
                    model_name="yeargrade",
                    index=models.Index(fields=["owner", "year"], name="campaigns_y_owner_i_97ab97_idx"),
                ),
                migrations.AddConstraint(
                    model_name="yeargrade",
                    constraint=models.UniqueConstraint(
                        fields=("unit", "owner", "year"),
                        name="one_year_grade",
                        violation_error_message="Đơn vị đã có hạng của năm này ở cấp này.",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="contest",
            name="published_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Công bố lúc"),
        ),
        migrations.AddField(
            model_name="entry",
            name="adjustment",
            field=models.IntegerField(default=0),
        ),
    ]
