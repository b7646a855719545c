"""Invented names of people and of workplaces, and the words they are made of."""

from __future__ import annotations

import random

SEED = 20260531

SURNAMES = (
    "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Hoàng", "Vũ", "Võ", "Phan", "Đặng",
    "Bùi", "Đỗ",
    "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Nông", "Lò", "Hà", "Mai", "Trịnh", "Đoàn", "Lương", "Vi", "Quàng",
    "Tô", "Cao", "Chu",
)  # fmt: skip
MEN = (
    ("Văn", "Đức", "Quốc", "Minh", "Hữu", "Xuân", "Công", "Thanh", "Đình", "Trọng"),
    (
        "Hùng", "Dũng", "Cường", "Tuấn", "Sơn", "Thắng", "Hải", "Nam", "Khánh", "Lâm", "Phong", "Quang", "Tài", "Vinh",
        "Đạt", "Toàn", "Bình", "Long", "Hiếu", "Kiên", "Thịnh", "Trung", "Huy", "Nghĩa", "Chiến", "Khoa", "Lợi", "Thái",
    ),
)  # fmt: skip
WOMEN = (
    ("Thị", "Thị", "Thị Thanh", "Thị Thu", "Thị Minh", "Thị Bích", "Ngọc", "Thị Kim", "Thúy", "Thị Phương"),
    (
        "Hương", "Lan", "Hoa", "Mai", "Thảo", "Hạnh", "Nga", "Yến", "Oanh", "Hiền", "Vân", "Dung", "Loan", "Thủy", "Trang",
        "Nhung", "Liên", "Quyên", "Hằng", "Tuyết", "Xuân", "Hòa", "Ngân", "Tâm", "Châu", "Duyên", "Lý", "Sen",
    ),
)  # fmt: skip

PLACES = (
    "Hồ Sen", "Bến Đá", "Suối Mơ", "Đồi Chè", "Cửa Rừng", "Nà Vàng", "Khe Bạc", "Thung Lau", "Đèo Gió",
    "Bản Lác Thượng",
    "Cầu Đôi", "Đồng Khoai", "Ruộng Bậc", "Bãi Dâu", "Sông Trắng", "Mường Chiềng", "Tân Lập Thượng",
    "An Hòa Đông",
)  # fmt: skip


def dice(*words: object) -> random.Random:
    """A generator of its own for each topic and unit: the same words, the same throws,
    whatever was thrown before."""
    return random.Random(":".join(str(word) for word in (SEED, *words)))


class People:
    """Full names that do not repeat."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._given: set[str] = set()

    def name(self, *, woman: bool | None = None) -> str:
        """A full name nobody of the example has yet."""
        while True:
            middle, last = WOMEN if (self._rng.random() < 0.52 if woman is None else woman) else MEN
            name = f"{self._rng.choice(SURNAMES)} {self._rng.choice(middle)} {self._rng.choice(last)}"
            if name not in self._given:
                self._given.add(name)
                return name


# --- workplaces of grassroots unions, by the upper unit's kind

_SCHOOLS_THPT = (
    "Chuyên tỉnh Mẫu Sơn",
    "Hồ Sen",
    "Bến Đá",
    "Suối Mơ",
    "Đồi Chè",
    "Dân tộc nội trú tỉnh",
    "Cửa Rừng",
)
_SCHOOLS_THCS = (
    "Hồ Sen",
    "Bến Đá",
    "Suối Mơ",
    "Khe Bạc",
    "Nà Vàng",
    "Thung Lau",
    "Đồng Khoai",
    "Cầu Đôi",
    "Sông Trắng",
)
_SCHOOLS_TH = (
    "Hồ Sen 1",
    "Hồ Sen 2",
    "Bến Đá",
    "Suối Mơ",
    "Đèo Gió",
    "Ruộng Bậc",
    "Nà Vàng",
    "Bãi Dâu",
    "Khe Bạc",
)
_KINDERGARTENS = (
    "Hoa Mận",
    "Sơn Ca",
    "Bến Đá",
    "Suối Mơ",
    "Ánh Dương",
    "Vành Khuyên",
    "Đồi Chè",
    "Hoa Ban",
    "Tuổi Ngọc",
)

EDUCATION = (
    *(f"Trường THPT {name}" for name in _SCHOOLS_THPT),
    "Trường Cao đẳng Kỹ thuật và Công nghệ Mẫu Sơn",
    "Trung tâm Giáo dục thường xuyên tỉnh",
    *(f"Trường THCS {name}" for name in _SCHOOLS_THCS),
    *(f"Trường Tiểu học {name}" for name in _SCHOOLS_TH),
    *(f"Trường Mầm non {name}" for name in _KINDERGARTENS),
)
HEALTH = (
    "Bệnh viện Đa khoa tỉnh", "Bệnh viện Y học cổ truyền tỉnh", "Bệnh viện Phục hồi chức năng tỉnh",
    "Trung tâm Kiểm soát bệnh tật tỉnh", "Bệnh viện Sản - Nhi tỉnh", "Trung tâm Y tế khu vực Hồ Sen",
    "Trung tâm Y tế khu vực Bến Đá", "Trung tâm Y tế khu vực Suối Mơ", "Trung tâm Y tế khu vực Cửa Rừng",
    "Trung tâm Kiểm nghiệm tỉnh", "Trung tâm Pháp y tỉnh", "Bệnh viện Đa khoa tư nhân Minh Tâm",
    "Trường Trung cấp Y tế tỉnh",
    "Trung tâm Cấp cứu 115 tỉnh", "Bệnh viện Mắt tư nhân Sao Mai",
)  # fmt: skip
CIVIL_SERVICE = (
    "Đài Phát thanh và Truyền hình tỉnh", "Trung tâm Khuyến nông tỉnh", "Bảo tàng tỉnh", "Thư viện tỉnh",
    "Trung tâm Dịch vụ việc làm tỉnh", "Ban Quản lý dự án đầu tư xây dựng tỉnh",
    "Trung tâm Lưu trữ lịch sử tỉnh",
    "Trung tâm Văn hóa - Điện ảnh tỉnh", "Trung tâm Nước sạch và Vệ sinh môi trường nông thôn",
    "Trung tâm Công nghệ thông tin và Truyền thông tỉnh", "Trung tâm Xúc tiến đầu tư và Du lịch tỉnh",
    "Trung tâm Huấn luyện và Thi đấu thể thao tỉnh", "Trung tâm Quan trắc tài nguyên và môi trường",
    "Trung tâm Phục vụ hành chính công tỉnh", "Trung tâm Trợ giúp pháp lý nhà nước tỉnh",
    "Trung tâm Bảo trợ xã hội tỉnh",
    "Ban Quản lý bảo trì đường bộ tỉnh", "Trung tâm Giống cây trồng, vật nuôi tỉnh", "Nhà thiếu nhi tỉnh",
    "Vườn quốc gia Mẫu Sơn", "Trung tâm Đăng kiểm phương tiện tỉnh", "Quỹ Đầu tư phát triển tỉnh",
    "Văn phòng Đăng ký đất đai tỉnh",
    "Trung tâm Kỹ thuật tiêu chuẩn đo lường chất lượng",
)  # fmt: skip
DIRECT = (
    ("Công ty Điện lực Mẫu Sơn", "dnnn"), ("Bưu điện tỉnh Mẫu Sơn", "dnnn"), ("Nông trường Chè Mẫu Sơn",
    "dnnn"),
    ("Công ty Cổ phần Cấp nước Mẫu Sơn", "nnn"), ("Viễn thông Mẫu Sơn", "dnnn"),
    ("Công ty TNHH MTV Thủy lợi Mẫu Sơn", "dnnn"),
    ("Lâm trường Cửa Rừng", "dnnn"), ("Ngân hàng Chính sách xã hội tỉnh", "hcsn"),
)  # fmt: skip
FOREIGN = (
    "Điện tử Sunway Vina", "May mặc Haneul Việt Nam", "Giày da Kwangsan", "Linh kiện chính xác Toyama Kisei",
    "Dệt Namhae Vina", "Nhựa kỹ thuật Formax", "Bao bì Greenpak Mẫu Sơn", "Cơ khí Shinwa Seiki",
    "Dây dẫn ô tô Yurakawa",
    "Túi xách Daesung Thread", "Quang học Lensview", "Đồ chơi Happyland Mẫu Sơn", "Thiết bị y tế Medisol",
    "Pin Ecovolt",
    "Bo mạch Circuitek Vina", "Sợi Everspin",
)  # fmt: skip
PRIVATE = (
    "May Minh Khang", "Gỗ ván Lâm Sơn", "Gạch ngói Hồng Thổ", "Chế biến Chè Đồi Xanh", "Thực phẩm Vị Rừng",
    "Xi măng Núi Đá",
    "Vận tải Bình Minh", "Cơ khí Thành Đạt Mẫu Sơn", "Xây dựng Tiến Thịnh", "In Tân Hoa",
    "Bao bì Hoàng Long", "Thép Sông Trắng",
    "Thức ăn chăn nuôi Đại Lộc", "Dược liệu Khe Bạc", "May xuất khẩu Phú An", "Môi trường đô thị Bến Đá",
    "Gốm Bãi Dâu",
    "Giấy Suối Mơ", "Dịch vụ An ninh Vệ Sơn", "Đá ốp lát Thung Lau", "Nước khoáng Mẫu Sơn",
    "Giống gia cầm Ba Sao",
    "Điện cơ Quang Trung", "Chế biến Nông sản Hòa Bình Xanh", "Du lịch Mây Núi", "Khách sạn Hoa Mận",
    "Tinh bột Nà Vàng",
    "Viên nén gỗ Năng Lượng Xanh", "Hoa quả sấy Vườn Đồi", "Nội thất Mộc Việt",
)  # fmt: skip
COMMUNE = (
    "Siêu thị {place}", "Hợp tác xã Nông nghiệp {place}", "Quỹ Tín dụng nhân dân {place}",
    "Trường Mầm non tư thục {place}",
    "Phòng khám Đa khoa {place}", "Chợ đầu mối {place}", "Hợp tác xã Vận tải {place}", "Xí nghiệp Gạch {place}",
)  # fmt: skip
