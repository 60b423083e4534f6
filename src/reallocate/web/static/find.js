// The search of the plain pages: titles and their other names, from one file that is loaded when it is wanted.
(() => {
  "use strict";
  const field = document.getElementById("find"), list = document.getElementById("found");
  if (!field) return;
  const root = field.dataset.root, most = 12;
  let waiting = false;

  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const load = () => {
    if (window.REALLOCATE_INDEX || waiting) return;
    waiting = true;
    const script = document.createElement("script");
    script.src = `${root}index.js`;
    script.onload = show;
    document.head.append(script);
  };
  // A word without its plural, since it is compared with how words begin.
  const stem = (word) => word.length > 3 ? word.replace(/(ies|s|y)$/, "") : word;
  const stems = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean).map(stem);
  const has = (text, word) => ` ${plain(text).replace(/[^\p{L}\p{N}]+/gu, " ")}`.includes(` ${word}`);
  // 0 the name itself, 1 every word begins one of its words, else how many words are missing, from 2 on.
  const rank = (words, name) => {
    const missing = words.filter((word) => !has(name, word)).length;
    if (!missing) return stems(name).join(" ") === words.join(" ") ? 0 : 1;
    return missing === words.length ? 99 : 1 + missing;
  };
  // The largest come first in the index, and stay first among equals. Another name counts after the name itself.
  const ranked = (words) => {
    const hits = [];
    for (const [address, kind, name, others] of window.REALLOCATE_INDEX) {
      let best = rank(words, name), called = "";
      if (best > 0) for (const other of others) {
        const own = rank(words, other), here = own === 0 || own === 99 ? own : own + 0.5;
        if (here < best) { best = here; called = other; }
      }
      if (best < 99) hits.push({ best, address, kind, name, called });
    }
    hits.sort((a, b) => a.best - b.best);
    return hits;
  };
  const told = (text) => {
    const row = document.createElement("li");
    row.textContent = text;
    list.append(row);
  };
  const show = () => {
    const words = stems(field.value);
    list.replaceChildren();
    list.hidden = !words.length;
    if (!words.length || !window.REALLOCATE_INDEX) return;
    const every = ranked(words), whole = every.filter((hit) => hit.best < 2);
    if (!every.length) return told("No match found. Try one word, such as nurse or insurance.");
    if (!whole.length) told("No title has all of these words. The nearest:");
    for (const { address, kind, name, called } of (whole.length ? whole : every).slice(0, most)) {
      const row = document.createElement("li"), link = document.createElement("a"), small = document.createElement("small");
      link.href = root + address;
      link.textContent = name;
      small.textContent = ` ${kind}${called ? `, also ${called}` : ""}`;
      row.append(link, small);
      list.append(row);
    }
  };
  field.addEventListener("focus", load);
  field.addEventListener("input", () => { load(); show(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== field) { event.preventDefault(); field.focus(); }
  });
})();
