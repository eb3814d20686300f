// Keys for the whole page: those of [data-shortcut], "?" for help, arrows between the rows of a list.
(() => {
  "use strict";
  const isTyping = (element) =>
    element.matches("input:not([type=checkbox], [type=radio]), textarea, select") || element.isContentEditable;

  // The first link of a row's name: others are actions on it.
  const rows = (table) =>
    [...table.querySelectorAll("tbody tr")].map((row) => row.querySelector(".name a[href]")).filter(Boolean);

  const move = (event) => {
    const table = event.target.closest("table") ?? document.querySelector("table[data-arrows]");
    if (!table) return;
    const links = rows(table);
    if (links.length === 0) return;
    const row = event.target.closest("tr");
    const here = row ? links.indexOf(row.querySelector(".name a[href]")) : -1;
    const step = event.key === "ArrowDown" ? 1 : -1;
    const next = links[here < 0 && step < 0 ? links.length - 1 : here + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  const use = (target) => {
    if (target.matches("input")) {
      target.focus();
      target.select();
    } else {
      target.click();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector("dialog:modal")) return;
    if (event.key === "?") {
      event.preventDefault();
      document.getElementById("shortcuts")?.showModal();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!event.target.closest("details.menu, [role=search], [data-own-arrows]")) move(event);
    } else {
      const target = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
      if (!target) return;
      event.preventDefault();
      use(target);
    }
  });
})();
