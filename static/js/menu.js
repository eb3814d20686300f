// details.menu works without script; this adds arrows, Escape and closing outside.
(() => {
  "use strict";
  const items = (menu) =>
    [...menu.querySelectorAll(".menu__panel :is(a[href], button, input)")].filter(
      (item) => !item.disabled && item.offsetParent !== null,
    );

  const close = (menu, giveFocusBack) => {
    menu.open = false;
    if (giveFocusBack) menu.querySelector("summary").focus();
  };

  const step = (menu, key) => {
    const all = items(menu);
    const here = all.indexOf(document.activeElement);
    const to = {
      ArrowDown: here + 1,
      ArrowUp: here < 0 ? all.length - 1 : here - 1,
      Home: 0,
      End: all.length - 1,
    }[key];
    all[(to + all.length) % all.length]?.focus();
  };

  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest("details.menu");
    if (!menu) return;
    if (event.key === "Escape" && menu.open) {
      event.stopPropagation();
      close(menu, true);
      return;
    }
    const typing = event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
    if (typing || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
    if (!menu.open && event.key !== "ArrowDown") return;
    event.preventDefault();
    menu.open = true;
    step(menu, event.key);
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) close(menu, false);
    });
  });

  document.addEventListener("focusin", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) close(menu, false);
    });
  });
})();
