// Opens the folded part that a link leads to.
(() => {
  "use strict";
  const reveal = () => {
    const part = window.location.hash && document.getElementById(window.location.hash.slice(1));
    const fold = part && (part.matches("details") ? part : part.querySelector(":scope > details"));
    if (fold) fold.open = true;
  };

  window.addEventListener("hashchange", reveal);
  reveal();
})();
