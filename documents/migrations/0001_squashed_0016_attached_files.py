"""All tables of `documents` at once; an empty portal starts here instead of with the steps this replaces."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.tables
import documents.mailing.models
import documents.models
import documents.signing.models


class Migration(migrations.Migration):
    replaces = [
        ("documents", "0001_initial"),
        ("documents", "0002_search_fold"),
        ("documents", "0003_autosave_session"),
        ("documents", "0004_references"),
        ("documents", "0005_signing_power"),
        ("documents", "0006_registers"),
        ("documents", "0007_fill_registers"),
        ("documents", "0008_signing"),
        ("documents", "0009_amendments"),
        ("documents", "0010_mails"),
        ("documents", "0011_review"),
        ("documents", "0012_fill_review"),
        ("documents", "0013_classes_of_units"),
        ("documents", "0014_pass_review_step"),
        ("documents", "0015_kept_parts"),
        ("documents", "0016_attached_files"),
    ]

    initial = True

    dependencies = [
        ("units", "0001_squashed_0008_second_lines"),
    ]

    operations = [
        core.tables.CreateTables(
            steps=[
                migrations.CreateModel(
                    name="KeptPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, unique=True, verbose_name="Mã nội dung")),
                        ("file", models.CharField(max_length=200, verbose_name="Tệp")),
                        ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                        ("pages", models.PositiveIntegerField(verbose_name="Số trang")),
                        (
                            "made_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="Dựng lúc"),
                        ),
                        (
                            "used_at",
                            models.DateTimeField(
                                db_index=True, default=django.utils.timezone.now, verbose_name="Dùng lần cuối"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "Phần phụ lục đã dựng",
                        "verbose_name_plural": "Phần phụ lục đã dựng",
                    },
                ),
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "type",
                            models.CharField(
                                help_text="Viết tắt theo NĐ 30/2020, Phụ lục III",
                                max_length=6,
                                verbose_name="Loại văn bản",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Dự thảo"),
                                    ("in_review", "Đang trình duyệt"),
                                    ("returned", "Bị trả lại"),
                                    ("approved", "Đã duyệt"),
                                    ("numbered", "Đã cấp số, chờ ký"),
                                    ("issued", "Đã phát hành"),
                                    ("replaced", "Đã bị thay thế"),
                                    ("recalled", "Đã thu hồi"),
                                ],
                                default="draft",
                                max_length=12,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        ("abstract", models.CharField(max_length=500, verbose_name="Trích yếu")),
                        (
                            "urgency",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Thường"),
                                    ("khan", "Khẩn"),
                                    ("thuong_khan", "Thượng khẩn"),
                                    ("hoa_toc", "Hỏa tốc"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="Độ khẩn",
                            ),
                        ),
                        ("place_name", models.CharField(max_length=80, verbose_name="Địa danh")),
                        (
                            "number",
                            models.PositiveIntegerField(
                                blank=True, editable=False, null=True, verbose_name="Số"
                            ),
                        ),
                        ("symbol", models.CharField(max_length=30, verbose_name="Ký hiệu")),
                        (
                            "issued_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="Ngày ban hành"
                            ),
                        ),
                        (
                            "archive_line",
                            models.CharField(default="Lưu: VT.", max_length=120, verbose_name="Lưu"),
                        ),
                        ("profile", models.CharField(default="nd30", max_length=12, verbose_name="Thể thức")),
                        (
                            "approved_sha256",
                            models.CharField(
                                blank=True,
                                editable=False,
                                help_text="SHA-256 của nội dung lúc được duyệt",
                                max_length=64,
                            ),
                        ),
                        (
                            "pdf",
                            models.FileField(
                                blank=True, editable=False, max_length=200, upload_to="van-ban/%Y/%m"
                            ),
                        ),
                        ("pdf_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                        ("pdf_pages", models.PositiveIntegerField(default=0, editable=False)),
                        ("search_fold", models.CharField(default="", editable=False, max_length=600)),
                        (
                            "verification_code",
                            models.CharField(
                                default=documents.models.new_verification_code,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
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
                            "delegation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.delegation",
                                verbose_name="Ký theo",
                            ),
                        ),
                        (
                            "issuer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="units.unit",
                                verbose_name="Đơn vị ban hành",
                            ),
                        ),
                        (
                            "signer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.seat",
                                verbose_name="Người ký",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "văn bản",
                        "ordering": ["-issued_on", "-number", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("bao_cao", "Để báo cáo"),
                                    ("chi_dao", "Chỉ đạo"),
                                    ("thuc_hien", "Thực hiện"),
                                    ("phoi_hop", "Phối hợp"),
                                    ("website", "Đăng website"),
                                    ("de_biet", "Để biết"),
                                ],
                                max_length=12,
                                verbose_name="Vai trò",
                            ),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="Gửi lúc"),
                        ),
                        ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="Mở lúc")),
                        (
                            "acknowledged_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Xác nhận lúc"),
                        ),
                        (
                            "reminded_on",
                            models.DateField(blank=True, null=True, verbose_name="Nhắc gần nhất"),
                        ),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "opened_by",
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
                                related_name="deliveries",
                                to="units.unit",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="documents.document",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lượt gửi",
                        "ordering": ["-sent_at", "pk"],
                        "indexes": [
                            models.Index(fields=["unit", "-sent_at"], name="documents_d_unit_id_02eda5_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("document", "unit"), name="delivered_once_a_unit")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttachedFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="Thứ tự")),
                        ("title", models.CharField(max_length=200, verbose_name="Tên tệp kèm theo")),
                        ("brought", models.FileField(max_length=200, upload_to="van-ban-kem-theo/%Y/%m")),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("pages", models.PositiveIntegerField(verbose_name="Số trang")),
                        (
                            "sealed",
                            models.FileField(blank=True, max_length=200, upload_to="van-ban-da-ky/%Y/%m"),
                        ),
                        ("sealed_sha256", models.CharField(blank=True, db_index=True, max_length=64)),
                        ("sealed_at", models.DateTimeField(blank=True, null=True, verbose_name="Ký số lúc")),
                        (
                            "fault",
                            models.CharField(blank=True, max_length=500, verbose_name="Vì sao chưa ký số"),
                        ),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attached",
                                to="documents.document",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tệp kèm theo",
                        "ordering": ["document_id", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("document", "number"),
                                name="one_attached_number_a_document",
                                violation_error_message="Một tệp khác vừa được thêm. Hãy thử lại.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Amendment",
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
                                    ("replace", "Thay thế"),
                                    ("correct", "Đính chính"),
                                    ("recall", "Thu hồi"),
                                ],
                                max_length=8,
                                verbose_name="Cách xử lý",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("prepared", "Đang chuẩn bị"),
                                    ("in_force", "Có hiệu lực"),
                                    ("dropped", "Đã bỏ"),
                                ],
                                default="prepared",
                                max_length=8,
                                verbose_name="Tình trạng",
                            ),
                        ),
                        ("reason", models.CharField(max_length=500, verbose_name="Lý do")),
                        ("details", models.TextField(blank=True, verbose_name="Nội dung đính chính")),
                        ("prepared_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "in_force_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Có hiệu lực từ"),
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
                            "prepared_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="amendments",
                                to="documents.document",
                            ),
                        ),
                        (
                            "paper",
                            models.ForeignKey(
                                blank=True,
                                help_text="Văn bản trên cổng thay thế, đính chính hoặc thu hồi",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="amends",
                                to="documents.document",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lần thay thế, đính chính, thu hồi",
                        "ordering": ["document_id", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="Lần lưu")),
                        ("content", models.JSONField(verbose_name="Nội dung")),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "based_on",
                            models.PositiveIntegerField(default=0, help_text="Lần lưu mà người soạn đã mở"),
                        ),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="Tên phiên bản")),
                        ("frozen", models.BooleanField(default=False)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "begun_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                help_text="Lần lưu tự động đầu tiên được gộp",
                            ),
                        ),
                        (
                            "session",
                            models.CharField(
                                blank=True,
                                help_text="Phiên soạn của lần lưu tự động; trống: lưu có chủ ý",
                                max_length=32,
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="documents.document",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["document_id", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("document", "number"),
                                name="one_version_number_a_document",
                                violation_error_message="Văn bản vừa được lưu ở nơi khác.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentMove",
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
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moves",
                                to="documents.document",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.documentversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HolderNotice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("returned", "Đã gửi trả bản giấy"),
                                    ("destroyed", "Đã hủy bản điện tử, không dùng nữa"),
                                    ("nothing", "Không còn giữ bản nào"),
                                ],
                                max_length=10,
                                verbose_name="Đã làm",
                            ),
                        ),
                        ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "amendment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="documents.amendment",
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
                        "verbose_name": "thông báo cho đơn vị đang giữ văn bản",
                        "ordering": ["-sent_at", "pk"],
                        "indexes": [
                            models.Index(fields=["unit", "-sent_at"], name="documents_h_unit_id_96745c_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("amendment", "unit"), name="told_once_a_unit")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncomingDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("search_fold", models.CharField(default="", editable=False, max_length=1200)),
                        ("year", models.PositiveSmallIntegerField(editable=False)),
                        ("number", models.PositiveIntegerField(editable=False, verbose_name="Số đến")),
                        (
                            "arrived_on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="Ngày đến"
                            ),
                        ),
                        ("issuer_name", models.CharField(max_length=200, verbose_name="Tác giả")),
                        ("issuer_key", models.CharField(editable=False, max_length=200)),
                        ("code", models.CharField(max_length=60, verbose_name="Số, ký hiệu")),
                        ("code_key", models.CharField(editable=False, max_length=60)),
                        ("dated_on", models.DateField(blank=True, null=True, verbose_name="Ngày văn bản")),
                        ("abstract", models.CharField(max_length=600, verbose_name="Tên loại và trích yếu")),
                        (
                            "scan",
                            models.FileField(
                                blank=True,
                                max_length=200,
                                upload_to="van-ban-den/%Y/%m",
                                verbose_name="Bản chụp",
                            ),
                        ),
                        ("scan_name", models.CharField(blank=True, editable=False, max_length=200)),
                        ("scan_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                        (
                            "recipient",
                            models.CharField(blank=True, max_length=200, verbose_name="Đơn vị, người nhận"),
                        ),
                        (
                            "instruction",
                            models.CharField(blank=True, max_length=500, verbose_name="Ý kiến chỉ đạo"),
                        ),
                        ("sent_on", models.DateField(blank=True, null=True, verbose_name="Ngày chuyển")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="Hạn giải quyết")),
                        (
                            "received_mark",
                            models.CharField(blank=True, max_length=120, verbose_name="Ký nhận"),
                        ),
                        ("remark", models.CharField(blank=True, max_length=200, verbose_name="Ghi chú")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("registered", "Đã vào sổ"),
                                    ("assigned", "Đã giao xử lý"),
                                    ("done", "Đã giải quyết"),
                                ],
                                default="registered",
                                max_length=12,
                                verbose_name="Tình trạng",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(blank=True, max_length=300, verbose_name="Kết quả giải quyết"),
                        ),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        ("registered_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "assignee",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incoming",
                                to="units.seat",
                                verbose_name="Người xử lý",
                            ),
                        ),
                        (
                            "delivery",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incoming",
                                to="documents.delivery",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.department",
                                verbose_name="Ban, phòng",
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
                                related_name="incoming",
                                to="units.unit",
                                verbose_name="Đơn vị nhận",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "văn bản đến",
                        "ordering": ["unit__path", "-year", "-number"],
                        "indexes": [
                            models.Index(
                                fields=["unit", "code_key", "issuer_key"],
                                name="documents_i_unit_id_35beb1_idx",
                            ),
                            models.Index(
                                fields=["unit", "status", "due_on"], name="documents_i_unit_id_9c95d7_idx"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("unit", "year", "number"),
                                name="arrival_number_given_once",
                                violation_error_message="Số đến này đã được cấp.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["registered", "assigned", "done"])),
                                name="incoming_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("dated_on__isnull", True),
                                    ("dated_on__lte", models.F("arrived_on")),
                                    _connector="OR",
                                ),
                                name="paper_written_before_it_came",
                                violation_error_message="Ngày văn bản không được sau ngày đến.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncomingSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="Năm")),
                        ("last_number", models.PositiveIntegerField(default=0)),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incoming_series",
                                to="units.unit",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("unit", "year"), name="one_incoming_series_a_year"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Job",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        (
                            "key",
                            models.CharField(
                                help_text="Cùng khóa là cùng một việc", max_length=120, unique=True
                            ),
                        ),
                        ("arguments", models.JSONField(default=dict)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("queued", "Đang chờ"),
                                    ("running", "Đang chạy"),
                                    ("ready", "Hoàn thành"),
                                    ("failed", "Lỗi"),
                                    ("cancelled", "Đã hủy"),
                                ],
                                default="queued",
                                max_length=10,
                            ),
                        ),
                        ("step", models.CharField(blank=True, max_length=200, verbose_name="Bước")),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("total", models.PositiveIntegerField(default=0)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("claim", models.CharField(blank=True, editable=False, max_length=32)),
                        ("result", models.JSONField(default=dict)),
                        ("error", models.TextField(blank=True)),
                        ("queued_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("heartbeat_at", models.DateTimeField(blank=True, null=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
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
                            "unit",
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
                        "ordering": ["-queued_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["status", "heartbeat_at"], name="documents_j_status_f32138_idx"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LegalReference",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "type",
                            models.CharField(
                                choices=[
                                    ("Chỉ thị", "Chỉ thị"),
                                    ("Nghị quyết", "Nghị quyết"),
                                    ("Kết luận", "Kết luận"),
                                    ("Quy định", "Quy định"),
                                    ("Quyết định", "Quyết định"),
                                    ("Quy chế", "Quy chế"),
                                    ("Hướng dẫn", "Hướng dẫn"),
                                    ("Kế hoạch", "Kế hoạch"),
                                    ("Chương trình", "Chương trình"),
                                    ("Thông báo", "Thông báo"),
                                    ("Công văn", "Công văn"),
                                    ("Luật", "Luật"),
                                    ("Bộ luật", "Bộ luật"),
                                    ("Pháp lệnh", "Pháp lệnh"),
                                    ("Nghị định", "Nghị định"),
                                    ("Thông tư", "Thông tư"),
                                    ("Thông tư liên tịch", "Thông tư liên tịch"),
                                    ("Điều lệ", "Điều lệ"),
                                ],
                                max_length=40,
                                verbose_name="Tên loại",
                            ),
                        ),
                        ("number", models.CharField(max_length=60, verbose_name="Số, ký hiệu")),
                        ("number_key", models.CharField(db_index=True, editable=False, max_length=60)),
                        ("issued_on", models.DateField(verbose_name="Ngày ban hành")),
                        ("issuer", models.CharField(max_length=200, verbose_name="Cơ quan ban hành")),
                        ("title", models.CharField(blank=True, max_length=500, verbose_name="Trích yếu")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("in_force", "Còn hiệu lực"),
                                    ("replaced", "Đã được thay thế"),
                                    ("expired", "Hết hiệu lực"),
                                ],
                                default="in_force",
                                max_length=10,
                                verbose_name="Hiệu lực",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="Ghi chú")),
                        ("search_fold", models.CharField(default="", editable=False, max_length=900)),
                        ("changed_at", models.DateTimeField(auto_now=True)),
                        (
                            "changed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                help_text="Để trống là dùng chung",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="legal_references",
                                to="units.unit",
                                verbose_name="Đơn vị ghi",
                            ),
                        ),
                        (
                            "replaced_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaces",
                                to="documents.legalreference",
                                verbose_name="Thay thế bởi",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "văn bản viện dẫn",
                        "ordering": ["-issued_on", "number_key", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("owner__isnull", True)),
                                fields=("number_key", "issued_on"),
                                name="common_reference_once",
                                violation_error_message="Văn bản có số và ngày này đã có trong sổ dùng chung.",
                            ),
                            models.UniqueConstraint(
                                fields=("owner", "number_key", "issued_on"),
                                name="reference_once_a_unit",
                                violation_error_message="Văn bản có số và ngày này đã có trong sổ của đơn vị.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("replaced_by__isnull", True), ("status", "replaced"), _connector="OR"
                                ),
                                name="only_replaced_has_successor",
                                violation_error_message="Có văn bản thay thế thì tình trạng phải là “Đã được thay thế”.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("replaced_by", models.F("id")), _negated=True),
                                name="reference_not_its_own_successor",
                                violation_error_message="Văn bản không thể thay thế chính nó.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mail",
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
                                    ("issue", "Gửi văn bản"),
                                    ("reminder", "Nhắc mở, xác nhận"),
                                    ("amended", "Thay thế, đính chính, thu hồi"),
                                ],
                                max_length=8,
                                verbose_name="Loại thư",
                            ),
                        ),
                        (
                            "occasion",
                            models.CharField(
                                blank=True,
                                help_text="Ngày nhắc, hoặc lần thay thế, đính chính, thu hồi",
                                max_length=20,
                            ),
                        ),
                        ("address", models.EmailField(max_length=254, verbose_name="Địa chỉ")),
                        ("addressee", models.CharField(max_length=200, verbose_name="Người nhận")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("queued", "Đang chờ gửi"),
                                    ("sending", "Đang gửi"),
                                    ("sent", "Đã gửi"),
                                    ("unknown", "Không rõ đã gửi"),
                                    ("failed", "Không gửi được"),
                                    ("bounced", "Bị trả lại"),
                                    ("dropped", "Không gửi nữa"),
                                ],
                                default="queued",
                                max_length=8,
                                verbose_name="Tình trạng",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="Lý do")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="Số lần gửi")),
                        ("claim", models.CharField(blank=True, editable=False, max_length=32)),
                        ("claimed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "due_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, help_text="Lần gửi sau không sớm hơn"
                            ),
                        ),
                        ("queued_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="Gửi lúc")),
                        (
                            "token",
                            models.CharField(
                                default=documents.mailing.models.new_token,
                                help_text="Trong Message-ID, để nhận ra thư bị trả lại",
                                max_length=24,
                                unique=True,
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mails",
                                to="documents.document",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                                verbose_name="Đơn vị nhận",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "thư điện tử",
                        "ordering": ["document_id", "pk"],
                        "indexes": [
                            models.Index(fields=["status", "due_at"], name="documents_m_status_c5f661_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("document", "kind", "occasion", "address"),
                                name="mailed_once_an_address",
                                violation_error_message="Địa chỉ này đã có thư về văn bản này.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NumberSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "series",
                            models.CharField(
                                help_text="“chung” hoặc viết tắt loại văn bản",
                                max_length=20,
                                verbose_name="Dãy số",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="Năm")),
                        (
                            "last_number",
                            models.PositiveIntegerField(default=0, verbose_name="Số đã cấp gần nhất"),
                        ),
                        (
                            "issuer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="number_series",
                                to="units.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["issuer_id", "-year", "series"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("issuer", "series", "year"), name="one_series_a_year"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recipient",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
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
                                max_length=20,
                                verbose_name="Nhóm đơn vị",
                            ),
                        ),
                        ("text", models.CharField(max_length=200, verbose_name="Ghi trên văn bản")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("bao_cao", "Để báo cáo"),
                                    ("chi_dao", "Chỉ đạo"),
                                    ("thuc_hien", "Thực hiện"),
                                    ("phoi_hop", "Phối hợp"),
                                    ("website", "Đăng website"),
                                    ("de_biet", "Để biết"),
                                ],
                                default="de_biet",
                                max_length=12,
                                verbose_name="Vai trò",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recipients",
                                to="documents.document",
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
                                verbose_name="Đơn vị",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["document_id", "order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RegisterEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("search_fold", models.CharField(default="", editable=False, max_length=1200)),
                        ("number", models.PositiveIntegerField(verbose_name="Số")),
                        ("type", models.CharField(blank=True, max_length=6, verbose_name="Loại văn bản")),
                        ("symbol", models.CharField(max_length=30, verbose_name="Ký hiệu")),
                        ("issued_on", models.DateField(verbose_name="Ngày văn bản")),
                        ("title", models.CharField(max_length=600, verbose_name="Tên loại và trích yếu")),
                        ("signed_by", models.CharField(blank=True, max_length=120, verbose_name="Người ký")),
                        ("sent_to", models.TextField(blank=True, verbose_name="Nơi nhận")),
                        (
                            "archived_by",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="Đơn vị, người nhận bản lưu"
                            ),
                        ),
                        ("copies", models.PositiveSmallIntegerField(default=1, verbose_name="Số lượng bản")),
                        ("sent_on", models.DateField(blank=True, null=True, verbose_name="Ngày chuyển")),
                        (
                            "received_mark",
                            models.CharField(blank=True, max_length=120, verbose_name="Ký nhận"),
                        ),
                        ("remark", models.CharField(blank=True, max_length=200, verbose_name="Ghi chú")),
                        (
                            "reserved_for",
                            models.CharField(
                                blank=True,
                                help_text="Người hoặc ban giữ số cho văn bản giấy",
                                max_length=120,
                                verbose_name="Giữ số cho",
                            ),
                        ),
                        (
                            "void_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="Lý do hủy số"),
                        ),
                        ("given_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "document",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="register_entry",
                                to="documents.document",
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="documents.numberseries",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "dòng sổ đăng ký",
                        "ordering": ["series_id", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("series", "number"),
                                name="number_given_once",
                                violation_error_message="Số này đã được cấp.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("document__isnull", True), ("reserved_for", ""), _connector="OR"
                                ),
                                name="portal_document_is_not_reserved",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewSheet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="Lần trình")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "Đang trình"),
                                    ("returned", "Bị trả lại"),
                                    ("withdrawn", "Đã rút"),
                                    ("approved", "Đã duyệt"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        ("message", models.TextField(blank=True, verbose_name="Nội dung trình")),
                        (
                            "submitted_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="Trình lúc"),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Kết thúc lúc"),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="review_sheets",
                                to="documents.document",
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
                            "version",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.documentversion",
                                verbose_name="Lần lưu",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "phiếu trình",
                        "ordering": ["document_id", "number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["open", "returned", "withdrawn", "approved"])
                                ),
                                name="review_sheet_status_known",
                            ),
                            models.UniqueConstraint(
                                fields=("document", "number"), name="one_review_sheet_a_number"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "open")),
                                fields=("document",),
                                name="one_open_review_sheet",
                                violation_error_message="Văn bản đang có một phiếu trình khác.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(verbose_name="Vòng")),
                        ("turn", models.PositiveSmallIntegerField(default=1)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("opinion", "Góp ý"),
                                    ("comment", "Biết, có ý kiến nếu cần"),
                                    ("content", "Kiểm tra nội dung"),
                                    ("format", "Kiểm tra thể thức"),
                                    ("approval", "Duyệt"),
                                ],
                                max_length=10,
                                verbose_name="Việc",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("drafter", "Cán bộ tham mưu"),
                                    ("unit_head", "Trưởng ban"),
                                    ("registry", "Văn thư"),
                                    ("leader", "Lãnh đạo"),
                                    ("upper_unit", "Cán bộ theo dõi, tổng hợp báo cáo"),
                                    ("grassroots", "Cán bộ công đoàn cơ sở"),
                                    ("member", "Ủy viên"),
                                    ("admin", "Quản trị"),
                                ],
                                max_length=20,
                                verbose_name="Vai trò",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="Hạn")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "Chưa đến lượt"),
                                    ("open", "Đang chờ ý kiến"),
                                    ("done", "Đã có ý kiến"),
                                    ("returned", "Đã trả lại"),
                                    ("skipped", "Bỏ qua"),
                                    ("passed", "Đã chuyển người khác"),
                                    ("dropped", "Không cần nữa"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("agree", "Đồng ý"),
                                    ("remark", "Đồng ý, có ý kiến"),
                                    ("object", "Không đồng ý"),
                                    ("return", "Trả lại"),
                                ],
                                max_length=10,
                                verbose_name="Trả lời",
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="Ý kiến")),
                        (
                            "drawing",
                            models.FileField(
                                blank=True,
                                max_length=200,
                                upload_to="y-kien/%Y/%m",
                                verbose_name="Ý kiến viết tay",
                            ),
                        ),
                        (
                            "findings",
                            models.JSONField(blank=True, null=True, verbose_name="Kết quả kiểm tra lúc đó"),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Đến lượt lúc"),
                        ),
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
                            "department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.department",
                                verbose_name="Ban, phòng",
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
                            ),
                        ),
                        (
                            "sent_back_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="documents.reviewstep",
                            ),
                        ),
                        (
                            "sheet",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="documents.reviewsheet",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bước trình",
                        "ordering": ["sheet_id", "turn", "round", "pk"],
                        "indexes": [
                            models.Index(fields=["status", "due_on"], name="documents_r_status_e50abd_idx")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        [
                                            "waiting",
                                            "open",
                                            "done",
                                            "returned",
                                            "skipped",
                                            "passed",
                                            "dropped",
                                        ],
                                    )
                                ),
                                name="review_step_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["opinion", "comment", "content", "format", "approval"])
                                ),
                                name="review_step_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("seat__isnull", False),
                                    models.Q(("role", ""), _negated=True),
                                    ("department__isnull", False),
                                    _connector="OR",
                                ),
                                name="review_step_is_for_somebody",
                                violation_error_message="Hãy chọn ban, chức danh hoặc người của bước này.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SeriesSetting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "per_type",
                            models.BooleanField(default=True, verbose_name="Mỗi loại văn bản một dãy số"),
                        ),
                        (
                            "issuer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="series_setting",
                                to="units.unit",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Signature",
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
                                    ("person", "Chữ ký của người ký"),
                                    ("organisation", "Chữ ký số của cơ quan (con dấu)"),
                                ],
                                default="person",
                                max_length=12,
                                verbose_name="Loại chữ ký",
                            ),
                        ),
                        (
                            "route",
                            models.CharField(
                                choices=[
                                    ("portal", "Ký số trên cổng"),
                                    ("upload", "Tải lên tệp đã ký số ở nơi khác"),
                                    ("scan", "Ký tay, tải lên bản quét"),
                                ],
                                max_length=8,
                                verbose_name="Cách ký",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("prepared", "Chờ chữ ký từ thiết bị"),
                                    ("checking", "Đang kiểm tra"),
                                    ("refused", "Không được chấp nhận"),
                                    ("unstamped", "Đã ký, chờ dấu thời gian"),
                                    ("signed", "Đã ký"),
                                ],
                                max_length=10,
                                verbose_name="Trạng thái",
                            ),
                        ),
                        (
                            "hand_off",
                            models.CharField(
                                default=documents.signing.models.new_hand_off,
                                editable=False,
                                max_length=40,
                                unique=True,
                            ),
                        ),
                        ("base_sha256", models.CharField(help_text="SHA-256 của tệp được ký", max_length=64)),
                        (
                            "received",
                            models.FileField(
                                blank=True,
                                help_text="Tệp chờ chữ ký, hoặc tệp được tải lên",
                                max_length=200,
                                upload_to="chu-ky/nhan/%Y/%m",
                            ),
                        ),
                        ("prepared", models.JSONField(blank=True, default=dict)),
                        ("refusal", models.TextField(blank=True, verbose_name="Lý do không chấp nhận")),
                        (
                            "holder",
                            models.CharField(blank=True, max_length=200, verbose_name="Tên trong chứng thư"),
                        ),
                        ("serial", models.CharField(blank=True, max_length=64)),
                        (
                            "signed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Thời gian ký"),
                        ),
                        (
                            "stamped_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Dấu thời gian"),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="documents.document",
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
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "chữ ký",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SignedFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("signature", "Chữ ký số"),
                                    ("timestamp", "Dấu thời gian"),
                                    ("scan", "Bản quét chữ ký tay"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("file", models.FileField(max_length=200, upload_to="van-ban-da-ky/%Y/%m")),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("pages", models.PositiveIntegerField(default=0)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signed_files",
                                to="documents.document",
                            ),
                        ),
                        (
                            "signature",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="documents.signature",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["document_id", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("document", "number"), name="signed_files_in_a_row"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SigningCertificate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "device",
                            models.CharField(
                                choices=[
                                    ("server", "Khóa giữ trên máy chủ của cổng"),
                                    ("token", "Thiết bị PKCS#11 gắn với máy chủ"),
                                    ("remote", "Thiết bị hoặc dịch vụ ký ở ngoài cổng"),
                                ],
                                max_length=8,
                                verbose_name="Nơi giữ khóa",
                            ),
                        ),
                        ("pem", models.TextField(verbose_name="Chứng thư")),
                        ("holder", models.CharField(max_length=200, verbose_name="Tên trong chứng thư")),
                        ("serial", models.CharField(max_length=64, verbose_name="Số hiệu chứng thư")),
                        ("valid_from", models.DateTimeField(verbose_name="Có hiệu lực từ")),
                        ("valid_to", models.DateTimeField(verbose_name="Có hiệu lực đến")),
                        ("key_name", models.CharField(blank=True, max_length=120, verbose_name="Tên khóa")),
                        (
                            "picture",
                            models.FileField(
                                blank=True,
                                max_length=200,
                                upload_to="chu-ky/hinh",
                                verbose_name="Ảnh chữ ký hoặc con dấu",
                            ),
                        ),
                        ("active", models.BooleanField(default=True, verbose_name="Đang dùng")),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "seat",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="units.seat",
                                verbose_name="Người ký",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="units.unit",
                                verbose_name="Cơ quan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "chứng thư số",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("seat__isnull", False), ("unit__isnull", True)),
                                    models.Q(("seat__isnull", True), ("unit__isnull", False)),
                                    _connector="OR",
                                ),
                                name="certificate_of_a_person_or_a_unit",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("active", True)),
                                fields=("seat",),
                                name="one_active_certificate_a_seat",
                                violation_error_message="Người này đang dùng một chứng thư khác. Hãy ngừng chứng thư cũ trước.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("active", True)),
                                fields=("unit",),
                                name="one_active_certificate_a_unit",
                                violation_error_message="Cơ quan đang dùng một chứng thư khác. Hãy ngừng chứng thư cũ trước.",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="document",
                    name="current_version",
                    field=models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.documentversion",
                    ),
                ),
                migrations.AddField(
                    model_name="amendment",
                    name="entry",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="Dòng sổ của văn bản giấy thay thế, đính chính hoặc thu hồi",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amends",
                        to="documents.registerentry",
                    ),
                ),
                migrations.AddField(
                    model_name="signature",
                    name="certificate",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.signingcertificate",
                    ),
                ),
                migrations.AddIndex(
                    model_name="document",
                    index=models.Index(fields=["issuer", "status"], name="documents_d_issuer__31a70d_idx"),
                ),
                migrations.AddIndex(
                    model_name="document",
                    index=models.Index(fields=["status", "-issued_on"], name="documents_d_status_256d2f_idx"),
                ),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "draft",
                                    "in_review",
                                    "returned",
                                    "approved",
                                    "numbered",
                                    "issued",
                                    "replaced",
                                    "recalled",
                                ],
                            )
                        ),
                        name="document_status_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ("numbered", "issued", "replaced", "recalled")), _negated=True
                            ),
                            models.Q(("issued_on__isnull", False), ("number__isnull", False)),
                            _connector="OR",
                        ),
                        name="issued_document_has_number",
                        violation_error_message="Văn bản đã phát hành phải có số và ngày.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="amendment",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(
                            ("kind__in", ("replace", "recall")),
                            models.Q(("status", "dropped"), _negated=True),
                        ),
                        fields=("document",),
                        name="document_ends_once",
                        violation_error_message="Văn bản này đã có văn bản thay thế hoặc thu hồi.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="amendment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "in_force"), _negated=True),
                            ("in_force_at__isnull", False),
                            _connector="OR",
                        ),
                        name="amendment_in_force_since",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="amendment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("paper__isnull", True), ("entry__isnull", True), _connector="OR"),
                        name="amended_by_one_paper",
                    ),
                ),
                migrations.AddIndex(
                    model_name="signature",
                    index=models.Index(fields=["status"], name="documents_s_status_826b25_idx"),
                ),
                migrations.AddConstraint(
                    model_name="signature",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["prepared", "checking", "refused", "unstamped", "signed"])
                        ),
                        name="signature_status_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signature",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("status__in", ("unstamped", "signed"))),
                        fields=("document", "kind"),
                        name="signed_once_a_kind",
                        violation_error_message="Văn bản đã có chữ ký này.",
                    ),
                ),
            ],
        ),
    ]
