// Somebody else changed a field meanwhile: keep what was typed, or take theirs.
// Without this script the same two buttons ask the server, which answers the page again.
(() => {
  "use strict";
  const take = (control, { value, shown }) => {
    // A choice that is searched has only its own in the page.
    const isMissing = control.matches("select") && ![...control.options].some((option) => option.value === value);
    if (isMissing) control.add(new Option(shown, value));
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
    if (button.dataset.conflict === "theirs") take(control, button.dataset);
    field.classList.remove("field--changed");
    // The note holds the mark that the choice is still to make.
    field.querySelector(".field__other").remove();
    (control.closest("[data-combobox]")?.querySelector("input") ?? control).focus();
  });
})();
