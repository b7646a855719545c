// On a phone one section at a time, with a way on and back and how far each one is.

import { form, isAnswered } from "./boxes.js";

const phone = matchMedia("(max-width: 40rem)");
const sections = [...form.querySelectorAll("details.rp-section")];
let at = 0;

const rowsOf = (section) => [...section.querySelectorAll(".rp-total > [data-cell]")];

/** How many rows are answered, in all and in each section; gives [answered, asked]. */
export function count(only = sections) {
  for (const section of only) {
    const totals = rowsOf(section);
    if (!totals.length) continue;
    const answered = totals.filter(isAnswered).length;
    section.dataset.done = answered;
    section.dataset.of = totals.length;
    for (const badge of document.querySelectorAll(`[data-count="${section.id}"]`)) {
      badge.textContent = `${answered}/${totals.length}`;
      badge.closest("a, summary").classList.toggle("is-complete", answered === totals.length);
    }
  }
  const sum = (name) => sections.reduce((all, section) => all + Number(section.dataset[name] ?? 0), 0);
  form.querySelector("[data-answered]").textContent = String(sum("done"));
  return [sum("done"), sum("of")];
}

function show(index, focus = false) {
  at = Math.max(0, Math.min(index, sections.length - 1));
  sections.forEach((section, number) => {
    section.hidden = phone.matches && number !== at;
    if (phone.matches && number === at) section.open = true;
  });
  const bar = form.querySelector("[data-steps]");
  bar.hidden = !phone.matches;
  form.classList.toggle("is-steps", phone.matches);
  bar.querySelector("[data-back]").disabled = at === 0;
  bar.querySelector("[data-next]").disabled = at === sections.length - 1;
  bar.querySelector("[data-step-name]").textContent = `${at + 1}/${sections.length}`;
  for (const link of document.querySelectorAll(".rp-jump a")) {
    if (phone.matches && link.hash === `#${sections[at].id}`) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  if (!focus) return;
  const heading = sections[at].querySelector("h2");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  sections[at].scrollIntoView({ block: "start" });
}

function first() {
  const wrong = sections.findIndex((section) => section.querySelector(".is-invalid, .rp-return, .invalid-feedback"));
  const open = sections.findIndex((section) => rowsOf(section).some((cell) => !isAnswered(cell)));
  return Math.max(wrong >= 0 ? wrong : open, 0);
}

function goTo(hash, focus) {
  const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
  const section = target && target.closest("details.rp-section");
  if (!section) return false;
  section.open = true;
  show(sections.indexOf(section), focus && target === section);
  return true;
}

export function startSteps() {
  count();
  for (const summary of form.querySelectorAll(".rp-section > summary")) {
    summary.addEventListener("click", (event) => phone.matches && event.preventDefault());
  }
  form.querySelector("[data-back]").addEventListener("click", () => show(at - 1, true));
  form.querySelector("[data-next]").addEventListener("click", () => show(at + 1, true));
  form.addEventListener("entry:reveal", (event) => phone.matches && sections[at] !== event.target && show(sections.indexOf(event.target)));
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) goTo(link.getAttribute("href"), true);
  }, true);
  phone.addEventListener("change", () => show(at));
  if (phone.matches) for (const beside of form.querySelectorAll(".rp-beside")) beside.open = false;
  if (!goTo(location.hash)) show(phone.matches ? first() : 0);
}
