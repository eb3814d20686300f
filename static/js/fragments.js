// A whole page never goes into a fragment's place: it is the login page of a session that ended.
// idle.js asks the page again, and the server then leads to the login and back here.
(() => {
  "use strict";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const text = event.detail.xhr.responseText.trimStart().slice(0, 15).toLowerCase();
    if (text !== "<!doctype html>" || event.detail.target === document.body) return;
    event.detail.shouldSwap = false;
    // With something typed the page stays: idle.js says what to do.
    document.dispatchEvent(new Event("session:over"));
  });
})();
