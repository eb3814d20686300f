// data-dialog-open="id" opens a <dialog>; data-dialog-close closes the one it stands in.
// The browser keeps the focus inside, closes on Escape and gives the focus back.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog-open]");
    if (opener) {
      // From a menu, the focus must come back to the menu's button: the item itself will be hidden.
      const menu = opener.closest("details.menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      document.getElementById(opener.dataset.dialogOpen)?.showModal();
      return;
    }
    const closer = event.target.closest("[data-dialog-close]");
    if (closer) closer.closest("dialog").close();
  });

  // A click on the veil, which is the dialog's own box outside its content.
  document.addEventListener("mousedown", (event) => {
    const dialog = event.target;
    if (!(dialog instanceof HTMLDialogElement) || !dialog.matches(":modal")) return;
    const box = dialog.getBoundingClientRect();
    const inside =
      event.clientX >= box.left &&
      event.clientX <= box.right &&
      event.clientY >= box.top &&
      event.clientY <= box.bottom;
    if (!inside) dialog.close();
  });

  const openMarked = (root) => {
    root.querySelectorAll("dialog[data-dialog-now]:not([open])").forEach((dialog) => dialog.showModal());
  };
  document.addEventListener("htmx:load", (event) => openMarked(event.target.parentElement ?? document));
  openMarked(document);
})();
