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
  // A plain question: pages and jobs whose words fit it best, by BM25 as the live pages' search counts it.
  const asks = 3, best = 4;
  const root_of = (word) => word.length > 4 ? word.replace(/(ying|ing|ied|ed|ies|es|s|y|e)$/, "") : stem(word);
  const roots = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean).map(root_of);
  let documents;
  const all = () => {
    if (documents) return documents;
    const made = window.REALLOCATE_QUESTIONS.pages.map(([address, name, words, weight]) => ({ address, name, kind: "page", title: roots(name), words: roots(words), weight }));
    for (const [address, kind, name, others] of window.REALLOCATE_INDEX) if (kind === "job") {
      made.push({ address, name, kind, title: roots(name), words: [], weight: 0.9 });
      made.push({ address, name, kind, title: [], words: roots(others.join(" ")), weight: 0.8 });
    }
    const mean = made.reduce((sum, one) => sum + one.title.length + one.words.length, 0) / made.length;
    documents = made.map((one) => ({ ...one, length: (one.title.length + one.words.length) / mean }));
    return documents;
  };
  const count = (list, word) => list.filter((one) => one === word).length;
  const answering = (text) => {
    const stop = new Set(window.REALLOCATE_QUESTIONS.stop);
    const every = plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const words = [...new Set(every.filter((word) => !stop.has(word)).map(root_of))];
    if (!words.length) return [];
    const fit = new Map();
    for (const word of words) {
      const hits = all().map((one) => [one, 6 * count(one.title, word) + 3 * count(one.words, word)]).filter(([, times]) => times);
      const rare = Math.max(Math.log((all().length - hits.length + 0.5) / (hits.length + 0.5)), 1e-6);
      for (const [one, times] of hits) fit.set(one, (fit.get(one) ?? 0) + one.weight * rare * 2.2 * times / (times + 1.2 * (0.6 + 0.4 * one.length)));
    }
    const first = new Map();
    for (const [one] of [...fit].sort((a, b) => b[1] - a[1])) if (!first.has(one.address)) first.set(one.address, { ...one, called: "" });
    return [...first.values()].slice(0, best);
  };
  const told = (text) => {
    const row = document.createElement("li");
    row.textContent = text;
    list.append(row);
  };
  const shown = ({ address, kind, name, called }) => {
    const row = document.createElement("li"), link = document.createElement("a"), small = document.createElement("small");
    link.href = root + address;
    link.textContent = name;
    small.textContent = ` ${kind}${called ? `, also ${called}` : ""}`;
    row.append(link, small);
    list.append(row);
  };
  const show = () => {
    const words = stems(field.value);
    list.replaceChildren();
    list.hidden = !words.length;
    if (!words.length || !window.REALLOCATE_INDEX) return;
    const every = ranked(words), whole = every.filter((hit) => hit.best < 2);
    const answers = whole.length && words.length <= asks ? [] : answering(field.value);
    for (const hit of answers) shown(hit);
    if (answers.length) return;
    if (!every.length) return told("No match found. Try one word, such as nurse or insurance.");
    if (!whole.length) told("No title has all of these words. The nearest:");
    for (const hit of (whole.length ? whole : every).slice(0, most)) shown(hit);
  };
  field.addEventListener("focus", load);
  field.addEventListener("input", () => { load(); show(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== field) { event.preventDefault(); field.focus(); }
  });
})();
