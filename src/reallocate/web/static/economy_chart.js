// The charts of Economy, drawn as `PathChart` of web/path_chart.py draws them, so that a move redraws axis, lines and words.
(() => {
  "use strict";
  const DIGIT = 8.6, ROOM = 0.14, NARROW = 340, TOP = 14;

  // Round values between two ends, at most so many and one.
  const nice = (low, high, most) => {
    const end = high <= low ? low + 1 : high, rough = (end - low) / most, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 2.5, 5, 10].map((one) => power * one).find((one) => one >= rough);
    const first = Math.floor(low / step), last = Math.ceil(end / step);
    return Array.from({ length: last - first + 1 }, (_, at) => step * (first + at));
  };
  const digitsOf = (ticks) => {
    const step = ticks[1] - ticks[0];
    for (let digits = 1; digits < 7; digits += 1) if (Math.abs(Number(step.toFixed(digits)) - step) < 1e-3 * step) return digits;
    return 6;
  };
  const text = (x, y, words, look, anchor) => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${look}" text-anchor="${anchor}">${words}</text>`;

  // Least and largest value in sight, with room for words below the one or above the other.
  const ends = (it) => {
    const shown = [...it.values, ...(it.band ? it.band.flat() : []), ...(it.ghost || [])];
    if (!it.against) {
      const low = Math.min(...shown), high = Math.max(...shown, 0);
      return [low - ROOM * (high - low), high];
    }
    const low = Math.min(...it.against), high = Math.max(...shown);
    return [low - ROOM * (high - low), high + ROOM * (high - low)];
  };

  // The marks of one chart at one width.
  const marks = (it, width) => {
    const ticks = nice(...ends(it), 5), low = ticks[0], high = ticks[ticks.length - 1], digits = digitsOf(ticks), last = it.values.length - 1;
    const left = Math.max(...ticks.map((one) => it.written(one, digits).length)) * DIGIT + 14, right = width - 64, bottom = width <= NARROW ? 216 : 250;
    const x = (at) => left + ((right - left) * at) / last, y = (value) => bottom - ((bottom - TOP) * (value - low)) / (high - low);
    const path = (values) => `M${values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" L")}`;
    const taken = [], parts = [];
    const named = (words, at, over, look) => {
      const half = (words.length * DIGIT) / 2, middle = Math.min(Math.max(at, left + half), right - half);
      taken.push([middle - half, over - 14, middle + half, over + 4]);
      parts.push(text(middle, over, words, look, "middle"));
    };
    // Words on one of several paths where they cover no others, as far from the drawn line as can be.
    const beside = (words, paths) => {
      const half = (words.length * DIGIT) / 2, drawn = it.values.map((value, at) => [x(at), y(value) + 5]);
      let best = null;
      for (const over_at of paths) over_at.forEach((over, place) => {
        const at = x(place), free = taken.every(([l, t, r, b]) => at + half < l || at - half > r || over + 4 < t || over - 14 > b);
        if (!free || at - half < left + 4 || at + half > right || over < TOP + 14 || over > bottom - 4) return;
        let away = 24;
        for (const [px, py] of drawn) if (Math.abs(px - at) <= half + 2) away = Math.min(away, Math.abs(py - over));
        if (!best || away > best[0]) best = [away, at, over];
      });
      if (best) named(words, best[1], best[2], "halo");
    };
    if (it.band) parts.push(`<path d="${path(it.band[0])} L${path([...it.band[1]]).slice(1).split(" L").reverse().join(" L")}Z" class="bp"/>`);
    for (const tick of ticks) {
      const look = tick === (it.against ? low : 0) ? "axis" : "grid";
      parts.push(`<line x1="${left.toFixed(1)}" y1="${y(tick).toFixed(1)}" x2="${right.toFixed(1)}" y2="${y(tick).toFixed(1)}" class="${look}"/>`, text(left - 10, y(tick) + 5, it.written(tick, digits), "", "end"));
    }
    parts.push(text(x(0), bottom + 28, Math.floor(it.years[0]), "", "start"), text(x(last), bottom + 28, Math.floor(it.years[last]), "", "end"));
    if (it.against) parts.push(`<path d="${path(it.against)}" class="lk thin dash"/>`);
    if (it.ghost) parts.push(`<path d="${path(it.ghost)}" class="lg"/>`);
    parts.push(`<path d="${path(it.values)}" class="lp${it.isEstimate ? " guess" : ""}"/>`);
    const end = it.values[last];
    parts.push(`<circle cx="${x(last).toFixed(1)}" cy="${y(end).toFixed(1)}" r="6" class="dotp"/>`, text(right + 11, y(end) + 6, it.written(end, it.digits), "kp", "start"));
    if (it.worst) named(it.worst[1], x(it.worst[0]), y(it.values[it.worst[0]]) + (it.against ? -14 : 26), "kp halo");
    if (it.against) named("no further AI", right, y(it.against[last]) + 22, "halo");
    if (it.ghost) beside("as shipped", [-10, 22].map((by) => it.ghost.map((value) => y(value) + by)));
    if (it.band) {
      const far = it.band[it.against ? 1 : 0];
      beside("8 of 10 runs", [0.5, 0.75, 0.9].map((part) => it.values.map((value, at) => y(value + part * (far[at] - value)) + 5)));
    }
    return parts.join("");
  };

  // Draws a chart anew, in each of its widths or in the one in sight. `it`: see `PathChart`.
  window.drawPathChart = (it, spoken, isWhole) => {
    document.querySelectorAll(`[data-chart=${it.name}]`).forEach((group) => {
      const svg = group.ownerSVGElement;
      if (!isWhole && !svg.clientWidth) return;
      group.innerHTML = marks(it, svg.viewBox.baseVal.width);
      svg.setAttribute("aria-label", spoken);
    });
  };
})();
