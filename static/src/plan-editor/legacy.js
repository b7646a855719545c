// Letters of the encodings before Unicode (TCVN3, VNI): pasted they would be other letters in every font but their own.

const UNICODE = /[ăđơưĂĐƠƯ\u1ea0-\u1ef9]/;
// "®oµn viªn" in TCVN3, "ñoaøn vieân" in VNI: signs inside words that no Vietnamese and no European word has there.
const WORD = /\p{L}[¸µ¶·¹¨»¾¼½©«¬\u00ad]|[aeiouyAEIOUY]ª|®\p{L}|[aeiouyAEIOUY][øûïåäëüØÛÏÅÄËÜ]|^\P{L}*ñ/u;
const ENOUGH = 3;

/** Whether the text is Vietnamese in an old encoding; one that holds proper Vietnamese letters is not. */
export function isLegacy(text) {
  return !UNICODE.test(text) && text.split(/\s+/, 400).filter((word) => WORD.test(word)).length >= ENOUGH;
}

export const LEGACY = "Chữ vừa dán ở bảng mã cũ (TCVN3 hoặc VNI) nên chưa dán. Hãy chuyển sang Unicode rồi dán lại, hoặc nhập cả tệp Word ở mục Nhập từ tệp: ở đó chuyển được.";
