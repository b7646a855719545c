"""The kinds of plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanKind(models.TextChoices):
    THEMATIC = "thematic", _("Kế hoạch chuyên đề")
    PROGRAMME = "programme", _("Chương trình, kế hoạch nhiều năm")
    EMULATION = "emulation", _("Phát động thi đua")
    ANNIVERSARY = "anniversary", _("Đợt kỷ niệm, cao điểm")
    DIRECTIVE = "directive", _("Triển khai chỉ thị, nghị quyết")
