// Campaign pages: copy a message, count the characters of a wording.

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      window.nhipCau.toast("Đã sao chép.", "success");
    } catch {
      window.nhipCau.toast("Trình duyệt không cho sao chép. Hãy bôi đen và chép bằng tay.", "warning");
    }
  });
}

/** Says under the field how many characters stand in it, as the server will count them. */
function countInto(line, field) {
  const count = [...field.value.normalize("NFC")].length;
  const most = Number(field.dataset.count);
  line.textContent = `${count} / ${most} ký tự`;
  line.classList.toggle("text-danger", count > most);
}

for (const field of document.querySelectorAll("[data-count]")) {
  const line = document.createElement("p");
  line.className = "nc-muted nc-small mb-0";
  line.setAttribute("aria-live", "polite");
  field.after(line);
  countInto(line, field);
  field.addEventListener("input", () => countInto(line, field));
}
