import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import documents.signing.models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0007_fill_registers"),
        ("units", "0004_delegations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("holder", models.CharField(blank=True, max_length=200, verbose_name="Tên trong chứng thư")),
                ("serial", models.CharField(blank=True, max_length=64)),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="Thời gian ký")),
                ("stamped_at", models.DateTimeField(blank=True, null=True, verbose_name="Dấu thời gian")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
            ],
            options={
                "ordering": ["document_id", "number"],
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
            ],
            options={
                "verbose_name": "chứng thư số",
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="document",
            name="document_status_known",
        ),
        migrations.RemoveConstraint(
            model_name="document",
            name="issued_document_has_number",
        ),
        migrations.AlterField(
            model_name="document",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Dự thảo"),
                    ("in_review", "Đang trình duyệt"),
                    ("returned", "Bị trả lại"),
                    ("approved", "Đã duyệt"),
                    ("numbered", "Đã cấp số, chờ ký"),
                    ("issued", "Đã phát hành"),
                ],
                default="draft",
                max_length=12,
                verbose_name="Trạng thái",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["draft", "in_review", "returned", "approved", "numbered", "issued"])
                ),
                name="document_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ("numbered", "issued")), _negated=True),
                    models.Q(("issued_on__isnull", False), ("number__isnull", False)),
                    _connector="OR",
                ),
                name="issued_document_has_number",
                violation_error_message="Văn bản đã phát hành phải có số và ngày.",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="documents.document",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="seat",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.seat",
            ),
        ),
        migrations.AddField(
            model_name="signedfile",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signed_files",
                to="documents.document",
            ),
        ),
        migrations.AddField(
            model_name="signedfile",
            name="signature",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="documents.signature",
            ),
        ),
        migrations.AddField(
            model_name="signingcertificate",
            name="seat",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="units.seat",
                verbose_name="Người ký",
            ),
        ),
        migrations.AddField(
            model_name="signingcertificate",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="units.unit",
                verbose_name="Cơ quan",
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
        migrations.AddConstraint(
            model_name="signedfile",
            constraint=models.UniqueConstraint(fields=("document", "number"), name="signed_files_in_a_row"),
        ),
        migrations.AddConstraint(
            model_name="signingcertificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("seat__isnull", False), ("unit__isnull", True)),
                    models.Q(("seat__isnull", True), ("unit__isnull", False)),
                    _connector="OR",
                ),
                name="certificate_of_a_person_or_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingcertificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("active", True)),
                fields=("seat",),
                name="one_active_certificate_a_seat",
                violation_error_message="Người này đang dùng một chứng thư khác. Hãy ngừng chứng thư cũ trước.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingcertificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("active", True)),
                fields=("unit",),
                name="one_active_certificate_a_unit",
                violation_error_message="Cơ quan đang dùng một chứng thư khác. Hãy ngừng chứng thư cũ trước.",
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
    ]
