// Says before a session ends for want of work. All tabs count from each page and answer to htmx
// but polls.
(() => {
  "use strict";
  // What a page kept for one session is nobody else's.
  if (document.body.matches("[data-nobody]")) sessionStorage.clear();
  const dialog = document.querySelector("[data-idle]");
  if (!dialog) return;
  const ENDS = "session-ends";
  const idle = Number(dialog.dataset.idle) * 1_000;
  const warning = Number(dialog.dataset.warning) * 1_000;
  const form = dialog.querySelector("form");
  let timer;
  let isTold = false;

  const show = (isOver) => {
    dialog.querySelector("[data-idle-soon]").hidden = isOver;
    dialog.querySelector("[data-idle-over]").hidden = !isOver;
    if (!dialog.open) dialog.showModal();
  };

  const end = () => {
    // What was typed stays on the screen: the server keeps it when it is sent.
    if (!document.querySelector("form[data-changed]")) window.location.assign(window.location.href);
    else if (!isTold) show(true);
    isTold = true;
  };

  const look = () => {
    clearTimeout(timer);
    const left = Number(localStorage.getItem(ENDS)) - Date.now();
    if (left <= 0) return end();
    if (left <= warning) show(false);
    else if (dialog.open) dialog.close();
    timer = setTimeout(look, left <= warning ? left : left - warning);
  };

  const renew = () => {
    isTold = false;
    localStorage.setItem(ENDS, String(Date.now() + idle));
    look();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.status === 204) renew();
    else end();
  });
  // Not when the answer is a login page (fragments.js).
  document.addEventListener("htmx:afterSwap", ({ detail }) => "polled" in detail.requestConfig.elt.dataset || renew());
  document.addEventListener("session:over", end);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("storage", (event) => event.key === ENDS && look());
  renew();
})();
