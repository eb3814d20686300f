// [data-drop]: a form whose file is dropped anywhere on the page, or chosen; it is sent at once.
// Without this script the form has its own button.
(() => {
  "use strict";
  const form = document.querySelector("[data-drop]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const tooLarge = form.querySelector("[data-drop-too-large]");
  // The frame opens it, and the keyboard still reaches it.
  input.classList.add("visually-hidden");
  form.querySelector("button").hidden = true;

  const send = () => {
    const [file] = input.files;
    tooLarge.hidden = !file || file.size <= Number(form.dataset.largest);
    if (!file || !tooLarge.hidden) return;
    form.querySelector("[data-drop-progress]").hidden = false;
    form.requestSubmit();
  };

  const carriesFile = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carriesFile(event)) return;
    // Else the browser leaves the page and opens the file.
    event.preventDefault();
    form.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    form.classList.remove("is-over");
    const chosen = new DataTransfer();
    chosen.items.add(event.dataTransfer.files[0]);
    input.files = chosen.files;
    send();
  });
  input.addEventListener("change", send);
  // Back from what was read: the same file can be chosen again.
  window.addEventListener("pageshow", () => {
    form.reset();
    form.querySelector("[data-drop-progress]").hidden = true;
  });
})();
