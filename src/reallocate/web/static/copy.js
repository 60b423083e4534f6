// Copies the link that stands in a field as a full address, and prints the page.
(() => {
  "use strict";
  // Pages that are published keep their own address, wherever they stand; the live ones answer on this computer alone.
  const isLive = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
  const address = (link) => {
    const given = new URL(link, location.href);
    return isLive ? given.href : `${location.href.split(/[?#]/)[0]}${given.search}`;
  };
  const warn = (button) => {
    if (!isLive || document.getElementById("here-only")) return;
    const note = document.createElement("p"), file = document.createElement("button");
    Object.assign(note, { id: "here-only", className: "note", textContent: "This link works on this computer only. To hand the page on, send a file: " });
    note.setAttribute("role", "status");
    Object.assign(file, { type: "button", className: "button quiet", textContent: "Print or save as PDF" });
    file.dataset.print = "";
    note.append(file);
    button.parentElement.after(note);
  };
  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-print]")) { window.print(); return; }
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    field.value = address(field.value);
    field.select();
    warn(button);
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
    const words = button.dataset.words || button.textContent;
    button.dataset.words = words;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = words; }, 1500);
  });
})();
