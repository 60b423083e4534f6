// Keys, focus and the doors of a phone. Every page works without this file.
(() => {
  "use strict";
  // On a phone the doors scroll: the open one is brought into sight.
  const door = document.querySelector(".doors [aria-current]");
  if (door) door.parentElement.scrollLeft = door.offsetLeft - 60;

  // Pay stays out of the address, which people pass on.
  const shared = new URL(location.href);
  if (shared.searchParams.has("pay")) {
    shared.searchParams.delete("pay");
    history.replaceState(history.state, "", shared);
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const field = document.getElementById("title") || document.getElementById("words");
    if (field) field.focus();
    else window.location.href = "/search";
  });
  // A field with a list of known names offers them; the list is read when the field is first used.
  document.addEventListener("focusin", async (event) => {
    const field = event.target.closest("input[data-names]");
    if (!field || field.list) return;
    const list = document.createElement("datalist");
    list.id = `${field.name}-names`;
    field.after(list);
    field.setAttribute("list", list.id);
    const answer = await fetch(field.dataset.names);
    if (!answer.ok) return;
    for (const name of await answer.json()) list.append(new Option(name));
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    // A new answer is read from its beginning; a line that is kept up to date leaves the focus where it is.
    if (event.detail.target.id !== "main") return;
    const main = document.getElementById("main");
    if (main) main.focus({ preventScroll: true });
  });
  // A form that takes a while says so.
  document.addEventListener("submit", (event) => {
    const words = event.target.querySelector(".working");
    if (words) words.classList.add("htmx-request");
  });
  // How many promises are made, while they are filled in.
  const made = document.querySelector("[data-made]");
  if (made) document.getElementById("promise").addEventListener("input", () => {
    const words = JSON.parse(made.dataset.made);
    const kept = [...document.querySelectorAll("[data-promises] > li")].filter((line) => [...line.querySelectorAll("input, select")].some((field) => field.value.trim()));
    made.textContent = words[Math.min(kept.length, words.length - 1)];
  });
  // A long table shows the rows that hold what is typed.
  for (const field of document.querySelectorAll("[data-find]")) {
    field.parentElement.hidden = false;
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      for (const row of field.closest("details").querySelectorAll("tbody tr")) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
  }
  document.addEventListener("htmx:sendError", () => {
    const words = document.querySelector(".working.htmx-request, .htmx-request .working, .working");
    if (words) words.textContent = "The server did not answer. Is it still running? Then try again.";
  });
})();
