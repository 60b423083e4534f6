// Moves the line and the sentence of Economy with the sliders, from strips: runs at 16 positions of one input.
// Once a move settles, the server's exact run takes the place of what was read here. Without this file the
// page is a form.
(() => {
  "use strict";
  const form = document.getElementById("sliders");
  if (!form) return;
  const WAIT = 350, PARTS = ["answer", "jobs-chart", "unemployment-chart", "ends", "closures", "forms"], ENDS = ["ended", "pay", "prices", "labour_share"], LIVE = ["jobs", "unemployment", "unemployment_without", ...ENDS];
  const inputs = [...form.querySelectorAll("input[type=range], select")];
  const strips = new Map(); // input, and the place of all others -> strip
  let base, timer, asked, depth = (history.state || {}).depth || 0, top = depth;

  const about = () => JSON.parse(document.getElementById("about").textContent);
  const valueOf = (input) => (input.type === "range" ? Number(input.value) : input.value);
  const shippedOf = (input) => (input.type === "range" ? Number(input.dataset.shipped) : input.dataset.shipped);
  const isMoved = (input) => input.type === "range" ? Math.abs(valueOf(input) - shippedOf(input)) > 1e-9 : valueOf(input) !== shippedOf(input);
  const state = () => Object.fromEntries(inputs.filter(isMoved).map((one) => [one.name, valueOf(one)]));
  const query = (of) => new URLSearchParams(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1))).toString();
  const address = (of) => (query(of) ? `/economy?${query(of)}` : "/economy");
  const without = (of, name) => { const { [name]: _, ...others } = of; return others; };
  const place = (name, of) => `${name}|${query(without(of, name))}`;

  // A strip at a value: a run at one of its positions, a straight line between two.
  const read = (strip, value) => {
    const at = strip.positions;
    if (typeof value === "string") return Object.fromEntries(LIVE.map((one) => [one, strip[one][at.indexOf(value)]]));
    let after = at.findIndex((one) => one >= value);
    after = after < 0 ? at.length - 1 : Math.max(after, 1);
    const part = (value - at[after - 1]) / (at[after] - at[after - 1]);
    return Object.fromEntries(LIVE.map((one) => [one, strip[one][after].map((right, quarter) => { const left = strip[one][after - 1][quarter]; return left + part * (right - left); })]));
  };

  const minus = (text) => text.replace("-", "−");
  const bare = (value, digits = 1) => minus(value.toFixed(digits)).replace(/^−(0\.0+)$/, "$1");
  const percent = (value, digits = 1) => `${bare(value, digits)}%`;
  const signed = (value, digits = 1) => { const text = bare(value, digits); return `${/^[0−]\.?0*$/.test(text) || value < 0 ? "" : "+"}${text}`; };
  const change = (value, digits = 1) => `${signed(value, digits)}%`;
  const shown = (input) => {
    const { scale, unit, digits } = input.dataset, text = minus(String(Number((valueOf(input) * Number(scale)).toFixed(Number(digits)))));
    return `${text}${!unit || unit.startsWith("%") ? "" : " "}${unit}`;
  };

  const draw = (series, isEstimate) => {
    const last = series.jobs.length - 1, moved = Object.keys(state()).length;
    const jobs = series.jobs[last], [ended, pay, prices, share] = ENDS.map((one) => series[one].at(-1));
    const rise = series.unemployment.map((value, at) => value - series.unemployment_without[at]), peak = Math.max(...rise);
    const words = {
      jobs: bare(Math.abs(jobs)) === "0.0" ? "hardly" : percent(Math.abs(jobs)), word: jobs < 0 ? "fewer" : "more",
      pay: percent(Math.abs(pay)), pay_word: pay < 0 ? "lower" : "higher",
      share: bare(Math.abs(share)), share_word: share < 0 ? "lower" : "higher",
      peak: bare(Math.abs(peak), 2),
      "end-jobs": change(jobs), "end-hours": change(ended), "end-pay": change(pay), "end-prices": change(prices),
      "end-share": `${signed(share)} points`, "end-peak": `${signed(peak, 2)} points`, "end-unemployment": `${signed(rise[last], 2)} points`,
      changes: `${moved} ${moved === 1 ? "change" : "changes"}`,
    };
    document.querySelectorAll("[data-live]").forEach((one) => { const text = words[one.dataset.live]; if (one.textContent !== text) one.textContent = text; });
    document.querySelectorAll("[data-when]").forEach((one) => { one.toggleAttribute("hidden", { shipped: moved > 0, moved: !moved, estimate: !isEstimate }[one.dataset.when]); });
    document.querySelectorAll("[data-line]").forEach((group) => {
      const [left, right, bottom, upper, low, high] = group.dataset.scale.split(" ").map(Number), values = series[group.dataset.line];
      const y = (value) => Math.min(Math.max(bottom - ((bottom - upper) * (value - low)) / (high - low), upper - 8), bottom + 8);
      const step = (right - left) / last, [path, dot, text] = group.children;
      path.setAttribute("d", `M${values.map((value, at) => `${(left + step * at).toFixed(1)},${y(value).toFixed(1)}`).join(" L")}`);
      path.classList.toggle("guess", isEstimate);
      dot.setAttribute("cy", y(values[last]).toFixed(1));
      text.setAttribute("y", (y(values[last]) + 7).toFixed(1));
      text.textContent = group.dataset.line === "jobs" ? change(values[last], 1) : percent(values[last], 2);
    });
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

  const move = (input) => {
    marked(input);
    const now = state(), own = strips.get(place(input.name, now));
    if (own) draw(read(own, valueOf(input)), false);
    else {
      const made = estimate();
      if (made) draw(made, true);
    }
    clearTimeout(timer);
    timer = setTimeout(settle, WAIT);
  };

  const settle = () => {
    clearTimeout(timer);
    const to = address(state());
    if (to === location.pathname + location.search) { show(to); return; }
    depth += 1; top = depth;
    history.pushState({ depth }, "", to);
    show(to);
  };

  // The exact run, as the server shows it.
  const show = async (to) => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const answer = await fetch(to, { signal });
      if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const tables = [...document.querySelectorAll(".eco .tabs input:checked")].map((one) => one.id);
      PARTS.forEach((part) => document.getElementById(part).replaceWith(document.adoptNode(page.getElementById(part))));
      tables.forEach((id) => { document.getElementById(id).checked = true; });
      base = about();
      undoable();
      document.getElementById("said").textContent = document.querySelector(".eco-h .big").innerText;
      await refresh(signal);
    } catch (problem) {
      if (problem.name === "AbortError") return;
      document.getElementById("said").textContent = "";
      const chip = document.querySelector("[data-when=estimate]");
      chip.hidden = false;
      chip.textContent = "estimate; the exact run did not come";
    }
  };

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

  const undoable = () => {
    form.querySelector("[data-undo]").disabled = depth === 0;
    form.querySelector("[data-redo]").disabled = depth >= top;
  };

  // The sliders at the place that the address says.
  const place_all = () => {
    const given = new URLSearchParams(location.search);
    inputs.forEach((input) => { input.value = given.get(input.name) ?? input.dataset.shipped; marked(input); });
  };

  form.querySelector("[data-plain]").closest("p").hidden = true;
  form.querySelector(".steps-back").hidden = false;
  base = about();
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
  form.querySelector("[data-undo]").addEventListener("click", () => history.back());
  form.querySelector("[data-redo]").addEventListener("click", () => history.forward());
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-reset]")) return;
    event.preventDefault();
    inputs.forEach((input) => { input.value = input.dataset.shipped; marked(input); });
    settle();
  });
  window.addEventListener("popstate", (event) => {
    depth = (event.state || {}).depth || 0;
    clearTimeout(timer);
    place_all();
    show(location.pathname + location.search);
  });

  fetch("/economy/files/strips.json").then((answer) => answer.json()).then((every) => {
    Object.entries(every).forEach(([name, strip]) => strips.set(`${name}|`, strip));
    document.documentElement.dataset.strips = String(strips.size);
    const asked_now = new AbortController();
    asked = asked_now;
    if (Object.keys(base.state).length) refresh(asked_now.signal).catch(() => {});
  });
})();
