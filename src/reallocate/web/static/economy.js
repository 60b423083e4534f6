// Moves the sentence, the lines and the table of Economy with the sliders, from strips: runs along one input.
// Once a move settles, the server's exact run takes the place of what was read here; on the published pages, which
// have no server, what the strips say stands. Without this file the live page is a form.
(() => {
  "use strict";
  const form = document.getElementById("sliders");
  if (!form) return;
  const ROOT = form.dataset.strips, WAIT = 350, PARTS = ["answer", "jobs-chart", "unemployment-chart", "ends", "closures", "forms"];
  const ENDS = ["ended", "pay", "prices", "share"], DRAWN = ["jobs", "unemployment", "unemployment_without"], LIVE = [...DRAWN, ...ENDS];
  const inputs = [...form.querySelectorAll("input[type=range], select")];
  const strips = new Map(); // input, and the place of all others -> strip
  const exact = new Map(); // address -> series of its exact run
  let base, timer, asked, unusable = {}, depth = (history.state || {}).depth || 0;

  const about = () => JSON.parse(document.getElementById("about").textContent);
  const { years, shipped, band } = about(), last = years.length - 1;
  const middle = { ...shipped, ...Object.fromEntries(DRAWN.map((one) => [one, band[one].p50])) }; // what the page opens with
  const valueOf = (input) => (input.type === "range" ? Number(input.value) : input.value);
  const shippedOf = (input) => (input.type === "range" ? Number(input.dataset.shipped) : input.dataset.shipped);
  const isMoved = (input) => input.type === "range" ? Math.abs(valueOf(input) - shippedOf(input)) > 1e-9 : valueOf(input) !== shippedOf(input);
  const state = () => Object.fromEntries(inputs.filter(isMoved).map((one) => [one.name, valueOf(one)]));
  const query = (of) => new URLSearchParams(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1))).toString();
  const address = (of) => (query(of) ? `/economy?${query(of)}` : "/economy");
  const here = () => address(Object.fromEntries(new URLSearchParams(location.search)));
  const without = (of, name) => { const { [name]: _, ...others } = of; return others; };
  const place = (name, of) => `${name}|${query(without(of, name))}`;

  // A strip at a value: a run at one of its positions, a straight line between two.
  const row = (rows, at) => rows[at] || rows[0]; // a series that no position moves stands once
  const read = (strip, value) => {
    const at = strip.positions;
    if (typeof value === "string") return Object.fromEntries(LIVE.map((one) => [one, row(strip[one], at.indexOf(value))]));
    let after = at.findIndex((one) => one >= value - 1e-9);
    after = after < 0 ? at.length - 1 : Math.max(after, 1);
    const part = Math.min((value - at[after - 1]) / (at[after] - at[after - 1]), 1);
    return Object.fromEntries(LIVE.map((one) => [one, row(strip[one], after).map((right, quarter) => { const left = row(strip[one], after - 1)[quarter]; return left + part * (right - left); })]));
  };

  const minus = (text) => text.replace("-", "−");
  const bare = (value, digits = 1) => minus(value.toFixed(digits)).replace(/^−(0\.0+)$/, "$1");
  const percent = (value, digits = 1) => `${bare(value, digits)}%`;
  const signed = (value, digits = 1) => { const text = bare(value, digits); return `${/^[0−]\.?0*$/.test(text) || value < 0 ? "" : "+"}${text}`; };
  const change = (value, digits = 1) => `${signed(value, digits)}%`;
  const written = (value, { scale, unit, digits }) => {
    const text = minus(String(Number((value * Number(scale)).toFixed(Number(digits)))));
    return `${text}${!unit || unit.startsWith("%") ? "" : " "}${unit}`;
  };
  const shown = (input) => written(valueOf(input), input.dataset);
  const compared = (value, less, more) => `${bare(Math.abs(value)) === "0.0" ? "hardly" : percent(Math.abs(value))} ${value < 0 ? less : more}`;
  const year = (at) => String(Math.floor(years[at]));

  // The figures of a run, in words, as `run_sentence` and `run_grid` write them.
  const words = (series, moved) => {
    const { jobs } = series, low = jobs.indexOf(Math.min(...jobs)), rise = series.unemployment.map((value, at) => value - series.unemployment_without[at]);
    const peak = rise.indexOf(Math.max(...rise)), [ended, pay, prices, share] = ENDS.map((one) => series[one].at(-1));
    const some = bare(Math.abs(jobs[low])) !== "0.0";
    return {
      worst: some ? `${compared(jobs[low], "fewer", "more")} at worst, in ${year(low)}` : "as many as without further AI",
      later: some && year(low) !== year(last) ? `, and ${compared(jobs[last], "fewer", "more")} in ${year(last)}` : "",
      pay: compared(pay, "lower", "higher"), changes: `${moved} ${moved === 1 ? "change" : "changes"}`,
      jobs_worst: [change(jobs[low]), year(low)], jobs: [change(jobs[last])], unemployment_peak: [`${signed(rise[peak], 2)} points`, year(peak)],
      hours_saved: [percent(ended)], real_pay: [change(pay)], prices: [change(prices)], labour_share_lowest: [`${signed(share)} points`],
      low, peak, rise: rise[peak],
    };
  };

  const chart = (name, series, of, moved, isEstimate, isWhole) => {
    const isJobs = name === "jobs", figure = isJobs ? change : percent, digits = isJobs ? 1 : 2, at = isJobs ? of.low : of.peak;
    const size = isJobs ? series.jobs[at] : of.rise, told = `worst ${isJobs ? change(size) : `${signed(size, 2)} points`}`;
    const rows = () => series[name].map((value, place) => [year(place), figure(value, digits), ...(moved ? [figure(shipped[name][place], digits)]
      : [`${figure(band[name].p10[place], digits)} to ${figure(band[name].p90[place], digits)}`])]).filter((_, place) => place % 4 === 0);
    window.drawPathChart({
      name, years, values: series[name], worst: Number(bare(Math.abs(size), digits)) ? [at, `${told}, ${year(at)}`] : null,
      ghost: moved ? shipped[name] : null, band: moved ? null : [band[name].p10, band[name].p90],
      against: isJobs ? null : series.unemployment_without, written: figure, digits, isEstimate,
    }, `${isJobs ? "Jobs, % of all jobs" : "Unemployment, if no slump comes, % of the labour force"}: ${told} in ${year(at)}, ${figure(series[name][last], digits)} in ${year(last)}.`, isWhole);
    const table = document.querySelector(`#${name}-chart table`);
    if (!isWhole && !table.offsetParent) return;
    const heads = moved ? ["Year", "Your run", "As shipped"] : ["Year", "Median", "8 of 10 runs"];
    table.tHead.rows[0].innerHTML = heads.map((one, head) => `<th scope="col"${head ? ' class="n"' : ""}>${one}</th>`).join("");
    table.tBodies[0].innerHTML = rows().map(([first, ...others]) => `<tr><th scope="row">${first}</th>${others.map((one, cell) => `<td class="n" data-label="${heads[cell + 1]}">${one}</td>`).join("")}</tr>`).join("");
  };

  // Everything that a move changes. `isPending`: the exact run is under way; `isWhole`: also what is out of sight.
  const draw = (series, isEstimate, isPending, isWhole = true) => {
    const own = state(), moved = Object.keys(own).length;
    const seen = moved ? series : middle, of = words(seen, moved);
    document.querySelectorAll("[data-live]").forEach((one) => {
      const said = of[one.dataset.live];
      if (typeof said === "string") { if (one.textContent !== said) one.textContent = said; }
      else one.innerHTML = said[1] ? `${said[0]} <small>${said[1]}</small>` : said[0];
    });
    document.querySelectorAll("[data-when]").forEach((one) => { one.toggleAttribute("hidden", { shipped: moved > 0, moved: !moved, estimate: !isEstimate }[one.dataset.when]); });
    chart("jobs", seen, of, moved, isEstimate, isWhole);
    chart("unemployment", seen, of, moved, isEstimate, isWhole);
    document.querySelector(".live-eco").classList.toggle("pending", isPending);
    document.getElementById("link").value = address(own);
    undoable();
  };

  const marked = (input) => {
    const slider = input.closest(".slider");
    if (!slider) return;
    slider.classList.toggle("changed", isMoved(input));
    slider.querySelector("output").textContent = shown(input);
    input.setAttribute("aria-valuetext", shown(input));
  };

  // Without a strip at the place of all others, the last run is multiplied with what the strip as shipped says of
  // each input that moved: an estimate, since inputs that act together are not moved one by one.
  const ratio = (to, from) => (Math.abs(from) > 1e-6 ? to / from : 1);
  const estimate = () => {
    const made = Object.fromEntries(LIVE.map((one) => [one, [...base.series[one]]]));
    for (const input of inputs) {
      const strip = strips.get(`${input.name}|`), before = base.state[input.name] ?? shippedOf(input), after = valueOf(input);
      if (before === after) continue;
      if (!strip) return null;
      const to = read(strip, after), from = read(strip, before), gap = (of, at) => of.unemployment[at] - of.unemployment_without[at];
      made.jobs.forEach((jobs, at) => {
        const more = gap(made, at) * ratio(gap(to, at), gap(from, at));
        made.jobs[at] = jobs * ratio(to.jobs[at], from.jobs[at]);
        made.unemployment_without[at] += to.unemployment_without[at] - from.unemployment_without[at];
        made.unemployment[at] = made.unemployment_without[at] + more;
      });
      ENDS.forEach((one) => { made[one][0] *= ratio(to[one][0], from[one][0]); });
    }
    return made;
  };

  // The run at the place of the sliders, as far as it is known here. `name`: of the one that is moving.
  const drawn = (name) => {
    const now = state(), known = exact.get(address(now)), own = Object.keys(now), one = name || own[0], isWhole = !name;
    if (known) return draw(known, false, false, isWhole);
    const strip = ROOT ? own.length === 1 && strips.get(`${own[0]}|`) : one && strips.get(place(one, now));
    if (strip) return draw(read(strip, valueOf(inputs.find((input) => input.name === (ROOT ? own[0] : one)))), false, !ROOT, isWhole);
    const made = estimate();
    return made && draw(made, true, !ROOT, isWhole);
  };

  const move = (input) => {
    marked(input);
    clearTimeout(timer);
    timer = setTimeout(settle, WAIT);
    if (ROOT) fetched(input.name).then(() => drawn(input.name));
    drawn(input.name);
  };

  const settle = () => {
    clearTimeout(timer);
    timer = undefined;
    const to = address(state());
    if (to === here()) { show(to); return; }
    depth += 1;
    history.pushState({ depth }, "", query(state()) ? `?${query(state())}` : location.pathname);
    show(to);
  };

  // The exact run, as the server shows it.
  const show = async (to) => {
    undoable();
    if (ROOT) { drawn(); code(); said(); return; }
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const answer = await fetch(to, { signal });
      if (!answer.ok && answer.status !== 422) throw new Error(`The server answered ${answer.status}.`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const tables = [...document.querySelectorAll(".eco .tabs input:checked")].map((one) => one.id);
      PARTS.forEach((part) => document.getElementById(part).replaceWith(document.adoptNode(page.getElementById(part))));
      document.dispatchEvent(new Event("charts"));
      tables.forEach((id) => { document.getElementById(id).checked = true; });
      base = about();
      exact.set(address(base.state), base.series);
      document.querySelector(".live-eco").classList.remove("pending");
      undoable();
      said();
      await refresh(signal);
    } catch (problem) {
      if (problem.name === "AbortError") return;
      document.getElementById("said").textContent = "";
      const chip = document.querySelector("[data-when=estimate]");
      chip.hidden = false;
      chip.textContent = "estimate; the exact run did not come";
    }
  };
  const said = () => { document.getElementById("said").textContent = document.querySelector(".eco-h .big").innerText; };

  // Strips at the new place, one after the other, for the inputs in sight.
  const refresh = async (signal) => {
    for (const input of inputs.filter((one) => one.offsetParent)) {
      const at = place(input.name, base.state);
      if (strips.has(at)) continue;
      const given = query(without(base.state, input.name));
      const answer = await fetch(`/economy/files/strip.json?of=${input.name}${given ? `&${given}` : ""}`, { signal });
      if (answer.ok) strips.set(at, await answer.json());
      document.documentElement.dataset.strips = String(strips.size);
    }
  };

  // Undo takes back a move at once, also one that has not settled.
  const undo = () => {
    if (timer) {
      clearTimeout(timer);
      timer = undefined;
      if (address(state()) !== here()) { placed(); drawn(); show(here()); return; }
    }
    if (depth) history.back();
  };
  const undoable = () => { form.querySelector("[data-undo]").disabled = depth === 0 && !timer; };

  // The sliders at the place that the address says.
  const placed = () => {
    const given = new URLSearchParams(location.search);
    inputs.forEach((input) => { input.value = unusable[input.name] ? input.dataset.shipped : given.get(input.name) ?? input.dataset.shipped; marked(input); });
  };

  form.querySelector("[data-plain]")?.closest("p").setAttribute("hidden", "");
  form.querySelector(".steps-back").hidden = false;
  base = about();
  exact.set(address(base.state), base.series);
  exact.set("/economy", shipped);
  if (!history.state) history.replaceState({ depth }, "");
  undoable();
  form.addEventListener("input", (event) => move(event.target));
  form.addEventListener("change", (event) => { if (event.target.tagName === "SELECT") settle(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); settle(); });
  form.addEventListener("dblclick", (event) => {
    if (event.target.type !== "range") return;
    event.target.value = event.target.dataset.shipped;
    move(event.target);
  });
  form.querySelector("[data-undo]").addEventListener("click", undo);
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target.matches("input:not([type=range]):not([readonly]), textarea")) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) { event.preventDefault(); undo(); }
    else if (key === "y" || key === "z") { event.preventDefault(); history.forward(); }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-reset]")) return;
    inputs.forEach((input) => { input.value = input.dataset.shipped; marked(input); });
    drawn();
    settle();
  });
  window.addEventListener("popstate", (event) => {
    depth = (event.state || {}).depth || 0;
    clearTimeout(timer);
    timer = undefined;
    placed();
    drawn();
    show(here());
  });

  // On the published pages: a strip is a script of its own, read when its input is first wanted.
  const waiting = new Map();
  window.REALLOCATE_STRIP = (name, strip) => { strips.set(`${name}|`, strip); document.documentElement.dataset.strips = String(strips.size); };
  const fetched = (name) => {
    if (!waiting.has(name)) waiting.set(name, new Promise((done) => {
      const script = document.createElement("script");
      script.src = `${ROOT}${name}.js`;
      script.onload = script.onerror = done;
      document.head.append(script);
    }));
    return waiting.get(name);
  };
  // The call and the command of the run; as `_python` and `_command` of the page write them.
  const code = () => {
    const blocks = document.querySelectorAll("#forms code"), own = state();
    const keys = inputs.filter((one) => one.name in own).map((one) => [one.dataset.key, own[one.name]]);
    blocks[0].textContent = keys.length ? `import reallocate as ra\n\nresult = ra.Market(set={${keys.map(([key, value]) => `"${key}": ${JSON.stringify(value)}`).join(", ")}}).path()`
      : 'import reallocate as ra\n\nresult = ra.Market.band()';
    blocks[1].textContent = keys.length ? ["reallocate simulate central", ...keys.map(([key, value]) => `--set ${key}=${value}`)].join(" ") : "reallocate simulate nation";
  };
  // What of the address cannot be used, in the words of `_read` of the page.
  const faults = () => {
    const found = [], wrong = {};
    for (const [name, text] of new URLSearchParams(location.search)) {
      const input = inputs.find((one) => one.name === name), value = Number(text);
      if (!input) { found.push(`The link has '${name}', which this page does not know; it is left out.`); continue; }
      const { label, shipped: own } = input.dataset, used = input.type === "range" ? `${written(Number(own), input.dataset)}, as shipped, is used instead.` : `${own}, as shipped, is used instead.`;
      let what = "";
      if (input.type !== "range") { if (![...input.options].some((one) => one.value === text)) what = `'${text}' is none of ${[...input.options].map((one) => one.value).join(", ")}`; }
      else if (!text.trim() || !Number.isFinite(value)) what = `'${text}' is no number`;
      else if (value < Number(input.min) || value > Number(input.max)) what = `${written(value, input.dataset)} lies outside ${written(Number(input.min), input.dataset)} to ${written(Number(input.max), input.dataset)}`;
      if (!what) continue;
      wrong[name] = true;
      found.push(`${label}: ${what}. ${used}${input.type === "range" ? ` A link has ${name} from ${Number(input.min)} to ${Number(input.max)}.` : ""}`);
    }
    unusable = wrong;
    if (!found.length || !ROOT) return;
    const box = document.createElement("div"), head = document.createElement("h2"), list = document.createElement("ul");
    box.className = "fault";
    box.setAttribute("role", "alert");
    head.textContent = "A part of this link cannot be used";
    found.forEach((one) => { const row = document.createElement("li"); row.textContent = one; list.append(row); });
    box.append(head, list);
    document.getElementById("faults").append(box);
  };

  faults();
  if (ROOT) {
    placed();
    form.addEventListener("pointerover", (event) => { if (event.target.name) fetched(event.target.name); });
    form.addEventListener("focusin", (event) => { if (event.target.name) fetched(event.target.name); });
    Promise.all(Object.keys(state()).map(fetched)).then(() => { drawn(); code(); document.documentElement.dataset.ready = "yes"; });
  } else {
    fetch("/economy/files/strips.json").then((answer) => answer.json()).then((every) => {
      Object.entries(every).forEach(([name, strip]) => strips.set(`${name}|`, strip));
      document.documentElement.dataset.strips = String(strips.size);
      const asked_now = new AbortController();
      asked = asked_now;
      if (Object.keys(base.state).length) refresh(asked_now.signal).catch(() => {});
    });
  }
})();
