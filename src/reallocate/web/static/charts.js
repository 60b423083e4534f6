// Draws the charts of a page with the Vega library that ships, in the colours of the page. Its expressions are
// interpreted, so that the page's policy need not allow evaluated text.
(() => {
  "use strict";
  const narrow = () => window.innerWidth < 640;
  const look = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const themed = (spec) => {
    const ink = look("--ink"), quiet = look("--ink-2"), rule = look("--rule"), font = look("--font");
    const words = { labelColor: ink, titleColor: quiet, labelFontSize: narrow() ? 12 : 14, titleFontSize: narrow() ? 12 : 14 };
    const base = spec.config || {};
    const config = {
      ...base, background: null, font,
      axis: { ...base.axis, ...words, gridColor: rule, domainColor: look("--edge"), tickColor: look("--edge") },
      legend: { ...base.legend, ...words },
      text: { ...base.text, color: ink, fontSize: 13 },
      line: { ...base.line, color: ink }, rule: { ...base.rule, color: ink },
      bar: { ...base.bar, color: look("--people") }, point: { ...base.point, color: look("--people") },
      tick: { ...base.tick, color: look("--people") },
    };
    const { title, ...rest } = spec;
    return { ...(narrow() ? fitted(rest) : rest), config };
  };

  // On a phone long names get less room, axes fewer ticks and legends one column, so that the marks keep theirs.
  const fitted = (node) => {
    if (Array.isArray(node)) return node.map(fitted);
    if (!node || typeof node !== "object") return node;
    const kept = {};
    for (const [key, value] of Object.entries(node)) kept[key] = key === "datasets" ? value : fitted(value);
    if (kept.y && kept.y.field) kept.y = { ...kept.y, axis: { ...kept.y.axis, labelLimit: 130 } };
    if (kept.x && kept.x.field) kept.x = { ...kept.x, axis: { ...kept.x.axis, tickCount: 3 } };
    if (kept.legend) kept.legend = { ...kept.legend, columns: 1 };
    return kept;
  };

  // The chart as a picture, on the ground of the page.
  const offer = (figure, view) => {
    figure.querySelector(".take")?.remove();
    const row = document.createElement("p");
    row.className = "take";
    const name = figure.getAttribute("aria-labelledby").replace(/-title$/, "");
    for (const kind of ["svg", "png"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "bar-button";
      button.textContent = kind.toUpperCase();
      button.setAttribute("aria-label", `${name.replaceAll("_", " ")} as ${kind.toUpperCase()}`);
      button.addEventListener("click", async () => {
        view.background(look("--paper"));
        const link = document.createElement("a");
        link.href = await view.toImageURL(kind, 2);
        link.download = `${name}.${kind}`;
        link.click();
        view.background(null);
      });
      row.append(button, " ");
    }
    figure.querySelector(".live").after(row);
  };

  const draw = async (figure) => {
    const place = figure.querySelector(".live");
    const written = figure.querySelector("script[type='application/json']").textContent
      .replaceAll('"#1a1a1a"', `"${look("--ink")}"`).replaceAll('"color":"white"', `"color":"${look("--paper")}"`);
    const spec = themed(JSON.parse(written));
    place.hidden = false;
    try {
      const { view } = await window.vegaEmbed(place, spec, {
        actions: false, renderer: "svg", ast: true, defaultStyle: false, tooltip: { disableDefaultStyle: true },
      });
      figure.classList.add("is-live");
      offer(figure, view);
    } catch (problem) {
      place.hidden = true;
      console.error(problem);
    }
  };

  const drawAll = () => document.querySelectorAll("figure.vega").forEach(draw);
  drawAll();
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "main") drawAll();
    else document.querySelectorAll("figure.vega:not(.is-live)").forEach(draw);
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
})();
