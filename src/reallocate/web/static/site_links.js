// Links of the live pages on the published ones: a job by its title, and what these pages cannot say of a person.
(() => {
  "use strict";
  const field = document.getElementById("find"), given = new URLSearchParams(location.search), title = (given.get("title") || "").trim();
  if (!field) return;
  const root = field.dataset.root, main = document.getElementById("main");
  const PERSON = { area: "a place", age: "an age", education: "schooling", pay: "pay" };
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const told = (text) => {
    const note = document.createElement("p");
    note.className = "page note told";
    note.setAttribute("role", "status");
    note.textContent = text;
    main.prepend(note);
  };

  // What the link says of a person: the card here is the nation's.
  const named = Object.keys(PERSON).filter((one) => (given.get(one) || "").trim());
  if (named.length && !title) {
    const words = named.map((one) => (one === "pay" ? PERSON.pay : `${PERSON[one]} (${given.get(one).slice(0, 60)})`)).join(", ");
    told(`The link names ${words}. These pages have the card of the whole nation, which leaves that out. reallocate on a computer shows it.`);
  }

  // A job by its title: its page where one job alone has the title, else those that come near.
  if (!title) return;
  const others = new URLSearchParams([...given].filter(([name]) => name in PERSON && name !== "pay")).toString();
  const script = document.createElement("script");
  script.src = `${root}index.js`;
  script.onload = () => {
    const jobs = window.REALLOCATE_INDEX.filter(([, kind]) => kind === "job"), words = plain(title);
    const own = jobs.filter(([, , name]) => plain(name) === words), also = jobs.filter(([, , , names]) => names.some((name) => plain(name) === words));
    const found = own.length ? own : also;
    if (found.length === 1) { location.replace(`${root}${found[0][0]}${others ? `?${others}` : ""}`); return; }
    told(found.length ? `Several jobs have the title “${title}”. Choose one.` : `No job here has exactly the title “${title}”. Choose the nearest.`);
    field.value = title;
    field.dispatchEvent(new Event("input"));
  };
  document.head.append(script);
})();
