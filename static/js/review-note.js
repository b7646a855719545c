// A note written by hand on the screen. Strokes stay lines until the form is sent; then they become one PNG.

const INK = "#0b3f9c";
const MOST_WIDTH = 1600;

for (const form of document.querySelectorAll("form[data-answer]")) {
  const box = form.querySelector("[data-draw]");
  if (box) prepare(form, box);
}

function prepare(form, box) {
  const canvas = box.querySelector("canvas");
  const field = box.querySelector("input[name=drawing]");
  const pen = canvas.getContext("2d");
  const strokes = [];
  let stroke = null;
  let kept = null; // what came back with an error of the form
  box.hidden = false;

  if (field.value) {
    kept = new Image();
    kept.addEventListener("load", paint);
    kept.src = field.value;
  }

  function paint() {
    const ratio = Math.min(window.devicePixelRatio || 1, MOST_WIDTH / Math.max(canvas.clientWidth, 1));
    canvas.width = Math.round(canvas.clientWidth * ratio);
    canvas.height = Math.round(canvas.clientHeight * ratio);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (kept) pen.drawImage(kept, 0, 0, Math.min(kept.width / ratio, canvas.clientWidth), Math.min(kept.height / ratio, canvas.clientHeight));
    Object.assign(pen, { strokeStyle: INK, fillStyle: INK, lineCap: "round", lineJoin: "round" });
    strokes.forEach(draw);
  }

  function draw(points) {
    pen.beginPath();
    if (points.length === 1) pen.arc(points[0].x, points[0].y, 1.5, 0, 7);
    points.forEach((point, at) => (at ? pen.lineTo(point.x, point.y) : pen.moveTo(point.x, point.y)));
    pen.lineWidth = 2.5;
    if (points.length === 1) pen.fill();
    else pen.stroke();
  }

  function place(event) {
    const frame = canvas.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    stroke = [place(event)];
    strokes.push(stroke);
    draw(stroke);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke || !event.isPrimary) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) stroke.push(place(one));
    draw(stroke.slice(-12));
  });
  for (const kind of ["pointerup", "pointercancel"]) canvas.addEventListener(kind, () => { stroke = null; });

  box.querySelector("[data-draw-undo]").addEventListener("click", () => {
    if (!strokes.pop()) kept = null;
    paint();
  });
  box.querySelector("[data-draw-clear]").addEventListener("click", () => {
    strokes.length = 0;
    kept = null;
    paint();
  });

  // Closed, the panel has no size to draw in.
  new ResizeObserver(() => canvas.clientWidth && paint()).observe(canvas);

  form.addEventListener("submit", (event) => {
    const written = strokes.length > 0 || kept;
    const words = form.querySelector("[name=text]");
    if (event.submitter && "needsWords" in event.submitter.dataset && !written && !words.value.trim()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      form.querySelector("details.rv-say").open = true;
      words.focus();
      window.nhipCau?.toast("Hãy gõ hoặc viết tay lý do rồi bấm lại.", "warning");
      return;
    }
    if (strokes.length) field.value = canvas.toDataURL("image/png");
    else if (!kept) field.value = "";
  }, true);
}
