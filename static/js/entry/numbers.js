// Numbers as people type them. The server decides (core.vietnamese.parse_number); this only hints.

const WORDS = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 4 });

/** "1.234,5" → 1234.5, "" → null, anything unclear → NaN. */
export function read(text) {
  const compact = text.replace(/[\s\u00a0]/g, "");
  if (!compact) return null;
  if (!/^\d{1,3}(\.\d{3})+(,\d+)?$|^\d+(,\d+)?$/.test(compact)) return NaN;
  return Number(compact.replaceAll(".", "").replace(",", "."));
}

/** "1234567" → "1.234.567"; what is grouped already or unclear stays as it is. */
export function grouped(text) {
  const compact = text.trim();
  return /^\d{4,16}(,\d+)?$/.test(compact) ? compact.replace(/^0+(?=\d)/, "").replace(/\B(?<!,\d*)(?=(\d{3})+(?!\d))/g, ".") : compact;
}

/** 12500000 → "12.500.000" */
export const shown = (number) => WORDS.format(number);

/** 12500000 → "12.500.000 đồng = 12,5 triệu đồng" */
export function moneyWords(number) {
  const [size, unit] = number >= 1e9 ? [1e9, "tỷ"] : number >= 1e6 ? [1e6, "triệu"] : number >= 1e3 ? [1e3, "nghìn"] : [1, ""];
  return unit ? `${shown(number)} đồng = ${shown(number / size)} ${unit} đồng` : `${shown(number)} đồng`;
}

export const FOLD = 500;

/** Whether a number is a thousandfold away from what is usual in the box. */
export const jumps = (number, usual) => number > 0 && usual > 0 && (number >= usual * FOLD || usual >= number * FOLD);

/** The number that was probably meant: a thousand or a million times more or less, whichever comes nearest to the usual. */
export function meant(number, usual) {
  const away = (one) => Math.abs(Math.log(one / usual));
  const others = [1e3, 1e6, 1e9, 1e-3, 1e-6, 1e-9].map((times) => Math.round(number * times * 1e4) / 1e4).filter((one) => one > 0);
  return others.sort((a, b) => away(a) - away(b))[0];
}
