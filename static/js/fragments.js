// A whole page never goes into a fragment's place: it is the login page of a session that ended.
// The page is asked again, and the server then leads to the login and back here.
(() => {
  "use strict";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const text = event.detail.xhr.responseText.trimStart().slice(0, 15).toLowerCase();
    if (text !== "<!doctype html>" || event.detail.target === document.body) return;
    event.detail.shouldSwap = false;
    // What was typed would be lost without a word: the browser asks (savebar.js).
    window.location.reload();
  });
})();
