// What an empty block is for: said in it until something is written.

const KINDS = {
  purpose: "Kế hoạch này để làm gì",
  requirement: "Khi làm phải bảo đảm điều gì",
  target: "Con số phải đạt, ví dụ: 90% trở lên đoàn viên được học nghị quyết",
  task: "Việc phải làm, ai làm, xong khi nào",
  activity: "Hoạt động: làm gì, ở đâu, ngày nào, bao nhiêu người",
  message: "Câu khẩu hiệu, thông điệp, viết nguyên văn",
  responsibility: "Đơn vị nào lo việc gì",
  obligation: "Ai báo cáo, gửi ai, trước ngày nào",
};
const LEVELS = {
  part: "Tên phần, ví dụ: Mục đích, yêu cầu",
  section: "Tên mục hoặc nội dung của mục",
  subsection: "Nội dung của tiểu mục",
  subsubsection: "Nội dung của tiểu mục",
  point: "Nội dung của điểm",
  bullet: "Một ý",
  plus: "Một ý nhỏ",
  item: "Một ý trong câu",
  paragraph: "Đoạn văn không đánh số",
};

export const hintOf = ({ kind, level }) => `${KINDS[kind] ?? LEVELS[level] ?? ""} (gõ / để chọn cấp, loại)`;
