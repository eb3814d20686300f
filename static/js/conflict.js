// Somebody else changed a field meanwhile: keep what was typed, or take theirs.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-conflict]");
    if (!button) return;
    const field = button.closest(".field");
    const control = field.querySelector(".form-control, .form-select");
    if (button.dataset.conflict === "theirs") {
      control.value = button.dataset.value;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.classList.remove("field--changed");
    field.querySelector(".field__other").remove();
    control.focus();
  });
})();
