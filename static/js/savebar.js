// Says how many fields were changed and not saved, and asks before they are lost. The controls of
// one [data-unit], a line of a list, count once. What a page gave back as it was typed is marked
// data-changed: it stands as the control's default, and is still not saved.
(() => {
  "use strict";
  const watched = new Map(); // form -> how many fields differ from what the server sent
  let leavingOnPurpose = false;

  const groups = (form) => {
    const named = new Map();
    for (const control of form.elements) {
      if (!control.name || control.type === "hidden" || control.matches("button, fieldset, [data-unsaved=no]")) continue;
      const unit = control.closest("[data-unit]")?.dataset.unit ?? control.name;
      named.set(unit, [...(named.get(unit) ?? []), control]);
    }
    return [...named.values()];
  };

  const differs = (control) => {
    if (control.matches("[data-changed], [data-unit][data-changed] *")) return true;
    if (control.matches("[type=checkbox], [type=radio]")) return control.checked !== control.defaultChecked;
    if (control.matches("[type=file]")) return control.files.length > 0;
    if (!control.matches("select")) return control.value !== control.defaultValue;
    const options = [...control.options];
    const sent = options.some((option) => option.defaultSelected);
    // A list without a chosen option shows its first one.
    return options.some((option, index) => option.selected !== (sent ? option.defaultSelected : !control.multiple && index === 0));
  };

  const sentence = (state, changed) => {
    if (changed === 0) return state.dataset.none ?? "";
    return changed === 1 ? state.dataset.one : state.dataset.many.replace("{n}", changed);
  };

  const count = (form) => {
    const unsaved = Number(form.dataset.unsaved ?? 0) || (document.querySelector("[data-draft]") ? 1 : 0);
    // What was typed on other pages of a list comes on top of what is typed on this one.
    const elsewhere = Number(form.dataset.unsavedElsewhere ?? 0);
    const here = groups(form).filter((controls) => controls.some(differs)).length;
    const changed = Math.max(unsaved, here + elsewhere);
    watched.set(form, changed);
    form.toggleAttribute("data-changed", changed > 0);
    const state = form.querySelector("[data-savebar-state]");
    if (state) state.textContent = sentence(state, changed);
  };

  const watch = () => {
    document.querySelectorAll("[data-savebar-state]").forEach((state) => {
      const form = state.closest("form");
      if (form && !watched.has(form)) count(form);
    });
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && watched.has(form)) count(form);
  });
  document.addEventListener("reset", (event) => {
    // The values change after the event.
    if (watched.has(event.target)) queueMicrotask(() => setTimeout(() => count(event.target)));
  });
  document.addEventListener("submit", (event) => {
    if (watched.has(event.target)) leavingOnPurpose = true;
  });
  window.addEventListener("beforeunload", (event) => {
    const open = [...watched].some(([form, changed]) => form.isConnected && changed > 0);
    if (open && !leavingOnPurpose) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    leavingOnPurpose = false;
    watched.forEach((_, form) => count(form));
  });
  document.addEventListener("htmx:load", watch);
  watch();

  // An error summary takes the focus, so that it is read out and the keyboard starts from it.
  document.querySelector("[data-error-summary]")?.focus();
})();
