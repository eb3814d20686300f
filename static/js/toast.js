// A toast stays 10 s, and while it has the pointer or the focus; an answer that fails says so in one.
(() => {
  "use strict";
  const area = document.querySelector("[data-toasts]");
  if (!area) return;
  const stay = 10_000;

  const isHeld = (toast) => toast.matches(":hover, :focus-within");

  const start = (toast) => {
    const leave = () => {
      if (isHeld(toast)) setTimeout(leave, 1_000);
      else toast.remove();
    };
    setTimeout(leave, stay);
  };

  const say = (text) => {
    const toast = document.createElement("div");
    toast.className = "toast-line";
    toast.setAttribute("role", "status");
    toast.textContent = text;
    area.append(toast);
    start(toast);
  };

  area.querySelectorAll("[data-toast]").forEach(start);
  document.addEventListener("htmx:sendError", () => say(area.dataset.failed));
  document.addEventListener("htmx:responseError", (event) => {
    // Under this number the server's log tells why.
    const number = event.detail.xhr.getResponseHeader("X-Request-Number");
    say(number ? `${area.dataset.failed} (${number})` : area.dataset.failed);
  });
})();
