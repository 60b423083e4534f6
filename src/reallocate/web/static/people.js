// Titles of a file are decided by keys: 1 to 5 choose, 0 leaves out, / types another job, Enter goes on.
(() => {
  "use strict";
  const list = document.querySelector("[data-titles]");
  if (!list) return;
  const titles = [...list.querySelectorAll("details.title")];
  const opened = () => titles.find((one) => one.open) || titles[0];
  const show = (one) => {
    const words = one.querySelector("[data-read]"), chosen = one.querySelector("input[type=radio]:checked");
    const typed = one.querySelector("input.blank").value.trim();
    if (typed) words.textContent = typed;
    else if (chosen) words.textContent = chosen.parentElement.querySelector("span").textContent;
    one.classList.toggle("decided", Boolean(typed || chosen));
  };
  const next = (one) => {
    show(one);
    const following = titles[titles.indexOf(one) + 1];
    if (!following) return document.querySelector(".dock .button")?.focus();
    const group = following.closest("details.more-titles");
    for (let outer = group; outer; outer = outer.parentElement.closest("details.more-titles")) outer.open = true;
    following.open = true;
    following.querySelector("summary").focus();
    following.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target.closest("input:not([type=radio]), textarea, select");
    const inside = event.target.closest("details.title");
    if (field) {
      if (event.key !== "Enter" || !inside) return;
      event.preventDefault();
      return next(inside);
    }
    const one = inside || opened();
    if (event.key === "/") {
      event.preventDefault();
      event.stopImmediatePropagation();
      one.open = true;
      return one.querySelector("input.blank").focus();
    }
    if (event.key === "Enter" && inside && one.open) {
      event.preventDefault();
      return next(one);
    }
    if (!/^[0-5]$/.test(event.key)) return;
    const radios = [...one.querySelectorAll("input[type=radio]")];
    const radio = event.key === "0" ? radios.at(-1) : radios.slice(0, -1)[Number(event.key) - 1];
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    one.querySelector("input.blank").value = "";
    next(one);
  }, true);
  list.addEventListener("change", (event) => {
    const one = event.target.closest("details.title");
    if (event.target.matches("input.blank")) for (const radio of one.querySelectorAll("input[type=radio]")) radio.checked = false;
    show(one);
  });
})();
