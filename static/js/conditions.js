// Fields asked only when another one is answered so: [data-asked-when=name][data-asked-for="a b"].
// One out of sight keeps what it holds; until the other is answered, what holds something shows.
(() => {
  "use strict";
  const follow = (form) => {
    // What a field depends on stands before it.
    form.querySelectorAll("[data-asked-when]").forEach((field) => {
      const asked = form.elements[field.dataset.askedWhen];
      const held = asked?.value ?? "";
      const wanted = field.dataset.askedFor.split(" ");
      const parent = asked?.closest("[data-asked-when]");
      const own = field.querySelector("input, select, textarea")?.value ?? "";
      const fits = wanted[0] === "*" || wanted.includes(held);
      // What needs a second look, or a choice, stays in sight.
      const heldUp = field.matches(".field--error, .field--changed");
      const asks = held === "" ? own !== "" : fits && !parent?.hidden;
      field.hidden = !heldUp && !asks;
    });
  };

  const asks = (target) => target.form?.querySelector(`[data-asked-when="${CSS.escape(target.name)}"]`);
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      if (event.target.name && asks(event.target)) follow(event.target.form);
    });
  }
  document.addEventListener("reset", (event) => setTimeout(() => follow(event.target)));
  // The browser puts back what was typed when one comes back to a page.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form:has([data-asked-when])").forEach(follow);
  });
})();
