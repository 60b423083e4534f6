() => {
  const main = document.querySelector("main") || document.body;
  const small = [], overlapping = [], cut = [], outside = [];
  for (const svg of main.querySelectorAll("svg")) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width || !frame.height) continue;
    const scale = svg.viewBox.baseVal.width ? frame.width / svg.viewBox.baseVal.width : 1;
    const texts = [...svg.querySelectorAll("text")]
      .map((text) => ({ words: text.textContent.trim(), at: text.getBoundingClientRect(),
        size: parseFloat(getComputedStyle(text).fontSize) * scale }))
      .filter((one) => one.words && one.at.width > 0);
    for (const { words, at, size } of texts) {
      if (size < SMALLEST) small.push(`${words}: ${size.toFixed(1)}`);
      if (at.left < frame.left - 1 || at.right > frame.right + 1 || at.top < frame.top - 2
        || at.bottom > frame.bottom + 2) cut.push(words);
    }
    texts.forEach((one, place) => texts.slice(place + 1).forEach((other) => {
      const across = Math.min(one.at.right, other.at.right) - Math.max(one.at.left, other.at.left);
      const down = Math.min(one.at.bottom, other.at.bottom) - Math.max(one.at.top, other.at.top);
      if (across > 1 && down > 4) overlapping.push(`${one.words} | ${other.words}`);
    }));
    for (const mark of svg.querySelectorAll("path, circle, rect, line")) {
      const at = mark.getBoundingClientRect();
      if ((at.width || at.height) && (at.left < frame.left - 3 || at.right > frame.right + 3
        || at.top < frame.top - 3 || at.bottom > frame.bottom + 3)) outside.push(mark.outerHTML.slice(0, 80));
    }
  }
  const heads = [...document.querySelectorAll("h1")];
  return {
    height: document.documentElement.scrollHeight,
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    // Of a field with choices only the chosen one is seen.
    text: [...main.querySelectorAll("option:not(:checked)")].reduce(
      (text, one) => text.replace(one.innerText.trim(), ""), main.innerText), heads: heads.map((head) => head.innerText.trim()),
    lowest: heads.length ? heads[0].getBoundingClientRect().top + window.scrollY : 0,
    small, overlapping, cut, outside,
  };
}
