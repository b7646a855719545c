// The activity form: asks only for the numbers the chosen type needs, and makes photos small before they travel.

let form = document.querySelector("[data-activity-form]");
const SIDE = 2000;
const SMALL_ENOUGH = 700 * 1024;

/** Shows the quantities the chosen type asks for, and every one that holds a value or an error. */
function askWhatFits() {
  const section = form.querySelector("[data-quantities]");
  const chosen = form.querySelector('input[name="type"]:checked');
  const asked = new Set((chosen?.dataset.asks ?? "").split(" "));
  let shown = 0;
  for (const box of section.querySelectorAll("[data-quantity]")) {
    const used = box.querySelector("input").value.trim() !== "" || box.querySelector(".is-invalid");
    box.hidden = !asked.has(box.dataset.quantity) && !used;
    shown += box.hidden ? 0 : 1;
  }
  section.hidden = shown === 0;
}

/** The picture at most SIDE pixels wide or high; the file itself when it is small or cannot be read here. */
async function shrunk(file) {
  if (file.size <= SMALL_ENOUGH || !file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const data = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
    if (!data || data.size >= file.size) return file;
    return new File([data], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg", lastModified: file.lastModified });
  } catch {
    return file;
  }
}

async function shrinkPhotos(input) {
  const files = [...input.files];
  if (!files.some((file) => file.size > SMALL_ENOUGH) || typeof DataTransfer !== "function") return;
  const button = form.querySelector('button[type="submit"]');
  button.disabled = true;
  try {
    const kept = new DataTransfer();
    for (const file of files) kept.items.add(await shrunk(file));
    input.files = kept.files;
  } finally {
    button.disabled = false;
  }
}

document.addEventListener("change", (event) => {
  if (!form?.contains(event.target)) return;
  if (event.target.name === "type") askWhatFits();
  if (event.target.name === "photos" || event.target.name === "camera") shrinkPhotos(event.target);
});

// A refused form comes back with its messages; the chosen files stayed (hx-preserve).
document.addEventListener("htmx:afterSwap", () => {
  form = document.querySelector("[data-activity-form]");
  askWhatFits();
  for (const input of form.querySelectorAll("input[type=file]")) {
    if (input.files.length) input.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

if (form) askWhatFits();
