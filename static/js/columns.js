// Columns put in order by dragging; the server draws the panel and the preview again.
// It also gives the focus back to what moved, and asks before an unsaved order is left.
(() => {
  "use strict";
  const form = document.querySelector("[data-columns]");
  if (!form) return;
  let lifted = null;
  let unsaved = false;

  form.addEventListener("dragstart", (event) => {
    lifted = event.target.closest?.("[data-column]");
    if (!lifted) return;
    lifted.classList.add("is-lifted");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", lifted.textContent.trim());
  });
  form.addEventListener("dragover", (event) => {
    const over = lifted && event.target.closest?.("[data-column]");
    if (!over) return;
    event.preventDefault();
    if (over === lifted) return;
    const box = over.getBoundingClientRect();
    const below = event.clientY > box.top + box.height / 2;
    over.parentElement.insertBefore(lifted, below ? over.nextElementSibling : over);
  });
  form.addEventListener("drop", (event) => {
    if (lifted) event.preventDefault();
  });
  form.addEventListener("dragend", () => {
    if (!lifted) return;
    lifted.classList.remove("is-lifted");
    lifted = null;
    form.dispatchEvent(new Event("reorder"));
  });

  // A column that reached an end has no more arrow there: the other one takes the focus.
  let pressed = "";
  form.addEventListener("htmx:beforeRequest", (event) => {
    pressed = event.target.id ?? "";
    unsaved = true;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const button = pressed && document.getElementById(pressed);
    if (!button) return;
    const other = pressed.startsWith("up-") ? pressed.replace("up-", "down-") : pressed.replace("down-", "up-");
    (button.disabled ? document.getElementById(other) : button)?.focus();
  });
  form.addEventListener("submit", () => {
    unsaved = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
})();
