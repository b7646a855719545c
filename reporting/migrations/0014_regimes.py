import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0013_form_designer"),
        ("units", "0007_succession"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
            options={
                "verbose_name": "ngày nghỉ, ngày làm bù",
                "ordering": ["day"],
            },
        ),
        migrations.AddField(
            model_name="period",
            name="asked",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text='Trống: theo chế độ. {"tiers": [3], "kinds": ["..."], "units": [1], "below": [2]}',
                verbose_name="Đơn vị được yêu cầu",
            ),
        ),
        migrations.AddField(
            model_name="period",
            name="due_on",
            field=models.DateField(blank=True, null=True, verbose_name="Hạn gửi của riêng kỳ này"),
        ),
        migrations.AddField(
            model_name="period",
            name="form",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reporting.form",
                verbose_name="Biểu của riêng kỳ này",
            ),
        ),
        migrations.AddField(
            model_name="period",
            name="part",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="Kỳ thứ mấy trong năm"),
        ),
        migrations.AddField(
            model_name="regime",
            name="counting",
            field=models.CharField(
                choices=[("in_period", "Số trong kỳ"), ("cumulative", "Lũy kế từ đầu năm")],
                default="in_period",
                help_text="Hệ thống luôn lưu số trong kỳ; lũy kế được tách ra khi nhập.",
                max_length=10,
                verbose_name="Đơn vị nhập số",
            ),
        ),
        migrations.AddField(
            model_name="regime",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="units.department",
                verbose_name="Ban, phòng nhận báo cáo",
            ),
        ),
        migrations.AddField(
            model_name="regime",
            name="pattern",
            field=models.SlugField(blank=True, default="", max_length=20, verbose_name="Lịch kỳ báo cáo"),
        ),
        migrations.AlterField(
            model_name="regime",
            name="frequency",
            field=models.CharField(
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
                    "place",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exemption",
                        to="reporting.periodunit",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
    ]
