// On a narrow screen tabs and the rail scroll sideways: the current one is brought into sight.
(() => {
  "use strict";
  document.querySelectorAll(".tabs, .rail").forEach((strip) => {
    const current = strip.querySelector("[aria-current]");
    if (!current || strip.scrollWidth <= strip.clientWidth) return;
    const box = current.getBoundingClientRect();
    const frame = strip.getBoundingClientRect();
    strip.scrollLeft += box.left - frame.left - (frame.width - box.width) / 2;
  });
})();
