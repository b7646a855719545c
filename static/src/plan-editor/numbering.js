// The printed number of every block; the same rules as plans/numbering.py (a browser test compares the two).

export const RANKS = { part: 0, section: 1, subsection: 2, subsubsection: 3, point: 4, bullet: 5, plus: 6, item: 7, paragraph: 8, table: 8 };
export const HOSTS = new Set(["part", "section", "subsection", "subsubsection", "point"]);
const DOTTED = new Set(["section", "subsection", "subsubsection"]);
const LETTERS = "abcdđeghiklmnopqrstuvxy";
const ROMAN = [[1000, "M"], [900, "CM"], [500, "D"], [400, "CD"], [100, "C"], [90, "XC"], [50, "L"], [40, "XL"], [10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]];

/** The levels that Tab and Shift+Tab walk through. */
export const LADDER = ["part", "section", "subsection", "subsubsection", "point", "bullet", "plus"];

const TITLED = ["section", "subsection", "subsubsection"];

/** As the paper prints it: a part always bold, a numbered block when it is only a title (Outline.is_titled). */
export function isTitle(level, text, carries) {
  if (level === "part") return true;
  if (!TITLED.includes(level)) return false;
  return (text.length <= 160 && !/[.;]$/.test(text)) || (carries && !/[.!?]\s+\p{L}/u.test(text));
}

function roman(number) {
  let text = "";
  for (const [value, letters] of ROMAN) while (number >= value) { text += letters; number -= value; }
  return text;
}

function pointLetter(number) {
  const turn = Math.floor((number - 1) / LETTERS.length);
  return LETTERS[(number - 1) % LETTERS.length].repeat(turn + 1);
}

function close(stack, level) {
  if (level === "item") {
    const place = stack.findIndex((open) => open.level === "item");
    if (place >= 0) stack.length = place;
    return;
  }
  if (HOSTS.has(level)) {
    while (stack.length && (!HOSTS.has(stack.at(-1).level) || RANKS[stack.at(-1).level] >= RANKS[level])) stack.pop();
    return;
  }
  while (stack.length && endedByMark(stack, level)) stack.pop();
}

function endedByMark(stack, level) {
  const top = stack.at(-1).level;
  if (top === "item") return stack.slice(0, -1).some((open) => open.level === "bullet" || open.level === "plus");
  return !HOSTS.has(top) && RANKS[top] >= RANKS[level];
}

function print(level, count, stem) {
  if (level === "part") return `${roman(count)}.`;
  if (DOTTED.has(level)) return `${stem}${count}.`;
  return { point: `${pointLetter(count)})`, bullet: "-", plus: "+", item: `(${count})` }[level] ?? "";
}

/** Block id → printed number. Blocks that do not apply here are left out, as on the paper; `carriers` gets those that carry numbered ones. */
export function numbers(blocks, carriers = new Set()) {
  const stack = [];
  const counts = new Map();
  const printed = new Map();
  for (const block of blocks) {
    if (block.adoption === "not_applicable") { printed.set(block.id, ""); continue; }
    let parent;
    if (block.level === "paragraph" || block.level === "table") {
      parent = stack.findLast((open) => HOSTS.has(open.level));
    } else {
      close(stack, block.level);
      parent = stack.at(-1);
      if (parent) carriers.add(parent.id);
      stack.push(block);
    }
    const key = `${parent?.id ?? ""}/${block.level}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    const stem = parent && DOTTED.has(parent.level) ? printed.get(parent.id) : "";
    printed.set(block.id, print(block.level, counts.get(key), stem));
  }
  return printed;
}
