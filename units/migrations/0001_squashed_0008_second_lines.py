"""All tables of `units` at once; an empty portal starts here instead of with the steps this replaces."""

import django.db.migrations.operations.special
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.tables


def byte_order(apps, schema_editor):
    """Paths compare byte by byte: an ICU collation would put "~" before letters and hide whole subtrees."""
    if schema_editor.connection.vendor == "postgresql":
        for column, length in (("path", 120), ("sort_key", 400)):
            schema_editor.execute(
                f'ALTER TABLE units_unit ALTER COLUMN {column} TYPE varchar({length}) COLLATE "C"'
            )


class Migration(migrations.Migration):
    replaces = [
        ("units", "0001_initial"),
        ("units", "0002_path_collation"),
        ("units", "0003_sign_in_failures"),
        ("units", "0004_delegations"),
        ("units", "0005_people_search"),
        ("units", "0006_fill_people_search"),
        ("units", "0007_succession"),
        ("units", "0008_second_lines"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        core.tables.CreateTables(
            steps=[
                migrations.CreateModel(
                    name="Department",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="Tên ban, phòng")),
                        ("short_name", models.CharField(blank=True, max_length=20, verbose_name="Viết tắt")),
                    ],
                    options={
                        "ordering": ["unit_id", "name"],
                    },
                ),
                migrations.CreateModel(
                    name="UnitKind",
                    fields=[
                        (
                            "code",
                            models.SlugField(
                                max_length=40, primary_key=True, serialize=False, verbose_name="Mã"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="Tên loại đơn vị")),
                        (
                            "tier",
                            models.PositiveSmallIntegerField(
                                help_text="0 Tổng Liên đoàn, 1 tỉnh, 2 trên cơ sở, 3 cơ sở",
                                verbose_name="Cấp",
                            ),
                        ),
                        (
                            "symbol",
                            models.CharField(blank=True, max_length=20, verbose_name="Ký hiệu mặc định"),
                        ),
                        (
                            "collective",
                            models.CharField(
                                default="BAN THƯỜNG VỤ", max_length=60, verbose_name="Tập thể ban hành"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "loại đơn vị",
                        "ordering": ["tier", "order", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "username",
                            models.CharField(max_length=60, unique=True, verbose_name="Tên đăng nhập"),
                        ),
                        ("full_name", models.CharField(max_length=120, verbose_name="Họ và tên")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="Thư điện tử")),
                        ("phone", models.CharField(blank=True, max_length=20, verbose_name="Điện thoại")),
                        ("is_active", models.BooleanField(default=True, verbose_name="Đang hoạt động")),
                        ("is_staff", models.BooleanField(default=False)),
                        ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("name_fold", models.CharField(default="", editable=False, max_length=200)),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "người dùng",
                        "ordering": ["full_name"],
                    },
                ),
                migrations.CreateModel(
                    name="SignInFailure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("username", models.CharField(max_length=60)),
                        ("address", models.CharField(blank=True, max_length=45)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["username", "address", "at"], name="units_signi_usernam_294972_idx"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, unique=True, verbose_name="Mã đơn vị")),
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
                        ("place_name", models.CharField(blank=True, max_length=80, verbose_name="Địa danh")),
                        ("path", models.CharField(max_length=120, unique=True)),
                        ("depth", models.PositiveSmallIntegerField(default=1)),
                        ("name", models.CharField(max_length=200, verbose_name="Tên đơn vị")),
                        (
                            "short_name",
                            models.CharField(blank=True, max_length=120, verbose_name="Tên gọi tắt"),
                        ),
                        ("name_fold", models.CharField(editable=False, max_length=320)),
                        ("sort_key", models.CharField(editable=False, max_length=400)),
                        ("child_count", models.PositiveIntegerField(default=0, editable=False)),
                        ("member_count", models.PositiveIntegerField(default=0, verbose_name="Số đoàn viên")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="Điện thoại")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="Thư điện tử")),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="Địa chỉ")),
                        (
                            "started_on",
                            models.DateField(blank=True, null=True, verbose_name="Ngày thành lập"),
                        ),
                        (
                            "ended_on",
                            models.DateField(blank=True, null=True, verbose_name="Ngày kết thúc hoạt động"),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="units.unit",
                                verbose_name="Đơn vị cấp trên",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="units.unitkind",
                                verbose_name="Loại đơn vị",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "đơn vị",
                        "ordering": ["path"],
                        "indexes": [
                            models.Index(fields=["parent", "sort_key"], name="units_unit_parent__e35ffd_idx"),
                            models.Index(fields=["name_fold"], name="units_unit_name_fo_5dcf32_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("id")), _negated=True),
                                name="unit_not_its_own_parent",
                                violation_error_message="Đơn vị không thể là cấp trên của chính mình.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignatureSetting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "three_lines",
                            models.BooleanField(
                                default=False,
                                help_text="Có dòng “KT. CHỦ TỊCH” giữa “TM. BAN THƯỜNG VỤ” và “PHÓ CHỦ TỊCH”.",
                                verbose_name="Cấp phó ký ba dòng",
                            ),
                        ),
                        (
                            "post_above_name",
                            models.BooleanField(
                                default=False,
                                help_text="Không chọn: chức vụ khác ghi dưới họ tên.",
                                verbose_name="Ghi chức vụ khác phía trên họ tên",
                            ),
                        ),
                        (
                            "unit",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="signature_setting",
                                to="units.unit",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Seat",
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
                        ("post_title", models.CharField(max_length=80, verbose_name="Chức vụ")),
                        (
                            "second_post",
                            models.CharField(
                                blank=True,
                                help_text="In cùng họ tên khi ký, ví dụ trong hội đồng",
                                max_length=120,
                                verbose_name="Chức vụ khác",
                            ),
                        ),
                        (
                            "from_on",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="Từ ngày"),
                        ),
                        ("to_on", models.DateField(blank=True, null=True, verbose_name="Đến ngày")),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="seats",
                                to="units.department",
                                verbose_name="Ban, phòng",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seats",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Người giữ",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="units.unit",
                                verbose_name="Đơn vị",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "chức danh",
                        "ordering": ["unit__path", "role", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("to_on__isnull", True)),
                                fields=("user", "unit", "role"),
                                name="one_open_seat_a_role",
                                violation_error_message="Người này đang giữ vai trò đó tại đơn vị.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Placement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="Từ ngày")),
                        (
                            "to_on",
                            models.DateField(
                                blank=True,
                                help_text="Ngày cuối cùng còn hiệu lực",
                                null=True,
                                verbose_name="Đến ngày",
                            ),
                        ),
                        ("decision", models.CharField(blank=True, max_length=200, verbose_name="Quyết định")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="placements",
                                to="units.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["unit_id", "from_on"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("to_on__isnull", True)),
                                fields=("unit",),
                                name="one_open_placement",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to_on__isnull", True),
                                    ("to_on__gte", models.F("from_on")),
                                    _connector="OR",
                                ),
                                name="placement_dates_in_order",
                                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delegation",
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
                                    ("KT", "KT. – ký thay người đứng đầu"),
                                    ("TL", "TL. – ký thừa lệnh"),
                                    ("TUQ", "TUQ. – ký thừa ủy quyền"),
                                    ("Q", "Q. – quyền người đứng đầu"),
                                ],
                                max_length=3,
                                verbose_name="Hình thức",
                            ),
                        ),
                        ("for_post", models.CharField(max_length=80, verbose_name="Chức vụ của người giao")),
                        (
                            "types",
                            models.CharField(
                                blank=True,
                                help_text="Viết tắt các loại văn bản, cách nhau dấu phẩy; trống: mọi loại",
                                max_length=160,
                            ),
                        ),
                        ("field", models.CharField(blank=True, max_length=200, verbose_name="Lĩnh vực")),
                        ("decision", models.CharField(max_length=200, verbose_name="Văn bản giao")),
                        ("from_on", models.DateField(verbose_name="Từ ngày")),
                        ("to_on", models.DateField(blank=True, null=True, verbose_name="Đến hết ngày")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="Thu hồi từ ngày")),
                        (
                            "end_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="Lý do thu hồi"),
                        ),
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
                            "giver",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations_given",
                                to="units.seat",
                                verbose_name="Người giao",
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations",
                                to="units.seat",
                                verbose_name="Người được giao",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations",
                                to="units.unit",
                                verbose_name="Đơn vị",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ủy quyền ký",
                        "ordering": ["unit__path", "-from_on", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["receiver", "from_on"], name="units_deleg_receive_fbffe1_idx"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["KT", "TL", "TUQ", "Q"])),
                                name="delegation_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to_on__isnull", True),
                                    ("to_on__gte", models.F("from_on")),
                                    _connector="OR",
                                ),
                                name="delegation_dates_in_order",
                                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "TUQ"), _negated=True),
                                    models.Q(
                                        ("to_on__isnull", False),
                                        models.Q(
                                            models.Q(("types", ""), _negated=True),
                                            models.Q(("field", ""), _negated=True),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="mandate_has_end_and_scope",
                                violation_error_message="Thừa ủy quyền phải có thời hạn và phạm vi.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("giver__isnull", True), ("kind", "Q")),
                                    models.Q(
                                        ("giver__isnull", False),
                                        models.Q(("giver", models.F("receiver")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="delegation_between_two_seats",
                                violation_error_message="Người giao và người được giao phải là hai chức danh khác nhau.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decision", ""), _negated=True),
                                    models.Q(("for_post", ""), _negated=True),
                                ),
                                name="delegation_in_writing",
                                violation_error_message="Việc giao ký phải có văn bản.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="Lúc")),
                        ("action", models.CharField(max_length=60, verbose_name="Việc")),
                        ("target_kind", models.CharField(max_length=60)),
                        ("target_id", models.CharField(max_length=40)),
                        ("before", models.JSONField(default=dict)),
                        ("after", models.JSONField(default=dict)),
                        ("previous_hash", models.CharField(max_length=64, unique=True)),
                        ("hash", models.CharField(max_length=64, unique=True)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Người thực hiện",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="units.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                fields=["target_kind", "target_id"], name="units_audit_target__23f374_idx"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnitName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="Tên đơn vị")),
                        (
                            "short_name",
                            models.CharField(blank=True, max_length=120, verbose_name="Tên gọi tắt"),
                        ),
                        (
                            "parent_authority",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="Cơ quan chủ quản trên tiêu đề"
                            ),
                        ),
                        (
                            "issuing_body",
                            models.CharField(max_length=200, verbose_name="Cơ quan ban hành trên tiêu đề"),
                        ),
                        ("symbol", models.CharField(max_length=20, verbose_name="Ký hiệu cơ quan")),
                        ("from_on", models.DateField(verbose_name="Từ ngày")),
                        ("to_on", models.DateField(blank=True, null=True, verbose_name="Đến ngày")),
                        ("decision", models.CharField(blank=True, max_length=200, verbose_name="Quyết định")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="names",
                                to="units.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["unit_id", "from_on"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("to_on__isnull", True)),
                                fields=("unit",),
                                name="one_open_unit_name",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Absence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="Từ ngày")),
                        ("to_on", models.DateField(verbose_name="Đến hết ngày")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="Lý do")),
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
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="absences",
                                to="units.seat",
                                verbose_name="Người vắng",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ngày vắng mặt",
                        "ordering": ["from_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("to_on__gte", models.F("from_on"))),
                                name="absence_dates_in_order",
                                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
                            ),
                            models.UniqueConstraint(
                                fields=("seat", "from_on"), name="one_absence_a_first_day"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Succession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "share",
                            models.DecimalField(
                                decimal_places=4, default=1, max_digits=5, verbose_name="Phần kế thừa"
                            ),
                        ),
                        (
                            "main",
                            models.BooleanField(
                                default=True,
                                help_text="Nơi đơn vị cũ được đếm là một đơn vị",
                                verbose_name="Kế thừa chính",
                            ),
                        ),
                        ("effective_on", models.DateField(verbose_name="Từ ngày")),
                        ("decision", models.CharField(blank=True, max_length=200, verbose_name="Quyết định")),
                        (
                            "new",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="units.unit",
                            ),
                        ),
                        (
                            "old",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="successors",
                                to="units.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["old_id", "-share", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("old", "new"), name="successor_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("main", True)),
                                fields=("old",),
                                name="one_main_successor",
                                violation_error_message="Một đơn vị chỉ có một đơn vị kế thừa chính.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("old", models.F("new")), _negated=True),
                                name="no_own_successor",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("share__gt", 0), ("share__lte", 1)),
                                name="share_of_a_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SecondLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="Từ ngày")),
                        ("to_on", models.DateField(blank=True, null=True, verbose_name="Đến ngày")),
                        ("decision", models.CharField(blank=True, max_length=200, verbose_name="Quyết định")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="second_lines",
                                to="units.unit",
                            ),
                        ),
                        (
                            "upper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="second_line_units",
                                to="units.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["unit_id", "from_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("to_on__isnull", True)),
                                fields=("unit", "upper"),
                                name="one_open_second_line",
                                violation_error_message="Đơn vị đã thuộc tuyến này.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("unit", models.F("upper")), _negated=True),
                                name="no_second_line_to_itself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to_on__isnull", True),
                                    ("to_on__gte", models.F("from_on")),
                                    _connector="OR",
                                ),
                                name="second_line_dates_in_order",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="department",
                    name="unit",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="departments",
                        to="units.unit",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="department",
                    constraint=models.UniqueConstraint(
                        fields=("unit", "name"), name="one_department_name_a_unit"
                    ),
                ),
            ],
        ),
        migrations.RunPython(
            code=byte_order,
            reverse_code=django.db.migrations.operations.special.RunPython.noop,
        ),
    ]
