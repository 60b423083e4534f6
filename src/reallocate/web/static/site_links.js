// Links of the live pages on the published ones: a job by its title, for a student, beside another job, and what
// these pages cannot say of a person.
(() => {
  "use strict";
  const field = document.getElementById("find"), given = new URLSearchParams(location.search);
  if (!field) return;
  const [title, other] = ["title", "with"].map((one) => (given.get(one) || "").trim());
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
  const script = (name, then) => {
    const one = document.createElement("script");
    one.src = `${root}${name}`;
    one.onload = then;
    document.head.append(one);
  };

  // What the link says of a person: the card here is the nation's.
  const personal = () => {
    const named = Object.keys(PERSON).filter((one) => (given.get(one) || "").trim());
    if (!named.length) return;
    const words = named.map((one) => (one === "pay" ? PERSON.pay : `${PERSON[one]} (${given.get(one).slice(0, 60)})`)).join(", ");
    told(`The link names ${words}. These pages have the card of the whole nation, which leaves that out. reallocate on a computer shows it.`);
  };

  // A job that one might learn: study for it comes first.
  const study = () => {
    const fold = document.getElementById("to-learn"), ways = document.querySelector(".ways3");
    if (!fold || !ways) return;
    fold.open = true;
    ways.before(fold);
  };

  // Two jobs side by side, from what their own pages say.
  const compare = (files) => script("compare.js", () => {
    const jobs = files.map((file) => window.REALLOCATE_JOBS[file]).filter(Boolean);
    if (jobs.length < 2) return;
    const expected = jobs.map((one) => one.expected).filter(Boolean).join(" and ");
    const page = document.createElement("div");
    page.className = "page onepage compared";
    page.innerHTML = `<h1 class="big"></h1><p class="note mt">This is about the jobs, not about you, and not your chance of losing one.</p><div class="cols2 section near"></div>`;
    page.querySelector("h1").textContent = `The US government expects ${expected} by 2034.`;
    jobs.forEach((one, place) => {
      const part = document.createElement("section");
      part.innerHTML = `<h2><a></a></h2><p class="note"></p><div class="way">${one.facts}</div>`;
      const link = part.querySelector("a");
      link.href = `${root}${files[place]}?from=study`;
      link.textContent = one.title;
      part.querySelector(".note").textContent = one.says;
      page.querySelector(".cols2").append(part);
    });
    main.replaceChildren(page);
    personal();
  });

  if (!title) {
    if (given.get("from") === "study") study();
    personal();
    return;
  }
  // A job by its title: its page where one job alone has the title, else those that come near.
  const kept = ["area", "age", "education", "from"];
  const others = new URLSearchParams([...given].filter(([name]) => kept.includes(name))).toString();
  script("index.js", () => {
    const jobs = window.REALLOCATE_INDEX.filter(([, kind]) => kind === "job");
    const found = (words) => {
      const own = jobs.filter(([, , name]) => plain(name) === words);
      return own.length ? own : jobs.filter(([, , , names]) => names.some((name) => plain(name) === words));
    };
    const each = [title, other].filter(Boolean).map((one) => [one, found(plain(one))]), open = each.find(([, those]) => those.length !== 1);
    if (open) {
      told(open[1].length ? `Several jobs have the title “${open[0]}”. Choose one.` : `No job here has exactly the title “${open[0]}”. Choose the nearest.`);
      field.value = open[0];
      field.dispatchEvent(new Event("input"));
    } else if (other) compare(each.map(([, those]) => those[0][0]));
    else location.replace(`${root}${each[0][1][0][0]}${others ? `?${others}` : ""}`);
  });
})();
