// The header's search: htmx fills the panel; this opens, closes and walks it.
(() => {
  "use strict";
  const box = document.querySelector("[data-searchbox]");
  if (!box) return;
  const input = box.querySelector("input[type=search]");
  const panel = box.querySelector(".searchbox__panel");

  const links = () => [...panel.querySelectorAll("a[href], button")];
  const show = () => {
    panel.hidden = input.value.trim() === "" || panel.childElementCount === 0;
  };

  const hide = (giveFocusBack) => {
    if (giveFocusBack) input.focus(); // which shows the panel
    panel.hidden = true;
  };

  input.addEventListener("input", () => {
    if (input.value.trim() === "") hide(false);
  });
  input.addEventListener("focus", show);
  panel.addEventListener("htmx:afterSwap", show);

  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      hide(true);
      return;
    }
    if (panel.hidden || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    const all = links();
    const to = all.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    (to < 0 ? input : all[Math.min(to, all.length - 1)])?.focus();
  });

  document.addEventListener("click", (event) => {
    if (!box.contains(event.target)) hide(false);
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) hide(false);
  });
})();
