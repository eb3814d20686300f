// Light, dark or as the system: kept in this browser, put on <html> before anything is drawn.
(() => {
  "use strict";
  const root = document.documentElement;
  const themes = ["light", "dark", "auto"];

  const kept = () => {
    try {
      const value = localStorage.getItem("theme");
      return themes.includes(value) ? value : "auto";
    } catch {
      return "auto"; // storage refused by the browser: the system's theme will do
    }
  };

  const keep = (theme) => {
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // likewise: the choice lasts as long as the page
    }
  };

  const label = (button) => {
    button.querySelector(".count").textContent = button.dataset[root.dataset.bsTheme];
  };

  root.dataset.bsTheme = kept();

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-switch]").forEach(label);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-switch]");
    if (!button) return;
    const next = themes[(themes.indexOf(root.dataset.bsTheme) + 1) % themes.length];
    root.dataset.bsTheme = next;
    keep(next);
    label(button);
  });
})();
