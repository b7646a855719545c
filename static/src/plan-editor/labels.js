// The typed number at the start of a pasted line: which level it means, and the text without it.

const PATTERNS = [
  ["part", /^[IVX]{1,6}\s?[./](?=\s|$)\s*/],
  ["subsubsection", /^\d{1,2}\.\d{1,2}\.\d{1,2}[.)]?(?=\s|$)\s*/],
  ["subsection", /^\d{1,2}\.\d{1,2}[.)]?(?=\s|$)\s*/],
  ["section", /^\d{1,2}[./)](?=\s|$)\s*/],
  ["point", /^[a-eghiklm-vxyđ][.)](?=\s|$)\s*/],
  ["item", /^\(\d{1,3}\)\s*/],
  ["bullet", /^[-–—•·*▪▫◦●○■□➢✓](?=\s|$)\s*/],
  ["plus", /^\+(?=\s|$)\s*/],
];
// Word draws its bullets with letters of symbol fonts.
const GLYPH = /^[·o§Øüv\uf000-\uf0ff-]$/;

/** [level, length of the number with the blank after it], or null for a line without a number. */
export function readLabel(text) {
  for (const [level, pattern] of PATTERNS) {
    const found = text.match(pattern);
    if (found) return [level, found[0].length];
  }
  return null;
}

/** The level of a number that Word computed itself, at that depth of its list. */
export function levelOfLabel(label, depth) {
  if (GLYPH.test(label)) return depth > 1 ? "plus" : "bullet";
  return readLabel(label)?.[0] ?? null;
}
