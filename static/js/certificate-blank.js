// Moves the fields of a blank form: by hand, by arrow keys, by numbers; the picture follows what is typed.

const SVG = "http://www.w3.org/2000/svg";
const MM_PER_PT = 25.4 / 72;
const COLORS = { black: "#000000", red: "#c8102e", blue: "#0b3d91" };
const ANCHORS = { l: "start", c: "middle", r: "end" };
const SMALLEST_SHARE = 0.62, STEP = 0.97, LEADING = 1.22;

const page = document.getElementById("phoi");
const samples = JSON.parse(document.getElementById("phoi-mau").textContent);
const rows = [...document.querySelectorAll("#truong-phoi tr[data-row]")];
const width = Number(page.dataset.width), height = Number(page.dataset.height);
const pen = document.createElement("canvas").getContext("2d");

const input = (row, name) => row.querySelector(`[name$="-${name}"]`);
const number = (row, name) => Number(input(row, name).value.replace(",", ".")) || 0;
const written = (value) => String(Math.round(value * 10) / 10).replace(".", ",");

function wide(text, look) {
  pen.font = `${look.italic ? "italic " : ""}${look.bold ? "bold " : ""}100px ${look.font}`;
  return pen.measureText(text).width / 100;
}

/** The lines of `room` em; none when one word is wider. */
function greedy(words, room, look) {
  const lines = [];
  for (const word of words) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : "";
    if (wide(word, look) > room) return [];
    if (longer && wide(longer, look) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** As the server does it: as large as wished, then smaller, then on more lines. */
function fitted(text, look) {
  const words = text.split(/\s+/).filter(Boolean);
  for (let most = Math.max(look.lines, 1); most <= words.length + look.lines; most += 1) {
    for (let size = look.size; size >= look.size * SMALLEST_SHARE; size *= STEP) {
      const lines = greedy(words, look.width / size, look);
      if (lines.length && lines.length <= most) return [size, lines];
    }
  }
  const longest = Math.max(...words.map((word) => wide(word, look)), 0.1);
  const size = Math.min(look.size * SMALLEST_SHARE, (look.width / longest) * 0.999);
  return [size, greedy(words, look.width / size, look)];
}

function draw(row) {
  const at = row.dataset.row;
  let group = page.querySelector(`[data-field="${at}"]`);
  const key = input(row, "key").value;
  if (!key || input(row, "DELETE")?.checked) {
    group?.setAttribute("visibility", "hidden");
    return;
  }
  if (!group) group = newGroup(at);
  group.removeAttribute("visibility");
  group.setAttribute("aria-label", input(row, "key").selectedOptions[0].textContent);
  const align = input(row, "align").value || "c";
  const look = {
    x: number(row, "x"), y: number(row, "y"), width: Math.max(number(row, "width"), 1), size: number(row, "size") * MM_PER_PT,
    lines: Number(input(row, "lines").value) || 1, bold: input(row, "bold").checked, italic: input(row, "italic").checked,
    font: input(row, "font").value === "sans" ? '"Certificate Latin", "Certificate Marks"' : '"Certificate Serif"',
  };
  const room = group.querySelector("rect");
  const qr = key === "qr";
  room.setAttribute("x", look.x);
  room.setAttribute("y", qr ? look.y : look.y - look.size * 0.9);
  room.setAttribute("width", look.width);
  room.setAttribute("height", qr ? look.width : look.size * 1.2 * look.lines);
  for (const line of group.querySelectorAll("text")) line.remove();
  let text = key === "text" ? input(row, "text").value : samples[key] ?? "";
  if (input(row, "caps").checked) text = text.toLocaleUpperCase("vi");
  if (qr || !text.trim() || !look.size) return;
  const [size, lines] = fitted(text, look);
  lines.forEach((words, n) => {
    const line = document.createElementNS(SVG, "text");
    const left = { l: look.x, c: look.x + look.width / 2, r: look.x + look.width }[align];
    const said = {
      x: left, y: look.y + n * size * LEADING, "font-size": size, "text-anchor": ANCHORS[align], "font-family": look.font,
      "font-weight": look.bold ? "bold" : "normal", "font-style": look.italic ? "italic" : "normal",
      fill: COLORS[input(row, "color").value] ?? COLORS.black,
    };
    for (const [name, value] of Object.entries(said)) line.setAttribute(name, value);
    line.textContent = words;
    group.append(line);
  });
}

function newGroup(at) {
  const group = document.createElementNS(SVG, "g");
  group.setAttribute("class", "certificate-field");
  group.setAttribute("tabindex", "0");
  group.setAttribute("role", "button");
  group.dataset.field = at;
  group.append(document.createElementNS(SVG, "rect"));
  page.append(group);
  return group;
}

function move(row, x, y) {
  const most = width - number(row, "width");
  input(row, "x").value = written(Math.min(Math.max(x, 0), Math.max(most, 0)));
  input(row, "y").value = written(Math.min(Math.max(y, 0), height));
  draw(row);
  input(row, "x").dispatchEvent(new Event("input", { bubbles: true }));
}

const rowOf = (group) => rows.find((row) => row.dataset.row === group.dataset.field);

function point(event) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(page.getScreenCTM().inverse());
  return [at.x, at.y];
}

let held = null;
page.addEventListener("pointerdown", (event) => {
  const group = event.target.closest(".certificate-field");
  if (!group) return;
  const row = rowOf(group), [x, y] = point(event);
  held = { group, row, dx: number(row, "x") - x, dy: number(row, "y") - y };
  group.classList.add("is-held");
  group.setPointerCapture(event.pointerId);
  group.focus();
  event.preventDefault();
});
page.addEventListener("pointermove", (event) => {
  if (!held) return;
  const [x, y] = point(event);
  move(held.row, x + held.dx, y + held.dy);
});
for (const end of ["pointerup", "pointercancel"]) {
  page.addEventListener(end, () => {
    held?.group.classList.remove("is-held");
    held = null;
  });
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
page.addEventListener("keydown", (event) => {
  const group = event.target.closest(".certificate-field"), way = ARROWS[event.key];
  if (!group || !way) return;
  const row = rowOf(group), far = event.shiftKey ? 0.1 : 1;
  move(row, number(row, "x") + way[0] * far, number(row, "y") + way[1] * far);
  event.preventDefault();
});

for (const row of rows) {
  for (const kind of ["input", "change"]) row.addEventListener(kind, () => draw(row));
}
document.fonts.ready.then(() => rows.forEach(draw));
