// Copies the link that stands in a field, and prints the page.
(() => {
  "use strict";
  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-print]")) { window.print(); return; }
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
    const words = button.dataset.words || button.textContent;
    button.dataset.words = words;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = words; }, 1500);
  });
})();
