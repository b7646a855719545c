// Sentences of units are dragged or added into a heading, moved, merged and left out; sources go along in each sentence.

const form = document.querySelector("[data-merging]");
const list = form.querySelector("[data-sentences]");
const blank = document.querySelector("[data-blank]");
let dragged = null;

const field = (sentence, name) => sentence.querySelector(`[name="${name}"]`);
const say = (words) => { form.querySelector("[data-said]").textContent = words; };

function changed(words) {
  form.querySelector("[data-empty]").hidden = list.children.length > 0;
  say(words);
}

/** A new sentence before `before` (at the end for null); `offer`: the sentence of units it is made of. */
function insert(before, offer) {
  const sentence = blank.content.firstElementChild.cloneNode(true);
  if (offer) {
    field(sentence, "cau").value = offer.querySelector("[data-text]").textContent.trim();
    field(sentence, "nguon").value = offer.dataset.tokens;
    const units = offer.dataset.tokens.split(",").length;
    tell(sentence, `Câu này từ ${offer.dataset.unit} (${units} câu của đơn vị); nguồn được ghi khi lưu.`);
  }
  list.insertBefore(sentence, before);
  changed("Đã thêm câu vào mục.");
  if (offer) window.nhipCau.toast("Đã thêm câu vào mục; bấm “Lưu mục này” để giữ.", "success");
  return sentence;
}

function tell(sentence, words) {
  sentence.querySelector("[data-told]").textContent = words;
}

function merge(sentence) {
  const above = sentence.previousElementSibling;
  if (!above) return say("Không có câu nào ở trên để gộp vào.");
  field(above, "cau").value = `${field(above, "cau").value.trim()} ${field(sentence, "cau").value.trim()}`.trim();
  const tokens = [above, sentence].flatMap((each) => field(each, "nguon").value.split(",")).filter(Boolean);
  field(above, "nguon").value = [...new Set(tokens)].join(",");
  tell(above, `Gộp từ hai câu, ${new Set(tokens).size} nguồn; nguồn được ghi khi lưu.`);
  sentence.remove();
  field(above, "cau").focus();
  changed("Đã gộp vào câu trên.");
}

function move(sentence, step, button) {
  const other = step < 0 ? sentence.previousElementSibling : sentence.nextElementSibling;
  if (!other) return say(step < 0 ? "Câu đã ở đầu mục." : "Câu đã ở cuối mục.");
  list.insertBefore(step < 0 ? sentence : other, step < 0 ? other : sentence);
  button.focus();
  changed(step < 0 ? "Đã đưa câu lên." : "Đã đưa câu xuống.");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const sentence = button.closest("[data-sentence]");
  if ("add" in button.dataset) insert(null, button.closest("[data-offer]"));
  else if ("write" in button.dataset) field(insert(null), "cau").focus();
  else if (!sentence) return;
  else if ("move" in button.dataset) move(sentence, Number(button.dataset.move), button);
  else if ("merge" in button.dataset) merge(sentence);
  else if ("remove" in button.dataset) {
    const next = sentence.nextElementSibling ?? sentence.previousElementSibling;
    sentence.remove();
    (next ? field(next, "cau") : form.querySelector("[data-write]")).focus();
    changed("Đã bỏ câu khỏi mục.");
  }
});

const over = (event) => event.target.closest?.("[data-sentence]");
const unmark = () => document.querySelectorAll(".is-target, .is-open-end").forEach((each) => each.classList.remove("is-target", "is-open-end"));

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-offer], [data-sentence]");
  if (!dragged) return;
  dragged.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "copyMove";
  event.dataTransfer.setData("text/plain", (dragged.querySelector("[data-text]") ?? field(dragged, "cau")).textContent);
});

form.addEventListener("dragover", (event) => {
  if (!dragged) return;
  event.preventDefault();
  unmark();
  (over(event) ?? list).classList.add(over(event) ? "is-target" : "is-open-end");
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  unmark();
  dragged = null;
});

form.addEventListener("drop", (event) => {
  if (!dragged) return;
  event.preventDefault();
  const before = over(event) ?? null;
  if ("offer" in dragged.dataset) insert(before, dragged);
  else if (before !== dragged) {
    list.insertBefore(dragged, before);
    changed("Đã chuyển câu đến chỗ mới.");
  }
});
