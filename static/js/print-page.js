// The button of a page made for printing.
document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
