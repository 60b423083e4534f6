// Beside each chart: the picture as SVG and as PNG, on the ground of the page, with its colours written out.
(() => {
  "use strict";
  const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "paint-order",
    "opacity", "font-family", "font-size", "font-weight", "font-variant-numeric"];

  const written = (svg) => {
    const copy = svg.cloneNode(true), ground = getComputedStyle(document.body).backgroundColor;
    const dress = (from, to) => {
      const look = getComputedStyle(from);
      to.setAttribute("style", LOOKS.map((name) => `${name}:${look.getPropertyValue(name)}`).join(";"));
      to.removeAttribute("class");
      [...from.children].forEach((child, place) => dress(child, to.children[place]));
    };
    dress(svg, copy);
    const patterns = document.querySelector("defs"), defs = patterns.cloneNode(true);
    dress(patterns, defs);
    const { width, height } = svg.viewBox.baseVal, edge = 16;
    const back = document.createElementNS(svg.namespaceURI, "rect");
    for (const [name, value] of Object.entries({ x: -edge, y: -edge, width: width + 2 * edge, height: height + 2 * edge, fill: ground })) {
      back.setAttribute(name, value);
    }
    copy.setAttribute("viewBox", `${-edge} ${-edge} ${width + 2 * edge} ${height + 2 * edge}`);
    copy.setAttribute("width", width + 2 * edge);
    copy.setAttribute("height", height + 2 * edge);
    copy.prepend(defs, back);
    return new XMLSerializer().serializeToString(copy);
  };

  const save = (address, name) => {
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
  };

  const take = async (figure, kind, name) => {
    const svg = [...figure.querySelectorAll("svg.plot")].find((one) => one.getBoundingClientRect().width);
    if (!svg) return;
    const address = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(written(svg))}`;
    if (kind === "svg") {
      save(address, `${name}.svg`);
      return;
    }
    const image = new Image(), canvas = document.createElement("canvas");
    image.src = address;
    await image.decode();
    canvas.width = 2 * image.width;
    canvas.height = 2 * image.height;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    save(canvas.toDataURL("image/png"), `${name}.png`);
  };

  const offer = (figure) => {
    const row = figure.querySelector(".tab-row");
    if (!row || row.querySelector(".take") || !figure.querySelector("svg.plot")) return;
    const box = document.createElement("span"), name = figure.getAttribute("aria-labelledby").replace(/-title$/, "");
    box.className = "take";
    for (const kind of ["svg", "png"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = kind.toUpperCase();
      button.setAttribute("aria-label", `${name.replaceAll("_", " ")} as ${kind.toUpperCase()}`);
      button.addEventListener("click", () => take(figure, kind, name));
      box.append(button);
    }
    row.append(box);
  };

  const offerAll = () => document.querySelectorAll("figure.chart").forEach(offer);
  offerAll();
  for (const change of ["htmx:afterSwap", "charts"]) document.addEventListener(change, offerAll);
})();
