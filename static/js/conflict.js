// Somebody else changed a field meanwhile: keep what was typed, or take theirs.
// Without this script the same two buttons ask the server, which answers the page again.
(() => {
  "use strict";
  const take = (control, value) => {
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-conflict]");
    if (!button) return;
    event.preventDefault();
    const field = button.closest(".field");
    const control = field.querySelector(".form-control, .form-select");
    if (button.dataset.conflict === "theirs") take(control, button.dataset.value);
    field.classList.remove("field--changed");
    // The note holds the mark that the choice is still to make.
    field.querySelector(".field__other").remove();
    control.focus();
  });
})();
