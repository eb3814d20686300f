// Rows of a form: [data-rows=prefix] holds [data-rows-add] and a <template data-rows-empty>.
// Only one row is preferred: ticking it unticks the others.
(() => {
  "use strict";
  const add = (section) => {
    const total = section.querySelector(`[name="${section.dataset.rows}-TOTAL_FORMS"]`);
    const empty = section.querySelector("template[data-rows-empty]");
    const box = document.createElement("template");
    box.innerHTML = empty.innerHTML.replaceAll("__prefix__", total.value);
    total.value = Number(total.value) + 1;
    const row = box.content.firstElementChild;
    empty.before(row);
    // As new to the page as what htmx brings.
    htmx.trigger(row, "htmx:load");
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rows-add]");
    if (button) add(button.closest("[data-rows]"));
  });

  document.addEventListener("change", (event) => {
    const tick = event.target;
    const section = tick.closest?.("[data-rows]");
    if (!section || !tick.checked || !tick.name.endsWith("-preferred")) return;
    section.querySelectorAll('[name$="-preferred"]').forEach((other) => {
      if (other !== tick) other.checked = false;
    });
  });

  const reveal = () => document.querySelectorAll("[data-rows-add]").forEach((button) => {
    button.hidden = Boolean(button.closest("fieldset[disabled]"));
  });
  document.addEventListener("htmx:load", reveal);
  reveal();
})();
