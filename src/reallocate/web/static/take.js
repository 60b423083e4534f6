// Beside each chart: the picture as SVG and as PNG, on the ground of the page, with its colours written out, and with
// title, unit, source and the day on which it was saved.
(() => {
  "use strict";
  const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "paint-order",
    "opacity", "font-family", "font-size", "font-weight", "font-variant-numeric"];

  const LINE = 18, LETTER = 6.4;

  // A text in lines that fit the picture.
  const lines = (text, width) => text.split(/\s+/).filter(Boolean).reduce((found, word) => {
    const last = found[found.length - 1];
    if (last !== undefined && (last.length + word.length + 1) * LETTER <= width) found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
    return found;
  }, []);

  const textOf = (root, name) => (root.querySelector(name)?.textContent || "").trim();
  const about = (figure, width) => {
    const source = textOf(figure, ".source") || textOf(document, "#foot p").replace(/Everything stays on this computer\.$/, "");
    return {
      above: [...lines(textOf(figure, "[id$='-title']"), width), ...lines(textOf(figure, ".unit"), width)],
      below: lines(`${source} Saved on ${new Date().toISOString().slice(0, 10)}.`, width),
    };
  };

  const written = (svg, figure) => {
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
    const { width, height } = svg.viewBox.baseVal, edge = 16, { above, below } = about(figure, width);
    const top = edge + above.length * LINE, whole = top + height + below.length * LINE + edge;
    const back = document.createElementNS(svg.namespaceURI, "rect");
    for (const [name, value] of Object.entries({ x: -edge, y: -top, width: width + 2 * edge, height: whole, fill: ground })) {
      back.setAttribute(name, value);
    }
    const ink = getComputedStyle(figure), put = (text, y) => {
      const one = document.createElementNS(svg.namespaceURI, "text");
      for (const [name, value] of Object.entries({ x: 0, y, fill: ink.color, "font-family": ink.fontFamily, "font-size": 12 })) one.setAttribute(name, value);
      one.textContent = text;
      return one;
    };
    const words = [...above.map((text, row) => put(text, row * LINE - top + edge + 4)), ...below.map((text, row) => put(text, height + (row + 1) * LINE))];
    copy.setAttribute("viewBox", `${-edge} ${-top} ${width + 2 * edge} ${whole}`);
    copy.setAttribute("width", width + 2 * edge);
    copy.setAttribute("height", whole);
    copy.prepend(defs, back);
    copy.append(...words);
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
    const address = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(written(svg, figure))}`;
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
