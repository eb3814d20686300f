// [data-taken-group] holds [data-taken=all|none]: ticks the answers of a group, or unticks them.
// Without this script each is a button that asks the page again.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-taken]");
    if (!button) return;
    event.preventDefault();
    const isAll = button.dataset.taken === "all";
    button.closest("[data-taken-group]").querySelectorAll("tr").forEach((row) => {
      const tick = row.querySelector("input[name=take]");
      if (!tick || (isAll && row.matches(".is-doubtful"))) return;
      tick.checked = isAll;
      tick.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
  // What is corrected is meant to be taken.
  document.addEventListener("input", (event) => {
    const row = event.target.closest(".compared__table tr");
    const tick = row?.querySelector("input[name=take]");
    if (tick && event.target !== tick) tick.checked = true;
  });
})();
