// Moves the dial, and opens the folded part that a link leads to.
(() => {
  "use strict";
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

  const reveal = () => {
    const part = window.location.hash && document.getElementById(window.location.hash.slice(1));
    const fold = part && part.querySelector(":scope > details");
    if (fold) fold.open = true;
  };

  document.querySelectorAll(".dial").forEach(dial);
  window.addEventListener("hashchange", reveal);
  reveal();
})();
