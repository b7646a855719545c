"""What a workbook says about filling it in."""

from __future__ import annotations

from reporting.workbooks.layout import Filled

GUIDE = (
    "Chỉ điền ô màu vàng ở trang “Số liệu” và “Phần lời”; các ô khác được khóa để nộp lại không bị lệch chỗ.",
    "Ô có số: ghi số vào cột “Số liệu”, không kèm chữ (12, không ghi “12 người”); tiền ghi đủ đồng, không ghi “5 triệu”.",
    "Không có số: chọn ở cột “Tình trạng”. Ô để trống là chưa trả lời, không phải là 0.",
    "Tỷ lệ và bình quân: ghi tử số (mức) ở “Số liệu”, mẫu số (quyền số) ở cột bên cạnh; hệ thống tự tính.",
    "Cột “Kiểm tra” nói chỗ chưa khớp ngay khi gõ. Chỉ tiêu có dấu * là bắt buộc.",
    "Nộp tệp ở trang “Nộp báo cáo bằng Excel”: hệ thống cho xem trước từng thay đổi, chưa lưu gì trước khi xác nhận.",
)


def counting_words(filled: Filled) -> str:
    return "số lũy kế từ đầu năm" if filled.earlier.asked else "số trong kỳ, không lũy kế"


def guide_of(filled: Filled) -> tuple[str, ...]:
    """The lines of the guide; a cumulative workbook says what is taken off."""
    earlier = filled.earlier
    if not earlier.asked:
        return GUIDE
    taken = f" ({', '.join(earlier.names)})" if earlier.names else "; năm nay chưa có kỳ nào trước đó"
    running = (
        "Dòng có chữ “lũy kế từ đầu năm”: ghi số từ đầu năm đến ngày chốt; hệ thống tự trừ số các kỳ trước"
        f"{taken} và lưu số trong kỳ. Dòng khác ghi số trong kỳ hoặc số tại thời điểm chốt."
    )
    return (*GUIDE, running)
