// Draws the charts live where the browser can, moves the dial, and opens the folded part that a link leads to.
(() => {
  "use strict";
  const narrow = () => window.innerWidth < 620;

  const fitted = (spec) => {
    // On a phone long names get less room and fewer legend columns, so that the marks keep theirs.
    if (!narrow()) return spec;
    const config = spec.config;
    config.axisY = Object.assign({}, config.axisY, { labelLimit: 150, labelFontSize: 11 });
    config.axisX = Object.assign({}, config.axisX, { titleAnchor: "end" });
    config.axisXQuantitative = Object.assign({}, config.axisXQuantitative, { tickCount: 4 });
    config.legend = Object.assign({}, config.legend, { labelLimit: 260 });
    const shorten = (node) => {
      if (Array.isArray(node)) node.forEach(shorten);
      else if (node && typeof node === "object") {
        if (node.axis && node.axis.labelLimit > 150) node.axis.labelLimit = 150;
        if (node.axis && node.axis.tickCount > 4) node.axis.tickCount = 4;
        if (node.legend) Object.assign(node.legend, { columns: 1, labelLimit: 260 });
        for (const key of Object.keys(node)) if (key !== "datasets" && key !== "config") shorten(node[key]);
      }
    };
    shorten(spec);
    return spec;
  };

  // Words, lines and grounds of a chart in the colours of the page; what marks mean keeps its colour.
  const night = window.matchMedia("(prefers-color-scheme: dark)");
  const look = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const inked = (text) => {
    if (!night.matches) return text;
    const day = { "#1d1f21": "--ink", "#1a1a1a": "--ink", "#585d62": "--ink-2", "#dfe2e5": "--rule" };
    // White words on a dark mark stay; white grounds and bars do not.
    return text
      .replace(/"(#1d1f21|#1a1a1a|#585d62|#dfe2e5)"/g, (_, one) => `"${look(day[one])}"`)
      .replace(/"(background|color)":"white"/g, (_, name) => `"${name}":"${look("--surface")}"`);
  };

  const draw = async (figure) => {
    const live = figure.querySelector(".live");
    const spec = fitted(JSON.parse(inked(figure.querySelector("script").textContent)));
    live.hidden = false;
    try {
      await window.vegaEmbed(live, spec, { actions: false, renderer: "svg", ast: true });
      figure.classList.add("is-live");
    } catch (problem) {
      live.hidden = true;
      console.error(problem);
    }
  };

  const dial = (box) => {
    const { positions, cells } = JSON.parse(box.querySelector("script").textContent);
    const slider = box.querySelector("input[type=range]");
    const at = box.querySelector(".at");
    const shown = box.querySelectorAll(".shown");
    const show = () => {
      const place = Number(slider.value);
      const speed = Number(box.querySelector("input[type=radio]:checked").value);
      at.textContent = positions[place];
      slider.setAttribute("aria-valuetext", positions[place]);
      shown.forEach((figure, index) => { figure.textContent = cells[speed][place][index]; });
    };
    box.hidden = false;
    box.addEventListener("input", show);
    show();
  };

  // A chart has no width before its part is opened, so it is drawn then.
  const drawn = new Set();
  const visible = (box) => box.querySelectorAll("figure[id]").forEach((figure) => {
    if (drawn.has(figure) || figure.closest("details:not([open])")) return;
    drawn.add(figure);
    draw(figure);
  });
  night.addEventListener("change", () => drawn.forEach(draw));
  const reveal = () => {
    const part = window.location.hash && document.getElementById(window.location.hash.slice(1));
    const fold = part && part.querySelector(":scope > details");
    if (fold) fold.open = true;
  };

  document.querySelectorAll(".dial").forEach(dial);
  document.querySelectorAll(".folded > details").forEach((fold) => {
    fold.addEventListener("toggle", () => { if (fold.open) visible(fold); });
  });
  window.addEventListener("hashchange", reveal);
  reveal();
  visible(document);
})();
