// [data-copy=text] puts the text in the clipboard and says so; hidden where there is none.
(() => {
  "use strict";
  if (!navigator.clipboard) return;
  const reveal = () => document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.lastChild.textContent = button.dataset.copied;
    button.setAttribute("role", "status");
  });
  document.addEventListener("htmx:load", reveal);
  reveal();
})();
