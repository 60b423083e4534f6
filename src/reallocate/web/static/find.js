// The search of the plain pages: titles and their other names, from one file that is loaded when it is wanted.
(() => {
  "use strict";
  const field = document.getElementById("find"), list = document.getElementById("found");
  if (!field) return;
  const root = field.dataset.root, most = 12;
  let waiting = false;

  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[̀-ͯ]/g, "");
  const load = () => {
    if (window.REALLOCATE_INDEX || waiting) return;
    waiting = true;
    const script = document.createElement("script");
    script.src = `${root}index.js`;
    script.onload = show;
    document.head.append(script);
  };
  // Every word begins a word of the name; the name itself counts before its other names, a beginning before a middle.
  const rank = (words, name) => {
    const text = ` ${plain(name)}`;
    if (!words.every((word) => text.includes(` ${word}`))) return 9;
    return text.startsWith(` ${words[0]}`) ? 0 : 1;
  };
  const show = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    list.replaceChildren();
    list.hidden = !words.length;
    if (!words.length || !window.REALLOCATE_INDEX) return;
    const hits = [];
    for (const [address, kind, name, others] of window.REALLOCATE_INDEX) {
      const own = rank(words, name);
      let best = own, called = "";
      if (own === 9) for (const other of others) {
        const here = 2 + rank(words, other);
        if (here < best) { best = here; called = other; }
      }
      if (best < 9) hits.push([best, name.length, address, kind, name, called]);
    }
    hits.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    for (const [, , address, kind, name, called] of hits.slice(0, most)) {
      const row = document.createElement("li"), link = document.createElement("a"), small = document.createElement("small");
      link.href = root + address;
      link.textContent = name;
      small.textContent = ` ${kind}${called ? `, also ${called}` : ""}`;
      row.append(link, small);
      list.append(row);
    }
    if (!hits.length) {
      const row = document.createElement("li");
      row.textContent = "No match found. Try one word, such as nurse or insurance.";
      list.append(row);
    }
  };
  field.addEventListener("focus", load);
  field.addEventListener("input", () => { load(); show(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== field) { event.preventDefault(); field.focus(); }
  });
})();
